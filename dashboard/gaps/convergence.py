"""Is the gap closing? Two dates of one comparable series, read on the absolute and on the relative scale.

The two scales can disagree (both rates halve: the difference halves, the ratio stands still), so both are always
given, and a verdict is pronounced only on what both allow. The caller answers for the series being comparable: same
definition, universe, perimeter, comparator, and no break in between.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from dashboard.gaps.estimate import Estimate, finite
from dashboard.gaps.two_groups import difference_from_limits, ratio_from_limits


class Movement(StrEnum):
    """What became of a gap between two dates, on one scale or on both."""

    NARROWING = "narrowing"
    WIDENING = "widening"
    STABLE = "stable"
    REVERSED = "reversed"
    UNDETERMINED = "undetermined"
    ABSOLUTE_AND_RELATIVE_DISAGREE = "absolute_and_relative_disagree"


@dataclass(frozen=True, slots=True)
class Convergence:
    """``difference_change``: later − earlier difference, signed, in its unit. ``ratio_change``: later / earlier.

    ``absolute`` and ``relative`` say what became of the size of the gap on each scale, ``verdict`` on both together:
    undetermined as soon as one is, and ``ABSOLUTE_AND_RELATIVE_DISAGREE`` when both are known and differ.
    """

    difference_change: Estimate
    ratio_change: Estimate
    absolute: Movement
    relative: Movement
    verdict: Movement


def convergence(
    earlier_difference: Estimate,
    later_difference: Estimate,
    earlier_ratio: Estimate,
    later_ratio: Estimate,
    *,
    exhaustive: bool = False,
    negligible_difference: float = 0.0,
    negligible_ratio: float = 1.0,
) -> Convergence:
    """Change of a gap between two dates, and what may be said of it.

    Differences share one unit; ratios are without unit and positive. The limits of a change add the variances of the
    two dates (recovered from their limits, Zou & Donner 2008), as if the samples were independent: where people are
    asked again at the second date they are too wide, not too narrow. A movement is named only when the interval of
    the change says so; without intervals it is undetermined, unless the figures are counted and not sampled
    (``exhaustive``), where any change beyond the negligible one is a fact. ``negligible_difference`` (unit of the
    differences, as rounding would make) and ``negligible_ratio`` (a factor of at least 1) bound what is called
    stable. Raises ValueError when a ratio is not positive, when a ratio and its difference do not point the same
    way, or when a negligible change is out of range.
    """
    if finite(negligible_difference, "negligible difference") < 0 or finite(negligible_ratio, "negligible ratio") < 1:
        raise ValueError("a negligible difference is at least 0, a negligible ratio at least 1")
    for difference, ratio in ((earlier_difference, earlier_ratio), (later_difference, later_ratio)):
        _check_direction(difference, ratio)
    absolute = movement(earlier_difference, later_difference, exhaustive=exhaustive, negligible=negligible_difference)
    relative = movement(
        _logarithm(earlier_ratio),
        _logarithm(later_ratio),
        exhaustive=exhaustive,
        negligible=math.log(negligible_ratio),
    )
    return Convergence(
        difference_from_limits(later_difference, earlier_difference),
        ratio_from_limits(later_ratio, earlier_ratio),
        absolute,
        relative,
        _together(absolute, relative),
    )


def movement(earlier: Estimate, later: Estimate, *, exhaustive: bool = False, negligible: float = 0.0) -> Movement:
    """What became of the size of a gap on one scale where no gap is 0 (a difference, or the logarithm of a ratio).

    Narrowing and widening need two things: that the gap moved by more than ``negligible``, and that it did not just
    change sides (the sum of the two gaps keeps the sign that the change of size needs). Reversed: both dates are
    clearly on either side of 0. Stable: the whole interval of the change is negligible.
    """
    if exhaustive:
        earlier, later = _exact(earlier), _exact(later)
    side = -1.0 if earlier.value < 0 else 1.0
    earlier, later = earlier.scaled(side), later.scaled(side)
    change, total = difference_from_limits(later, earlier), difference_from_limits(later, earlier.scaled(-1.0))
    if earlier.limits is None or later.limits is None:
        return Movement.UNDETERMINED
    low, high = change.known_limits()
    if -negligible <= low and high <= negligible:
        return Movement.STABLE
    if earlier.limits[0] > 0 and later.limits[1] < 0:
        return Movement.REVERSED
    moved = -1 if high < -negligible else 1 if low > negligible else 0
    same_side = -1 if total.known_limits()[1] < 0 else 1 if total.known_limits()[0] > 0 else 0
    return {-1: Movement.NARROWING, 1: Movement.WIDENING, 0: Movement.UNDETERMINED}[moved * same_side]


def _exact(estimate: Estimate) -> Estimate:
    """A figure that was counted: its limits are itself."""
    return Estimate(estimate.value, estimate.value, estimate.value)


def _logarithm(ratio: Estimate) -> Estimate:
    if ratio.limits is None or ratio.limits[0] <= 0:
        return Estimate(math.log(ratio.value))
    return Estimate(math.log(ratio.value), *(math.log(limit) for limit in ratio.limits))


def _check_direction(difference: Estimate, ratio: Estimate) -> None:
    if ratio.value <= 0:
        raise ValueError(f"a gap is followed on the relative scale by a positive ratio, not {ratio.value}")
    if difference.value * (ratio.value - 1) < 0:
        raise ValueError(f"a difference of {difference.value} and a ratio of {ratio.value} contradict each other")


def _together(absolute: Movement, relative: Movement) -> Movement:
    if Movement.UNDETERMINED in (absolute, relative):
        return Movement.UNDETERMINED
    return absolute if absolute == relative else Movement.ABSOLUTE_AND_RELATIVE_DISAGREE
