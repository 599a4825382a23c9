"""One GeoJSON geometry made safe: of the right kind, where it should be, not crossing itself, in metres."""

from __future__ import annotations

import json
import re
from typing import Any

import shapely

from etl.geography.projections import DEGREES, METRIC_SYSTEMS, Land, reproject

_SURFACES = ("Polygon", "MultiPolygon")
_CRS84 = ("", "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "OGC:CRS84")
_EPSG = re.compile(r"(?:urn:ogc:def:crs:EPSG:[0-9.]*:|EPSG:)([0-9]+)")


def system_of(crs: str) -> int | str:
    """The EPSG code that the ``crs`` member of a GeoJSON names (WGS 84 when there is none), or why it is not read.

    EPSG:4326 is read longitude first, as every GeoJSON writes it; a file that does not is told by where it falls.
    """
    if crs in _CRS84:
        return DEGREES
    match = _EPSG.fullmatch(crs)
    code = int(match[1]) if match else 0
    if code == DEGREES or code in METRIC_SYSTEMS:
        return code
    known = ", ".join(f"EPSG:{system}" for system in (DEGREES, *sorted(METRIC_SYSTEMS)))
    return f"système de coordonnées non lu ; possibles : CRS84, {known}"


def surface(geometry: Any) -> shapely.Geometry | str:
    """A GeoJSON surface as written, or why it is not one."""
    if not isinstance(geometry, dict) or not geometry.get("coordinates"):
        return "contour vide"
    if geometry.get("type") not in _SURFACES:
        return f"{geometry.get('type')} : un polygone est attendu"
    try:
        shape = shapely.from_geojson(json.dumps(geometry, allow_nan=False))
    except (shapely.errors.GEOSException, ValueError):
        return "contour illisible : chaque anneau est une suite de points fermée, [longitude, latitude]"
    return "contour vide" if shape.is_empty else shape


def astray(shape: shapely.Geometry, land: Land) -> str:
    """Why a shape in degrees is not where it should be; empty when it is."""
    west, south, east, north = land.box
    left, low, right, high = (float(bound) for bound in shapely.bounds(shape))
    if west <= left and right <= east and south <= low and high <= north:
        return ""
    if west <= low and high <= east and south <= left and right <= north:
        return "latitude et longitude inversées : GeoJSON écrit la longitude d'abord"
    return (
        f"contour hors de {land.name} (de {left:.4f} à {right:.4f} de longitude, de {low:.4f} à {high:.4f} de latitude)"
    )


def mended(shape: shapely.Geometry) -> tuple[shapely.Geometry, bool]:
    """A valid surface, and whether it crossed itself. Lines and points left by the repair enclose nothing: dropped."""
    if shapely.is_valid(shape):
        return shape, False
    valid = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    parts = [part for part in shapely.get_parts(valid) if part.geom_type in _SURFACES]
    return shapely.union_all(parts) if len(parts) != 1 else parts[0], True


def in_metres(degrees: shapely.Geometry, epsg: int) -> shapely.Geometry:
    """A valid surface in the metres of a system."""
    return mended(reproject(degrees, DEGREES, epsg))[0]
