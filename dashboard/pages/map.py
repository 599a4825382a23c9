"""The map: every quarter where it is, coloured by one figure; a tile a département where quarters were not read."""

from __future__ import annotations

from collections.abc import Mapping as Values
from collections.abc import Sequence
from urllib.parse import urlencode

import numpy as np
from dash import dcc, html
from dash.development.base_component import Component

from dashboard import french
from dashboard.components.attributes import aria
from dashboard.components.builds import not_built, said
from dashboard.components.figure import chart_card
from dashboard.components.map_lists import nowhere_list, quarters_table, regions_table
from dashboard.components.text import found, indicator_link
from dashboard.gaps import Refusal
from dashboard.illustrations.maps import MOST_CHOSEN, map_of
from dashboard.illustrations.tiles import Tiles, tiles_of
from dashboard.maps.figures import STATUS, WHOLE, Mapped, Mapping, first_of, mapping_of, outline_options
from dashboard.questions.ranked import quarters_named, rankable
from dashboard.questions.reading import Reading
from dashboard.view import Filter, Part, View
from etl.catalogue import Indicator

PATH = "/carte"
NAVIGATION = "Carte"
TILES = "departements"
LINES, LINES_OF_ALL = 300, 50
"""Of the table, for a part of France and for all of it."""
KINDS = {"region": "région", "department": "département", "epci": "intercommunalité"}


def view(reading: Reading) -> View:
    """The map, of quarters when their files were read, of départements otherwise."""
    mapping, tiles = mapping_of(reading), tiles_of(reading)

    def results(chosen: Values[str, str]) -> list[Part]:
        if not mapping.perimeters or chosen.get("forme") == TILES:
            return _tile_results(reading, tiles, chosen, alone=not mapping.perimeters)
        return _map_results(reading, mapping, chosen)

    return View(
        title="Carte des quartiers",
        lead=[html.H1("Carte des quartiers prioritaires")],
        filters=_filters(reading, mapping, tiles),
        results=results,
    )


def _filters(reading: Reading, mapping: Mapping, tiles: Tiles) -> list[Filter]:
    """Only those among which there is a choice."""
    quarters = bool(mapping.perimeters)
    periods = [(period, french.period(period)) for period in mapping.periods]
    found = [
        Filter("indicateur", "Montrer", tuple(_indicator_options(reading, mapping, tiles))),
        Filter("territoire", "Territoire", (("", "France"), *_territory_options(reading, mapping, tiles))),
        Filter("contours", "Contours", outline_options(mapping.perimeters)),
        Filter("periode", "Période", (("", "la plus récente"), *periods)),
    ]
    if quarters and tiles.indicators:
        found.append(Filter("forme", "Représenter", (("", "chaque quartier"), (TILES, "une case par département"))))
    if quarters:
        found.append(Filter("quartier", "Entourer un quartier (nom, commune ou code)", kind="search"))
    return [item for item in found if item.kind == "search" or len(item.options) > 1]


def _indicator_options(reading: Reading, mapping: Mapping, tiles: Tiles) -> list[tuple[str, str]]:
    known = _indicators(reading, mapping, tiles)
    first = first_of(known)
    head = [("", f"{first.label} (par défaut)")] if first else []
    head += [(STATUS, "Le passage d’une carte à l’autre, 2015-2024")] if mapping.perimeters else []
    if first is None and head:
        head = [("", head[0][1])]
    return [*head, *((indicator.id, indicator.label) for indicator in known)]


def _indicators(reading: Reading, mapping: Mapping, tiles: Tiles) -> list[Indicator]:
    names = {indicator.id for indicator in (*mapping.indicators, *tiles.indicators)}
    return [indicator for indicator in reading.catalogue.indicators.values() if indicator.id in names]


def _territory_options(reading: Reading, mapping: Mapping, tiles: Tiles) -> list[tuple[str, str]]:
    """Régions, départements and EPCI that hold a quarter; without quarters, those of the grid."""
    codes = mapping.places if mapping.perimeters else tiles.territories
    places = [(code, reading.catalogue.territories[code]) for code in codes]
    return [(code, f"{place.label} ({KINDS[place.kind]})") for code, place in places]


def _map_results(reading: Reading, mapping: Mapping, chosen: Values[str, str]) -> list[Part]:
    """The map of quarters, those without a place, then all of them as a table."""
    asked = chosen.get("quartier", "").strip()
    indicator = _asked_indicator(reading, mapping, chosen)
    perimeter = _perimeter(reading, mapping, chosen, indicator, asked)
    mapped = mapping.of(indicator, perimeter, chosen.get("periode") or None)
    if isinstance(mapped, Refusal):
        return [_refused(mapping, mapped, perimeter)]
    within = chosen.get("territoire") or WHOLE
    inside = mapping.inside(within, perimeter)
    if not inside.any():
        return _none_inside(reading, mapping, within, perimeter)
    ranks = np.flatnonzero(inside).tolist()
    if asked:
        ranks = _search(mapping, mapped, ranks, asked)
    ringed = tuple(mapped.records[rank].code for rank in ranks[:MOST_CHOSEN]) if asked else ()
    scene, chart = map_of(mapped, mapping.cartography, within, ringed)
    return [
        found(len(ranks), "quartier trouvé", "quartiers trouvés") if asked else None,
        chart_card(chart) if chart else said("Aucun de ces quartiers n’a de place connue : les voici en liste."),
        nowhere_list(scene),
        _closer(reading, mapping.closer(within, perimeter), chosen),
        _further(mapping, indicator, within) if indicator else None,
        html.H2("Les quartiers de la carte, un à un"),
        *quarters_table(scene, ranks, LINES_OF_ALL if within == WHOLE else LINES),
    ]


