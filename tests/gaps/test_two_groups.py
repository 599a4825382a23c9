from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from dashboard.gaps.estimate import Estimate, Z
from dashboard.gaps.intervals import Proportion
from dashboard.gaps.two_groups import (
    difference_from_limits,
    difference_from_standard_errors,
    difference_of_proportions,
    plain_difference,
    plain_ratio,
    ratio_from_limits,
    ratio_from_standard_errors,
    ratio_of_proportions,
)

QPV, AROUND = Proportion(183, 1000), Proportion(75, 1000)
QPV_CLUSTERED, AROUND_CLUSTERED = Proportion(183, 1000, 2), Proportion(75, 1000, 2)


@st.composite
def proportions(draw: st.DrawFn, fewest: int = 0) -> Proportion:
    denominator = draw(st.integers(max(1, fewest), 10**6))
    return Proportion(draw(st.integers(fewest, denominator)), denominator, draw(st.floats(1, 10)))


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    value = draw(st.floats(0.1, 1e3))
    return Estimate(value, value * draw(st.floats(0.1, 1)), value * draw(st.floats(1, 10)))


def test_newcombe_golden_values():
    difference = difference_of_proportions(QPV, AROUND).scaled(100)
    assert round(difference.value, 1) == 10.8
    assert _rounded(difference) == (7.90, 13.72)
    assert _rounded(difference_of_proportions(QPV_CLUSTERED, AROUND_CLUSTERED).scaled(100)) == (6.69, 14.94)


def test_ratio_golden_value():
    ratio = ratio_of_proportions(QPV, AROUND)
    assert round(ratio.value, 2) == 2.44
    assert _rounded(ratio) == (1.89, 3.15)


# The examples of Newcombe's article (1998), method 10.
@pytest.mark.parametrize(
    ("group", "comparator", "limits"),
    [
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((6, 7), (2, 7), (0.0582, 0.8062)),
        ((5, 56), (0, 29), (-0.0381, 0.1926)),
        ((0, 10), (0, 20), (-0.1611, 0.2775)),
        ((0, 10), (0, 10), (-0.2775, 0.2775)),
        ((10, 10), (0, 20), (0.6791, 1.0)),
        ((10, 10), (0, 10), (0.6075, 1.0)),
    ],
)
def test_newcombe_examples(group: tuple[int, int], comparator: tuple[int, int], limits: tuple[float, float]):
    difference = difference_of_proportions(Proportion(*group), Proportion(*comparator))
    assert _rounded(difference, 4) == limits


@given(proportions(), proportions())
def test_difference_contains_its_value_and_changes_sign(group: Proportion, comparator: Proportion):
    difference, swapped = difference_of_proportions(group, comparator), difference_of_proportions(comparator, group)
    low, high = difference.known_limits()
    assert -1 - 1e-12 <= low <= difference.value <= high <= 1 + 1e-12
    assert swapped.value == pytest.approx(-difference.value)
    assert swapped.limits == pytest.approx((-high, -low))


@given(proportions(fewest=1), proportions(fewest=1))
def test_ratio_contains_its_value_and_inverts(group: Proportion, comparator: Proportion):
    ratio, swapped = ratio_of_proportions(group, comparator), ratio_of_proportions(comparator, group)
    assert swapped.value == pytest.approx(1 / ratio.value)
    assert ratio.has_interval == swapped.has_interval
    if ratio.limits is not None:
        low, high = ratio.limits
        assert 0 < low <= ratio.value <= high
        assert swapped.limits == pytest.approx((1 / high, 1 / low))


@given(proportions(fewest=1), proportions(fewest=1), st.integers(2, 50))
def test_more_people_narrow_both(group: Proportion, comparator: Proportion, times: int):
    larger = [Proportion(p.events * times, p.denominator * times, p.design_effect) for p in (group, comparator)]
    assert _width(difference_of_proportions(*larger)) < _width(difference_of_proportions(group, comparator))
    ratio = ratio_of_proportions(group, comparator)
    if ratio.has_interval:
        assert _width(ratio_of_proportions(*larger)) < _width(ratio)


@given(proportions(fewest=1), proportions(fewest=1), st.floats(1.01, 5))
def test_a_design_effect_widens_both(group: Proportion, comparator: Proportion, times: float):
    clustered = [Proportion(p.events, p.denominator, p.design_effect * times) for p in (group, comparator)]
    assert _width(difference_of_proportions(*clustered)) > _width(difference_of_proportions(group, comparator))
    ratio = ratio_of_proportions(*clustered)
    if ratio.has_interval:
        assert _width(ratio) > _width(ratio_of_proportions(group, comparator))


@given(st.integers(1, 500), st.integers(501, 2000), st.integers(1, 500), st.integers(501, 2000))
def test_ratio_is_the_relative_risk_of_scipy(x1: int, n1: int, x0: int, n0: int):
    oracle = stats.contingency.relative_risk(x1, n1, x0, n0)
    interval = oracle.confidence_interval(0.95)
    ratio = ratio_of_proportions(Proportion(x1, n1), Proportion(x0, n0))
    assert ratio.value == pytest.approx(oracle.relative_risk)
    assert ratio.limits == pytest.approx((interval.low, interval.high))


