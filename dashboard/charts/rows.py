"""What charts of many quarters share: rows whose name and figures are written over their marks, and words for groups.

Figures are in the row's own text, so that no label can fall on a mark or leave a telephone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from dashboard import french
from dashboard.charts.chart import Chart, Mark, Side, counted, zone_words
from dashboard.charts.style import COLOURS, LINE_HEIGHT, PAPER, SYMBOLS, label_lines, row_axis, row_label, ticks
from dashboard.gaps.quarters import Subject
from etl.catalogue import Catalogue
from etl.model import Face

MARKS_HEIGHT, GAP_HEIGHT = 26, 8
"""Pixels: the line of marks under each text, and the space before the next row."""
DOT = 13
OVER_FIRST, UNDER_LAST, AROUND = 6, 36, 40
"""Pixels over the name of the first row and under the marks of the last; margins of a chart, with its axis."""
HOVER = "<b>%{customdata[0]}</b><br>%{customdata[1]} : %{customdata[2]}<extra></extra>"


@dataclass(frozen=True, slots=True)
class Rows:
    """Where each row stands, in pixels from the top: the lines of its text, then its marks."""

    texts: dict[str, list[str]]
    marks: dict[str, float]
    """Middle of the line of marks, by row."""
    height: int

    def labels(self, highlighted: Sequence[str]) -> list[dict[str, Any]]:
        """Every row's text over its marks; in bold for those ``highlighted``."""
        return [
            row_label(self.marks[row] - MARKS_HEIGHT / 2, lines, 0)
            | {"bgcolor": PAPER}
            | ({"text": f"<b>{'<br>'.join(map(escape, lines))}</b>"} if row in highlighted else {})
            for row, lines in self.texts.items()
        ]


def lay_out(chart: Chart) -> Rows:
    """The rows of ``chart``, each as tall as its name and its figures need on a telephone."""
    figures: dict[str, list[str]] = {}
    for mark in chart.marks:
        figures.setdefault(mark.row, []).append(mark.label)
    texts = {row: label_lines(f"{row} : {', '.join(labels)}") for row, labels in figures.items()}
    marks, top = {}, 0.0
    for row, lines in texts.items():
        marks[row] = top + LINE_HEIGHT * len(lines) + MARKS_HEIGHT / 2
        top = marks[row] + MARKS_HEIGHT / 2 + GAP_HEIGHT
    return Rows(texts, marks, round(top))


def even_rows(names: Sequence[Sequence[str]], bare: int, raised: float) -> tuple[int, dict[str, Any]]:
    """The height in pixels and the axis of rows as tall as one another, given the lines of the name of each: the row of
    rank n is at n. ``bare`` is the pixels of a row without its name, ``raised`` the part of a row that its name is over
    its marks. Every line of the first name is under the top, however few the rows."""
    each = bare + LINE_HEIGHT * max(map(len, names))
    top = raised + (len(names[0]) * LINE_HEIGHT + OVER_FIRST) / each
    last = len(names) - 1 + UNDER_LAST / each
    return round((last + top) * each) + AROUND, row_axis(-top, last)


def ticks_around(low: float, high: float, edge: float, most: int) -> list[float]:
    """Round places from ``low`` to the first that is not under ``high``, as long as it is before the ``edge`` of the
    axis: a mark past the last tick has nothing to be read against."""
    places = ticks(low, high, most)
    if len(places) < 2 or places[-1] >= high:
        return places
    after = round(places[-1] + places[1] - places[0], 9)
    return [*places, after] if after <= edge else places


def dots(rows: Rows, marks: Sequence[Mark], side: Side, name: str, size: int | list[int] = DOT) -> dict[str, Any]:
    """The marks of one side at their value, each on its row, with its limits when it has some; absences have none."""
    shown = [mark for mark in marks if mark.side == side and mark.value is not None]
    return {
        "type": "scatter",
        "x": [mark.value for mark in shown],
        "y": [rows.marks[mark.row] for mark in shown],
        "mode": "markers",
        "cliponaxis": False,
        "marker": {
            "symbol": [symbol_of(mark) for mark in shown],
            "size": size,
            "opacity": 1,
            "color": COLOURS[side],
            "line": {"width": 2, "color": COLOURS[side]},
        },
        "error_x": limits_of(shown),
        "customdata": told(shown),
        "hovertemplate": HOVER,
        "name": name,
    }


def symbol_of(mark: Mark) -> str:
    """The shape of the side, hollow when the value is uncertain."""
    return SYMBOLS[mark.side] + ("-open" if mark.uncertain else "")


def told(marks: Iterable[Mark]) -> list[list[str]]:
    """What each mark says when pointed at."""
    return [[escape(mark.row), escape(mark.zone), escape(mark.text)] for mark in marks]


def limits_of(marks: Sequence[Mark]) -> dict[str, Any]:
    """From the values to their published limits; no bar where there are none."""
    if not any(mark.lower is not None for mark in marks):
        return {"visible": False}
    spans = [(m.lower, m.value, m.upper) for m in marks]
    return {
        "type": "data",
        "symmetric": False,
        "array": [0.0 if high is None or value is None else high - value for _, value, high in spans],
        "arrayminus": [0.0 if low is None or value is None else value - low for low, value, _ in spans],
        "thickness": 1.5,
    }


def extent(values: Iterable[float | None]) -> tuple[float, float]:
    """The lowest and the highest of the values that exist, held apart when they are one: an axis has a length."""
    known = [value for value in values if value is not None] or [0.0]
    low, high = min(known), max(known)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def quarter_row(code: str, name: str | None) -> str:
    """« Franc-Moisin (QP093028) »: two quarters may bear one name."""
    return f"{name} ({code})" if name else code


def amount(value: float, subject: Subject, catalogue: Catalogue) -> str:
    """A value of the quarters with its unit."""
    return french.amount(value, subject.indicator, subject.source, catalogue)


def place_words(subject: Subject, catalogue: Catalogue) -> str:
    """The zone of the quarters with its drawing of the map."""
    return zone_words(subject.zone, subject.perimeter, catalogue)


def source_words(subject: Subject, locator: str, catalogue: Catalogue) -> str:
    """Where a figure of the quarters is read."""
    source = catalogue.sources[subject.source]
    return f"{source.publisher}, {source.title}, {locator}"


def absent_words(absent: Sequence[tuple[Face, int]]) -> list[str]:
    """« Sans valeur : 30 quartiers (secret statistique), 7 quartiers (non publié). », or nothing."""
    if not absent:
        return []
    return ["Sans valeur : " + ", ".join(f"{counted(n)} ({french.ABSENCES[face.value]})" for face, n in absent) + "."]
