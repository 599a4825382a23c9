"""The axis of time of a chart: where its periods stand, which of them are written under it, what breaks it."""

from __future__ import annotations

import calendar
import math
from collections.abc import Sequence
from html import escape
from typing import Any

from dashboard import french
from dashboard.charts.chart import BreakLine, Chart
from dashboard.charts.style import INK, MUTED, PAPER, RULE, spaced
from etl.model import period_bounds

CHARACTERS = 36
"""Characters of values that the width of a telephone bears, side by side."""
UPRIGHT = 2
"""The same of a period, which stands upright where it would touch its neighbours."""
EXCEPTIONAL = ("année exceptionnelle", "années exceptionnelles")


def position_in_time(period: str) -> float:
    """The middle of a period in years; a calendar year stands at its own number."""
    first, last = period_bounds(period)
    middle = (first.toordinal() + last.toordinal()) / 2
    days = 366 if calendar.isleap(first.year) else 365
    return first.year + (middle - first.replace(month=1, day=1).toordinal() + 0.5) / days - 0.5


def edges(chart: Chart) -> tuple[float, float]:
    """Where the axis of time starts and ends."""
    times = [position_in_time(mark.period) for mark in chart.marks]
    margin = max(max(times) - min(times), 1.0) * 0.08 + 0.1
    return min(times) - margin, max(times) + margin


def width(chart: Chart) -> float:
    """The same in years."""
    start, end = edges(chart)
    return end - start


def time_axis(chart: Chart, said: Sequence[str]) -> dict[str, Any]:
    """One tick a period that has data: its year alone when all are of the same day or quarter, which is said once."""
    words = {mark.period: french.period(mark.period).rpartition(" ") for mark in chart.marks}
    moments = {start for start, _, _ in words.values()}
    shared = moments.pop() if len(moments) == 1 and all(end.isdigit() for _, _, end in words.values()) else None
    texts = {
        position_in_time(period): end if shared is not None else f"{start}<br>{end}" if start else end
        for period, (start, _, end) in words.items()
    }
    kept = spaced(texts, UPRIGHT / CHARACTERS * width(chart))
    lines = [*([f"Chaque année : {shared}"] if shared else []), *said]
    title = {"title": {"text": "<br>".join(map(escape, lines)), "font": {"size": 13, "color": MUTED}}} if lines else {}
    return {
        "range": edges(chart), "fixedrange": True, "showgrid": False, "zeroline": False, "tickfont": {"color": MUTED},
        "automargin": True, "linecolor": RULE, "showline": True, "tickvals": kept,
        "ticktext": [texts[at] for at in kept], "autotickangles": [0, 90],
    } | title  # fmt: skip


def at_break(line: BreakLine) -> float:
    """A break stands just before its first period, an exceptional period is marked where it is."""
    return position_in_time(line.period) - (0 if line.exceptional else 0.5)


def break_line(line: BreakLine) -> dict[str, Any]:
    """Across the chart, dotted where it is a year that is not as others."""
    return {
        "type": "line", "x0": at_break(line), "x1": at_break(line), "xref": "x", "y0": 0, "y1": 1, "yref": "y domain",
        "layer": "below", "line": {"color": INK, "width": 1.5, "dash": "dot" if line.exceptional else "dash"},
    }  # fmt: skip


def break_words(chart: Chart) -> list[dict[str, Any]]:
    """What each break is, over it; the words of two that are side by side stand one over the other, those of two
    exceptional years that would meet are written once between them."""
    words = []
    apart = _room("rupture", chart)
    before, raised = -math.inf, False
    shared = {run[0]: run for run in _exceptional_runs(chart)}
    for line in sorted(chart.breaks, key=at_break):
        at = at_break(line)
        raised = line.exceptional or (at - before < apart and not raised)
        before = at
        if not line.exceptional:
            words.append(_word("rupture", at, chart, raised=raised))
        elif at in shared:
            run = shared[at]
            words.append(_word(EXCEPTIONAL[len(run) > 1], sum(run) / len(run), chart, raised=True))
    return words


def _exceptional_runs(chart: Chart) -> list[list[float]]:
    """Exceptional years, together where their words would meet."""
    runs: list[list[float]] = []
    for at in sorted({at_break(line) for line in chart.breaks if line.exceptional}):
        if runs and at - runs[-1][-1] < _room(EXCEPTIONAL[0], chart):
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _room(text: str, chart: Chart) -> float:
    """What a text takes of a telephone's width, in years."""
    return (len(text) + 1) / CHARACTERS * width(chart)


def _word(text: str, at: float, chart: Chart, *, raised: bool) -> dict[str, Any]:
    """A word over a break, on the side of it where there is room."""
    start, end = edges(chart)
    half = _room(text, chart) / 2
    return {
        "x": at, "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False, "text": text,
        "xanchor": "right" if at + half > end else "left" if at - half < start else "center",
        "yshift": 16 if raised else 0, "font": {"size": 13, "color": INK}, "bgcolor": PAPER,
    }  # fmt: skip
