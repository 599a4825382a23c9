"""The made-up register has Insee's columns and types, and looks like the real one."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import pytest

from benchmarks.quarters import write_country
from benchmarks.register import write_register
from tests.benchmarks.reading import ESTABLISHMENTS, LOCATIONS, ROWS, UNITS, Register, read_back


def test_files_have_the_columns_and_types_of_insee(register: Register) -> None:
    schemas = [pq.read_schema(register.folder / f"{name}.parquet") for name in (ESTABLISHMENTS, UNITS, LOCATIONS)]
    assert [len(schema) for schema in schemas] == [54, 35, 19]
    establishments, units, locations = schemas
    assert establishments.names[:3] == ["siren", "nic", "siret"]
    assert establishments.names[14:17] == ["dernierNumeroVoieEtablissement",
                                           "indiceRepetitionDernierNumeroVoieEtablissement",
                                           "typeVoieEtablissement"]  # fmt: skip
    assert establishments.names[44] == "dateDebut"
    assert establishments.names[-1] == "activitePrincipaleNAF25Etablissement"
    assert units.names[27] == "categorieJuridiqueUniteLegale"
    assert locations.names == [
        "siret", "x", "y", "qualite_xy", "epsg", "plg_qp24", "plg_iris", "plg_zus", "plg_qp15", "plg_qva",
        "plg_code_commune", "distance_precision", "qualite_qp24", "qualite_iris", "qualite_zus", "qualite_qp15",
        "qualite_qva", "y_latitude", "x_longitude",
    ]  # fmt: skip
    assert establishments.field("siret").type == pa.string()
    assert establishments.field("dateCreationEtablissement").type == pa.date32()
    assert establishments.field("etablissementSiege").type == pa.bool_()
    assert units.field("categorieJuridiqueUniteLegale").type == pa.int64()
    assert units.field("dateDernierTraitementUniteLegale").type == pa.timestamp("us")
    assert locations.field("epsg").type == pa.string()
    assert locations.field("x").type == pa.float64()


def test_same_arguments_same_bytes(tmp_path: Path) -> None:
    def fingerprints(folder: Path, seed: int) -> list[str]:
        write_register(folder, 2000, seed=seed)
        return [hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.*"))]

    first = fingerprints(tmp_path / "a", 1)
    assert len(first) == 4
    assert first == fingerprints(tmp_path / "b", 1)
    assert not set(first) & set(fingerprints(tmp_path / "c", 2))


def test_numbers_are_unique_sorted_and_carry_their_keys(register: Register) -> None:
    siret = register.establishments["siret"]
    assert siret.is_unique
    assert siret.is_monotonic_increasing
    assert siret.str.fullmatch("[0-9]{14}").all()
    assert (siret.str[:9] == register.establishments["siren"]).all()
    assert siret.str.startswith("0").any()
    assert register.units["siren"].is_unique

    def luhn(number: str) -> int:
        doubled = (int(figure) * (1 + place % 2) for place, figure in enumerate(reversed(number)))
        return sum(value - 9 if value > 9 else value for value in doubled) % 10

    assert not any(luhn(number) for number in siret[:500])
    assert not any(luhn(number) for number in register.units["siren"][:500])


def test_units_have_one_seat_open_when_they_are(register: Register, joined: pd.DataFrame) -> None:
    seats = joined[joined["etablissementSiege"]]
    assert (joined.groupby("siren")["etablissementSiege"].sum() == 1).all()
    known = seats[seats["unit"] == "both"]
    assert (known["nic"] == known["nicSiegeUniteLegale"]).all()
    opened = known[known["etatAdministratifUniteLegale"] == "A"]
    assert (opened["etatAdministratifEtablissement"] == "A").all()
    assert joined.groupby("siren").size().max() > 9


def test_marginals_are_those_of_the_register(register: Register, joined: pd.DataFrame) -> None:
    opened = joined["etatAdministratifEtablissement"] == "A"
    assert opened.mean() == pytest.approx(16 / 38, abs=0.03)
    employers = opened & (joined["caractereEmployeurEtablissement"] == "O")
    assert employers.mean() == pytest.approx(2.4 / 38, abs=0.008)
    assert (joined["categorieJuridiqueUniteLegale"] == 1000).mean() == pytest.approx(0.55, abs=0.04)
    assert joined.loc[joined["field"], "study"].mean() == pytest.approx(0.09, abs=0.025)
    assert 0.8 < (joined.loc[joined["field"] & joined["study"], "family"] == "associations").mean() < 0.95
    assert (joined["flag"] & (joined["family"] == "companies")).sum() > 3
    assert ((joined["family"] == "associations") & ~joined["flag"]).sum() > 50
    assert set(register.units["economieSocialeSolidaireUniteLegale"].dropna()) == {"O", "N"}
    assert register.units["economieSocialeSolidaireUniteLegale"].isna().any()
    assert set(register.units["statutDiffusionUniteLegale"]) == {"O", "P", "N"}
    hidden = register.units[register.units["statutDiffusionUniteLegale"] != "O"]
    names = pd.concat([hidden["nomUniteLegale"], hidden["denominationUniteLegale"]]).dropna()
    assert set(names) == {"[ND]"}
    assert set(register.locations["qualite_xy"].dropna()) == {"11", "12", "21", "22", "33"}
    assert set(register.locations["epsg"].dropna()) == {"2154", "5490", "32620", "2972", "2975", "4471"}
    assert {"HZ", "CSZ"} < set(register.locations["plg_qp24"].dropna())
    assert register.locations["x"].isna().any()
    assert (joined["located_siret"].isna() & opened).any()
    communes = register.establishments["codeCommuneEtablissement"].dropna()
    for start in ("2A", "2B", "971", "974", "751", "132", "6938"):
        assert communes.str.startswith(start).any(), start
    born = register.establishments["dateCreationEtablissement"].dropna()
    assert {day.year for day in born} >= {4, 2218, 1900}


def test_no_point_is_within_a_metre_of_a_threshold(distances: pd.DataFrame) -> None:
    for threshold in (0, 300, 600):
        gap = distances["distance"] - threshold
        assert gap.abs().min() > 1.4
        assert ((gap > 0) & (gap < 5)).any()
        assert ((gap < 0) & (gap > -5)).any()


def test_coordinates_in_metres_and_in_degrees_tell_the_same_point(register: Register) -> None:
    located = register.locations.dropna(subset=["x"])
    for epsg, here in located.groupby("epsg"):
        to = pyproj.Transformer.from_crs(int(str(epsg)), 4326, always_xy=True)
        longitude, latitude = to.transform(here["x"], here["y"])
        assert np.abs(longitude - here["x_longitude"]).max() < 2e-7
        assert np.abs(latitude - here["y_latitude"]).max() < 2e-7


def test_an_earlier_month_has_fewer_rows_and_fewer_closed(register: Register, tmp_path: Path) -> None:
    earlier = read_back(tmp_path, write_register(tmp_path, ROWS, month="2021-01"))
    assert len(earlier.establishments) < ROWS
    both = earlier.establishments.merge(register.establishments, on="siret", suffixes=("_then", "_now"))
    assert len(both) == len(earlier.establishments)
    then, now = both["etatAdministratifEtablissement_then"], both["etatAdministratifEtablissement_now"]
    assert not ((then == "F") & (now == "A")).any()
    assert ((then == "A") & (now == "F")).any()
    assert earlier.establishments["dateDebut"].max().year == 2021
    assert earlier.truth["rows"]["legal_units"] == len(earlier.units)
    opened = sum(part["rows"] for part in earlier.truth["joint"] if part["establishment"] == "A")
    assert opened == (then == "A").sum()


def test_csv_says_the_same_as_parquet(tmp_path: Path) -> None:
    truth = write_register(tmp_path / "csv", 2000, csv=True)
    assert truth == write_register(tmp_path / "parquet", 2000)
    for name, separator in ((ESTABLISHMENTS, ","), (UNITS, ","), (LOCATIONS, ";")):
        table = pq.read_table(tmp_path / "parquet" / f"{name}.parquet")
        with zipfile.ZipFile(tmp_path / "csv" / f"{name}.zip") as packed:
            assert packed.namelist() == [f"{name}.csv"]
            lines = packed.read(f"{name}.csv").decode().splitlines()
        assert lines[0].split(separator) == table.column_names
        cells = [line.split(separator) for line in lines[1:]]
        assert {len(line) for line in cells} == {table.num_columns}
        for place, column in enumerate(table.column_names):
            written = [line[place] for line in cells]
            values = table[column].to_pylist()
            assert [text == "" for text in written] == [value is None for value in values], column
            if pa.types.is_string(table.schema.field(column).type):
                assert written == ["" if value is None else value for value in values], column
    with zipfile.ZipFile(tmp_path / "csv" / f"{ESTABLISHMENTS}.zip") as packed:
        frame = pd.read_csv(packed.open(f"{ESTABLISHMENTS}.csv"), dtype=str, keep_default_na=False)
    assert frame["dateCreationEtablissement"].isin(["0004-01-01", "2218-06-30"]).sum() > 3
    assert frame["dateDernierTraitementEtablissement"].str.fullmatch(r"[0-9]{4}(-[0-9]{2}){2}T[0-9:]{8}").all()
    assert set(frame["etablissementSiege"]) == {"true", "false"}


def test_quarters_of_a_folder_of_indicators(tmp_path: Path) -> None:
    write_country(tmp_path / "indicators", quarters=60, indicators=1, years=1)
    truth = write_register(tmp_path / "register", 5000, perimeters=tmp_path / "indicators")
    quarters = truth["perimeters"]["QP2015"]["by_quarter"]
    assert len(quarters) > 20
    assert all(code.startswith("QP") for code in quarters)
    assert truth["perimeters"]["QP2024"]["by_quarter"] == {}
    assert truth["perimeters"]["QP2024"]["totals"]["all"]["everything"]["located"] > 200


@pytest.mark.parametrize(("rows", "month"), [(999, "2026-09"), (38_000_001, "2026-09"), (2000, "2026-10")])
def test_out_of_reach(rows: int, month: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^(rows|month): "):
        write_register(tmp_path, rows, month=month)
