"""An estimate with its 95 % limits, and how limits are drawn when no formula gives them.

Units, here and in every measure of this package: a result is in the unit of its input. Proportions and rates are
between 0 and 1, never percent; a caller who wants points or percent multiplies once, at the end, with ``scaled``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Self

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

CONFIDENCE_LEVEL = 0.95
TAIL = (1 - CONFIDENCE_LEVEL) / 2
Z = NormalDist().inv_cdf(1 - TAIL)

DEFAULT_DRAWS = 2_000
FEWEST_DRAWS = 200
DEFAULT_SEED = 20_140_221
# A simulation is cut in blocks of this many numbers (8 MB), so that its memory does not grow with its draws.
_BLOCK = 1_000_000


def finite(value: float, name: str) -> float:
    """``value``, once it is known to be a finite number. Raises ValueError otherwise."""
    if not math.isfinite(value):
        raise ValueError(f"{name} must be a finite number, not {value}")
    return value


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure and its 95 % limits, all three in the same unit.

    ``lower`` and ``upper`` are None together when no interval can be computed: an unknown precision is never drawn
    as a narrow one. Raises ValueError when a number is not finite, when one limit is given without the other, or
    when the limits do not surround the value.
    """

    value: float
    lower: float | None = None
    upper: float | None = None

    def __post_init__(self) -> None:
        finite(self.value, "value")
        if self.lower is None and self.upper is None:
            return
        if self.lower is None or self.upper is None:
            raise ValueError("limits come in pairs: give both, or neither")
        finite(self.lower, "lower")
        finite(self.upper, "upper")
        if not self.lower <= self.value <= self.upper:
            raise ValueError(f"the limits [{self.lower}, {self.upper}] do not surround the value {self.value}")

    @classmethod
    def from_standard_error(cls, value: float, standard_error: float) -> Self:
        """Normal limits, value ± z × standard error, in one unit. Raises ValueError when the error is negative."""
        if finite(standard_error, "standard error") < 0:
            raise ValueError(f"a standard error cannot be negative ({standard_error})")
        return cls(value, value - Z * standard_error, value + Z * standard_error)

    @classmethod
    def spanning(cls, value: float, lower: float, upper: float) -> Self:
        """Limits widened, when they must be, until they surround the value (rounding, or a bias beyond the noise)."""
        return cls(value, min(lower, value), max(upper, value))

    @property
    def limits(self) -> tuple[float, float] | None:
        """Both limits, or None when there is no interval."""
        return None if self.lower is None or self.upper is None else (self.lower, self.upper)

    @property
    def has_interval(self) -> bool:
        """True when limits are known."""
        return self.limits is not None

    def known_limits(self) -> tuple[float, float]:
        """Both limits, where a method always gives them. Raises ValueError when there is no interval."""
        if self.limits is None:
            raise ValueError("this estimate has no interval")
        return self.limits

    def cut(self, lowest: float, highest: float) -> Estimate:
        """The same value, its limits kept inside what the quantity can be."""
        if self.limits is None:
            return self
        return Estimate.spanning(self.value, max(self.limits[0], lowest), min(self.limits[1], highest))

    def scaled(self, factor: float) -> Estimate:
        """Value and limits times ``factor`` (100: proportions to percent); a negative factor swaps the limits.

        Raises ValueError when ``factor`` is not finite.
        """
        finite(factor, "factor")
        if self.limits is None:
            return Estimate(self.value * factor)
        low, high = sorted(limit * factor for limit in self.limits)
        return Estimate(self.value * factor, low, high)


@dataclass(frozen=True, slots=True)
class Simulation:
    """How limits are drawn when no formula gives them: the same seed gives the same limits, to the last digit.

    ``draws=0`` asks for no interval. Raises ValueError when the draws are too few to read a 2.5 % tail.
    """

    draws: int = DEFAULT_DRAWS
    seed: int = DEFAULT_SEED

    def __post_init__(self) -> None:
        if self.draws != 0 and self.draws < FEWEST_DRAWS:
            raise ValueError(
                f"{self.draws} draws cannot give 95 % limits: at least {FEWEST_DRAWS}, or 0 for no interval"
            )

    def generator(self) -> np.random.Generator:
        """A new generator at the seed."""
        return np.random.default_rng(self.seed)

    def blocks(self, width: int) -> list[int]:
        """The draws cut in blocks whose tables of ``width`` columns stay small in memory."""
        size = max(1, _BLOCK // width)
        return [min(size, self.draws - start) for start in range(0, self.draws, size)]


def percentile_limits(value: float, draws: FloatArray) -> Estimate:
    """Limits read at the 2.5 % and 97.5 % of simulated values of the quantity itself, shape (draws,)."""
    low, high = np.quantile(draws, [TAIL, 1 - TAIL])
    return Estimate.spanning(value, float(low), float(high))


def reflected_limits(value: float, replicates: FloatArray) -> Estimate:
    """Basic bootstrap (Davison & Hinkley 1997): percentiles of the replicates, reflected through the value.

    ``replicates`` has shape (draws,). Resampling repeats the bias of an index; reflecting takes it away, where
    reading the percentiles directly would count it twice.
    """
    low, high = np.quantile(replicates, [TAIL, 1 - TAIL])
    return Estimate.spanning(value, 2 * value - float(high), 2 * value - float(low))


def log_reflected_limits(value: float, replicates: FloatArray) -> Estimate:
    """Basic bootstrap on the log scale, for a positive index; shape (draws,).

    No interval when the index, or the low tail of its replicates, is zero: the logarithm has no floor there.
    """
    low, high = (float(limit) for limit in np.quantile(replicates, [TAIL, 1 - TAIL]))
    if value <= 0 or low <= 0:
        return Estimate(value)
    return Estimate.spanning(value, value * (value / high), value * (value / low))
