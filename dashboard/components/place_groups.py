"""Places in lists: those found by kind, and those of the whole country by région."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import french
from dashboard.components.places import kind_label, place_link, place_list
from dashboard.questions.places import catalogued_places, quarters_count
from dashboard.store import PlaceRecord, Store
from dashboard.view import Part
from etl.model import Observation

SHOWN = 15
"""Places of one kind told at once."""
WITHOUT = " sans quartier prioritaire connu"
"""Said of communes and their groupings: every région and département has its page for its own sake."""
HOLDERS = ("commune", "epci", "urban_unit")
PLURALS = {
    "Quartier prioritaire": "Quartiers prioritaires",
    "Commune": "Communes",
    "Intercommunalité": "Intercommunalités",
    "Unité urbaine": "Unités urbaines",
    "Département": "Départements",
    "Région": "Régions",
    "Pays": "Pays",
}


def groups(store: Store, met: Sequence[PlaceRecord], words: str) -> list[Part]:
    """One list a kind, the two maps of quarters apart, and apart what holds no quarter; in the order in which the
    search gives them."""
    by_kind: dict[tuple[str, str], list[PlaceRecord]] = {}
    for record in met:
        without = record.kind in HOLDERS and not store.territories.holds_quarters(record.code)
        by_kind.setdefault((kind_label(record), WITHOUT if without else ""), []).append(record)
    parts: list[Part] = []
    for (kind, rest), records in by_kind.items():
        name, comma, contours = kind.partition(",")
        parts.append(html.H2(f"{PLURALS[name]}{comma}{contours}{rest} : {french.number(len(records), 0)}"))
        parts.append(place_list(store, records[:SHOWN]))
        if len(records) > SHOWN:
            rest = french.number(len(records) - SHOWN, 0)
            parts.append(
                html.P(f"Et {rest} autres : ajoutez un mot à « {words} » pour les départager.", className="muted")
            )
    return parts


def country_list(store: Store) -> list[Part]:
    """Every région with its départements, each with the number of its quarters on the map of 2024."""
    places = catalogued_places(store)
    regions = [place for place in places if place.kind == "region"]
    if not regions:
        return []
    cards = []
    for region in regions:
        inside = [place for place in places if place.kind == "department" and place.region == region.code]
        cards.append(
            html.Article(
                [
                    html.H3([place_link(store, region.code), _told(quarters_count(store, region.code))]),
                    html.Ul(
                        [
                            html.Li([place_link(store, place.code), _told(quarters_count(store, place.code))])
                            for place in inside
                        ],
                        className="inline",
                    ),
                ],
                className="card",
            )
        )
    return [
        html.H2("Toutes les régions, tous les départements"),
        html.P("Entre parenthèses : le nombre de quartiers prioritaires, contours 2024.", className="muted"),
        html.Div(cards, className="grid"),
    ]


def _told(count: Observation | None) -> str:
    return f" ({french.number(count.value, 0)})" if count is not None and count.value is not None else ""
