"""A similar quarter: how far it is, in what it is alike, in what it differs, both values each time."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from dashboard import french
from dashboard.components.places import place_link
from dashboard.components.tables import Cell, table
from dashboard.components.text import indicator_link
from dashboard.gaps.similarity import ALIKE, APART, Contribution, Peer
from dashboard.questions.alike import descriptor_label, descriptor_value
from dashboard.questions.neighbourhoods import Neighbourhoods


def peer_card(near: Neighbourhoods, peer: Peer, code: str, rank: int, sources: Mapping[str, str]) -> Component:
    """One similar quarter; ``code`` is of the quarter it is compared with, ``sources`` those of the descriptors."""
    here, label = (french.place_name(near.catalogue.territories[place]) for place in (code, peer.code))
    header = ["Caractéristique", "Ce quartier", label, "Lecture"]
    rows = [_row(near, part, sources[part.descriptor]) for part in peer.contributions]
    record = near.record(peer.code)
    where = near.store.territory_label(record.department) if record and record.department else ""
    return html.Article(
        [
            html.H2([f"{rank}. ", place_link(near.store, peer.code)]),
            html.P(
                f"{where} · {peer.code} · distance {french.number(peer.distance, 2)}, sur {len(peer.contributions)} "
                "caractéristiques",
                className="muted",
            ),
            html.Div(table(f"{here} et {label}", header, rows), className="long-heads"),
        ],
        className="card",
    )


def _row(near: Neighbourhoods, part: Contribution, source: str) -> list[Cell]:
    return [
        indicator_link(near.catalogue.indicators[part.descriptor], descriptor_label(near, part.descriptor)),
        descriptor_value(near, part.descriptor, part.here, source),
        descriptor_value(near, part.descriptor, part.there, source),
        reading_of(part),
    ]


def reading_of(part: Contribution) -> str:
    """« proche », « plus élevé »…: the same bounds as the distance."""
    if abs(part.apart) <= ALIKE:
        return "proche"
    if abs(part.apart) <= APART:
        return "un peu plus haut" if part.apart > 0 else "un peu plus bas"
    return "nettement plus haut" if part.apart > 0 else "nettement plus bas"
