"""Periods, faces of absence, order of columns."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.model import (
    COLUMNS,
    KEY_COLUMNS,
    NUMERIC_COLUMNS,
    Face,
    Observation,
    is_period,
    period_bounds,
    period_order,
)

years = st.integers(min_value=1, max_value=9999)
days = st.dates(min_value=date(1, 1, 1))


def observation(**changed: object) -> Observation:
    """An observation whose every field but those given is unimportant."""
    given: dict[str, object] = dict.fromkeys(COLUMNS, "") | dict.fromkeys(NUMERIC_COLUMNS)
    return Observation(**(given | {"obs_status": "A", "conf_status": "F"} | changed))  # type: ignore[arg-type]


def test_columns_are_the_fields_of_an_observation_in_order() -> None:
    assert tuple(field.name for field in fields(Observation)) == COLUMNS
    assert set(KEY_COLUMNS) | set(NUMERIC_COLUMNS) <= set(COLUMNS)


@given(years)
def test_a_year_runs_from_january_to_december(year: int) -> None:
    assert period_bounds(f"{year:04}") == (date(year, 1, 1), date(year, 12, 31))


@given(years, st.integers(min_value=1, max_value=4))
def test_a_quarter_has_three_months(year: int, quarter: int) -> None:
    first, last = period_bounds(f"{year:04}-Q{quarter}")
    assert (first.year, first.month, first.day) == (year, 3 * quarter - 2, 1)
    assert last.month == 3 * quarter
    assert last == date.max or (last + timedelta(days=1)).day == 1


@given(years, st.integers(min_value=1, max_value=12))
def test_a_month_ends_on_its_last_day(year: int, month: int) -> None:
    first, last = period_bounds(f"{year:04}-{month:02}")
    assert first == date(year, month, 1)
    assert last.month == month
    assert last == date.max or (last + timedelta(days=1)).day == 1


@given(days)
def test_a_day_is_its_own_bounds(day: date) -> None:
    assert period_bounds(day.isoformat()) == (day, day)


@given(days, days)
def test_an_interval_goes_from_its_first_day_to_its_last(start: date, end: date) -> None:
    text = f"{start.isoformat()}/{end.isoformat()}"
    assert is_period(text) == (start <= end)
    if start <= end:
        assert period_bounds(text) == (start, end)


@given(days, days)
def test_periods_are_sorted_by_their_last_day(one: date, other: date) -> None:
    assert (period_order(one.isoformat()) < period_order(other.isoformat())) == (one < other)


def test_a_school_year_comes_after_the_year_that_it_starts_in() -> None:
    assert sorted(["2016", "2015-09/2016-08", "2015", "2016-Q4"], key=period_order) == [
        "2015",
        "2015-09/2016-08",
        "2016",
        "2016-Q4",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "", "15", "2015-13", "2015-00", "2015-Q5", "2015-Q0", "2015-02-30", "2015-1", "2015Q4", "2015/", "/2015",
        "2015/2016/2017", "2016/2015", "0000", "٢٠١٥", "2015\n", " 2015", "2015-12-31T00:00", "２０１５",
    ],
)  # fmt: skip
def test_what_is_not_a_period_is_refused_in_french(text: str) -> None:
    assert not is_period(text)
    with pytest.raises(ValueError, match=r"n'est pas une période|finit avant"):
        period_bounds(text)


@given(st.text(max_size=12))
def test_any_text_is_a_period_or_is_refused(text: str) -> None:
    if is_period(text):
        first, last = period_bounds(text)
        assert first <= last


@pytest.mark.parametrize(
    ("changed", "face"),
    [
        ({"value": 18.3}, Face.PUBLISHED),
        ({"value": 0.0}, Face.ZERO),
        ({"value": 5.0, "obs_status": "U"}, Face.UNRELIABLE),
        ({"value": None, "obs_status": "O"}, Face.MISSING),
        ({"value": None, "obs_status": "L"}, Face.MISSING),
        ({"value": None, "obs_status": "M"}, Face.NOT_APPLICABLE),
        ({"value": None, "obs_status": "Q"}, Face.SECRET),
        ({"value": None, "conf_status": "C"}, Face.SECRET),
    ],
)
def test_absences_never_look_alike(changed: dict[str, object], face: Face) -> None:
    assert observation(**changed).face == face
