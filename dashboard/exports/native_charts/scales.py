"""Where an axis must start and end: an office suite, left to itself, forgets the intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dashboard.charts import Mark

STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10)
MOST = 6
"""Steps along an axis."""


def round_step(span: float) -> float:
    """A round step that ``span`` holds at most ``MOST`` times."""
    power = 10.0 ** math.floor(math.log10(span)) if span > 0 else 1.0
    return next(power * step for step in STEPS if span / (power * step) <= MOST)


def ends(marks: Sequence[Mark]) -> tuple[float | None, float | None]:
    """From zero where no value is under it; as far as the intervals go where some go further than the values; else
    None, since an axis that nothing holds follows the figures that are edited."""
    values = [mark.value for mark in marks if mark.value is not None]
    limits = [limit for mark in marks for limit in (mark.lower, mark.upper) if limit is not None]
    lowest, highest = min([0.0, *values]), max([0.0, *values])
    least, most = min([lowest, *limits]), max([highest, *limits])
    step = round_step(most - least)
    low = math.floor(least / step) * step if least < lowest else None if lowest < 0 else 0.0
    high = math.ceil(most / step) * step if most > highest else None
    return (None if low is None else round(low, 9)), (None if high is None else round(high, 9))
