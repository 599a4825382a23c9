from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard.gaps.convergence import Convergence, Movement, convergence, movement
from dashboard.gaps.estimate import Estimate, Z
from dashboard.gaps.intervals import Proportion
from dashboard.gaps.two_groups import (
    difference_of_proportions,
    plain_difference,
    plain_ratio,
    ratio_of_proportions,
)


def of_rates(earlier: tuple[float, float], later: tuple[float, float], **options: float) -> Convergence:
    """Figures counted and not sampled."""
    return convergence(
        plain_difference(*earlier),
        plain_difference(*later),
        plain_ratio(*earlier),
        plain_ratio(*later),
        exhaustive=True,
        **options,
    )


def of_counts(earlier: tuple[int, int], later: tuple[int, int], size: int = 1000) -> Convergence:
    """Events of both groups at two dates, among ``size`` people each."""
    sides = [tuple(Proportion(events, size) for events in date) for date in (earlier, later)]
    return convergence(
        *(difference_of_proportions(*date) for date in sides), *(ratio_of_proportions(*date) for date in sides)
    )


def spread(value: float, reach: float) -> Estimate:
    return Estimate(value, value - reach, value + reach)


@pytest.mark.parametrize(
    ("earlier", "later", "verdict"),
    [
        ((20.0, 10.0), (15.0, 10.0), Movement.NARROWING),
        ((15.0, 10.0), (20.0, 10.0), Movement.WIDENING),
        ((20.0, 10.0), (20.0, 10.0), Movement.STABLE),
        ((20.0, 10.0), (8.0, 10.0), Movement.REVERSED),
        ((8.0, 10.0), (9.0, 10.0), Movement.NARROWING),
        ((20.0, 10.0), (10.0, 10.0), Movement.NARROWING),
        ((10.0, 10.0), (5.0, 10.0), Movement.WIDENING),
        ((20.0, 10.0), (13.0, 6.0), Movement.ABSOLUTE_AND_RELATIVE_DISAGREE),
        ((20.0, 10.0), (10.0, 5.0), Movement.ABSOLUTE_AND_RELATIVE_DISAGREE),
    ],
)
def test_counted_figures(earlier: tuple[float, float], later: tuple[float, float], verdict: Movement):
    assert of_rates(earlier, later).verdict == verdict


def test_each_scale_speaks_for_itself_when_they_disagree():
    change = of_rates((20.0, 10.0), (13.0, 6.0))
    assert (change.absolute, change.relative) == (Movement.NARROWING, Movement.WIDENING)
    assert change.difference_change.value == pytest.approx(-3.0)
    assert change.ratio_change.value == pytest.approx(13 / 6 / 2)
    assert not change.difference_change.has_interval


def test_a_negligible_change_is_stable():
    assert of_rates((20.0, 10.0), (19.9, 10.0)).verdict == Movement.NARROWING
    tolerant = of_rates((20.0, 10.0), (19.9, 10.0), negligible_difference=0.15, negligible_ratio=1.01)
    assert tolerant.verdict == Movement.STABLE


def test_samples_must_say_so():
    assert of_counts((300, 100), (150, 100)).verdict == Movement.NARROWING
    assert of_counts((150, 100), (300, 100)).verdict == Movement.WIDENING
    assert of_counts((200, 100), (190, 100)).verdict == Movement.UNDETERMINED
    assert of_counts((20_000, 10_000), (19_000, 10_000), 100_000).verdict == Movement.NARROWING
    assert of_counts((200, 100), (100, 200)).verdict == Movement.REVERSED


def test_one_undetermined_scale_leaves_the_verdict_open():
    change = of_counts((4000, 2000), (2000, 1000), 10_000)
    assert (change.absolute, change.relative) == (Movement.NARROWING, Movement.UNDETERMINED)
    assert change.verdict == Movement.UNDETERMINED


