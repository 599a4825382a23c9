"""Territories on a page: their address, their kind, what they lie in."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import french
from dashboard.store import PlaceRecord, Store
from dashboard.store.territories import KINDS


def place_path(code: str) -> str:
    """The address of a territory."""
    return f"/territoire/{code}"


def place_link(store: Store, code: str, text: str = "") -> Component:
    """A link to the page of a territory."""
    return dcc.Link(text or store.territory_label(code), href=place_path(code))


def kind_label(record: PlaceRecord) -> str:
    """« Quartier prioritaire, contours 2015 »."""
    kind = KINDS.get(record.kind, record.kind)
    return f"{kind}, contours {record.perimeter[-4:]}" if record.perimeter.startswith("QP") else kind


def place_list(store: Store, records: Sequence[PlaceRecord]) -> Component:
    """Places found, each with its kind and where it lies."""
    return html.Ul(
        [
            html.Li(
                [
                    place_link(store, record.code, record.label),
                    html.Span(f" · {kind_label(record)} · {_where(store, record)}{record.code}", className="muted"),
                ]
            )
            for record in records
        ],
        className="places",
    )


def _where(store: Store, record: PlaceRecord) -> str:
    towns = record.communes if record.kind == "neighbourhood" else ()
    names = french.listed([store.territory_label(code) for code in towns])
    department = store.territory_label(record.department) if record.department else ""
    where = f"{names} ({department})" if names and department else names or department
    return f"{where} · " if where else ""
