"""Maps as an office suite draws them: each place a point of the sheet, in the colour of its class."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape

import numpy as np
from numpy.typing import NDArray

from dashboard import french
from dashboard.charts import Chart
from dashboard.charts.atlas import EDGE, Atlas, Dots, Lines
from dashboard.charts.sheet import counted_words
from dashboard.exports.native_charts.labels import absent_line, uncertain_line
from dashboard.exports.native_charts.lying import rows
from dashboard.exports.native_charts.spec import INK, MUTED, RULE, Axis, NativeChart, Point, Series

Coordinates = NDArray[np.float32]
MARKERS = {
    "circle": "circle", "diamond": "diamond", "triangle-up": "triangle", "square": "square", "x-thin-open": "x",
    "diamond-open": "diamond", "square-open": "square", "circle-open": "circle",
}  # fmt: skip
MOST_BORDERS = 3_000
"""Points of the borders: more would weigh on the file, and no projector shows them."""
TILE, DOT, RING = 26, 4, 12
"""Points of a page."""
CAREFUL = "À lire avec précaution"
INSETS = 0.55
"""Of their size under the main land."""
SIZES = "Surface "
"""How the key of the screen tells what the size of a dot means: here all have one."""
_TAGS = re.compile(r"<[^>]+>")
_BREAK = re.compile(r"<br ?/?>")


def plane(chart: Chart) -> NativeChart:
    """The places on their sheet; without a sheet, the figures in rows."""
    atlas = chart.atlas
    if atlas is None:
        return rows(chart)
    tiles = chart.kind == "tiles"
    atlas = _wide(atlas)
    series = [
        *(_outlines(atlas) if tiles else _lines(atlas.borders, "Limites")),
        *(_lines(atlas.frames, "Cadres", INK if tiles else MUTED, 2.25 if tiles else 0.75)),
        *(_look(chart, atlas, rank, tiles=tiles) for rank, look in enumerate(atlas.looks) if look.count),
        *_rings(chart, atlas),
    ]
    return NativeChart(
        "scatter",
        tuple(series),
        Axis(low=0.0, high=float(atlas.height), shown=False),
        Axis(low=0.0, high=float(atlas.width), shown=False),
        ratio=atlas.height / atlas.width,
        under=tuple(_under(chart, atlas)),
        first="Lieu",
        x_head="Place (x)",
        plane=True,
    )


def _wide(atlas: Atlas) -> Atlas:
    """Insets beside the main land rather than under it: a page of a deck is wide."""
    if not atlas.below:
        return atlas
    shift = atlas.width * (INSETS + 0.03)

    def moved(x: Coordinates, y: Coordinates) -> tuple[Coordinates, Coordinates]:
        lower = y < atlas.below
        return np.where(lower, x * INSETS, x + shift), np.where(lower, y * INSETS, y - atlas.below)

    def line(lines: Lines | None) -> Lines | None:
        return None if lines is None else Lines(*moved(lines.x, lines.y))

    def dots(some: Dots) -> Dots:
        x, y = moved(some.x, some.y)
        return replace(some, x=x, y=y)

    return replace(
        atlas, width=atlas.width + shift, height=atlas.height - atlas.below, below=0.0,
        dots=tuple(dots(some) for some in atlas.dots), borders=line(atlas.borders),
        frames=line(atlas.frames), rings=atlas.rings and dots(atlas.rings),
    )  # fmt: skip


def _outlines(atlas: Atlas) -> list[Series]:
    """The frame of every tile."""
    return [
        Series("Cases", tuple(point for _, lines in atlas.areas for point in (*_corners(lines), Point("Cases", None))),
               MUTED, line="solid", weight=0.75, helper=True, unlisted=True)
    ]  # fmt: skip


def _corners(lines: Lines) -> list[Point]:
    places = zip(lines.x.tolist(), lines.y.tolist(), strict=True)
    return [Point("Cases", None) if math.isnan(x) else Point("Cases", round(y, 3), x=round(x, 3)) for x, y in places]


def _look(chart: Chart, atlas: Atlas, rank: int, *, tiles: bool) -> Series:
    look = atlas.looks[rank]
    symbol = "square" if tiles else MARKERS[look.symbol]
    hollow = look.symbol.endswith("-open")
    figures = {mark.row.rpartition(" (")[0]: mark.value for mark in chart.marks} if tiles else {}
    points = tuple(point for dots in atlas.dots for point in _points(dots, rank, figures, tiles=tiles))
    return Series(
        name=counted_words(look),
        points=points,
        colour=look.colour.lstrip("#"),
        symbol=symbol,
        size=TILE if tiles else _size(points) + (2 if hollow else 0),
        hollow=hollow and not tiles,
        edge=EDGE.lstrip("#") if not hollow else MUTED,
        beside="ctr",
        ink=look.ink.lstrip("#") if tiles else INK,
    )


def _size(points: tuple[Point, ...]) -> int:
    return DOT + (2 if len(points) < 50 else 0)


def _points(dots: Dots, rank: int, figures: Mapping[str, float | None], *, tiles: bool) -> list[Point]:
    found = []
    for at in np.flatnonzero(dots.looks == rank).tolist():
        name = _plain(_BREAK.split(dots.names[at])[0])
        told = _plain(dots.figures[at]) if dots.figures else _plain(" ".join(_BREAK.split(dots.names[at])[1:]))
        label = _plain(_BREAK.sub("\n", dots.written[at])) if tiles and dots.written else None
        place = (round(float(dots.x[at]), 3), round(float(dots.y[at]), 3))
        figure = figures.get(name)
        found.append(Point(name, place[1], x=place[0], label=label, told=told, figure=figure))
    return found


def _plain(markup: str) -> str:
    return unescape(_TAGS.sub("", markup)).strip(f"{french.NBSP}\n ")


def _rings(chart: Chart, atlas: Atlas) -> list[Series]:
    """The places that the reader asked for."""
    if atlas.rings is None:
        return []
    places = zip(atlas.rings.x.tolist(), atlas.rings.y.tolist(), strict=True)
    points = tuple(Point("Quartier demandé", round(y, 3), x=round(x, 3)) for x, y in places)
    return [Series("Quartier demandé", points, INK, symbol="circle", size=RING, hollow=True, edge=INK, helper=True)]


def _lines(lines: Lines | None, name: str, colour: str = RULE, weight: float = 0.75) -> list[Series]:
    """Lines behind the places, thinned where they are many; a hole between two of them."""
    if lines is None or not len(lines.x):
        return []
    step = max(1, math.ceil(len(lines.x) / MOST_BORDERS))
    points: list[Point] = []
    x, y = lines.x.tolist(), lines.y.tolist()
    for at in range(len(x)):
        hole = math.isnan(x[at])
        end = at + 1 == len(x) or math.isnan(x[at + 1]) or at == 0 or math.isnan(x[at - 1])
        if hole:
            points.append(Point(name, None))
        elif end or at % step == 0:
            points.append(Point(name, round(y[at], 2), x=round(x[at], 2)))
    return [Series(name, tuple(points), colour, line="solid", weight=weight, helper=True, unlisted=True)]


def _under(chart: Chart, atlas: Atlas) -> list[str]:
    if chart.kind == "map":
        told = [f"{mark.row} : {mark.text}" for mark in chart.marks]
        lines = [f"{' ; '.join(told)}."] if told else []
    else:
        lines = absent_line([(mark.row, mark.text) for mark in chart.marks if mark.value is None])
        lines += uncertain_line(CAREFUL, [(m.row, m.text) for m in chart.marks if m.value is not None and m.uncertain])
    lines += (
        ["Chaque point est un quartier, de même taille quelle que soit sa population."] if chart.kind == "map" else []
    )
    return [*lines, *(f"{text.rstrip('.')}." for text in atlas.key if not text.startswith(SIZES))]
