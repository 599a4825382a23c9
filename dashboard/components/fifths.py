"""Tables of quarters whose ranks are not told one by one: by fifths of their values, alphabetical inside each."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import french
from dashboard.claims.placing import fifth_words
from dashboard.components.places import place_link
from dashboard.components.ranks import CSV_VALUES, csv_values
from dashboard.components.tables import Cell, csv_link, table
from dashboard.gaps import Precision, Ranking
from dashboard.gaps.ranking import FEWEST_FOR_FIFTHS, RankedQuarter
from dashboard.illustrations.ranks import names_of
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.view import Part
from etl.catalogue import fold

LINES = 60
"""Quarters of one fifth told at once."""
HEADER = ["Quartier", "Valeur", "Où le chiffre est lu", "Intervalle"]
CSV_HEADER = [*CSV_VALUES, "Cinquième", "Source", "Où", "Réserve"]


def fifths_section(near: Neighbourhoods, order: Ranking, chosen: str) -> Part:
    """The quarters by fifths, that of the quarter ``chosen`` (may be empty) open; all of them as CSV."""
    named = names_of(near, [row.code for row in order.rows])
    fifths: dict[int | None, list[RankedQuarter]] = {}
    for row in order.rows:
        fifths.setdefault(row.fifth, []).append(row)
    parts: list[Part] = []
    for fifth, rows in fifths.items():
        rows.sort(key=lambda row: (fold(named.get(row.code, row.code)), row.code))
        words = french.sentence(_caption(near, order, fifth, rows))
        shown = _window(rows, chosen)
        more = ""
        if len(shown) < len(rows):
            more = f" ; {len(shown)} d’entre eux : choisir un territoire ou situer un quartier pour voir les autres"
        content = table(words + more, HEADER, [_line(near, order, row, named) for row in shown])
        unfolded = order.count <= LINES or any(row.code == chosen for row in rows)
        if fifth is not None:
            parts.append(html.Details([html.Summary(words), content], open=unfolded))
        else:
            parts.append(content)
    lines = [line for rows in fifths.values() for line in _csv(near, order, rows, named)]
    return html.Section(
        [
            html.H2("Les quartiers, cinquième par cinquième" if None not in fifths else "Les quartiers, un à un"),
            html.P(why_no_ranks(order)),
            *parts,
            html.P(csv_link("cinquiemes", CSV_HEADER, lines, "CSV de tous ces quartiers"), className="actions"),
        ]
    )


def why_no_ranks(order: Ranking) -> str:
    """Why no rank is told one by one, and what stands in its place."""
    unknown = any(row.precision == Precision.NOT_PUBLISHED for row in order.rows)
    why = (
        "La précision de ces valeurs n’est pas publiée"
        if unknown
        else "Sans l’effectif de chaque quartier, rien ne dit ce que le hasard d’une année déplace"
    )
    if order.count < FEWEST_FOR_FIFTHS:
        return f"{why} : les quartiers ne sont pas rangés un à un, mais par ordre alphabétique."
    return (
        f"{why} : les quartiers ne sont pas rangés un à un, mais par cinquièmes, et par ordre alphabétique dans "
        "chacun. Deux valeurs égales sont dans le même cinquième."
    )


def _caption(near: Neighbourhoods, order: Ranking, fifth: int | None, rows: Sequence[RankedQuarter]) -> str:
    """« le deuxième cinquième : 12 quartiers, de 41,2 % à 44,1 % »."""
    plural = "s" if len(rows) > 1 else ""
    if fifth is None:
        return f"Les {len(rows)} quartier{plural}, par ordre alphabétique"
    values = [row.value for row in rows]
    low, high = (_amount(near, order, value) for value in (min(values), max(values)))
    told = low if low == high else f"de {low} à {high}"
    words = fifth_words(fifth, descending=order.descending)
    return f"{words} : {french.number(len(rows), 0)} quartier{plural}, {told}"


def _window(rows: Sequence[RankedQuarter], chosen: str) -> Sequence[RankedQuarter]:
    """At most ``LINES`` rows, around the quarter ``chosen`` when it is there."""
    at = next((place for place, row in enumerate(rows) if row.code == chosen), 0)
    first = max(0, min(at - LINES // 2, len(rows) - LINES))
    return rows[first : first + LINES]


def _amount(near: Neighbourhoods, order: Ranking, value: float) -> str:
    return french.amount(value, order.subject.indicator, order.subject.source, near.catalogue)


def _line(near: Neighbourhoods, order: Ranking, row: RankedQuarter, named: dict[str, str]) -> list[Cell]:
    return [
        place_link(near.store, row.code, f"{named.get(row.code, row.code)} ({row.code})"),
        _amount(near, order, row.value) + (" (fragile)" if row.fragile else ""),
        row.locator,
        _limits(row, order.subject.indicator.decimals + 1),
    ]


def _limits(row: RankedQuarter, decimals: int) -> str:
    if row.lower is None or row.upper is None:
        return "précision non publiée"
    return f"à l’arrondi : {french.number(row.lower, decimals)} à {french.number(row.upper, decimals)}"


def _csv(near: Neighbourhoods, order: Ranking, rows: Sequence[RankedQuarter], named: dict[str, str]) -> list[list[str]]:
    source = near.catalogue.sources[order.subject.source]
    told = f"{source.publisher}, {source.title}"
    return [
        [*csv_values(near, order, row, named), str(row.fifth or ""), told, row.locator, order.caveats[0]]
        for row in rows
    ]  # fmt: skip
