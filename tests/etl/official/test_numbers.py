"""Numbers as French files write them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.model import ObsStatus
from etl.official.layout import Absence
from etl.official.numbers import read_numbers

MARKERS = {"ns": Absence(ObsStatus.LOW_RELIABILITY), "nd": Absence(ObsStatus.MISSING)}


def read(*cells: str) -> list[float]:
    return read_numbers(pd.Series(cells, dtype=str), MARKERS).values.tolist()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("18,3", 18.3),
        ("18.3", 18.3),
        ("-9,4", -9.4),
        ("0", 0.0),
        ("5019573", 5019573.0),
        ("5\u202f019\u202f573", 5019573.0),
        ("10\u00a0690", 10690.0),
        ("1 200", 1200.0),
        ("12\u202f345,6", 12345.6),
        ("1e3", 1000.0),
    ],
)
def test_both_separators_and_both_decimals(text: str, number: float) -> None:
    assert read(text) == [number]


@pytest.mark.parametrize("text", ["12a", "1 2", "1,2,3", "--3", "١٢", "1\u202f23", "nan", "inf", "12 %", "=1+1", "s"])
def test_what_is_not_a_number_is_told(text: str) -> None:
    numbers = read_numbers(pd.Series([text], dtype=str), MARKERS)
    assert numbers.bad.tolist() == [True]
    assert np.isnan(numbers.values[0])


def test_nothing_and_markers_are_absences_not_mistakes() -> None:
    numbers = read_numbers(pd.Series(["", "ns", "nd", "4"], dtype=str), MARKERS)
    assert np.isnan(numbers.values[:3]).all()
    assert numbers.markers.tolist() == ["", "ns", "nd", ""]
    assert not numbers.bad.any()


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False, allow_infinity=False))
def test_a_number_written_the_french_way_is_read_back(number: object) -> None:
    whole, _, cents = f"{number:,.2f}".partition(".")
    for space in ("\u202f", "\u00a0", " ", ""):
        assert read(f"{whole.replace(',', space)},{cents}") == [float(str(number))]
