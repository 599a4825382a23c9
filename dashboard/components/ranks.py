"""Tables of a ranking: the ranks that each quarter may have, and the quartiles of each territory."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import french
from dashboard.claims.placing import ordinal
from dashboard.components.places import place_link
from dashboard.components.tables import Cell, csv_link, table
from dashboard.components.text import figure_origin
from dashboard.gaps import PLACES, Funnel, Place, Precision, Ranking
from dashboard.gaps.ranking import RankedQuarter
from dashboard.illustrations.ranks import names_of
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.ranked import Spread
from dashboard.view import Part
from etl.model import plain_number

LINES = 60
"""Quarters told at once."""
CSV_VALUES = ["Code", "Quartier", "Période", "Contours", "Valeur", "Borne basse", "Borne haute", "Unité"]
CSV_HEADER = [*CSV_VALUES, "Rang possible, de", "à", "sur", "Source", "Où", "Réserve"]


def ranks_section(near: Neighbourhoods, order: Ranking, cone: Funnel | None, chosen: str) -> Part:
    """Each quarter with its value and the ranks it may have, around the quarter ``chosen`` when they are many; what
    chance explains of it where there is a funnel. All of them as CSV."""
    rows = order.around(chosen or order.rows[0].code, LINES)
    first = order.rows.index(rows[0]) + 1
    named = names_of(near, [row.code for row in order.rows])
    caption = (
        f"Quartiers {first} à {first + len(rows) - 1} sur {french.number(order.count, 0)}, de la valeur la plus "
        f"{'élevée à la plus faible' if order.descending else 'faible à la plus élevée'}"
    )
    places = dict(zip(cone.codes, cone.places.tolist(), strict=True)) if cone else {}
    header = ["Quartier", "Valeur", "Rang possible", _limits_header(order), "Où le chiffre est lu"]
    lines = [_line(near, order, row, named) for row in rows]
    if cone is not None:
        header.insert(3, "Face au hasard")
        for line, row in zip(lines, rows, strict=True):
            line.insert(3, PLACES[Place(places[row.code])] if row.code in places else "effectif non publié")
    return html.Section(
        [
            html.H2("Les rangs possibles, quartier par quartier"),
            html.P(
                "L’ordre des lignes est celui des valeurs publiées. Deux quartiers dont les rangs possibles se "
                "recouvrent ne sont pas départagés."
            ),
            table(caption, header, lines),
            html.P(
                csv_link("rangs", CSV_HEADER, _csv(near, order, named), "CSV de tous ces quartiers"),
                className="actions",
            ),
        ]
    )


def _limits_header(order: Ranking) -> str:
    chance = any(row.precision == Precision.CHANCE for row in order.rows)
    return "Ce que le hasard d’une année explique" if chance else "Intervalle à 95 %"


def _line(near: Neighbourhoods, order: Ranking, row: RankedQuarter, named: dict[str, str]) -> list[Cell]:
    indicator = order.subject.indicator
    value = french.amount(row.value, indicator, order.subject.source, near.catalogue)
    return [
        place_link(near.store, row.code, f"{named.get(row.code, row.code)} ({row.code})"),
        value + (" (fragile)" if row.fragile else ""),
        f"{ordinal(row.rank_low)} à {ordinal(row.rank_high)}"
        if row.rank_low < row.rank_high
        else ordinal(row.rank_low),
        _limits(row, indicator.decimals),
        row.locator,
    ]


def _limits(row: RankedQuarter, decimals: int) -> str:
    if row.precision == Precision.EXHAUSTIVE:
        return "fichier exhaustif, à l’arrondi près"
    if row.lower is None or row.upper is None:
        return "effectif ou précision non publiés"
    return f"{french.number(row.lower, decimals, fixed=True)} à {french.number(row.upper, decimals, fixed=True)}"


def _csv(near: Neighbourhoods, order: Ranking, named: dict[str, str]) -> list[list[str]]:
    source = near.catalogue.sources[order.subject.source]
    told = f"{source.publisher}, {source.title}"
    return [
        [
            *csv_values(near, order, row, named), str(row.rank_low), str(row.rank_high), str(order.count), told,
            row.locator, order.caveats[0],
        ]
        for row in order.rows
    ]  # fmt: skip


def csv_values(near: Neighbourhoods, order: Ranking, row: RankedQuarter, named: dict[str, str]) -> list[str]:
    """The cells of ``CSV_VALUES``: the quarter, its value and its limits."""
    subject = order.subject
    symbol = near.catalogue.units[subject.indicator.unit].symbol
    numbers = [_comma(number) for number in (row.value, row.lower, row.upper)]
    return [row.code, named.get(row.code, ""), subject.period, subject.perimeter[-4:], *numbers, symbol]


def _comma(value: float | None) -> str:
    return plain_number(None if value is None else round(value, 4)).replace(".", ",")


def spreads_table(near: Neighbourhoods, rows: Sequence[Spread], title: str) -> Component:
    """The quartiles over the quarters of each territory, none of which is an average."""
    header = [
        "Territoire",
        "Un quart des quartiers sont sous",
        "Quartier médian",
        "Un quart sont au-dessus de",
        "Source",
    ]
    lines: list[list[Cell]] = [
        [
            place_link(near.store, row.territory),
            *(french.value(o, near.catalogue) for o in row.quartiles),
            html.Span(figure_origin(row.median, near.catalogue)),
        ]
        for row in rows
    ]
    return table(title, header, lines)
