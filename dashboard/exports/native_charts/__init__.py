"""Charts that an office suite draws itself: editable, with their workbook, from the same definition as the screen's."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from dashboard.charts import Chart
from dashboard.exports.native_charts.crossing import funnel, in_time
from dashboard.exports.native_charts.drawingml import chart_xml
from dashboard.exports.native_charts.facing import facing
from dashboard.exports.native_charts.grid import Grid, grid_of
from dashboard.exports.native_charts.lying import pairs, ranked, rows, spread
from dashboard.exports.native_charts.sheets import plane
from dashboard.exports.native_charts.spec import NativeChart
from dashboard.exports.native_charts.workbook import workbook

__all__ = ["NATIVE", "NativeChart", "embedded", "native", "part_of"]

NATIVE: dict[str, Callable[[Chart], NativeChart]] = {
    "bars": rows,
    "distribution": spread,
    "dumbbell": pairs,
    "funnel": funnel,
    "map": plane,
    "ranking": ranked,
    "scatter": facing,
    "series": in_time,
    "tiles": plane,
}
"""How each kind of chart is drawn by an office suite."""


@lru_cache(maxsize=256)
def native(chart: Chart) -> NativeChart:
    """A chart as an office suite draws it. Raises KeyError for a kind that none draws."""
    return NATIVE[chart.kind](chart)


@lru_cache(maxsize=256)
def _grid(chart: NativeChart) -> Grid:
    return grid_of(chart)


def part_of(chart: NativeChart, size: float, width: float, height: float) -> bytes:
    """The XML of a chart whose workbook is its first relation; see ``drawingml.chart_xml``."""
    return chart_xml(chart, _grid(chart), size, width, height)


@lru_cache(maxsize=256)
def embedded(chart: Chart) -> bytes:
    """The workbook of a chart."""
    header, table = chart.table()
    return workbook(_grid(native(chart)), header, table)
