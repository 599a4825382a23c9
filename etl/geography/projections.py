"""The lands that have quarters, where they lie, and the system in which their metres are true.

Lambert-93 for mainland France and Corsica; the legal UTM systems elsewhere (RGAF09 UTM 20N in the Antilles, RGFG95 UTM
22N, RGR92 UTM 40S, RGM04 UTM 38S). In Polynésie française the system is RGPF UTM 6S, that of Tahiti and Moorea, where
all its quarters are. In Lambert-93 a length is off by 0.1 % at most near the parallels where quarters are, by 0.3 % in
the far south: under a metre in 300.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyproj
import shapely

Numbers = np.ndarray[Any, np.dtype[np.float64]]

DEGREES = 4326
OUTSIDE = -1
"""Rank of a point that is in no land."""


@dataclass(frozen=True, slots=True)
class Land:
    """A part of France with quarters: its départements (none named: the mainland), the EPSG code of its metric system,
    and a box around it in degrees: west, south, east, north."""

    name: str
    epsg: int
    box: tuple[float, float, float, float]
    departments: tuple[str, ...] = ()


LANDS = (
    Land("la France métropolitaine", 2154, (-5.3, 41.2, 9.8, 51.3)),
    Land("la Guadeloupe", 5490, (-61.95, 15.75, -60.95, 16.6), ("971",)),
    Land("la Martinique", 5490, (-61.35, 14.3, -60.7, 15.0), ("972",)),
    Land("la Guyane", 2972, (-54.8, 2.0, -51.4, 6.0), ("973",)),
    Land("La Réunion", 2975, (55.1, -21.5, 55.95, -20.75), ("974",)),
    Land("Mayotte", 4471, (44.9, -13.15, 45.4, -12.5), ("976",)),
    Land("Saint-Martin", 5490, (-63.2, 17.98, -62.93, 18.2), ("978",)),
    Land("la Polynésie française", 3297, (-155.0, -28.0, -134.0, -7.5), ("987",)),
)
MAINLAND = 0

_LAND_OF = {department: rank for rank, land in enumerate(LANDS) for department in land.departments}
METRIC_SYSTEMS = frozenset(land.epsg for land in LANDS)


def land_of(department: str) -> int:
    """The rank in LANDS of a département."""
    return _LAND_OF.get(department, MAINLAND)


def lands_at(longitudes: Numbers, latitudes: Numbers) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The rank in LANDS of each point in degrees, OUTSIDE when it is in the box of none (or is not a number)."""
    ranks = np.full(len(longitudes), OUTSIDE, dtype=np.int64)
    for rank, land in enumerate(LANDS):
        west, south, east, north = land.box
        inside = (longitudes >= west) & (longitudes <= east) & (latitudes >= south) & (latitudes <= north)
        ranks[inside] = rank
    return ranks


@cache
def _transformer(source: int, target: int) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def to_metres(longitudes: Numbers, latitudes: Numbers, epsg: int) -> tuple[Numbers, Numbers]:
    """Points in degrees, in the metres of a system."""
    x, y = _transformer(DEGREES, epsg).transform(longitudes, latitudes)
    return np.asarray(x), np.asarray(y)


def reproject(shape: shapely.Geometry, source: int, target: int) -> shapely.Geometry:
    """A shape carried from one system to another, vertex by vertex."""
    if source == target:
        return shape
    transformer = _transformer(source, target)
    return shapely.transform(shape, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])))
