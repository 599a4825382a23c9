from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from dashboard.gaps.dispersion import (
    dissimilarity,
    gini,
    isolation,
    mean_log_deviation,
    mean_log_deviation_by_group,
    theil,
    theil_by_group,
)
from dashboard.gaps.estimate import Estimate, Simulation

NO_DRAWS, FEW_DRAWS = Simulation(draws=0), Simulation(draws=200)
INDICES = (gini, theil, mean_log_deviation)
DECOMPOSITIONS = (theil_by_group, mean_log_deviation_by_group)

units = st.lists(st.tuples(st.floats(0.01, 1e4), st.floats(0.1, 1e3), st.sampled_from("abcd")), min_size=1, max_size=40)
heads = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000)), min_size=2, max_size=30).filter(
    lambda counts: all(sum(side) > 0 for side in zip(*counts, strict=True))
)
Unit = tuple[float, float, str]
Index = Callable[..., Estimate]


def columns(rows: list[Unit]) -> tuple[list[float], list[float], list[str]]:
    return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]


def shares(rows: list[Unit]) -> tuple[np.ndarray, np.ndarray]:
    """Shares of the population and of the total of x."""
    values, weights, _ = (np.array(column) for column in columns(rows))
    return weights / weights.sum(), weights * values / (weights * values).sum()


def quarters(number: int = 60, spread: float = 0.3) -> tuple[list[float], list[float]]:
    generator = np.random.default_rng(5)
    return generator.lognormal(3, spread, number).tolist(), generator.uniform(1_000, 9_000, number).tolist()


@given(units)
def test_theil_is_the_relative_entropy_of_scipy(rows: list[Unit]):
    population, income = shares(rows)
    values, weights, _ = columns(rows)
    assert theil(values, weights, NO_DRAWS).value == pytest.approx(
        special.rel_entr(income, population).sum(), rel=1e-7, abs=1e-12
    )
    assert mean_log_deviation(values, weights, NO_DRAWS).value == pytest.approx(
        special.rel_entr(population, income).sum(), rel=1e-7, abs=1e-12
    )


@given(units)
def test_gini_is_the_mean_absolute_difference(rows: list[Unit]):
    values, weights, _ = (np.array(column) for column in columns(rows))
    population = weights / weights.sum()
    apart = population @ np.abs(values[:, None] - values[None, :]) @ population
    mean = population @ values
    assert gini(values.tolist(), weights.tolist(), NO_DRAWS).value == pytest.approx(apart / (2 * mean), abs=1e-12)


def test_by_hand():
    assert gini([1, 3], simulation=NO_DRAWS).value == pytest.approx(0.25)
    assert theil([1, 3], simulation=NO_DRAWS).value == pytest.approx((0.5 * math.log(0.5) + 1.5 * math.log(1.5)) / 2)
    assert mean_log_deviation([1, 3], simulation=NO_DRAWS).value == pytest.approx(-(math.log(0.5) + math.log(1.5)) / 2)
    assert dissimilarity([10, 30], [30, 10], NO_DRAWS).value == pytest.approx(0.5)
    assert isolation([10, 30], [30, 10], NO_DRAWS).value == pytest.approx(0.25 * 0.25 + 0.75 * 0.75)


def test_one_unit_that_has_everything():
    values = [0.0, 0.0, 0.0, 4.0]
    assert gini(values, simulation=NO_DRAWS).value == pytest.approx(0.75)
    assert theil(values, simulation=NO_DRAWS).value == pytest.approx(math.log(4))


@pytest.mark.parametrize("index", INDICES)
@given(rows=units, factor=st.floats(0.001, 1000), weighting=st.floats(0.001, 1000))
def test_scale_does_not_matter(index: Index, rows: list[Unit], factor: float, weighting: float):
    values, weights, _ = columns(rows)
    scaled = index([value * factor for value in values], [weight * weighting for weight in weights], NO_DRAWS)
    assert scaled.value == pytest.approx(index(values, weights, NO_DRAWS).value, rel=1e-7, abs=1e-12)


@pytest.mark.parametrize("index", INDICES)
@given(rows=units, times=st.integers(2, 4))
def test_copies_of_every_unit_do_not_matter(index: Index, rows: list[Unit], times: int):
    values, weights, _ = columns(rows)
    copied = index(values * times, weights * times, NO_DRAWS).value
    assert copied == pytest.approx(index(values, weights, NO_DRAWS).value, rel=1e-7, abs=1e-12)


@pytest.mark.parametrize("index", INDICES)
@given(rows=units)
def test_a_weight_of_two_is_two_units(index: Index, rows: list[Unit]):
    values, _, _ = columns(rows)
    doubled = index(values, [2.0] + [1.0] * (len(values) - 1), NO_DRAWS).value
    assert doubled == pytest.approx(index([values[0], *values], None, NO_DRAWS).value, rel=1e-7, abs=1e-12)


