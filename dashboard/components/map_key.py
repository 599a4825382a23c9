"""The key of a map, as a list of the page: the same words as in the pictures that one saves."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.charts.atlas import Atlas, Look
from dashboard.charts.sheet import SIGNS, counted_words, edge_of
from dashboard.components.attributes import aria


def sheet_key(atlas: Atlas) -> Component:
    """The looks of a map with how many places each has, then what sizes, shapes and frames mean."""
    return html.Div(
        [
            html.P(atlas.title, className="key-title"),
            html.Ul([html.Li([_swatch(look), counted_words(look)]) for look in atlas.told], className="looks"),
            *(html.P(text) for text in atlas.key),
        ],
        className="map-key",
    )


def _swatch(look: Look) -> Component:
    colours = {"backgroundColor": look.colour, "borderColor": edge_of(look), "color": look.ink}
    return html.Span(SIGNS[look.symbol], className="swatch", style=colours, **aria(hidden="true"))
