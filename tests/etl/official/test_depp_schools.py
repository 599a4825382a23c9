"""Schools of the Depp: one register, places beside the quarters, brevet results by band weighted by candidates."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.catalogue import Catalogue, load_catalogue
from etl.errors import SourceError
from etl.geography.locate import Locator
from etl.model import Perimeter
from etl.official.context import Context
from etl.schools.brevet import CANDIDATES, RATE, SCHOOLS, brevet_by_band
from etl.schools.place import judged
from tests.conftest import ROOT
from tests.etl.official.reading import observations, one, read, specimens

SOURCE = "depp_schools"
IVAC = "fr-en-indicateurs-valeur-ajoutee-colleges.csv"
ANY_LIST = {Perimeter.QP2015: (0, 0), Perimeter.QP2024: (0, 0)}
"""As if the specimens held every quarter of the country."""


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return specimens(tmp_path, SOURCE)


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode("utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new).encode("utf-8"))


def schools_of(raw: Path, catalogue: Catalogue) -> pd.DataFrame:
    table: pd.DataFrame = read(raw, catalogue, SOURCE).tables["schools"].to_pandas()
    return table


def square(west: float, south: float, side: float) -> dict[str, object]:
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def outlines(raw: Path) -> None:
    """One quarter of each perimeter in Saint-Denis, and a département around."""
    quarter = {"code_qp": "QN09301M", "lib_qp": "Quartier", "insee_reg": "11", "insee_dep": "93", "insee_com": "93066",
               "lib_com": "Saint-Denis", "siren_epci": "200057867"}  # fmt: skip
    former = {"code_qp": "QP093028", "nom_qp": "Quartier", "commune_qp": "Saint-Denis"}
    department = {"insee_dep": "93", "lib_dep": "Seine-Saint-Denis"}
    for name, properties, shape in (
        ("2024", quarter, square(2.370, 48.930, 0.004)),
        ("2015", former, square(2.360, 48.930, 0.004)),
        ("dep", department, square(2.2, 48.8, 0.3)),
    ):
        feature = {"type": "Feature", "properties": properties, "geometry": shape}
        collection = {"type": "FeatureCollection", "features": [feature]}
        (raw / f"{name}.geojson").write_text(json.dumps(collection), encoding="utf-8")


def test_what_each_file_knows_of_a_school_is_put_together(raw: Path, catalogue: Catalogue) -> None:
    schools = schools_of(raw, catalogue)
    moisin = schools[schools["uai"] == "0939001A"].set_index(["session", "series"])
    assert list(moisin.index) == [("2021", "all"), ("2022", "general"), ("2023", "general"), ("2024", "general")]
    latest = moisin.loc[("2024", "general")]
    assert (latest["candidates"], latest["pass_rate"], latest["value_added"]) == (120, 75, -2)
    assert (latest["kind"], latest["sector"], latest["commune"]) == ("college", "public", "COM-93066")
    assert (latest["ips"], latest["ips_school_year"]) == (79.8, "2021-2022")
    assert (latest["priority_education"], latest["priority_school_year"]) == ("REP+", "2022-2023")
    assert (latest["longitude"], latest["latitude"]) == (2.372, 48.932)
    assert latest["locator"] == f"{SOURCE}/{IVAC}, ligne 3, colonne Taux de réussite G"
    assert moisin.loc[("2021", "all"), "pass_rate"] == 80, "100 admitted of 125 who sat the exam"
    assert moisin.loc[("2022", "general"), "locator"].endswith(
        "ivac-noms-de-champs.csv, ligne 2, colonne taux_de_reussite_g"
    )


def test_colleges_and_primary_schools_share_a_header(raw: Path, catalogue: Catalogue) -> None:
    schools = schools_of(raw, catalogue).drop_duplicates("uai").set_index("uai")
    assert schools["kind"].to_dict() == {
        "0029003C": "college",
        "0029010D": "primary_school",
        "0939001A": "college",
        "0939002B": "college",
        "6209011E": "primary_school",
    }
    assert schools.loc["6209011E", "department"] == "DEP-2A"
    assert schools.loc["6209011E", "session"] == ""
    assert pd.isna(schools.loc["0939002B", "ips"])
    assert schools.loc["0939002B", "ips_school_year"] == ""


def test_a_point_as_vague_as_its_town_is_no_place(raw: Path, catalogue: Catalogue) -> None:
    plaine = schools_of(raw, catalogue).set_index("uai").loc["0029003C"]
    assert pd.isna(plaine["longitude"])
    assert plaine["commune"] == "COM-02571", "the directory still knows its commune"


def test_two_lines_that_put_a_school_at_two_places_put_it_nowhere(raw: Path, catalogue: Catalogue) -> None:
    path = raw / SOURCE / "fr-en-annuaire-education.csv"
    line = next(text for text in path.read_text(encoding="utf-8-sig").splitlines() if text.startswith("0939002B"))
    with path.open("a", encoding="utf-8") as stream:
        stream.write(line.replace("2.376", "2.476") + "\n")
    schools = schools_of(raw, catalogue).set_index("uai")
    assert pd.isna(schools.loc["0939002B", "longitude"])


def test_places_beside_the_quarters(raw: Path, catalogue: Catalogue) -> None:
    outlines(raw)
    geography = read(raw, catalogue, "anct_perimeters", "administrative_outlines").geography
    assert geography is not None
    schools = pd.DataFrame(
        {
            "uai": list("abcde"),
            "longitude": [2.372, 2.376, 2.4, np.nan, 2.362],
            "latitude": [48.932, 48.932, 48.9, np.nan, 48.932],
        }
    )
    placed = judged(schools, Locator(geography.territories, geography.outlines, ANY_LIST)).set_index("uai")
    assert placed["band"].to_dict() == {"a": "inside", "b": "within_300m", "c": "beyond", "d": "unknown", "e": "beyond"}
    assert placed["quarter_2024"].to_dict() == {"a": "QN09301M", "b": "", "c": "", "d": "", "e": ""}
    assert placed.loc["e", "quarter_2015"] == "QP093028"
    assert placed.loc["a", "distance_m"] < 0
    assert placed.loc["b", "distance_m"] == pytest.approx(146, abs=3)  # 0.002 degree of longitude at 48.9° north


def test_when_the_list_of_quarters_is_not_whole_beyond_is_unknown(raw: Path, catalogue: Catalogue) -> None:
    """One quarter of 1 584 is drawn: inside is certain, outside is not; the zones are then not told apart."""
    outlines(raw)
    official = read(raw, catalogue, SOURCE, "anct_perimeters", "administrative_outlines")
    schools = official.tables["schools"].to_pandas().set_index(["uai", "session"])
    assert schools.loc[("0939001A", "2024"), "band"] == "inside"
    assert schools.loc[("0939002B", "2024"), "band"] == "unknown"
    frame = observations(official, SOURCE)
    rate = one(frame, RATE, "DEP-93", period="2024", zone="qpv", breakdown="_T")
    assert pd.isna(rate["value"])
    assert rate["obs_status"] == "O"
    assert "1 collège sur 2 sans position connue" in rate["note"]
    assert "moins de 90 % des candidats" in rate["note"]
    public = one(frame, RATE, "DEP-93", period="2024", zone="qpv", breakdown="school_sector:public")
    assert (public["value"], public["n"], public["perimeter"]) == (75, 120, "QP2024")
    assert "Brevet 2024 : 2 collèges sur 3 sans position connue par rapport aux QPV" in official.report.notes


def test_without_places_there_is_no_figure_and_the_build_says_so(raw: Path, catalogue: Catalogue) -> None:
    official = read(raw, catalogue, SOURCE)
    assert SOURCE not in official.observations
    assert "Brevet 2023 : 1 collège sur 1 sans position connue par rapport aux QPV" in official.report.notes


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (IVAC, "0939002B", "939002B", "ligne 4, colonne UAI, valeur '939002B' : identifiant d'établissement inconnu"),
        (IVAC, ";75.0;", ";175.0;", "ligne 3, colonne Taux de réussite G, valeur '175.0' : nombre hors de 0 à 100"),
        (IVAC, ";PR;", ";PX;", "colonne Secteur, valeur 'PX' : secteur inconnu"),
        (IVAC, ";Taux de réussite G;", ";Taux réussite G;", "presque celui de « Indicateurs de valeur ajoutée"),
        ("fr-en-ips_colleges_2022.csv", "79.8", "79,8 pts", "colonne IPS, valeur '79,8 pts' : un nombre est attendu"),
        ("fr-en-ips_ecoles_2022.csv", "ECOLE PRIMAIRE", "LYCEE", "d'aucune sorte lue sous cet en-tête"),
        ("fr-en-etablissements-ep.csv", "REP+;C", "REP++;C", "colonne ep_2022_2023, valeur 'REP..' : réseau inconnu"),
        ("fr-en-dnb-par-etablissement.csv", ";125;100;", ";125;126;", "colonne admis, valeur '126' : plus d'admis"),
        ("fr-en-annuaire-education.csv", ";2.376;", ";est;", "colonne longitude, valeur 'est' : un nombre est attendu"),
    ],
)
def test_a_spoiled_cell_is_named(raw: Path, catalogue: Catalogue, name: str, old: str, new: str, told: str) -> None:
    rewrite(raw / SOURCE / name, old, new)
    with pytest.raises(SourceError, match=f"(?s){name}.*{told}"):
        read(raw, catalogue, SOURCE)


def test_a_social_position_given_twice_must_agree(raw: Path, catalogue: Catalogue) -> None:
    path = raw / SOURCE / "fr-en-ips_colleges_2022.csv"
    text = path.read_text(encoding="utf-8-sig")
    line = text.splitlines()[1]
    path.write_text(f"{text.rstrip()}\n{line}\n", encoding="utf-8")
    read(raw, catalogue, SOURCE)
    spoilt = re.sub(r"(?<=;)[0-9]+[.,][0-9]+(?=;|$)", "55.0", line)
    assert spoilt != line
    path.write_text(f"{text.rstrip()}\n{spoilt}\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"deux lignes se contredisent pour 2021-2022"):
        read(raw, catalogue, SOURCE)


def test_a_session_given_twice_must_agree(raw: Path, catalogue: Catalogue) -> None:
    path = raw / SOURCE / "ivac-noms-de-champs.csv"
    rewrite(path, "2022;0939001A", "2024;0939001A")
    with pytest.raises(SourceError, match="valeur '0939001A' : deux lignes se contredisent pour 2024"):
        read(raw, catalogue, SOURCE)
    rewrite(path, ";110;72.0;", ";120;75.0;")
    assert len(schools_of(raw, catalogue)) == 7, "the same result from two exports is one"


BANDS = ("inside", "within_300m", "beyond")
SCHOOL = st.tuples(
    st.sampled_from(BANDS), st.integers(20, 400), st.integers(0, 100), st.sampled_from(["public", "private"])
)


@given(st.lists(SCHOOL, min_size=1, max_size=12))
def test_a_rate_is_that_of_the_candidates(rows: list[tuple[str, int, int, str]]) -> None:
    """Each zone's rate is admitted over candidates, and the three zones share out every school and candidate."""
    catalogue = load_catalogue(ROOT / "data" / "catalogue")
    schools = pd.DataFrame(rows, columns=["band", "candidates", "pass_rate", "sector"]).assign(
        kind="college", series="general", session="2024", department="DEP-93"
    )
    table = brevet_by_band(schools, Context(catalogue, []))
    assert table is not None
    frame = table.to_pandas()
    figures = {
        (row["indicator"], row["zone"]): row["value"]
        for row in frame[(frame["territory"] == "REG-11") & (frame["breakdown"] == "_T")].to_dict("records")
    }
    apart = ("qpv", "buffer_300m", "beyond_300m")
    assert sum(figures[SCHOOLS, zone] for zone in apart) == len(rows)
    assert sum(figures[CANDIDATES, zone] for zone in apart) == sum(candidates for _, candidates, _, _ in rows)
    for zone, band in zip(apart, BANDS, strict=True):
        inside = [(candidates, rate) for where, candidates, rate, _ in rows if where == band]
        if inside:
            admitted = sum(candidates * rate for candidates, rate in inside)
            assert figures[RATE, zone] == pytest.approx(admitted / sum(candidates for candidates, _ in inside))
        else:
            assert (RATE, zone) not in figures, "no candidates, no rate"


def test_the_official_files(real_data: Path, catalogue: Catalogue) -> None:
    official = read(real_data / "edu_ivac_colleges", catalogue, SOURCE)
    schools = official.tables["schools"].to_pandas()
    assert schools["session"].value_counts().to_dict() == {"2022": 6622, "2023": 6615, "2024": 6816}
    first = schools.set_index(["uai", "session"]).loc[("0150018N", "2022")]
    assert (first["candidates"], first["pass_rate"], first["value_added"], first["sector"]) == (42, 86, -4, "public")
    assert first["department"] == "DEP-15"
    assert first["locator"] == f"{IVAC}, ligne 2, colonne Taux de réussite G"
    assert schools["candidates"].min() == 20
    positions = read(real_data / "edu_ips", catalogue, SOURCE).tables["schools"].to_pandas()
    assert positions["kind"].value_counts().to_dict() == {"primary_school": 32091, "college": 6967}
    assert positions.loc[positions["kind"] == "college", "ips"].isna().sum() == 5
    gex = positions.set_index("uai").loc["0010024W"]
    assert (gex["ips"], gex["commune"], gex["department"]) == (114.3, "COM-01173", "DEP-01")