@given(units)
def test_bounds(rows: list[Unit]):
    values, weights, _ = columns(rows)
    smallest = min(weights) / sum(weights)
    assert 0 <= gini(values, weights, NO_DRAWS).value <= 1 - smallest + 1e-12
    assert 0 <= theil(values, weights, NO_DRAWS).value <= -math.log(smallest) + 1e-12
    assert mean_log_deviation(values, weights, NO_DRAWS).value >= 0


@pytest.mark.parametrize("index", INDICES)
@given(value=st.floats(0.01, 1e6), weights=st.lists(st.floats(0.1, 100), min_size=1, max_size=50))
def test_equal_units_are_equal(index: Index, value: float, weights: list[float]):
    estimate = index([value] * len(weights), weights, FEW_DRAWS)
    assert estimate.value == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("index", INDICES)
@given(rows=units.filter(lambda rows: len(rows) > 1))
def test_a_transfer_from_rich_to_poor_lowers_inequality(index: Index, rows: list[Unit]):
    values, _, _ = columns(rows)
    rich, poor = values.index(max(values)), values.index(min(values))
    moved = list(values)
    moved[rich], moved[poor] = values[rich] * 0.75 + values[poor] * 0.25, values[poor] * 0.75 + values[rich] * 0.25
    assert index(moved, None, NO_DRAWS).value <= index(values, None, NO_DRAWS).value + 1e-12


