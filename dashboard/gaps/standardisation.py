"""How much of a gap comes from who lives there? Direct standardisation, and the decomposition of Kitagawa (1955).

The two do not answer alike and must be named: standardising gives the group the comparator's structure and keeps the
comparator's rate; Kitagawa shares the whole gap between structure and rates, at the average of the two groups.
Neither says why: composition is not discrimination, and association is not cause. Rates are between 0 and 1; a plain
function accepts any unit and answers in it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.gaps.estimate import Estimate, FloatArray, finite
from dashboard.gaps.intervals import Proportion, check_design_effect, poisson
from dashboard.gaps.two_groups import difference_from_limits, difference_of_proportions, ratio_from_limits

FEWEST_EVENTS = 10


class TooFewEventsError(ValueError):
    """A standardised rate is refused: too few events for its value, let alone its limits, to mean anything."""

    def __init__(self, events: float) -> None:
        super().__init__(f"{events:g} events: a standardised rate needs at least {FEWEST_EVENTS}")
        self.events = events


@dataclass(frozen=True, slots=True)
class Strata:
    """Counts of one group, stratum by stratum (diploma, age…), in the same order as the group it is compared with.

    ``events`` and ``denominators`` have one number a stratum; ``design_effect`` holds for the whole group. Raises
    ValueError when there is no stratum, when lengths differ, or when a stratum is not a proportion (an empty one has
    no rate: merge it with its neighbour).
    """

    events: Sequence[float]
    denominators: Sequence[float]
    design_effect: float = 1.0

    def __post_init__(self) -> None:
        if len(self.events) == 0 or len(self.events) != len(self.denominators):
            raise ValueError(f"{len(self.events)} counts of events for {len(self.denominators)} denominators")
        check_design_effect(self.design_effect)
        for events, denominator in zip(self.events, self.denominators, strict=True):
            Proportion(events, denominator)

    @property
    def rates(self) -> FloatArray:
        """Rate of each stratum, shape (strata,), between 0 and 1."""
        return np.divide(self.events, self.denominators)

    @property
    def shares(self) -> FloatArray:
        """Share of each stratum in the group, shape (strata,), adding up to 1."""
        return np.divide(self.denominators, math.fsum(self.denominators))

    @property
    def crude(self) -> Proportion:
        """The rate of the group without regard to strata."""
        total = math.fsum(self.denominators)
        return Proportion(min(math.fsum(self.events), total), total, self.design_effect)


def directly_standardised_rate(group: Strata, structure: Sequence[float] | FloatArray) -> Estimate:
    """The rate the group would have with another structure, between 0 and 1; limits of Dobson et al. (1991).

    ``structure`` has one weight a stratum (shares or head counts, brought to a sum of 1). The limits stretch the
    Poisson limits of the number of events, rate + sqrt(variance / events) × (limit − events), and are cut at 0 and 1.
    They take counts as Poisson, so they are too wide rather than too narrow when rates are high. Raises
    TooFewEventsError under 10 events and ValueError when the weights do not fit.
    """
    events, denominators = np.asarray(group.events, float), np.asarray(group.denominators, float)
    weights = _shares(structure, len(events), "structure")
    _refuse_too_few(group)
    total = math.fsum(group.events)
    rate = float(weights @ group.rates)
    variance = float(group.design_effect * (weights**2) @ (events / denominators**2))
    lower, upper = (rate + math.sqrt(variance / total) * (limit - total) for limit in poisson(total).known_limits())
    return Estimate.spanning(rate, lower, upper).cut(0.0, 1.0)


def standardised_difference(group: Strata, comparator: Strata) -> Estimate:
    """Standardised rate of the group − crude rate of the comparator, at the comparator's structure; scale of 0 to 1.

    Dobson limits on one side, Wilson limits on the other, combined as by Newcombe (1998). The structure is taken as
    known. Raises TooFewEventsError under 10 events in the group and ValueError when the strata do not match.
    """
    return difference_from_limits(_at_structure_of(group, comparator), comparator.crude.interval())


def standardised_ratio(group: Strata, comparator: Strata) -> Estimate:
    """Standardised rate of the group / crude rate of the comparator, without unit; limits combined on the log scale.

    Raises TooFewEventsError under 10 events in the group and ValueError when the strata do not match or when the
    comparator has no events.
    """
    return ratio_from_limits(_at_structure_of(group, comparator), comparator.crude.interval())


def plain_standardised_rate(rates: Sequence[float], structure: Sequence[float]) -> Estimate:
    """Σ rate × share, in the unit of the rates, without interval and without knowing how many events stand behind.

    Raises ValueError when a number is not finite, when lengths differ, or when weights are negative or add up to 0.
    """
    values = _finite_array(rates, "rates")
    return Estimate(float(_shares(structure, len(values), "structure") @ values))


def plain_standardised_difference(
    rates: Sequence[float], comparator_rates: Sequence[float], comparator_structure: Sequence[float]
) -> Estimate:
    """Σ (rate − comparator's rate) × comparator's share, in the unit of the rates, without interval.

    Raises ValueError as ``plain_standardised_rate`` does.
    """
    group = plain_standardised_rate(rates, comparator_structure)
    return Estimate(group.value - plain_standardised_rate(comparator_rates, comparator_structure).value)


@dataclass(frozen=True, slots=True)
class Kitagawa:
    """A gap and its two parts, ``composition`` + ``rates`` = ``gap`` exactly, in the unit of the rates.

    ``composition_by_stratum`` and ``rates_by_stratum`` are the terms of the two sums. A single composition term has
    no meaning of its own (it depends on the zero of the rates); their sum has.
    """

    gap: Estimate
    composition: Estimate
    rates: Estimate
    composition_by_stratum: tuple[float, ...]
    rates_by_stratum: tuple[float, ...]


def plain_kitagawa(
    shares: Sequence[float],
    rates: Sequence[float],
    comparator_shares: Sequence[float],
    comparator_rates: Sequence[float],
) -> Kitagawa:
    """Composition Σ (s1 − s0)(r1 + r0)/2 and rates Σ (r1 − r0)(s1 + s0)/2 (Kitagawa 1955), without interval.

    All four have one number a stratum; shares are brought to a sum of 1. Raises ValueError when a number is not
    finite, when lengths differ, or when shares are negative or add up to 0.
    """
    r1, r0 = _finite_array(rates, "rates"), _finite_array(comparator_rates, "comparator rates")
    s1, s0 = _shares(shares, len(r1), "shares"), _shares(comparator_shares, len(r1), "comparator shares")
    if len(r0) != len(r1):
        raise ValueError(f"{len(r1)} strata on one side, {len(r0)} on the other")
    by_composition, by_rates = (s1 - s0) * (r1 + r0) / 2, (r1 - r0) * (s1 + s0) / 2
    composition, rate = math.fsum(by_composition), math.fsum(by_rates)
    return Kitagawa(
        Estimate(composition + rate),
        Estimate(composition),
        Estimate(rate),
        tuple(by_composition.tolist()),
        tuple(by_rates.tolist()),
    )


def kitagawa(group: Strata, comparator: Strata) -> Kitagawa:
    """The same decomposition from counts, with intervals, in the scale of 0 to 1.

    The gap has the limits of Newcombe (1998); each part has normal limits by the delta method, where the shares are
    multinomial and the rates binomial in both groups, times the design effect of each. A stratum where nobody or
    everybody has the event adds no variance: with small strata the limits are too narrow. Raises TooFewEventsError
    under 10 events in either group and ValueError when the strata do not match.
    """
    for strata in (group, comparator):
        _refuse_too_few(strata)
    plain = plain_kitagawa(
        group.shares.tolist(), group.rates.tolist(), comparator.shares.tolist(), comparator.rates.tolist()
    )
    share_gap, rate_gap = (group.shares - comparator.shares) / 2, (group.rates - comparator.rates) / 2
    mean_share, mean_rate = (group.shares + comparator.shares) / 2, (group.rates + comparator.rates) / 2
    return Kitagawa(
        Estimate.spanning(plain.gap.value, *difference_of_proportions(group.crude, comparator.crude).known_limits()),
        _normal(plain.composition, _delta_variance(group, comparator, mean_rate, share_gap)),
        _normal(plain.rates, _delta_variance(group, comparator, rate_gap, mean_share)),
        plain.composition_by_stratum,
        plain.rates_by_stratum,
    )


def _delta_variance(group: Strata, comparator: Strata, by_share: FloatArray, by_rate: FloatArray) -> float:
    """Variance of a part whose derivatives in shares and in rates are, up to their sign, these in both groups."""
    variance = 0.0
    for strata in (group, comparator):
        shares, rates = strata.shares, strata.rates
        from_shares = (shares @ by_share**2 - (shares @ by_share) ** 2) / strata.crude.denominator
        from_rates = by_rate**2 @ (rates * (1 - rates) / np.asarray(strata.denominators, float))
        variance += strata.design_effect * float(from_shares + from_rates)
    return max(variance, 0.0)


def _normal(part: Estimate, variance: float) -> Estimate:
    return Estimate.from_standard_error(part.value, math.sqrt(variance)).cut(-1.0, 1.0)


def _at_structure_of(group: Strata, comparator: Strata) -> Estimate:
    return directly_standardised_rate(group, comparator.shares)


def _refuse_too_few(strata: Strata) -> None:
    events = math.fsum(strata.events)
    if events < FEWEST_EVENTS:
        raise TooFewEventsError(events)


def _finite_array(numbers: Sequence[float] | FloatArray, name: str) -> FloatArray:
    return np.array([finite(number, name) for number in numbers], float)


def _shares(weights: Sequence[float] | FloatArray, strata: int, name: str) -> FloatArray:
    shares = _finite_array(weights, name)
    if len(shares) != strata:
        raise ValueError(f"{name}: {len(shares)} numbers for {strata} strata")
    total = math.fsum(shares)
    if shares.min(initial=0.0) < 0 or total <= 0:
        raise ValueError(f"{name}: weights are not negative and add up to more than 0")
    return shares / total
