"""The only reader of the folder of indicators."""

from __future__ import annotations

import ast
import csv
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

import pandas as pd
import pytest

from dashboard.store import Store, StoreError, open_store
from etl.catalogue import UnknownIdError
from etl.model import COLUMNS, NUMERIC_COLUMNS, Face, Observation
from tests.conftest import ROOT
from tests.dashboard.small import JOBSEEKERS, catalogue, observed, of, pair, store_of

SMALL = catalogue()


def write(folder: Path, rows: list[Observation], name: str = "figures.csv") -> Path:
    """A table of observations as the ETL writes it."""
    folder.mkdir(exist_ok=True)
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(["" if v is None else v for v in asdict(row).values()] for row in rows)
    return folder


def spoil(folder: Path, old: str, new: str, name: str = "figures.csv") -> Path:
    """Replace ``old``, which must be there."""
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8", newline="")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "indicators", pair(18.3, 7.5))


def test_what_is_written_is_what_is_read(tmp_path: Path):
    rows = [
        observed(18.3, n=1000, lower=16.0, upper=20.6, qualifier="nearly", note="Champ : « métropole », à relire"),
        observed(None, "uue", conf_status="C"),
        observed(0.0, "all", territory="COM-01001", period="2017-Q4"),
        observed(-0.8, sex="F", obs_status="U"),
    ]
    store = open_store(write(tmp_path / "indicators", rows), SMALL)
    assert store.observations == tuple(rows)
    assert [o.face for o in store.observations] == [Face.PUBLISHED, Face.SECRET, Face.ZERO, Face.UNRELIABLE]
    assert tuple(store.frame.columns) == COLUMNS
    assert all(store.frame[column].dtype == float for column in NUMERIC_COLUMNS)


def test_codes_keep_their_leading_zeros(tmp_path: Path):
    rows = [observed(18.3, territory="COM-01001"), replace(observed(7.5, "uue"), territory="01001", locator="007")]
    store = open_store(write(tmp_path / "indicators", rows), SMALL)
    assert store.frame["territory"].tolist() == ["COM-01001", "01001"]
    assert store.frame["locator"].tolist() == ["tableau 1", "007"]
    assert store.frame["period"].tolist() == ["2022", "2022"], "a year is a name, not a number"


def test_words_that_pandas_takes_for_absences_are_words(tmp_path: Path):
    rows = [replace(observed(18.3), note="NA"), replace(observed(7.5, "uue"), note="null", locator="nan")]
    store = open_store(write(tmp_path / "indicators", rows), SMALL)
    assert store.frame["note"].tolist() == ["NA", "null"]
    assert store.observations[1].locator == "nan"


def test_a_byte_order_mark_left_by_a_spreadsheet_is_nothing(folder: Path):
    path = folder / "figures.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(open_store(folder, SMALL).observations) == 2


@pytest.mark.parametrize("name", ["C", "fr_FR.UTF-8", "de_DE.ISO-8859-1"])
def test_reading_does_not_depend_on_the_country_of_the_machine(tmp_path: Path, name: str):
    """The same numbers and accents where a comma is decimal and text is not UTF-8 by default."""
    folder = write(tmp_path / "indicators", pair(18.3, 7.5, note="métropole"))
    code = (
        "import contextlib, locale, sys; from pathlib import Path; from dashboard.store import read_contents\n"
        "with contextlib.suppress(locale.Error): locale.setlocale(locale.LC_ALL, '')  # where it is installed\n"
        "frame = read_contents(Path(sys.argv[1])).observations['figures.csv']\n"
        "print(ascii((frame['value'].tolist(), frame['note'].tolist())))"
    )
    plain = {"LC_ALL": name, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": str(ROOT)}
    result = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        env={**os.environ, **plain},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ast.literal_eval(result.stdout) == ([18.3, 7.5], ["métropole", "métropole"])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("18.3", '"18,3"', "figures.csv, ligne 2, colonne value : '18,3' n'est pas un nombre"),
        ("18.3", "1e999", "'1e999' n'est pas un nombre"),
        ("18.3", "nan", "'nan' n'est pas un nombre"),
        ("18.3", "inf", "'inf' n'est pas un nombre"),
        ("18.3", "١٨", "n'est pas un nombre"),
        ("18.3", " 18.3", "n'est pas un nombre"),
        ("7.5", "0x7", "ligne 3, colonne value"),
        ("survey_2020", "sondage", "colonne source, absents du catalogue : sondage"),
        ("unemployment", "chomage", "colonne indicator, absents du catalogue : chomage"),
        (",uue,", ",ailleurs,", "colonne zone, absents du catalogue : ailleurs"),
        ("percent", "pourcent", "colonne unit, absents du catalogue : pourcent"),
        ("tableau 1,\n", "tableau 1\n", "ligne 2 : 18 cases, l'en-tête en a 19"),
        ("tableau 1,\n", "tableau 1,,,\n", "ligne 2 : 21 cases, l'en-tête en a 19"),
        ("tableau 1", '"tableau 1', "abîmé ou illisible"),
        ("indicator,territory", "indicateur,territoire", "aucun tableau d'observations"),
    ],
)
def test_a_damaged_file_is_named_with_its_line(folder: Path, old: str, new: str, message: str):
    with pytest.raises(StoreError) as raised:
        open_store(spoil(folder, old, new), SMALL)
    assert message in str(raised.value)


