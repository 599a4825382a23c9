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
DARK = RAMP[-2:]
EDGE = "#5A2418"
LEGEND_ROW = 21
LEGEND_TOP = 6
"""Pixels: one class of the key, and what is over the first."""
SWATCH = 26
LONGEST_CLASS = 33
"""Characters of a class that a telephone shows, before how many places are in it."""
HALO = "rgba(251, 250, 247, 0.75)"
"""Behind a text on the sheet."""


@dataclass(frozen=True, slots=True)
class Look:
    """A class of places: what it is in words, how many, and how it is drawn. ``symbol`` is Plotly's, for a dot;
    ``pattern`` hatches a surface. ``lasting``: told even when nobody is in it."""

    text: str
    count: int
    colour: str
    symbol: str = "circle"
    pattern: str = ""
    lasting: bool = False

    @property
    def ink(self) -> str:
        """The colour of a text written over it."""
        return PAPER if self.colour in DARK else INK


@dataclass(frozen=True, slots=True, eq=False)
class Dots:
    """Places drawn as dots of one ``symbol``, one entry each, the first below: rank of their look, where on the sheet,
    how large in pixels, their name and their figure, where they lead."""

    symbol: str
    looks: NDArray[np.int64]
    x: NDArray[np.float32]
    y: NDArray[np.float32]
    size: NDArray[np.float32]
    names: tuple[str, ...]
    figures: tuple[str, ...]
    paths: tuple[str, ...]
    written: tuple[str, ...] = ()
    """What is written over each, where there is room."""
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
    """A map on a sheet ``width`` × ``height``: the looks of its key, dots, surfaces by look, lines behind them, frames
    and scale bars, notes. ``key`` says more under the key: sizes, scales; a line each."""

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

    counted: str = ""
    """What the looks count, several of them."""

    @property
    def told(self) -> list[Look]:
        """The looks of the key."""
        return [look for look in self.looks if look.count or look.lasting]

    @property
    def above(self) -> int:
        """Pixels over the sheet: the key."""
        return LEGEND_TOP + LEGEND_ROW * (1 + len(self.told) + len(self.key))


ABSENT_LOOKS = {
    Face.SECRET: ("x-thin-open", "x"),
    Face.MISSING: ("diamond-open", "/"),
    Face.NOT_APPLICABLE: ("square-open", "."),
}
"""How a place without a value looks: symbol of a dot, hatch of a surface. Never as a zero, which is in a class."""


def class_looks(classes: Classes, counts: Sequence[int], unit: Unit, decimals: int) -> list[Look]:
    """The classes, the highest first, from the darkest colour."""
    bare = unit.model_copy(update={"symbol": ""}) if unit_row(classes, unit, decimals) else unit
    texts = [class_words(*edges, bare, decimals) for edges in classes.edges]
    return [
        Look(texts[rank], counts[rank], RAMP[_shade(rank, classes.count)], lasting=True)
        for rank in reversed(range(classes.count))
    ]


def unit_row(classes: Classes, unit: Unit, decimals: int) -> list[str]:
    """The row of a key for a unit that its classes have no room for; none where each class bears it."""
    longest = max(len(class_words(*edges, unit, decimals)) for edges in classes.edges)
    return [f"Unité : {unit.symbol}"] if longest > LONGEST_CLASS and unit.symbol else []


def _shade(rank: int, count: int) -> int:
    """Few classes are spread over the whole ramp."""
    return len(RAMP) // 2 if count == 1 else round(rank * (len(RAMP) - 1) / (count - 1))


def absent_look(face: Face, count: int, words: str = "") -> Look:
    """Places without a value, for that reason, in other ``words`` where they are more precise."""
    symbol, pattern = ABSENT_LOOKS[face]
    return Look(words or french.ABSENCES[face.value], count, PAPER, symbol, pattern)


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


