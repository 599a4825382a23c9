"""Outlines of quarters and of the places around them, each in the metres of its land."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyproj
import shapely

from dashboard.store.embedded import StoreError

LAMBERT_93 = 2154
"""EPSG code of the metres of mainland France and Corsica."""
DEGREES = 4326
FIRST_OVERSEAS = "DEP-97"
_TABLE = "outlines"


class Outlines:
    """Surfaces by code, as ``etl/geography`` wrote them: ``code``, ``epsg``, ``geometry`` (WKB in the metres of that
    system). Without a table, no place has an outline."""

    def __init__(self, table: pd.DataFrame | None, departments: Mapping[str, str]) -> None:
        """``departments`` gives the département of each quarter: with its outlines it tells the system of a land.

        Raises StoreError when an outline cannot be read.
        """
        codes = [] if table is None else table["code"].tolist()
        systems = [] if table is None else table["epsg"].tolist()
        self._shapes: dict[str, Any] = dict(zip(codes, _read(table), strict=True))
        met: dict[str, Counter[int]] = {}
        for code, system in zip(codes, systems, strict=True):
            met.setdefault(departments.get(code, code), Counter())[int(system)] += 1
        self._systems = {department: found.most_common(1)[0][0] for department, found in met.items()}

    def shape(self, code: str) -> Any | None:
        """The surface of a place in the metres of its land; None when it is not known."""
        return self._shapes.get(code)

    def system(self, department: str, longitude: float, latitude: float) -> int:
        """The EPSG code of the metres of a département: that of its outlines, or the usual one at a place in it."""
        if department in self._systems:
            return self._systems[department]
        if department < FIRST_OVERSEAS:
            return LAMBERT_93
        zone = int((longitude + 180) // 6) + 1  # UTM on WGS 84
        return (32600 if latitude >= 0 else 32700) + zone


def _read(table: pd.DataFrame | None) -> list[Any]:
    if table is None:
        return []
    try:
        return list(shapely.from_wkb(table["geometry"].to_numpy()))
    except shapely.errors.ShapelyError as error:
        raise StoreError(f"{_TABLE}.parquet : contour illisible ({error}) ; relancer « qpv etl --raw »") from None


def to_metres(
    longitudes: np.ndarray[Any, np.dtype[np.float64]], latitudes: np.ndarray[Any, np.dtype[np.float64]], system: int
) -> tuple[np.ndarray[Any, np.dtype[np.float64]], np.ndarray[Any, np.dtype[np.float64]]]:
    """Points in degrees, in the metres of a system."""
    x, y = _transformer(system).transform(longitudes, latitudes)
    return np.asarray(x), np.asarray(y)


@cache
def _transformer(system: int) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(DEGREES, system, always_xy=True)
