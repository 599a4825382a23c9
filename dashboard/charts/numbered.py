"""Numbered marks over a cloud of quarters, and under the plot what each number is."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from dashboard.charts.chart import Chart, Side
from dashboard.charts.rows import HOVER, symbol_of, told
from dashboard.charts.style import COLOURS, LINE_HEIGHT, PAPER, label_lines

LIST_GAP = 10
"""Pixels between two rows of the list."""


def texts_of(chart: Chart) -> list[list[str]]:
    """« 1. Franc-Moisin : 42,0 % », cut in lines, one entry a row of the chart."""
    return [label_lines(f"{n}. {row} : {_figures(chart, row)}") for n, row in enumerate(chart.rows, start=1)]


def height_of(texts: Sequence[Sequence[str]]) -> int:
    """Pixels that the list takes."""
    return sum(LINE_HEIGHT * len(lines) + LIST_GAP for lines in texts)


def list_of(chart: Chart, texts: Sequence[Sequence[str]], listed: int, whole: int) -> list[dict[str, Any]]:
    """What each number is, in rows under the plot, in the colour of its side; ``listed`` pixels out of ``whole``."""
    sides = {mark.row: mark.side for mark in reversed(chart.marks)}
    notes, top = [], float(listed)
    for row, lines in zip(chart.rows, texts, strict=True):
        notes.append({
            "x": 0, "xref": "paper", "xanchor": "left", "y": top / whole, "yref": "paper", "yanchor": "top",
            "showarrow": False, "align": "left", "text": "<br>".join(escape(line) for line in lines),
            "font": {"size": 14, "color": COLOURS[sides[row]]},
        })  # fmt: skip
        top -= LINE_HEIGHT * len(lines) + LIST_GAP
    return notes


def marks_of(chart: Chart, side: Side, edge: float) -> dict[str, Any]:
    """The numbered marks of a side; a figure that has no place across stands on the right ``edge``, at its height."""
    shown = [mark for mark in chart.marks if mark.side == side and mark.value is not None]
    numbers = {row: str(n) for n, row in enumerate(chart.rows, start=1)}
    hollow = [mark.uncertain for mark in shown]
    return {
        "type": "scatter",
        "x": [edge if mark.n is None else mark.n for mark in shown],
        "y": [mark.value for mark in shown],
        "mode": "markers+text",
        "text": [f"<b>{numbers[mark.row]}</b>" for mark in shown],
        "textfont": {"size": 12, "color": [COLOURS[side] if empty else PAPER for empty in hollow]},
        "marker": {
            "symbol": [symbol_of(mark) for mark in shown],
            "size": 20 if side == "priority" else 24,
            "color": COLOURS[side],
            "line": {"width": 1.5, "color": [COLOURS[side] if empty else PAPER for empty in hollow]},
        },
        "cliponaxis": False,
        "customdata": told(shown),
        "hovertemplate": HOVER,
        "name": chart.labels[side],
    }


def _figures(chart: Chart, row: str) -> str:
    return ", ".join(mark.label for mark in chart.marks if mark.row == row)
