"""Tables that read well: a caption, scoped headers; on a small screen wide ones are stacked, others scroll alone."""

from __future__ import annotations

import base64
import csv
import io
import re
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.attributes import aria, data

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"[-+]?[0-9]+([.,][0-9]+)?")

TELEPHONE = 3
"""The most columns that a telephone shows."""

Cell = str | Component


def table(caption: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Component:
    """A table whose first column names the row; it scrolls sideways inside the page, never with it.

    On a telephone the rows of a wide one are stacked, each cell after the name of its column. Roles say again that it
    is a table: browsers forget it when a style sheet changes how its parts are laid out.
    """
    head = html.Thead(_row([html.Th(name, scope="col", role="columnheader") for name in header]), role="rowgroup")
    body = html.Tbody(
        [
            _row(
                [
                    html.Th(row[0], scope="row", role="rowheader"),
                    *(
                        html.Td(cell, role="cell", **data(label=name))
                        for name, cell in zip(header[1:], row[1:], strict=True)
                    ),
                ]
            )
            for row in rows
        ],
        role="rowgroup",
    )
    return html.Div(
        html.Table([html.Caption(caption), head, body], role="table"),
        className=f"table-scroll{' stacks' if len(header) > TELEPHONE else ''}",
        role="region", tabIndex=0, **aria(label=caption),
    )  # fmt: skip


def _row(cells: list[Component]) -> Component:
    return html.Tr(cells, role="row")


def csv_link(
    name: str, header: Sequence[str], rows: Sequence[Sequence[str]], label: str = "CSV", told: str = ""
) -> Component:
    """A link that saves the table as CSV for a French spreadsheet (semicolons, UTF-8 with its mark).

    The file is in the page: nothing is asked of the server, and the numbers are those on screen. A cell that a
    spreadsheet would run as a formula is kept as text. ``told`` names the link where its ``label`` is short.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([[_inert(cell) for cell in row] for row in rows])
    content = base64.b64encode(("\ufeff" + text.getvalue()).encode("utf-8")).decode("ascii")
    return html.A(
        label, href=f"data:text/csv;charset=utf-8;base64,{content}", download=f"lisiere-{name}.csv",
        className="action", **aria(label=told or f"Télécharger les données en {label}"),
    )  # fmt: skip


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(cell) else cell
