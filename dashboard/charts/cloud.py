"""The many quarters of a funnel and the limits around them: too many for a row each, drawn as points and curves."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from dashboard.charts.style import COLOURS, INK, REFERENCE
from dashboard.gaps.funnel import PLACES, Place

SHAPES = {
    Place.WITHIN: "circle",
    Place.ABOVE_95: "triangle-up-open",
    Place.ABOVE_998: "triangle-up",
    Place.BELOW_95: "triangle-down-open",
    Place.BELOW_998: "triangle-down",
    Place.TOO_SMALL: "x-thin-open",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """A pair of curves of a funnel, in the unit of the chart, at the denominators of the cloud's ``along``."""

    text: str
    lower: tuple[float, ...]
    upper: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Cloud:
    """The quarters of a funnel, one entry each: ``places`` are the values of ``dashboard.gaps.funnel.Place``. The
    table counts them by place (``Chart.groups``)."""

    n: tuple[float, ...]
    values: tuple[float, ...]
    names: tuple[str, ...]
    places: tuple[str, ...]
    along: tuple[float, ...]
    limits: tuple[Limits, ...]
    target: float


def cloud_points(cloud: Cloud) -> list[dict[str, Any]]:
    """Every quarter, by where it stands: shape says it, without colour."""
    found = []
    for place, symbol in SHAPES.items():
        kept = [i for i, name in enumerate(cloud.places) if name == place.value]
        if not kept:
            continue
        found.append({
            "type": "scatter",
            "x": np.array([cloud.n[i] for i in kept], dtype=np.float32),
            "y": np.array([cloud.values[i] for i in kept], dtype=np.float32),
            "mode": "markers",
            "marker": {
                "symbol": symbol, "size": 6, "color": COLOURS["priority"], "opacity": 0.5,
                "line": {"width": 1, "color": COLOURS["priority"]},
            },
            "hovertext": [escape(cloud.names[i]) for i in kept],
            "hovertemplate": "%{hovertext}<br>%{y} sur %{x:.0f}<extra></extra>",
            "name": PLACES[place],
        })  # fmt: skip
    return found


def cloud_limits(cloud: Cloud) -> list[dict[str, Any]]:
    """The limits, the inner pair dashed, and the share of all quarters between them."""
    line = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}
    curves = [
        line | {"x": cloud.along, "y": curve, "line": {"color": INK, "width": 1.2, "dash": dash}}
        for pair, dash in zip(cloud.limits, ("dash", "solid"), strict=True)
        for curve in (pair.lower, pair.upper)
    ]
    ends, level = (cloud.along[0], cloud.along[-1]), (cloud.target, cloud.target)
    return [*curves, line | {"x": ends, "y": level, "line": {"color": REFERENCE, "width": 2, "dash": "dot"}}]
