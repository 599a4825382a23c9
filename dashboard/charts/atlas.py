"""What a map says, ready to be drawn: how each class looks, and where everything stands on the sheet."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard import french
from dashboard.charts.style import INK, MUTED, PAPER
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
KEY_WIDTH = 42
"""Characters of a line of the key."""
LONGEST_CLASS = 33
"""Characters of a class that a telephone shows, before how many places are in it."""


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
    towards: tuple[float, float] | None = None
    """The place that a thin line leads to, where the text stands away from it."""
    short: float = 0.0
    """Pixels that the line stops short of it."""


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
    below: float = 0.0
    """Height of the insets, under the main land; 0 without any."""

    @property
    def told(self) -> list[Look]:
        """The looks of the key."""
        return [look for look in self.looks if look.count or look.lasting]

    @property
    def above(self) -> int:
        """Pixels over the sheet, in a picture: the key."""
        return LEGEND_TOP + LEGEND_ROW * (1 + len(self.told) + len(self.key_lines))

    @property
    def title(self) -> str:
        """What heads the key."""
        return f"Classe (nombre de {self.counted})"

    @property
    def key_lines(self) -> list[str]:
        """What follows the looks in the key, cut as a picture writes it."""
        return [line for text in self.key for line in textwrap.wrap(text, KEY_WIDTH)]


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


def joined(pieces: Sequence[FloatArray]) -> Lines:
    """Lines of (x, y) points, one after the other."""
    gap = np.full((1, 2), np.nan)
    parts = [part for piece in pieces for part in (piece, gap)]
    points = np.concatenate(parts[:-1]).astype(np.float32) if parts else np.empty((0, 2), np.float32)
    return Lines(points[:, 0], points[:, 1])
