"""Needs beside supply on the page of the theme, and the figures of the guide beside those of the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import french
from dashboard.charts.chart import zone_words
from dashboard.components.builds import said
from dashboard.components.figure import chart_card
from dashboard.components.places import place_link
from dashboard.components.social_economy import not_read
from dashboard.components.tables import Cell, table
from dashboard.components.text import indicator_link
from dashboard.gaps import Refusal
from dashboard.illustrations.social_economy import amount_of, needs_chart, side_values
from dashboard.maps.figures import mapping_of
from dashboard.questions.neighbourhoods import Neighbourhoods, neighbourhoods_of
from dashboard.questions.reading import Reading
from dashboard.questions.social_economy import DEFINITIONS, DENSITY, MAPS, is_read
from dashboard.questions.social_economy_guide import GuideBeside, Recomputed, guide_beside
from dashboard.questions.social_economy_needs import (
    Corner,
    Crossed,
    NeedsBesideSupply,
    needs_beside_supply,
    needs_known,
)
from dashboard.questions.social_economy_told import CORNERS, corner_claim, guide_claims
from dashboard.questions.standing import WHOLE, standing_of
from dashboard.view import Filter, Part
from etl.catalogue import fold
from etl.model import Observation

THEME = "social_economy"
PLACE, NEED = "territoire", "besoin"
SHOWN, MOST = 12, 100
"""Quarters told at once, and those one key away; the chart has them all."""
KINDS = {"region": "région", "department": "département", "epci": "intercommunalité"}
WHY = (
    "Le guide ne dit ni par quoi il divise, ni comment l’étude reconnaît l’ESS. Ses deux pourcentages supposent un "
    "total plus petit que celui que l’étude annonce : sans doute les seuls établissements que l’on savait situer. Ici "
    "aussi, les parts ne divisent que par ce qui est situé. Le reste diffère : une autre date, un autre répertoire de "
    "coordonnées, une liste de catégories juridiques et d’activités écrite ici (« qpv ess --definition »), et, en "
    "2024, d’autres contours. La différence entre deux colonnes n’est donc pas une évolution."
)


def needs_filters(reading: Reading) -> list[Filter]:
    """The territory and the need; none where the register was not read."""
    near, standing = neighbourhoods_of(reading), standing_of(reading)
    needs = needs_known(standing) if is_read(near) else []
    if not needs:
        return []
    mapping = mapping_of(reading)
    places = [(code, reading.catalogue.territories[code]) for code in mapping.places]
    options = tuple((code, f"{place.label} ({KINDS[place.kind]})") for code, place in places)
    found = [
        Filter(PLACE, "Besoins et offre : territoire", (("", "France"), *options)),
        Filter(
            NEED, "Besoins et offre : besoin", tuple((n.id if rank else "", n.label) for rank, n in enumerate(needs))
        ),
    ]
    return [item for item in found if len(item.options) > 1]


def needs_parts(reading: Reading, chosen: Mapping[str, str]) -> list[Part]:
    """The quarters of a territory by a need and by their establishments, then the figures of the guide."""
    near, standing = neighbourhoods_of(reading), standing_of(reading)
    title = html.H2("Besoins et offre, quartier par quartier")
    if not is_read(near):
        return [
            title,
            not_read("Les besoins ne peuvent pas être mis en regard de l’offre, ni les chiffres du guide recomptés."),
        ]
    needs = needs_known(standing)
    if not needs:
        return [title, said("Aucun besoin n’est connu sur les contours où l’ESS est comptée.")]
    need = reading.catalogue.indicators[chosen.get(NEED) or needs[0].id]
    within = chosen.get(PLACE) or WHOLE[0]
    crossed = needs_beside_supply(standing, need, within)
    if isinstance(crossed, Refusal):
        return [title, said(crossed.text), *_guide(near)]
    claim = corner_claim(near, crossed, within)
    query = "" if within in WHOLE else f"&territoire={within}"
    return [
        title,
        html.P(
            "Deux chiffres des mêmes quartiers, côte à côte. L’un n’explique pas l’autre, et « plus rare » ne veut pas "
            "dire « pas assez » : c’est une question à poser sur place."
        ),
        chart_card(needs_chart(near, crossed, claim.text, within)),
        html.P(
            [dcc.Link("Voir la carte de l’ESS par habitant", href=f"/carte?indicateur={DENSITY}{query}"),
             " · ", indicator_link(reading.catalogue.indicators[DENSITY], "sa définition et ses réserves")]
        ),
        html.H3("Quartier par quartier"),
        *_quarters(near, crossed),
        *_guide(near),
    ]  # fmt: skip


def _quarters(near: Neighbourhoods, crossed: NeedsBesideSupply) -> list[Part]:
    """Those of the first corner first, by name: they are not ranked."""
    order = list(Corner)
    ranked = sorted(
        crossed.quarters, key=lambda q: (order.index(q.corner), fold(near.store.territory_label(q.code)), q.code)
    )
    told = "Par case du graphique, puis par ordre alphabétique : ce n’est pas un classement."
    parts: list[Part] = [html.P(told, className="muted"), _quarter_table(near, crossed, ranked[:SHOWN])]
    rest = ranked[SHOWN:MOST]
    if rest:
        summary = f"{french.counted(len(rest), 'autre quartier', 'autres quartiers')}"
        summary += f" (sur {french.number(len(ranked) - SHOWN, 0)})" if len(ranked) > MOST else ""
        parts.append(html.Details([html.Summary(summary), _quarter_table(near, crossed, rest)], className="data"))
    return parts


def _quarter_table(near: Neighbourhoods, crossed: NeedsBesideSupply, quarters: Sequence[Crossed]) -> Component:
    rows: list[list[Cell]] = [
        [
            place_link(near.store, quarter.code),
            *(amount_of(near, side, value) for side, value in side_values(crossed, quarter)),
            french.sentence(CORNERS[quarter.corner]) + (" (chiffre fragile)" if quarter.fragile else ""),
        ]
        for quarter in quarters
    ]
    sides = (crossed.need.subject, crossed.supply.subject)
    header = ["Quartier", *(f"{s.indicator.label}, {french.period(s.period)}" for s in sides), "Où il se trouve"]
    return table("Besoin et offre de l’ESS par quartier", header, rows)


def _guide(near: Neighbourhoods) -> list[Part]:
    beside = guide_beside(near)
    if beside is None:
        return []
    maps = [one for one in reversed(MAPS) if any(one in row.register for row in beside.rows)]
    header = ["Chiffre", "Guide (2019)", *(f"Répertoire, contours {one[-4:]}" for one in maps)]
    rows: list[list[Cell]] = [_guide_row(near, row, maps) for row in beside.rows]
    return [
        html.H2("Les chiffres du guide, recomptés"),
        table("Chiffres du guide sur l’ESS, recomptés dans le répertoire", header, rows),
        html.Ul([html.Li(claim.text) for claim in guide_claims(near, beside)]),
        html.P(WHY),
        _definitions(near, beside),
    ]


def _guide_row(near: Neighbourhoods, row: Recomputed, maps: list[str]) -> list[Cell]:
    guide = row.guide
    indicator = near.catalogue.indicators[guide.indicator]
    people = near.catalogue.breakdown_label(guide.breakdown) if guide.breakdown != "_T" else ""
    label = f"{indicator.label}{f', {people}' if people else ''} · {zone_words(guide.zone, '', near.catalogue)}"
    return [label, french.value(guide, near.catalogue), *(_again(near, row.register.get(one)) for one in maps)]


def _again(near: Neighbourhoods, o: Observation | None) -> str:
    if o is None:
        return "non compté : contours non lus"
    return f"{french.value_and_face(o, near.catalogue)}, {french.period(o.period)}"


def _definitions(near: Neighbourhoods, beside: GuideBeside) -> Component:
    """The count in the quarters by each reading of the social economy."""
    dimension = near.catalogue.breakdowns[DEFINITIONS]
    told = [
        f"{french.value(o, near.catalogue)} selon « {dimension.levels[o.breakdown.partition(':')[2]]} »"
        for o in beside.by_definition
    ]
    return html.P(f"Dans les quartiers, selon la lecture de l’ESS : {french.listed(told)}.") if told else html.Div()
