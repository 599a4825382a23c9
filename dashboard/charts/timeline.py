"""The axis of time of a chart: where its periods stand, which of them are written under it."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from html import escape
from typing import Any

from dashboard import french
from dashboard.charts.chart import Chart
from dashboard.charts.style import MUTED, RULE, spaced
from etl.model import period_bounds

CHARACTERS = 36
"""Characters of values that the width of a telephone bears, side by side."""
UPRIGHT = 2
"""The same of a period, which stands upright where it would touch its neighbours."""


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
