"""Two lines over time with the gap between them; a break cuts both lines and says why."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import plotly.graph_objects as go

from dashboard import french
from dashboard.charts.chart import SIDES, BreakLine, Chart, Mark, Side, labels_in_time, mark_of, sides_of, source_lines
from dashboard.charts.rows import HOVER, symbol_of
from dashboard.charts.style import (
    COLOURS,
    GAP,
    figure_of,
    spaced,
    tick_suffix,
    ticks,
    value_axis,
)
from dashboard.charts.timeline import CHARACTERS, at_break, break_line, break_words, position_in_time, time_axis, width
from dashboard.gaps import GapSeries, LevelSeries
from etl.catalogue import Catalogue
from etl.model import Observation

HEIGHT = 400
FLAT, LEAST_SPAN = 0.5, 0.25
"""Of the largest value: values closer together than the first have an axis that does not start at zero; it never covers
less than the second, so that a small difference stays small."""


def define(
    name: str, title: str, subtitle: str, series: GapSeries, catalogue: Catalogue, levels: LevelSeries | None = None
) -> Chart:
    """The gaps of one comparable series over time; with ``levels``, also the figures of the place at the periods at
    which nothing may be put beside, which a caveat lists."""
    gaps = series.gaps
    row = gaps[0].indicator.label
    if levels is None:
        stretches = dict(zip((gap.period for gap in gaps), series.segments, strict=True))
        alone, breaks = {}, series.breaks
    else:
        stretches = dict(zip((o.period for o in levels.observations), levels.segments, strict=True))
        compared = {gap.period for gap in gaps}
        alone = {o.period: o for o in levels.observations if o.period not in compared}
        breaks = levels.breaks
    by_period = {gap.period: gap for gap in gaps}
    drawn: list[tuple[Side, Observation]] = []
    for period in stretches:
        drawn += sides_of(by_period[period]) if period in by_period else [("priority", alone[period])]
    caveats = [*_said_alone(alone), *(entry.text for entry in breaks), *(c for g in gaps for c in g.caveats)]
    return Chart(
        kind="series",
        name=name,
        title=title,
        subtitle=subtitle,
        symbol=catalogue.units[gaps[0].indicator.unit].symbol,
        decimals=gaps[0].indicator.decimals,
        marks=tuple(mark_of(o, row, side, catalogue, segment=stretches[o.period]) for side, o in drawn),
        sources=source_lines([o for _, o in drawn], catalogue),
        caveats=tuple(dict.fromkeys([*caveats, *(o.note for o in alone.values() if o.note)])),
        breaks=tuple(BreakLine(entry.at, entry.text, entry.kind == "exceptional") for entry in breaks),
        labels=labels_in_time(gaps, catalogue),
    )


def _said_alone(alone: Mapping[str, Observation]) -> list[str]:
    """The periods at which the place stands alone on the chart."""
    if not alone:
        return []
    return [f"Sans point de comparaison mesurable : {french.listed([french.period(period) for period in alone])}."]


def draw(chart: Chart) -> go.Figure:
    """The series of the first row of ``chart``, one trace a side and a segment."""
    labels = _labels(chart)
    data: list[dict[str, Any]] = []
    for segment in sorted({mark.segment for mark in chart.marks}):
        data += _band(chart, segment)
        data += [_line(chart, side, segment, labels) for side in SIDES]
    return figure_of(
        HEIGHT,
        data,
        margin={"t": 44},
        shapes=[break_line(line) for line in sorted(chart.breaks, key=at_break)],
        annotations=[*break_words(chart), *_absences(chart)],
        xaxis=time_axis(chart, _said_of_values(chart)),
        yaxis=_value_axis(chart),
    )


def _points(chart: Chart, side: Side, segment: int) -> list[Mark]:
    return [m for m in chart.marks if m.side == side and m.segment == segment and m.value is not None]


def _band(chart: Chart, segment: int) -> list[dict[str, Any]]:
    """The gap, filled between the two lines; none of a lone point."""
    upper, lower = (_points(chart, side, segment) for side in ("priority", "reference"))
    periods = {mark.period for mark in upper} & {mark.period for mark in lower}
    if len(periods) < 2:
        return []
    there = [mark for mark in upper if mark.period in periods]
    back = [mark for mark in reversed(lower) if mark.period in periods]
    return [{
        "type": "scatter",
        "x": [position_in_time(mark.period) for mark in there + back],
        "y": [mark.value for mark in there + back],
        "fill": "toself", "fillcolor": GAP, "line": {"width": 0}, "mode": "lines", "opacity": 0.55, "hoverinfo": "skip",
    }]  # fmt: skip


def _line(chart: Chart, side: Side, segment: int, labels: Mapping[str, dict[Side, str]]) -> dict[str, Any]:
    marks = _points(chart, side, segment)
    return {
        "type": "scatter",
        "x": [position_in_time(mark.period) for mark in marks],
        "y": [mark.value for mark in marks],
        "mode": "lines+markers+text",
        "text": [escape(labels.get(mark.period, {}).get(side, "")) for mark in marks],
        "textposition": ["top center" if _is_above(chart, mark) else "bottom center" for mark in marks],
        "textfont": {"color": COLOURS[side], "size": 13},
        "line": {"color": COLOURS[side], "width": 2.5, "dash": "solid" if side == "priority" else "dot"},
        "marker": {
            "symbol": [symbol_of(mark) for mark in marks],
            "size": 10,
            "color": COLOURS[side],
            "line": {"width": 2, "color": COLOURS[side]},
        },
        "customdata": [[french.period(mark.period), escape(mark.zone), escape(mark.text)] for mark in marks],
        "hovertemplate": HOVER,
        "name": chart.labels[side],
        "cliponaxis": False,
    }


def _is_above(chart: Chart, mark: Mark) -> bool:
    """True when the value of ``mark`` is to be written over it: away from the one it is compared with, which may be
    above at one period and under at the next."""
    other = next((m.value for m in chart.marks if m.side != mark.side and m.period == mark.period), None)
    if mark.value is None or other is None:
        return True
    return (mark.value, mark.side == "priority") > (other, mark.side != "priority")


def _labels(chart: Chart) -> dict[str, dict[Side, str]]:
    """The values written beside their points, by period and side: those at both ends of each stretch, as many as a
    telephone bears; without their unit, which the axis gives, when they would not fit with it."""
    ends: list[Mark] = []
    for segment in dict.fromkeys(mark.segment for mark in chart.marks):
        for side in SIDES:
            points = _points(chart, side, segment)
            ends += [points[0], points[-1]] if points else []
    periods = {mark.period: position_in_time(mark.period) for mark in ends}
    unit = f"{french.NBSP}{chart.symbol}" if chart.symbol else ""
    longest = max((len(mark.label) for mark in ends), default=0)
    texts = {(m.period, m.side): m.label for m in ends}
    if (longest + 1) * len(periods) > CHARACTERS:
        texts = {key: label.removesuffix(unit) for key, label in texts.items()}
        longest = max(map(len, texts.values()))
    kept = spaced(periods.values(), (longest + 1) / CHARACTERS * width(chart))
    found: dict[str, dict[Side, str]] = {}
    for (period, side), text in texts.items():
        if periods[period] in kept:
            found.setdefault(period, {})[side] = text
    return found


def _absences(chart: Chart) -> list[dict[str, Any]]:
    """Why a value is absent, where it would be."""
    return [
        {
            "x": position_in_time(mark.period), "y": 0, "yref": "y domain", "yanchor": "bottom", "showarrow": False,
            "text": escape(mark.label).replace(" ", "<br>"), "font": {"size": 12, "color": COLOURS[mark.side]},
        }
        for mark in chart.marks
        if mark.value is None
    ]  # fmt: skip


def _values(chart: Chart) -> list[float]:
    return [mark.value for mark in chart.marks if mark.value is not None]


def _from_zero(chart: Chart) -> bool:
    """False when values are so close together that, from zero, none could be told from its neighbour."""
    low, high = min(_values(chart), default=0.0), max(_values(chart), default=0.0)
    return low <= 0 or high - low >= FLAT * high


def _said_of_values(chart: Chart) -> list[str]:
    """What the axis of values does not show: where it starts, in what."""
    said = [] if _from_zero(chart) else ["L’axe vertical ne part pas de zéro"]
    return said + ([f"En {chart.symbol}"] if chart.symbol and not tick_suffix(chart.symbol) else [])


def _value_axis(chart: Chart) -> dict[str, Any]:
    """From zero where values are far apart. Points, unlike bars, may be read on an axis that starts higher: it then
    says so under the chart."""
    low, high = min(_values(chart), default=0.0), max(_values(chart), default=0.0)
    if _from_zero(chart):
        edges = (min(low, 0.0) * 1.15, max(high, 0.0) * 1.25)
        places = ticks(min(low, 0.0), max(high, 0.0), most=4)
    else:
        middle, span = (low + high) / 2, max((high - low) * 1.8, LEAST_SPAN * high)
        edges = (middle - span / 2, middle + span / 2)
        places = ticks(*edges, most=4)
    return value_axis(edges, places, chart.symbol)
