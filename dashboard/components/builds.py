"""What is said where the official files of the quarters were not read."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component


def not_built(consequence: str) -> Component:
    """Why quarters are missing, with the commands that bring them; ``consequence`` says what is shown meanwhile."""
    return html.Div(
        [
            html.P([html.Strong("Les fichiers officiels des quartiers n’ont pas été lus ici. "), consequence]),
            html.P(
                [
                    "Pour les lire : ", html.Code("qpv download"), ", puis ", html.Code("qpv etl --raw data/raw"),
                    ", et relancer ", html.Code("qpv serve"), ".",
                ]
            ),
        ],
        className="refusal",
        role="note",
    )  # fmt: skip


def said(text: str) -> Component:
    """A refusal, or nothing found, in words."""
    return html.P(text, className="refusal", role="status")
