"""The numbers of the charts of a file, read back from both places that hold them: the chart and its workbook.

Where they differ, somebody edited one of them: the workbook is what the office suite would draw next, and wins.
"""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from dashboard.exports import ExportError, Plotted
from dashboard.exports.native_charts.grid import FIGURE, row_name
from dashboard.exports.office.package import Parts, open_parts

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RANGE = re.compile(
    r"^'?(?P<sheet>.*?)'?!\$?(?P<from>[A-Z]+)\$?(?P<first>[0-9]{1,7})(?::\$?(?P<to>[A-Z]+)\$?(?P<last>[0-9]{1,7}))?$"
)
_CELL = re.compile(r"^(?P<column>[A-Z]+)(?P<row>[0-9]{1,7})$")
_WHOLE = re.compile(r"[0-9]{1,7}")
MOST_CELLS = 100_000
"""Cells of a workbook, and points of a chart."""
MOST_POINTS, MOST_CHARTS = 300_000, 1_000
"""Of one file: no document of ours comes near."""
LARGEST_BOOK = 50_000_000
"""Bytes of the workbook of a chart, once unpacked."""
DAMAGED = "Un graphique de ce fichier est abîmé : {what}. Reprenez le fichier d’origine, ou refaites la note."
TOO_LARGE = "Les graphiques de ce fichier ont trop de points pour être lus : aucun document de Lisière n’en a autant."
CLOSE = 1e-9
"""Of a value: office suites write 15 digits."""
Cells = dict[tuple[str, int], str | float]


Differing = tuple[str, str, str]
"""A point, its number in the workbook, and as it is drawn."""


def numbers_of(root: etree._Element, sheets: dict[str, Cells]) -> tuple[list[Plotted], list[Differing]]:
    """The points of a chart, and where it draws another number than its workbook holds. Raises ExportError when it
    cannot be read."""
    found: list[Plotted] = []
    differing: list[Differing] = []
    for series in root.iter(f"{C}ser"):
        for drawn, written in _points(series, sheets):
            if written is not None and not _same(drawn.value, written.value):
                differing.append((f"{written.row}, {written.series}", figure(written.value), figure(drawn.value)))
            found.append(drawn if written is None else written)
    return found, differing


def drawn_lines(root: etree._Element) -> Iterator[str]:
    """What a chart shows: its own words, then of each series its labels and its numbers, each after its row."""
    mine = {text for series in root.iter(f"{C}ser") for text in series.iter(f"{A}t")}
    yield from (text.text or "" for text in root.iter(f"{A}t") if text not in mine)
    for series in root.iter(f"{C}ser"):
        name = "".join(series.xpath("./c:tx//c:v/text()", namespaces={"c": C[1:-1]}))
        yield " ; ".join([name, *(text.text or "" for text in series.iter(f"{A}t"))])
        rows = _cache(series.find(f"{C}cat/{C}strRef"))
        for cache in series.iter(f"{C}numCache", f"{C}numLit"):
            told = [f"{row_name(rows.get(at, ''))} {figure(value)}" for at, value in _points_of(cache).items()]
            yield " ; ".join([name, *told])


def cell_lines(sheets: dict[str, Cells]) -> Iterator[str]:
    """The rows of the workbook behind a chart, their cells one after the other."""
    for cells in sheets.values():
        rows: dict[int, list[str]] = {}
        for (_, row), value in cells.items():
            rows.setdefault(row, []).append(figure(value))
        yield from (" | ".join(row) for row in rows.values())


def figure(value: str | float | None) -> str:
    """A number in the 15 digits that office suites keep, French; words as they are, « rien » for a blank."""
    found = _number(value)
    if found is None:
        return str(value) if value else "rien"
    return f"{found:.15g}".replace(".", ",").replace("-", "−")


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= CLOSE * max(abs(one), abs(other))


def _points(series: etree._Element, sheets: dict[str, Cells]) -> Iterator[tuple[Plotted, Plotted | None]]:
    """Each point as it is drawn, and as the workbook holds it (None without one)."""
    values = series.find(f"{C}val/{C}numRef")
    if values is None:
        values = series.find(f"{C}yVal/{C}numRef")
    if values is None:
        return
    name = "".join(series.xpath("./c:tx//c:v/text()", namespaces={"c": C[1:-1]}))
    drawn = _cache(values)
    rows = _cache(series.find(f"{C}cat/{C}strRef")) or _cache(series.find(f"{C}xVal/{C}numRef"))
    count = values.find(f"{C}numCache/{C}ptCount")
    place = _RANGE.match(values.findtext(f"{C}f", "").strip())
    cells = sheets.get(place["sheet"]) if place else None
    total = _whole(count.get("val", "0")) if count is not None else len(drawn)
    if total > MOST_CELLS:
        raise ExportError(TOO_LARGE)
    figures = _figures(cells) if cells else ""
    for at in range(total):
        row = row_name(rows.get(at, ""))
        value = _number(drawn.get(at))
        if cells is None or place is None:
            yield Plotted(row, name, value), None
            continue
        line = int(place["first"]) + at
        told = row_name(str(cells.get(("A", line), row)))
        head = str(cells.get((place["from"], 1), name))
        written = _number(cells.get((place["from"], line)))
        if figures and ("B", line) in cells:
            figure = _number(cells.get((figures, line)))
            yield Plotted(told, head, figure), Plotted(told, head, figure)
        else:
            yield Plotted(told, name, value), Plotted(told, head, written)


