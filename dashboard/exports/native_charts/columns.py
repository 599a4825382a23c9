"""Many columns side by side (a histogram): one name in some, the values along the axis where none holds over a column.

Every number and every name stays in the workbook.
"""

from __future__ import annotations

import math
from dataclasses import replace

from dashboard.exports.native_charts.spec import NativeChart
from dashboard.exports.office import texts

DRAWN = 0.92
"""Of the width of a frame, that columns take."""
NAME_LINES = 3
FONT = 1.1
"""Times the width of letters: theirs in a wide font."""
BESIDE = 6
"""Points between two names."""
OVER = 1.05
"""Times its width, that a number over a column needs."""


def one_label_in(chart: NativeChart, size: float, width: float) -> int:
    """One name of a column in how many holds in a frame ``width`` points wide, in letters of ``size`` points: all of
    them on a few lines, or some of them on one."""
    if chart.form != "columns":
        return 1
    names = [point.row for point in chart.series[0].points]
    each = DRAWN * width / max(len(names), 1)
    if all(_folds(name, size * FONT, each - BESIDE) for name in names):
        return 1
    longest = max(texts.width(name, size * FONT) for name in names)
    return min(math.ceil((longest + BESIDE) / each), len(names))


def _folds(name: str, size: float, room: float) -> bool:
    words = max(texts.width(word, size) for word in name.split(" "))
    return words <= room and texts.lines(name, size, room) <= NAME_LINES


def without_labels(chart: NativeChart, size: float, width: float) -> NativeChart:
    """The chart with its values along an axis rather than over columns that are narrower than them."""
    if chart.form != "columns":
        return chart
    told = max((texts.width(p.label, size) for s in chart.series for p in s.points if p.label), default=0.0)
    if OVER * told <= DRAWN * width / max(chart.rows, 1):
        return chart
    series = tuple(replace(s, points=tuple(replace(p, label=None) for p in s.points)) for s in chart.series)
    return replace(chart, series=series, values=replace(chart.values, shown=True, grid=True))
