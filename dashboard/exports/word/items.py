"""What a document is made of, in order, before it is written: how tall each piece is can then be known first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.briefs.document import Illustration, Statement
from dashboard.exports.native_charts import native
from dashboard.exports.office.texts import column_widths, lines
from dashboard.exports.word.words import CELL_SIZE, Run

LOOKS = {
    "Title": (24, 0, 4), "Subtitle": (12, 0, 12), "Lisière surtitre": (10.5, 0, 4), "heading 1": (17, 18, 6),
    "heading 2": (13.5, 12, 4), "heading 3": (11, 8, 3), "caption": (11, 10, 2), "List Bullet": (10.5, 0, 4),
    "Lisière note": (8.5, 0, 2), "Lisière réserve": (9.5, 0, 6), "Normal": (10.5, 0, 6), "footnote text": (8.5, 0, 0),
    "Lisière cellule": (9, 1, 1),
}  # fmt: skip
"""Size of the letters of our styles, space before and after; in points."""
COMPACT = {
    "Title": (18, 0, 2), "Subtitle": (10.5, 0, 5), "Lisière surtitre": (9, 0, 2), "heading 1": (12, 7, 2),
    "heading 2": (11, 5, 2), "heading 3": (10, 4, 2), "caption": (10, 4, 1), "List Bullet": (9.5, 0, 2),
    "Lisière note": (8, 0, 1), "Lisière réserve": (8.5, 0, 3), "Normal": (9.5, 0, 3), "footnote text": (7.5, 0, 0),
    "Lisière cellule": (8, 0, 0),
}  # fmt: skip
"""The same in a document of one page, before it is made larger or smaller to fill it."""
LEADING, HEADER_SIZE = 1.3, 11
"""Times the size of letters; size of those over the text, at most."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set: the width of its text in points, its looks, how much larger or smaller."""

    width: float
    looks: Mapping[str, tuple[float, float, float]]
    scale: float = 1.0

    def height(self, style: str, text: str, width: float = 0.0) -> float:
        """Points that a paragraph takes."""
        size, before, after = (part * self.scale for part in self.looks[style])
        return lines(text, size, width or self.width) * size * LEADING + before + after


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; ``notes`` are the statements whose footnotes hang from it, by rank of the run they follow."""

    style: str
    runs: tuple[Run, ...]
    notes: tuple[tuple[int, Statement], ...] = ()
    links: tuple[tuple[int, str], ...] = ()
    """Addresses, by rank of the run that bears them."""
    keep: bool = False
    """On the page of what follows."""
    whole: bool = False
    """On one page."""

    def height(self, setting: Setting) -> float:
        """Points it takes, its footnotes included."""
        return setting.height(self.style, "".join(run.text for run in self.runs)) + sum(
            setting.height("footnote text", f"1 {statement.note}") for _, statement in self.notes
        )


@dataclass(frozen=True, slots=True)
class Captioned:
    """A numbered caption: ``word`` is « Figure » or « Tableau »."""

    word: str
    number: int
    text: str

    def height(self, setting: Setting) -> float:
        """Points it takes."""
        return setting.height("caption", f"{self.word} {self.number}. {self.text}")


@dataclass(frozen=True, slots=True)
class Figure:
    """A native chart."""

    illustration: Illustration
    compact: bool = False

    def height(self, setting: Setting) -> float:
        """Points of its frame: its rows need some."""
        chart = native(self.illustration.chart)
        if chart.ratio:
            most = min(360.0, setting.width * 0.62 * chart.ratio)
            return (min(most, 200.0) if self.compact else most) * setting.scale
        if chart.form != "bars":
            key = 12 * max(0, len(chart.series) - 4)
            return (150 if self.compact else 220 + key) * setting.scale
        bars = 1 if chart.overlap == 100 else len(chart.series)
        bar, between = (12, 3) if self.compact else (15, 8 if bars > 1 else 3)
        # The name of a row folds on the left of its bars
        names = [point.row for point in chart.series[0].points]
        rows = sum(max(bars * bar + between, 11 * lines(name, 9, 0.36 * setting.width) + 4) for name in names)
        return min(60 + rows, 620) * setting.scale


@dataclass(frozen=True, slots=True)
class Grid:
    """A table."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    told: str

    def height(self, setting: Setting) -> float:
        """Points it takes."""
        widths = self.widths(setting.width)
        return sum(
            max(setting.height("Lisière cellule", cell, room - 9) for cell, room in zip(row, widths, strict=True)) + 2
            for row in (self.header, *self.rows)
        )

    def widths(self, width: float) -> list[float]:
        """Its columns, in points."""
        return column_widths(self.header, self.rows, width, CELL_SIZE)


Item = Text | Captioned | Figure | Grid


def total(items: Sequence[Item], setting: Setting) -> float:
    """Points that everything takes, one under the other."""
    return sum(item.height(setting) for item in items)
