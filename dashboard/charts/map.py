"""Quarters where they are: dots or outlines coloured by class, on a sheet that holds every land."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard.charts.atlas import EDGE, Atlas, Dots, Look
from dashboard.charts.chart import Behind, Chart, Group, Mark
from dashboard.charts.insets import dots_apart, lines_apart
from dashboard.charts.sheet import answering, rows_alone, sheet_layout, surface, traced
from dashboard.charts.style import INK, MUTED
from etl.catalogue import Catalogue

PLOT = 760
"""Pixels of the sheet where nothing bounds it."""
RING = 9
"""Pixels that a ring is larger than the dot in it."""
BORDER = "#B9B2A3"


def define(
    name: str,
    title: str,
    subtitle: str,
    atlas: Atlas,
    marks: Sequence[Mark],
    groups: Sequence[Group],
    sources: Sequence[str],
    caveats: Sequence[str],
    symbol: str,
    decimals: int,
    catalogue: Catalogue,
    behind: Behind | None = None,
) -> Chart:
    """A map of quarters: ``groups`` count those of each class, ``marks`` are those that the reader asked for."""
    return Chart(
        kind="map",
        name=name,
        title=title,
        subtitle=subtitle,
        symbol=symbol,
        decimals=decimals,
        marks=tuple(marks),
        sources=tuple(sources),
        caveats=tuple(dict.fromkeys(caveats)),
        labels={"priority": catalogue.zones["qpv"].label, "reference": "Comparaison"},
        groups=tuple(groups),
        highlighted=tuple(mark.row for mark in marks),
        atlas=atlas,
        behind=behind,
    )


def draw(chart: Chart) -> go.Figure:
    """The sheet under its key; without a sheet, the figures in rows."""
    atlas = chart.atlas
    if atlas is None:
        return rows_alone(chart)
    lines = [(atlas.borders, BORDER, 0.8), (atlas.frames, BORDER, 0.8), (atlas.bars, MUTED, 1.5)]
    asked = [atlas.rings] if atlas.rings is not None else []
    # In one go: Plotly checks and copies everything again at each trace added
    return go.Figure(
        data=[
            *(
                traced(part, colour, width) | axes
                for line, colour, width in lines
                if line is not None
                for part, axes in lines_apart(line, atlas.below)
            ),
            *(surface(atlas.looks[look], line) for look, line in atlas.areas),
            *(_dots(part, atlas.looks) | axes for dots in atlas.dots for part, axes in dots_apart(dots, atlas.below)),
            *(_rings(part) | axes for rings in asked for part, axes in dots_apart(rings, atlas.below)),
        ],
        layout=sheet_layout(atlas, PLOT),
    )


def _dots(dots: Dots, looks: Sequence[Look]) -> dict[str, Any]:
    """Dots coloured by their look; hollow ones, without a value, in grey."""
    hollow = dots.symbol.endswith("-open")
    marker = {"symbol": dots.symbol, "size": dots.size, "opacity": 0 if dots.hidden else 1}
    if hollow:
        colours: dict[str, Any] = {"color": MUTED, "line": {"width": 1.2, "color": MUTED}}
    else:  # numbers on a scale: Plotly would check colours one by one
        last = max(len(looks) - 1, 1)
        scale = [[rank / last, look.colour] for rank, look in enumerate(looks)]
        colours = {
            "color": dots.looks.astype(np.float32), "cmin": 0, "cmax": last, "showscale": False,
            "colorscale": scale if len(scale) > 1 else [[0, looks[0].colour], [1, looks[0].colour]],
            "line": {"width": 0.7, "color": EDGE},
        }  # fmt: skip
    return answering(dots) | {"mode": "markers", "marker": marker | colours}


def _rings(dots: Dots) -> dict[str, Any]:
    return {
        "type": "scatter", "x": dots.x, "y": dots.y, "mode": "markers", "hoverinfo": "skip", "cliponaxis": False,
        "marker": {
            "symbol": "circle-open", "size": dots.size + RING, "color": INK, "line": {"width": 2.5, "color": INK},
        },
    }  # fmt: skip
