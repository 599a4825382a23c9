"""How unequal are the quarters among themselves, and how apart do two populations live?

Theil, mean log deviation and Gini read one value a unit (a quarter), not negative, and may weight it (its
inhabitants). They have no unit: multiplying all values, or all weights, by one number changes nothing. They speak of
places, not of people, and of an indicator as it is worded: the dispersion of an employment rate is not that of the
non-employment rate. Their limits are a bootstrap over units on the log scale: at the spreads of the quarters they
hold the truth 90 to 94 times in 100 from thirty units on, less often with heavy tails; under thirty units there is no
interval. When the units are all the quarters that exist, the limits do not say what a sample missed, but how far the
index hangs on the quarters that happen to be there.

Dissimilarity and isolation read head counts of two populations. Both are biased upward with small counts: people
spread at random are never spread evenly.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.gaps.estimate import Estimate, FloatArray, Simulation, finite, log_reflected_limits, reflected_limits

FEWEST_UNITS = 30

# Beyond this share of an index, its bias says that chance made it, and no interval repairs it.
LARGEST_BIAS = 0.2

_Parts = Callable[[FloatArray, FloatArray, FloatArray], tuple[FloatArray, FloatArray]]


@dataclass(frozen=True, slots=True)
class Decomposition:
    """An index and its two parts, ``between`` + ``within`` = ``total``: gaps between groups, and inside them.

    With few units a group, chance alone makes group means differ: ``between`` is biased upward.
    """

    total: Estimate
    between: Estimate
    within: Estimate


def gini(
    values: Sequence[float], weights: Sequence[float] | None = None, simulation: Simulation | None = None
) -> Estimate:
    """Gini index, from 0 (all equal) to 1: mean absolute difference of two units over twice the mean.

    ``values`` and ``weights`` have one number a unit. Raises ValueError when there is no unit, when lengths differ,
    when a value is negative or not finite, when a weight is not positive, or when all values are zero.
    """
    units, mass = _units(values, weights, positive=False)
    order = np.argsort(units)
    units, mass = units[order], mass[order]
    value = float(_gini(units, mass[None, :])[0])
    replicates = [_gini(units, resampled) for resampled in _resamples(mass, simulation or Simulation())]
    if not replicates:
        return Estimate(value)
    return log_reflected_limits(value, np.concatenate(replicates)).cut(0.0, 1.0)


def theil(
    values: Sequence[float], weights: Sequence[float] | None = None, simulation: Simulation | None = None
) -> Estimate:
    """Theil's T (Theil 1967), 0 when all are equal: mean of (x/μ) ln(x/μ), more sensitive to the highest values.

    ``values`` and ``weights`` as for ``gini``, same errors; a zero counts for 0.
    """
    return theil_by_group(values, [0] * len(values), weights, simulation).total


def mean_log_deviation(
    values: Sequence[float], weights: Sequence[float] | None = None, simulation: Simulation | None = None
) -> Estimate:
    """Mean log deviation, or Theil's L (Theil 1967): mean of ln(μ/x), more sensitive to the lowest values.

    ``values`` and ``weights`` as for ``gini``, same errors, and ValueError when a value is zero.
    """
    return mean_log_deviation_by_group(values, [0] * len(values), weights, simulation).total


def theil_by_group(
    values: Sequence[float],
    groups: Sequence[Hashable],
    weights: Sequence[float] | None = None,
    simulation: Simulation | None = None,
) -> Decomposition:
    """Theil's T between and within groups (Bourguignon 1979, Shorrocks 1980).

    ``groups`` has one label a unit. Within: the groups' indices weighted by their share of the total of x. Raises
    ValueError as ``gini`` does.
    """
    return _decompose(_theil_parts, _units(values, weights, positive=False), groups, simulation or Simulation())


def mean_log_deviation_by_group(
    values: Sequence[float],
    groups: Sequence[Hashable],
    weights: Sequence[float] | None = None,
    simulation: Simulation | None = None,
) -> Decomposition:
    """Mean log deviation between and within groups (Bourguignon 1979, Shorrocks 1980).

    ``groups`` has one label a unit. Within: the groups' indices weighted by their share of the population. Raises
    ValueError as ``mean_log_deviation`` does.
    """
    units = _units(values, weights, positive=True)
    return _decompose(_deviation_parts, units, groups, simulation or Simulation())


def dissimilarity(
    group_counts: Sequence[int], other_counts: Sequence[int], simulation: Simulation | None = None
) -> Estimate:
    """Dissimilarity (Duncan & Duncan 1955), ½ Σ |a/A − b/B|: the share of either population that would have to move
    for an even spread, from 0 to 1.

    Both arguments have one head count a unit, whole numbers. Limits: bootstrap of people among units, reflected and
    so corrected for the upward bias of small counts (Allen et al. 2015); none when the bias seen in the bootstrap
    exceeds a fifth of the index, which chance then inflates too much, and none when every resample is alike. The
    value itself is not corrected, so that it agrees with published ones. Raises ValueError when there are less than
    two units, when lengths differ, when a count is negative or not whole, or when a population is empty.
    """
    return _segregation(_dissimilarity, group_counts, other_counts, simulation or Simulation())


def isolation(
    group_counts: Sequence[int], other_counts: Sequence[int], simulation: Simulation | None = None
) -> Estimate:
    """Isolation (Bell 1954), Σ (a/A) × a/(a + b): the share of its own population that a member of the group meets in
    the unit, between the group's share of everybody and 1.

    Arguments, limits and errors as for ``dissimilarity``.
    """
    return _segregation(_isolation, group_counts, other_counts, simulation or Simulation())


def _gini(values: FloatArray, weights: FloatArray) -> FloatArray:
    """One index a row of ``weights``; ``values`` rise: each counts for the mass below it minus the mass above it."""
    shares = weights / weights.sum(axis=1, keepdims=True)
    balance = 2 * np.cumsum(shares, axis=1) - shares - 1
    return np.clip(_ratio((shares * balance) @ values, shares @ values), 0.0, 1.0)


def _theil_parts(values: FloatArray, weights: FloatArray, members: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Between and within, one number a row of ``weights``; ``members`` has a row a unit and a column a group."""
    shares, means = _group_means(values, weights, members)
    mean = (shares * means).sum(axis=1)
    whole = _ratio(weights @ (values * _log(values)), weights.sum(axis=1))
    between = _ratio((shares * means * _log(means)).sum(axis=1), mean) - _log(mean)
    return np.maximum(between, 0.0), np.maximum(_ratio(whole, mean) - _log(mean) - between, 0.0)


