"""The answer about a sentence: the verdict in words, why, the figures with their sources, what may be written."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.attributes import data
from dashboard.components.tables import Cell, table
from dashboard.components.text import badge, figure_origin, indicator_link
from dashboard.questions.checking import VERDICTS, ClaimCheck
from dashboard.questions.reading import Reading
from dashboard.view import Part

TONES = {
    "supported": "good",
    "unsupported": "bad",
    "over_claimed": "bad",
    "wrong_year": "bad",
    "wrong_comparator": "bad",
    "outdated": "neutral",
    "not_checkable": "neutral",
}
SIGNS = {"good": "✓ ", "neutral": "~ ", "bad": "✕ "}
HEADER = ("Chiffre", "Valeur", "Date", "Qui", "Où", "Source")


def answer_parts(reading: Reading, answer: ClaimCheck) -> list[Part]:
    """The whole answer, the verdict first."""
    tone = TONES[answer.verdict.value]
    return [
        html.Section(
            [
                html.H2([badge(SIGNS[tone] + VERDICTS[answer.verdict], tone)]),
                html.Blockquote(answer.sentence),
                html.P(answer.reason),
            ],
            className="card claim",
            role="status",
        ),
        _suggestion(answer),
        _figures(reading, answer),
    ]


def _suggestion(answer: ClaimCheck) -> Part:
    if not answer.suggestion:
        return None
    return html.Div(
        [
            html.P("Ce qu’on peut écrire", className="label"),
            html.Blockquote(answer.suggestion),
            html.Button("Copier la phrase", type="button", className="action", **data(copy=answer.suggestion)),
        ],
        className="quotable",
    )


def _figures(reading: Reading, answer: ClaimCheck) -> Part:
    if not answer.figures:
        return None
    rows: list[list[Cell]] = [
        [
            indicator_link(reading.catalogue.indicators[figure.observation.indicator], figure.label),
            figure.text,
            figure.period,
            figure.zone,
            figure.territory,
            html.Span(figure_origin(figure.observation, reading.catalogue)),
        ]
        for figure in answer.figures
    ]
    return html.Section([html.H2("Les chiffres qui en décident"), table("Chiffres et sources", HEADER, rows)])


def sentence_link(path: str, sentence: str) -> Component:
    """A link to the answer about a sentence."""
    return dcc.Link(sentence, href=f"{path}?{urlencode({'phrase': sentence})}")


def examples(path: str, sentences: Sequence[str]) -> Component:
    """Sentences that one may follow."""
    return html.Section(
        [html.H2("Des exemples"), html.Ul([html.Li(sentence_link(path, sentence)) for sentence in sentences])]
    )
