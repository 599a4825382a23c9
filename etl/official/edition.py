"""Which edition a file is: its header says so, or a figure it is known by, or the year in its name."""

from __future__ import annotations

import re

from etl.errors import Problem
from etl.official.layout import Edition, Layout
from etl.official.numbers import read_numbers
from etl.official.table import Table


def edition_of(table: Table, layout: Layout, year: str) -> str | Problem:
    """The year that names the edition of ``table``; ``year`` is the one its header bears, if any.

    A known figure comes before the name: people rename files, publishers do not renumber.
    """
    if year or not (layout.editions or layout.name_pattern):
        return year
    for edition in layout.editions:
        if edition.witness and _bears(table, layout, *edition.witness):
            return _cut(table, layout, edition) or edition.year
    name = re.search(layout.name_pattern, table.name, re.IGNORECASE) if layout.name_pattern else None
    if name:
        return name[1]
    known = ", ".join(edition.year for edition in layout.editions)
    return Problem(
        table.name,
        1,
        "",
        "",
        f"« {layout.title} » : ni l'en-tête ni un chiffre connu ne disent l'édition (connues : {known}). "
        "Remettre l'année de l'édition dans le nom du fichier, comme l'éditeur l'écrit",
    )


def _cut(table: Table, layout: Layout, edition: Edition) -> Problem | None:
    """A known edition with another number of lines was cut between two lines, which nothing else tells."""
    lines = len(table.frame)
    if edition.lines in (0, lines):
        return None
    reason = f"{lines} lignes, l'édition {edition.year} de « {layout.title} » en a {edition.lines}"
    return Problem(
        table.name, int(table.frame.index[-1]), "", "", f"{reason} : fichier tronqué ; le télécharger de nouveau"
    )


def _bears(table: Table, layout: Layout, code: str, column: str, value: float) -> bool:
    if column not in table.frame.columns:
        return False
    cells = table.frame.loc[table.frame[layout.key.upper()] == code, column]
    return len(cells) == 1 and read_numbers(cells, layout.markers).values[0] == value
