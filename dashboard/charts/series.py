"""Two lines over time with the gap between them; a break cuts both lines and says why."""

from __future__ import annotations

import calendar
from html import escape

import plotly.graph_objects as go

from dashboard import french
from dashboard.charts.chart import SIDES, BreakLine, Chart, Mark, Side, labels_in_time, mark_of, sides_of, source_lines
from dashboard.charts.style import COLOURS, GAP, INK, MUTED, RULE, SYMBOLS, base_layout, tick_texts, ticks
from dashboard.gaps import GapSeries
from etl.catalogue import Catalogue
from etl.model import period_bounds

HEIGHT = 400


def define(name: str, title: str, subtitle: str, series: GapSeries, catalogue: Catalogue) -> Chart:
    """The gaps of one comparable series over time."""
    gaps = series.gaps
    row = gaps[0].indicator.label
    marks = [
        mark_of(observation, row, side, catalogue, segment=segment)
        for gap, segment in zip(gaps, series.segments, strict=True)
        for side, observation in sides_of(gap)
    ]
    return Chart(
        kind="series",
        name=name,
        title=title,
        subtitle=subtitle,
        symbol=catalogue.units[gaps[0].indicator.unit].symbol,
        decimals=gaps[0].indicator.decimals,
        marks=tuple(marks),
        sources=source_lines([side for gap in gaps for side in (gap.priority, gap.reference)], catalogue),
        caveats=tuple(dict.fromkeys([entry.text for entry in series.breaks] + [c for g in gaps for c in g.caveats])),
        breaks=tuple(BreakLine(entry.at, entry.text, entry.kind == "exceptional") for entry in series.breaks),
        labels=labels_in_time(gaps, catalogue),
    )


def position_in_time(period: str) -> float:
    """The middle of a period in years; a calendar year stands at its own number."""
    first, last = period_bounds(period)
    middle = (first.toordinal() + last.toordinal()) / 2
    days = 366 if calendar.isleap(first.year) else 365
    return first.year + (middle - first.replace(month=1, day=1).toordinal() + 0.5) / days - 0.5


def draw(chart: Chart) -> go.Figure:
    """The series of the first row of ``chart``, one trace a side and a segment."""
    figure = go.Figure(layout=base_layout(HEIGHT))
    segments = sorted({mark.segment for mark in chart.marks})
    for segment in segments:
        _band(figure, chart, segment)
        for side in SIDES:
            _line(figure, chart, side, segment)
    _breaks(figure, chart)
    _axes(figure, chart)
    return figure


def _points(chart: Chart, side: Side, segment: int) -> list[Mark]:
    return [m for m in chart.marks if m.side == side and m.segment == segment and m.value is not None]


def _band(figure: go.Figure, chart: Chart, segment: int) -> None:
    """The gap, filled between the two lines."""
    upper, lower = (_points(chart, side, segment) for side in ("priority", "reference"))
    periods = {mark.period for mark in upper} & {mark.period for mark in lower}
    if len(periods) < 2:
        return
    there = [mark for mark in upper if mark.period in periods]
    back = [mark for mark in reversed(lower) if mark.period in periods]
    figure.add_trace(
        go.Scatter(
            x=[position_in_time(mark.period) for mark in there + back],
            y=[mark.value for mark in there + back],
            fill="toself", fillcolor=GAP, line={"width": 0}, mode="lines", opacity=0.55, hoverinfo="skip",
        )
    )  # fmt: skip


def _line(figure: go.Figure, chart: Chart, side: Side, segment: int) -> None:
    marks = _points(chart, side, segment)
    above = side == _upper_side(chart)
    figure.add_trace(
        go.Scatter(
            x=[position_in_time(mark.period) for mark in marks],
            y=[mark.value for mark in marks],
            mode="lines+markers+text",
            text=[escape(mark.label) if mark in (marks[0], marks[-1]) else "" for mark in marks],
            textposition="top center" if above else "bottom center",
            textfont={"color": COLOURS[side], "size": 13},
            line={"color": COLOURS[side], "width": 2.5, "dash": "solid" if side == "priority" else "dot"},
            marker={
                "symbol": [SYMBOLS[side] + ("-open" if mark.uncertain else "") for mark in marks],
                "size": 10, "color": COLOURS[side], "line": {"width": 2, "color": COLOURS[side]},
            },
            customdata=[[french.period(mark.period), escape(mark.zone), escape(mark.text)] for mark in marks],
            hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]} : %{customdata[2]}<extra></extra>",
            name=chart.labels[side],
            cliponaxis=False,
        )
    )  # fmt: skip


def _upper_side(chart: Chart) -> Side:
    """Which side is drawn above, to write its values over its line."""
    means: dict[Side, float] = {}
    for side in SIDES:
        values = [mark.value for mark in chart.marks if mark.side == side and mark.value is not None]
        means[side] = sum(values) / len(values) if values else 0.0
    return "priority" if means["priority"] >= means["reference"] else "reference"


def _breaks(figure: go.Figure, chart: Chart) -> None:
    """A break stands just before its first period; an exceptional period is marked where it is."""
    shapes, words = [], []
    for line in chart.breaks:
        at = position_in_time(line.period) - (0 if line.exceptional else 0.5)
        shapes.append(
            {
                "type": "line", "x0": at, "x1": at, "xref": "x", "y0": 0, "y1": 1, "yref": "y domain",
                "line": {"color": INK, "width": 1.5, "dash": "dot" if line.exceptional else "dash"},
            }
        )  # fmt: skip
        words.append(
            {
                "x": at, "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False,
                "text": "année exceptionnelle" if line.exceptional else "rupture",
                "yshift": 16 if line.exceptional else 0, "font": {"size": 13, "color": INK}, "bgcolor": "#FBFAF7",
            }
        )  # fmt: skip
    # In one go: Plotly checks the whole list again at each shape added
    figure.update_layout(shapes=shapes, annotations=words)


def _axes(figure: go.Figure, chart: Chart) -> None:
    values = [mark.value for mark in chart.marks if mark.value is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    places = ticks(low, high, most=4)
    figure.update_yaxes(
        range=[low * 1.15, high * 1.25], fixedrange=True, gridcolor=RULE, zeroline=False, tickvals=places,
        ticktext=tick_texts(places, chart.symbol), tickfont={"color": MUTED}, automargin=True,
    )  # fmt: skip
    times = {position_in_time(mark.period): french.period(mark.period) for mark in chart.marks}
    first, last = min(times), max(times)
    margin = max(last - first, 1.0) * 0.08 + 0.1
    figure.update_xaxes(
        range=[first - margin, last + margin], fixedrange=True, showgrid=False, zeroline=False,
        tickfont={"color": MUTED}, automargin=True, linecolor=RULE, showline=True,
    )  # fmt: skip
    if last - first > 2 and all(text.isdigit() for text in times.values()):
        figure.update_xaxes(tickformat="d")  # whole years: as many as the screen has room for
    else:
        figure.update_xaxes(tickvals=list(times), ticktext=list(times.values()))
    figure.update_layout(margin={"t": 44})
