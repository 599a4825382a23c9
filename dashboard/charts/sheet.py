"""What every chart on a sheet draws alike: its key, its surfaces, its lines, its dots, its axes.

The key is in the figure and hidden: a page writes its own, beside the sheet or under it as the screen asks, and shows
that of the figure in the pictures that it saves.
"""

from __future__ import annotations

from html import escape
from typing import Any

import plotly.graph_objects as go

from dashboard import french
from dashboard.charts.atlas import EDGE, LEGEND_ROW, LEGEND_TOP, RAMP, Atlas, Dots, Lines, Look, Note
from dashboard.charts.chart import SIDES, Chart
from dashboard.charts.insets import arrangements
from dashboard.charts.rows import dots, extent, lay_out
from dashboard.charts.style import INK, MUTED, PAPER, RULE, figure_of, layout_of, row_axis, ticks, value_axis

SWATCH = 26
"""Pixels: the box of a class in the key."""
KEY = "key"
"""How the browser knows the notes of the key."""
HALO = "rgba(251, 250, 247, 0.75)"
"""Behind a text on the sheet."""


def key_notes(atlas: Atlas) -> list[dict[str, Any]]:
    """The key over the sheet: a box or a symbol of each look, its words and how many places are in it."""
    lines = atlas.key_lines
    rows = [atlas.above - LEGEND_TOP - LEGEND_ROW * (row + 0.5) for row in range(1 + len(atlas.told) + len(lines))]
    notes = [_written(atlas.title, 0, rows[0], MUTED)]
    for look, middle in zip(atlas.told, rows[1:], strict=False):
        notes += [_swatch(look, middle), _written(counted_words(look), SWATCH + 8, middle)]
    for text, middle in zip(lines, rows[1 + len(atlas.told) :], strict=True):
        notes.append(_written(text, 0, middle, MUTED))
    return [note | {"name": KEY, "visible": False} for note in notes]


def counted_words(look: Look) -> str:
    """« De 45 à moins de 50 % (272) »."""
    return f"{french.sentence(look.text)} ({french.number(look.count, 0)})"


def edge_of(look: Look) -> str:
    """The colour around a surface of that look."""
    return EDGE if look.colour in RAMP else MUTED


SIGNS = {
    "circle": "", "diamond": "◆", "triangle-up": "▲", "square": "■", "x-thin-open": "×", "diamond-open": "◇",
    "square-open": "□", "circle-open": "○",
}  # fmt: skip
"""What stands for a symbol in a text; nothing for the dot of a class, which its colour tells."""


def _swatch(look: Look, middle: float) -> dict[str, Any]:
    return {
        "x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "middle", "yshift": middle,
        "showarrow": False, "text": SIGNS[look.symbol] or french.NBSP, "width": SWATCH - 6, "height": 12,
        "bgcolor": look.colour, "bordercolor": edge_of(look), "borderwidth": 1, "borderpad": 1,
        "font": {"size": 12, "color": look.ink},
    }  # fmt: skip


def _written(text: str, shift: float, middle: float, colour: str = INK) -> dict[str, Any]:
    return {
        "x": 0, "xref": "paper", "xanchor": "left", "xshift": shift, "y": 1, "yref": "paper", "yanchor": "middle",
        "yshift": middle, "showarrow": False, "align": "left", "text": escape(french.typography(text)),
        "font": {"size": 13, "color": colour},
    }  # fmt: skip


def surface(look: Look, lines: Lines) -> dict[str, Any]:
    """The surfaces of one look, hatched when they have no value."""
    hatched = {"shape": look.pattern, "fgcolor": MUTED, "bgcolor": PAPER, "size": 7, "solidity": 0.15}
    return {
        "type": "scatter", "x": lines.x, "y": lines.y, "mode": "lines", "fill": "toself", "fillcolor": look.colour,
        "line": {"color": edge_of(look), "width": 1}, "hoverinfo": "skip", "name": look.text,
    } | ({"fillpattern": hatched} if look.pattern else {})  # fmt: skip


