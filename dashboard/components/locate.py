"""The pieces of the answer to « is it in a QPV? »: one sentence, what each map says, the way out when none can."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import french
from dashboard.components.locate_sketch import sketch
from dashboard.components.places import place_link
from dashboard.components.text import badge, web_link
from dashboard.maps.cartography import cartography_of
from dashboard.questions.locating import Located
from dashboard.questions.reading import Reading
from dashboard.store import Store
from dashboard.view import Part
from etl.catalogue import Catalogue
from etl.geography.locate import REASONS, Answer, State, Within
from etl.geography.sentences import STATES, metres, quarter, sentence
from etl.model import Perimeter

if TYPE_CHECKING:
    from etl.geography.address import Search

PATH = "/localiser"
OFFICIAL_MAP = "https://sig.ville.gouv.fr/"
OUTLINES = {Perimeter.QP2024: "anct_qpv2024_outlines", Perimeter.QP2015: "anct_qpv2015_outlines"}
"""The source of the outlines of each map."""
BAND = {Within.YES: "oui", Within.NO: "non", Within.UNKNOWN: "on ne sait pas"}
LONGEST_LABEL = 120
"""Characters shown of what the geocoder names an address."""


def point_words(longitude: float, latitude: float) -> str:
    """« longitude 2,36, latitude 48,93 »: to a decimeter, which no outline here reaches."""
    return f"longitude {french.number(longitude, 6)}, latitude {french.number(latitude, 6)}"


def point_query(longitude: float, latitude: float) -> str:
    """The query of the address of a point, the same for the page and for the API."""
    return urlencode({"longitude": _plain(longitude), "latitude": _plain(latitude)})


def point_link(longitude: float, latitude: float, text: str = "") -> Component:
    """A link to the answer for a point."""
    words = text or french.sentence(point_words(longitude, latitude))
    return dcc.Link(words, href=f"{PATH}?{point_query(longitude, latitude)}")


def _plain(degrees: float) -> str:
    return f"{degrees:.6f}".rstrip("0").rstrip(".")


def said(*parts: Component | str) -> Component:
    """Something that the reader must know in place of an answer."""
    return html.Div([html.P(part) for part in parts], className="refusal", role="status")


def answer_parts(reading: Reading, located: Located, asked: Sequence[Part] = ()) -> list[Part]:
    """The whole answer for a point: in one sentence, then for each map, then as a sketch. ``asked``: what the point was
    asked as, when it was an address."""
    longitude, latitude = located.longitude, located.latitude
    if located.common_reason:
        return [_nothing_known(located), *asked]
    cards = [_card(reading.store, located, perimeter) for perimeter in located.answers]
    return [
        html.P(verdict(located), className="answer", role="status"),
        *asked,
        html.P(f"Point demandé : {point_words(longitude, latitude)} (WGS 84).", className="subtitle"),
        html.Div([*cards, sketch(cartography_of(reading), located)], className="grid"),
        _sources(reading.catalogue),
        html.P(
            [
                "Seule la carte officielle fait foi : ",
                web_link(OFFICIAL_MAP),
                ". Pour un programme : ",
                html.A("cette réponse en JSON", href=f"/api/locate.json?{point_query(longitude, latitude)}"),
                ".",
            ]
        ),
    ]


def verdict(located: Located) -> str:
    """Both maps in one sentence. An edge too near for a simplified outline makes it less sure of itself."""
    now, before = (located.answers[perimeter] for perimeter in (Perimeter.QP2024, Perimeter.QP2015))
    if now.state == before.state == State.UNKNOWN:
        return "On ne sait pas si ce point est dans un QPV."
    if now.state == before.state and now.near_edge == before.near_edge:
        verb = "paraît" if now.near_edge else "est"
        return f"Ce point {verb} {STATES[now.state]}, avec les contours de 2024 comme avec ceux de 2015."
    if now.state == State.UNKNOWN:
        first = "On ne sait pas si ce point est dans un QPV de 2024"
    else:
        first = f"Ce point {'paraît' if now.near_edge else 'est'} {STATES[now.state]} avec les contours de 2024"
    if before.state == State.UNKNOWN:
        return f"{first} ; avec ceux de 2015, on ne sait pas."
    return f"{first} ; il {'paraissait' if before.near_edge else 'était'} {STATES[before.state]} avec ceux de 2015."


def _nothing_known(located: Located) -> Component:
    """One reason for both maps, and the way out where there is one."""
    reason = located.common_reason
    parts: list[Component | str] = [
        html.Strong("On ne sait pas si ce point est dans un QPV."),
        f"{french.sentence(REASONS[reason])}.",
    ]
    if reason == "swapped":
        words = point_words(located.latitude, located.longitude)
        parts.append(point_link(located.latitude, located.longitude, f"Essayer plutôt : {words}"))
    return said(*parts)


def _card(store: Store, located: Located, perimeter: Perimeter) -> Component:
    """What one map says: the answer, then what it rests on."""
    answer, labels = located.answers[perimeter], located.labels
    facts: list[Component] = []
    if answer.nearest:
        name = quarter(answer.nearest, labels)
        known = answer.nearest in store.territories
        facts += [
            html.Dt("Quartier" if answer.state == State.INSIDE else "Quartier connu le plus proche"),
            html.Dd(place_link(store, answer.nearest, name) if known else name),
        ]
    if answer.distance is not None:
        facts += [html.Dt("Distance au bord"), html.Dd(_distance(answer))]
    facts += [html.Dt("Dedans ou à 300 m au plus"), html.Dd(BAND[answer.within_300m])]
    return html.Section(
        [
            html.H2(f"Contours de {perimeter[-4:]}"),
            html.P(badge(french.sentence(STATES[answer.state]), "neutral")),
            html.P(sentence(answer, labels)),
            html.Dl(facts),
        ],
        className="card",
    )


def _distance(answer: Answer) -> str:
    side = "dedans" if answer.state == State.INSIDE else "dehors"
    return f"{metres(answer)}, {side}" if answer.distance else "sur le bord même"


def _sources(catalogue: Catalogue) -> Component | None:
    """Where the outlines come from."""
    known = [catalogue.sources[name] for name in OUTLINES.values() if name in catalogue.sources]
    parts: list[Component | str] = ["Contours : "]
    for source in known:
        parts += [dcc.Link(f"{source.publisher}, {source.title}", href=f"/sources?recherche={source.id}"), " ; "]
    return html.P([*parts[:-1], "."], className="source") if known else None


def candidates(search: Search) -> list[Part]:
    """The addresses that answer, none of them surely enough: each leads to its own answer."""
    from etl.geography.address import KINDS

    rows: Sequence[Component] = [
        html.Li(
            [
                point_link(found.longitude, found.latitude, found.label[:LONGEST_LABEL]),
                html.Span(f" · {KINDS.get(found.kind, 'autre')} · score {score(found.score)}", className="muted"),
            ]
        )
        for found in search.candidates
    ]
    return [said(search.reason), html.Ul(rows, className="places") if rows else None]


def chosen_address(search: Search) -> list[Part]:
    """The address that was found, how surely, and what to know of it."""
    if search.chosen is None:
        return []
    label = search.chosen.label[:LONGEST_LABEL]
    told = html.P([html.Strong(label), f" : trouvée avec un score de {score(search.chosen.score)}."])
    return [told, html.P(search.reason, className="aside") if search.reason else None]


def score(value: float) -> str:
    """« 0,95 sur 1 »."""
    return f"{french.number(value, 2, fixed=True)} sur 1"