def test_a_common_design_effect_inflates_the_log_error_by_its_root():
    plain, clustered = ratio_of_proportions(QPV, AROUND), ratio_of_proportions(QPV_CLUSTERED, AROUND_CLUSTERED)
    reach = [math.log((estimate.upper or 0) / estimate.value) for estimate in (plain, clustered)]
    assert reach[1] == pytest.approx(reach[0] * math.sqrt(2))


def test_ratio_without_interval():
    assert ratio_of_proportions(Proportion(0, 100), AROUND) == Estimate(0.0)
    assert not ratio_of_proportions(Proportion(100, 100), AROUND).has_interval
    assert not ratio_of_proportions(QPV, Proportion(100, 100)).has_interval
    assert not ratio_of_proportions(Proportion(1, 100, 1.5), AROUND).has_interval


def test_ratio_to_zero_is_refused():
    with pytest.raises(ValueError, match="comparator of zero"):
        ratio_of_proportions(QPV, Proportion(0, 100))
    with pytest.raises(ValueError, match="comparator of zero"):
        plain_ratio(1.0, 0.0)
    with pytest.raises(ValueError, match="comparator of zero"):
        ratio_from_limits(Estimate(1.0, 0.5, 2.0), Estimate(0.0, 0.0, 1.0))


def test_plain_measures_never_have_an_interval():
    assert plain_difference(18.5, 7.5) == Estimate(11.0)
    assert plain_ratio(18.0, 7.5) == Estimate(2.4)
    with pytest.raises(ValueError, match="finite"):
        plain_difference(math.nan, 1.0)
    with pytest.raises(ValueError, match="not negative"):
        plain_ratio(-1.0, 2.0)


@given(st.floats(-1e3, 1e3), st.floats(0, 100), st.floats(-1e3, 1e3), st.floats(0, 100))
def test_published_standard_errors_add_up_in_squares(value: float, error: float, other: float, other_error: float):
    difference = difference_from_standard_errors(value, error, other, other_error)
    half = Z * math.sqrt(error**2 + other_error**2)
    assert difference.limits == pytest.approx((value - other - half, value - other + half), abs=1e-9)


@given(st.floats(-1e3, 1e3), st.floats(0, 100), st.floats(-1e3, 1e3), st.floats(0, 100))
def test_symmetric_limits_give_the_sum_of_variances(value: float, error: float, other: float, other_error: float):
    recovered = difference_from_limits(
        Estimate.from_standard_error(value, error), Estimate.from_standard_error(other, other_error)
    )
    direct = difference_from_standard_errors(value, error, other, other_error)
    assert recovered.limits == pytest.approx(direct.limits, abs=1e-6)


@given(estimates(), estimates())
def test_published_limits_swap(group: Estimate, comparator: Estimate):
    difference, ratio = difference_from_limits(group, comparator), ratio_from_limits(group, comparator)
    assert difference_from_limits(comparator, group).limits == pytest.approx(
        difference.scaled(-1).limits, rel=1e-9, abs=1e-9
    )
    assume(ratio.limits is not None)
    low, high = ratio.known_limits()
    assert low <= ratio.value <= high
    assert ratio_from_limits(comparator, group).limits == pytest.approx((1 / high, 1 / low))


def test_no_published_limit_no_interval():
    known, unknown, down_to_zero = Estimate(2.0, 1.0, 3.0), Estimate(1.0), Estimate(1.0, 0.0, 2.0)
    for measure in (difference_from_limits, ratio_from_limits):
        assert not measure(known, unknown).has_interval
        assert not measure(unknown, known).has_interval
    assert not ratio_from_limits(known, down_to_zero).has_interval
    assert not ratio_from_limits(down_to_zero, known).has_interval
    assert difference_from_limits(known, down_to_zero).has_interval


def test_ratio_from_standard_errors():
    ratio = ratio_from_standard_errors(18.0, 0.9, 7.5, 0.3)
    error = math.hypot(0.05, 0.04)
    assert ratio.limits == pytest.approx((2.4 * math.exp(-Z * error), 2.4 * math.exp(Z * error)))
    assert ratio_from_standard_errors(0.0, 0.9, 7.5, 0.3) == Estimate(0.0)
    assert not ratio_from_standard_errors(1.0, 500.0, 7.5, 0.3).has_interval
    for measure in (ratio_from_standard_errors, difference_from_standard_errors):
        with pytest.raises(ValueError, match="negative"):
            measure(18.0, -0.9, 7.5, 0.3)


def test_limits_a_thousand_times_away_say_nothing():
    assert not ratio_from_limits(Estimate(1.0, 1e-5, 2.0), Estimate(1.0, 0.5, 2.0)).has_interval


def _rounded(estimate: Estimate, decimals: int = 2) -> tuple[float, ...]:
    return tuple(round(limit, decimals) for limit in estimate.known_limits())


def _width(estimate: Estimate) -> float:
    low, high = estimate.known_limits()
    return high - low
