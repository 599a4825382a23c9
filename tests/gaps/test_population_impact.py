from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.gaps.estimate import Estimate, Simulation
from dashboard.gaps.intervals import Proportion
from dashboard.gaps.population_impact import plain_population_impact, population_impact
from dashboard.gaps.two_groups import difference_of_proportions

QPV, AROUND = Proportion(183, 1000), Proportion(75, 1000)
rates = st.floats(0.001, 1)


def test_golden_values():
    impact = plain_population_impact(0.183, 0.075, 0.08)
    assert round(100 * impact.difference.value, 3) == 0.864
    assert round(100 * impact.fraction.value, 1) == 10.3
    assert not impact.difference.has_interval
    assert not impact.fraction.has_interval


@given(rates, rates, st.floats(0, 1))
def test_measures_are_those_of_the_whole_population(rate: float, comparator_rate: float, share: float):
    impact = plain_population_impact(rate, comparator_rate, share)
    assert impact.difference.value == pytest.approx(impact.overall - comparator_rate, abs=1e-12)
    assert impact.fraction.value * impact.overall == pytest.approx(impact.difference.value, abs=1e-12)
    assert impact.fraction.value <= 1


@given(st.floats(0.01, 1), st.floats(0.01, 1), st.floats(0, 0.9), st.floats(0.01, 0.1))
def test_a_larger_share_moves_the_difference_away_from_zero(rate: float, other: float, share: float, more: float):
    smaller, larger = (plain_population_impact(rate, other, s).difference.value for s in (share, share + more))
    assert abs(larger) >= abs(smaller)


@given(st.integers(0, 500), st.integers(1, 500), st.floats(0, 0.99), st.floats(1, 5))
def test_limits_contain_the_estimates(events: int, comparator_events: int, share: float, design_effect: float):
    group, comparator = Proportion(events, 500, design_effect), Proportion(comparator_events, 500, design_effect)
    impact = population_impact(group, comparator, share, Simulation(draws=200))
    for estimate in (impact.difference, impact.fraction):
        low, high = estimate.known_limits()
        assert low <= estimate.value <= high
    assert impact.fraction.known_limits()[1] <= 1


def test_simulated_limits_are_close_to_newcombe_times_the_share():
    simulated = population_impact(QPV, AROUND, 0.08, Simulation(draws=50_000)).difference
    newcombe = difference_of_proportions(QPV, AROUND).scaled(0.08)
    assert simulated.value == pytest.approx(newcombe.value)
    assert simulated.limits == pytest.approx(newcombe.limits, rel=0.03)


def test_simulated_fraction_is_close_to_the_delta_method():
    impact = population_impact(QPV, AROUND, 0.08, Simulation(draws=50_000))
    p1, p0, s = 0.183, 0.075, 0.08
    slope1, slope0 = s * p0 / impact.overall**2, -s * p1 / impact.overall**2
    error = math.hypot(slope1 * math.sqrt(p1 * (1 - p1) / 1000), slope0 * math.sqrt(p0 * (1 - p0) / 1000))
    low, high = impact.fraction.known_limits()
    assert high - low == pytest.approx(2 * 1.96 * error, rel=0.05)


def test_the_same_seed_gives_the_same_limits():
    assert population_impact(QPV, AROUND, 0.08) == population_impact(QPV, AROUND, 0.08)
    other = population_impact(QPV, AROUND, 0.08, Simulation(seed=1))
    assert other.difference.limits != population_impact(QPV, AROUND, 0.08).difference.limits


def test_no_draws_no_interval():
    assert population_impact(QPV, AROUND, 0.08, Simulation(draws=0)).difference == Estimate(0.08 * (0.183 - 0.075))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((1.2, 0.1, 0.1), "rate: 1.2"),
        ((0.1, -0.1, 0.1), "comparator rate: -0.1"),
        ((0.1, 0.1, 8.0), "population share: 8.0"),
        ((0.1, math.nan, 0.1), "finite"),
        ((0.0, 0.0, 0.1), "nothing to attribute"),
        ((0.0, 0.1, 1.0), "nothing to attribute"),
    ],
)
def test_refusals(arguments: tuple[float, float, float], message: str):
    with pytest.raises(ValueError, match=message):
        plain_population_impact(*arguments)
