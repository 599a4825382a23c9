"""Where the outlines that were read allow to say that a point is in no quarter.

Being inside a known outline is certain. Being outside every quarter is only certain where every quarter that could hold
the point is drawn. A quarter belongs to one département, so the rule goes by département:

- the list of quarters must be whole: as many as the State counts (on the mainland, or in all);
- a département is covered when each of its quarters has an outline; one without any quarter in a whole list is too;
- a quarter known by its place only (its outline collapsed in a simplification) blinds a disc of BLIND_M around it;
- the outlines of départements being simplified, a point belongs to each one within SLACK_M: all must be covered. A
  point that belongs to none is at sea or abroad;
- no outline of communes nor of countries is read. A point beyond every département as drawn, though within SLACK_M of
  one, may be at sea, abroad (Kehl, Llivia) or in France where the simplified line runs inside the true one (0.03 % of
  the area of the quarters of the mainland): nothing is concluded. So it is all around Monaco, which the drawing of the
  Alpes-Maritimes cuts through. Elsewhere a point abroad that the simplified line leaves in France, a few hundred metres
  from the border at most, is still said to be outside: it is in no quarter, and nothing here says in which country;
- without outlines of départements, nothing tells land from sea nor France from abroad: a point is only judged within
  NEAR_M of a known quarter, where all the quarters of that land are drawn;
- a département whose every commune is a quarter (Mayotte in 2024) is a quarter through and through.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely

from etl.geography.projections import LANDS, MAINLAND, Numbers, land_of, to_metres
from etl.model import Perimeter

SLACK_M = 1000.0
"""More than the 530 m by which the simplified coast of the Anct cuts a quarter."""
BLIND_M = 1000.0
MONACO = (7.409, 43.7245, 7.44, 43.752)
"""West, south, east, north in degrees: the country and a little of the towns around it."""
NEAR_M = 5000.0

OFFICIAL_COUNTS = {Perimeter.QP2015: (1296, 1514), Perimeter.QP2024: (1362, 1584)}
"""Quarters on the mainland, and in all: decrees 2014-1750 and 2014-1751; 2023-1314 and 2024-1212."""

Mask = np.ndarray[Any, np.dtype[np.bool_]]
Ranks = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Departments:
    """The départements of a land that have an outline, in metres: as drawn, and with SLACK_M around."""

    codes: list[str]
    shapes: list[shapely.Geometry]
    around: list[shapely.Geometry]

    @classmethod
    def of(cls, rank: int, outlines: pd.DataFrame) -> Departments:
        """Those of the land of that rank, from a table with the columns code and shape."""
        found = [
            (code, shape)
            for code, shape in zip(outlines["code"], outlines["shape"], strict=True)
            if code.startswith("DEP-") and land_of(code.removeprefix("DEP-")) == rank
        ]
        around = [shapely.buffer(shape, SLACK_M, quad_segs=4) for _, shape in found]
        for prepared in (*around, *(shape for _, shape in found)):
            prepare(prepared)
        return cls([code for code, _ in found], [shape for _, shape in found], around)

    def find(self, x: Numbers, y: Numbers, abroad: Mask) -> Belonging:
        """Which points belong to which département; ``abroad``: which may be in another country whatever is drawn."""
        loosely, strictly = {}, {}
        for code, shape, around in zip(self.codes, self.shapes, self.around, strict=True):
            west, south, east, north = shapely.bounds(around)
            near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
            near = near[shapely.contains_xy(around, x[near], y[near])]
            loosely[code] = near
            strictly[code] = near[shapely.contains_xy(shape, x[near], y[near])]
        return Belonging(len(x), loosely, strictly, abroad)


@dataclass(frozen=True)
class Belonging:
    """By département, the ranks of the points that are in it or within SLACK_M (loosely), and in it as drawn."""

    count: int
    loosely: dict[str, Ranks]
    strictly: dict[str, Ranks]
    abroad: Mask

    def within(self, codes: Iterable[str]) -> Mask:
        """The points that are in, or within SLACK_M of, one of these départements."""
        return self._mask(self.loosely, codes)

    def strictly_within(self, codes: Iterable[str]) -> Mask:
        """The points that are in one of these départements, as drawn."""
        return self._mask(self.strictly, codes)

    def _mask(self, found: dict[str, Ranks], codes: Iterable[str]) -> Mask:
        mask = np.zeros(self.count, dtype=np.bool_)
        for code in codes:
            mask[found.get(code, [])] = True
        return mask


@dataclass(frozen=True)
class Coverage:
    """What may be said of one perimeter in one land. ``uncovered`` and ``saturated`` are codes of départements."""

    complete: bool
    uncovered: frozenset[str]
    saturated: frozenset[str]
    blind: shapely.Geometry
    """Places, in metres, of the quarters of which nothing else is known."""


def may_be_abroad(longitudes: Numbers, latitudes: Numbers) -> Mask:
    """Which points, in degrees, are in MONACO."""
    west, south, east, north = MONACO
    inside = (longitudes >= west) & (longitudes <= east) & (latitudes >= south) & (latitudes <= north)
    return np.asarray(inside, dtype=np.bool_)


def prepare(shape: shapely.Geometry) -> None:
    """Index a surface for many points. GEOS does it at the first use, which is made here, before threads share it."""
    shapely.prepare(shape)
    if not shapely.is_empty(shape):
        inside = shapely.point_on_surface(shape)
        shapely.contains_xy(shape, shapely.get_x(inside), shapely.get_y(inside))
        shapely.dwithin(shape, shapely.Point(0, 0), 1e8)


def coverage(
    perimeter: Perimeter,
    rank: int,
    territories: pd.DataFrame,
    drawn: frozenset[str],
    counts: tuple[int, int],
) -> Coverage:
    """What may be said of ``perimeter`` in the land of that rank. ``drawn``: quarters that have an outline."""
    known = territories[(territories["perimeter"] == perimeter) & (territories["status"] != "left_list")]
    lands = np.array([land_of(code.removeprefix("DEP-")) for code in known["parent_department"]], dtype=np.int64)
    whole_list = len(known) >= counts[1] or (rank == MAINLAND and int((lands == MAINLAND).sum()) >= counts[0])
    here = known[lands == rank]
    missing = here[~here["code"].isin(drawn)]
    placed = missing[missing["longitude"].notna() & (missing["status"] != "whole_commune")]
    saturated = frozenset(
        department
        for department, quarters in here.groupby("parent_department")
        if (quarters["status"] == "whole_commune").all() and _holds_all(quarters, str(department), territories)
    )
    blind = to_metres(placed["longitude"].to_numpy(), placed["latitude"].to_numpy(), LANDS[rank].epsg)
    return Coverage(
        complete=whole_list,
        uncovered=frozenset(missing.drop(placed.index)["parent_department"]) - saturated,
        saturated=saturated,
        blind=shapely.MultiPoint(np.column_stack(blind)),
    )


def _holds_all(quarters: pd.DataFrame, department: str, territories: pd.DataFrame) -> bool:
    """Whether the quarters are all the communes of their département."""
    communes = territories[
        (territories["kind"] == "commune")
        & (territories["parent_department"] == department)
        & (territories["status"] == "")
    ]
    return len(communes) > 0 and set(communes["code"]) <= set(quarters["communes"])
