"""A table on as many slides as it needs: evenly filled, whole texts in the notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.briefs.document import Table
from dashboard.exports.office.texts import references
from dashboard.exports.slides.frames import Box, Columns, columns_of
from dashboard.exports.slides.paging import evenly, held, left_out, tall
from dashboard.exports.slides.words import Words, plain

SIZES = (14, 13, 12, 11)
MOST_LINES, MOST_HEAD_LINES = 8, 3
"""Of a cell: more is cut."""
MOST_AROUND = 0.25
"""Of the room, for what stands over a table, and for what stands under it."""
GAP = 6


@dataclass(frozen=True, slots=True)
class Page:
    """The part of a table on one slide; ``whole`` are the cells that had to be cut."""

    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    whole: list[str]


@dataclass(frozen=True, slots=True)
class Paged:
    """A table laid in an area: what stands over it on its first slide, its slides, what stands under it on each."""

    columns: Columns
    pages: list[Page]
    over: list[Words]
    under: list[Words]
    area: Box

    @property
    def above(self) -> Box:
        """Where what stands over it is."""
        height = tall(self.over, self.area.width)
        return Box(self.area.left, self.area.top, self.area.width, height)

    def beneath(self, rank: int) -> Box:
        """Where what stands under it is: right under its last row, which no suite draws lower than the footer."""
        height = tall(self.under, self.area.width)
        page = self.pages[rank]
        top = self.top(rank) + sum(self.columns.height(row) for row in (page.header, *page.rows)) + GAP
        return Box(self.area.left, min(top, self.area.top + self.area.height - height), self.area.width, height)

    def top(self, rank: int) -> float:
        """Where the table starts on one of its slides."""
        return self.area.top + (self.above.height + GAP if self.over and rank == 0 else 0)


def paged(table: Table, area: Box, over: Sequence[Words], lead: Sequence[str]) -> Paged:
    """The slides of a table; ``lead`` says how to read it, under it with its sources."""
    around = [plain(text, 11, 2, colour="tx2") for text in lead]
    if table.references:
        label = "Source" if len(table.references) == 1 else "Sources"
        around.append(plain(f"{label} : {references(table.references)}", 11, 0, colour="tx2"))
    under = held(around, area.width, MOST_AROUND * area.height)
    above = held(over, area.width, MOST_AROUND * area.height)
    room = area.height - tall(under, area.width) - 2 * GAP
    # What stands over the table is on its first slide alone: the slides are filled as that one is
    room -= tall(above, area.width) + GAP if above else 0
    columns, pages = min((_pages(table, area, room, size) for size in SIZES), key=lambda found: len(found[1]))
    return Paged(columns, pages, above, under, area)


def _pages(table: Table, area: Box, room: float, size: float) -> tuple[Columns, list[Page]]:
    """The slides of a table in letters of ``size`` points."""
    columns = columns_of(table.header, table.rows, area.width, size)
    header = columns.cut(table.header, MOST_HEAD_LINES)
    rows = [(row, columns.cut(row, MOST_LINES)) for row in table.rows]
    slides = evenly(rows, lambda row: columns.height(row[1]), room - columns.height(header))
    return columns, [
        Page(header, [cut for _, cut in slide],
             [*_left(table.header, header), *(text for row, cut in slide for text in _left(row, cut))])
        for slide in slides
    ]  # fmt: skip


def _left(whole: Sequence[str], shown: Sequence[str]) -> list[str]:
    return [text for text, cell in zip(whole, shown, strict=True) if text != cell]


def told(page: Page, paged_: Paged) -> list[str]:
    """What the notes of a slide must say of what was cut on it."""
    cut = [*left_out(paged_.over), *left_out(paged_.under), *page.whole]
    return ["", "En entier :", *(f"• {text}" for text in cut)] if cut else []
