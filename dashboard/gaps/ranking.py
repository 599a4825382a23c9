"""The rank of each quarter as far as it can be known: an interval, never a bare number.

A quarter is surely above another when the whole of its interval is. Counting these pairs bounds its rank: with N
quarters, from 1 + (those surely above) to N − (those surely below). This is the construction of Klein, Wright &
Wieczorek (2020); that league tables without it mislead was shown by Goldstein & Spiegelhalter (1996) on schools and by
Marshall & Spiegelhalter (1998) on clinics, whose ranks nearly all overlapped.

A file that counts everybody has no sampling error, and yet chance moves its small groups from a year to the next: of a
share whose denominator is published, the interval is the one that chance leaves around it in a group of that size (the
score interval, as in the funnel: Spiegelhalter 2005, Marshall & Spiegelhalter 1998). Without a denominator only the
rounding is known, which says nothing of chance: ranks are then not told one by one, but by fifths.

Two 95 % intervals that do not overlap is a severe test of one pair, well under 5 % of error: pair by pair the rank
intervals are too wide rather than too narrow. All pairs together are not held at 95 %: among 1,600 quarters some 80
intervals miss their own value, and the ranks that hang on them with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dashboard.gaps.comparability import Refusal
from dashboard.gaps.distribution import Position, not_ranked, published_decimals
from dashboard.gaps.estimate import FloatArray
from dashboard.gaps.intervals import score_limits
from dashboard.gaps.precision import EXHAUSTIVE, PERCENT, Precision
from dashboard.gaps.quarters import Quarters, Subject
from etl.model import Face
from etl.words import counted

_INSIDE = 1 - 1e-6
"""Rounded values stand for an open interval: 27.3 and 27.4 touch at 27.35 and are yet told apart."""
FIFTHS = 5
FEWEST_FOR_FIFTHS = 10
"""Two quarters at least in each fifth."""
TOLD = (Precision.PUBLISHED, Precision.COMPUTED, Precision.CHANCE)
"""Precisions that say how far chance moves a value: with one of them a rank is told, as an interval."""
FEWEST_FOR_GRID = 20
"""Values on which a rounding to the ten, to the hundred… is seen."""


@dataclass(frozen=True, slots=True)
class RankedQuarter:
    """One quarter: ``rank`` is that of its value alone, equal values sharing the best one (1, 2, 2, 4); the rank that
    may be told is the interval from ``rank_low`` to ``rank_high``, which contains it.

    ``lower`` and ``upper`` are the 95 % limits of the value, or what its published rounding leaves, in the unit of the
    indicator; None when the precision is not published, and the rank may then be any. ``fifth`` is 1 to 5, equal
    values being in one; None under ten quarters.
    """

    code: str
    value: float
    lower: float | None
    upper: float | None
    precision: Precision
    rank: int
    rank_low: int
    rank_high: int
    fifth: int | None
    fragile: bool
    locator: str


@dataclass(frozen=True)
class Ranking:
    """The quarters with a value, rank 1 first; ``descending`` when rank 1 is the highest value. ``absent`` counts the
    quarters without a value, by reason. ``caveats`` are French, the most important first."""

    subject: Subject
    descending: bool
    rows: tuple[RankedQuarter, ...]
    absent: tuple[tuple[Face, int], ...]
    caveats: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many quarters are ranked."""
        return len(self.rows)

    @cached_property
    def one_by_one(self) -> bool:
        """Whether the ranks are told quarter by quarter: some precision bounds what chance moves. Else by fifths."""
        return any(row.precision in TOLD for row in self.rows)

    def position(self, row: RankedQuarter) -> Position:
        """How many of the others have a lower, an equal, a higher value than one of the rows."""
        values = np.array([other.value for other in self.rows])
        lower, higher = int((values < row.value).sum()), int((values > row.value).sum())
        return Position(row.value, self.count, lower, self.count - lower - higher - 1, higher)

    @cached_property
    def middle_half(self) -> tuple[float, float]:
        """First and third quartile of the values ranked: how far apart quarters usually are."""
        first, third = np.quantile([row.value for row in self.rows], [0.25, 0.75], method="linear")
        return float(first), float(third)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {row.code: place for place, row in enumerate(self.rows)}

    def of(self, code: str) -> RankedQuarter | None:
        """The row of a quarter; None when it has no value."""
        place = self._places.get(code)
        return None if place is None else self.rows[place]

    def around(self, code: str, most: int) -> tuple[RankedQuarter, ...]:
        """At most ``most`` rows with the quarter of ``code`` as near the middle as the ends allow.

        Raises KeyError when it is not ranked.
        """
        first = max(0, min(self._places[code] - most // 2, self.count - most))
        return self.rows[first : first + most]


def rank_quarters(quarters: Quarters, *, descending: bool = True) -> Ranking | Refusal:
    """Rank intervals of the quarters that have a value.

    Refused when the indicator does not rank places, or under four quarters with a value.
    """
    if objection := not_ranked(quarters):
        return objection
    kept = np.flatnonzero(quarters.present)
    values = quarters.values[kept]
    lower, upper, precisions = limits_of(quarters)
    lower, upper, precisions = lower[kept], upper[kept], precisions[kept]
    low, high = rank_limits(lower, upper, descending=descending)
    ranks = rank_limits(values, values, descending=descending)[0]
    codes = np.array(quarters.codes)[kept]
    order = np.lexsort((codes, -values if descending else values))
    rows = tuple(
        RankedQuarter(
            code=str(codes[i]),
            value=float(values[i]),
            lower=float(lower[i]) if np.isfinite(lower[i]) else None,
            upper=float(upper[i]) if np.isfinite(upper[i]) else None,
            precision=Precision(precisions[i]),
            rank=int(ranks[i]),
            rank_low=int(low[i]),
            rank_high=int(high[i]),
            fifth=1 + FIFTHS * (int(ranks[i]) - 1) // len(kept) if len(kept) >= FEWEST_FOR_FIFTHS else None,
            fragile=bool(quarters.faces[kept[i]] == Face.UNRELIABLE.value),
            locator=quarters.locators[kept[i]],
        )
        for i in order
    )
    return Ranking(
        subject=quarters.subject,
        descending=descending,
        rows=rows,
        absent=tuple(quarters.absent.items()),
        caveats=_caveats(rows, quarters.subject),
    )


def rank_limits(
    lower: FloatArray, upper: FloatArray, *, descending: bool = True
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Lowest and highest rank that each of N intervals allows, in N log N.

    ``descending``: 1 + #{j: lower_j > upper_i} to N − #{j: upper_j < lower_i}. Infinite limits are of an unknown
    value: every rank is possible, and it bounds the rank of no other.
    """
    count = len(lower)
    above = count - np.searchsorted(np.sort(lower), upper, side="right")
    below = np.searchsorted(np.sort(upper), lower, side="left")
    return (1 + above, count - below) if descending else (1 + below, count - above)


def limits_of(quarters: Quarters) -> tuple[FloatArray, FloatArray, NDArray[np.object_]]:
    """Limits of every value, and where they come from (a ``Precision``), in the order of the quarters.

    Published limits first. Else Wilson (1927) for a share whose denominator is known: what chance leaves, in a file
    that counts everybody; else, of a survey or a census, when the indicator declares its design effect. Else, for an
    exhaustive file whose denominators are not published (for half of the quarters at least), what its rounding leaves:
    half of the last digit published, as its whole column shows it. Else minus and plus infinity: the precision is not
    published.
    """
    values, indicator = quarters.values, quarters.subject.indicator
    lower, upper = np.full(len(values), -np.inf), np.full(len(values), np.inf)
    precisions = np.full(len(values), Precision.NOT_PUBLISHED, dtype=object)
    present = quarters.present
    published = present & np.isfinite(quarters.lower) & np.isfinite(quarters.upper)
    lower[published] = np.minimum(quarters.lower, values)[published]
    upper[published] = np.maximum(quarters.upper, values)[published]
    precisions[published] = Precision.PUBLISHED
    rest = present & ~published
    counted = rest & (quarters.n > 0) & (values >= 0) & (values <= PERCENT) & indicator.is_share
    exhaustive = indicator.measurement in EXHAUSTIVE
    if exhaustive and 2 * counted.sum() <= rest.sum():
        half = _INSIDE * 0.5 * rounding_grid(_column(quarters), indicator.decimals)
        lower[rest], upper[rest] = values[rest] - half, values[rest] + half
        precisions[rest] = Precision.EXHAUSTIVE
    elif exhaustive or indicator.design_effect is not None:
        proportions, n = values[counted] / PERCENT, quarters.n[counted] / (indicator.design_effect or 1.0)
        low, high = score_limits(proportions, n)
        lower[counted] = PERCENT * np.clip(np.minimum(low, proportions), 0, 1)
        upper[counted] = PERCENT * np.clip(np.maximum(high, proportions), 0, 1)
        precisions[counted] = Precision.CHANCE if exhaustive else Precision.COMPUTED
    return lower, upper, precisions


def rounding_grid(values: FloatArray, decimals: int) -> float:
    """What ``values``, all known, are rounded to, in their unit: 0.1, 1, 10. Never finer than ``decimals`` tell.

    Above one, the largest power of ten that divides every value, told of at least ``FEWEST_FOR_GRID`` that are not
    zero: fewer may all end in 0 by chance.
    """
    grid = 10.0 ** -min(published_decimals(values), decimals)
    told = np.abs(np.round(values, decimals))
    told = told[told > 0]
    if grid < 1 or len(told) < FEWEST_FOR_GRID:
        return grid
    while grid * 10 <= told.min() and not np.any(told % (grid * 10)):
        grid *= 10
    return grid


def _column(quarters: Quarters) -> FloatArray:
    values = quarters.values if quarters.column is None else quarters.column
    return values[np.isfinite(values)]


def _caveats(rows: Sequence[RankedQuarter], subject: Subject) -> tuple[str, ...]:
    met = {row.precision for row in rows}
    unknown = sum(row.precision == Precision.NOT_PUBLISHED for row in rows)
    found = []
    if unknown:
        who = "tous les quartiers" if unknown == len(rows) else counted(unknown, "quartier")
        found.append(
            f"Précision non publiée pour {who} : sans effectif ni marge d’erreur, le rang peut être n’importe lequel ; "
            "l’ordre des lignes est celui des valeurs publiées, rien de plus."
        )
    if Precision.CHANCE in met:
        found.append(
            "Fichier exhaustif, donc sans erreur de sondage. L’intervalle est ce que le hasard d’une année explique, à "
            "95 %, dans un groupe de cette taille : les petits quartiers bougent le plus."
        )
    if met & set(TOLD):
        found.append(
            "Deux quartiers dont les intervalles à 95 % se recouvrent ne sont pas départagés : pris deux à deux, la "
            "règle est prudente ; sur l’ensemble des quartiers, quelques rangs peuvent tout de même se tromper."
        )
    if Precision.EXHAUSTIVE in met:
        found.append(
            "Fichier exhaustif, sans l’effectif de chaque quartier : les rangs ne sont connus qu’à l’arrondi près. "
            "D’une année à l’autre, le hasard suffit à déplacer les petits quartiers, et cela ne peut pas être mesuré "
            "ici : ils se lisent par cinquièmes, pas un à un."
        )
    if subject.note:
        found.append(subject.note)
    return tuple(dict.fromkeys([*found, *subject.indicator.caveats]))
