"""A chart on the page: finding, subtitle, picture, key, source, caveats, and the same numbers as a table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.charts import Chart, Side, draw
from dashboard.components.attributes import aria, data
from dashboard.components.map_key import sheet_key
from dashboard.components.tables import csv_link, table
from dashboard.components.taking import taken_away
from dashboard.exports.drawing.heading import heading_of
from etl.words import counted

CONFIG: Any = {
    "displaylogo": False,
    "displayModeBar": False,
    "modeBarButtonsToRemove": ["sendChartToCloud"],
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "locale": "fr",
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
}
SHOWN_CAVEATS = 2
SHOWN_SOURCES = 2
DAY = "le {jour}"
"""Of a picture, in place of the day that it is saved."""
MARKS: dict[Side, str] = {"priority": "●", "reference": "◆"}
_COLLECTED: ContextVar[list[Chart] | None] = ContextVar("collected", default=None)


@contextmanager
def collected() -> Iterator[list[Chart]]:
    """The charts of what is made meanwhile, in order: they are noted, not drawn."""
    charts: list[Chart] = []
    token = _COLLECTED.set(charts)
    try:
        yield charts
    finally:
        _COLLECTED.reset(token)


def chart_card(chart: Chart, level: int = 2, note: Component | None = None) -> Component:
    """The chart with everything it takes to quote it; ``level`` is the rank of its heading."""
    charts = _COLLECTED.get()
    if charts is not None:
        charts.append(chart)
        return html.Section()
    heading = {2: html.H2, 3: html.H3}[level]
    header, rows = chart.table()
    return html.Section(
        [
            heading(chart.title, className="finding", id=f"{chart.name}-title"),
            html.P(chart.subtitle, className="subtitle"),
            _key(chart),
            _drawing(chart),
            source_line(chart.sources),
            caveat_list(chart.caveats),
            note,
            html.Details(
                [html.Summary("Voir les chiffres en tableau"), table(chart.title, header, rows)], className="data"
            ),
            html.Div(
                [
                    _picture_button(chart, "png"),
                    _picture_button(chart, "svg"),
                    csv_link(chart.name, *chart.data(), told="Télécharger le tableau de ce graphique en CSV"),
                    *taken_away(chart.name),
                ],
                className="actions",
            ),
        ],
        className="card chart",
        **aria(labelledby=f"{chart.name}-title"),
    )  # fmt: skip


def _drawing(chart: Chart) -> Component:
    """The picture and its alternative; a map has its key beside it, or under it on a narrow screen. The insets of a map
    stand under the key on a wide one."""
    picture = html.Div(_graph(chart), role="img", **aria(label=chart.alternative))
    if chart.atlas is None:
        return picture
    return html.Div([sheet_key(chart.atlas), picture], className="map-body apart" if chart.atlas.below else "map-body")


def _graph(chart: Chart) -> Component:
    """The picture. A map is as high as its width asks; other charts have a height."""
    identity = {"type": "graph", "chart": chart.name}
    if chart.atlas is None:
        return dcc.Graph(id=identity, figure=draw(chart), config=CONFIG, className="graph")
    shape = {"--ratio": f"{chart.atlas.height / chart.atlas.width:.3f}"}
    return dcc.Graph(
        id=identity, figure=draw(chart), config=CONFIG, className="graph sheet", style=shape, responsive=True
    )  # fmt: skip


def source_line(sources: tuple[str, ...]) -> Component:
    """The publications under a chart: in full while they fit a glance, else counted and one key away."""
    if len(sources) <= SHOWN_SOURCES:
        return html.P(["Source : ", " ; ".join(sources)], className="source")
    folded = html.Ul([html.Li(source) for source in sources])
    return html.Details([html.Summary(f"Sources : {len(sources)} publications"), folded], className="source")


def _key(chart: Chart) -> Component:
    """Colour, shape and word for each side; hollow marks are explained when there are any."""
    entries = [
        html.Span([html.Span(MARKS[side], className=f"mark {side}", **aria(hidden="true")), chart.labels[side]])
        for side in chart.sides
    ]
    if chart.approximate:
        entries.append(html.Span(chart.approximate, className="muted"))
    return html.P(entries, className="key")


def _picture_button(chart: Chart, kind: str) -> Component:
    """With the words of the picture, those that it has everywhere; the browser says the day."""
    told = heading_of(chart, DAY)
    return html.Button(
        kind.upper(),
        id={"type": "picture", "chart": chart.name, "format": kind},
        className="action",
        **aria(label=f"Télécharger l’image en {kind.upper()}"),
        **data(
            title=told.title,
            subtitle=told.subtitle,
            key="   ".join(
                [
                    *(f"{MARKS[side]} {words}" for side, words in told.key),
                    *([told.approximate] if told.approximate else []),
                ]
            ),
            caveats="\n".join(told.caveats),
            source=told.source,
        ),
    )


def caveat_list(caveats: tuple[str, ...]) -> Component | None:
    """The first caveats in sight, the others one key away."""
    if not caveats:
        return None
    shown, folded = caveats[:SHOWN_CAVEATS], caveats[SHOWN_CAVEATS:]
    parts: list[Component] = [html.Ul([html.Li(text) for text in shown])]
    if folded:
        more = counted(len(folded), "autre réserve")
        parts.append(html.Details([html.Summary(more), html.Ul([html.Li(text) for text in folded])]))
    return html.Div(parts, className="caveats", role="note")
