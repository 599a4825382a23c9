"""What stands around a drawing that leaves the screen: finding, subtitle, key, caveats, source and date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import french
from dashboard.charts import Chart, Side
from dashboard.charts.style import COLOURS, INK, MUTED, SANS, SYMBOLS
from dashboard.exports.drawing.canvas import Canvas, group
from dashboard.exports.drawing.symbols import shape
from dashboard.exports.drawing.text import ASCENT, LINE_SPACING, Face, written
from etl.words import counted

SERIF = "Georgia, 'Times New Roman', serif"
TITLE, SUBTITLE, KEY, CAVEAT, SOURCE = 24, 15, 15, 13, 12
"""Font sizes."""
MARK, GAP, BETWEEN, APART = 11, 7, 26, 8
"""Pixels: a mark of the key, from it to its words, from them to the next mark, from a part to the next."""
SAFE = 0.97
"""Of the room: widths of letters are only known about."""
SHOWN_CAVEATS = 2
SHOWN_SOURCES = 3
"""Publications that a picture names; the page of the chart names them all."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The words around a drawing. ``key`` has the sides with what they are, ``approximate`` how approximate figures
    are drawn, ``source`` the publications and the date of the data."""

    title: str
    subtitle: str
    key: tuple[tuple[Side, str], ...]
    approximate: str
    caveats: tuple[str, ...]
    source: str


def heading_of(chart: Chart, dated: str) -> Heading:
    """Those of ``chart``; ``dated`` says which data it is drawn from (« données du 24 novembre 2026 »). The first
    caveats are told, the others counted."""
    shown, left = chart.caveats[:SHOWN_CAVEATS], len(chart.caveats) - SHOWN_CAVEATS
    more = (f"{french.sentence(counted(left, 'autre réserve'))} : voir la page de ce graphique.",) if left > 0 else ()
    named, unnamed = " ; ".join(chart.sources[:SHOWN_SOURCES]), len(chart.sources) - SHOWN_SOURCES
    others = (
        f" ; et {french.counted(unnamed, 'autre publication')} : voir la page de ce graphique" if unnamed > 0 else ""
    )
    return Heading(
        title=chart.title,
        subtitle=chart.subtitle,
        key=tuple((side, chart.labels[side]) for side in chart.sides),
        approximate=chart.approximate,
        caveats=(*shown, *more),
        source=f"Source{'s' if len(chart.sources) > 1 else ''} : {named}{others}. Lisière, {dated}.",
    )


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of one size."""

    lines: Sequence[str]
    size: float
    colour: str
    family: str | None = None

    @property
    def height(self) -> float:
        """With the space under it."""
        return len(self.lines) * LINE_SPACING * self.size + APART


def _head_blocks(heading: Heading, room: float, font: str) -> list[_Block]:
    family = SERIF if font == SANS else None
    texts = ((heading.title, TITLE, INK, family), (heading.subtitle, SUBTITLE, MUTED, None))
    return [
        _Block(Face(size, font).wrapped(text, room * SAFE), size, colour, face)
        for text, size, colour, face in texts
        if text
    ]


def _foot_blocks(heading: Heading, room: float, font: str) -> list[_Block]:
    texts = [(text, CAVEAT, INK) for text in heading.caveats] + [(heading.source, SOURCE, MUTED)]
    return [_Block(Face(size, font).wrapped(text, room * SAFE), size, colour) for text, size, colour in texts]


def _key_rows(heading: Heading, room: float, font: str) -> list[list[tuple[float, Side | None, str]]]:
    """Where each entry of the key stands on its row: from the left, its side, its words."""
    rows: list[list[tuple[float, Side | None, str]]] = []
    left = 0.0
    entries: list[tuple[Side | None, str]] = [*heading.key]
    for side, words in [*entries, *([(None, heading.approximate)] if heading.approximate else [])]:
        width = Face(KEY, font).width(words) + (MARK + GAP if side else 0)
        if not rows or left + width > room * SAFE:
            rows.append([])
            left = 0.0
        rows[-1].append((left, side, words))
        left += width + BETWEEN
    return rows


def head_height(heading: Heading, room: float, font: str) -> float:
    """Pixels of what stands over the drawing."""
    rows = len(_key_rows(heading, room, font))
    key = rows * LINE_SPACING * KEY + APART if rows else 0.0
    return sum(block.height for block in _head_blocks(heading, room, font)) + key


def foot_height(heading: Heading, room: float, font: str) -> float:
    """Pixels of what stands under it."""
    return sum(block.height for block in _foot_blocks(heading, room, font))


def draw_head(canvas: Canvas, heading: Heading, left: float, top: float, room: float, font: str) -> None:
    """Finding, subtitle, key."""
    top = _draw_blocks(canvas, _head_blocks(heading, room, font), left, top)
    for row in _key_rows(heading, room, font):
        baseline = top + ASCENT * KEY
        for start, side, words in row:
            x = left + start
            if side is not None:
                mark = shape(SYMBOLS[side], x + MARK / 2, baseline - 0.35 * KEY, MARK / 2)
                canvas.add(group([mark], fill=COLOURS[side]))
                x += MARK + GAP
            canvas.add(written([((words, False),)], x, baseline, size=KEY, colour=INK if side else MUTED))
        top += LINE_SPACING * KEY


def draw_foot(canvas: Canvas, heading: Heading, left: float, top: float, room: float, font: str) -> None:
    """Caveats, then source and date."""
    _draw_blocks(canvas, _foot_blocks(heading, room, font), left, top)


def _draw_blocks(canvas: Canvas, blocks: Sequence[_Block], left: float, top: float) -> float:
    """Blocks one under the other; where the next would start."""
    for block in blocks:
        lines = [((french.typography(line), False),) for line in block.lines]
        baseline = top + ASCENT * block.size
        canvas.add(written(lines, left, baseline, size=block.size, colour=block.colour, family=block.family))
        top += block.height
    return top