def _deviation_parts(values: FloatArray, weights: FloatArray, members: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Between and within, as for Theil's T."""
    shares, means = _group_means(values, weights, members)
    mean = (shares * means).sum(axis=1)
    whole = _ratio(weights @ _log(values), weights.sum(axis=1))
    between = _log(mean) - (shares * _log(means)).sum(axis=1)
    return np.maximum(between, 0.0), np.maximum(_log(mean) - whole - between, 0.0)


def _group_means(values: FloatArray, weights: FloatArray, members: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Share and mean of each group, zero where a resample holds none of it."""
    mass = weights @ members
    return mass / mass.sum(axis=1, keepdims=True), _ratio((weights * values) @ members, mass)


def _decompose(
    parts: _Parts, units: tuple[FloatArray, FloatArray], groups: Sequence[Hashable], simulation: Simulation
) -> Decomposition:
    values, weights = units
    if len(groups) != len(values):
        raise ValueError(f"{len(groups)} group labels for {len(values)} units")
    column = {label: index for index, label in enumerate(dict.fromkeys(groups))}
    members = np.eye(len(column))[[column[label] for label in groups]]
    between, within = (float(part[0]) for part in parts(values, weights[None, :], members))
    replicates = [np.array(parts(values, resampled, members)) for resampled in _resamples(weights, simulation)]
    if not replicates:
        return Decomposition(Estimate(between + within), Estimate(between), Estimate(within))
    drawn = np.concatenate(replicates, axis=1)
    return Decomposition(
        log_reflected_limits(between + within, drawn[0] + drawn[1]),
        reflected_limits(between, drawn[0]).cut(0.0, math.inf) if len(column) > 1 else Estimate(between),
        log_reflected_limits(within, drawn[1]),
    )


def _resamples(weights: FloatArray, simulation: Simulation) -> Iterator[FloatArray]:
    """Weights of the units in each resample, a row each: a unit weighs as many times as it was drawn."""
    units = len(weights)
    if units < FEWEST_UNITS:
        return
    generator, even = simulation.generator(), np.full(units, 1 / units)
    for size in simulation.blocks(units):
        yield weights * generator.multinomial(units, even, size=size)


def _units(values: Sequence[float], weights: Sequence[float] | None, positive: bool) -> tuple[FloatArray, FloatArray]:
    """Values and weights over their highest, once checked."""
    units = np.array([finite(value, "value") for value in values], float)
    mass = np.array([finite(weight, "weight") for weight in ([1] * len(units) if weights is None else weights)], float)
    if len(units) == 0 or len(mass) != len(units):
        raise ValueError(f"{len(mass)} weights for {len(units)} units")
    if mass.min() <= 0:
        raise ValueError("weights are positive: leave out the units that weigh nothing")
    if units.min() < 0 or units.max() == 0:
        raise ValueError("inequality is measured on values that are not negative and not all zero")
    if positive and units.min() == 0:
        raise ValueError("the mean log deviation is not defined when a value is zero: use Theil's T")
    return units / units.max(), mass / mass.max()


def _dissimilarity(group: FloatArray, other: FloatArray) -> FloatArray:
    apart = group / group.sum(axis=1, keepdims=True) - other / other.sum(axis=1, keepdims=True)
    index: FloatArray = np.abs(apart).sum(axis=1) / 2
    return index


def _isolation(group: FloatArray, other: FloatArray) -> FloatArray:
    index: FloatArray = (group * _ratio(group, group + other)).sum(axis=1) / group.sum(axis=1)
    return index


def _segregation(
    index: Callable[[FloatArray, FloatArray], FloatArray],
    group_counts: Sequence[int],
    other_counts: Sequence[int],
    simulation: Simulation,
) -> Estimate:
    group, other = _head_counts(group_counts), _head_counts(other_counts)
    if len(group) != len(other):
        raise ValueError(f"{len(group)} units on one side, {len(other)} on the other")
    value = float(index(group[None, :], other[None, :])[0])
    generator = simulation.generator()
    drawn = [
        index(*(generator.multinomial(int(n.sum()), n / n.sum(), size).astype(float) for n in (group, other)))
        for size in simulation.blocks(len(group))
    ]
    replicates = np.concatenate(drawn) if drawn else np.array([value])
    if np.ptp(replicates) == 0 or abs(replicates.mean() - value) > LARGEST_BIAS * value:
        return Estimate(value)
    return reflected_limits(value, replicates).cut(0.0, 1.0)


def _head_counts(counts: Sequence[int]) -> FloatArray:
    heads = np.array([finite(count, "count") for count in counts], float)
    if len(heads) < 2:
        raise ValueError("people live apart in two units at least")
    if heads.min() < 0 or (heads != np.floor(heads)).any():
        raise ValueError("head counts are whole numbers, none negative")
    if heads.sum() == 0:
        raise ValueError("a population without people has no spread")
    return heads


def _log(numbers: FloatArray) -> FloatArray:
    """Natural logarithm, 0 where the number is 0: it is then always multiplied by 0."""
    return np.log(numbers, where=numbers > 0, out=np.zeros_like(numbers))


def _ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    """Quotient, 0 where nothing is divided by nothing."""
    return np.divide(above, below, where=below > 0, out=np.zeros_like(above))
