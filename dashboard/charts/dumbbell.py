"""Two figures a line and the gap drawn between them: the QPV on one end, their surroundings on the other."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.chart import SIDES, Chart, Mark, Side, labels_of, mark_of, sides_of, source_lines
from dashboard.charts.rows import HOVER, even_rows, limits_of, symbol_of, ticks_around, told
from dashboard.charts.style import (
    CHARACTER,
    COLOURS,
    GAP,
    TELEPHONE,
    figure_of,
    label_lines,
    row_label,
    value_axis,
)
from dashboard.french import NBSP
from dashboard.gaps import Gap
from etl.catalogue import Catalogue

ROW_HEIGHT = 62
LABEL_RAISED = 0.24
DOT = 15
LONG = 10_000
"""From here on, values have too many digits for five of them under a telephone's chart."""
MOST_ROOM, SETTLED = 0.45, 4
"""Of the width of the chart: the most that one value may take; and the rounds that settle the room of all."""


def define(name: str, title: str, subtitle: str, rows: Sequence[tuple[str, Gap]], catalogue: Catalogue) -> Chart:
    """One row a gap, with its label. The gaps share a unit; the caveats that concern the comparison come along."""
    gaps = [gap for _, gap in rows]
    marks: list[Mark] = []
    for label, gap in rows:
        marks += [mark_of(observation, label, side, catalogue) for side, observation in sides_of(gap)]
    sides = [side for gap in gaps for side in (gap.priority, gap.reference)]
    indicator = gaps[0].indicator
    return Chart(
        kind="dumbbell",
        name=name,
        title=title,
        subtitle=subtitle,
        symbol=catalogue.units[indicator.unit].symbol,
        decimals=max(gap.indicator.decimals for gap in gaps),
        marks=tuple(marks),
        sources=source_lines(sides, catalogue),
        caveats=tuple(dict.fromkeys(caveat for gap in gaps for caveat in gap.caveats)),
        labels=labels_of(gaps, catalogue),
    )


def draw(chart: Chart) -> go.Figure:
    """One line a row of ``chart``, the first on top; each end is labelled with its value."""
    rows = chart.rows
    labels = [label_lines(row) for row in rows]
    height, axis = even_rows(labels, ROW_HEIGHT, LABEL_RAISED)
    return figure_of(
        height,
        [_dots(chart, rows, side) for side in SIDES],
        shapes=[bar for position, row in enumerate(rows) if (bar := _bar(chart, position, row)) is not None],
        annotations=[row_label(position, lines, LABEL_RAISED) for position, lines in enumerate(labels)],
        xaxis=_axis(chart),
        yaxis=axis,
    )


def _axis(chart: Chart) -> dict[str, Any]:
    """From zero to the largest value, with room on both sides for the values written beside the dots."""
    values = [mark.value for mark in chart.marks if mark.value is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    edges = _edges(chart, low, high)
    places = ticks_around(low, high, edges[1], 5 if high < LONG else 3)
    return value_axis(edges, places, chart.symbol)


def _edges(chart: Chart, low: float, high: float) -> list[float]:
    """Where the axis must start and end for every value to be read whole on a telephone."""
    span = high - low or 1.0
    start, end = low - 0.28 * span, high + 0.36 * span
    # Room made on one side takes some from the other: a few rounds settle both
    for mark in chart.marks * SETTLED:
        room = min((len(_written(chart, mark)) * CHARACTER + DOT) / TELEPHONE, MOST_ROOM)
        at = mark.value or 0.0
        if _outer_side(chart, mark) == "right":
            end = max(end, start + (at - start) / (1 - room))
        else:
            start = min(start, end - (end - at) / (1 - room))
    return [start, end]


def _written(chart: Chart, mark: Mark) -> str:
    """The value beside a dot: « 14 440 € » where the row already says « (par an) »."""
    currency, _, rate = chart.symbol.partition(" ")
    return mark.label.removesuffix(f" {rate}") if currency == "€" and f"({rate})" in mark.row else mark.label


def _bar(chart: Chart, position: int, row: str) -> dict[str, Any] | None:
    """The gap itself, from one value to the other; nothing when one is absent."""
    values = [mark.value for side in SIDES for mark in chart.of(row, side) if mark.value is not None]
    if len(values) < 2:
        return None
    return {
        "type": "rect", "x0": min(values), "x1": max(values), "y0": position - 0.09, "y1": position + 0.09,
        "fillcolor": GAP, "line": {"width": 0}, "layer": "below",
    }  # fmt: skip


def _dots(chart: Chart, rows: list[str], side: Side) -> dict[str, Any]:
    """The dots of one side, each value written on the outer side of its dot; an absence is written at zero."""
    marks = [mark for mark in chart.marks if mark.side == side]
    return {
        "type": "scatter",
        "x": [0 if mark.value is None else mark.value for mark in marks],
        "y": [rows.index(mark.row) for mark in marks],
        "mode": "markers+text",
        "text": [f"{NBSP}<b>{escape(_written(chart, mark))}</b>{NBSP}" for mark in marks],
        "textposition": [f"middle {_outer_side(chart, mark)}" for mark in marks],
        "textfont": {"size": 14, "color": COLOURS[side]},
        "cliponaxis": False,
        "marker": {
            "symbol": [symbol_of(mark) for mark in marks],
            "size": DOT,
            "opacity": [0 if mark.value is None else 1 for mark in marks],
            "color": COLOURS[side],
            "line": {"width": 2, "color": COLOURS[side]},
        },
        "error_x": limits_of(marks),
        "customdata": told(marks),
        "hovertemplate": HOVER,
        "name": chart.labels[side],
    }


def _outer_side(chart: Chart, mark: Mark) -> str:
    """Where there is room for the value of ``mark``: away from the dot it is compared with."""
    other: Side = "reference" if mark.side == "priority" else "priority"
    values = [m.value for m in chart.of(mark.row, other) if m.value is not None]
    if mark.value is None or not values:
        return "right"
    return "right" if (mark.value, mark.side) > (values[0], other) else "left"
