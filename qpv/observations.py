"""``qpv observations``: the tidy table, filtered."""

from __future__ import annotations

from typing import Annotated

import typer

from etl.model import COLUMNS, NUMERIC_COLUMNS
from qpv.data import open_data
from qpv.output import Cell, Format, FormatOption, tell, write_rows
from qpv.places import find_territory

_INDICATOR = "Indicateur (voir « qpv list indicators »)."
TerritoryOption = Annotated[
    str | None,
    typer.Option("--territory", "-t", metavar="CODE", help="Territoire : FRM, REG-11, DEP-93…", show_default=False),
]
PeriodOption = Annotated[
    str | None,
    typer.Option("--period", "-p", metavar="PÉRIODE", help="Période : 2014, 2017-Q4, 2015-12-31…", show_default=False),
]


def observations(
    indicator: Annotated[
        str | None, typer.Option("--indicator", "-i", metavar="ID", help=_INDICATOR, show_default=False)
    ] = None,
    territory: TerritoryOption = None,
    zone: Annotated[
        str | None, typer.Option("--zone", "-z", metavar="ZONE", help="Zone : qpv, uue, all…", show_default=False)
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--source", "-s", metavar="ID", help="Source : guide_2019 pour le guide.", show_default=False),
    ] = None,
    period: PeriodOption = None,
    style: FormatOption = Format.TABLE,
) -> None:
    """Écrit les observations qui répondent à tous les critères ; toutes, sans critère."""
    store = open_data()
    territory = find_territory(store.territories, territory) if territory else None
    frame = store.select(indicator, territory, zone, source, period)
    rows = [{column: _cell(column, record[column]) for column in COLUMNS} for record in frame.to_dict("records")]
    write_rows(rows, COLUMNS, style)
    if territory and not rows:
        from dashboard.questions.outlines import where_figures_are

        told = where_figures_are(store, territory)
        if told:
            tell(told)


def _cell(column: str, value: Cell) -> Cell:
    """A number that is absent is not a number: NaN has no place in an output."""
    return None if column in NUMERIC_COLUMNS and value != value else value
