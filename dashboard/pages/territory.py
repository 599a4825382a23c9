"""One territory: how it stands against what surrounds it, where it ranks, who lives there, what changed."""

from __future__ import annotations

from collections.abc import Mapping

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.claims.inhabitants import residents_sentences
from dashboard.components.map_lists import map_link
from dashboard.components.places import kind_label, place_link
from dashboard.components.social_economy import social_economy_section
from dashboard.components.territory_facts import (
    earlier_section,
    figures_table,
    means_section,
    passport_section,
)
from dashboard.components.territory_gaps import CLOSEST, gaps_section, standing_section, time_section, told_apart
from dashboard.components.territory_head import headline_parts, outline_line
from dashboard.components.territory_holder import followed, holder_lead, holder_lists, holder_results
from dashboard.components.territory_schools import cities_section, schools_section
from dashboard.gaps import Gap
from dashboard.illustrations.territory import comparator_key
from dashboard.questions.neighbourhoods import Neighbourhoods, neighbourhoods_of
from dashboard.questions.profile import Profile, profile_of
from dashboard.questions.reading import Reading
from dashboard.questions.standing import standing_of
from dashboard.view import Filter, Part, View
from etl.catalogue import Indicator, UnknownIdError

PATH = "/territoire/<code>"
SHOWN_OTHERS = 60
FIRST = ""
"""The figure that is followed when the reader has not chosen."""


def view(reading: Reading, code: str) -> View | None:
    """The profile of a territory; None when nothing names it."""
    near = neighbourhoods_of(reading)
    try:
        profile = profile_of(code, near, standing_of(reading))
    except UnknownIdError:
        return None

    def results(chosen: Mapping[str, str]) -> list[Part]:
        return _results(near, profile, chosen)

    return View(
        title=profile.territory.label,
        lead=_lead(near, profile),
        filters=_filters(near, profile),
        results=results,
    )


def _lead(near: Neighbourhoods, profile: Profile) -> list[Part]:
    """What it is and where; then the answer, as sentences one may quote."""
    record = profile.record
    note = html.P(
        dcc.Link("En faire une note", href=f"/note/{profile.territory.id}", className="action"), className="actions"
    )
    if record is None or record.kind != "neighbourhood":
        return [*holder_lead(near, standing_of(near.reading), profile), note]
    kind = kind_label(record)
    around = near.lies_in(profile.territory.id)
    parts: list[Part] = [
        html.P(
            [kind, *(piece for code in around for piece in (" · ", place_link(near.store, code)))], className="kicker"
        ),
        html.H1(_name(profile), className="place-name"),
    ]
    parts += [outline_line(near, profile), map_link(near.reading, profile.territory.id), note]
    return parts


def _name(profile: Profile) -> list[str | Component]:
    """The whole name, the communes of a quarter set smaller."""
    label = profile.territory.label
    start, opening, towns = label.rpartition(" (")
    if profile.territory.kind != "neighbourhood" or not opening:
        return [label]
    return [start, html.Span(f"{opening}{towns}", className="towns")]


def _filters(near: Neighbourhoods, profile: Profile) -> list[Filter]:
    """The comparator, and the figure followed in time: only those that exist."""
    measured = {
        comparator_key(reference.comparator): (reference.comparator.territory, reference.label)
        for figure in profile.figures
        for reference in figure.references
        if isinstance(reference.answer, Gap)
    }
    comparators = zip(measured, told_apart(near, list(measured.values())), strict=True)
    followed = _followed(near, profile)
    found = [
        Filter("comparateur", "Comparer avec", ((CLOSEST, "le territoire le plus proche connu"), *comparators)),
        Filter(
            "suivre",
            "Suivre dans le temps",
            tuple((i.id if n else FIRST, i.label) for n, i in enumerate(followed)),
        ),
    ]
    return [item for item in found if len(item.options) > 1]


def _followed(near: Neighbourhoods, profile: Profile) -> list[Indicator]:
    """What may be followed in time: the key figures, or the others where there is none."""
    if profile.territory.kind != "neighbourhood":
        return followed(near, profile)
    others = [near.catalogue.indicators[o.indicator] for o in profile.others]
    return [figure.indicator for figure in profile.figures] or others


def _first_followed(near: Neighbourhoods, profile: Profile) -> str:
    return next((indicator.id for indicator in _followed(near, profile)), "")


def _results(near: Neighbourhoods, profile: Profile, chosen: Mapping[str, str]) -> list[Part]:
    key = chosen.get("comparateur", CLOSEST)
    name = chosen.get("suivre", FIRST) or _first_followed(near, profile)
    if profile.territory.kind != "neighbourhood":
        parts = holder_results(near, standing_of(near.reading), profile, name)
        return [*parts, _social_economy(near, profile), _others(near, profile), *holder_lists(near, profile)]
    return [
        *headline_parts(near, profile, key),
        *(html.P(sentence) for sentence in residents_sentences(profile.residents, near.catalogue)),
        earlier_section(near, profile),
        *gaps_section(near, profile, key),
        standing_section(near, profile),
        time_section(near, profile, name, key),
        _who(near, profile),
        passport_section(near, profile),
        means_section(near, profile),
        cities_section(near, profile),
        schools_section(profile),
        _social_economy(near, profile),
        _others(near, profile),
    ]


def _social_economy(near: Neighbourhoods, profile: Profile) -> Part:
    return social_economy_section(near, standing_of(near.reading), profile.territory.id)


def _who(near: Neighbourhoods, profile: Profile) -> Part:
    if not profile.residents:
        return None
    return html.Section([html.H2("Qui y vit"), figures_table(near, "Qui y vit", profile.residents)])


def _others(near: Neighbourhoods, profile: Profile) -> Part:
    if not profile.others:
        return None
    about = profile.territory.kind != "neighbourhood"
    title = "Tous les autres chiffres" + (" de ses quartiers prioritaires" if about else "")
    link = html.A(
        "Toutes les observations de ce territoire (CSV)",
        href=f"/api/observations.csv?territory={profile.figures_from}",
        className="action",
    )
    return html.Section(
        [
            html.H2(title),
            html.Details(
                [
                    html.Summary(_how_many(len(profile.others))),
                    figures_table(near, title, profile.others[:SHOWN_OTHERS], about=about),
                ],
                className="data",
            ),
            html.P(link, className="actions"),
        ]
    )


def _how_many(count: int) -> str:
    if count <= SHOWN_OTHERS:
        return f"{count} chiffres, chacun avec sa source" if count > 1 else "1 chiffre, avec sa source"
    return f"Les {SHOWN_OTHERS} premiers des {count} chiffres, chacun avec sa source ; tous sont dans le CSV"
