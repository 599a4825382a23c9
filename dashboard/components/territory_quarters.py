"""The quarters that a territory holds: listed with what is known of each, and how they spread."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import french
from dashboard.components.places import place_link, place_list
from dashboard.components.tables import Cell, table
from dashboard.components.text import bullets, indicator_link
from dashboard.gaps import Refusal
from dashboard.gaps.quarters import Quarters
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.profile import Profile
from dashboard.questions.standing import Standing
from dashboard.questions.whole import COUNTED, QuartersInside, quarters_inside
from dashboard.store import PlaceRecord
from dashboard.view import Part

SHOWN = 12
"""Quarters told at once; the rest is one key away."""
MOST = 60
"""Quarters of a large territory that a page lists; beyond, the ranking has them all."""
SMALL = ("commune", "epci", "urban_unit")
"""Kinds of territory that open with the list of their quarters."""
MAPS = ("QP2024", "QP2015")
LEVELS = {"quarters:q1": 0, "quarters:median": 1, "quarters:q3": 2}


def quarters_section(near: Neighbourhoods, standing: Standing, profile: Profile) -> Part:
    """The quarters of both maps, each with its poverty rate, median and population where they are known, dated."""
    code = profile.territory.id
    if profile.territory.kind in COUNTED:
        told = dcc.Link("Les quartiers prioritaires, par région et par département", href="/quartiers")
        return html.Section([html.H2("Ses quartiers prioritaires"), html.P(told)])
    found = [quarters_inside(code, perimeter, near, standing) for perimeter in MAPS]
    known = [inside for inside in found if inside.records]
    if not known:
        return None
    known.sort(key=lambda inside: not inside.columns)
    parts: list[Part] = []
    for inside in known:
        parts += _known_of(inside, near, profile) if inside.columns else _names_of(inside, near)
    return html.Section([html.H2("Ses quartiers prioritaires"), *parts])


def _known_of(inside: QuartersInside, near: Neighbourhoods, profile: Profile) -> list[Part]:
    """The table of those that have figures: the highest first, the whole territory beside them."""
    small = profile.territory.kind in SMALL
    open_ones = inside.records[:SHOWN] if small and len(inside.records) <= MOST else ()
    rest = inside.records[len(open_ones) : MOST]
    title = f"{_counted(len(inside.records))}, contours {inside.perimeter[-4:]}"
    parts: list[Part] = [html.P([f"{title}. ", *_how_read(inside, near)])]
    if open_ones:
        parts.append(_table(title, inside, open_ones, near, profile))
    if rest:
        first = len(open_ones) + 1
        summary = f"Les quartiers {first} à {first + len(rest) - 1}, dans le même ordre" if open_ones else title
        parts.append(html.Details([html.Summary(summary), _table(summary, inside, rest, near, profile)]))
    if len(inside.records) > MOST:
        path = f"/classement/{inside.columns[0].subject.indicator.id}?territoire={profile.territory.id}"
        parts.append(html.P(dcc.Link(f"Les {_counted(len(inside.records))}, dans le classement", href=path)))
    return parts


def _how_read(inside: QuartersInside, near: Neighbourhoods) -> list[Cell]:
    """What orders the table, and where its columns were read."""
    first = inside.columns[0].subject
    told: list[Cell] = [f"Du plus élevé au plus faible pour {first.indicator.phrase}. Source : "]
    for source in dict.fromkeys(column.subject.source for column in inside.columns):
        known = near.catalogue.sources[source]
        told += [dcc.Link(f"{known.publisher}, {known.title}", href=f"/sources?recherche={source}"), ". "]
    return told


def _table(
    title: str, inside: QuartersInside, records: Sequence[PlaceRecord], near: Neighbourhoods, profile: Profile
) -> Component:
    header = ["Quartier", *(_head(column) for column in inside.columns)]
    rows: list[list[Cell]] = [
        [
            _named(record, profile, near),
            *(inside.cell(column, record.code, near) for column in inside.columns),
        ]
        for record in records
    ]
    whole = [_of_the_whole(column, profile, near) for column in inside.columns]
    if any(whole) and records[0] == inside.records[0]:
        name = french.sentence(french.within(profile.territory))
        rows.append([f"{name}, quartiers compris", *(cell or "non publié à la même date" for cell in whole)])
    return table(title, header, rows)


def _named(record: PlaceRecord, profile: Profile, near: Neighbourhoods) -> Component:
    """Its name, with its communes where the page does not tell them all: its figures are those of the whole of it."""
    alone = record.communes == (profile.territory.id,)
    return place_link(near.store, record.code, record.label if alone else "")


def _head(column: Quarters) -> str:
    return f"{column.subject.indicator.label}, {french.dated_period(column.subject.period, column.subject.note)}"


def _of_the_whole(column: Quarters, profile: Profile, near: Neighbourhoods) -> str:
    """The same figure over the whole territory at the same date; empty when it is not published."""
    same = (column.subject.indicator.id, column.subject.period)
    found = next((o for o in profile.whole if (o.indicator, o.period) == same and o.value is not None), None)
    return french.value(found, near.catalogue) if found else ""


def _names_of(inside: QuartersInside, near: Neighbourhoods) -> list[Part]:
    title = f"{_counted(len(inside.records))}, contours {inside.perimeter[-4:]}"
    summary = f"{title} : la liste (aucun chiffre n’est lu sur ces contours)"
    return [html.Details([html.Summary(summary), place_list(near.store, inside.records[:MOST]), _left_out(inside)])]


def _left_out(inside: QuartersInside) -> Part:
    left = len(inside.records) - MOST
    return (
        html.P(f"Et {french.number(left, 0)} autres : la recherche les trouve par leur nom.", className="muted")
        if left > 0
        else None
    )


def _counted(count: int) -> str:
    return f"{french.number(count, 0)} quartier{'s' if count > 1 else ''}"


def distribution_section(near: Neighbourhoods, profile: Profile) -> Part:
    """The median quarter and the quartiles, never an average; the figure of the inhabitants apart, and why."""
    rows: dict[tuple[str, str], list[str]] = {}
    for o in near.observations([profile.territory.id]):
        if o.breakdown in LEVELS:
            row = rows.setdefault((o.indicator, french.dated_period(o.period, o.note)), ["", "", ""])
            row[LEVELS[o.breakdown]] = french.value(o, near.catalogue)
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
        [indicator_link(near.catalogue.indicators[name]), when, *cells] for (name, when), cells in rows.items()
    ]
    title = "Comment les quartiers se répartissent"
    note = html.P(
        "Chaque quartier compte pour un : ce ne sont ni des moyennes, ni des valeurs de l’ensemble des habitants."
    )
    return html.Section([html.H2(title), note, table(title, header, lines), *_apart(near, profile)])


def _apart(near: Neighbourhoods, profile: Profile) -> list[Part]:
    """The same indicators over the whole territory, which are not set against the quarter in the middle."""
    told = []
    for answer in (reference.answer for reference in profile.beside_whole):
        if isinstance(answer, Refusal) and answer.reference is not None and of_median(answer):
            value = french.value(answer.reference, near.catalogue)
            when = french.dated_period(answer.reference.period, answer.reference.note)
            told.append(f"{answer.indicator.label} : {value} ({when}). {answer.text}")
    if not told:
        return []
    text = "Les chiffres des habitants de l’ensemble du territoire ne se comparent pas au quartier médian :"
    return [html.P(text), bullets(told)]


def of_median(refusal: Refusal) -> bool:
    """Whether what was refused is to set the quarter in the middle against people."""
    return refusal.priority is not None and refusal.priority.breakdown in LEVELS
