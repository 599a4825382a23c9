"""One figure given by several files: kept once when they agree, told when they do not."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest

from etl.official.context import observations_from
from etl.official.merging import Merged, merge


def part(
    value: float | None, *, precedence: int = 1, edition: str = "2021", file: str = "a.csv", line: int = 2
) -> pa.Table:
    row = {
        "indicator": "poverty_rate_60", "territory": "QP093001", "zone": "qpv", "perimeter": "QP2015", "period": "2017",
        "sex": "_T", "age": "_T", "breakdown": "_T", "value": value, "unit": "percent", "lower": None, "upper": None,
        "n": None, "obs_status": "A" if value is not None else "O", "conf_status": "F", "qualifier": "",
        "source": "insee", "locator": f"{file}, ligne {line}, colonne TP60", "note": "", "precedence": precedence,
        "edition": edition,
    }  # fmt: skip
    frame = pd.DataFrame([row]).astype({"value": float, "lower": float, "upper": float, "n": float})
    return observations_from(frame)


def moved(table: pa.Table, territory: str) -> pa.Table:
    """The same line about another quarter."""
    return observations_from(table.to_pandas().assign(territory=territory))


def merged(*parts: pa.Table) -> Merged:
    """The parts of one source."""
    return merge({"income": list(parts)})


def test_the_same_value_is_kept_once() -> None:
    found = merged(part(44.1), part(44.1, file="b.csv"))
    assert found.tables["income"].num_rows == 1
    assert found.repeated == {"income": 1}
    assert found.problems == []


def test_two_files_of_one_kind_that_disagree_are_told_with_both_places() -> None:
    found = merged(part(44.1, file="a.csv", line=2), part(45.0, file="b.csv", line=9))
    (problem,) = found.problems
    assert (problem.file, problem.line, problem.column, problem.value) == ("b.csv", 9, "TP60", "45")
    assert "a.csv, ligne 2, colonne TP60 donne 44.1" in problem.reason


def test_the_better_file_wins_without_a_word() -> None:
    found = merged(part(44.1, precedence=1), part(44.12, precedence=2, file="b.csv"))
    assert found.tables["income"]["value"].to_pylist() == [44.12]
    assert found.problems == []


@pytest.mark.parametrize(
    ("low", "high", "agree"),
    [(44.1, 44.12, True), (44.2, 44.15, True), (44.1, 45.0, False), (44.1, 44.16, False), (44.0, 44.4, False)],
)
def test_a_better_file_may_only_be_more_precise(low: float, high: float, agree: bool) -> None:
    """One decimal in the first column, two in the second, as their other figures show."""
    others = [moved(part(40.1), "QP093002"), moved(part(40.12, precedence=2, file="b.csv"), "QP093002")]
    found = merged(*others, part(low), part(high, precedence=2, file="b.csv"))
    assert [problem.file for problem in found.problems] == ([] if agree else ["a.csv"])
    assert all("b.csv, ligne 2, colonne TP60 donne" in problem.reason for problem in found.problems)


def test_two_families_written_alike_must_be_equal() -> None:
    found = merged(part(38.6), part(38.7, precedence=2, file="b.csv"))
    assert len(found.problems) == 1


def test_a_value_of_the_lesser_file_is_kept_rather_than_an_absence_of_the_better() -> None:
    found = merged(part(None, precedence=2), part(44.1, precedence=1, file="b.csv"))
    assert found.tables["income"]["value"].to_pylist() == [44.1]
    assert found.problems == []


def test_a_value_is_kept_rather_than_an_absence() -> None:
    found = merged(part(None, edition="2022"), part(44.1, edition="2021", file="b.csv"))
    assert found.tables["income"]["value"].to_pylist() == [44.1]
    assert found.problems == []


def test_many_contradictions_are_counted() -> None:
    first, second = [], []
    for number in range(30):
        for into, value in ((first, 40.0), (second, 41.0)):
            table = part(value, file="a.csv" if into is first else "b.csv").to_pandas()
            table["territory"] = f"QP0930{number:02d}"
            into.append(observations_from(table))
    found = merged(*first, *second)
    assert len(found.problems) == 21
    assert "10 autres" in str(found.problems[-1])


def test_a_figure_that_two_sources_give_alike_is_in_one_of_them() -> None:
    found = merge({"income": [part(44.1), moved(part(40.0), "QP093002")], "filosofi": [part(44.1, file="b.csv")]})
    assert {name: table["territory"].to_pylist() for name, table in found.tables.items()} == {
        "income": ["QP093001", "QP093002"],
        "filosofi": [],
    }
    assert found.repeated == {"filosofi": 1}
    assert found.problems == []


@pytest.mark.parametrize("precedence", [1, 2])
def test_two_sources_that_disagree_are_told_once_with_both_places(precedence: int) -> None:
    found = merge({"income": [part(44.1)], "filosofi": [part(99.9, file="b.csv", precedence=precedence)]})
    (problem,) = found.problems
    assert {problem.file, problem.value} in ({"b.csv", "99.9"}, {"a.csv", "44.1"})
    assert "deux fichiers se contredisent sur poverty_rate_60 QP093001 2017" in problem.reason


def test_a_value_of_another_source_is_kept_rather_than_an_absence() -> None:
    found = merge({"income": [part(None)], "filosofi": [part(44.1, file="b.csv")]})
    assert [len(table) for table in found.tables.values()] == [0, 1]
    assert found.problems == []


def test_nothing_given_is_nothing_merged() -> None:
    assert merge({}) == Merged({}, {}, [])
