"""Quarters where they are: dots or outlines coloured by class, on a sheet that holds every land."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.atlas import (
    EDGE,
    Atlas,
    Dots,
    Look,
    key_notes,
    noted,
    rows_alone,
    sheet_axes,
    surface,
    traced,
)
from dashboard.charts.chart import Chart, Group, Mark
from dashboard.charts.style import INK, MUTED, base_layout
from etl.catalogue import Catalogue

PLOT = 760
"""Pixels of the sheet where nothing bounds it."""
COUNTED = ("quartier", "quartiers")
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
    )


def draw(chart: Chart) -> go.Figure:
    """The sheet under its key; without a sheet, the figures in rows."""
    atlas = chart.atlas
    if atlas is None:
        return rows_alone(chart)
    figure = go.Figure(layout=base_layout(PLOT + atlas.above))
    for lines, colour in ((atlas.borders, BORDER), (atlas.frames, BORDER), (atlas.bars, MUTED)):
        if lines is not None:
            figure.add_trace(traced(lines, colour, 1.5 if lines is atlas.bars else 0.8))
    for look, lines in atlas.areas:
        figure.add_trace(surface(atlas.looks[look], lines))
    for dots in atlas.dots:
        figure.add_trace(_dots(dots, atlas.looks[dots.look]))
    if atlas.rings is not None:
        figure.add_trace(_rings(atlas.rings))
    figure.update_layout(
        annotations=[*key_notes(atlas, COUNTED), *(noted(note) for note in atlas.notes)],
        margin={"t": atlas.above, "b": 8},
        hoverdistance=12,
    )
    sheet_axes(figure, atlas.width, atlas.height)
    return figure


def _dots(dots: Dots, look: Look) -> go.Scatter:
    """The dots of one look: what each says when pointed at, and the address it leads to when chosen."""
    symbol = dots.symbol or look.symbol
    absent = look.symbol.endswith("-open")
    return go.Scatter(
        x=dots.x, y=dots.y, mode="markers",
        marker={
            "symbol": symbol + ("-open" if absent and dots.symbol else ""), "size": dots.size,
            "opacity": 0 if dots.hidden else 1, "color": MUTED if absent else look.colour,
            "line": {"width": 1.2 if absent else 0.7, "color": MUTED if absent else EDGE},
        },
        hovertext=dots.texts, customdata=dots.paths, hovertemplate="%{hovertext}<extra></extra>", name=look.text,
        cliponaxis=False,
    )  # fmt: skip


def _rings(dots: Dots) -> go.Scatter:
    return go.Scatter(
        x=dots.x, y=dots.y, mode="markers", hoverinfo="skip", cliponaxis=False,
        marker={"symbol": "circle-open", "size": dots.size + RING, "color": INK, "line": {"width": 2.5, "color": INK}},
    )  # fmt: skip
