"""Find a quarter, or any place: by name, by commune, by code; without a search, by région and département."""

from __future__ import annotations

from collections.abc import Mapping as Values

from dash import dcc, html

from dashboard import french
from dashboard.components.builds import not_built, said
from dashboard.components.place_groups import country_list, groups
from dashboard.components.text import bullets, figure_origin, found
from dashboard.maps.figures import PERIMETERS
from dashboard.questions.places import close_names, quarters_count, search_places
from dashboard.questions.reading import Reading
from dashboard.view import Filter, Part, View

PATH = "/quartiers"
NAVIGATION = "Quartiers"


def view(reading: Reading) -> View:
    """The way in to every territory."""

    def results(chosen: Values[str, str]) -> list[Part]:
        words = chosen["recherche"].strip()
        return _found(reading, words) if words else [*_count(reading), *_start(reading)]

    return View(
        title="Trouver un quartier",
        lead=[html.H1("Trouver un quartier prioritaire, une commune, un département")],
        filters=[Filter("recherche", "Chercher un quartier, une commune ou un code", kind="search")],
        results=results,
    )


def _count(reading: Reading) -> list[Part]:
    """How many quarters there are, in one sentence, and where that is read; said to who has not searched yet."""
    count = quarters_count(reading.store, "FR")
    if count is None:
        return []
    return [
        html.H2(f"La France compte {french.value(count, reading.catalogue)} prioritaires, contours 2024"),
        html.P(figure_origin(count, reading.catalogue), className="origin"),
        html.P(_read(reading), className="subtitle"),
    ]


def _read(reading: Reading) -> str:
    """How many quarters can be opened here, map by map."""
    quarters = reading.store.territories.of_kind("neighbourhood")
    counts = {perimeter: sum(record.perimeter == perimeter for record in quarters) for perimeter in PERIMETERS}
    told = [
        f"{french.number(count, 0)} sur la carte de {perimeter[-4:]}" for perimeter, count in counts.items() if count
    ]
    if not told:
        return "Chaque région et chaque département a sa page."
    return f"Fiches à ouvrir ici : {french.listed(told)}, y compris des quartiers retirés ou remplacés depuis."


def _found(reading: Reading, words: str) -> list[Part]:
    """The places that the words mean, by kind."""
    met = search_places(reading.store, words)
    missing = (
        None
        if reading.store.official
        else not_built("Les communes et les quartiers manquent : seuls régions et départements peuvent être trouvés.")
    )
    if met:
        listed = groups(reading.store, met, words)
        return [found(len(met), "territoire trouvé", "territoires trouvés"), missing, *listed]
    close = [dcc.Link(name, href=f"{PATH}?recherche={name}") for name in close_names(reading.store, words)]
    return [
        said(f"Aucun territoire ne répond à « {words} »."),
        html.P("Vouliez-vous dire :") if close else None,
        bullets(close) if close else None,
        html.P("Essayez avec moins de mots, ou avec le nom de la commune ; accents et majuscules ne comptent pas."),
        missing,
    ]


def _start(reading: Reading) -> list[Part]:
    """How to search, then every région and département."""
    if reading.store.official is None:
        head: Part = not_built("Les régions et les départements restent connus, par les chiffres de leurs quartiers.")
    else:
        head = bullets(
            [
                "le nom d’un quartier, même en partie : les mots se cherchent dans n’importe quel ordre ;",
                "le nom d’une commune : ses quartiers viennent avec elle ;",
                "un code : QP093028 (quartier, contours 2015), QN09328M (contours 2024), 93066 (commune), DEP-93.",
            ]
        )
    return [html.H2("Comment chercher") if reading.store.official else None, head, *country_list(reading.store)]