def traced(lines: Lines, colour: str = RULE, width: float = 1) -> dict[str, Any]:
    """Lines that nobody points at."""
    return {
        "type": "scatter", "x": lines.x, "y": lines.y, "mode": "lines", "line": {"color": colour, "width": width},
        "hoverinfo": "skip",
    }  # fmt: skip


def answering(dots: Dots) -> dict[str, Any]:
    """What dots say when pointed at, and the address each leads to when chosen."""
    return {
        "type": "scatter", "x": dots.x, "y": dots.y, "hovertext": dots.names, "text": dots.figures,
        "customdata": dots.paths, "hovertemplate": "<b>%{hovertext}</b><br>%{text}<extra></extra>",
        "cliponaxis": False,
    }  # fmt: skip


def sheet_layout(atlas: Atlas, plot: int) -> dict[str, Any]:
    """The key, hidden, the notes, and axes on which one unit is as long both ways, whatever the screen; those of the
    insets, with where the browser may put them, when there are some."""
    still = {"visible": False, "fixedrange": True, "constrain": "domain"}
    main = {"range": [atlas.below, atlas.height], "scaleanchor": "x", "constraintoward": "top"}
    places = arrangements(atlas) if atlas.below else {}
    insets = {"range": [0, atlas.below], "scaleanchor": "x2", "constraintoward": "bottom", "anchor": "x2"}
    second = {
        "xaxis2": still | {"range": [0, atlas.width], "constraintoward": "left", "anchor": "y2"},
        "yaxis2": still | insets,
    }
    layout = layout_of(
        plot + LEGEND_TOP,
        margin={"t": LEGEND_TOP, "b": 8},
        annotations=[*key_notes(atlas), *(noted(note, atlas.below) for note in atlas.notes)],
        meta={"above": atlas.above, **places},
        hoverdistance=12,
        xaxis=still | {"range": [0, atlas.width]},
        yaxis=still | main,
        **(second if places else {}),
    )
    for name, domain in places.get("tall", {}).items():
        layout[name.partition(".")[0]]["domain"] = domain
    return layout


def noted(note: Note, below: float = 0.0) -> dict[str, Any]:
    """A text on the sheet, as an annotation; in an inset when it stands lower than ``below``."""
    x_axis, y_axis = ("x2", "y2") if below > 0 and note.y < below else ("x", "y")
    text = "<br>".join(escape(line) for line in note.text.split("\n"))
    place: dict[str, Any] = {"x": note.x, "y": note.y, "showarrow": False}
    if note.towards is not None:
        x, y = note.towards
        place = {
            "x": x, "y": y, "ax": note.x, "ay": note.y, "axref": x_axis, "ayref": y_axis, "showarrow": True,
            "arrowhead": 0, "arrowwidth": 0.8, "arrowcolor": note.colour, "standoff": note.short,
        }  # fmt: skip
    return place | {
        "xref": x_axis, "yref": y_axis,
        "xanchor": note.anchor, "yanchor": note.level, "align": "left", "text": f"<b>{text}</b>" if note.bold else text,
        "font": {"size": note.size, "color": note.colour}, "borderpad": 0, "bgcolor": HALO,
    }  # fmt: skip


def rows_alone(chart: Chart) -> go.Figure:
    """Figures that have no place on a sheet, in rows: name and value over a dot."""
    rows = lay_out(chart)
    low, high = extent(mark.value for mark in chart.marks)
    room = 0.05 * (high - low)
    return figure_of(
        rows.height + 44,
        [dots(rows, chart.marks, side, chart.labels[side]) for side in SIDES],
        annotations=rows.labels(chart.highlighted),
        xaxis=value_axis((low - room, high + room), ticks(low, high, most=4), chart.symbol),
        yaxis=row_axis(0, rows.height),
    )