def test_a_file_that_is_not_utf8_is_named(folder: Path):
    (folder / "figures.csv").write_bytes((folder / "figures.csv").read_bytes() + "é".encode("latin-1"))
    with pytest.raises(StoreError, match=r"figures\.csv : le texte n'est pas en UTF-8"):
        open_store(folder, SMALL)


def test_a_folder_that_cannot_be_read_says_what_to_do(tmp_path: Path):
    for missing in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(StoreError, match="qpv etl"):
            open_store(missing, SMALL)
    (tmp_path / "figures.csv").mkdir()
    with pytest.raises(StoreError, match="illisible"):
        open_store(tmp_path, SMALL)


def test_other_files_of_the_folder_are_left_alone(folder: Path):
    before = open_store(folder, SMALL).version
    (folder / "notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (folder / "lisez-moi.txt").write_text("bonjour", encoding="utf-8")
    store = open_store(folder, SMALL)
    assert (len(store.observations), store.tables, store.version) == (2, {}, before)


def test_several_tables_are_one(folder: Path):
    write(folder, [of(JOBSEEKERS, 1234)], "jobs.csv")
    store = open_store(folder, SMALL)
    assert [o.indicator for o in store.observations] == ["unemployment", "unemployment", "jobseekers"]
    assert [o.value for o in store.of("jobseekers")] == [1234]
    assert store.of("income") == ()


def test_plain_tables_are_text(folder: Path):
    (folder / "guide_actors.csv").write_text("id,page\nadie,012\n", encoding="utf-8")
    store = open_store(folder, SMALL)
    assert store.tables["guide_actors"].to_dict("records") == [{"id": "adie", "page": "012"}]


def test_the_version_names_the_data(folder: Path):
    first = open_store(folder, SMALL).version
    assert len(first) == 12
    assert int(first, 16) >= 0
    assert open_store(folder, SMALL).version == first
    spoil(folder, "18.3", "18.4")
    second = open_store(folder, SMALL).version
    assert second != first
    spoil(folder, "18.4", "18.3")
    assert open_store(folder, SMALL).version == first
    (folder / "guide_actors.csv").write_text("id\nadie\n", encoding="utf-8")
    assert open_store(folder, SMALL).version != first
    (folder / "figures.csv").rename(folder / "others.csv")
    assert open_store(folder, SMALL).version not in (first, second)


STORE = store_of(
    [*pair(18.3, 7.5), *pair(26.7, 9.9, period="2014"), of(JOBSEEKERS, 1234, territory="REG-11", source="echo")]
)


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ({}, [1234, 26.7, 18.3, 9.9, 7.5]),
        ({"indicator": "unemployment", "zone": "qpv"}, [26.7, 18.3]),
        ({"period": "2014"}, [26.7, 9.9]),
        ({"territory": "REG-11"}, [1234]),
        ({"source": "echo", "indicator": "jobseekers"}, [1234]),
        ({"source": "guide_2019"}, []),
    ],
)
def test_a_selection_matches_every_filter_in_a_stable_order(asked: Mapping[str, str], values: list[float]):
    frame = STORE.select(**asked)
    assert frame["value"].tolist() == values
    assert tuple(frame.columns) == COLUMNS


@pytest.mark.parametrize(
    ("asked", "closest"),
    [
        ({"indicator": "unemploymnt"}, "unemployment"),
        ({"zone": "uu"}, "uue"),
        ({"source": "survey_2021"}, "survey_2020"),
        ({"territory": "REG11"}, "REG-11"),
    ],
)
def test_a_name_that_is_not_known_gives_the_closest(asked: dict[str, str], closest: str):
    with pytest.raises(UnknownIdError) as raised:
        STORE.select(**asked)
    assert closest in raised.value.closest
    assert raised.value.kind == next(iter(asked))


def test_a_period_that_is_not_one_is_refused():
    with pytest.raises(ValueError, match="période"):
        STORE.select(period="avant-hier")


def test_a_territory_met_only_in_the_data_is_known():
    store = store_of([observed(18.3, territory="QP093001")])
    assert store.known_territory("QP093001") == "QP093001"
    assert "QP093001" not in store.territories
    assert store.select(territory="QP093001")["value"].tolist() == [18.3]
    assert store.territory_label("QP093001") == "QP093001"
    assert store.territory_label("FRM") == "France métropolitaine"


def test_a_selection_leaves_the_store_as_it_was():
    before = STORE.frame.copy()
    selected = STORE.select(indicator="unemployment")
    selected["value"] = 0.0
    pd.testing.assert_frame_equal(STORE.frame, before)


def test_the_project_is_read_whole(built_store: Store):
    assert len(built_store.observations) == len(built_store.frame)
    assert sum(map(len, built_store.by_indicator.values())) == len(built_store.observations)
    assert {"guide_actors", "guide_initiatives", "guide_practices", "left_out"} <= set(built_store.tables)
    assert not built_store.frame.drop(columns=list(NUMERIC_COLUMNS)).isna().to_numpy().any()
