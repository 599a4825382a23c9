"""How the quarters are spread: bars that count them, their quartiles, and where some quarters and places stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard import french
from dashboard.charts.bars import side_of
from dashboard.charts.chart import SIDES, Chart, Group, Mark, Side, behind, counted, mark_of, publications
from dashboard.charts.rows import (
    DOT,
    Rows,
    absent_words,
    amount,
    dots,
    extent,
    lay_out,
    place_words,
    source_words,
)
from dashboard.charts.style import COLOURS, GAP, INK, MUTED, SYMBOLS, figure_of, row_axis, ticks, value_axis
from dashboard.gaps.distribution import Bin, Distribution
from etl.catalogue import Catalogue
from etl.model import Observation

HISTOGRAM = 170
BELOW = 44
"""Pixels: the bars, and what is under the last row."""
GUTTER = 0.08
"""Share of the room of the bars left free under them."""
BOX_ROW = "Répartition des quartiers"
PARTS = ("un quart sous", "la moitié sous", "les trois quarts sous")
ONE_EACH = (
    "Chaque quartier compte une fois, quelle que soit sa population : c’est une répartition de quartiers, pas "
    "d’habitants, et son milieu n’est pas une moyenne."
)


def define(
    name: str,
    title: str,
    subtitle: str,
    spread: Distribution,
    bins: Sequence[Bin],
    rows: Sequence[tuple[str, Observation]],
    catalogue: Catalogue,
    highlighted: Sequence[str] = (),
) -> Chart:
    """The quarters of ``spread`` counted in ``bins`` (``gaps.distribution.histogram``), their quartiles, then a row for
    each of ``rows``: quarters, and comparators of the same indicator, period and people, with their label.
    ``highlighted`` are the labels of the quarters the reader asked for."""
    subject = spread.subject
    marks = [mark_of(o, label, side_of(o, catalogue), catalogue) for label, o in rows]
    return Chart(
        kind="distribution",
        name=name,
        title=title,
        subtitle=subtitle,
        symbol=catalogue.units[subject.indicator.unit].symbol,
        decimals=subject.indicator.decimals,
        marks=(*_quartiles(spread, catalogue), *marks),
        sources=publications([subject.source, *(o.source for _, o in rows)], catalogue),
        caveats=tuple(
            dict.fromkeys([ONE_EACH, *absent_words(spread.absent), *subject.indicator.caveats])
        ),
        labels={"priority": catalogue.zones[subject.zone].label, "reference": "Point de comparaison de la ligne"},
        groups=tuple(_group(bar, spread, catalogue) for bar in bins),
        highlighted=tuple(highlighted),
        box=BOX_ROW,
        behind=behind(subject),
    )  # fmt: skip


def _quartiles(spread: Distribution, catalogue: Catalogue) -> list[Mark]:
    subject = spread.subject
    source = source_words(subject, f"calcul sur {counted(spread.count)}", catalogue)
    marks = []
    for part, value in zip(PARTS, spread.quartiles, strict=True):
        text = f"{part} {amount(value, subject, catalogue)}"
        zone = place_words(subject, catalogue)
        mark = Mark(BOX_ROW, "priority", value, text, text, subject.period, zone, source, dating=subject.note)
        marks.append(mark)
    return marks


def _group(bar: Bin, spread: Distribution, catalogue: Catalogue) -> Group:
    subject = spread.subject
    whole = float(bar.low).is_integer() and float(bar.high).is_integer()
    decimals = 0 if whole else subject.indicator.decimals
    unit = catalogue.units[subject.indicator.unit]
    low = french.number(bar.low, decimals, fixed=True)
    return Group(
        row=f"De {low} à moins de {french.with_unit(bar.high, unit, decimals, fixed=True)}",
        count=bar.count,
        period=subject.period,
        zone=place_words(subject, catalogue),
        source=source_words(subject, "calcul sur les quartiers", catalogue),
        low=bar.low,
        high=bar.high,
        dating=subject.note,
    )


def draw(chart: Chart) -> go.Figure:
    """The bars on top, then one row a mark; quarters and comparators are also drawn across the bars."""
    rows = lay_out(chart)
    above = HISTOGRAM if chart.groups else 0
    split = rows.height / (above + rows.height)
    alone = [mark for mark in chart.marks if mark.row != chart.box]
    boxed = [mark for mark in chart.marks if mark.row == chart.box and mark.value is not None]
    sizes = [DOT if place == len(boxed) // 2 else DOT - 6 for place in range(len(boxed))]
    data = [
        *(dots(rows, alone, side, chart.labels[side]) for side in SIDES),
        dots(rows, boxed, "priority", chart.labels["priority"], sizes),
    ]
    if chart.groups:
        data += [_histogram(chart), *(_flags(chart, alone, side) for side in SIDES)]
    return figure_of(
        above + rows.height + BELOW,
        data,
        shapes=[*_box(rows, boxed), *_lines(chart, alone)],
        annotations=[*rows.labels(chart.highlighted), *_heading(chart)],
        xaxis=_axis(chart),
        yaxis=row_axis(0, rows.height, domain=[0, split]),
        **({"yaxis2": _count_axis(chart, split)} if chart.groups else {}),
    )


def _axis(chart: Chart) -> dict[str, Any]:
    edges = [edge for group in chart.groups for edge in (group.low, group.high)]
    low, high = extent([*edges, *(mark.value for mark in chart.marks)])
    room = 0.05 * (high - low)
    return value_axis((low - room, high + room), ticks(low, high, most=4), chart.symbol)


def _count_axis(chart: Chart, split: float) -> dict[str, Any]:
    most = max(group.count for group in chart.groups)
    domain = [split + (1 - split) * GUTTER, 1]
    return {"range": [0, most * 1.35], "domain": domain, "anchor": "x", "visible": False, "fixedrange": True}


def _histogram(chart: Chart) -> dict[str, Any]:
    """One bar a group; its outline carries it where its fill is pale."""
    bounds = [(group.low or 0.0, group.high or 0.0) for group in chart.groups]
    return {
        "type": "bar",
        "x": [(low + high) / 2 for low, high in bounds],
        "y": [group.count for group in chart.groups],
        "width": [high - low for low, high in bounds],
        "yaxis": "y2",
        "marker": {"color": GAP, "line": {"color": MUTED, "width": 1}},
        "hovertext": [f"{group.row} : {counted(group.count)}" for group in chart.groups],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _flags(chart: Chart, marks: Sequence[Mark], side: Side) -> dict[str, Any]:
    """The shape of the side on top of each line drawn across the bars."""
    top = max(group.count for group in chart.groups) * 1.12
    shown = [mark for mark in marks if mark.side == side and mark.value is not None]
    return {
        "type": "scatter", "x": [mark.value for mark in shown], "y": [top] * len(shown), "yaxis": "y2",
        "mode": "markers", "hoverinfo": "skip", "cliponaxis": False,
        "marker": {"symbol": SYMBOLS[side], "size": 9, "color": COLOURS[side]},
    }  # fmt: skip


def _lines(chart: Chart, marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """Where each mark stands among the bars: full for quarters, dotted for what they are compared with."""
    if not chart.groups:
        return []
    top = max(group.count for group in chart.groups) * 1.12
    return [
        {
            "type": "line", "xref": "x", "yref": "y2", "x0": mark.value, "x1": mark.value, "y0": 0, "y1": top,
            "line": {"color": COLOURS[mark.side], "width": 2, "dash": "solid" if mark.side == "priority" else "dot"},
        }
        for mark in marks
        if mark.value is not None
    ]  # fmt: skip


def _box(rows: Rows, boxed: Sequence[Mark]) -> list[dict[str, Any]]:
    """From the first quartile to the third, on their row."""
    values = [mark.value for mark in boxed if mark.value is not None]
    if not values:
        return []
    at = rows.marks[boxed[0].row]
    return [{
        "type": "rect", "x0": min(values), "x1": max(values), "y0": at - 9, "y1": at + 9,
        "fillcolor": GAP, "line": {"color": MUTED, "width": 1}, "layer": "below",
    }]  # fmt: skip


def _heading(chart: Chart) -> list[dict[str, Any]]:
    if not chart.groups:
        return []
    most = max(group.count for group in chart.groups)
    return [{
        "x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "top", "showarrow": False,
        "text": f"Nombre de quartiers par tranche ({most} au plus)", "font": {"size": 13, "color": INK},
    }]  # fmt: skip
