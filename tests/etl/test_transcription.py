"""Reading transcribed tables: whatever is wrong in a cell, its file, line, column and value are told."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.errors import Problem, SourceError
from etl.transcription import FigureRow, Whole, read_rows
from tests.mini import Mini


class Ranked(FigureRow):
    """A figure with a number of its own."""

    rank: Whole


GOOD = {
    "indicator": "unemployment_rate",
    "territory": "FRM",
    "zone": "qpv",
    "perimeter": "QP2015",
    "period": "2014",
    "period_basis": "stated",
    "sex": "_T",
    "age": "Y15T64",
    "breakdown": "_T",
    "value": "26.7",
    "qualifier": "",
    "locator": "p. 3, tableau 1",
    "note": "",
    "rank": "1",
}


def write(path: Path, rows: list[dict[str, str]], header: list[str] | None = None) -> Path:
    """A CSV as a spreadsheet would write it."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header or list(GOOD), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode())
    return path


def problems_of(path: Path) -> list[Problem]:
    """What reading the file complains of."""
    with pytest.raises(SourceError) as caught:
        read_rows(path, Ranked)
    return caught.value.problems


def test_a_good_file_is_read_with_its_line_numbers(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", [GOOD, GOOD | {"value": "", "note": "a,\nb"}, GOOD | {"rank": "3"}])
    rows = read_rows(path, Ranked)
    assert [(line, row.rank, row.value) for line, row in rows] == [(2, 1, 26.7), (3, 1, None), (5, 3, 26.7)]


BAD_CELLS: dict[str, list[str]] = {
    "value": ["12,5", "1 000", " 12", "12 ", "NaN", "nan", "inf", "-inf", "Infinity", "1e5", "1_000", "١٢", "12%", ".5",
              "--1", "1.", "+3", "9" * 400, "\u00a012"],
    "rank": ["", "1.0", "-1", "un", "٣", "1_0", " 1"],
    "period": ["", "2014-13", "2014-02-30", "14", "٢٠١٤", "2016/2015"],
    "sex": ["", "H", "f", "T"],
    "age": ["", "15-64", "Y15-64", "Y١٥", "T"],
    "breakdown": ["", "diploma", "Diploma:bac", "diploma:bac:2", "diploma:"],
    "perimeter": ["QPV", "2015", " "],
    "period_basis": ["", "sure"],
    "qualifier": ["environ", "ABOUT"],
    "locator": [""],
    "indicator": ["", "taux de chômage"],
    "zone": ["", "q pv"],
}  # fmt: skip


@pytest.mark.parametrize(("column", "value"), [(column, value) for column, bad in BAD_CELLS.items() for value in bad])
def test_a_bad_cell_is_named(tmp_path: Path, column: str, value: str) -> None:
    path = write(tmp_path / "t.csv", [GOOD, GOOD | {column: value}, GOOD])
    (problem,) = problems_of(path)
    assert (problem.line, problem.column, problem.value) == (3, column, value)
    assert problem.file.endswith("t.csv")
    told = str(problem)
    assert "ligne 3" in told
    assert f"colonne {column}" in told
    assert "Input" not in told, "the reason is in French"
    assert "should" not in told


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    line=st.integers(min_value=0, max_value=5),
    value=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=15),
)
def test_any_text_in_a_number_cell_is_read_or_named(tmp_path: Path, line: int, value: str) -> None:
    rows = [dict(GOOD) for _ in range(6)]
    rows[line]["value"] = value
    path = write(tmp_path / "t.csv", rows)
    try:
        assert read_rows(path, Ranked)[line][1].value == float(value)
    except SourceError as error:
        (problem,) = error.problems
        assert (problem.line, problem.column, problem.value) == (line + 2, "value", value)


