"""Values put in a few classes with round bounds, near equal in number: what a map colours places by."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dashboard.gaps.estimate import FloatArray

MOST_CLASSES = 5
"""More shades of one colour are no longer told apart."""
_STEPS = (5.0, 2.0, 1.0)
_FINEST = 1e-6
"""Of the span of the values: finer bounds would not be round."""
_LEAST_SHARE = 1 / 4
"""Of an equal part: a class with fewer values than that is too small to be one."""


@dataclass(frozen=True, slots=True)
class Classes:
    """``bounds`` are those between classes, increasing; a value equal to one belongs to the class above it."""

    bounds: tuple[float, ...]

    @property
    def count(self) -> int:
        """How many classes there are."""
        return len(self.bounds) + 1

    @property
    def edges(self) -> list[tuple[float | None, float | None]]:
        """Lower bound (included) and upper bound (excluded) of each class, None where it is open."""
        ends = [None, *self.bounds, None]
        return list(pairwise(ends))

    def of(self, values: FloatArray) -> NDArray[np.int64]:
        """The rank of the class of each value, from 0; -1 for nan."""
        ranks = np.searchsorted(np.asarray(self.bounds, dtype=float), values, side="right")
        return np.where(np.isnan(values), -1, ranks).astype(np.int64)


def classes_of(values: FloatArray, most: int = MOST_CLASSES) -> Classes:
    """At most ``most`` classes of ``values`` (nan left out): quantiles rounded to the coarsest step (1, 2 or 5 × a
    power of ten) that keeps them apart and leaves no class almost empty. Fewer when the values are few or tied.
    """
    known = values[np.isfinite(values)]
    distinct = np.unique(known)
    for ordered, fewest, least in ((known, 3, _LEAST_SHARE * len(known)), (distinct, 2, 0.0)):
        for count in range(min(most, len(distinct)), fewest - 1, -1):
            for bounds in _candidates(ordered, count, float(distinct[-1] - distinct[0])):
                classes = Classes(bounds)
                if np.bincount(classes.of(known), minlength=count).min() >= max(1.0, least / count):
                    return classes
    return Classes(())


def _candidates(ordered: FloatArray, count: int, span: float) -> Iterator[tuple[float, ...]]:
    """The quantiles rounded to one step after another, the coarsest first; only those that stay apart."""
    quantiles = np.quantile(ordered, np.arange(1, count) / count)
    power = 10.0 ** math.floor(math.log10(span))
    while power > span * _FINEST:
        for step in _STEPS:
            whole = np.floor(np.round(quantiles / (step * power), 9) + 0.5)
            bounds = np.round(whole * step * power, 9)
            if np.all(np.diff(bounds) > 0):
                yield tuple(float(bound) + 0.0 for bound in bounds)
        power /= 10
