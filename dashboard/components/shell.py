"""What surrounds every page: skip link, name, navigation, foot."""

from __future__ import annotations

from collections.abc import Mapping

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.briefs.views import BASKET
from dashboard.charts import style
from dashboard.components.attributes import aria

THEME = {
    "primaryColor": "slate",
    "primaryShade": 7,
    "fontFamily": style.SANS,
    "colors": {
        "slate": [
            "#F1F5F8", "#DCE6ED", "#BACEDC", "#95B4C9", "#6F98B4",
            "#4F7E9E", "#3D6C8C", "#2F5D7C", "#244A63", "#18354A",
        ]
    },
}  # fmt: skip

MENU = "menu"
"""Id of the navigation, which a narrow screen shows when asked to."""


def shell(navigation: Mapping[str, str], version: str) -> Component:
    """The frame; ``navigation`` gives addresses and their names, ``version`` names the data."""
    links = [dcc.Link(label, href=path, className="nav-link") for path, label in navigation.items()]
    frame: Component = dmc.MantineProvider(
        [
            html.A("Aller au contenu", href="#page", className="skip"),
            dcc.Location(id="address", refresh=False),
            dcc.Store(id="document-title"),
            html.Div(id="announced", className="visually-hidden", role="status", **aria(live="polite")),
            html.Header(
                [
                    dcc.Link(
                        [html.Span("Lisière", className="name"), html.Span("l’écart, mesuré", className="motto")],
                        href="/", className="brand",
                    ),
                    html.A(["Mon dossier", html.Span(className="basket-count")], href=BASKET, className="basket-link"),
                    _menu_button(),
                    html.Nav(links, id=MENU, **aria(label="Pages")),
                ],
                className="top",
            ),
            html.Main(id="page", tabIndex=-1, className="page"),
            html.Footer(
                [
                    html.P(
                        "Lisière rapproche les chiffres publiés des quartiers prioritaires (QPV) et de ce qui les "
                        "entoure. Ce n’est pas un site de l’État."
                    ),
                    html.P(
                        [
                            f"Données : version {version}, Licence Ouverte 2.0 · ",
                            dcc.Link("Sources", href="/sources"), " · ",
                            dcc.Link("Méthode", href="/methode"), " · ",
                            dcc.Link("Données et API", href="/donnees"),
                        ]
                    ),
                ],
                className="foot",
            ),
        ],
        theme=THEME,
        forceColorScheme="light",
    )  # fmt: skip
    return frame


def _menu_button() -> Component:
    """What opens the navigation of a narrow screen: a wide one never shows it. The page that one is on is written in
    it by the browser, which also opens, closes and says which of the two."""
    return html.Button(
        ["Menu", html.Span(className="here")],
        className="menu-button",
        type="button",
        **aria(expanded="false", controls=MENU),
    )