def _figures(cells: Cells) -> str:
    """The column of the figures, where both numbers of a point only say where it stands."""
    return next((column for (column, row), value in cells.items() if row == 1 and value == FIGURE), "")


def _cache(reference: etree._Element | None) -> dict[int, str]:
    return {} if reference is None else _points_of(reference)


def _points_of(reference: etree._Element) -> dict[int, str]:
    return {_whole(point.get("idx", "0")): point.findtext(f"{C}v", "") for point in reference.iter(f"{C}pt")}


def _whole(text: str) -> int:
    """A count or a rank. Raises ExportError when it is none."""
    if not _WHOLE.fullmatch(text):
        raise ExportError(DAMAGED.format(what=f"« {text[:20]} » n’y est pas un nombre entier"))
    return int(text)


def _number(text: str | float | None) -> float | None:
    """A number of a cell; None for a blank, and for what no cell of ours holds: words, infinity."""
    try:
        found = None if text is None or text == "" else float(text)
    except ValueError:
        return None
    return found if found is not None and math.isfinite(found) else None


def _sheets(parts: Parts, name: str) -> dict[str, Cells]:
    """The cells of the workbook behind a chart, by sheet; nothing when it was taken out."""
    target = next((target for _, target in parts.led_to(name, "package")), "")
    if target not in parts.content:
        return {}
    book = open_parts(parts.content[target], "Excel (classeur d’un graphique)", LARGEST_BOOK)
    start = book.start()
    shared = _shared(book, start)
    links = book.relations(start)
    found = {}
    for sheet in book.xml(start).iter(f"{S}sheet"):
        link = links.get(sheet.get(f"{R}id", ""))
        if link is not None and link.target in book.content:
            found[sheet.get("name", "")] = _cells(book.xml(link.target), shared)
    return found


def _shared(book: Parts, start: str) -> list[str]:
    name = posixpath.join(posixpath.dirname(start), "sharedStrings.xml")
    if name not in book.content:
        return []
    return ["".join(text.text or "" for text in item.iter(f"{S}t")) for item in book.xml(name).iter(f"{S}si")]


def _cells(sheet: etree._Element, shared: list[str]) -> Cells:
    found: Cells = {}
    for cell in sheet.iter(f"{S}c"):
        place = _CELL.match(cell.get("r", ""))
        if place is None:
            continue
        if len(found) > MOST_CELLS:
            raise ExportError("Le classeur d’un graphique de ce fichier est trop grand pour être lu.")
        kind, value = cell.get("t", "n"), cell.findtext(f"{S}v")
        key = (place["column"], int(place["row"]))
        if kind == "inlineStr":
            found[key] = "".join(text.text or "" for text in cell.iter(f"{S}t"))
        elif kind == "s" and value is not None and _WHOLE.fullmatch(value) and int(value) < len(shared):
            found[key] = shared[int(value)]
        elif value is not None:
            number = _number(value) if kind == "n" else None
            found[key] = value if number is None else number
    return found


class Charts:
    """The charts of a file as they are met: numbers by name of chart, and what differs between chart and workbook."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.found: dict[str, list[Plotted]] = {}
        self.differing: dict[str, list[Differing]] = {}
        self.points = 0
        self.lines: list[tuple[str, str]] = []
        """All that charts draw, and the rows of their workbooks, each at its place."""

    def add(self, name: str, part: str) -> None:
        """The chart ``name``, in ``part``; a second chart of one name is « name (2) ». Raises ExportError."""
        root, sheets = self.parts.xml(part), _sheets(self.parts, part)
        points, differing = numbers_of(root, sheets)
        self.points += len(points)
        if self.points > MOST_POINTS or len(self.found) >= MOST_CHARTS:
            raise ExportError(TOO_LARGE)
        count = 1 + sum(known == name or known.startswith(f"{name} (") for known in self.found)
        name = name if count == 1 else f"{name} ({count})"
        self.found[name], self.differing[name] = points, differing
        self.lines += [(f"Dessin du graphique {name}", line) for line in drawn_lines(root)]
        self.lines += [(f"Classeur du graphique {name}", line) for line in cell_lines(sheets)]
