"""Which quarters are alike, and in what: a distance over a few descriptors, each contribution kept.

A descriptor is centred on its median and divided by 1.4826 × its median absolute deviation (Hampel 1974), so that a few
giant quarters do not make all the others look alike; people counts are first put on a logarithmic scale, where twice as
many is one same step. The distance of two quarters is the root of the mean square of their differences over the
descriptors known in both (Gower 1971 for what is missing): 1 means one robust standard deviation apart on average.

Being alike on these descriptors is not having the same history, housing or shops; and quarters found alike on what is
to be explained would agree on it by construction: leave the outcome out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dashboard.gaps.comparability import RefusalCode
from dashboard.gaps.estimate import FloatArray
from etl.catalogue import Indicator, UnknownIdError
from etl.model import TOTAL

if TYPE_CHECKING:  # the tables come from elsewhere; loading pandas costs a quarter of a second
    import pandas as pd

FEWEST_DESCRIPTORS = 4
"""Under four descriptors in common, one of them decides alone."""
FEWEST_QUARTERS = 10
"""A median absolute deviation of fewer quarters is no scale."""
ALIKE, APART = 0.5, 1.0
"""Robust standard deviations: a descriptor is alike up to the first, different beyond the second."""
TOO_LITTLE = (
    f"Moins de {FEWEST_DESCRIPTORS} caractéristiques de ce quartier sont publiées, ou partagées avec un autre : c’est "
    "trop peu pour dire à qui il ressemble."
)
_DIGITS = 9
"""Two distances that differ by less are equal, whatever the dust of binary fractions."""
_CONSISTENT = 1.4826
"""Makes the median absolute deviation of a normal variable its standard deviation."""


@dataclass(frozen=True, slots=True)
class Descriptor:
    """``id`` is the indicator, read for its usual people at ``breakdown``, and the column of the table; ``count`` when
    it is a number of people, read on a logarithmic scale. ``theme``: the outcomes it must not be used for, besides
    itself, since it is another measure of the same thing."""

    id: str
    count: bool = False
    theme: str = ""
    breakdown: str = TOTAL


DESCRIPTORS = (
    Descriptor("population", count=True),
    Descriptor("under_25_share"),
    Descriptor("over_60_share"),
    Descriptor("foreign_share"),
    Descriptor("single_parent_share_of_caf"),
    Descriptor("employment_rate", theme="employment"),
    Descriptor("poverty_rate_60", theme="income"),
)
"""Who lives there and in what kind of town, then how hard life is there."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """One descriptor of two quarters: both values in its own unit, ``apart`` in robust standard deviations, positive
    when the other quarter is higher, and its ``share`` of the squared distance, between 0 and 1."""

    descriptor: str
    here: float
    there: float
    apart: float
    share: float


@dataclass(frozen=True, slots=True)
class Peer:
    """A similar quarter, at ``distance`` robust standard deviations on average; closest descriptors first."""

    code: str
    distance: float
    contributions: tuple[Contribution, ...]

    @property
    def alike(self) -> tuple[Contribution, ...]:
        """What makes them similar: descriptors at half a standard deviation at most, the closest first."""
        return tuple(part for part in self.contributions if abs(part.apart) <= ALIKE)

    @property
    def different(self) -> tuple[Contribution, ...]:
        """In what they differ nevertheless: more than one standard deviation, the farthest first."""
        return tuple(part for part in reversed(self.contributions) if abs(part.apart) > APART)


@dataclass(frozen=True, slots=True)
class Peers:
    """The quarters most similar to ``code``, nearest first. ``descriptors`` are those compared, ``unknown`` those that
    have no value for this quarter or no spread, ``excluded`` those left out because of the outcome looked at.
    ``compared`` counts the quarters that had enough in common."""

    code: str
    peers: tuple[Peer, ...]
    descriptors: tuple[str, ...]
    unknown: tuple[str, ...]
    excluded: tuple[str, ...]
    compared: int


@dataclass(frozen=True, slots=True)
class NoPeers:
    """Why no similar quarter is named; ``text`` is French."""

    code: RefusalCode
    text: str


def similar_quarters(
    table: pd.DataFrame,
    code: str,
    k: int = 5,
    *,
    outcome: Indicator | None = None,
    descriptors: Sequence[Descriptor] = DESCRIPTORS,
) -> Peers | NoPeers:
    """The ``k`` quarters nearest to ``code``, ties by code.

    ``table`` has one row a quarter of one map, its code as index, and one column a descriptor (more are ignored, those
    that lack are unknown), nan where absent. ``outcome``: the indicator looked at, left out of the descriptors with
    what measures the same thing. Refused under ten quarters, or when fewer than four descriptors are known in common.
    Raises UnknownIdError when ``code`` is not in the table, ValueError when a quarter comes twice or when ``k`` is not
    positive.
    """
    if code not in table.index:
        raise UnknownIdError("territory", code, table.index)
    if k < 1 or not table.index.is_unique:
        raise ValueError("at least one similar quarter is asked, and each quarter comes once")
    if len(table) < FEWEST_QUARTERS:
        text = f"Il faut au moins {FEWEST_QUARTERS} quartiers pour dire lesquels se ressemblent ({len(table)} ici)."
        return NoPeers(RefusalCode.TOO_FEW, text)
    excluded = [d for d in descriptors if is_circular(d, outcome)]
    used = [d for d in descriptors if d not in excluded and d.id in table.columns]
    values, ids = table[[d.id for d in used]].to_numpy(float), tuple(d.id for d in used)
    at = list(table.index).index(code)
    scores = standard_scores(values, used)
    apart = scores - scores[at]
    distances = distances_of(apart)
    distances[at] = np.inf
    compared = int(np.isfinite(distances).sum())
    if compared == 0:
        return NoPeers(RefusalCode.MISSING, TOO_LITTLE)
    codes = table.index.to_numpy(dtype=str)
    nearest = np.lexsort((codes, np.round(distances, _DIGITS)))[: min(k, compared)]
    known = [name for name, score in zip(ids, scores[at], strict=True) if np.isfinite(score)]
    return Peers(
        code=code,
        peers=tuple(
            Peer(str(codes[i]), float(distances[i]), _contributions(ids, values[at], values[i], apart[i]))
            for i in nearest
        ),
        descriptors=tuple(known),
        unknown=tuple(d.id for d in descriptors if d not in excluded and d.id not in known),
        excluded=tuple(d.id for d in excluded),
        compared=compared,
    )


def is_circular(descriptor: Descriptor, outcome: Indicator | None) -> bool:
    """True when a descriptor is the outcome looked at, or another measure of it."""
    return outcome is not None and (descriptor.id == outcome.id or descriptor.theme == outcome.theme)


def standard_scores(values: FloatArray, descriptors: Sequence[Descriptor]) -> FloatArray:
    """Robust standard scores, a row a quarter and a column a descriptor; nan where absent, and everywhere when more
    than half of the quarters share one value (no spread to measure by) or when a count is not positive."""
    scores = np.full(values.shape, np.nan)
    for column, descriptor in enumerate(descriptors):
        numbers = values[:, column]
        if descriptor.count:
            numbers = np.log(numbers, where=numbers > 0, out=np.full(len(numbers), np.nan))
        present = numbers[np.isfinite(numbers)]
        if len(present) == 0:
            continue
        middle = np.median(present)
        scale = _CONSISTENT * np.median(np.abs(present - middle))
        if scale > 0:
            scores[:, column] = (numbers - middle) / scale
    return scores


def distances_of(apart: FloatArray) -> FloatArray:
    """Root of the mean square of each row, over the descriptors known in both quarters; infinite when they are fewer
    than ``FEWEST_DESCRIPTORS``."""
    known: NDArray[np.bool_] = np.isfinite(apart)
    common = known.sum(axis=1)
    squares = np.where(known, apart, 0.0) ** 2
    mean = np.divide(squares.sum(axis=1), common, where=common > 0, out=np.zeros(len(apart)))
    return np.where(common >= FEWEST_DESCRIPTORS, np.sqrt(mean), np.inf)


def _contributions(
    ids: Sequence[str], here: FloatArray, there: FloatArray, apart: FloatArray
) -> tuple[Contribution, ...]:
    total = float(np.nansum(apart**2))
    parts = [
        Contribution(name, float(here[i]), float(there[i]), float(apart[i]), float(apart[i] ** 2) / (total or 1.0))
        for i, name in enumerate(ids)
        if np.isfinite(apart[i])
    ]
    return tuple(sorted(parts, key=lambda part: (round(abs(part.apart), _DIGITS), part.descriptor)))
