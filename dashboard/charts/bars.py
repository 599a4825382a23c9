"""One figure a line, for what is described but not compared: counts, means, shares of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.chart import Chart, Mark, Side, mark_of, source_lines
from dashboard.charts.rows import HOVER, even_rows, ticks_around, told
from dashboard.charts.style import (
    CHARACTER,
    COLOURS,
    TELEPHONE,
    figure_of,
    label_lines,
    row_label,
    value_axis,
)
from etl.catalogue import Catalogue, Indicator
from etl.model import Observation

ROW_HEIGHT = 40
LABEL_RAISED = 0.18
LEAST_ROOM = 0.3
MOST_ROOM = 0.75


def define(
    name: str,
    title: str,
    subtitle: str,
    rows: Sequence[tuple[str, Observation]],
    indicator: Indicator,
    catalogue: Catalogue,
) -> Chart:
    """One bar an observation of ``indicator``, with its label."""
    marks = tuple(mark_of(o, label, side_of(o, catalogue), catalogue) for label, o in rows)
    notes = [o.note for _, o in rows if o.note]
    return Chart(
        kind="bars",
        name=name,
        title=title,
        subtitle=subtitle,
        symbol=catalogue.units[indicator.unit].symbol,
        decimals=indicator.decimals,
        marks=marks,
        sources=source_lines([o for _, o in rows], catalogue),
        caveats=tuple(dict.fromkeys([*indicator.caveats, *notes])),
    )


def side_of(observation: Observation, catalogue: Catalogue) -> Side:
    """Which colour a lone figure takes: that of its zone."""
    return "priority" if catalogue.zones[observation.zone].role == "priority" else "reference"


def draw(chart: Chart) -> go.Figure:
    """One bar a mark of ``chart``, in order; absent values keep their line and say why."""
    marks = chart.marks
    labels = [label_lines(mark.row) for mark in marks]
    height, axis = even_rows(labels, ROW_HEIGHT, LABEL_RAISED)
    values = [mark.value for mark in marks if mark.value is not None] or [1.0]
    low, high = min([0.0, *values]), max([0.0, *values])
    edges = (low * 1.05, _right_edge(marks, low, high))
    bars = {
        "type": "bar",
        "x": [mark.value or 0 for mark in marks],
        "y": list(range(len(marks))),
        "orientation": "h",
        "width": 0.26,
        "marker": {
            "color": [COLOURS[mark.side] for mark in marks],
            "pattern": {"shape": ["/" if mark.uncertain else "" for mark in marks]},
        },
        "customdata": told(marks),
        "hovertemplate": HOVER,
    }
    return figure_of(
        height,
        [bars],
        annotations=[
            note
            for position, (mark, lines) in enumerate(zip(marks, labels, strict=True))
            for note in (row_label(position, lines, LABEL_RAISED), _value(position, mark))
        ],
        xaxis=value_axis(edges, ticks_around(low, high, edges[1], 4), chart.symbol),
        yaxis=axis,
    )


def _right_edge(marks: Sequence[Mark], low: float, high: float) -> float:
    """Where the axis must end for the value at the end of each bar to be read whole on a telephone."""
    edges = [high + (high - low) * LEAST_ROOM]
    for mark in marks:
        room = min(len(mark.label) * CHARACTER / TELEPHONE, MOST_ROOM)
        edges.append(low + (max(mark.value or 0, 0) - low) / (1 - room))
    return max(edges)


def _value(position: int, mark: Mark) -> dict[str, Any]:
    """The value at the end of its bar, or why there is none where the bar would start."""
    return {
        "x": max(mark.value or 0, 0), "xanchor": "left", "xshift": 6, "y": position, "yanchor": "middle",
        "showarrow": False, "text": f"<b>{escape(mark.label)}</b>", "font": {"size": 14, "color": COLOURS[mark.side]},
    }  # fmt: skip
