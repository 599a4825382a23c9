"""Figures that a file no longer gives as its document did: numbers of editable charts, cells of tables."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Protocol

from dashboard import french
from dashboard.briefs.checked import Edit
from dashboard.briefs.edits import plain
from dashboard.briefs.proven import ProvenChart, ProvenTable

ROOM, LETTERS = 200, 40
"""Words that a file may add inside a table, and letters of the longest word."""
MOST_PLACES, MOST_ROWS = 20, 400
"""Places where the caption of a table is looked at, and rows of it that are compared."""
CLOSE = 1e-9
"""Of a value: office suites write 15 digits."""


class PlottedNumber(Protocol):
    """One number of a chart as a file holds it."""

    @property
    def row(self) -> str:
        """Its row or period."""

    @property
    def series(self) -> str:
        """The name of its series."""

    @property
    def value(self) -> float | None:
        """Its value; None where the cell is blank."""


def edited_numbers(chart: ProvenChart, plotted: Sequence[PlottedNumber]) -> list[Edit]:
    """The numbers of an editable chart that are not those of the document.

    A file names them after a row or a period, and plots the marks of a chart, its groups, or both: those that it does
    not plot at all are said in words elsewhere, and left aside.
    """
    rows = {plain(point.row) for point in plotted}
    by_row = [(plain(mark.row), mark.side, mark.value) for mark in chart.marks]
    by_period = [(_period(mark.period), mark.side, mark.value) for mark in chart.marks]
    marks = max(by_row, by_period, key=lambda told: len(rows.intersection(name for name, _, _ in told)))
    groups = [(plain(group.row), "", group.count) for group in chart.groups]
    edits: list[Edit] = []
    for told in (marks, groups):
        if rows.intersection(name for name, _, _ in told):
            edits += _edited_among(told, plotted, _sides(chart))
    return edits


def differing(told: Sequence[tuple[str, str, str]], known: Sequence[Edit]) -> list[Edit]:
    """The numbers that a chart draws otherwise than its workbook has them (which, in the workbook, as drawn), but those
    whose cell is already ``known`` to be edited."""
    edited = {edit.found for edit in known}
    return [
        Edit(f"{where} (nombre du classeur, puis nombre dessiné)", written, drawn)
        for where, written, drawn in told
        if written not in edited
    ]


Told = tuple[str, str, float | None]
"""Row or period, side, and value of one figure."""


def _edited_among(told: Sequence[Told], plotted: Sequence[PlottedNumber], sides: Mapping[str, str]) -> list[Edit]:
    rows = {name for name, _, _ in told}
    mine = [point for point in plotted if plain(point.row) in rows]
    by_side = all(plain(point.series) in sides for point in mine)
    was: dict[tuple[str, str], list[float]] = {}
    for name, side, value in told:
        was.setdefault((name, side if by_side else ""), []).extend([] if value is None else [value])
    now: dict[tuple[str, str], list[float]] = defaultdict(list)
    named: dict[tuple[str, str], str] = {}
    for point in mine:
        key = (plain(point.row), sides[plain(point.series)] if by_side else "")
        named.setdefault(key, plain(point.series))
        now[key] += [] if point.value is None else [point.value]
    return [
        Edit(", ".join(filter(None, (key[0], named.get(key, "")))), _number(before), _number(after))
        for key, values in was.items()
        for before, after in _unlike(values, now[key])
    ]


def _period(text: str) -> str:
    try:
        return plain(french.period(text))
    except ValueError:
        return plain(text)


def _sides(chart: ProvenChart) -> dict[str, str]:
    """The side that each name of a series is of; followed by a word where both sides have one name."""
    found: dict[str, str] = {}
    for side in ("priority", "reference"):
        name = plain(chart.labels.get(side, ""))
        found[f"{name} (comparaison)" if name in found else name] = side
    return found


def _unlike(told: Sequence[float], found: Sequence[float]) -> list[tuple[float | None, float | None]]:
    """The numbers of one list that the other does not have, in pairs, and the other way round; None where one has
    more than the other."""
    left = list(found)
    missing = []
    for value in told:
        same = next((at for at, other in enumerate(left) if math.isclose(value, other, rel_tol=CLOSE)), None)
        if same is None:
            missing.append(value)
        else:
            del left[same]
    pairs = max(len(missing), len(left))
    return [(missing[at] if at < len(missing) else None, left[at] if at < len(left) else None) for at in range(pairs)]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}".replace(".", ",").replace("-", "−")


def edited_cells(table: ProvenTable, text: str) -> list[Edit] | None:
    """The cells of a table that the file says otherwise, its caption among them; None when the file does not have the
    table: data files have the figures alone.

    ``text``: the file, as ``plain`` gives it. What a file writes between two cells (a heading said again on the next
    page) is left aside.
    """
    words = _cell_words(table)
    caption, header = plain(table.caption), plain(" ".join(table.header))
    starts = [found.end() for found in re.finditer(re.escape(caption), text)]
    edits = []
    if not starts and header:
        starts = [found.start() for found in re.finditer(re.escape(header), text)]
        edits = [Edit("Titre", table.caption, "")]
    if not starts:
        return None
    told = [word for _, word in words]
    room = 2 * len(told) + ROOM
    regions = [text[start : start + room * LETTERS].split()[:room] for start in starts[:MOST_PLACES]]
    matchers = [(SequenceMatcher(None, told, region, autojunk=False), region) for region in regions]
    return edits + _changed_cells(table, words, *max(matchers, key=lambda pair: pair[0].ratio()))


Cell = tuple[int, int]


def _cell_words(table: ProvenTable) -> list[tuple[Cell, str]]:
    """Every word of a table with the row and the column of its cell, header first, as it is read."""
    lines = [table.header, *table.rows][:MOST_ROWS]
    return [
        ((row, column), word)
        for row, line in enumerate(lines)
        for column, cell in enumerate(line)
        for word in plain(cell).split()
    ]


def _changed_cells(
    table: ProvenTable, words: Sequence[tuple[Cell, str]], matcher: SequenceMatcher[str], there: Sequence[str]
) -> list[Edit]:
    """The cells whose words are not all there; words in their place are told with the first of them."""
    found: dict[Cell, list[str]] = defaultdict(list)
    changed: dict[Cell, None] = {}
    for how, start, end, first, last in matcher.get_opcodes():
        if how == "equal":
            for cell, word in words[start:end]:
                found[cell].append(word)
        elif how != "insert":
            changed |= dict.fromkeys(cell for cell, _ in words[start:end])
            for at, word in enumerate(there[first:last]):
                found[words[min(start + at, end - 1)][0]].append(word)
    lines = [table.header, *table.rows]
    return [Edit(_place(table, cell), lines[cell[0]][cell[1]], " ".join(found[cell])) for cell in changed]


def _place(table: ProvenTable, cell: Cell) -> str:
    """« Habitants, Valeur »: the row and the column of a cell."""
    row, column = cell
    head = table.header[column] if column < len(table.header) else ""
    if row == 0:
        return "En-tête"
    return ", ".join(filter(None, (plain(table.rows[row - 1][0]) if column else "", plain(head))))
