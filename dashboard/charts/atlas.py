"""What a map says, ready to be drawn: how each class looks, and where everything stands on the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dashboard import french
from dashboard.charts.chart import SIDES, Chart
from dashboard.charts.rows import dots, extent, lay_out
from dashboard.charts.style import INK, MUTED, PAPER, RULE, base_layout, tick_texts, ticks
from dashboard.gaps.classes import Classes
from dashboard.gaps.estimate import FloatArray
from etl.catalogue import Unit
from etl.model import Face

RAMP = ("#F7E3D4", "#EBB896", "#D9825C", "#B5432A", "#6B1E10")
"""One hue from pale to dark: the order is seen without colours too. Every mark has an edge of ``EDGE``."""
EDGE = "#5A2418"
LEGEND_ROW = 21
LEGEND_TOP = 6
"""Pixels: one class of the key, and what is over the first."""
SWATCH = 26


@dataclass(frozen=True, slots=True)
class Look:
    """A class of places: what it is in words, how many, and how it is drawn. ``symbol`` is Plotly's, for a dot;
    ``pattern`` hatches a surface."""

    text: str
    count: int
    colour: str
    symbol: str = "circle"
    pattern: str = ""
    ink: str = INK
    """Of a text written over it."""


@dataclass(frozen=True, slots=True, eq=False)
class Dots:
    """Places drawn as dots, one entry each, by look: where on the sheet, how large in pixels, what they say when
    pointed at, where they lead."""

    look: int
    x: NDArray[np.float32]
    y: NDArray[np.float32]
    size: NDArray[np.float32]
    texts: tuple[str, ...]
    paths: tuple[str, ...]
    written: tuple[str, ...] = ()
    """What is written over each, where there is room."""
    symbol: str = ""
    """In place of that of the look."""
    hidden: bool = False
    """Whether a surface shows the places: the dots only answer."""


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Rings or lines on the sheet, nan between two of them."""

    x: NDArray[np.float32]
    y: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Note:
    """A text on the sheet: where, and which of its corners stands there (``xanchor``, ``yanchor`` of Plotly)."""

    text: str
    x: float
    y: float
    anchor: str = "left"
    level: str = "bottom"
    size: int = 11
    colour: str = MUTED
    bold: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Atlas:
    """A map on a sheet ``width`` × ``height``: the looks of its key, dots and surfaces by look, lines behind them,
    frames and scale bars, notes. ``key`` says more under the key: sizes, scales."""

    width: float
    height: float
    looks: tuple[Look, ...]
    dots: tuple[Dots, ...] = ()
    areas: tuple[tuple[int, Lines], ...] = ()
    borders: Lines | None = None
    frames: Lines | None = None
    bars: Lines | None = None
    rings: Dots | None = None
    """Places that the reader asked for, ringed."""
    notes: tuple[Note, ...] = ()
    key: tuple[str, ...] = ()

    @property
    def above(self) -> int:
        """Pixels over the sheet: the key."""
        return LEGEND_TOP + LEGEND_ROW * (len(self.looks) + len(self.key))


ABSENT_LOOKS = {
    Face.SECRET: ("x-thin-open", "x"),
    Face.MISSING: ("diamond-open", "/"),
    Face.NOT_APPLICABLE: ("square-open", "."),
}
"""How a place without a value looks: symbol of a dot, hatch of a surface. Never as a zero, which is in a class."""


def class_looks(classes: Classes, counts: Sequence[int], unit: Unit, decimals: int) -> list[Look]:
    """The classes, the highest first, from the darkest colour."""
    looks = []
    for rank in reversed(range(classes.count)):
        colour = RAMP[_shade(rank, classes.count)]
        dark = _shade(rank, classes.count) >= len(RAMP) - 2
        text = class_words(*classes.edges[rank], unit, decimals)
        looks.append(Look(text, counts[rank], colour, ink=PAPER if dark else INK))
    return looks


def _shade(rank: int, count: int) -> int:
    """Few classes are spread over the whole ramp."""
    return len(RAMP) // 2 if count == 1 else round(rank * (len(RAMP) - 1) / (count - 1))


def absent_look(face: Face, count: int) -> Look:
    """Places without a value, for that reason."""
    symbol, pattern = ABSENT_LOOKS[face]
    return Look(french.ABSENCES[face.value], count, PAPER, symbol, pattern)


def class_words(low: float | None, high: float | None, unit: Unit, decimals: int) -> str:
    """« moins de 30 % », « de 30 à moins de 40 % », « 60 % ou plus »; « toutes les valeurs » when nothing divides."""
    if low is None and high is None:
        return "toutes les valeurs"
    if low is None:
        return f"moins de {bound_words(high or 0.0, unit, decimals)}"
    if high is None:
        return f"{bound_words(low, unit, decimals)} ou plus"
    return f"de {french.number(low, _decimals(low, decimals))} à moins de {bound_words(high, unit, decimals)}"


def bound_words(bound: float, unit: Unit, decimals: int) -> str:
    """A bound with its unit, with the decimals that it needs."""
    return french.with_unit(bound, unit, _decimals(bound, decimals))


