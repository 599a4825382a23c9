"""Outlines of quarters and of the places around them, each in the metres of its land."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import shapely

from dashboard.store.embedded import StoreError
from dashboard.store.official import REBUILD

LAMBERT_93 = 2154
"""EPSG code of the metres of mainland France and Corsica."""
DEGREES = 4326
FIRST_OVERSEAS = "DEP-97"
OUTLINES = "outlines.parquet"


class Outlines:
    """Surfaces by code, as ``etl/geography`` wrote them: ``code``, ``epsg``, ``geometry`` (WKB in the metres of that
    system). Without a file, no place has an outline."""

    def __init__(self, path: Path | None, departments: Mapping[str, str]) -> None:
        """``departments`` gives the département of each quarter: with its outlines it tells the system of a land.

        Raises StoreError when the file or an outline cannot be read.
        """
        table = _read(path) if path is not None and path.is_file() else {"code": [], "epsg": [], "geometry": []}
        self._shapes: dict[str, Any] = dict(zip(table["code"], table["geometry"], strict=True))
        met: dict[str, Counter[int]] = {}
        for code, system in zip(table["code"], table["epsg"], strict=True):
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


def _read(path: Path) -> dict[str, list[Any]]:
    """The columns that a map needs, the geometries as shapes: the file itself is not kept."""
    try:
        columns: dict[str, list[Any]] = pq.read_table(path, columns=["code", "epsg", "geometry"]).to_pydict()
        return columns | {"geometry": list(shapely.from_wkb(columns["geometry"]))}
    except (OSError, ValueError, pa.ArrowException, shapely.errors.ShapelyError) as error:
        raise StoreError(f"{path.name} : contours illisibles ({error}) ; {REBUILD}") from None


def to_metres(
    longitudes: np.ndarray[Any, np.dtype[np.float64]], latitudes: np.ndarray[Any, np.dtype[np.float64]], system: int
) -> tuple[np.ndarray[Any, np.dtype[np.float64]], np.ndarray[Any, np.dtype[np.float64]]]:
    """Points in degrees, in the metres of a system."""
    x, y = _transformer(system).transform(longitudes, latitudes)
    return np.asarray(x), np.asarray(y)


@cache
def _transformer(system: int) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(DEGREES, system, always_xy=True)
