"""REVN and Filosofi: two files for one year, the year of the edition and that of the data."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from etl.catalogue import Catalogue
from etl.errors import SourceError
from etl.sources.insee_qpv_income import REVN
from tests.etl.official.reading import observations, one, read, specimens, spoil

SOURCE = "insee_qpv_income"


@pytest.mark.parametrize(
    ("edition", "filosofi", "caf", "basis"),
    [
        ("2017", "2013", "2015-12-31", "deduced"),
        ("2019", "2015", "2017-12-31", "deduced"),
        ("2021", "2017", "2019-12-31", "stated"),
        ("2022", "2018", "2020-12-31", "stated"),
    ],
)
def test_dates_of_an_edition(edition: str, filosofi: str, caf: str, basis: str) -> None:
    vintages = REVN.vintages(edition)
    assert (vintages["filosofi"].period, vintages["filosofi"].basis) == (filosofi, basis)
    assert (vintages["caf"].period, vintages["caf"].basis) == (caf, "deduced")


@pytest.fixture
def two_families(tmp_path: Path) -> Path:
    """REVN 2021 beside Filosofi 2017: two files of other columns that give the same figures."""
    raw = specimens(tmp_path, SOURCE) / SOURCE
    filosofi = rows(raw / "data_filo17_qp_revdis.csv")
    names = {
        "DISP_Q1": "disp_q1", "DISP_Q2": "disp_q2", "DISP_Q3": "disp_q3", "DISP_D1": "disp_d1", "DISP_D9": "disp_d9",
        "DISP_D1D9": "disp_d1d9", "TP60": "tp60", "PACT": "disp_pact", "PPEN": "disp_ppen", "PPAT": "disp_ppat",
        "PPSOC": "disp_ppsoc", "PIMPOT": "disp_pimpot",
    }  # fmt: skip
    # Columns without a name pad the lines; edition 2022 renamed one column.
    revn = {
        code: {("CC2S" if name == "C_C2SNP" else name): value for name, value in row.items() if name}
        | {name: filosofi[code][f"{column}_a17"] for name, column in names.items() if code in filosofi}
        for code, row in rows(raw / "REVN_2022.csv").items()
    }
    lines = [";".join(next(iter(revn.values()))), *(";".join(row.values()) for row in revn.values())]
    (raw / "REVN_2021.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    return raw


def rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {next(iter(row.values())): row for row in csv.DictReader(file, delimiter=";")}


def test_filosofi_comes_before_revn_for_the_same_year(two_families: Path, catalogue: Catalogue) -> None:
    frame = observations(read(two_families, catalogue, SOURCE), SOURCE)
    kept = one(frame, "poverty_rate_60", "QP093001", period="2017")
    assert (kept["value"], kept["source"]) == (45.6, "insee_filosofi_qpv")
    alone = one(frame, "low_income_share", "QP093001", period="2017")
    assert (alone["value"], alone["source"]) == (63.0, "insee_qpv_income")


def test_two_families_that_disagree_are_told_with_both_places(two_families: Path, catalogue: Catalogue) -> None:
    spoil(two_families / "REVN_2021.csv", ";45,6;", ";45,3;")
    with pytest.raises(SourceError) as refusal:
        read(two_families, catalogue, SOURCE)
    assert "REVN_2021.csv, ligne 3, colonne TP60, valeur '45.3'" in str(refusal.value)
    assert "data_filo17_qp_revdis.csv, ligne 3, colonne tp60_a17 donne 45.6" in str(refusal.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "REVN_2022.csv",
            "10\u202f170;",
            "13\u202f170;",
            "colonne DISP_Q2, valeur '13\\u202f010' : plus petit que DISP_Q1",
        ),
        (
            "REVN_2022.csv",
            ";61,1;",
            ";71,1;",
            "PACT + PPEN + PPAT + PPSOC + PIMPOT font 110 : le total devrait être 100",
        ),
        ("data_filo17_qp_revdis.csv", ";8;13,1;", ";9;13,1;", "font 29.9 : l'ensemble devrait en être la somme"),
        ("data_filo19_qp_revdis.csv", "24\u00a0000;", "19\u00a0000;", "colonne DISP_D9_A19"),
    ],
)
def test_quantiles_are_in_order_and_parts_add_up(
    tmp_path: Path, catalogue: Catalogue, file: str, old: str, new: str, told: str
) -> None:
    path = specimens(tmp_path, SOURCE) / SOURCE / file
    spoil(path, old, new)
    with pytest.raises(SourceError) as raised:
        read(path.parent, catalogue, SOURCE)
    (problem,) = raised.value.problems
    assert problem.file == file
    assert told in str(problem)


def test_real_files_have_the_lines_that_are_known_of_them(real_data: Path, catalogue: Catalogue) -> None:
    official = read(real_data / "insee_qpv2015_revenus", catalogue, SOURCE)
    assert {edition.table: (edition.edition, edition.lines) for edition in official.report.editions} == {
        "REVN_2017.csv": ("2017", 1346),
        "REVN_2018.csv": ("2018", 1346),
        "REVN_2019.csv": ("2019", 1353),
        "REVN_2021.csv": ("2021", 1352),
        "REVN_2022.csv": ("2022", 1352),
        "data_filo16_qp_revdis.csv": ("2016", 1353),
        "data_filo17_qp_revdis.csv": ("2017", 1353),
        "data_filo19_qp_revdis.csv": ("2019", 1353),
    }
    assert all(edition.unread == () for edition in official.report.editions)
    frame = observations(official, SOURCE)
    poverty = frame[(frame["indicator"] == "poverty_rate_60") & (frame["territory"] == "QP001001")]
    assert dict(zip(poverty["period"], poverty["value"], strict=True)) == {
        "2013": 38.6, "2014": 38.8, "2015": 40.9, "2016": 40.0, "2017": 38.9, "2018": 41.4, "2019": 41.9,
    }  # fmt: skip
    assert one(frame, "median_living_standard", "QP001002", period="2018")["value"] == 13130
    assert one(frame, "gini", "FR", period="2016")["value"] == 0.245
    assert one(frame, "poverty_rate_60", "QP974001", period="2013")["obs_status"] == "O"
    assert one(frame, "poverty_rate_60", "QP075005", period="2019")["conf_status"] == "C"


@pytest.mark.parametrize("instead", ["", "DISP_GENIE_A19"])
def test_a_table_of_2019_without_a_column_is_not_taken_for_one_of_2020(
    tmp_path: Path, catalogue: Catalogue, instead: str
) -> None:
    """The six columns required since 2020 are among those of 2019."""
    raw = specimens(tmp_path, SOURCE) / SOURCE
    path = raw / "data_filo19_qp_revdis.csv"
    header, *lines = path.read_text(encoding="utf-8-sig").splitlines()
    names = header.split(";")
    place = [name.upper() for name in names].index("DISP_GINI_A19")
    kept = [line.split(";") for line in (header, *lines)]
    for cells in kept:
        if instead:
            cells[place] = instead if cells[place] == names[place] else cells[place]
        else:
            del cells[place]
    path.write_text("\n".join(";".join(cells) for cells in kept), encoding="utf-8")
    with pytest.raises(SourceError, match=r"(?s)data_filo19.*presque celui de.*il manque : DISP_GINI_A\{yy\}"):
        read(raw, catalogue, SOURCE, "insee_qpv_filosofi")
