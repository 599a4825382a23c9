"""Which edition a file is: its header says so, or a figure it is known by, or the year in its name."""

from __future__ import annotations

import re

import pandas as pd

from etl.errors import Problem
from etl.official.layout import Edition, Layout
from etl.official.numbers import read_numbers
from etl.official.table import Table
from etl.words import counted


def edition_of(table: Table, layout: Layout, year: str) -> str | Problem:
    """The year that names the edition of ``table``; ``year`` is the one its header bears, if any.

    A known figure comes before the name: people rename files, publishers do not renumber. A name that says a known
    edition whose figure the file contradicts is a problem: exchanged headers read well, and read wrong.
    """
    if year or not (layout.editions or layout.name_pattern):
        return year
    for edition in layout.editions:
        if edition.witness and _bears(table, layout, *edition.witness):
            return _cut(table, layout, edition) or edition.year
    name = re.search(layout.name_pattern, table.name, re.IGNORECASE) if layout.name_pattern else None
    if name:
        return _contradicted(table, layout, name[1]) or name[1]
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
    """A known edition with another number of lines was cut between two lines, which nothing else tells, or added to.

    A line given twice is not told here: it is where its code is read, with its place.
    """
    lines = len(table.frame)
    if edition.lines in (0, lines):
        return None
    reason = f"{counted(lines, 'ligne')}, l'édition {edition.year} de « {layout.title} » en a {edition.lines}"
    if lines > edition.lines:
        if table.frame[layout.key.upper()].duplicated().any():
            return None
        return Problem(table.name, 0, "", "", f"{reason} : lignes ajoutées ; télécharger de nouveau le fichier")
    return Problem(
        table.name, int(table.frame.index[-1]), "", "", f"{reason} : fichier tronqué ; le télécharger de nouveau"
    )


def _contradicted(table: Table, layout: Layout, year: str) -> Problem | None:
    """The figure of the file that is not that of the known edition ``year``; None when its line is not there."""
    for edition in layout.editions:
        if edition.year != year or not edition.witness:
            continue
        code, column, value = edition.witness
        cells = _cells(table, layout, code, column)
        if len(cells) == 1:
            expected = f"{value:g}".replace(".", ",")
            reason = (
                f"le nom du fichier dit l'édition {year} de « {layout.title} », où cette case de la ligne {code} vaut "
                f"{expected} : colonnes échangées, fichier abîmé ou d'une autre année. Télécharger de nouveau le "
                "fichier, ou corriger l'année dans son nom"
            )
            seen = str(cells.iloc[0]) or "(vide)"
            return table.problem(int(cells.index[0]), column, seen, reason)
    return None


def _cells(table: Table, layout: Layout, code: str, column: str) -> pd.Series[str]:
    """What a column holds on the lines of a code; nothing when the file does not have the column."""
    if column not in table.frame.columns:
        return pd.Series(dtype=str)
    return table.frame.loc[table.frame[layout.key.upper()] == code, column]


def _bears(table: Table, layout: Layout, code: str, column: str, value: float) -> bool:
    cells = _cells(table, layout, code, column)
    return len(cells) == 1 and read_numbers(cells, layout.markers).values[0] == value