def key_notes(atlas: Atlas) -> list[dict[str, Any]]:
    """The key over the sheet: a box or a symbol of each look, its words and how many places are in it."""
    rows = [atlas.above - LEGEND_TOP - LEGEND_ROW * (row + 0.5) for row in range(1 + len(atlas.told) + len(atlas.key))]
    notes = [_written(f"Classe (nombre de {atlas.counted})", 0, rows[0], MUTED)]
    for look, middle in zip(atlas.told, rows[1:], strict=False):
        text = f"{french.sentence(look.text)} ({french.number(look.count, 0)})"
        notes += [_swatch(look, middle), _written(text, SWATCH + 8, middle)]
    for text, middle in zip(atlas.key, rows[1 + len(atlas.told) :], strict=True):
        notes.append(_written(text, 0, middle, MUTED))
    return notes


_SIGNS = {
    "circle": "", "diamond": "◆", "triangle-up": "▲", "square": "■", "x-thin-open": "×", "diamond-open": "◇",
    "square-open": "□", "circle-open": "○",
}  # fmt: skip


def _swatch(look: Look, middle: float) -> dict[str, Any]:
    return {
        "x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "middle", "yshift": middle,
        "showarrow": False, "text": _SIGNS[look.symbol] or french.NBSP, "width": SWATCH - 6, "height": 12,
        "bgcolor": look.colour, "bordercolor": EDGE if look.colour in RAMP else MUTED, "borderwidth": 1, "borderpad": 1,
        "font": {"size": 12, "color": look.ink},
    }  # fmt: skip


def _written(text: str, shift: float, middle: float, colour: str = INK) -> dict[str, Any]:
    return {
        "x": 0, "xref": "paper", "xanchor": "left", "xshift": shift, "y": 1, "yref": "paper", "yanchor": "middle",
        "yshift": middle, "showarrow": False, "align": "left", "text": escape(text),
        "font": {"size": 13, "color": colour},
    }  # fmt: skip


def surface(look: Look, lines: Lines) -> dict[str, Any]:
    """The surfaces of one look, hatched when they have no value."""
    hatched = {"shape": look.pattern, "fgcolor": MUTED, "bgcolor": PAPER, "size": 7, "solidity": 0.15}
    return {
        "type": "scatter", "x": lines.x, "y": lines.y, "mode": "lines", "fill": "toself", "fillcolor": look.colour,
        "line": {"color": EDGE if look.colour in RAMP else MUTED, "width": 1}, "hoverinfo": "skip", "name": look.text,
    } | ({"fillpattern": hatched} if look.pattern else {})  # fmt: skip


def traced(lines: Lines, colour: str = RULE, width: float = 1) -> dict[str, Any]:
    """Lines that nobody points at."""
    return {
        "type": "scatter", "x": lines.x, "y": lines.y, "mode": "lines", "line": {"color": colour, "width": width},
        "hoverinfo": "skip",
    }  # fmt: skip


def answering(dots: Dots) -> dict[str, Any]:
    """What dots say when pointed at, and the address each leads to when chosen."""
    return {
        "type": "scatter", "x": dots.x, "y": dots.y, "hovertext": dots.names, "text": dots.figures,
        "customdata": dots.paths, "hovertemplate": "<b>%{hovertext}</b><br>%{text}<extra></extra>",
        "cliponaxis": False,
    }  # fmt: skip


def sheet_layout(atlas: Atlas, plot: int) -> go.Layout:
    """The key, the notes, and axes on which one unit is as long both ways, whatever the screen."""
    layout = base_layout(plot + atlas.above)
    still = {"visible": False, "fixedrange": True, "constrain": "domain"}
    layout.update(
        annotations=[*key_notes(atlas), *(noted(note) for note in atlas.notes)],
        margin={"t": atlas.above, "b": 8},
        hoverdistance=12,
        xaxis=still | {"range": [0, atlas.width]},
        yaxis=still | {"range": [0, atlas.height], "scaleanchor": "x", "constraintoward": "top"},
    )
    return layout


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
        "borderpad": 0, "bgcolor": HALO,
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
