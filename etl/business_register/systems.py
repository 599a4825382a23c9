"""The systems of coordinates of the geolocation file, and the bounds beyond which one of them is not what it says."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

import ibis
from ibis.expr.types import BooleanValue, FloatingValue, StringValue

from etl.geography.projections import LANDS, Numbers, to_metres

SYSTEMS = MappingProxyType(
    {"2154": 2154, "5490": 5490, "32620": 5490, "2972": 2972, "32622": 2972, "2975": 2975, "32740": 2975, "4471": 4471}
)
"""EPSG codes that are met, and the legal system of the same zone. The UTM systems on WGS 84 differ from the legal ones
by less than a metre: their metres are taken as they are."""


@cache
def bounds(epsg: str) -> tuple[float, float, float, float]:
    """The box, in metres of the system, of the lands that use it: west, south, east, north."""
    boxes = [land.box for land in LANDS if land.epsg == SYSTEMS[epsg]]
    xs: list[Numbers] = []
    ys: list[Numbers] = []
    for west, south, east, north in boxes:
        across, along = [west, (west + east) / 2, east] * 2, [south] * 3 + [north] * 3
        x, y = to_metres(across, along, SYSTEMS[epsg])  # type: ignore[arg-type]
        xs.append(x)
        ys.append(y)
    return (
        float(min(x.min() for x in xs)),
        float(min(y.min() for y in ys)),
        float(max(x.max() for x in xs)),
        float(max(y.max() for y in ys)),
    )


def is_known(epsg: StringValue) -> BooleanValue:
    """Whether the system of a point is one of those of France."""
    return epsg.isin(tuple(SYSTEMS))


def in_bounds(x: FloatingValue, y: FloatingValue, epsg: StringValue) -> BooleanValue:
    """Whether a point falls in the lands of its system: degrees, or coordinates of another system, do not."""
    cases = []
    for code in SYSTEMS:
        west, south, east, north = bounds(code)
        cases.append((epsg == code, x.between(west, east) & y.between(south, north)))
    return ibis.cases(*cases, else_=False)
