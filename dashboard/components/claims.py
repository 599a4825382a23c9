"""A claim of the guide beside what is known of it: then, checked, now, and what may be quoted."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import french
from dashboard.components.attributes import data
from dashboard.components.text import badge, figure_origin
from dashboard.questions.reading import Reading
from etl.catalogue import ClaimFigure, GuideClaim, GuideVerdict

VERDICTS = {
    GuideVerdict.CONFIRMED: ("Confirmé", "good"),
    GuideVerdict.ROUNDED: ("Arrondi", "neutral"),
    GuideVerdict.WRONG_YEAR: ("Mauvaise année", "bad"),
    GuideVerdict.WRONG_UNIVERSE: ("Mauvaise population", "bad"),
    GuideVerdict.NOT_FOUND: ("Non retrouvé", "neutral"),
    GuideVerdict.CONTRADICTED: ("Contredit", "bad"),
}
SIGNS = {"good": "✓ ", "neutral": "~ ", "bad": "✕ "}


def verdict_label(verdict: GuideVerdict) -> str:
    """The verdict in French."""
    return VERDICTS[verdict][0]


def claim_card(reading: Reading, claim: GuideClaim, level: int = 3) -> Component:
    """Everything known of one claim; ``level`` is the rank of its heading."""
    label, tone = VERDICTS[claim.verdict]
    heading = html.H2 if level == 2 else html.H3
    return html.Article(
        [
            heading([badge(SIGNS[tone] + label, tone), f" {claim.claim}"], className="claim-title"),
            html.Div(
                [
                    html.P("Ce qu’on peut écrire aujourd’hui", className="label"),
                    html.Blockquote(claim.quotable, id=f"citation-{claim.id}"),
                    html.Button("Copier la phrase", type="button", className="action", **data(copy=claim.quotable)),
                ],
                className="quotable",
            ),
            html.P(claim.verdict_note),
            html.Details(
                [
                    html.Summary("Les chiffres, un par un, et leurs sources"),
                    html.Dl(
                        [
                            *_figures(reading, "Dans le guide", claim.then),
                            *_figures(reading, "Lu ailleurs", claim.checked),
                            *_figures(reading, "Dernier chiffre connu, le plus proche", claim.latest),
                        ]
                    ),
                    html.P(claim.latest_note, className="muted") if claim.latest_note else None,
                ]
            ),
            html.P([f"Guide, p. {claim.page}. Source d’origine : {claim.primary_source}"], className="source"),
        ],
        className="card claim",
        id=claim.id,
    )  # fmt: skip


def _figures(reading: Reading, label: str, figures: Sequence[ClaimFigure]) -> list[Component]:
    """One definition a figure: its value, whom and when, and where it was read."""
    if not figures:
        return []
    items = []
    for figure in figures:
        observation = reading.observation(figure)
        indicator = reading.catalogue.indicators[figure.indicator]
        told = reading.stratum_label(indicator, observation.stratum)
        who = "" if told == "ensemble" else f", {told}"
        zone = reading.catalogue.zones[figure.zone].label
        text = f" — {indicator.label}{who}, {zone}, {french.period(observation.period)}. "
        items.append(
            html.Li(
                [
                    html.Strong(french.value(observation, reading.catalogue)),
                    text,
                    html.Span(figure_origin(observation, reading.catalogue), className="origin"),
                ]
            )
        )
    return [html.Dt(label), html.Dd(html.Ul(items))]
