"""What a profile says under its name: the gap that stands out, and on which outline its figures are."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard import french
from dashboard.claims.finding import both_values, short_finding
from dashboard.components.places import place_link
from dashboard.components.territory_gaps import HERE, is_asked
from dashboard.gaps import Gap
from dashboard.questions.headline import headline, origin_caution
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.outlines import NOT_A_QUARTER, predecessors
from dashboard.questions.profile import Profile
from dashboard.questions.registers import STATUSES
from dashboard.view import Part


def headline_parts(near: Neighbourhoods, profile: Profile, key: str) -> list[Part]:
    """The gap that stands out, with the comparator asked for when there is one, and what its sources ask to be said."""
    gap = headline(_measured(profile, key), near.catalogue)
    if gap is None:
        return []
    figures = html.Strong(both_values(gap, near.catalogue))
    sentence: list[Component | str] = [short_finding(gap, near.catalogue, HERE), " : ", figures, "."]
    caution = origin_caution(gap, near.catalogue)
    return [
        html.P(sentence, className="stands-out", role="status"),
        html.P(caution, className="subtitle") if caution else None,
    ]


def _measured(profile: Profile, key: str) -> list[Gap]:
    """The gaps of the key figures with the comparator asked for, or with all that hold the quarter, closest first."""
    return [
        reference.answer
        for figure in profile.figures
        for reference in figure.references
        if isinstance(reference.answer, Gap) and is_asked(reference, key)
    ]


def outline_line(near: Neighbourhoods, profile: Profile) -> Part:
    """What became of a quarter from one map to the other, and on which outline its figures are."""
    record = profile.record
    if record is None or record.kind != "neighbourhood" or not record.status:
        return None
    status = STATUSES.get(record.status, record.status)
    if profile.figures_from != profile.territory.id:
        told: list[Component | str] = [" : les chiffres sont ceux du contour de 2015, ", *_link(near, profile), "."]
    elif record.status in NOT_A_QUARTER:
        told = [f" : ce n’est {'plus' if record.perimeter == 'QP2015' else 'pas'} un quartier prioritaire."]
    elif record.perimeter == "QP2024" and not profile.figures:
        told = _without_figures(near, profile)
    else:
        related = [row["related"] for row in profile.passport if row.get("related")]
        links = [piece for code in related for piece in (" ", _named(near, code))]
        told = [". Sur l’autre carte :", *links] if links else ["."]
    return html.P([f"Quartier {status}", *told], className="aside")


def _without_figures(near: Neighbourhoods, profile: Profile) -> list[Component | str]:
    earlier = predecessors(near.store, profile.territory.id)
    if not earlier:
        return [" : aucun quartier de 2015 ne lui correspond, et aucun chiffre n’a encore été lu sur son contour."]
    links = [
        piece for rank, row in enumerate(earlier) for piece in (", " if rank else " ", _named(near, row["related"]))
    ]
    return [
        " : aucun chiffre n’a été lu sur son contour d’aujourd’hui, aucun écart n’est donc mesuré. "
        "Sur la carte de 2015 :",
        *links,
        ".",
    ]


def _link(near: Neighbourhoods, profile: Profile) -> list[Component | str]:
    code = profile.figures_from
    return [_named(near, code), f" ({code})"]


def _named(near: Neighbourhoods, code: str) -> Component | str:
    return place_link(near.store, code, french.place_name(near.catalogue.territories[code]))
