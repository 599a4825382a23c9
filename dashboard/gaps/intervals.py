"""Intervals of one proportion (Wilson) and of one count (Byar, exact Poisson)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from dashboard.gaps.estimate import TAIL, Estimate, FloatArray, Z, finite

Numbers = TypeVar("Numbers", np.float64, FloatArray)

EXACT_BELOW = 10
_BISECTIONS = 200


@dataclass(frozen=True, slots=True)
class Proportion:
    """``events`` among ``denominator`` people, households, establishments…

    Both are counts, weighted or not: 18.3 % of 1 000 respondents is ``Proportion(183, 1000)``. ``design_effect`` is
    the variance of the survey over that of a simple random sample of the same size (Kish 1965); the effective counts
    are the counts divided by it. Raises ValueError when a number is not finite, when the denominator is not positive,
    when events are negative or more than the denominator, or when the design effect is below 1: such a value is more
    often a square root or an inverse than a gain in precision, and it would narrow the interval.
    """

    events: float
    denominator: float
    design_effect: float = 1.0

    def __post_init__(self) -> None:
        if finite(self.denominator, "denominator") <= 0:
            raise ValueError(f"a proportion needs a positive denominator, not {self.denominator}")
        if finite(self.events, "events") < 0:
            raise ValueError(f"events cannot be negative ({self.events})")
        if self.events > self.denominator:
            raise ValueError(f"{self.events} events cannot come from a denominator of {self.denominator}")
        check_design_effect(self.design_effect)

    @property
    def value(self) -> float:
        """The proportion, between 0 and 1."""
        return self.events / self.denominator

    @property
    def effective_events(self) -> float:
        """Events divided by the design effect."""
        return self.events / self.design_effect

    @property
    def effective_denominator(self) -> float:
        """Denominator divided by the design effect."""
        return self.denominator / self.design_effect

    def interval(self) -> Estimate:
        """Wilson limits."""
        return wilson(self.events, self.denominator, self.design_effect)


def check_design_effect(design_effect: float) -> None:
    """Raises ValueError when a design effect is not a finite number of at least 1."""
    if finite(design_effect, "design effect") < 1:
        raise ValueError(f"a design effect is at least 1, not {design_effect}")


def wilson(events: float, denominator: float, design_effect: float = 1.0) -> Estimate:
    """Score limits of a proportion (Wilson 1927), between 0 and 1, never outside.

    With a design effect the denominator becomes denominator / design effect at the same proportion. The limits stay
    honest at 0 and at ``denominator`` events, where value and limit meet. Raises ValueError as ``Proportion`` does.
    """
    proportion = Proportion(events, denominator, design_effect)
    p, n = np.float64(proportion.value), np.float64(proportion.effective_denominator)
    lower, upper = score_limits(p, n)
    return Estimate.spanning(float(p), float(lower), float(upper)).cut(0.0, 1.0)


def score_limits(proportions: Numbers, denominators: Numbers) -> tuple[Numbers, Numbers]:
    """Wilson's formula alone, for one proportion or an array of them: nothing is checked nor cut at 0 and 1.

    ``denominators`` are positive, already divided by the design effect.
    """
    shrink = 1 + Z * Z / denominators
    centre = (proportions + Z * Z / (2 * denominators)) / shrink
    spread = proportions * (1 - proportions) / denominators + Z * Z / (4 * denominators * denominators)
    half = Z * np.sqrt(spread) / shrink
    return centre - half, centre + half


def poisson(events: float) -> Estimate:
    """Limits of the expected number of events behind a count, in events.

    Byar's approximation (Breslow & Day 1987) from 10 events on; below, the exact limits of Garwood (1936), whose
    coverage is at least 95 %. For a rate, scale the result by 1 / denominator. A weighted count may be given from 10
    events on, but the limits then ignore the weighting. Raises ValueError when ``events`` is not finite, is negative,
    or is under 10 and not whole.
    """
    if finite(events, "events") < 0:
        raise ValueError(f"events cannot be negative ({events})")
    if events >= EXACT_BELOW:
        return _byar(events)
    if events != int(events):
        raise ValueError(f"exact Poisson limits need a whole number of events, not {events}")
    return _garwood(int(events))


def _byar(events: float) -> Estimate:
    after = events + 1
    lower = events * (1 - 1 / (9 * events) - Z / (3 * math.sqrt(events))) ** 3
    upper = after * (1 - 1 / (9 * after) + Z / (3 * math.sqrt(after))) ** 3
    return Estimate.spanning(float(events), lower, upper)


def _garwood(events: int) -> Estimate:
    """The means under which this many events or more, or this many or fewer, keep one chance in forty."""
    ceiling = 5.0 * (events + 5)
    upper = _bisect(lambda mean: _at_most(events, mean) > TAIL, float(events), ceiling)
    if events == 0:
        return Estimate(0.0, 0.0, upper)
    lower = _bisect(lambda mean: 1 - _at_most(events - 1, mean) < TAIL, 0.0, float(events))
    return Estimate(float(events), lower, upper)


def _at_most(events: int, mean: float) -> float:
    """The chance of at most ``events`` events when ``mean`` are expected."""
    return math.exp(-mean) * math.fsum(mean**k / math.factorial(k) for k in range(events + 1))


def _bisect(still_below: Callable[[float], bool], low: float, high: float) -> float:
    """Where a condition true at ``low`` and false at ``high`` stops being true."""
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if still_below(middle) else (low, middle)
    return (low + high) / 2
