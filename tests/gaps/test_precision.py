"""Difference, ratio and interval of two figures: as much as is known of their precision, never more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.gaps import PRECISIONS, Precision
from dashboard.gaps.precision import measure
from etl.catalogue import Indicator
from etl.model import Observation
from tests.dashboard.small import catalogue, indicator, observed, of, unit

SMALL = catalogue()
SURVEY = SMALL.indicators["unemployment"]
PERCENT = SMALL.units["percent"]


def both(here: float, there: float, **fields: Any) -> tuple[Observation, Observation]:
    return observed(here, **fields), observed(there, "uue", **fields)


def measured(here: Observation, there: Observation, known: Indicator = SURVEY):
    return measure(here, there, known, SMALL.units[known.unit])


def test_nothing_is_invented_when_the_source_says_nothing():
    difference, ratio, precision = measured(*both(18.3, 7.5))
    assert difference.value == 10.8, "without the dust of binary fractions"
    assert ratio is not None
    assert ratio.value == pytest.approx(2.44)
    assert precision == Precision.NOT_PUBLISHED
    assert difference.limits is None
    assert ratio.limits is None


def test_published_denominators_give_the_golden_interval():
    difference, ratio, precision = measured(*both(18.3, 7.5, n=1000))
    assert precision == Precision.COMPUTED
    assert round(difference.value, 1) == 10.8
    assert _rounded(difference.limits) == (7.90, 13.72)
    assert ratio is not None
    assert round(ratio.value, 2) == 2.44
    assert _rounded(ratio.limits) == (1.89, 3.15)


def test_a_design_effect_widens_the_interval_to_its_golden_value():
    difference, _, precision = measured(*both(18.3, 7.5, n=1000), indicator(design_effect=2))
    assert precision == Precision.COMPUTED
    assert _rounded(difference.limits) == (6.69, 14.94)


def test_the_design_effect_of_a_survey_is_never_guessed():
    difference, ratio, precision = measured(*both(18.3, 7.5, n=1000), indicator(design_effect=None))
    assert precision == Precision.NOT_PUBLISHED
    assert difference.limits is None
    assert ratio is not None
    assert ratio.limits is None


def test_one_denominator_is_not_enough():
    here, there = both(18.3, 7.5)
    for pair in ((replace(here, n=1000), there), (here, replace(there, n=1000))):
        difference, _, precision = measured(*pair)
        assert (difference.limits, precision) == (None, Precision.NOT_PUBLISHED)


def test_published_limits_are_combined_and_preferred_to_denominators():
    here = observed(18.3, lower=16.3, upper=20.3, n=1000)
    there = observed(7.5, "uue", lower=6.0, upper=9.0, n=1000)
    difference, ratio, precision = measured(here, there)
    assert precision == Precision.PUBLISHED
    # half-widths 2 and 1.5 add up in squares: 2.5
    assert _rounded(difference.limits) == (8.3, 13.3)
    assert ratio is not None
    assert ratio.limits is not None
    assert ratio.limits[0] < 2.44 < ratio.limits[1]


def test_limits_of_one_side_are_not_enough():
    here, there = observed(18.3, lower=16.3, upper=20.3), observed(7.5, "uue")
    difference, _, precision = measured(here, there)
    assert (difference.limits, precision) == (None, Precision.NOT_PUBLISHED)


def test_limits_that_touch_zero_leave_the_ratio_without_interval():
    here = observed(0.5, lower=0.0, upper=1.5)
    there = observed(7.5, "uue", lower=6.0, upper=9.0)
    difference, ratio, precision = measured(here, there)
    assert precision == Precision.PUBLISHED
    assert difference.limits is not None
    assert ratio is not None
    assert ratio.limits is None


@pytest.mark.parametrize("measurement", ["register", "administrative"])
def test_an_exhaustive_file_has_no_sampling_error(measurement: str):
    known = indicator(measurement=measurement)
    difference, ratio, precision = measured(*both(18.3, 7.5, n=1000), known)
    assert precision == Precision.EXHAUSTIVE
    assert difference.limits is None
    assert ratio is not None
    assert ratio.limits is None


@pytest.mark.parametrize("measurement", ["survey", "census", "study"])
def test_a_sample_without_a_word_on_its_precision_is_said_so(measurement: str):
    assert measured(*both(18.3, 7.5), indicator(measurement=measurement))[2] == Precision.NOT_PUBLISHED


def test_a_reference_of_zero_has_no_ratio():
    difference, ratio, _ = measured(*both(3.0, 0.0))
    assert difference.value == 3.0
    assert ratio is None


def test_a_rate_of_zero_in_the_quarters_has_a_ratio_of_zero():
    _, ratio, _ = measured(*both(0.0, 3.0))
    assert ratio is not None
    assert ratio.value == 0.0


def test_a_negative_value_has_no_ratio():
    known = indicator(bounds=(-100, 100))
    assert measured(*both(-2.0, 3.0), known)[1] is None
    assert measured(*both(2.0, -3.0), known)[1] is None


@pytest.mark.parametrize("name", ["points", "ratio"])
def test_a_difference_or_a_ratio_has_no_ratio_of_its_own(name: str):
    known = indicator(unit=name)
    assert measure(of(known, 4.0), of(known, 2.0, "uue"), known, unit(name, "", name))[1] is None


@pytest.mark.parametrize("side", [0, 1])
def test_an_absent_value_is_never_measured(side: int):
    pair = list(both(18.3, 7.5))
    pair[side] = replace(pair[side], value=None, obs_status="O")
    with pytest.raises(ValueError, match="no value to compare"):
        measured(*pair)


@given(st.integers(1, 999), st.integers(1, 999), st.integers(11, 10**6), st.integers(11, 10**6))
def test_the_interval_surrounds_the_gap(here: int, there: int, people: int, others: int):
    difference, ratio, precision = measured(observed(here / 10, n=people), observed(there / 10, "uue", n=others))
    assert precision == Precision.COMPUTED
    assert difference.value == pytest.approx((here - there) / 10)
    low, high = difference.known_limits()
    assert -100 <= low <= difference.value <= high <= 100
    assert ratio is not None
    assert ratio.value == pytest.approx(here / there)


def test_each_precision_is_worded():
    assert set(PRECISIONS) == set(Precision)
    assert len(set(PRECISIONS.values())) == len(Precision)


def _rounded(limits: tuple[float, float] | None) -> tuple[float, float]:
    assert limits is not None
    return round(limits[0], 2), round(limits[1], 2)
