"""How a territory stands: its gaps with what surrounds it, its place among the quarters, the same over time."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import french
from dashboard.charts import Chart
from dashboard.claims.finding import finding
from dashboard.components.figure import chart_card
from dashboard.components.gap import verdict_badge
from dashboard.components.tables import Cell, table
from dashboard.components.text import bullets
from dashboard.gaps import Gap, Refusal, level_series
from dashboard.illustrations.territory import comparator_key, gaps_chart, history_chart, income_chart, levels_chart
from dashboard.questions.neighbourhoods import Neighbourhoods, Reference
from dashboard.questions.profile import KeyFigure, Profile
from dashboard.store.territories import KINDS
from dashboard.view import Part
from etl.catalogue import Indicator
from etl.model import TOTAL, Observation

CLOSEST = ""
"""The comparator that the reader leaves to us."""
HERE = "dans le quartier"
"""How sentences tell the quarter on its own page, under its name."""


def is_asked(reference: Reference, key: str) -> bool:
    """Whether a comparator is the one that the reader asked for; left to us, any that holds the whole quarter."""
    return reference.holds_all if key == CLOSEST else comparator_key(reference.comparator) == key


def gaps_section(near: Neighbourhoods, profile: Profile, key: str) -> list[Part]:
    """The gaps with the comparator chosen, shares on one chart, euros apart; what cannot be measured is said."""
    if not profile.figures or not any(figure.references for figure in profile.figures):
        return []
    gaps, refused = _chosen_gaps(profile, key)
    parts: list[Part] = [html.H2("L’écart avec ce qui l’entoure")]
    shares = gaps_chart(near, gaps)
    parts += [chart_card(shares)] if shares else []
    parts += [chart_card(income_chart(near, gap, label)) for label, gap in gaps if not gap.indicator.is_share]
    if gaps:
        parts.append(_verdicts(near, gaps))
    if refused:
        parts.append(
            html.Details(
                [
                    html.Summary(
                        french.counted(len(refused), "écart non mesuré", "écarts non mesurés") + ", et pourquoi"
                    ),
                    bullets([f"{refusal.indicator.label} : {refusal.text}" for refusal in refused]),
                ]
            )
        )
    return parts


def _chosen_gaps(profile: Profile, key: str) -> tuple[list[tuple[str, Gap]], list[Refusal]]:
    """For each key figure, the gap with the comparator asked for; left to us, the latest and closest there is."""
    gaps: list[tuple[str, Gap]] = []
    refused: list[Refusal] = []
    for figure in profile.figures:
        if key == CLOSEST and figure.gaps:
            gaps.append(figure.gaps[0])
            continue
        asked = next((r for r in figure.references if is_asked(r, key)), None)
        if asked is not None and isinstance(asked.answer, Gap):
            gaps.append((asked.label, asked.answer))
        elif asked is not None and isinstance(asked.answer, Refusal):
            refused.append(asked.answer)
    return gaps, refused


def _verdicts(near: Neighbourhoods, gaps: list[tuple[str, Gap]]) -> Component:
    return html.Ul(
        [html.Li([finding(gap, near.catalogue, HERE), " ", verdict_badge(gap)]) for _, gap in gaps],
        className="findings",
    )


def told_apart(near: Neighbourhoods, named: Sequence[tuple[str, str]]) -> list[str]:
    """The names of territories given with their codes; a name that two of them bear comes with its kind: « La Réunion
    (région) »."""
    names = [name for _, name in named]
    return [
        f"{name} ({KINDS[near.catalogue.territories[code].kind].lower()})" if names.count(name) > 1 else name
        for code, name in named
    ]


def standing_section(near: Neighbourhoods, profile: Profile) -> Part:
    """Where the quarter stands among those of its département, its région, and all."""
    placed = [figure for figure in profile.figures if figure.places]
    if not placed:
        return None
    places = list(dict.fromkeys(place.within for figure in placed for place in figure.places))
    names = told_apart(near, [(place, near.store.territory_label(place)) for place in places])
    header = ["Indicateur", "Valeur", *names]
    rows: list[list[Cell]] = [
        [
            dcc.Link(figure.indicator.label, href=_ranking_path(figure, places[0], profile)),
            french.value_and_face(figure.observation, near.catalogue),
            *(_standing_text(figure, place) for place in places),
        ]
        for figure in placed
    ]
    title = "Sa place parmi les quartiers"
    note = "Du plus élevé au plus faible. Un rang est un intervalle : celui que la précision des valeurs permet."
    if profile.figures_from != profile.territory.id:
        note += " Les autres quartiers sont ceux de 2015, comme les chiffres."
    return html.Section(
        [
            html.H2(title),
            html.P(note),
            table(title, header, rows),
            html.P(
                dcc.Link("Les quartiers qui lui ressemblent, et en quoi", href=f"/semblables/{profile.figures_from}")
            ),
        ]
    )


def _standing_text(figure: KeyFigure, within: str) -> str:
    return next((place.text for place in figure.places if place.within == within), "")


def _ranking_path(figure: KeyFigure, within: str, profile: Profile) -> str:
    return f"/classement/{figure.indicator.id}?territoire={within}&quartier={profile.figures_from}"


def time_section(near: Neighbourhoods, profile: Profile, name: str, key: str) -> Part:
    """One figure over time, with its breaks; levels alone when nothing can be put beside."""
    indicator = near.catalogue.indicators.get(name)
    code = profile.figures_from
    if indicator is None:
        return None
    known = [o for o in near.trend(code, indicator) if o.breakdown == TOTAL]
    if len(known) < 2:
        return None
    chart = _history(near, profile, indicator, known, key) or levels_chart(near, code, indicator, known)
    return html.Section([html.H2("Dans le temps"), chart_card(chart, level=3)])


def _history(
    near: Neighbourhoods, profile: Profile, indicator: Indicator, known: list[Observation], key: str
) -> Chart | None:
    """The figure beside the comparator asked for; left to us, the closest known at two periods, else at one."""
    figure = next((f for f in profile.figures if f.indicator.id == indicator.id), None)
    found = [
        (near.history(profile.figures_from, indicator, reference.comparator), reference.label)
        for reference in (figure.references if figure else ())
        if isinstance(reference.answer, Gap) and is_asked(reference, key)
    ]
    found = [(history, label) for history, label in found if history.gaps]
    if not found:
        return None
    history, label = next((pair for pair in found if len(pair[0].gaps) > 1), found[0])
    return history_chart(near, history, level_series(indicator, known, near.catalogue), label)
