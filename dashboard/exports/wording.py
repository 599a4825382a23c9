"""What formats that are read from top to bottom say alike: figures of a chart in short, entries not told, links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard import french
from dashboard.briefs.document import Document, Entries, Illustration, Statement
from dashboard.charts import Chart

ANNEX = "Les chiffres des figures"
_NUMBER = re.compile(r"(?!(?:19|20)[0-9]{2}\b(?!,))[−+-]?[0-9]")
"""How a figure starts; a year is not one."""
_FOLLOWED = ("https://", "http://", "mailto:")


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a chart as rows; ``said`` is what holds for all of them, ``left`` how many rows more it has."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    said: str
    left: int


def figures_of(document: Document, chart: Chart, most: int) -> Figures:
    """The table of a chart, at most ``most`` rows. A column that is the same on every row is said once, and a
    publication by its number in the document: « [3], tableau 2 »."""
    header, rows = chart.table()
    numbers = {reference.source: reference.number for reference in document.references if reference.source}
    for row, mark in zip(rows, chart.marks, strict=False):  # groups of quarters come after, without a figure of theirs
        if mark.observation is not None and mark.observation.source in numbers:
            row[-1] = f"[{numbers[mark.observation.source]}], {mark.observation.locator}"
    kept = [rank for rank in range(len(header)) if rank == 0 or len({row[rank] for row in rows}) != 1]
    said = [f"{header[rank]} : {rows[0][rank]}" for rank in range(len(header)) if rank not in kept]
    return Figures(
        tuple(header[rank] for rank in kept),
        tuple(tuple(row[rank] for rank in kept) for row in rows[:most]),
        french.typography(f"{'. '.join(said)}.") if said else "",
        max(0, len(rows) - most),
    )


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
    """Where the same is on the site, from its root; empty when nowhere."""
    return french.typography(f"La même note à l’écran : {document.permalink}") if document.permalink else ""


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
