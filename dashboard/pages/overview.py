"""Where the gap is widest, theme by theme, and whether it narrows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import french
from dashboard.components.figure import chart_card
from dashboard.components.gap import trend_text, verdict_badge
from dashboard.components.text import indicator_link, indicator_path, theme_path
from dashboard.gaps import Gap
from dashboard.illustrations.gaps import overview_chart, subtitle, unranked_chart
from dashboard.questions.reading import Reading
from dashboard.view import Filter, Part, View
from etl.catalogue import GuideVerdict, Theme

PATH = "/"
NAVIGATION = "Vue d’ensemble"

ORDER = Filter(
    "ordre",
    "Classer les thèmes par",
    (("", "rapport (combien de fois)"), ("points", "écart en points"), ("guide", "ordre du guide")),
)


def view(reading: Reading) -> View:
    """The first page."""

    def results(chosen: Mapping[str, str]) -> list[Component]:
        pairs = _ordered(reading, chosen["ordre"])
        parts: list[Component] = []
        if pairs:
            title = "Face aux autres quartiers des mêmes agglomérations, un écart par thème"
            parts.append(chart_card(overview_chart(reading, pairs, title)))
        if reading.unranked():
            title = "Face à d’autres points de comparaison : des écarts à lire un par un"
            parts.append(chart_card(unranked_chart(reading, title)))
        return [*parts, _themes(reading, chosen["ordre"])]

    return View(
        title="Vue d’ensemble",
        lead=_lead(reading),
        filters=[ORDER],
        results=results,
    )


def _ordered(reading: Reading, order: str) -> list[tuple[Theme, Gap]]:
    pairs = reading.widest()
    if order == "points":
        return sorted(pairs, key=lambda pair: -abs(pair[1].difference.value))
    if order == "guide":
        names = list(reading.catalogue.themes)
        return sorted(pairs, key=lambda pair: names.index(pair[0].id))
    return pairs


def _lead(reading: Reading) -> list[Part]:
    """The answer first: the widest gap, as a sentence one may quote."""
    widest = reading.widest()
    if not widest:
        return [html.H1("Lisière")]
    theme, gap = widest[0]
    return [
        html.P(
            "Parmi les indicateurs phares des thèmes, le plus grand écart avec les autres quartiers des mêmes "
            "agglomérations",
            className="kicker",
        ),
        html.H1(reading.finding(gap), className="answer"),
        html.P(
            [
                f"{theme.label} · {subtitle(reading, gap)}. ",
                dcc.Link("Voir cet indicateur et ses sources", href=indicator_path(gap.indicator.id)),
            ],
            className="subtitle",
        ),
        html.P(f"À savoir : {french.inside(gap.indicator.caveats[0])}") if gap.indicator.caveats else None,
        _guide_line(reading),
    ]


def _guide_line(reading: Reading) -> Component:
    counts = Counter(claim.verdict for claim in reading.catalogue.guide_claims.values())
    sound = counts[GuideVerdict.CONFIRMED] + counts[GuideVerdict.ROUNDED]
    unknown = counts[GuideVerdict.NOT_FOUND]
    wrong = sum(counts.values()) - sound - unknown
    return html.P(
        [
            f"Le guide Avise de 2019, vérifié : sur {sum(counts.values())} affirmations, {sound} confirmées ou "
            f"arrondies, {wrong} à corriger, {unknown} non retrouvées. ",
            dcc.Link("Voir chaque vérification", href="/guide"),
        ],
        className="aside",
    )


def _themes(reading: Reading, order: str) -> Component:
    measured = [theme for theme, _ in [*_ordered(reading, order), *reading.unranked()]]
    others = [theme for theme in reading.catalogue.themes.values() if theme not in measured]
    return html.Section(
        [
            html.H2("Thème par thème : l’écart, et s’il se resserre"),
            html.Div([_theme_card(reading, theme) for theme in [*measured, *others]], className="grid"),
        ]
    )


def _theme_card(reading: Reading, theme: Theme) -> Component:
    gap = reading.headlines.get(theme.id)
    link = dcc.Link(theme.label, href=theme_path(theme.slug))
    if gap is None:
        why = theme.headline_absent or "Aucun écart ne peut être mesuré aujourd’hui."
        return html.Article([html.H3(link), html.P(theme.question, className="muted"), html.P(why)], className="card")
    return html.Article(
        [
            html.H3(link),
            html.P(reading.finding(gap), className="finding"),
            html.P(verdict_badge(gap)),
            html.P(trend_text(reading, gap)),
            html.P(indicator_link(gap.indicator, "Chiffres et sources")),
        ],
        className="card",
    )
