"""Chart definitions and the modules that draw them: a table in, a figure out. No Dash, no file."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache

import plotly.graph_objects as go

from dashboard.charts.chart import SIDES, BreakLine, Chart, Mark, Side, mark_of, source_lines, zone_label

__all__ = [
    "SIDES",
    "BreakLine",
    "Chart",
    "Mark",
    "Side",
    "chart_kinds",
    "draw",
    "mark_of",
    "source_lines",
    "zone_label",
]

HELPERS = ("atlas", "chart", "cloud", "crossing", "insets", "numbered", "plane", "rows", "sheet", "style", "timeline")


def chart_kinds() -> list[str]:
    """The kinds of chart, found by listing the folder."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name not in HELPERS)


def draw(chart: Chart) -> go.Figure:
    """The figure of a chart, by the module its ``kind`` names. Kept: the same chart is drawn once; do not change it.
    Few maps are kept: each holds thousands of places."""
    return _draw(chart) if chart.atlas is None else _draw_map(chart)


def _made(chart: Chart) -> go.Figure:
    figure: go.Figure = importlib.import_module(f"{__name__}.{chart.kind}").draw(chart)
    return figure


_draw, _draw_map = lru_cache(maxsize=256)(_made), lru_cache(maxsize=16)(_made)
