"""A gap in words and numbers: both values, the difference, the ratio, the verdict, what is known of the precision."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard import french
from dashboard.claims import of_trend
from dashboard.components.text import badge, figure_origin
from dashboard.gaps import PRECISIONS, VERDICTS, Gap, Refusal, Verdict
from dashboard.gaps.estimate import Estimate
from dashboard.questions.reading import Reading
from etl.model import Observation

TONES = {Verdict.UNFAVOURABLE: "bad", Verdict.FAVOURABLE: "good"}
SIGNS = {
    Verdict.UNFAVOURABLE: "✕ ",
    Verdict.FAVOURABLE: "✓ ",
    Verdict.HIGHER: "↑ ",
    Verdict.LOWER: "↓ ",
    Verdict.EQUAL: "= ",
    Verdict.CLOSE: "≈ ",
    Verdict.UNDETERMINED: "? ",
}


def verdict_badge(gap: Gap) -> Component:
    """The verdict, in words."""
    return badge(SIGNS[gap.verdict] + VERDICTS[gap.verdict], TONES.get(gap.verdict, "neutral"))


def trend_text(reading: Reading, gap: Gap) -> str:
    """Whether the gap narrows, from what to what, or why nobody may say."""
    return of_trend.trend_text(reading.trend(gap), gap, reading.catalogue)


def gap_panel(reading: Reading, gap: Gap) -> Component:
    """The numbers of a gap, each one with the way to its source."""
    catalogue = reading.catalogue
    unit = catalogue.units[gap.indicator.unit]
    decimals = gap.indicator.decimals
    ratio = "rapport sans objet" if gap.ratio is None else french.times(gap.ratio.value)
    return html.Div(
        [
            _side(reading, gap.priority, "priority"),
            _side(reading, gap.reference, "reference"),
            html.Div(
                [
                    html.P("Écart", className="label"),
                    html.P(french.difference(gap.difference.value, unit, decimals), className="number"),
                    html.P([html.Strong(ratio), _limits(gap.ratio, 2)]),
                    html.P([_limits(gap.difference, decimals) or french.sentence(PRECISIONS[gap.precision])]),
                    html.P(verdict_badge(gap)),
                ],
                className="figure-box between",
            ),
        ],
        className="figures",
    )


def _limits(estimate: Estimate | None, decimals: int) -> str:
    if estimate is None or estimate.limits is None:
        return ""
    low, high = (french.number(limit, decimals) for limit in estimate.limits)
    return f" [{low} ; {high}], à 95 %"


def _side(reading: Reading, observation: Observation, side: str) -> Component:
    zone = reading.catalogue.zones[observation.zone]
    return html.Div(
        [
            html.P(zone.label, className="label"),
            html.P(french.value(observation, reading.catalogue), className="number"),
            html.P(figure_origin(observation, reading.catalogue), className="origin"),
        ],
        className=f"figure-box {side}",
    )


def refusal_panel(reading: Reading, refusal: Refusal) -> Component:
    """Why there is no gap, with the values that are known but may not be compared."""
    known = [side for side in (refusal.priority, refusal.reference) if side is not None]
    values = [
        html.Li(
            [
                f"{reading.catalogue.zones[side.zone].label}, {french.period(side.period)} : ",
                html.Strong(french.value(side, reading.catalogue)),
                ". ",
                *figure_origin(side, reading.catalogue),
            ]
        )
        for side in known
    ]
    return html.Div(
        [html.P([html.Strong("Pas d’écart affiché. "), refusal.text]), html.Ul(values) if values else None],
        className="refusal",
        role="note",
    )
