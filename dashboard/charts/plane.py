"""The sheet that a map is drawn on: lands beside each other, each at its own scale, with a scale bar and a name.

Units of the sheet are its own: a sheet is ``WIDTH`` wide, and drawn as wide as the screen lets it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.gaps.estimate import FloatArray

WIDTH = 1000.0
TELEPHONE = 300
"""Pixels that a telephone gives to a sheet: what is written on it must hold there."""
UNIT = WIDTH / TELEPHONE
"""Of the sheet, for one pixel of a telephone."""
CHARACTER, LINE = 6.2 * UNIT, 14 * UNIT
"""Room of a letter and of a line, on the sheet of a telephone."""
MARGIN = 0.04
TALLEST, WIDEST = 1.35, 0.6
"""Height of a sheet over its width, at most and at least."""
_PER_ROW = 4
_GUTTER = 12.0
_TITLE, _BAR, _BODY = 30 * UNIT, 17 * UNIT, 48 * UNIT
"""Heights in an inset: two lines of name, the scale bar, the land."""
_LONGEST_BAR = 0.4
_GOLDEN_ANGLE = 2.399963

Bounds = tuple[float, float, float, float]
"""West, south, east, north, in metres."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A land on the sheet. A point of it, in metres, stands at ``(x0 + scale × x, y0 + scale × y)``; ``box`` is the
    frame, ``inner`` the room of the land in it, in units of the sheet."""

    label: str
    scale: float
    x0: float
    y0: float
    box: Bounds
    inner: Bounds

    def place(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Points in metres, on the sheet."""
        return self.x0 + self.scale * x, self.y0 + self.scale * y

    @property
    def bar(self) -> tuple[float, str]:
        """Length of its scale bar on the sheet, and what it is: « 20 km »."""
        west, _, east, _ = self.inner
        return scale_bar((east - west) / self.scale * _LONGEST_BAR, self.scale)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Frames on a sheet: ``WIDTH`` wide, ``height`` high, from the lower left; the insets are under ``below``."""

    height: float
    frames: Mapping[str, Frame]
    below: float = 0.0


def scale_bar(longest: float, scale: float) -> tuple[float, str]:
    """The longest round length of at most ``longest`` metres: its length on the sheet, and its text."""
    power = 10.0 ** math.floor(math.log10(longest))
    metres = next(step * power for step in (5.0, 2.0, 1.0) if step * power <= longest)
    text = f"{metres / 1000:g}".replace(".", ",") + "\u00a0km" if metres >= 1000 else f"{metres:g}\u00a0m"
    return metres * scale, text


def single(name: str, label: str, bounds: Bounds) -> Sheet:
    """One land on the whole sheet, which takes its shape within limits."""
    west, south, east, north = grown(bounds, MARGIN)
    ratio = min(max((north - south) / (east - west), WIDEST), TALLEST)
    box = (0.0, 0.0, WIDTH, WIDTH * ratio)
    return Sheet(box[3], {name: _fitted(label, (west, south, east, north), box, box)})


def with_insets(main: tuple[str, str, Bounds], insets: Sequence[tuple[str, str, Bounds]]) -> Sheet:
    """The main land on top, then the others in rows below, each in a frame of one size; (name, label, bounds)."""
    rows = math.ceil(len(insets) / _PER_ROW)
    cell = _TITLE + _BODY + _BAR
    below = rows * (cell + _GUTTER)
    name, label, bounds = main
    west, south, east, north = grown(bounds, MARGIN / 2)
    ratio = min(max((north - south) / (east - west), WIDEST), TALLEST)
    height = below + WIDTH * ratio
    box = (0.0, below, WIDTH, height)
    frames = {name: _fitted(label, (west, south, east, north), box, box)}
    width = (WIDTH - _GUTTER * (_PER_ROW - 1)) / _PER_ROW
    for rank, (inset, title, limits) in enumerate(insets):
        row, column = divmod(rank, _PER_ROW)
        left, top = column * (width + _GUTTER), below - _GUTTER - row * (cell + _GUTTER)
        outer = (left, top - cell, left + width, top)
        inner = (left + _GUTTER, top - cell + _BAR, left + width - _GUTTER, top - _TITLE)
        frames[inset] = _fitted(title, grown(limits, 2 * MARGIN), outer, inner)
    return Sheet(height, frames, below)


def _fitted(label: str, bounds: Bounds, box: Bounds, inner: Bounds) -> Frame:
    """A land as large as ``inner`` lets it be, in its middle."""
    west, south, east, north = bounds
    left, low, right, high = inner
    scale = min((right - left) / (east - west), (high - low) / (north - south))
    x0 = (left + right) / 2 - scale * (west + east) / 2
    y0 = (low + high) / 2 - scale * (south + north) / 2
    return Frame(label, scale, x0, y0, box, inner)


def grown(bounds: Bounds, share: float, least: float = 1000.0) -> Bounds:
    """Bounds with a margin on each side: a ``share`` of the longer one, and never less than ``least`` metres."""
    west, south, east, north = bounds
    margin = max(share * max(east - west, north - south), least)
    return west - margin, south - margin, east + margin, north + margin


def bounds_of(x: FloatArray, y: FloatArray) -> Bounds:
    """The bounds of some points, at least one."""
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def around(bounds: Sequence[Bounds]) -> Bounds:
    """The bounds of several."""
    west, south, east, north = np.array(bounds, dtype=float).T
    return float(west.min()), float(south.min()), float(east.max()), float(north.max())


def spread(x: FloatArray, y: FloatArray, step: float) -> tuple[FloatArray, FloatArray]:
    """Points that stand in one place, moved around it in a spiral so that each is seen; the first stays.

    Neighbours of the spiral are about ``step`` apart, as the seeds of a sunflower (Vogel, 1979).
    """
    _, place, counts = np.unique(np.column_stack([x, y]).round(6), axis=0, return_inverse=True, return_counts=True)
    if len(x) == 0 or counts.max() == 1:
        return x, y
    order = np.argsort(place.ravel(), kind="stable")
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    rank = np.empty(len(x))
    rank[order] = np.arange(len(x)) - np.repeat(starts, counts)
    angle, distance = rank * _GOLDEN_ANGLE, step * np.sqrt(rank)
    return x + distance * np.cos(angle), y + distance * np.sin(angle)


def boxes_meet(box: Bounds, others: FloatArray) -> NDArray[np.bool_]:
    """Which of ``others`` (rows of bounds) share some surface with ``box``."""
    west, south, east, north = box
    meet: NDArray[np.bool_] = (
        (others[:, 0] < east) & (west < others[:, 2]) & (others[:, 1] < north) & (south < others[:, 3])
    )
    return meet
