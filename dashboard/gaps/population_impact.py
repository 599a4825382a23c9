"""What would change for everyone if the quarters had the comparator's rate? Attributable difference and fraction.

The population is the quarters and their comparator together; the comparator is what remains without them.
"Attributable" is the name of the measure, not the claim of a cause: nothing here says that the gap would close if
something were done. Rates and shares are between 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.gaps.estimate import Estimate, FloatArray, Simulation, finite, percentile_limits
from dashboard.gaps.intervals import Proportion

# Jeffreys' prior: half an event and half a non-event.
_PRIOR = 0.5


@dataclass(frozen=True, slots=True)
class PopulationImpact:
    """``overall``: the rate of the whole population. ``difference``: overall − comparator, same scale. ``fraction``:
    difference / overall, without unit, negative when the quarters are below their comparator."""

    overall: float
    difference: Estimate
    fraction: Estimate


def plain_population_impact(rate: float, comparator_rate: float, population_share: float) -> PopulationImpact:
    """Attributable difference s (p1 − p0) and fraction s (p1 − p0) / (s p1 + (1 − s) p0), without interval.

    ``population_share`` (s) is the share of the whole population that lives in the quarters, in the universe of the
    rates. Raises ValueError when a number is not between 0 and 1, or when the overall rate is zero: there is nothing
    to attribute.
    """
    for number, name in (
        (rate, "rate"),
        (comparator_rate, "comparator rate"),
        (population_share, "population share"),
    ):
        if not 0 <= finite(number, name) <= 1:
            raise ValueError(f"{name}: {number} is not between 0 and 1")
    overall = population_share * rate + (1 - population_share) * comparator_rate
    if overall == 0:
        raise ValueError("nobody has the event in the whole population: there is nothing to attribute")
    difference = population_share * (rate - comparator_rate)
    return PopulationImpact(overall, Estimate(difference), Estimate(difference / overall))


def population_impact(
    group: Proportion, comparator: Proportion, population_share: float, simulation: Simulation | None = None
) -> PopulationImpact:
    """The same measures (WHO, Handbook on health inequality monitoring, 2013) from counts, with simulated limits.

    Each rate is drawn from its Beta distribution under Jeffreys' prior (Brown, Cai & DasGupta 2001), at the effective
    counts of its design effect; both measures are computed on each pair and the limits are their percentiles.
    ``population_share`` is taken as known. Raises ValueError as ``plain_population_impact`` does.
    """
    simulation = simulation or Simulation()
    plain = plain_population_impact(group.value, comparator.value, population_share)
    if simulation.draws == 0:
        return plain
    generator = simulation.generator()
    rates, comparator_rates = (_draws(side, simulation.draws, generator) for side in (group, comparator))
    differences = population_share * (rates - comparator_rates)
    fractions = differences / (population_share * rates + (1 - population_share) * comparator_rates)
    return PopulationImpact(
        plain.overall,
        percentile_limits(plain.difference.value, differences),
        percentile_limits(plain.fraction.value, fractions),
    )


def _draws(proportion: Proportion, draws: int, generator: np.random.Generator) -> FloatArray:
    without = proportion.effective_denominator - proportion.effective_events
    return generator.beta(proportion.effective_events + _PRIOR, without + _PRIOR, draws)