@pytest.mark.parametrize("decomposition", DECOMPOSITIONS)
@given(rows=units)
def test_between_and_within_add_up(decomposition: Callable[..., object], rows: list[Unit]):
    values, weights, groups = columns(rows)
    parts = decomposition(values, groups, weights, NO_DRAWS)
    assert parts.between.value + parts.within.value == parts.total.value
    index = theil if decomposition is theil_by_group else mean_log_deviation
    assert parts.total.value == pytest.approx(index(values, weights, NO_DRAWS).value, abs=1e-12)
    within = 0.0
    population, income = shares(rows)
    for group in set(groups):
        inside = [row for row in rows if row[2] == group]
        held = (income if index is theil else population)[[label == group for label in groups]].sum()
        within += held * index(*columns(inside)[:2], NO_DRAWS).value
    assert parts.within.value == pytest.approx(within, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("decomposition", DECOMPOSITIONS)
def test_a_group_without_gaps_inside_is_all_between(decomposition: Callable[..., object]):
    parts = decomposition([1.0, 1.0, 3.0, 3.0], ["a", "a", "b", "b"], None, NO_DRAWS)
    assert parts.within.value == pytest.approx(0, abs=1e-15)
    one_each = decomposition([1.0, 2.0, 3.0], [1, 2, 3], None, NO_DRAWS)
    assert one_each.within.value == pytest.approx(0, abs=1e-15)
    one_group = decomposition([1.0, 2.0, 3.0], ["all"] * 3, None, NO_DRAWS)
    assert one_group.between == Estimate(0.0)


@pytest.mark.parametrize("index", INDICES)
def test_limits_are_those_of_the_bootstrap_of_scipy(index: Index):
    values, _ = quarters()
    oracle = stats.bootstrap(
        (values,),
        lambda sample: math.log(index(sample.tolist(), None, NO_DRAWS).value),
        n_resamples=2_000,
        method="basic",
        vectorized=False,
        rng=np.random.default_rng(3),
    ).confidence_interval
    limits = index(values, None, Simulation(draws=20_000)).limits
    assert limits == pytest.approx((math.exp(oracle.low), math.exp(oracle.high)), rel=0.03)


@pytest.mark.parametrize("index", INDICES)
def test_limits_contain_the_index_and_repeat_themselves(index: Index):
    values, weights = quarters()
    estimate = index(values, weights)
    low, high = estimate.known_limits()
    assert 0 < low < estimate.value < high
    assert index(values, weights) == estimate
    assert index(values, weights, Simulation(seed=1)).limits != estimate.limits


@pytest.mark.parametrize("index", INDICES)
def test_more_quarters_narrow_the_limits(index: Index):
    values, weights = quarters()
    few, many = (index(values * times, weights * times).known_limits() for times in (1, 9))
    assert many[1] - many[0] == pytest.approx((few[1] - few[0]) / 3, rel=0.15)


@pytest.mark.parametrize("decomposition", DECOMPOSITIONS)
@pytest.mark.parametrize("groups", [2, 4])
def test_parts_have_limits(decomposition: Callable[..., object], groups: int):
    values, weights = quarters()
    parts = decomposition(values, [index % groups for index in range(60)], weights)
    for part in (parts.total, parts.between, parts.within):
        low, high = part.known_limits()
        assert 0 <= low <= part.value <= high


@pytest.mark.parametrize("decomposition", DECOMPOSITIONS)
def test_one_group_has_nothing_between(decomposition: Callable[..., object]):
    parts = decomposition(quarters()[0], ["all"] * 60)
    assert parts.between.value == pytest.approx(0, abs=1e-12)
    assert not parts.between.has_interval
    assert parts.within.has_interval


@pytest.mark.parametrize("index", INDICES)
def test_under_thirty_units_no_interval(index: Index):
    values, _ = quarters(29)
    assert not index(values).has_interval
    assert index([*values, 20.0]).has_interval


def test_resamples_without_anybody_are_survived():
    lonely = [0.0] * 29 + [5.0]
    assert not gini(lonely).has_interval
    assert not theil(lonely).has_interval
    parts = theil_by_group(lonely, ["a"] * 29 + ["b"])
    assert parts.total.value == pytest.approx(math.log(30))


@pytest.mark.parametrize("index", INDICES)
@pytest.mark.parametrize(
    ("values", "weights", "message"),
    [
        ([], None, "0 units"),
        ([1.0, 2.0], [1.0], "1 weights for 2 units"),
        ([1.0, -2.0], None, "not negative"),
        ([0.0, 0.0], None, "not all zero"),
        ([1.0, math.nan], None, "finite"),
        ([1.0, 2.0], [1.0, 0.0], "weights are positive"),
        ([1.0, 2.0], [1.0, math.inf], "finite"),
    ],
)
def test_units_are_checked(index: Index, values: list[float], weights: list[float] | None, message: str):
    with pytest.raises(ValueError, match=message):
        index(values, weights)


def test_what_only_some_refuse():
    with pytest.raises(ValueError, match="Theil's T"):
        mean_log_deviation([0.0, 1.0])
    with pytest.raises(ValueError, match="1 group labels for 2 units"):
        theil_by_group([1.0, 2.0], ["a"])


@given(heads)
def test_segregation_bounds(counts: list[tuple[int, int]]):
    group, other = ([row[side] for row in counts] for side in (0, 1))
    apart = dissimilarity(group, other, NO_DRAWS).value
    assert 0 <= apart <= 1 + 1e-12
    assert apart == pytest.approx(dissimilarity(other, group, NO_DRAWS).value)
    share = sum(group) / (sum(group) + sum(other))
    assert share - 1e-12 <= isolation(group, other, NO_DRAWS).value <= 1 + 1e-12


@given(heads, st.integers(2, 50))
def test_segregation_does_not_depend_on_scale(counts: list[tuple[int, int]], times: int):
    group, other = ([row[side] for row in counts] for side in (0, 1))
    more = [heads * times for heads in group]
    assert dissimilarity(more, other, NO_DRAWS).value == pytest.approx(dissimilarity(group, other, NO_DRAWS).value)


def test_segregation_at_its_ends():
    assert dissimilarity([5, 10], [50, 100], NO_DRAWS).value == pytest.approx(0)
    assert isolation([5, 10], [50, 100], NO_DRAWS).value == pytest.approx(1 / 11)
    assert dissimilarity([5, 0], [0, 9], NO_DRAWS).value == 1
    assert isolation([5, 0, 0], [0, 9, 0], NO_DRAWS).value == 1


@given(heads)
def test_segregation_limits_contain_the_index(counts: list[tuple[int, int]]):
    group, other = ([row[side] for row in counts] for side in (0, 1))
    for index in (dissimilarity, isolation):
        estimate = index(group, other, FEW_DRAWS)
        if estimate.limits is not None:
            assert 0 <= estimate.limits[0] <= estimate.value <= estimate.limits[1] <= 1 + 1e-12


def test_small_counts_inflate_dissimilarity_and_lose_the_interval():
    generator = np.random.default_rng(8)
    even = np.full(50, 1 / 50)
    few, many = (
        dissimilarity(generator.multinomial(people, even).tolist(), generator.multinomial(10 * people, even).tolist())
        for people in (200, 200_000)
    )
    assert few.value > 0.15
    assert many.value < 0.01
    assert not few.has_interval


def test_large_counts_have_limits():
    generator = np.random.default_rng(8)
    uneven = generator.dirichlet(np.full(30, 3.0))
    estimate = dissimilarity(generator.multinomial(20_000, uneven).tolist(), [3000] * 30)
    assert estimate.has_interval
    assert isolation(generator.multinomial(20_000, uneven).tolist(), [3000] * 30).has_interval


def test_resamples_that_are_all_alike_give_no_interval():
    assert dissimilarity([500, 0], [0, 900]) == Estimate(1.0)


@pytest.mark.parametrize(
    ("group", "other", "message"),
    [
        ([1, 2, 3], [1, 2], "3 units on one side"),
        ([5], [9], "two units at least"),
        ([1.5, 1], [1, 1], "whole numbers"),
        ([-1, 2], [1, 1], "none negative"),
        ([0, 0], [1, 1], "without people"),
    ],
)
def test_head_counts_are_checked(group: list[int], other: list[int], message: str):
    for index in (dissimilarity, isolation):
        with pytest.raises(ValueError, match=message):
            index(group, other)
