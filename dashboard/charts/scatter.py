"""One figure of each quarter against another one: a point a quarter, two lines that part them in four, words for each.

Nothing is fitted through the points: a slope would look like a cause.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard.charts.chart import SIDES, Chart
from dashboard.charts.crossing import Crossing
from dashboard.charts.numbered import height_of, list_of, marks_of, texts_of
from dashboard.charts.rows import extent
from dashboard.charts.style import (
    COLOURS,
    INK,
    LABEL_WIDTH,
    MUTED,
    figure_of,
    label_lines,
    ticks,
    value_axis,
)

PLOT, AXIS, KEY_HEIGHT = 400, 66, 66
EDGE = 18
"""Pixels: the plot, its axis under it, what it says over it; what a mark on the right edge needs."""
ROOM, WORDS_ROOM = 0.08, 0.17
"""Of an axis, left free at both ends: across; up, where the words of the corners stand and must hide no point."""
CORNERS = (("left", 1), ("right", 1), ("left", 0), ("right", 0))


def draw(chart: Chart) -> go.Figure:
    """The points with the two lines, numbered marks over them, and under it what each number is."""
    texts = texts_of(chart)
    listed = height_of(texts)
    whole = PLOT + AXIS + listed
    split = (listed + AXIS) / whole
    across, up = _ends(chart, across=True), _ends(chart, across=False)
    crossing = chart.crossing
    behind = [_points(crossing), *_lines(crossing, across, up)] if crossing else []
    symbol = crossing.across_symbol if crossing else ""
    return figure_of(
        KEY_HEIGHT + whole,
        [*behind, *(marks_of(chart, side, across[1]) for side in SIDES)],
        margin={"t": KEY_HEIGHT, "b": 0, "r": EDGE},
        annotations=[
            *list_of(chart, texts, listed, whole),
            *(_words(crossing, split) if crossing else ()),
        ],
        xaxis=value_axis(across, _places(across, _lowest(chart, across=True)), symbol),
        yaxis=value_axis(up, _places(up, _lowest(chart, across=False)), chart.symbol, domain=[split, 1]),
    )


def _points(crossing: Crossing) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": np.array(crossing.across, dtype=np.float32),
        "y": np.array(crossing.up, dtype=np.float32),
        "mode": "markers",
        "marker": {
            "symbol": "circle", "size": 7, "color": COLOURS["priority"], "opacity": 0.5,
            "line": {"width": 1, "color": COLOURS["priority"]},
        },
        "hovertext": [escape(name) for name in crossing.names],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "name": crossing.up_label,
    }  # fmt: skip


def _lines(crossing: Crossing, across: tuple[float, float], up: tuple[float, float]) -> list[dict[str, Any]]:
    line = {
        "type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": {"color": INK, "width": 1.2, "dash": "dash"}
    }  # fmt: skip
    return [
        line | {"x": [crossing.middle_across] * 2, "y": [*up]},
        line | {"x": [*across], "y": [crossing.middle_up] * 2},
    ]


def _words(crossing: Crossing, split: float) -> list[dict[str, Any]]:
    """What stands up, what the lines are, what stands across, and the word of each corner."""
    over = [*label_lines(f"↑ {crossing.up_label}"), *label_lines(crossing.lines)]
    notes = [
        _note(0, 1, over, xanchor="left", yanchor="bottom", color=INK),
        _note(0.5, split, label_lines(f"{crossing.across_label} →"), xanchor="center", yanchor="top", yshift=-24),
    ]
    for (side, top), words in zip(CORNERS, crossing.corners, strict=True):
        notes.append(
            _note(
                0.01 if side == "left" else 0.99, 1 if top else split, _folded(words), xanchor=side,
                yanchor="top" if top else "bottom", color=INK,
            )
        )  # fmt: skip
    return notes


def _folded(words: str) -> list[str]:
    """« Pauvreté forte, / ESS rare »: half a telephone each."""
    first, comma, rest = words.partition(", ")
    return [f"{first}{comma.strip()}", *([rest] if rest else [])] if len(words) > LABEL_WIDTH // 2 else [words]


def _note(x: float, y: float, lines: Sequence[str], *, color: str = MUTED, **more: Any) -> dict[str, Any]:
    return {
        "x": x, "xref": "paper", "y": y, "yref": "paper", "showarrow": False, "align": more["xanchor"],
        "text": "<br>".join(escape(line) for line in lines), "font": {"size": 12, "color": color},
    } | more  # fmt: skip


def _known(chart: Chart, *, across: bool) -> list[float | None]:
    """What has a place along an axis."""
    known = [mark.n if across else mark.value for mark in chart.marks]
    if chart.crossing:
        known += chart.crossing.across if across else chart.crossing.up
        known.append(chart.crossing.middle_across if across else chart.crossing.middle_up)
    return known


def _lowest(chart: Chart, *, across: bool) -> float:
    return extent(_known(chart, across=across))[0]


def _ends(chart: Chart, *, across: bool) -> tuple[float, float]:
    """Both ends of an axis: a little beyond the lowest and the highest."""
    low, high = extent(_known(chart, across=across))
    room = (ROOM if across else WORDS_ROOM) * (high - low)
    return low - room, high + room


def _places(ends: tuple[float, float], lowest: float) -> list[float]:
    """Where an axis is written: not below zero where nothing is."""
    return [place for place in ticks(*ends) if place >= min(lowest, 0.0)] or [*ends]
