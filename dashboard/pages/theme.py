"""One theme: its widest gap, every indicator that may be compared, those that may not, and what the guide says."""

from __future__ import annotations

from collections.abc import Mapping

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import french
from dashboard.components.claims import claim_card
from dashboard.components.figure import chart_card
from dashboard.components.gap import trend_text, verdict_badge
from dashboard.components.social_economy_theme import THEME, needs_filters, needs_parts
from dashboard.components.tables import Cell, table
from dashboard.components.text import indicator_link
from dashboard.gaps import Gap, Refusal
from dashboard.illustrations.gaps import row_label, theme_charts
from dashboard.questions.reading import Reading
from dashboard.view import Filter, Part, View
from etl.catalogue import Indicator, Theme

PATH = "/theme/<slug>"
KINDS = Filter(
    "jugement",
    "Montrer",
    (
        ("", "tous les indicateurs comparables"),
        ("defavorable", "les écarts défavorables aux habitants"),
        ("favorable", "les écarts favorables ou sans jugement"),
    ),
)

LISTS = {"initiatives": "guide_initiatives", "acteurs": "guide_actors"}


def view(reading: Reading, slug: str) -> View | None:
    """The page of the theme at that address; None when there is none."""
    theme = next((theme for theme in reading.catalogue.themes.values() if theme.slug == slug), None)
    if theme is None:
        return None
    gaps = reading.theme_gaps(theme.id)

    def results(chosen: Mapping[str, str]) -> list[Part]:
        kept = [gap for gap in gaps if _shown(gap, chosen["jugement"])]
        return [
            *(_comparable(reading, theme, kept) if gaps else []),
            *(needs_parts(reading, chosen) if theme.id == THEME else []),
            _others(reading, theme),
            *_guide(reading, theme),
            _elsewhere(reading, theme),
        ]

    return View(
        title=theme.label,
        lead=_lead(reading, theme),
        filters=[*([KINDS] if gaps else []), *(needs_filters(reading) if theme.id == THEME else [])],
        results=results,
    )


def _shown(gap: Gap, kind: str) -> bool:
    unfavourable = gap.verdict.value == "unfavourable"
    return not kind or (kind == "defavorable") == unfavourable


def _lead(reading: Reading, theme: Theme) -> list[Component]:
    gap = reading.headlines.get(theme.id)
    if gap is None:
        why = theme.headline_absent or "Aucun écart ne peut être mesuré aujourd’hui dans ce thème."
        return [html.P(theme.label, className="kicker"), html.H1(theme.question), html.P(why, className="subtitle")]
    return [
        html.P(f"{theme.label} · {theme.question}", className="kicker"),
        html.H1(reading.finding(gap), className="answer"),
        html.P(verdict_badge(gap)),
        html.P(trend_text(reading, gap)),
        html.P(indicator_link(gap.indicator, "Voir cet indicateur, ses définitions et ses sources")),
    ]


def _comparable(reading: Reading, theme: Theme, gaps: list[Gap]) -> list[Component]:
    if not gaps:
        return [html.P("Aucun indicateur comparable pour ce choix.", role="status")]
    rows: list[list[Cell]] = [
        [
            indicator_link(gap.indicator, row_label(reading, gap)),
            french.period(gap.period),
            *(
                f"{french.value_and_face(side, reading.catalogue)} ({reading.catalogue.zones[side.zone].label})"
                for side in (gap.priority, gap.reference)
            ),
            french.difference(
                gap.difference.value, reading.catalogue.units[gap.indicator.unit], gap.indicator.decimals
            ),
            french.times(gap.ratio.value) if gap.ratio else "sans objet",
            verdict_badge(gap),
        ]
        for gap in gaps
    ]
    header = ["Indicateur", "Période", "Quartiers", "Comparaison", "Écart", "Rapport", "Lecture"]
    parts: list[Component] = [chart_card(chart) for chart in theme_charts(reading, theme, gaps)]
    return [*parts, html.H2("Chaque écart en détail"), table(f"Écarts du thème {theme.label}", header, rows)]


def _others(reading: Reading, theme: Theme) -> Component:
    """Indicators without a gap: their latest figure, and why there is no gap."""
    rows: list[list[Cell]] = []
    for indicator in reading.catalogue.in_theme(theme.id):
        answer = reading.gap(indicator.id)
        if isinstance(answer, Refusal):
            rows.append([indicator_link(indicator), _latest(reading, indicator), answer.text])
    if not rows:
        return html.Div()
    return html.Section(
        [
            html.H2("Décrits, mais sans écart"),
            table("Indicateurs sans écart", ["Indicateur", "Dernier chiffre", "Pourquoi pas d’écart"], rows),
        ]
    )


def _latest(reading: Reading, indicator: Indicator) -> str:
    last = reading.widest_figure(indicator)
    if last is None:
        return "aucun chiffre"
    told = reading.stratum_label(indicator, last.stratum)
    details = [] if told == "ensemble" else [told]
    details += [reading.catalogue.zones[last.zone].label, reading.store.territory_label(last.territory)]
    text = french.value_and_face(last, reading.catalogue)
    return f"{text} ({', '.join([*details, french.period(last.period)])})"


def _guide(reading: Reading, theme: Theme) -> list[Component]:
    claims = reading.claims_of(theme.id)
    if not claims:
        return []
    return [html.H2("Ce qu’en dit le guide de 2019, vérifié"), *(claim_card(reading, claim) for claim in claims)]


def _elsewhere(reading: Reading, theme: Theme) -> Component | None:
    """Where the guide's initiatives and actors of the theme are, when it has some."""
    links: list[Component | str] = []
    for name in ("initiatives", "acteurs"):
        frame = reading.store.tables.get(LISTS[name])
        if frame is not None and theme.id in set(frame["theme"]):
            links += [" et " if links else "", dcc.Link(name, href=f"/acteurs?liste={name}&theme={theme.id}")]
    return html.P(["Sur ce thème : ", *links, " du guide."]) if links else None
