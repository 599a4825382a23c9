"""Two figures a line and the gap drawn between them: the QPV on one end, their surroundings on the other."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.chart import SIDES, Chart, Mark, Side, labels_of, mark_of, sides_of, source_lines
from dashboard.charts.style import (
    COLOURS,
    GAP,
    INK,
    LINE_HEIGHT,
    MUTED,
    RULE,
    SYMBOLS,
    base_layout,
    label_lines,
    tick_texts,
    ticks,
)
from dashboard.gaps import Gap
from etl.catalogue import Catalogue

ROW_HEIGHT = 62


def define(name: str, title: str, subtitle: str, rows: Sequence[tuple[str, Gap]], catalogue: Catalogue) -> Chart:
    """One row a gap, with its label. The gaps share a unit; the caveats that concern the comparison come along."""
    gaps = [gap for _, gap in rows]
    marks: list[Mark] = []
    for label, gap in rows:
        marks += [mark_of(observation, label, side, catalogue) for side, observation in sides_of(gap)]
    sides = [side for gap in gaps for side in (gap.priority, gap.reference)]
    indicator = gaps[0].indicator
    return Chart(
        kind="dumbbell",
        name=name,
        title=title,
        subtitle=subtitle,
        symbol=catalogue.units[indicator.unit].symbol,
        decimals=max(gap.indicator.decimals for gap in gaps),
        marks=tuple(marks),
        sources=source_lines(sides, catalogue),
        caveats=tuple(dict.fromkeys(caveat for gap in gaps for caveat in gap.caveats)),
        labels=labels_of(gaps, catalogue),
    )


def draw(chart: Chart) -> go.Figure:
    """One line a row of ``chart``, the first on top; each end is labelled with its value."""
    rows = chart.rows
    labels = [label_lines(row) for row in rows]
    tallest = max(len(lines) for lines in labels)
    height = len(rows) * (ROW_HEIGHT + tallest * LINE_HEIGHT) + 48
    figure = go.Figure(layout=base_layout(height))
    for position, row in enumerate(rows):
        ends = {side: next(chart.of(row, side), None) for side in SIDES}
        _bar(figure, position, [mark for mark in ends.values() if mark is not None])
        _label(figure, position, labels[position])
        _values(figure, position, ends)
    for side in SIDES:
        _dots(figure, chart, rows, side)
    _axis(figure, chart)
    figure.update_yaxes(range=[len(rows) - 0.4, -0.75], visible=False, fixedrange=True)
    return figure


def _axis(figure: go.Figure, chart: Chart) -> None:
    """From zero to the largest value, with room on both sides for the values written beside the dots."""
    values = [mark.value for mark in chart.marks if mark.value is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    span, places = high - low or 1.0, ticks(low, high)
    figure.update_xaxes(
        range=[low - 0.28 * span, high + 0.36 * span], tickvals=places, ticktext=tick_texts(places, chart.symbol),
        gridcolor=RULE, zeroline=False, fixedrange=True, tickfont={"color": MUTED}, automargin=True,
    )  # fmt: skip


def _bar(figure: go.Figure, position: int, marks: list[Mark]) -> None:
    values = [mark.value for mark in marks if mark.value is not None]
    if len(values) == 2:
        figure.add_shape(
            type="rect", x0=min(values), x1=max(values), y0=position - 0.09, y1=position + 0.09,
            fillcolor=GAP, line_width=0, layer="below",
        )  # fmt: skip


def _label(figure: go.Figure, position: int, lines: list[str]) -> None:
    figure.add_annotation(
        x=0, xref="paper", xanchor="left", y=position - 0.24, yanchor="bottom",
        text="<br>".join(lines), showarrow=False, align="left", font={"size": 14, "color": INK},
    )  # fmt: skip


def _values(figure: go.Figure, position: int, ends: dict[Side, Mark | None]) -> None:
    """Each value on the outer side of its dot, so that two close dots do not write over each other."""
    known = {side: mark for side, mark in ends.items() if mark is not None and mark.value is not None}
    for side, mark in known.items():
        others = [other.value for name, other in known.items() if name != side]
        right = not others or (mark.value, side) > (others[0], "reference" if side == "priority" else "priority")
        figure.add_annotation(
            x=mark.value, y=position, text=f"<b>{mark.label}</b>", showarrow=False, yanchor="middle",
            xanchor="left" if right else "right", xshift=12 if right else -12,
            font={"size": 14, "color": COLOURS[side]},
        )  # fmt: skip


def _dots(figure: go.Figure, chart: Chart, rows: list[str], side: Side) -> None:
    marks = [(rows.index(mark.row), mark) for mark in chart.marks if mark.side == side and mark.value is not None]
    figure.add_trace(
        go.Scatter(
            x=[mark.value for _, mark in marks],
            y=[position for position, _ in marks],
            mode="markers",
            marker={
                "symbol": [SYMBOLS[side] + ("-open" if mark.approximate else "") for _, mark in marks],
                "size": 15, "color": COLOURS[side], "line": {"width": 2, "color": COLOURS[side]},
            },
            error_x=_error_bars([mark for _, mark in marks]),
            customdata=[[mark.row, mark.zone, mark.text] for _, mark in marks],
            hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]} : %{customdata[2]}<extra></extra>",
            name=chart.labels[side],
        )
    )  # fmt: skip


def _error_bars(marks: list[Mark]) -> dict[str, object]:
    if not any(mark.lower is not None for mark in marks):
        return {"visible": False}
    return {
        "type": "data",
        "symmetric": False,
        "array": [(mark.upper or mark.value or 0) - (mark.value or 0) for mark in marks],
        "arrayminus": [
            (mark.value or 0) - (mark.lower if mark.lower is not None else mark.value or 0) for mark in marks
        ],
        "thickness": 1.5,
    }
