"""Income by quarter since 2020: the triplet of a zip, words in place of figures, one header for two perimeters."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest

from etl.catalogue import Catalogue
from etl.errors import SourceError
from tests.etl.official.reading import observations, one, read, specimens

SOURCE = "insee_qpv_filosofi"
TABLE = "indic-revenu-disponible-qp15-2021_QP.csv"
AGGREGATE = (
    "\ufeffCODGEO;DISP_MED_A21;DISP_TP60_A21;DISP_PPSOC_A21;DISP_D1_A21;DISP_D9_A21;DISP_RD_A21\r\n"
    "00;14\u202f020;44,3;24,6;8\u202f400;24\u202f400;2,9\r\n"
)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return specimens(tmp_path, SOURCE) / SOURCE


def test_a_zip_holds_quarters_aggregates_and_labels(raw: Path, catalogue: Catalogue) -> None:
    with zipfile.ZipFile(raw / "revenus_pauvrete_2021_qp15_csv.zip", "w") as archive:
        for name in (TABLE, f"meta_{TABLE}"):
            archive.write(raw / name, name)
            (raw / name).unlink()
        archive.writestr("indic-revenu-disponible-qp15-2021_ENSQP.csv", AGGREGATE)
    official = read(raw, catalogue, SOURCE)
    frame = observations(official, SOURCE)
    mainland = one(frame, "median_living_standard", "FRM")
    assert (mainland["value"], mainland["zone"], mainland["perimeter"]) == (14020, "qpv", "QP2015")
    assert (mainland["period"], mainland["source"]) == ("2021", "insee_qpv_income_2021")
    assert mainland["locator"].startswith(
        "revenus_pauvrete_2021_qp15_csv.zip/indic-revenu-disponible-qp15-2021_ENSQP.csv, ligne 2"
    )
    assert official.report.unknown == []


def test_both_perimeters_are_kept_apart(raw: Path, catalogue: Catalogue) -> None:
    frame = observations(read(raw, catalogue, SOURCE), SOURCE)
    medians = frame[frame["indicator"] == "median_living_standard"].set_index("territory")
    assert medians.loc["QP093001", ["value", "perimeter", "source"]].tolist() == [
        13780, "QP2015", "insee_qpv_income_2021",
    ]  # fmt: skip
    assert medians.loc["QN09301M", ["value", "perimeter", "source"]].tolist() == [
        13950, "QP2024", "insee_qpv2024_income_2021",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "obs_status", "conf_status", "told"),
    [
        ("ns", "O", "F", "non significatif"),
        ("nd", "O", "F", "non disponible"),
        ("s", "A", "C", "secret statistique"),
        ("so", "M", "F", "sans objet"),
    ],
)
def test_a_word_says_why_there_is_no_figure(
    raw: Path, catalogue: Catalogue, word: str, obs_status: str, conf_status: str, told: str
) -> None:
    path = raw / TABLE
    path.write_bytes(path.read_bytes().replace(b";45,1;", f";{word};".encode()))
    rate = one(observations(read(raw, catalogue, SOURCE), SOURCE), "poverty_rate_60", "QP093001")
    assert pd.isna(rate["value"])
    assert (rate["obs_status"], rate["conf_status"]) == (obs_status, conf_status)
    assert told in rate["note"]


@pytest.mark.parametrize("word", ["nc", "c", "NS", "-", "45.1 %"])
def test_an_unknown_word_stops_the_build(raw: Path, catalogue: Catalogue, word: str) -> None:
    path = raw / TABLE
    path.write_bytes(path.read_bytes().replace(b";45,1;", f";{word};".encode()))
    with pytest.raises(SourceError) as raised:
        read(raw, catalogue, SOURCE)
    (problem,) = raised.value.problems
    assert (problem.line, problem.column, problem.value) == (2, "DISP_TP60_A21", word)


def test_deciles_are_in_order(raw: Path, catalogue: Catalogue) -> None:
    path = raw / "indic-revenu-disponible-qp24-2021_QP.csv"
    path.write_bytes(path.read_bytes().replace(b";8500;24300;", b";18500;24300;"))
    with pytest.raises(SourceError, match="plus petit que DISP_D1_A21"):
        read(raw, catalogue, SOURCE)


def test_declared_income_is_read_under_both_names(raw: Path, catalogue: Catalogue) -> None:
    frame = observations(read(raw, catalogue, SOURCE), SOURCE)
    declared = frame[(frame["indicator"] == "median_declared_income") & (frame["territory"] == "QP093001")]
    assert declared.set_index("period")["value"].to_dict() == {"2015": 10236, "2020": 11020}
