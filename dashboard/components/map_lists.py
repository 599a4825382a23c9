"""What a map shows, as lists and tables: the way in for the keyboard and for screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from dash import dcc, html

from dashboard import french
from dashboard.components.places import place_link
from dashboard.components.tables import Cell, csv_link, table
from dashboard.components.text import figure_origin
from dashboard.illustrations.tiles import Tiles, tiles_of
from dashboard.maps.cartography import Basis
from dashboard.maps.figures import STATUS, first_of, mapping_of
from dashboard.maps.scene import Scene
from dashboard.questions.reading import Reading
from dashboard.view import Part
from etl.catalogue import Indicator
from etl.model import plain_number

PLACES = {
    Basis.OWN: "connue",
    Basis.RELATED: "approchée (quartier de l’autre carte)",
    Basis.COMMUNE: "approchée (milieu de la commune)",
    Basis.NONE: "inconnue",
}
SHORT = {Basis.OWN: "son contour", Basis.RELATED: "autre carte", Basis.COMMUNE: "sa commune", Basis.NONE: "inconnue"}
"""The same in the column of a table, explained once above it."""
CSV_HEADER = [
    "Code", "Quartier", "Communes", "Département", "Contours", "Période", "Nombre", "Unité", "Valeur", "Classe",
    "Place", "Longitude", "Latitude", "Source",
]  # fmt: skip


def map_link(reading: Reading, code: str) -> Part:
    """The way from a territory to the map that shows it; none when no map does."""
    record, mapping = reading.store.territories.record(code), mapping_of(reading)
    asked: dict[str, str] = {}
    if record is not None and record.kind == "neighbourhood" and record.department in mapping.places:
        first = first_of(mapping.indicators)
        known = first is not None and mapping.standing.periods(first.id, record.perimeter)
        asked = {"territoire": record.department, "quartier": code, **({} if known else {"indicateur": STATUS})}
    elif code in (mapping.places if mapping.perimeters else tiles_of(reading).territories):
        asked = {"territoire": code}
    return html.P(dcc.Link("Voir sur la carte", href=f"/carte?{urlencode(asked)}")) if asked else None


def nowhere_list(scene: Scene) -> Part:
    """The quarters of the map that have no known place: none is dropped in silence."""
    ranks = [rank for rank in scene.mapped.ranks(scene.inside) if not scene.spots.placed[rank]]
    if not ranks:
        return None
    store, mapped = scene.cartography.near.store, scene.mapped
    items = [html.Li([place_link(store, mapped.records[r].code), f" : {mapped.texts[r]}"]) for r in ranks]
    plural = "s" if len(ranks) > 1 else ""
    return html.Details(
        [html.Summary(f"{len(ranks)} quartier{plural} sans place connue, hors de la carte"), html.Ul(items)]
    )


def quarters_table(scene: Scene, ranks: Sequence[int], lines: int) -> list[Part]:
    """The quarters of ``ranks``, at most ``lines``, each with a link to its profile; all of them as CSV."""
    shown = ranks[:lines]
    if not shown:
        return [html.P("Aucun quartier ne répond à cette recherche sur cette carte.", role="status")]
    where = f"{french.number(len(ranks), 0)} quartiers, par code" if len(ranks) > 1 else "Un quartier"
    if len(shown) < len(ranks):
        where = (
            f"Les {len(shown)} premiers quartiers sur {french.number(len(ranks), 0)}, par code ; "
            "choisir un territoire ou chercher un nom pour voir les autres"
        )
    bases = {Basis(str(scene.spots.basis[rank])) for rank in shown}
    approached = [f"« {SHORT[basis]} », {PLACES[basis]}" for basis in (Basis.RELATED, Basis.COMMUNE) if basis in bases]
    header = ["Quartier", "Commune", "Département", "Valeur", "Placé d’après", "Code"]
    data = [_csv_row(scene, rank) for rank in ranks]
    link = csv_link("carte-quartiers", CSV_HEADER, data, "CSV de tous ces quartiers")
    return [
        html.P(f"Place sur la carte : {' ; '.join(approached)}.", className="muted") if approached else None,
        table(where, header, [_row(scene, rank) for rank in shown]),
        html.P(link, className="actions"),
    ]


def _row(scene: Scene, rank: int) -> list[Cell]:
    store, record = scene.cartography.near.store, scene.mapped.records[rank]
    return [
        place_link(store, record.code, record.label),
        _towns(scene, rank),
        store.territory_label(record.department),
        scene.mapped.texts[rank],
        SHORT[Basis(str(scene.spots.basis[rank]))],
        record.code,
    ]


def _towns(scene: Scene, rank: int) -> str:
    store, record = scene.cartography.near.store, scene.mapped.records[rank]
    return ", ".join(store.territory_label(code) for code in record.communes) or "non publiée"


def _csv_row(scene: Scene, rank: int) -> list[str]:
    mapped, record = scene.mapped, scene.mapped.records[rank]
    store = scene.cartography.near.store
    subject = mapped.quarters.subject if mapped.quarters else None
    value = mapped.values[rank]
    place = [plain_number(part).replace(".", ",") for part in (record.longitude, record.latitude)]
    return [
        record.code, record.label, _towns(scene, rank), store.territory_label(record.department),
        record.perimeter[-4:], french.period(subject.period) if subject else record.perimeter[-4:],
        "" if value != value else plain_number(float(value)).replace(".", ","),
        store.catalogue.units[subject.indicator.unit].symbol if subject else "",
        mapped.texts[rank], mapped.looks[mapped.kinds[rank]].text, PLACES[Basis(str(scene.spots.basis[rank]))],
        *place, f"{subject.source}, {mapped.locators[rank]}" if subject else "",
    ]  # fmt: skip


def regions_table(reading: Reading, tiles: Tiles, indicator: Indicator) -> Part:
    """The same figure of every région, each with a link to its profile."""
    found = tiles.regions(indicator)
    if not found:
        return None
    rows: list[list[Cell]] = [
        [
            place_link(reading.store, o.territory),
            french.value_and_face(o, reading.catalogue),
            o.note,
            html.Span(figure_origin(o, reading.catalogue)),
        ]
        for o in found
    ]
    title = f"{indicator.label}, par région"
    header = ["Région", "Valeur", "Note", "Source"]
    return html.Section([html.H2("Par région"), table(title, header, rows)])
