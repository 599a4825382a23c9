"""What formats that are read from top to bottom say alike: figures of a chart in short, entries not told, links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard import french
from dashboard.briefs.document import Document, Entries, Illustration, Statement
from dashboard.charts import Chart
from dashboard.charts.chart import Mark

ANNEX = "Les chiffres des figures"
_NUMBER = re.compile(r"(?!(?:19|20)[0-9]{2}\b(?!,))[−+-]?[0-9]")
"""How a figure starts; a year is not one."""
_FOLLOWED = ("https://", "http://", "mailto:")


INTERVAL = "Intervalle à 95 %"
METHOD = "methode"
"""The section that says what it means that figures have no column of intervals."""
WITHOUT = ("non publié", "sans objet")
"""What a column of intervals says where there is none."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a chart as rows; ``said`` is what holds for all of them and how many quarters each class counts,
    ``left`` how many rows more it has."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    said: str
    left: int


def figures_of(document: Document, chart: Chart, most: int) -> Figures:
    """The table of a chart, at most ``most`` rows. A column that is the same on every row is said once, the classes of
    a histogram are one sentence, and a publication is its number in the document: « [3], tableau 2 »."""
    header, every = chart.table()
    bins = _is_histogram(chart)
    marks = [*chart.marks, *([] if bins else [None] * len(chart.groups))]
    rows = [_numbered(row, mark, document) for row, mark in zip(every, marks, strict=False)]
    interval = header.index(INTERVAL)
    if all(row[interval] in WITHOUT for row in rows):
        rows = [[*row[:interval], WITHOUT[0], *row[interval + 1 :]] for row in rows]
    kept = [rank for rank in range(len(header)) if rank == 0 or len({row[rank] for row in rows}) != 1]
    has_method = any(part.name == METHOD for part in document.sections)
    # Said once, by the section on how to read figures
    once = [interval] if rows and rows[0][interval] in WITHOUT and has_method else []
    said = [f"{header[rank]} : {rows[0][rank]}" for rank in range(len(header)) if rank not in (*kept, *once)]
    said += [_classes(chart)] if bins else []
    return Figures(
        tuple(header[rank] for rank in kept),
        tuple(tuple(row[rank] for rank in kept) for row in rows[:most]),
        french.typography(f"{'. '.join(said)}.") if said else "",
        max(0, len(rows) - most),
    )


def _is_histogram(chart: Chart) -> bool:
    """Whether its groups are classes of values, beside marks that have rows of their own."""
    return bool(chart.marks and chart.groups) and all(group.low is not None for group in chart.groups)


def _classes(chart: Chart) -> str:
    """« Quartiers par tranche : de 30 à moins de 32 %, 3 ; de 32 à moins de 34 %, 5 »: one row each is read by
    nobody."""
    told = [f"{french.inside(group.row)}, {french.number(group.count, 0)}" for group in chart.groups]
    return f"Quartiers par tranche : {' ; '.join(told)}"


def _numbered(row: list[str], mark: Mark | None, document: Document) -> list[str]:
    """The row with its publication, written last, by its number; as it is when the document does not cite it. What is
    computed on many figures has no figure of its own: its publication is known by its words."""
    read = mark.observation if mark is not None else None
    sources = document.catalogue.sources if document.catalogue is not None else {}
    for reference in document.references:
        if read is not None and read.source == reference.source:
            return [*row[:-1], f"[{reference.number}], {read.locator}"]
        source = sources.get(reference.source)
        words = f"{source.publisher}, {source.title}, " if source is not None else ""
        if words and row[-1].startswith(words):
            return [*row[:-1], f"[{reference.number}], {row[-1].removeprefix(words)}"]
    return row


def rows_left(figures: Figures) -> str:
    """« 1 100 autres lignes : dans le classeur de la note. »; empty when all are shown."""
    if not figures.left:
        return ""
    return french.typography(
        f"{french.counted(figures.left, 'autre ligne', 'autres lignes')} : dans le classeur (xlsx) de la même note."
    )


def untold(document: Document, block: Illustration) -> list[Statement]:
    """The sentences of a chart that the text of the document does not say already."""
    told = {statement.claim.text for statement in document.statements}
    return [statement for statement in block.statements if statement.claim.text not in told]


def on_screen(document: Document) -> str:
    """Where the same is on the site; what to do of an address that does not name it; empty when nowhere."""
    if not document.permalink:
        return ""
    here = "" if is_followed(document.permalink) else " (à ouvrir dans votre observatoire, à la suite de son adresse)"
    return french.typography(f"La même note à l’écran : {document.permalink}{here}")


def entries_left(block: Entries) -> str:
    """« Et 3 autres dans le guide. »; empty when all are told."""
    return f"Et {french.counted(block.left, 'autre')} dans le guide." if block.left else ""


def some_locators(locators: Sequence[str], most: int) -> str:
    """« p. 2 ; p. 12 et 24 autres endroits »: the notes tell them all."""
    left = len(locators) - most
    told = " ; ".join(locators[:most])
    return f"{told} et {french.counted(left, 'autre endroit', 'autres endroits')}" if left > 0 and told else told


def is_numeric(cells: Iterable[str]) -> bool:
    """Whether most cells are figures: such a column is ranged right."""
    told = [bool(_NUMBER.match(cell)) for cell in cells]
    return 2 * sum(told) > len(told)


def is_followed(address: str) -> bool:
    """Whether an address may be a link: web and mail only, never a script."""
    return address.lower().startswith(_FOLLOWED)
