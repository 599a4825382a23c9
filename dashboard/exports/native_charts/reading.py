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


def numbers_of(parts: Parts, name: str) -> tuple[list[Plotted], list[str]]:
    """The points of the chart in the part ``name``, and in words where chart and workbook differ. Raises ExportError
    when the chart cannot be read."""
    root = parts.xml(name)
    sheets = _sheets(parts, name)
    found: list[Plotted] = []
    differing: list[str] = []
    for series in root.iter(f"{C}ser"):
        for drawn, written in _points(series, sheets):
            if written is not None and not _same(drawn.value, written.value):
                differing.append(
                    f"{written.row}, {written.series} : {_told(drawn)} dessiné, {_told(written)} en cellule"
                )
            found.append(drawn if written is None else written)
    return found, differing


def words_of(parts: Parts, name: str) -> list[str]:
    """The words that the chart in the part ``name`` shows beside its numbers, in order."""
    root = parts.xml(name)
    told = [text.text or "" for text in root.iter(f"{A}t")]
    return told + [value.text or "" for cache in root.iter(f"{C}strCache") for value in cache.iter(f"{C}v")]


def _told(point: Plotted) -> str:
    return "rien" if point.value is None else f"{point.value:.15g}".replace(".", ",")


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
    if reference is None:
        return {}
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
        self.differing: list[str] = []
        self.points = 0
        self.words: list[str] = []
        """Words that charts show beside their numbers: titles, labels, categories, names of series."""

    def add(self, name: str, part: str) -> None:
        """The chart ``name``, in ``part``; a second chart of one name is « name (2) ». Raises ExportError."""
        points, differing = numbers_of(self.parts, part)
        self.points += len(points)
        if self.points > MOST_POINTS or len(self.found) >= MOST_CHARTS:
            raise ExportError(TOO_LARGE)
        self.words += words_of(self.parts, part)
        count = 1 + sum(known == name or known.startswith(f"{name} (") for known in self.found)
        self.found[name if count == 1 else f"{name} ({count})"] = points
        self.differing += [f"Graphique modifié à la main : {told}." for told in differing]
