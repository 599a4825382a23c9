"""The page of those who are lost: what was asked, and the nearest addresses that exist."""

from __future__ import annotations

import difflib

from dash import dcc, html

from dashboard.components.text import bullets, indicator_path, theme_path
from dashboard.reading import Reading
from dashboard.view import View

PATH = ""


def view(reading: Reading, path: str) -> View:
    """The answer to an address that leads nowhere."""
    names = {indicator_path(i.id): i.label for i in reading.catalogue.indicators.values()}
    names |= {theme_path(theme.slug): theme.label for theme in reading.catalogue.themes.values()}
    near = difflib.get_close_matches(path[:120], names, n=4, cutoff=0.6)
    suggestions = [dcc.Link(names[address], href=address) for address in near]
    lead = [
        html.P("Page introuvable", className="kicker"),
        html.H1("Cette adresse ne mène à aucune page"),
        html.P(["Adresse demandée : ", html.Code(path[:120])]),
        html.P("Vouliez-vous dire :") if suggestions else None,
        bullets(suggestions) if suggestions else None,
        html.P(
            [
                dcc.Link("Revenir à la vue d’ensemble", href="/"),
                " ou ",
                dcc.Link("chercher parmi tous les indicateurs", href="/indicateurs"),
                ".",
            ]
        ),
    ]
    return View(title="Page introuvable", lead=lead, results=lambda chosen: [], status=404)
