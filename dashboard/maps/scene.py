"""One map as a reader asks for it: which quarters, on which lands, drawn as outlines or as dots. No Dash here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from dashboard.charts.plane import (
    WIDTH,
    Bounds,
    Frame,
    Sheet,
    around,
    bounds_of,
    grown,
    single,
    spread,
    with_insets,
)
from dashboard.gaps.estimate import FloatArray
from dashboard.maps.cartography import MAINLAND, OVERSEAS, PARIS, Cartography, Spots, extent_of
from dashboard.maps.figures import WHOLE, Mapped

PARIS_FRAME = "paris"
PIXEL = WIDTH / 600
"""Of the sheet, for one pixel of a wide screen."""
SEEN = 6.0
"""Pixels across: an outline that is smaller is a dot."""
STEP = 4.5
"""Between dots of one place, on the sheet."""
LEAST_AROUND = 1500.0
"""Metres kept around the quarters of a small place."""

Ranks = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The quarters in one frame: ranks in the map, places on the sheet."""

    ranks: Ranks
    x: FloatArray
    y: FloatArray


@dataclass(frozen=True, eq=False)
class Scene:
    """What is drawn: the quarters ``inside`` the territory ``within`` (``FR``: all of them), by rank in ``mapped``;
    the codes ``chosen`` are ringed. ``spots`` follow the order of ``mapped``."""

    mapped: Mapped
    spots: Spots
    cartography: Cartography
    inside: NDArray[np.bool_]
    within: str
    chosen: Collection[str] = ()

    @cached_property
    def shown(self) -> Ranks:
        """Ranks of the quarters that have a place."""
        return np.flatnonzero(self.inside & self.spots.placed)

    @cached_property
    def lands(self) -> dict[str, Ranks]:
        """Ranks by land."""
        lands = self.spots.land[self.shown]
        return {land: found for land in (MAINLAND, *OVERSEAS) if len(found := self.shown[lands == land])}

    @cached_property
    def departments(self) -> dict[str, frozenset[str]]:
        """Départements behind the quarters, by land: all those of the mainland where all of it is shown."""
        found = {
            land: frozenset(self.mapped.records[rank].department for rank in ranks.tolist())
            for land, ranks in self.lands.items()
        }
        if self.within == WHOLE:
            every = self.cartography.near.store.territories.catalogued
            mainland = {code for code in every if code.startswith("DEP-") and code not in OVERSEAS}
            found[MAINLAND] = frozenset(mainland) | found.get(MAINLAND, frozenset())
            found |= {land: frozenset([land]) for land in self.silent}
        elif self.within.startswith("DEP-"):
            found = {land: frozenset([self.within]) for land in found}
        return found

    @cached_property
    def silent(self) -> dict[str, int]:
        """Lands overseas that the map of all of France would show and has no place for: how many quarters of each are
        known, 0 where no file names any of this perimeter though the other map has some."""
        if self.within != WHOLE:
            return {}
        lands = [land for land in OVERSEAS if land in self.cartography.lands and land not in self.lands]
        return {land: int((self.inside & (self.spots.land == land)).sum()) for land in lands}

    @cached_property
    def sheet(self) -> Sheet:
        """One land on the whole sheet; all of France with a frame for each land overseas, and one for Paris."""
        if len(self.lands) == 1 and self.within != WHOLE:
            land, ranks = next(iter(self.lands.items()))
            return single(land, "", self._bounds(land, ranks))
        lands = dict(self.lands)
        main = lands.pop(MAINLAND, self.shown[:0])
        insets = [
            (land, self._label(land), self._bounds(land, lands.get(land, self.shown[:0])))
            for land in OVERSEAS
            if land in lands or land in self.silent
        ]
        if len(near_paris := self.near_paris):
            insets.append((PARIS_FRAME, "Paris, petite couronne", self._bounds(PARIS_FRAME, near_paris)))
        return with_insets((MAINLAND, "", self._bounds(MAINLAND, main)), insets)

    @cached_property
    def near_paris(self) -> Ranks:
        """Ranks of the quarters that are drawn twice."""
        departments = [self.mapped.records[rank].department for rank in self.shown.tolist()]
        return self.shown[np.isin(departments, PARIS)]

    def _label(self, land: str) -> str:
        return self.cartography.near.store.territory_label(land)

    def _bounds(self, land: str, ranks: Ranks) -> Bounds:
        """Of the outlines behind the quarters, or of the quarters where these are few or the outlines unknown; of the
        land where neither is known."""
        found: list[Bounds] = []
        if land != PARIS_FRAME and self.within.startswith(("FR", "REG-", "DEP-")):
            borders = self.cartography.borders(self.departments[land], 1000.0)
            found += [tuple(shape.bounds) for shape in borders.values()]
        if len(ranks):
            found.append(grown(bounds_of(self.spots.x[ranks], self.spots.y[ranks]), 0.02, LEAST_AROUND))
            shapes = [s for r in ranks.tolist() if (s := self.cartography.outlines.get(self.mapped.records[r].code))]
            found += [tuple(shape.bounds) for shape in shapes] if not self.within.startswith("FR") else []
        return around(found) if found else extent_of(land)

    @cached_property
    def seen(self) -> dict[str, Seen]:
        """The quarters of each frame, moved apart where they stand in one place."""
        members = dict(self.lands) | ({PARIS_FRAME: self.near_paris} if PARIS_FRAME in self.sheet.frames else {})
        return {name: self._placed(self.sheet.frames[name], ranks) for name, ranks in members.items()}

    def _placed(self, frame: Frame, ranks: Ranks) -> Seen:
        x, y = frame.place(self.spots.x[ranks], self.spots.y[ranks])
        return Seen(ranks, *spread(x, y, STEP))

    @cached_property
    def outlined(self) -> dict[int, Any]:
        """Outlines large enough to be seen, by rank; none where most are too small, and dots tell more."""
        if self.within == WHOLE or len(self.sheet.frames) > 1:
            return {}
        (frame,) = self.sheet.frames.values()
        found: dict[int, Any] = {}
        for rank in self.shown.tolist():
            shape = self.cartography.outlines.get(self.mapped.records[rank].code)
            if shape is not None and np.sqrt(shapely.area(shape)) * frame.scale / PIXEL >= SEEN:
                found[rank] = shape
        return found if 2 * len(found) >= len(self.shown) else {}

    @cached_property
    def ringed(self) -> list[tuple[str, int, float, float]]:
        """The quarters that the reader asked for: frame, rank and place, in each frame that shows them."""
        return [
            (name, rank, x, y)
            for name, seen in self.seen.items()
            for rank, x, y in zip(seen.ranks.tolist(), seen.x.tolist(), seen.y.tolist(), strict=True)
            if self.mapped.records[rank].code in self.chosen
        ]

    @property
    def sized(self) -> bool:
        """Whether the size of a dot tells something."""
        return self.heaviest > 0 and not self.outlined

    @cached_property
    def heaviest(self) -> float:
        """The largest weight of the quarters shown; 0 where none is told."""
        weights = self.mapped.weights
        return 0.0 if weights is None else float(np.nanmax(weights[self.shown], initial=0.0))