def _none_inside(reading: Reading, mapping: Mapping, within: str, perimeter: str) -> list[Part]:
    """That a map has no quarter of a territory, and the map that has some."""
    where = reading.catalogue.territories[within].within
    links = [
        html.P(
            dcc.Link(
                f"Voir ceux des contours {other[-4:]}",
                href=f"{PATH}?{urlencode({'territoire': within, 'contours': other[-4:], 'indicateur': STATUS})}",
            )
        )
        for other in mapping.perimeters
        if other != perimeter and mapping.inside(within, other).any()
    ]
    return [said(f"Aucun quartier des contours {perimeter[-4:]} n’a été lu {where}."), *links]


def _closer(reading: Reading, places: Sequence[str], chosen: Values[str, str]) -> Part:
    """Links to the same map of each place one step smaller."""
    if len(places) < 2:
        return None
    kept = {name: value for name, value in chosen.items() if value and name != "territoire"}
    links = [
        html.Li(dcc.Link(reading.store.territory_label(code), href=f"{PATH}?{urlencode({**kept, 'territoire': code})}"))
        for code in places
    ]
    return html.Nav([html.P("De plus près :"), html.Ul(links)], className="closer", **aria(label="De plus près"))


def _further(mapping: Mapping, indicator: Indicator, within: str) -> Component:
    """Where else this figure is read."""
    links: list[Component | str] = ["Définition et comparaisons : ", indicator_link(indicator)]
    if indicator in rankable(mapping):
        query = "" if within == WHOLE else f"?territoire={within}"
        links += [" · ", dcc.Link("la place de chaque quartier", href=f"/classement/{indicator.id}{query}")]
    return html.P(links)


def _asked_indicator(reading: Reading, mapping: Mapping, chosen: Values[str, str]) -> Indicator | None:
    """The indicator chosen, or the first; None for what became of the quarters."""
    name = chosen.get("indicateur", "")
    if name == STATUS:
        return None
    return reading.catalogue.indicators[name] if name else first_of(mapping.indicators)


def _perimeter(
    reading: Reading, mapping: Mapping, chosen: Values[str, str], indicator: Indicator | None, asked: str
) -> str:
    """The map chosen; that of the quarter asked for by its code; that of the latest figures; the latest one."""
    if chosen.get("contours"):
        return f"QP{chosen['contours']}"
    record = reading.store.territories.record(asked.upper())
    if record is not None and record.perimeter in mapping.perimeters:
        return record.perimeter
    return (mapping.latest_perimeter(indicator) if indicator else None) or mapping.perimeters[0]


def _search(mapping: Mapping, mapped: Mapped, ranks: Sequence[int], asked: str) -> list[int]:
    """The ranks of the quarters that a search finds, the closest first."""
    at = {mapped.records[rank].code: rank for rank in ranks}
    return [at[record.code] for record in quarters_named(mapping.near, asked, list(at))]


def _refused(mapping: Mapping, refusal: Refusal, perimeter: str) -> Component:
    """Why there is no map, and where there is one."""
    known = [
        dcc.Link(
            f"{french.period(period)}, contours {other[-4:]}",
            href=f"{PATH}?indicateur={refusal.indicator.id}&contours={other[-4:]}&periode={period}",
        )
        for other in mapping.perimeters
        for period in mapping.standing.periods(refusal.indicator.id, other)
    ]
    text = f"{refusal.text} Contours demandés : {perimeter[-4:]}."
    parts: list[Part] = [html.P(text)]
    if known:
        parts += [html.P("Ce qui est connu :"), html.Ul([html.Li(link) for link in known])]
    return html.Div(parts, className="refusal", role="status")


def _tile_results(reading: Reading, tiles: Tiles, chosen: Values[str, str], *, alone: bool) -> list[Part]:
    """The grid of départements and the table of régions."""
    why = not_built("La carte s’en tient aux départements, dont quelques chiffres sont connus.") if alone else None
    name = chosen.get("indicateur", "")
    indicator = reading.catalogue.indicators.get(name) if name else first_of(tiles.indicators)
    if indicator is None or not tiles.figures(indicator.id):
        label = f"« {indicator.label} »" if indicator else "Ce choix"
        return [why, said(f"{label} : aucun chiffre par département n’a été lu.")]
    period, perimeter = tiles.moment(indicator)
    if chosen.get("periode") not in (None, "", period) or chosen.get("contours") not in (None, "", perimeter[-4:]):
        known = f"{french.period(period)}, contours {perimeter[-4:]}"
        return [why, said(f"« {indicator.label} » par département n’est connu que pour : {known}.")]
    within = chosen.get("territoire", "")
    return [
        why,
        chart_card(tiles.chart(indicator, within)),
        html.P(["Définition et comparaisons : ", indicator_link(indicator)]),
        regions_table(reading, tiles, indicator),
    ]
