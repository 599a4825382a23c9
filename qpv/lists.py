"""``qpv list`` and ``qpv settings``: what can be named on the command line, and what can be set."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Annotated

import typer

from etl.catalogue import Catalogue
from qpv.data import open_catalogue
from qpv.output import Cell, Format, FormatOption, Row, tell, write_rows
from qpv.settings import described, load_settings, unknown_variables


class Kind(StrEnum):
    """What may be listed."""

    INDICATORS = "indicators"
    SOURCES = "sources"
    TERRITORIES = "territories"
    THEMES = "themes"


def list_entries(
    kind: Annotated[
        Kind, typer.Argument(metavar="LISTE", help="indicators, sources, territories ou themes.", show_default=False)
    ],
    style: FormatOption = Format.TABLE,
) -> None:
    """Liste les indicateurs, les sources, les territoires ou les thèmes du catalogue."""
    columns, rows = _LISTS[kind]
    write_rows([dict(zip(columns, row, strict=True)) for row in rows(open_catalogue())], columns, style)


def settings(style: FormatOption = Format.TABLE) -> None:
    """Liste les réglages : variables d'environnement QPV_…, valeur en vigueur, valeur par défaut, rôle."""
    rows: list[Row] = [dict(row) for row in described(load_settings())]
    if style == Format.TABLE:
        for line in unknown_variables():
            tell(f"Attention : {line}")
    write_rows(rows, list(rows[0]), style)


def _indicators(catalogue: Catalogue) -> Iterable[list[Cell]]:
    for entry in catalogue.indicators.values():
        comparators = ";".join(entry.comparators)
        yield [entry.id, entry.theme, entry.label, entry.unit, entry.polarity, comparators, entry.universe]


def _sources(catalogue: Catalogue) -> Iterable[list[Cell]]:
    for entry in catalogue.sources.values():
        yield [entry.id, entry.kind, entry.publisher, entry.title, entry.date, entry.reported_by, entry.url]


def _territories(catalogue: Catalogue) -> Iterable[list[Cell]]:
    for entry in catalogue.territories.values():
        yield [entry.id, entry.kind, entry.label, entry.parent or "", entry.definition]


def _themes(catalogue: Catalogue) -> Iterable[list[Cell]]:
    for entry in catalogue.themes.values():
        yield [entry.id, entry.label, len(catalogue.in_theme(entry.id)), entry.headline or "", entry.question]


_LISTS: dict[Kind, tuple[list[str], Callable[[Catalogue], Iterable[list[Cell]]]]] = {
    Kind.INDICATORS: (["id", "theme", "label", "unit", "polarity", "comparators", "universe"], _indicators),
    Kind.SOURCES: (["id", "kind", "publisher", "title", "date", "reported_by", "url"], _sources),
    Kind.TERRITORIES: (["id", "kind", "label", "parent", "definition"], _territories),
    Kind.THEMES: (["id", "label", "indicators", "headline", "question"], _themes),
}
"""Columns and rows of each list."""
