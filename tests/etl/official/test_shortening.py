"""Many bad cells are told by column, with their number; a garbled file with its likely cause."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.catalogue import Catalogue
from etl.errors import Problem, SourceError
from etl.official.shortening import TOLD, shortened
from tests.etl.official.reading import read
from tests.small_raw import write_raw


def bad(count: int, column: str = "ABC", value: str = "12x") -> list[Problem]:
    return [Problem("a.csv", line, column, value, "un nombre est attendu") for line in range(2, count + 2)]


def test_the_first_of_each_column_then_how_many_more() -> None:
    told = shortened(bad(33) + bad(21, "TP60") + bad(20, "A"))
    assert len(told) == 3 * TOLD + 2
    assert [(p.column, p.reason) for p in told if p.line == 0] == [
        ("ABC", "… et 13 autres cases de cette colonne"),
        ("TP60", "… et 1 autre case de cette colonne"),
    ]
    assert [p.line for p in told if p.column == "A"] == list(range(2, 22))


@given(st.lists(st.integers(0, 60), max_size=4))
def test_every_problem_is_told_or_counted(counts: list[int]) -> None:
    told = shortened([problem for number, count in enumerate(counts) for problem in bad(count, f"C{number}")])
    more = [int(problem.reason.split()[2]) for problem in told if problem.line == 0]
    assert sum(problem.line > 0 for problem in told) + sum(more) == sum(counts)


@pytest.mark.parametrize("value", ["14\x81230", "14â€¯230", "14\ufffd230", "14Â 230"])
def test_a_garbled_file_is_told_as_one(value: str) -> None:
    first = shortened(bad(30, value=value))[0]
    assert (first.file, first.line, first.value) == ("a.csv", 0, "")
    assert first.reason.startswith("encodage abîmé, cause probable : 30 des 30 cases refusées")


def test_letters_in_numbers_are_no_matter_of_encoding() -> None:
    assert "encodage" not in str(shortened(bad(500)))


def test_a_file_whose_thousands_are_garbled_says_so_first(tmp_path: Path, catalogue: Catalogue) -> None:
    path = write_raw(tmp_path / "raw") / "IPRO_2022.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    spoiled = [line.replace(";0;", ";1\u0081230;") for line in lines]
    cells = sum(line.count(";1\u0081230;") for line in spoiled)
    assert cells > 20
    path.write_text("".join(spoiled), encoding="utf-8", newline="")
    with pytest.raises(SourceError) as raised:
        read(path.parent, catalogue, "insee_qpv_employment")
    assert "code de note inconnu" in str(raised.value)
    assert raised.value.problems[0].reason.startswith("encodage abîmé, cause probable")
