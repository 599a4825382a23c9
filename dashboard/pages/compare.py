"""Up to six territories side by side, named in the address: their figures, and the gaps that may be measured."""

from __future__ import annotations

from collections.abc import Mapping as Values
from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import french
from dashboard.components.builds import not_built, said
from dashboard.components.figure import chart_card
from dashboard.components.places import kind_label
from dashboard.components.side_by_side import (
    chosen_list,
    differences_section,
    finding,
    gap_finding,
    line_chart,
    lines_table,
    origins,
    path,
)
from dashboard.components.text import bullets
from dashboard.maps.figures import mapping_of
from dashboard.questions.comparison import MOST, Line, Named, cautions, compared, named
from dashboard.questions.neighbourhoods import KEY_INDICATORS, Neighbourhoods, neighbourhoods_of
from dashboard.questions.places import search_places
from dashboard.questions.ranked import spreads
from dashboard.questions.reading import Reading
from dashboard.view import Filter, Part, View

PATH = "/comparer"
NAVIGATION = "Comparer"
SHOWN = 12
"""Territories that a search proposes."""


def view(reading: Reading) -> View:
    """The comparison of a few territories."""
    near = neighbourhoods_of(reading)

    def results(chosen: Values[str, str]) -> list[Part]:
        asked = named(near, chosen["territoires"])
        reference = chosen["reference"] if chosen["reference"] in asked.codes else ""
        return [
            *_search(near, asked, chosen, reference),
            *_unmet(asked),
            *(_compared(near, asked.codes, chosen["indicateur"], reference) if asked.codes else _empty(near)),
        ]

    return View(
        title="Comparer des territoires",
        lead=[
            html.H1(f"Comparer jusqu’à {MOST} territoires"),
            html.P(
                "Quartiers, communes, intercommunalités, départements, régions : les mêmes chiffres côte à côte, "
                "chacun avec sa date et ses contours.",
                className="subtitle",
            ),
        ],
        filters=_filters(reading),
        results=results,
    )


def _filters(reading: Reading) -> list[Filter]:
    mapping = mapping_of(reading)
    near = mapping.near
    known = mapping.indicators or [i for i in reading.catalogue.indicators.values() if spreads(near, i)]
    return [
        Filter("ajouter", "Ajouter un territoire (nom, commune ou code)", kind="search"),
        Filter("indicateur", "Représenter", (("", "les indicateurs clés"), *((i.id, i.label) for i in known))),
        Filter("territoires", "Territoires comparés", kind="hidden"),
        Filter("reference", "Écart avec", kind="hidden"),
    ]


def _search(near: Neighbourhoods, asked: Named, chosen: Values[str, str], reference: str) -> list[Part]:
    """The places that the words mean, each with the link that adds it."""
    words = chosen["ajouter"].strip()
    if not words:
        return []
    if len(asked.codes) == MOST:
        return [said(f"{MOST} territoires sont déjà comparés : retirez-en un avant d’en ajouter un autre.")]
    met = [record for record in search_places(near.store, words) if record.code not in asked.codes]
    if not met:
        return [said(f"Aucun territoire ne répond à « {words} ».")]
    items: list[Component | str | list[Component | str]] = [
        [
            dcc.Link(
                f"Ajouter {near.store.territory_label(record.code)}",
                href=path([*asked.codes, record.code], chosen["indicateur"], reference),
            ),
            html.Span(f" · {kind_label(record)} · {record.code}", className="muted"),
        ]
        for record in met[:SHOWN]
    ]
    more = len(met) - len(items)
    left = f"et {french.number(more, 0)} de plus : précisez la recherche"
    return [html.H2(f"« {words} »"), bullets([*items, left] if more else items)]


def _unmet(asked: Named) -> list[Part]:
    """What the address asks that cannot be compared."""
    parts: list[Part] = []
    for error in asked.unknown:
        closest = f" Les plus proches : {french.listed(error.closest)}." if error.closest else ""
        parts.append(said(f"{error.text}.{closest}"))
    if asked.beyond:
        parts.append(said(f"{MOST} territoires au plus : laissés de côté, {french.listed(asked.beyond)}."))
    return parts


def _empty(near: Neighbourhoods) -> list[Part]:
    """How to start, with comparisons to open."""
    regions = [code for code, place in near.store.territories.catalogued.items() if place.kind == "region"]
    departments = [code for code, place in near.store.territories.catalogued.items() if place.kind == "department"]
    groups: Sequence[Sequence[str]] = [group for group in (regions[:3], departments[:4]) if len(group) > 1]
    links = [
        dcc.Link(french.listed([near.store.territory_label(c) for c in group]), href=path(group)) for group in groups
    ]
    return [
        html.P(
            "Cherchez un premier territoire ci-dessus, ajoutez-le, puis un deuxième. L’adresse de la page les garde."
        ),
        html.P("Par exemple :") if links else None,
        bullets(links) if links else None,
        None
        if near.store.official
        else not_built("Seuls les régions et les départements peuvent être comparés, par leurs chiffres d’ensemble."),
    ]


def _compared(near: Neighbourhoods, codes: Sequence[str], indicator: str, reference: str) -> list[Part]:
    lines = compared(near, codes, indicator)
    names = (indicator,) if indicator else KEY_INDICATORS
    drawn = [line for line in lines if line.indicator.id in names]
    charts = [chart for line in drawn if (chart := line_chart(near, line)) is not None]
    measured = bool(reference) and len(codes) > 1
    notes = list(cautions(near, codes))
    return [
        _answer(gap_finding(near, codes, drawn, reference) if measured else _range(near, drawn)),
        html.H2("Territoires comparés"),
        chosen_list(near, codes, indicator, reference),
        html.Div([html.P(text) for text in notes], className="caveats", role="note") if notes else None,
        html.H2("Les chiffres, côte à côte"),
        html.P("Chaque ligne a sa période ; un chiffre d’une autre période porte la sienne."),
        lines_table(near, codes, lines) if lines else said("Aucun chiffre n’a été lu pour ces territoires."),
        origins(near, codes, lines) if lines else None,
        differences_section(near, codes, lines, reference) if measured else None,
        said("Un territoire seul : ajoutez-en un deuxième pour comparer.") if len(codes) == 1 else None,
        *(chart_card(chart) for chart in charts),
    ]


def _answer(text: str) -> Part:
    """What the page has to say, under its title and no larger."""
    return html.P(text, className="answer stands-out", role="status") if text else None


def _range(near: Neighbourhoods, drawn: Sequence[Line]) -> str:
    told = next((line for line in drawn if len(line.shared) > 1), None)
    return f"{finding(near, told)}." if told else ""
