"""How the quarters are spread, and where one of them stands: quartiles, deciles, position, histogram.

A distribution of quarters: each counts once, whatever its population. Its median is the value of the quarter in the
middle, never the median of the inhabitants, and never an average of medians or of rates, which would mean nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dashboard import french
from dashboard.gaps.comparability import FACE_REASONS, Refusal, RefusalCode
from dashboard.gaps.estimate import FloatArray
from dashboard.gaps.quarters import Quarters, Subject
from etl.model import Face
from etl.words import counted

FEWEST_FOR_QUARTILES = 4
"""One quarter at least in each fourth: below, a quartile is drawn between values it does not separate."""
FEWEST_FOR_DECILES = 10
"""One quarter at least in each tenth."""
MOST_BINS = 30
MOST_DECIMALS = 6
_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Distribution:
    """``quartiles`` are Q1, median, Q3 of the values of ``count`` quarters, in the unit of the indicator; ``deciles``
    are D1 to D9, None under ten quarters. ``absent`` counts the quarters left out, by reason; ``fragile`` those kept
    whose value is published as unreliable."""

    subject: Subject
    count: int
    absent: tuple[tuple[Face, int], ...]
    fragile: int
    lowest: float
    highest: float
    quartiles: tuple[float, float, float]
    deciles: tuple[float, ...] | None

    @property
    def median(self) -> float:
        """The value of the quarter in the middle."""
        return self.quartiles[1]


@dataclass(frozen=True, slots=True)
class Position:
    """Where one quarter stands among ``count``: how many others have a lower, an equal, a higher value.

    ``percentile_rank`` is the mid-rank in percent, (lower + half of those as high, itself included) / count: 50 for
    the quarter in the middle, and for all of them when they are equal.
    """

    value: float
    count: int
    lower: int
    equal: int
    higher: int

    @property
    def percentile_rank(self) -> float:
        """Mid-rank in percent, between 0 and 100, both excluded."""
        return 100 * (self.lower + (self.equal + 1) / 2) / self.count

    @property
    def share_lower(self) -> float:
        """Percentage of the other quarters whose value is lower."""
        return 100 * self.lower / (self.count - 1)

    @property
    def text(self) -> str:
        """« au-dessus de 72 % des autres quartiers »: never « 0 % » nor « 100 % », which are said in words."""
        tied = f", à égalité avec {_counted(self.equal)}" if self.equal else ""
        if self.lower == self.higher == 0:
            return "au même niveau que tous les autres quartiers"
        if self.higher == 0:
            return f"au niveau le plus haut{tied}" if tied else "au-dessus de tous les autres quartiers"
        if self.lower == 0:
            return f"au niveau le plus bas{tied}" if tied else "en dessous de tous les autres quartiers"
        share = min(max(round(self.share_lower), 1), 99)
        return f"au-dessus de {share}{french.NBSP}% des autres quartiers{tied}"


@dataclass(frozen=True, slots=True)
class Bin:
    """How many quarters have a value from ``low`` (included) to ``high`` (excluded)."""

    low: float
    high: float
    count: int


def distribution_of(quarters: Quarters) -> Distribution | Refusal:
    """Quartiles and deciles over quarters, or a refusal under four quarters with a value.

    Quantiles are those of type 7 of Hyndman & Fan (1996), the default of R, numpy and spreadsheets (QUARTILE.INC):
    linear between the values of rank 1 + (count − 1) × p on both sides.
    """
    values = quarters.values[quarters.present]
    if len(values) < FEWEST_FOR_QUARTILES:
        return quarters.subject.refuse(
            RefusalCode.TOO_FEW,
            _too_few(len(values), "pour dire comment les quartiers se répartissent"),
        )
    first, median, third = (float(value) for value in np.quantile(values, [0.25, 0.5, 0.75], method="linear"))
    deciles = np.quantile(values, np.arange(1, 10) / 10, method="linear") if len(values) >= FEWEST_FOR_DECILES else None
    return Distribution(
        subject=quarters.subject,
        count=len(values),
        absent=tuple(quarters.absent.items()),
        fragile=quarters.by_face.get(Face.UNRELIABLE, 0),
        lowest=float(values.min()),
        highest=float(values.max()),
        quartiles=(first, median, third),
        deciles=None if deciles is None else tuple(float(value) for value in deciles),
    )


def position_of(quarters: Quarters, code: str) -> Position | Refusal:
    """Where the quarter of ``code`` stands, or why that is not said.

    Refused when the indicator does not rank places, when this quarter has no value, or under four quarters. Raises
    UnknownIdError when ``code`` is not one of the quarters.
    """
    at = quarters.index(code)
    if objection := not_ranked(quarters):
        return objection
    face = Face(str(quarters.faces[at]))
    if face in FACE_REASONS:
        reason, why = FACE_REASONS[face]
        when = french.dated_period(quarters.subject.period, quarters.subject.note)
        return quarters.subject.refuse(reason, f"La valeur de ce quartier ({when}) {why}.")
    value, others = quarters.values[at], quarters.values[quarters.present]
    lower, higher = int((others < value).sum()), int((others > value).sum())
    return Position(float(value), len(others), lower, len(others) - lower - higher - 1, higher)


def not_ranked(quarters: Quarters) -> Refusal | None:
    """Why no quarter may be ranked or placed among these; None when nothing forbids it."""
    if not quarters.subject.indicator.uses.ranking:
        return quarters.subject.refuse(
            RefusalCode.NOT_RANKED,
            f"« {quarters.subject.indicator.label} » ne permet pas de ranger les quartiers entre eux.",
        )
    if quarters.count < FEWEST_FOR_QUARTILES:
        return quarters.subject.refuse(RefusalCode.TOO_FEW, _too_few(quarters.count, "pour les ranger"))
    return None


def histogram(values: FloatArray, most: int = MOST_BINS) -> tuple[Bin, ...]:
    """Quarters counted in bins of one round width (1, 2 or 5 × a power of ten), empty ones between two full included.

    Width of Freedman & Diaconis (1981), made round, never finer than the published step (fewer decimals would make
    every other bin empty), at most ``most`` bins. ``values`` are finite, at least one.
    """
    ordered = np.sort(values)
    span = float(ordered[-1] - ordered[0])
    spread = float(np.subtract(*np.quantile(ordered, [0.75, 0.25])))
    least = 10.0 ** -published_decimals(ordered)
    width = _round_width(max(2 * spread * len(ordered) ** (-1 / 3), span / (most - 1), least))
    ranks = np.floor(np.round(ordered / width, 9)).astype(int)
    counts = np.bincount(ranks - ranks[0])
    edges = [round((int(ranks[0]) + step) * width, 9) for step in range(len(counts) + 1)]
    return tuple(Bin(low, high, int(count)) for low, high, count in zip(edges, edges[1:], counts, strict=False))


def published_decimals(values: FloatArray) -> int:
    """Decimals with which ``values`` are written, all together: 1 for (27.3, 40.0); at most ``MOST_DECIMALS``."""
    for decimals in range(MOST_DECIMALS):
        if np.allclose(values, np.round(values, decimals), rtol=0, atol=10.0 ** -(MOST_DECIMALS + 3)):
            return decimals
    return MOST_DECIMALS


def _round_width(width: float) -> float:
    """The first of 1, 2, 5 × a power of ten that is at least ``width``."""
    power = 10.0 ** math.floor(math.log10(width) + 1e-9)
    return next(step * power for step in _STEPS if step * power >= width * (1 - 1e-9))


def _too_few(count: int, purpose: str) -> str:
    have = {0: "Aucun quartier n’a", 1: "Un seul quartier a"}.get(count, f"{count} quartiers seulement ont")
    return f"{have} une valeur : il en faut au moins {FEWEST_FOR_QUARTILES} {purpose}."


def _counted(count: int) -> str:
    return counted(count, "autre quartier")
