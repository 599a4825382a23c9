"""The page of those who are lost: what was asked, and the nearest addresses that exist."""

from __future__ import annotations

from dash import dcc, html

from dashboard.components.text import bullets, indicator_link, theme_path
from dashboard.reading import Reading
from dashboard.view import View
from etl.catalogue import UnknownIdError

PATH = ""


def view(reading: Reading, path: str) -> View:
    """The answer to an address that leads nowhere."""
    asked = path[:120].rstrip("/").rpartition("/")[2]
    slugs = {theme.slug: theme for theme in reading.catalogue.themes.values()}
    suggestions = [
        dcc.Link(slugs[slug].label, href=theme_path(slug)) for slug in UnknownIdError("theme", asked, slugs).closest
    ] + [
        indicator_link(reading.catalogue.indicators[name])
        for name in UnknownIdError("indicator", asked, reading.catalogue.indicators).closest
    ]
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