def test_unknown_precision_says_nothing():
    change = convergence(Estimate(10.0), Estimate(2.0), Estimate(2.0), Estimate(1.2))
    assert change.verdict == Movement.UNDETERMINED
    assert change.difference_change == Estimate(-8.0)
    assert change.ratio_change == Estimate(0.6)


def test_a_ratio_known_down_to_zero_has_no_known_precision():
    wide = Estimate(2.0, 0.0, 5.0)
    change = convergence(spread(10, 1), spread(2, 1), wide, Estimate(1.2, 1.1, 1.3))
    assert (change.absolute, change.relative) == (Movement.NARROWING, Movement.UNDETERMINED)


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        (spread(5, 1), spread(-0.3, 1), Movement.NARROWING),
        (spread(0.3, 1), spread(-5, 1), Movement.WIDENING),
        (spread(3, 2.9), spread(-2.5, 3), Movement.UNDETERMINED),
        (spread(5, 1), spread(-5, 1), Movement.REVERSED),
        (spread(-5, 1), spread(-1, 1), Movement.NARROWING),
        (spread(-1, 0.5), spread(-5, 0.5), Movement.WIDENING),
    ],
)
def test_gaps_that_cross_zero(earlier: Estimate, later: Estimate, expected: Movement):
    assert movement(earlier, later) == expected


def test_a_whole_interval_of_change_may_be_negligible():
    assert movement(spread(5, 0.1), spread(5.1, 0.1), negligible=0.5) == Movement.STABLE
    assert movement(spread(5, 1), spread(5.1, 1), negligible=0.5) == Movement.UNDETERMINED


@given(st.floats(-50, 50), st.floats(0.01, 10), st.floats(-50, 50), st.floats(0.01, 10))
def test_a_change_adds_the_variances(first: float, error: float, second: float, other: float):
    earlier, later = Estimate.from_standard_error(first, error), Estimate.from_standard_error(second, other)
    ratios = (Estimate(2.0 if value > 0 else 0.5 if value < 0 else 1.0) for value in (first, second))
    change = convergence(earlier, later, *ratios).difference_change
    half = Z * math.hypot(error, other)
    assert change.limits == pytest.approx((second - first - half, second - first + half), abs=1e-9)


@given(st.floats(0.01, 1), st.floats(0.01, 1), st.floats(0.01, 1), st.floats(0.01, 1))
def test_going_back_in_time_undoes_the_movement(a: float, b: float, c: float, d: float):
    forth, back = of_rates((a, b), (c, d)), of_rates((c, d), (a, b))
    undone = {Movement.NARROWING: Movement.WIDENING, Movement.WIDENING: Movement.NARROWING}
    assert back.absolute == undone.get(forth.absolute, forth.absolute)
    assert back.relative == undone.get(forth.relative, forth.relative)
    assert back.difference_change.value == -forth.difference_change.value
    assert back.ratio_change.value == pytest.approx(1 / forth.ratio_change.value)


@given(st.integers(1, 999), st.integers(1, 999), st.integers(1, 999), st.integers(1, 999))
def test_which_side_is_called_the_group_does_not_matter(a: int, b: int, c: int, d: int):
    assume(a != b and c != d)
    there, mirrored = of_counts((a, b), (c, d)), of_counts((b, a), (d, c))
    assert (there.absolute, there.relative) == (mirrored.absolute, mirrored.relative)


def test_refusals():
    gap, ratio = Estimate(10.0), Estimate(2.0)
    with pytest.raises(ValueError, match="positive ratio"):
        convergence(gap, gap, ratio, Estimate(0.0))
    with pytest.raises(ValueError, match="contradict"):
        convergence(gap, Estimate(-1.0), ratio, ratio)
    with pytest.raises(ValueError, match="negligible"):
        convergence(gap, gap, ratio, ratio, negligible_difference=-1.0)
    with pytest.raises(ValueError, match="negligible"):
        convergence(gap, gap, ratio, ratio, negligible_ratio=0.9)
    with pytest.raises(ValueError, match="finite"):
        convergence(gap, gap, ratio, ratio, negligible_ratio=math.nan)
