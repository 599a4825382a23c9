"""Difference and ratio of two observations, with the interval that what is known of their precision allows.

Never more: published limits are combined, denominators of a sample give an interval, an exhaustive file has no
sampling error, and where the publisher gives nothing no interval is invented.
"""

from __future__ import annotations

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


class Precision(StrEnum):
    """What is known of the precision of a gap."""

    PUBLISHED = "published"
    COMPUTED = "computed"
    EXHAUSTIVE = "exhaustive"
    NOT_PUBLISHED = "not_published"


PRECISIONS = {
    Precision.PUBLISHED: "intervalle publié, à 95 %",
    Precision.COMPUTED: "intervalle calculé sur les effectifs publiés, à 95 %",
    Precision.EXHAUSTIVE: "fichier exhaustif : pas d’erreur d’échantillonnage",
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
