"""The quarters most similar to one of them, and why: alike in what, different in what, both values each time."""

from __future__ import annotations

from collections.abc import Mapping as Values

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import french
from dashboard.components.builds import not_built, said
from dashboard.components.peers import peer_card
from dashboard.components.places import place_link
from dashboard.components.side_by_side import path
from dashboard.components.text import bullets
from dashboard.gaps import NoPeers, Peers
from dashboard.gaps.similarity import APART
from dashboard.maps.figures import mapping_of
from dashboard.questions.alike import labels, likeness, origins, outcomes, sources_of
from dashboard.questions.comparison import MOST, is_quarter
from dashboard.questions.outlines import figures_code, where_figures_are
from dashboard.questions.reading import Reading
from dashboard.questions.standing import Standing, standing_of
from dashboard.view import Filter, Part, View

PATH = "/semblables/<code>"
SHOWN = MOST - 1
"""As many as a comparison takes beside the quarter itself."""


def view(reading: Reading, code: str) -> View | None:
    """The quarters similar to one; None when nothing has that code."""
    if code not in reading.store.territories:
        return None
    standing = standing_of(reading)
    near = standing.near
    name = near.store.territory_label(code)
    read = figures_code(near.store, code)
    known = outcomes(near, mapping_of(reading).indicators) if is_quarter(near, code) else []

    def results(chosen: Values[str, str]) -> list[Part]:
        outcome = near.catalogue.indicators.get(chosen.get("sans", ""))
        found = standing.peers(read, SHOWN, outcome)
        if isinstance(found, NoPeers):
            missing = None if near.store.official else not_built("Sans eux, aucun quartier ne peut être comparé.")
            return [said(found.text), missing]
        kept = [said(where_figures_are(near.store, code))] if read != code else []
        return [*kept, *_found(standing, found)]

    return View(
        title=f"Quartiers semblables à {name}",
        lead=[
            html.P([place_link(near.store, code, "Retour à la fiche")], className="kicker"),
            html.H1(f"Quartiers semblables à {name}"),
        ],
        filters=[
            Filter(
                "sans",
                "Indicateur étudié, à laisser hors de la ressemblance",
                (("", "aucun"), *((i.id, i.label) for i in known)),
            )
        ]
        if known
        else [],
        results=results,
    )


def _found(standing: Standing, found: Peers) -> list[Part]:
    near = standing.near
    record = near.record(found.code)
    perimeter = record.perimeter if record else ""
    sources = sources_of(standing, found, perimeter)
    sentence, why = likeness(near, found, sources)
    codes = [found.code, *(peer.code for peer in found.peers)]
    far = found.peers[0].distance > APART
    return [
        html.P(sentence, className="answer", role="status"),
        html.P(why),
        said("Même le plus proche en est loin : ce quartier a peu de semblables.") if far else None,
        html.P(
            "La distance est un écart moyen, compté en écarts-types robustes : 0 pour deux quartiers identiques, 1 "
            "pour deux quartiers qui diffèrent d’un écart-type sur chaque caractéristique. Se ressembler par ces "
            "chiffres n’est pas avoir le même bâti, la même histoire ou les mêmes commerces.",
            className="subtitle",
        ),
        html.P(dcc.Link("Mettre ces quartiers côte à côte", href=path(codes)), className="actions"),
        *(peer_card(near, peer, found.code, rank, sources) for rank, peer in enumerate(found.peers, start=1)),
        _basis(standing, found, perimeter),
    ]


def _basis(standing: Standing, found: Peers, perimeter: str) -> Part:
    """What was compared, when and where it was read, and what was not."""
    near = standing.near
    items: list[Component | str | list[Component | str]] = [
        [
            f"{origin.label}, {french.period(origin.period)} : ",
            dcc.Link(
                f"{origin.source.publisher}, {origin.source.title}", href=f"/sources?recherche={origin.source.id}"
            ),
        ]
        for origin in origins(standing, found, perimeter)
    ]
    left = labels(near, found.unknown)
    excluded = labels(near, found.excluded)
    return html.Section(
        [
            html.H2("Ce qui a été comparé"),
            html.P(f"Les quartiers des contours {perimeter[-4:]}, chacun à la dernière période connue :"),
            bullets(items),
            html.P(f"Sans valeur pour ce quartier ou pour ces contours : {french.listed(left)}.") if left else None,
            html.P(f"Laissés de côté, parce qu’ils mesurent ce que vous étudiez : {french.listed(excluded)}.")
            if excluded
            else None,
        ]
    )
