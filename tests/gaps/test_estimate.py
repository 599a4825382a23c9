from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dashboard.gaps.estimate import (
    Estimate,
    Simulation,
    Z,
    finite,
    log_reflected_limits,
    percentile_limits,
    reflected_limits,
)

numbers = st.floats(-1e6, 1e6)
widths = st.floats(0, 1e6)


def test_z_is_the_normal_quantile():
    assert pytest.approx(stats.norm.ppf(0.975), rel=1e-12) == Z


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_only_finite_numbers(value: float):
    with pytest.raises(ValueError, match="rate must be a finite number"):
        finite(value, "rate")
    with pytest.raises(ValueError, match="finite"):
        Estimate(value)
    with pytest.raises(ValueError, match="finite"):
        Estimate(0.0, -1.0, value)


@pytest.mark.parametrize("limits", [(1.0, None), (None, 3.0)])
def test_limits_come_in_pairs(limits: tuple[float | None, float | None]):
    with pytest.raises(ValueError, match="pairs"):
        Estimate(2.0, *limits)


@pytest.mark.parametrize("limits", [(3.0, 4.0), (0.0, 1.0), (3.0, 1.0)])
def test_limits_surround_the_value(limits: tuple[float, float]):
    with pytest.raises(ValueError, match="surround"):
        Estimate(2.0, *limits)


def test_no_interval_is_said_as_such():
    assert not Estimate(2.0).has_interval
    assert Estimate(2.0).limits is None
    with pytest.raises(ValueError, match="no interval"):
        Estimate(2.0).known_limits()
    assert Estimate(2.0, 1.0, 3.0).known_limits() == (1.0, 3.0)


def test_an_estimate_cannot_be_changed():
    with pytest.raises(AttributeError):
        Estimate(2.0).value = 3.0


def test_standard_error():
    estimate = Estimate.from_standard_error(10.0, 2.0)
    assert estimate.limits == pytest.approx((10 - 2 * Z, 10 + 2 * Z))
    with pytest.raises(ValueError, match="negative"):
        Estimate.from_standard_error(10.0, -0.1)


def test_proportions_become_percent_once():
    assert Estimate(0.25, 0.125, 0.5).scaled(100) == Estimate(25.0, 12.5, 50.0)
    assert Estimate(0.25).scaled(100) == Estimate(25.0)
    with pytest.raises(ValueError, match="factor"):
        Estimate(0.25).scaled(math.nan)


@given(numbers, widths, widths, st.floats(-1e3, 1e3))
def test_scaling_keeps_limits_around_the_value(value: float, below: float, above: float, factor: float):
    scaled = Estimate(value, value - below, value + above).scaled(factor)
    low, high = scaled.known_limits()
    assert low <= scaled.value <= high
    assert scaled.scaled(-1).limits == (-high, -low)


def test_cut_keeps_limits_in_range_and_around_the_value():
    assert Estimate(0.9, 0.7, 1.2).cut(0, 1) == Estimate(0.9, 0.7, 1.0)
    assert Estimate(0.9).cut(0, 1) == Estimate(0.9)
    assert Estimate.spanning(0.5, 0.6, 0.8) == Estimate(0.5, 0.5, 0.8)


def test_simulation_repeats_itself():
    first, second = (Simulation(seed=7).generator().random(5) for _ in range(2))
    assert first.tolist() == second.tolist()
    with pytest.raises(ValueError, match="draws"):
        Simulation(draws=20)


@given(st.one_of(st.just(0), st.integers(200, 5_000)), st.integers(1, 3_000_000))
def test_blocks_add_up_to_the_draws(draws: int, width: int):
    blocks = Simulation(draws=draws).blocks(width)
    assert sum(blocks) == draws
    assert all(size > 0 for size in blocks)


def test_percentiles_and_reflections():
    draws = np.linspace(0, 1, 1001)
    assert percentile_limits(0.5, draws).limits == pytest.approx((0.025, 0.975))
    assert reflected_limits(0.4, draws).limits == pytest.approx((0.8 - 0.975, 0.8 - 0.025))
    assert log_reflected_limits(0.4, draws).limits == pytest.approx((0.16 / 0.975, 0.16 / 0.025))


def test_limits_meet_the_value_when_bias_exceeds_noise():
    draws = np.linspace(2, 3, 1001)
    assert reflected_limits(1.0, draws).upper == 1.0
    assert log_reflected_limits(1.0, draws).upper == 1.0
    assert percentile_limits(1.0, draws).lower == 1.0


def test_no_log_limits_at_zero():
    assert log_reflected_limits(0.0, np.zeros(300)) == Estimate(0.0)
    assert log_reflected_limits(0.5, np.zeros(300)) == Estimate(0.5)
