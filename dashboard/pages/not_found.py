"""The page of those who are lost: what was asked, and the nearest addresses that exist."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.builds import not_built
from dashboard.components.places import place_link
from dashboard.components.text import bullets, indicator_link, theme_path
from dashboard.questions.places import close_codes, department_in, is_quarter
from dashboard.questions.reading import Reading
from dashboard.view import Part, View
from etl.catalogue import UnknownIdError

PATH = ""
OF_TERRITORIES = ("/territoire/", "/semblables/")
"""How the addresses that end with the code of a territory begin."""
TOLD = 120
"""Characters of an address that are told."""


def view(reading: Reading, path: str) -> View:
    """The answer to an address that leads nowhere."""
    asked = path[:TOLD].rstrip("/").rpartition("/")[2]
    of_territory = path.startswith(OF_TERRITORIES) and asked
    lead = _lost_territory(reading, asked) if of_territory else _lost(reading, path, asked)
    return View(
        title="Page introuvable",
        lead=[html.P("Page introuvable", className="kicker"), *lead],
        results=lambda chosen: [],
        status=404,
    )


def _lost(reading: Reading, path: str, asked: str) -> list[Part]:
    """The themes and indicators that the address looks like."""
    slugs = {theme.slug: theme for theme in reading.catalogue.themes.values()}
    suggestions: list[Component] = [
        dcc.Link(slugs[slug].label, href=theme_path(slug)) for slug in UnknownIdError("theme", asked, slugs).closest
    ] + [
        indicator_link(reading.catalogue.indicators[name])
        for name in UnknownIdError("indicator", asked, reading.catalogue.indicators).closest
    ]
    return [
        html.H1("Cette adresse ne mène à aucune page"),
        html.P(["Adresse demandée : ", html.Code(path[:TOLD])]),
        *_suggested(suggestions),
        html.P(
            [
                dcc.Link("Revenir à la vue d’ensemble", href="/"),
                " ou ",
                dcc.Link("chercher parmi tous les indicateurs", href="/indicateurs"),
                ".",
            ]
        ),
    ]


def _lost_territory(reading: Reading, asked: str) -> list[Part]:
    """Why a code names no territory here: its file was not read, or it does not exist; then those near it."""
    store = reading.store
    code, unread = asked.upper(), store.official is None
    kind = "quartier" if is_quarter(code) else "territoire"
    near = close_codes(store, asked)
    department = department_in(store, asked)
    links = [place_link(store, found, f"{store.territory_label(found)} : {found}") for found in near]
    if department and department not in near:
        links.append(place_link(store, department, f"{store.territory_label(department)}, son département"))
    return [
        html.H1(f"Aucun {kind} de code « {code} » n’est connu ici"),
        not_built("Seuls la France, ses régions et ses départements ont leur page.") if unread else None,
        html.P("Ce code n’est dans aucun des fichiers officiels lus.") if not unread else None,
        *_suggested(links, "Vouliez-vous dire :" if near else "À défaut :"),
        html.P([dcc.Link("Chercher un territoire par son nom, sa commune ou son code", href="/quartiers"), "."]),
    ]


def _suggested(links: list[Component], words: str = "Vouliez-vous dire :") -> list[Part]:
    return [html.P(words), bullets(links)] if links else []
