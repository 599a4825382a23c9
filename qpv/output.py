"""Writes what was asked to the standard output, as a table for people, CSV or JSON for programs: same content."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated

import typer

from etl.model import plain_number

Cell = str | float | None
Row = Mapping[str, Cell]


class Format(StrEnum):
    """How to write a list of rows."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


FormatOption = Annotated[
    Format,
    typer.Option("--format", "-f", help="Présentation : table (à lire, par défaut), csv ou json.", show_default=False),
]

HEADINGS = {
    "indicator": "indicateur", "territory": "territoire", "perimeter": "contours", "period": "période", "sex": "sexe",
    "age": "âge", "breakdown": "ventilation", "value": "valeur", "unit": "unité", "lower": "borne basse",
    "upper": "borne haute", "n": "effectif", "obs_status": "statut", "conf_status": "diffusion",
    "qualifier": "nuance", "locator": "où dans la source", "label": "nom", "rank_low": "rang au mieux",
    "rank_high": "rang au pire", "count": "quartiers classés", "id": "identifiant", "title": "titre",
    "publisher": "éditeur", "size": "taille", "state": "état", "how": "vient", "feeds": "sert à", "address": "adresse",
    "uncertain": "incertain", "result": "résultat", "previous_size": "taille d'avant",
    "previous_date": "date d'avant", "detail": "détail", "theme": "thème", "polarity": "sens",
    "comparators": "points de comparaison", "universe": "champ", "kind": "nature", "reported_by": "lu dans",
    "url": "adresse", "parent": "contenu dans", "definition": "définition", "indicators": "indicateurs",
    "headline": "à la une", "name": "nom", "default": "par défaut",
}  # fmt: skip
"""How a table to read heads the columns that programs know by an English key; the others are French already."""

WIDE = 100_000
"""Characters a line may have when nobody reads it on a screen: a table sent to a file is never folded."""


def write_rows(rows: Sequence[Row], columns: Sequence[str], style: Format) -> None:
    """Write ``rows`` with ``columns`` in that order. Without rows: the header alone, or an empty JSON list."""
    match style:
        case Format.JSON:
            write_json([{column: row[column] for column in columns} for row in rows])
        case Format.CSV:
            text = io.StringIO(newline="")
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([cell_text(row[column]) for column in columns] for row in rows)
            emit(text.getvalue())
        case Format.TABLE:
            emit(table(rows, columns, lift=True))


def write_json(content: object) -> None:
    """``content`` as indented JSON; absent numbers are null, never NaN."""
    emit(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def cell_text(cell: Cell) -> str:
    """A cell as the CSV files write it."""
    return cell if isinstance(cell, str) else plain_number(cell)


def table(rows: Sequence[Row], columns: Sequence[str], *, lift: bool = False) -> str:
    """A table to read, headed as HEADINGS says. With ``lift``, constant columns are said once above it, so that what
    varies has room; those that hold nothing are left out."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shared = _shared(rows, columns) if lift else {}
    on_screen = sys.stdout.isatty()
    text = io.StringIO()
    console = Console(file=text, force_terminal=on_screen, width=None if on_screen else WIDE)
    for column, content in shared.items():
        if content:
            console.print(Text(f"{HEADINGS.get(column, column)} : {content}"))
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    varying = [column for column in columns if column not in shared]
    for column in varying:
        numbers = any(isinstance(row[column], float | int) for row in rows)
        table.add_column(HEADINGS.get(column, column), overflow="fold", justify="right" if numbers else "left")
    for row in rows:
        table.add_row(*(Text(cell_text(row[column])) for column in varying))
    console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in text.getvalue().splitlines())


def _shared(rows: Sequence[Row], columns: Sequence[str]) -> dict[str, str]:
    """The columns that say the same in every row, when there are several rows and something still varies."""
    if len(rows) < 2:
        return {}
    contents = {column: {cell_text(row[column]) for row in rows} for column in columns}
    shared = {column: next(iter(texts)) for column, texts in contents.items() if len(texts) == 1}
    return shared if len(shared) < len(columns) else {}


def emit(text: str) -> None:
    """Write to the standard output in UTF-8; a reader that has gone (``| head``) ends the command quietly."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more on its way out, and would complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None


def tell(text: str) -> None:
    """A message for people, apart from the data."""
    typer.echo(text, err=True)
