"""One territory: how it stands against what surrounds it, where it ranks, who lives there, what changed."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from dashboard import french
from dashboard.claims.finding import both_values, short_finding
from dashboard.components.map_lists import map_link
from dashboard.components.places import kind_label, place_link, place_list
from dashboard.components.tables import Cell, table
from dashboard.components.territory_facts import (
    STATUSES,
    earlier_section,
    figures_table,
    means_section,
    passport_section,
    schools_section,
)
from dashboard.components.territory_gaps import CLOSEST, HERE, gaps_section, standing_section, time_section, told_apart
from dashboard.components.text import indicator_link
from dashboard.gaps import Gap
from dashboard.illustrations.territory import comparator_key
from dashboard.questions.neighbourhoods import Neighbourhoods, neighbourhoods_of
from dashboard.questions.profile import Profile, profile_of
from dashboard.questions.reading import Reading
from dashboard.questions.standing import standing_of
from dashboard.store.territories import KINDS
from dashboard.view import Filter, Part, View
from etl.catalogue import Indicator, UnknownIdError

PATH = "/territoire/<code>"
SHOWN_QUARTERS = 40
SHOWN_OTHERS = 60
FIRST = ""
"""The figure that is followed when the reader has not chosen."""
MEDIAN_OF = "poverty_rate_60"
"""What the page of a territory with quarters opens with."""


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
    kind = kind_label(record) if record else KINDS[profile.territory.kind]
    around = near.around(profile.territory.id) if record else []
    parts: list[Part] = [
        html.P(
            [kind, *(piece for code in around for piece in (" · ", place_link(near.store, code)))], className="kicker"
        ),
        html.H1(_name(profile), className="place-name"),
    ]
    gap = next((figure.gaps[0][1] for figure in profile.figures if figure.gaps), None)
    if gap is not None:
        figures = html.Strong(both_values(gap, near.catalogue))
        parts.append(html.P([short_finding(gap, near.catalogue, HERE), " : ", figures, "."], className="stands-out"))
    answer = _answer_of_many(near, profile)
    parts += [html.P(answer, className="stands-out")] if answer else []
    parts += [html.P(sentence) for sentence in _residents(near, profile)]
    parts += [_passport_line(near, profile), map_link(near.reading, profile.territory.id)]
    return parts


def _name(profile: Profile) -> list[str | Component]:
    """The whole name, the communes of a quarter set smaller."""
    label = profile.territory.label
    start, opening, towns = label.rpartition(" (")
    if profile.territory.kind != "neighbourhood" or not opening:
        return [label]
    return [start, html.Span(f"{opening}{towns}", className="towns")]


def _answer_of_many(near: Neighbourhoods, profile: Profile) -> str:
    """« 75 quartiers prioritaires ; dans le quartier médian, le taux de pauvreté est de 37,7 % (2019). »"""
    figures = near.by_indicator(profile.territory.id)
    counts = [o for o in figures.get("qpv_count", []) if o.perimeter == "QP2024" and o.value is not None]
    medians = [o for o in figures.get(MEDIAN_OF, []) if o.breakdown == "quarters:median" and o.value is not None]
    told = [f"{french.value(counts[-1], near.catalogue)} prioritaires (contours 2024)"] if counts else []
    if medians:
        indicator = near.catalogue.indicators[MEDIAN_OF]
        value = french.value(medians[-1], near.catalogue)
        told.append(
            f"dans le quartier médian de 2015, {indicator.phrase} est de {value} ({french.period(medians[-1].period)})"
        )
    return f"{french.sentence(' ; '.join(told))}." if told else ""


def _residents(near: Neighbourhoods, profile: Profile) -> list[str]:
    """« Y vivent 4 200 habitants, dont 43 % de moins de 25 ans… », from what is published."""
    told = {o.indicator: o for o in profile.residents if o.value is not None}
    population = told.pop("population", None)
    if population is None:
        return []
    shares = [
        f"{french.inside(near.catalogue.indicators[o.indicator].label)} : {french.value(o, near.catalogue)}"
        for o in told.values()
    ]
    where = "" if profile.territory.kind == "neighbourhood" else ", dans ses quartiers prioritaires"
    head = f"{french.when(population)}{where} : {french.value(population, near.catalogue)}"
    return [f"{head}. {french.sentence(' ; '.join(shares))}." if shares else f"{head}."]


def _passport_line(near: Neighbourhoods, profile: Profile) -> Part:
    record = profile.record
    if record is None or record.kind != "neighbourhood" or not record.status:
        return None
    related = [row["related"] for row in profile.passport if row.get("related")]
    names = [french.place_name(near.catalogue.territories[code]) for code in related]
    pairs = zip(related, names, strict=True)
    links = [piece for code, name in pairs for piece in (" ", place_link(near.store, code, name))]
    words = " Sur l’autre carte :" if links else ""
    return html.P([f"Quartier {STATUSES.get(record.status, record.status)}.{words}", *links], className="aside")


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
    others = [near.catalogue.indicators[o.indicator] for o in profile.others]
    return [figure.indicator for figure in profile.figures] or others


def _first_followed(near: Neighbourhoods, profile: Profile) -> str:
    return next((indicator.id for indicator in _followed(near, profile)), "")


def _results(near: Neighbourhoods, profile: Profile, chosen: Mapping[str, str]) -> list[Part]:
    key = chosen.get("comparateur", CLOSEST)
    return [
        earlier_section(near, profile),
        *gaps_section(near, profile, key),
        standing_section(near, profile),
        _distribution(near, profile),
        time_section(near, profile, chosen.get("suivre", FIRST) or _first_followed(near, profile), key),
        _who(near, profile),
        passport_section(near, profile),
        means_section(near, profile),
        schools_section(profile),
        _inside(near, profile),
        _others(near, profile),
    ]


def _distribution(near: Neighbourhoods, profile: Profile) -> Part:
    """For a territory that holds quarters: the median quarter and the quartiles, never an average."""
    levels = {"quarters:q1": 0, "quarters:median": 1, "quarters:q3": 2}
    rows: dict[tuple[str, str], list[str]] = {}
    for o in near.observations([profile.territory.id]):
        if o.breakdown in levels:
            row = rows.setdefault((o.indicator, o.period), ["", "", ""])
            row[levels[o.breakdown]] = french.value(o, near.catalogue)
    if not rows:
        return None
    header = [
        "Indicateur",
        "Période",
        "Un quart des quartiers sont sous",
        "Quartier médian",
        "Un quart sont au-dessus de",
    ]
    lines: list[list[Cell]] = [
        [indicator_link(near.catalogue.indicators[name]), french.period(period), *cells]
        for (name, period), cells in rows.items()
    ]
    title = "Comment les quartiers se répartissent"
    note = html.P(
        "Chaque quartier compte pour un : ce ne sont ni des moyennes, ni des valeurs de l’ensemble des habitants."
    )
    return html.Section([html.H2(title), note, table(title, header, lines)])


def _who(near: Neighbourhoods, profile: Profile) -> Part:
    if not profile.residents:
        return None
    return html.Section([html.H2("Qui y vit"), figures_table(near, "Qui y vit", profile.residents)])


def _inside(near: Neighbourhoods, profile: Profile) -> Part:
    """The quarters that a larger territory holds, latest map first."""
    if profile.record is not None and profile.record.kind == "neighbourhood":
        return None
    standing = standing_of(near.reading)
    parts: list[Part] = []
    for perimeter in ("QP2024", "QP2015"):
        codes = sorted(standing.inside(profile.territory.id, perimeter))
        records = [record for code in codes if (record := near.record(code))]
        if records:
            shown = place_list(near.store, records[:SHOWN_QUARTERS])
            title = f"{len(records)} quartiers, contours {perimeter[-4:]}"
            parts.append(html.Details([html.Summary(title), shown]))
    return html.Section([html.H2("Ses quartiers prioritaires"), *parts]) if parts else None


def _others(near: Neighbourhoods, profile: Profile) -> Part:
    if not profile.others:
        return None
    title = "Tous les autres chiffres"
    link = html.A(
        "Toutes les observations de ce territoire (CSV)",
        href=f"/api/observations.csv?territory={profile.territory.id}",
        className="action",
    )
    return html.Section(
        [
            html.H2(title),
            html.Details(
                [
                    html.Summary(_how_many(len(profile.others))),
                    figures_table(near, title, profile.others[:SHOWN_OTHERS]),
                ],
                className="data",
            ),
            html.P(link, className="actions"),
        ]
    )


def _how_many(count: int) -> str:
    if count <= SHOWN_OTHERS:
        return f"{count} chiffres, chacun avec sa source"
    return f"Les {SHOWN_OTHERS} premiers des {count} chiffres, chacun avec sa source ; tous sont dans le CSV"
