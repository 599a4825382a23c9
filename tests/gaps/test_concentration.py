from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.gaps.concentration import location_quotient
from dashboard.gaps.estimate import Estimate
from dashboard.gaps.intervals import Proportion
from dashboard.gaps.two_groups import ratio_of_proportions


@st.composite
def establishments(draw: st.DrawFn) -> Proportion:
    total = draw(st.integers(2, 10**6))
    return Proportion(draw(st.integers(1, total - 1)), total)


def test_by_hand():
    quotient = location_quotient(Proportion(40, 1000), 0.08)
    half = math.exp(1.959964 * math.sqrt(1 / 40 - 1 / 1000))
    assert quotient.value == pytest.approx(0.5)
    assert quotient.limits == pytest.approx((0.5 / half, 0.5 * half), rel=1e-6)


@given(establishments(), st.floats(0.001, 1))
def test_limits_contain_the_quotient(counted: Proportion, share: float):
    quotient = location_quotient(counted, share)
    low, high = quotient.known_limits()
    assert 0 < low <= quotient.value <= high


@given(establishments(), st.floats(0.001, 1), st.integers(2, 100))
def test_more_establishments_narrow_it(counted: Proportion, share: float, times: int):
    more = Proportion(counted.events * times, counted.denominator * times)
    few, many = location_quotient(counted, share).known_limits(), location_quotient(more, share).known_limits()
    assert many[1] - many[0] < few[1] - few[0]


def test_it_is_the_ratio_to_an_endless_population():
    counted = Proportion(40, 1000)
    ratio = ratio_of_proportions(counted, Proportion(8e13, 1e15))
    assert location_quotient(counted, 0.08).limits == pytest.approx(ratio.limits)


def test_a_proportional_zone_is_at_one():
    assert location_quotient(Proportion(80, 1000), 0.08).value == pytest.approx(1.0)


def test_no_interval_at_the_ends():
    assert location_quotient(Proportion(0, 1000), 0.08) == Estimate(0.0)
    assert location_quotient(Proportion(1000, 1000), 0.5) == Estimate(2.0)


@pytest.mark.parametrize("share", [0.0, -0.1, 1.1, math.nan])
def test_shares_are_checked(share: float):
    with pytest.raises(ValueError, match="population share"):
        location_quotient(Proportion(40, 1000), share)
