"""The look of every chart: two colours carry the meaning, shapes and words repeat it."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go

from dashboard import french

PAPER = "#FBFAF7"
INK = "#1F2328"
MUTED = "#57606A"
RULE = "#D9D4C8"
PRIORITY = "#B5432A"
REFERENCE = "#2F5D7C"
GAP = "#E4D3BF"
SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif"
LINE_HEIGHT = 18
LABEL_WIDTH = 38
"""Characters of a label before it goes to the line: what a telephone shows."""
TELEPHONE, CHARACTER = 300, 8.5
"""Pixels: a chart on a telephone, and a bold character."""
SYMBOLS = {"priority": "circle", "reference": "diamond"}
COLOURS = {"priority": PRIORITY, "reference": REFERENCE}


def figure_of(height: int, data: Iterable[Mapping[str, Any]], **layout: Any) -> go.Figure:
    """A figure made in one go: Plotly checks and copies everything again at each part added later."""
    return go.Figure(data=[*data], layout=layout_of(height, **layout))


def layout_of(height: int, margin: Mapping[str, int] | None = None, **more: Any) -> dict[str, Any]:
    """Margins (those given replace ours one by one), fonts and French separators; no legend (lines are labelled), no
    plotly template (it is built lazily and not thread-safely)."""
    return {
        "template": "none",
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 32, "autoexpand": True} | dict(margin or {}),
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "font": {"family": SANS, "size": 14, "color": INK},
        "separators": ",\u202f",
        "showlegend": False,
        "hoverlabel": {"bgcolor": "#FFFFFF", "bordercolor": RULE, "font": {"family": SANS, "size": 14, "color": INK}},
        "dragmode": False,
    } | more


def value_axis(edges: Sequence[float], places: list[float], symbol: str, **more: Any) -> dict[str, Any]:
    """An axis of values that nobody drags, from one of ``edges`` to the other, written at ``places``."""
    return {
        "range": [*edges], "tickvals": places, "ticktext": tick_texts(places, symbol), "tickfont": {"color": MUTED},
        "gridcolor": RULE, "zeroline": False, "fixedrange": True, "automargin": True,
    } | more  # fmt: skip


def row_axis(first: float, last: float, **more: Any) -> dict[str, Any]:
    """The axis of rows, from the top down, which is not drawn."""
    return {"range": [last, first], "visible": False, "fixedrange": True} | more


def label_lines(label: str) -> list[str]:
    """A label cut in lines that fit a telephone."""
    return textwrap.wrap(french.typography(label), LABEL_WIDTH) or [""]


def row_label(position: float, lines: list[str], raised: float) -> dict[str, Any]:
    """The annotation that names the row at ``position``, over it by ``raised`` (in rows), on the left edge."""
    return {
        "x": 0, "xref": "paper", "xanchor": "left", "y": position - raised, "yanchor": "bottom", "showarrow": False,
        "text": "<br>".join(escape(line) for line in lines), "align": "left", "font": {"size": 14, "color": INK},
    }  # fmt: skip


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round places from ``low`` to ``high`` (which straddle or touch zero), at most ``most`` steps apart."""
    span = high - low or 1.0
    power = 10.0 ** math.floor(math.log10(span))
    step = next(s * power for s in (0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10) if span / (s * power) <= most)
    return [round(step * k, 9) for k in range(math.ceil(low / step), math.floor(high / step) + 1)]


def spaced(places: Iterable[float], apart: float) -> list[float]:
    """Those of ``places`` that may be written without touching: the last, the first, then the others from the left,
    each at least ``apart`` from those already kept; in order."""
    ordered = sorted(set(places))
    kept: list[float] = []
    for place in [*ordered[-1:], *ordered]:
        if all(abs(place - other) >= apart for other in kept):
            kept.append(place)
    return sorted(kept)


def tick_suffix(symbol: str) -> str:
    """The unit after a tick, only when it is short."""
    return f"\u00a0{symbol}" if symbol in ("%", "€", "fois", "ans", "km") else ""


def tick_texts(places: list[float], symbol: str) -> list[str]:
    """The ticks at ``places`` in French, with their unit; in millions (M) when they are that large."""
    if max(map(abs, places)) >= french.MILLION:
        return [french.number(place / french.MILLION, 2) + ("\u00a0M" if place else "") for place in places]
    # « 37,5 % » beside « 40 % » reads as two precisions: all ticks have the decimals of the finest
    decimals = max(len(f"{place:.2f}".rstrip("0").partition(".")[2]) for place in places)
    return [french.number(place, decimals, fixed=place != 0) + tick_suffix(symbol) for place in places]
