"""The gap between two independent groups: a difference and a ratio, always read together.

The comparator leaves the group out; it never contains it. Values keep their unit: proportions between 0 and 1 give
differences between −1 and 1, euros give euros; a ratio has none. Whatever the function, swapping the groups changes
the sign of the difference and inverts the ratio.
"""

from __future__ import annotations

import math

from dashboard.gaps.estimate import Estimate, Z, finite
from dashboard.gaps.intervals import Proportion

# Limits a thousand times away from a ratio say nothing of it.
_WIDEST = math.log(1_000)


def plain_difference(value: float, comparator_value: float) -> Estimate:
    """``value`` − ``comparator_value``, without interval: precision unknown, or figures counted and not sampled.

    Raises ValueError when a value is not finite.
    """
    return Estimate(finite(value, "value") - finite(comparator_value, "comparator value"))


def plain_ratio(value: float, comparator_value: float) -> Estimate:
    """``value`` / ``comparator_value``, without interval.

    Raises ValueError when a value is not finite or is negative, or when the comparator is zero: "how many times
    more" has no answer there.
    """
    if finite(value, "value") < 0 or finite(comparator_value, "comparator value") < 0:
        raise ValueError(f"a ratio compares quantities that are not negative, not {value} and {comparator_value}")
    if comparator_value == 0:
        raise ValueError("a ratio to a comparator of zero is not defined")
    return Estimate(value / comparator_value)


def difference_of_proportions(group: Proportion, comparator: Proportion) -> Estimate:
    """Difference of two proportions, in the scale of 0 to 1, with the hybrid score limits of Newcombe (1998).

    The limits are built from the two Wilson limits, each with the design effect of its own group; they never leave
    [−1, 1].
    """
    return difference_from_limits(group.interval(), comparator.interval())


def difference_from_standard_errors(
    value: float, standard_error: float, comparator_value: float, comparator_standard_error: float
) -> Estimate:
    """Difference of two published values, in their unit, with standard error sqrt(se1² + se0²).

    Raises ValueError when a number is not finite or when a standard error is negative.
    """
    _check_standard_errors(standard_error, comparator_standard_error)
    difference = plain_difference(value, comparator_value).value
    return Estimate.from_standard_error(difference, math.hypot(standard_error, comparator_standard_error))


def difference_from_limits(group: Estimate, comparator: Estimate) -> Estimate:
    """Difference of two estimates, in their unit, with limits recovered from theirs.

    The method is Newcombe's (1998), later called MOVER (Zou & Donner 2008), and holds for any two intervals.
    Each side lends the distance between its value and the limit that faces the other, so the two need not be
    symmetric; with symmetric limits this is the sum of variances. No interval when either side has none.
    """
    difference = plain_difference(group.value, comparator.value)
    if group.limits is None or comparator.limits is None:
        return difference
    (low, high), (low0, high0) = group.limits, comparator.limits
    below = math.hypot(group.value - low, high0 - comparator.value)
    above = math.hypot(high - group.value, comparator.value - low0)
    return Estimate(difference.value, difference.value - below, difference.value + above)


def ratio_of_proportions(group: Proportion, comparator: Proportion) -> Estimate:
    """Ratio of two proportions, without unit, with limits on the log scale (Katz et al. 1978).

    se = sqrt(d1 (1/x1 − 1/n1) + d0 (1/x0 − 1/n0)), where d is the design effect of each group. A group without
    events gives a ratio of 0 and no interval; no interval either when a group has less than one effective event or
    nothing but events, since the formula would then see no uncertainty. Raises ValueError when the comparator has no
    events.
    """
    ratio = plain_ratio(group.value, comparator.value)
    variances = log_variance(group), log_variance(comparator)
    if variances[0] is None or variances[1] is None:
        return ratio
    return log_limits(ratio.value, math.sqrt(variances[0] + variances[1]))


def ratio_from_standard_errors(
    value: float, standard_error: float, comparator_value: float, comparator_standard_error: float
) -> Estimate:
    """Ratio of two published values, without unit, limits on the log scale by the delta method.

    No interval when ``value`` is zero or the limits would be more than 1 000 times away from the ratio. Raises
    ValueError when a number is not finite, when a value or a standard error is negative, or when the comparator is
    zero.
    """
    _check_standard_errors(standard_error, comparator_standard_error)
    ratio = plain_ratio(value, comparator_value)
    if value == 0:
        return ratio
    return log_limits(ratio.value, math.hypot(standard_error / value, comparator_standard_error / comparator_value))


def ratio_from_limits(group: Estimate, comparator: Estimate) -> Estimate:
    """Ratio of two estimates, without unit, with limits recovered on the log scale (MOVER: Zou & Donner 2008).

    No interval when either side has none or has a lower limit of zero or less, nor when the limits would be more
    than 1 000 times away from the ratio. Raises ValueError when a value is negative or when the comparator is zero.
    """
    ratio = plain_ratio(group.value, comparator.value)
    if group.limits is None or comparator.limits is None:
        return ratio
    (low, high), (low0, high0) = group.limits, comparator.limits
    if low <= 0 or low0 <= 0:
        return ratio
    below = math.hypot(math.log(group.value / low), math.log(high0 / comparator.value))
    above = math.hypot(math.log(high / group.value), math.log(comparator.value / low0))
    return _log_span(ratio.value, below, above)


def log_variance(proportion: Proportion) -> float | None:
    """Variance of the logarithm of a proportion, design effect × (1/events − 1/denominator).

    None when the formula does not hold: less than one effective event, or nothing but events.
    """
    if proportion.effective_events < 1 or proportion.events == proportion.denominator:
        return None
    return 1 / proportion.effective_events - 1 / proportion.effective_denominator


def log_limits(value: float, log_standard_error: float) -> Estimate:
    """Limits of a positive value whose logarithm has this standard error: value over and times exp(z se)."""
    return _log_span(value, Z * log_standard_error, Z * log_standard_error)


def _log_span(value: float, below: float, above: float) -> Estimate:
    if max(below, above) > _WIDEST:
        return Estimate(value)
    return Estimate(value, value * math.exp(-below), value * math.exp(above))


def _check_standard_errors(*standard_errors: float) -> None:
    for standard_error in standard_errors:
        if finite(standard_error, "standard error") < 0:
            raise ValueError(f"a standard error cannot be negative ({standard_error})")