def test_every_bad_cell_is_named_at_once(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", [GOOD | {"value": "x", "sex": "H"}, GOOD, GOOD | {"period": "demain"}])
    assert [(p.line, p.column) for p in problems_of(path)] == [(2, "sex"), (2, "value"), (4, "period")]


def test_byte_order_mark_and_crlf_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", [GOOD, GOOD | {"note": "été"}])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert [(line, row.note) for line, row in read_rows(path, Ranked)] == [(2, ""), (3, "été")]


def _cp1252(data: bytes) -> bytes:
    return data.decode().replace("26.7,,", "26.7,,é").encode("cp1252")


SPOILED: dict[str, tuple[Callable[[bytes], bytes], int, str]] = {
    "cp1252": (_cp1252, 2, "UTF-8"),
    "empty": (lambda _: b"", 1, "vide"),
    "quote never closed": (lambda data: data.replace(b'"p. 3', b'"p. 3', 1).rstrip(b"\n") + b'\n"cut', 3, "refermé"),
    "a column too many in a line": (lambda data: data.rstrip(b"\n") + b",x\n", 2, "cases"),
    "a cell missing in a line": (lambda data: data.rsplit(b",", 1)[0] + b"\n", 2, "cases"),
    "quote in the middle": (lambda data: data.replace(b'tableau 1"', b'tab"leau 1"'), 2, "guillemet"),
}


@pytest.mark.parametrize("how", SPOILED)
def test_a_damaged_file_is_told_with_its_line(tmp_path: Path, how: str) -> None:
    spoil, line, word = SPOILED[how]
    path = write(tmp_path / "t.csv", [GOOD])
    path.write_bytes(spoil(path.read_bytes()))
    (problem,) = problems_of(path)
    assert problem.line == line
    assert word in problem.reason


@pytest.mark.parametrize(
    ("header", "column", "word"),
    [
        ([c for c in GOOD if c != "zone"], "zone", "manque : zone"),
        ([*GOOD, "surprise"], "surprise", "en trop : surprise"),
        ([*GOOD, "zone"], "zone", "en double : zone"),
    ],
)
def test_a_wrong_header_is_told(tmp_path: Path, header: list[str], column: str, word: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(",".join(header) + "\n", encoding="utf-8")
    (problem,) = problems_of(path)
    assert (problem.line, problem.column) == (1, column)
    assert word in problem.reason


def test_a_missing_file_and_a_folder_in_its_place_are_told(tmp_path: Path) -> None:
    assert "manque" in str(problems_of(tmp_path / "none.csv")[0])
    assert "illisible" in str(problems_of(tmp_path)[0])


def test_columns_may_come_in_any_order_and_optional_ones_be_absent(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", [GOOD | {"n": "1000"}], [*reversed(GOOD), "n"])
    (row,) = [row for _, row in read_rows(path, Ranked)]
    assert (row.indicator, row.n, row.lower) == ("unemployment_rate", 1000, None)


@pytest.mark.parametrize(
    ("old", "new", "column", "word"),
    [
        ("1,onpv_2015,unemployment_rate", "1,onpv_2015,unemployement_rate", "indicator", "unemployment_rate"),
        ("1,onpv_2015,", "1,onpv_2014,", "source", "onpv_2015"),
        (",FRM,uue,", ",FRM,uu,", "zone", "uue"),
        (",FRM,uue,", ",FRMM,uue,", "territory", "FRM"),
        (",uue,QP2015,", ",uue,QP2024,", "perimeter", "QP2015"),
    ],
)
def test_an_unknown_id_is_told_with_the_closest(mini: Mini, old: str, new: str, column: str, word: str) -> None:
    mini.replace("sources/published/employment.csv", old, new)
    with pytest.raises(SourceError) as caught:
        mini.build()
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.column) == ("sources/published/employment.csv", 2, column)
    assert word in problem.reason


def test_all_sources_and_lines_are_read_before_complaining(mini: Mini) -> None:
    mini.replace("sources/guide_2019/figures.csv", ",FRM,qpv,", ",FRM,zzz,")
    mini.replace("sources/guide_2019/figures.csv", ",FR,all,", ",XX,all,")
    mini.replace("sources/published/employment.csv", "1,onpv_2015,", "x,onpv_2015,")
    mini.replace("sources/published/left_out/employment.csv", "Champ inconnu.", "")
    with pytest.raises(SourceError) as caught:
        mini.build()
    assert [(Path(p.file).parent.name, p.line, p.column) for p in caught.value.problems] == [
        ("guide_2019", 2, "zone"),
        ("guide_2019", 3, "territory"),
        ("published", 2, "fact"),
        ("left_out", 2, "reason"),
    ]


def test_a_fact_is_given_once(mini: Mini) -> None:
    mini.replace("sources/published/left_out/employment.csv", "\n3,", "\n2,")
    with pytest.raises(SourceError, match=r"ligne 2, colonne fact, valeur '2'.*employment.csv, ligne 3"):
        mini.build()


def test_a_deduced_year_is_said_and_weakens_the_figure(mini: Mini) -> None:
    mini.replace("sources/published/employment.csv", "2014,stated,_T", "2014,deduced,_T")
    mini.build()
    line = next(text for text in (mini.out / "published.csv").read_text(encoding="utf-8").splitlines() if "9.9" in text)
    assert ",U,F,," in line
    assert "Année déduite" in line
