from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dashboard.gaps.intervals import Proportion, poisson, wilson


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int]:
    denominator = draw(st.integers(1, 10**6))
    return draw(st.integers(0, denominator)), denominator


def percent(limits: tuple[float, float] | None) -> tuple[float, ...]:
    return tuple(round(100 * limit, 2) for limit in limits or ())


def test_wilson_golden_values():
    assert wilson(183, 1000).value == 0.183
    assert percent(wilson(183, 1000).limits) == (16.03, 20.82)
    assert percent(wilson(183, 1000, 2).limits) == (15.16, 21.93)


@given(counts())
def test_wilson_is_that_of_scipy(count: tuple[int, int]):
    oracle = stats.binomtest(*count).proportion_ci(method="wilson")
    assert wilson(*count).limits == pytest.approx((oracle.low, oracle.high), rel=1e-9, abs=1e-12)


@given(counts(), st.floats(1, 50))
def test_wilson_stays_between_0_and_1_around_the_proportion(count: tuple[int, int], design_effect: float):
    low, high = wilson(*count, design_effect).known_limits()
    assert 0 <= low <= count[0] / count[1] <= high <= 1


@given(counts(), st.floats(1, 50))
def test_wilson_of_those_without_the_event_mirrors(count: tuple[int, int], design_effect: float):
    events, denominator = count
    low, high = wilson(events, denominator, design_effect).known_limits()
    mirrored = wilson(denominator - events, denominator, design_effect).known_limits()
    assert (1 - high, 1 - low) == pytest.approx(mirrored, abs=1e-9)


@given(counts(), st.integers(2, 100))
def test_more_people_narrow_wilson(count: tuple[int, int], times: int):
    events, denominator = count
    assert _width(wilson(events * times, denominator * times).limits) < _width(wilson(events, denominator).limits)


@given(counts(), st.floats(1, 20), st.floats(1.01, 20))
def test_a_design_effect_widens_wilson(count: tuple[int, int], design_effect: float, times: float):
    assert _width(wilson(*count, design_effect * times).limits) > _width(wilson(*count, design_effect).limits)


@given(counts(), st.floats(1, 20))
def test_a_design_effect_divides_the_sample(count: tuple[int, int], design_effect: float):
    divided = wilson(count[0] / design_effect, count[1] / design_effect)
    assert wilson(*count, design_effect).limits == pytest.approx(divided.limits, rel=1e-9, abs=1e-12)


def test_wilson_meets_its_ends():
    assert wilson(0, 50).lower == 0.0
    assert wilson(50, 50).upper == 1.0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((-1, 10), "events cannot be negative"),
        ((11, 10), "11 events cannot come from a denominator of 10"),
        ((0, 0), "positive denominator"),
        ((0, -5), "positive denominator"),
        ((math.nan, 10), "events must be a finite number"),
        ((1, math.nan), "denominator must be a finite number"),
        ((1, math.inf), "denominator must be a finite number"),
        ((1, 10, 0.9), "design effect is at least 1"),
        ((1, 10, math.nan), "design effect must be a finite number"),
    ],
)
def test_wilson_refuses(arguments: tuple[float, ...], message: str):
    with pytest.raises(ValueError, match=message):
        wilson(*arguments)
    with pytest.raises(ValueError, match=message):
        Proportion(*arguments)


def test_byar_golden_value():
    assert tuple(round(limit, 2) for limit in poisson(12).known_limits()) == (6.19, 20.96)


@pytest.mark.parametrize("events", range(10))
def test_exact_below_ten_events(events: int):
    low = stats.chi2.ppf(0.025, 2 * events) / 2 if events else 0.0
    high = stats.chi2.ppf(0.975, 2 * events + 2) / 2
    assert poisson(events).limits == pytest.approx((low, high), rel=1e-10)


@given(st.integers(10, 10**6))
def test_byar_is_close_to_the_exact_limits(events: int):
    exact = stats.chi2.ppf(0.025, 2 * events) / 2, stats.chi2.ppf(0.975, 2 * events + 2) / 2
    assert poisson(events).limits == pytest.approx(exact, rel=2e-3)


@given(st.integers(0, 10**6))
def test_poisson_limits_surround_the_count_and_rise_with_it(events: int):
    low, high = poisson(events).known_limits()
    after = poisson(events + 1).known_limits()
    assert 0 <= low <= events <= high
    assert after[0] > low
    assert after[1] > high


@pytest.mark.parametrize(
    ("events", "message"),
    [(-1, "negative"), (math.nan, "finite"), (math.inf, "finite"), (2.5, "whole number")],
)
def test_poisson_refuses(events: float, message: str):
    with pytest.raises(ValueError, match=message):
        poisson(events)


def test_a_large_weighted_count_is_accepted():
    assert poisson(12.4).value == 12.4


def _width(limits: tuple[float, float] | None) -> float:
    assert limits is not None
    return limits[1] - limits[0]
