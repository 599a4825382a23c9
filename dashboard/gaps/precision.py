"""Difference and ratio of two observations, with the interval that what is known of their precision allows.

Never more: published limits are combined, denominators of a sample give an interval, an exhaustive file has no
sampling error, and where the publisher gives nothing no interval is invented.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from dashboard.gaps.estimate import Estimate
from dashboard.gaps.intervals import Proportion
from dashboard.gaps.two_groups import (
    difference_from_limits,
    difference_of_proportions,
    plain_difference,
    plain_ratio,
    ratio_from_limits,
    ratio_of_proportions,
)
from etl.catalogue import Indicator, Measurement, Unit
from etl.model import Observation

EXHAUSTIVE = (Measurement.REGISTER, Measurement.ADMINISTRATIVE)
PERCENT = 100
DUST = 1e-9
"""What binary fractions add to a decimal."""
QUARTERS = ("QP", "QN")
SAMPLED = (Measurement.CENSUS, Measurement.SURVEY)
"""Of one quarter, the rate of an indicator that a survey gives elsewhere (employment) is that of the census too."""
CENSUS_POINTS = 2.0
"""Points under which two census rates are not told apart where one is of a single quarter and no error is published.

Ours, for want of a published one, and cautious: Insee samples 40 % of dwellings over five years where quarters are; the
rate of 45 % of the 1,600 people of working age of a median quarter is then known within ± 3 points at 95 %, within ± 2
in a quarter twice as large, before any effect of the clustering of households.
"""
TENS = ("eur_per_cu_year",)
"""Units that Filosofi rounds to ten."""


class Precision(StrEnum):
    """What is known of the precision of a gap."""

    PUBLISHED = "published"
    COMPUTED = "computed"
    EXHAUSTIVE = "exhaustive"
    CHANCE = "chance"
    """Of one quarter among many, in a file that counts everybody: what chance moves in a group of its size."""
    NOT_PUBLISHED = "not_published"


PRECISIONS = {
    Precision.PUBLISHED: "intervalle publié, à 95 %",
    Precision.COMPUTED: "intervalle calculé sur les effectifs publiés, à 95 %",
    Precision.EXHAUSTIVE: "fichier exhaustif : pas d’erreur d’échantillonnage",
    Precision.CHANCE: "fichier exhaustif : ce que le hasard d’une année explique, à 95 %",
    Precision.NOT_PUBLISHED: "précision non publiée",
}


def measure(
    priority: Observation, reference: Observation, indicator: Indicator, unit: Unit
) -> tuple[Estimate, Estimate | None, Precision]:
    """Difference (in the unit, points for percentages), ratio and what is known of their precision.

    The ratio is None when the reference is zero, when a value is negative, or when ``unit`` has none (a date, a
    difference). Raises ValueError when a value is absent: ``comparability.objection`` says so before.
    """
    here, there = _value(priority), _value(reference)
    meaningful = there > 0 and here >= 0 and unit.id not in ("points", "ratio") and indicator.limits[0] == 0
    limits = _published_limits(priority, reference)
    if limits is not None:
        ratio = ratio_from_limits(*limits) if meaningful and min(limits[0].limits or (0,)) > 0 else None
        return difference_from_limits(*limits), ratio or _plain_ratio(here, there, meaningful), Precision.PUBLISHED
    if indicator.measurement in EXHAUSTIVE:
        return _rounded(here, there), _plain_ratio(here, there, meaningful), Precision.EXHAUSTIVE
    effect = _design_effect(indicator)
    if unit.id == "percent" and priority.n and reference.n and effect is not None:
        groups = (_proportion(priority, effect), _proportion(reference, effect))
        ratio = ratio_of_proportions(*groups) if meaningful else None
        return difference_of_proportions(*groups).scaled(PERCENT), ratio, Precision.COMPUTED
    return _rounded(here, there), _plain_ratio(here, there, meaningful), Precision.NOT_PUBLISHED


def least_gap(priority: Observation, reference: Observation, indicator: Indicator, unit: Unit) -> float:
    """The difference, in its own unit, up to which two values without interval are not told apart.

    Rounding first: two values rounded to a step may differ by one step and be equal. A count is exact, and a value with
    more decimals than the indicator is told with was computed, not rounded: no step. Then, for the census rate of one
    quarter, CENSUS_POINTS.
    """
    floor = _step(_value(priority), _value(reference), indicator, unit)
    one_quarter = any(side.territory.startswith(QUARTERS) for side in (priority, reference))
    if one_quarter and indicator.measurement in SAMPLED and unit.id == "percent":
        return max(floor, CENSUS_POINTS)
    return floor


def _step(here: float, there: float, indicator: Indicator, unit: Unit) -> float:
    """The step that both values are rounded to; 0 when they are not."""
    values = (here, there)
    if unit.additive or any(abs(value - round(value, indicator.decimals)) > DUST for value in values):
        return 0.0
    if unit.id in TENS and all(value % 10 == 0 for value in values):
        return 10.0
    return written_step(values, indicator.decimals)


def written_step(values: Iterable[float], decimals: int) -> float:
    """The step of the last decimal that ``values`` are written with, all together, ``decimals`` at most: 1 for 8 and 7
    percent, 0.1 for 8 and 7.5."""
    return 10.0 ** -max(len(f"{value:.{decimals}f}".rstrip("0").partition(".")[2]) for value in values)


def _rounded(here: float, there: float) -> Estimate:
    """The plain difference without the dust of binary fractions: 18.3 − 7.5 is 10.8."""
    return Estimate(round(plain_difference(here, there).value, 9))


def _plain_ratio(here: float, there: float, meaningful: bool) -> Estimate | None:
    return plain_ratio(here, there) if meaningful else None


def _value(observation: Observation) -> float:
    if observation.value is None:
        raise ValueError(f"{observation.indicator} {observation.period} {observation.zone}: no value to compare")
    return observation.value


def _design_effect(indicator: Indicator) -> float | None:
    """What the sampling plan costs in precision; None when it is a survey's and nobody gives it."""
    return indicator.design_effect


def _proportion(observation: Observation, design_effect: float) -> Proportion:
    n = float(observation.n or 0)
    return Proportion(_value(observation) / PERCENT * n, n, design_effect)


def _published_limits(priority: Observation, reference: Observation) -> tuple[Estimate, Estimate] | None:
    """Both published intervals, or None when one side has none."""
    sides = (priority, reference)
    if any(side.lower is None or side.upper is None for side in sides):
        return None
    first, second = (Estimate(_value(side), side.lower, side.upper) for side in sides)
    return first, second
