"""Where the quarters of a map are, how that is known, and the outlines that show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from dashboard.gaps.estimate import FloatArray
from dashboard.questions.neighbourhoods import neighbourhoods_of
from dashboard.questions.reading import Reading
from dashboard.store import PlaceRecord
from dashboard.store.outlines import OUTLINES, read_outlines
from dashboard.store.territories import OFF_THE_LIST
from etl.geography.projections import LANDS, to_metres
from etl.geography.projections import land_of as rank_of_land

MAINLAND = "FRM"
OVERSEAS = tuple(f"DEP-{department}" for land in LANDS for department in land.departments)
"""The lands that are drawn apart, each at its own scale."""
PARIS = ("DEP-75", "DEP-92", "DEP-93", "DEP-94")
"""Paris and the départements around it: drawn once more, larger."""


class Basis(StrEnum):
    """How the place of a quarter is known."""

    OWN = "own"
    RELATED = "related"
    """That of the quarter that it became, or that it was."""
    COMMUNE = "commune"
    """The middle of its commune."""
    NONE = ""


@dataclass(frozen=True, slots=True, eq=False)
class Spots:
    """Where the quarters of a map are: one entry each, by code. ``x`` and ``y`` are metres of ``land`` (``FRM`` or a
    département of ``OVERSEAS``), nan where no place is known."""

    records: tuple[PlaceRecord, ...]
    x: FloatArray
    y: FloatArray
    land: NDArray[np.str_]
    basis: NDArray[np.str_]

    @property
    def placed(self) -> NDArray[np.bool_]:
        """Which quarters have a place."""
        return np.isfinite(self.x)


class Cartography:
    """Places and outlines of one store; nothing is read before a map is asked for."""

    def __init__(self, reading: Reading) -> None:
        self.near = neighbourhoods_of(reading)
        self.spots = lru_cache(maxsize=4)(self._spots)
        self.borders = lru_cache(maxsize=64)(self._borders)

    @cached_property
    def outlines(self) -> dict[str, Any]:
        """Every outline that was read, by code, in the metres of its land; none when no file has any."""
        official = self.near.store.official
        path = official.folder / OUTLINES if official else None
        return read_outlines(path) if path is not None and path.is_file() else {}

    @cached_property
    def _quarters(self) -> Sequence[PlaceRecord]:
        return self.near.store.territories.of_kind("neighbourhood")

    @cached_property
    def _related(self) -> dict[str, list[str]]:
        """For each quarter, those of the other map that it became or was."""
        official = self.near.store.official
        table = official.table("passports") if official else None
        found: dict[str, list[str]] = {}
        if table is not None:
            for code, related in zip(table["code"], table["related"], strict=True):
                if related:
                    found.setdefault(code, []).append(related)
        return found

    def records(self, perimeter: str) -> tuple[PlaceRecord, ...]:
        """The quarters of a map, by code; those that left the official list are not on it."""
        return self.spots(perimeter).records

    @cached_property
    def lands(self) -> frozenset[str]:
        """The lands that hold a quarter of some map."""
        return frozenset(land_of(record) for record in self._quarters if record.status != OFF_THE_LIST)

    def off_the_list(self, perimeter: str) -> int:
        """How many quarters were drawn for a map whose official list does not hold them."""
        return sum(r.perimeter == perimeter and r.status == OFF_THE_LIST for r in self._quarters)

    def _spots(self, perimeter: str) -> Spots:
        kept = [r for r in self._quarters if r.perimeter == perimeter and r.status != OFF_THE_LIST]
        records = tuple(sorted(kept, key=lambda record: record.code))
        found = [self._place(record) for record in records]
        x, y = self._in_metres(records, np.array([place for _, place in found], dtype=float).reshape(-1, 2))
        return Spots(
            records, x, y,
            np.array([land_of(record) for record in records], dtype=np.str_),
            np.array([basis.value for basis, _ in found], dtype=np.str_),
        )  # fmt: skip

    def _place(self, record: PlaceRecord) -> tuple[Basis, tuple[float, float]]:
        """Longitude and latitude, by the closest way known: its own, then those of its heirs, then its commune's."""
        ways = (
            (Basis.OWN, [record.code]),
            (Basis.RELATED, self._related.get(record.code, [])),
            (Basis.COMMUNE, record.communes),
        )
        for basis, codes in ways:
            for code in codes:
                place = self.near.record(code)
                if place is not None and place.longitude is not None and place.latitude is not None:
                    return basis, (place.longitude, place.latitude)
        return Basis.NONE, (np.nan, np.nan)

    def _in_metres(self, records: Sequence[PlaceRecord], degrees: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Each in the system of its land."""
        systems = np.array([system_of(record) for record in records], dtype=int)
        metres = np.full_like(degrees, np.nan)
        for system in np.unique(systems[np.isfinite(degrees[:, 0])]).tolist():
            own = (systems == system) & np.isfinite(degrees[:, 0])
            metres[own, 0], metres[own, 1] = to_metres(degrees[own, 0], degrees[own, 1], system)
        return metres[:, 0], metres[:, 1]

    def _borders(self, departments: frozenset[str], tolerance: float) -> dict[str, Any]:
        """The outlines of some départements of one land, simplified together so that neighbours keep one border;
        those that are not known are left out. ``tolerance`` in metres."""
        known = {code: shape for code in sorted(departments) if (shape := self.outlines.get(code)) is not None}
        if not known:
            return {}
        simple = shapely.coverage_simplify(np.array(list(known.values()), dtype=object), tolerance)
        return dict(zip(known, simple, strict=True))


def land_of(record: PlaceRecord) -> str:
    """The land of a quarter: ``FRM``, or its département overseas."""
    return record.department if record.department in OVERSEAS else MAINLAND


def system_of(record: PlaceRecord) -> int:
    """The EPSG code of the metres of the land of a quarter."""
    return LANDS[rank_of_land(record.department.removeprefix("DEP-"))].epsg


def extent_of(land: str) -> tuple[float, float, float, float]:
    """West, south, east and north of a land in its metres, by the box around it: ``FRM`` or a département of
    ``OVERSEAS``."""
    found = LANDS[rank_of_land(land.removeprefix("DEP-"))]
    west, south, east, north = found.box
    x, y = to_metres(np.array([west, east, west, east]), np.array([south, south, north, north]), found.epsg)
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())


@lru_cache(maxsize=4)
def cartography_of(reading: Reading) -> Cartography:
    """The places and outlines of one reading: the same object for every page."""
    return Cartography(reading)
