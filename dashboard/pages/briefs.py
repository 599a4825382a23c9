"""Which territory a note is to be made of: found by name, by commune, by code, or in the list of the country."""

from __future__ import annotations

from collections.abc import Mapping

from dash import dcc, html

from dashboard.components.builds import not_built, said
from dashboard.components.text import bullets, found
from dashboard.questions.places import close_names, search_places
from dashboard.questions.reading import Reading
from dashboard.view import Filter, Part, View

PATH = "/note"
NAVIGATION = "Faire une note"
SHOWN = 40
KINDS = ("region", "department")


def view(reading: Reading) -> View:
    """The way in to the builder."""

    def results(chosen: Mapping[str, str]) -> list[Part]:
        words = chosen["recherche"].strip()
        return _found(reading, words) if words else _start(reading)

    return View(
        title="Faire une note",
        lead=[
            html.H1("Une note à poser devant un élu"),
            html.P(
                "Sur la France, une région, un département, une commune ou un quartier : PDF, Word, PowerPoint aux "
                "graphiques modifiables, page web ou texte, chaque chiffre avec sa source.",
                className="subtitle",
            ),
        ],
        filters=[Filter("recherche", "Chercher le territoire : quartier, commune ou code", kind="search")],
        results=results,
    )


def _link(reading: Reading, code: str) -> dcc.Link:
    return dcc.Link(reading.store.distinct_label(code), href=f"/note/{code}")


def _found(reading: Reading, words: str) -> list[Part]:
    met = search_places(reading.store, words)
    if met:
        shown = [_link(reading, place.code) for place in met[:SHOWN]]
        left = len(met) - len(shown)
        more = html.P(f"Et {left} autres : ajouter un mot à la recherche.", className="muted") if left > 0 else None
        return [found(len(met), "territoire trouvé", "territoires trouvés"), bullets(shown), more]
    close = [dcc.Link(name, href=f"{PATH}?recherche={name}") for name in close_names(reading.store, words)]
    return [
        said(f"Aucun territoire ne répond à « {words} »."),
        html.P("Vouliez-vous dire :") if close else None,
        bullets(close) if close else None,
    ]


def _start(reading: Reading) -> list[Part]:
    places = reading.store.territories.catalogued
    parts: list[Part] = [html.P(["Le plus demandé : ", _link(reading, "FR"), "."])]
    for kind, title in zip(KINDS, ("Par région", "Par département"), strict=True):
        codes = [code for code, place in places.items() if place.kind == kind]
        parts.append(html.Details([html.Summary(title), bullets([_link(reading, code) for code in codes])]))
    if reading.store.official is None:
        parts.append(not_built("Les régions et les départements restent connus, par les chiffres de leurs quartiers."))
    return parts