def _decimals(bound: float, decimals: int) -> int:
    """At most those of the indicator, unless the bound has more."""
    return next((places for places in range(decimals, 6) if round(bound, places) == bound), 6)


def key_notes(atlas: Atlas, counted: tuple[str, str]) -> list[dict[str, Any]]:
    """The key over the sheet: a box or a symbol of each look, its words and how many places are in it. ``counted`` is
    what they are, one and several."""
    notes: list[dict[str, Any]] = []
    for row, look in enumerate(atlas.looks):
        middle = atlas.above - LEGEND_TOP - LEGEND_ROW * (row + 0.5)
        what = counted[look.count > 1]
        text = f"{french.sentence(look.text)} : {french.number(look.count, 0)}{french.NBSP}{what}"
        notes += [_swatch(look, middle), _written(text, SWATCH + 8, middle)]
    for row, text in enumerate(atlas.key, start=len(atlas.looks)):
        notes.append(_written(text, 0, atlas.above - LEGEND_TOP - LEGEND_ROW * (row + 0.5)))
    return notes


_SIGNS = {
    "circle": "", "diamond": "◆", "triangle-up": "▲", "square": "■", "x-thin-open": "×", "diamond-open": "◇",
    "square-open": "□", "circle-open": "○",
}  # fmt: skip


def _swatch(look: Look, middle: float) -> dict[str, Any]:
    return {
        "x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "middle", "yshift": middle,
        "showarrow": False, "text": _SIGNS[look.symbol] or french.NBSP, "width": SWATCH - 6, "height": 12,
        "bgcolor": look.colour, "bordercolor": EDGE if not look.pattern else MUTED, "borderwidth": 1, "borderpad": 1,
        "font": {"size": 12, "color": look.ink},
    }  # fmt: skip


def _written(text: str, shift: float, middle: float) -> dict[str, Any]:
    return {
        "x": 0, "xref": "paper", "xanchor": "left", "xshift": shift, "y": 1, "yref": "paper", "yanchor": "middle",
        "yshift": middle, "showarrow": False, "align": "left", "text": escape(text), "font": {"size": 13, "color": INK},
    }  # fmt: skip


def surface(look: Look, lines: Lines) -> go.Scatter:
    """The surfaces of one look, hatched when they have no value."""
    pattern = {"shape": look.pattern, "fgcolor": MUTED, "bgcolor": PAPER, "size": 6} if look.pattern else None
    return go.Scatter(
        x=lines.x, y=lines.y, mode="lines", fill="toself", fillcolor=look.colour, fillpattern=pattern,
        line={"color": MUTED if look.pattern else EDGE, "width": 1}, hoverinfo="skip", name=look.text,
    )  # fmt: skip


def sheet_axes(figure: go.Figure, width: float, height: float) -> None:
    """One unit is as long both ways, whatever the screen."""
    figure.update_xaxes(range=[0, width], visible=False, fixedrange=True, constrain="domain")
    figure.update_yaxes(
        range=[0, height], visible=False, fixedrange=True, constrain="domain", scaleanchor="x", constraintoward="top"
    )


def traced(lines: Lines, colour: str = RULE, width: float = 1) -> go.Scatter:
    """Lines that nobody points at."""
    return go.Scatter(
        x=lines.x, y=lines.y, mode="lines", line={"color": colour, "width": width}, hoverinfo="skip"
    )  # fmt: skip


def joined(pieces: Sequence[FloatArray]) -> Lines:
    """Lines of (x, y) points, one after the other."""
    gap = np.full((1, 2), np.nan)
    parts = [part for piece in pieces for part in (piece, gap)]
    points = np.concatenate(parts[:-1]).astype(np.float32) if parts else np.empty((0, 2), np.float32)
    return Lines(points[:, 0], points[:, 1])


def noted(note: Note) -> dict[str, Any]:
    """A text on the sheet, as an annotation."""
    text = "<br>".join(escape(line) for line in note.text.split("\n"))
    return {
        "x": note.x, "y": note.y, "xanchor": note.anchor, "yanchor": note.level, "showarrow": False, "align": "left",
        "text": f"<b>{text}</b>" if note.bold else text, "font": {"size": note.size, "color": note.colour},
        "borderpad": 0,
    }  # fmt: skip


def rows_alone(chart: Chart) -> go.Figure:
    """Figures that have no place on a sheet, in rows: name and value over a dot."""
    rows = lay_out(chart)
    figure = go.Figure(layout=base_layout(rows.height + 44))
    for side in SIDES:
        figure.add_trace(dots(rows, chart.marks, side, chart.labels[side]))
    figure.update_layout(annotations=rows.labels(chart.highlighted))
    low, high = extent(mark.value for mark in chart.marks)
    span, places = high - low, ticks(low, high, most=4)
    figure.update_xaxes(
        range=[low - 0.05 * span, high + 0.05 * span], tickvals=places, ticktext=tick_texts(places, chart.symbol),
        gridcolor=RULE, zeroline=False, fixedrange=True, tickfont={"color": MUTED}, automargin=True,
    )  # fmt: skip
    figure.update_yaxes(range=[rows.height, 0], visible=False, fixedrange=True)
    return figure
