"""The part of Plotly that our charts use, and that the drawing draws. Anything else is refused: a picture that leaves
something out in silence would say other things than the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from dashboard.exports.drawing.errors import DrawingError

DRAWN = None
"""Any value: what draws it reads it."""
UNSEEN = "unseen"
"""Any value: a picture has nothing to point at, nor to drag."""
Values = frozenset[object]
"""The only ones that are drawn."""


def among(*values: object) -> Values:
    """Only these."""
    return frozenset(values)


FONT = {"size": DRAWN, "color": DRAWN}
OWN_FONT = FONT | {"family": DRAWN}
LINE = {"color": DRAWN, "width": DRAWN, "dash": among("solid", "dot", "dash")}
POINTED = dict.fromkeys(("hoverinfo", "hovertext", "hovertemplate", "customdata", "name"), UNSEEN)
"""What a mark says when one points at it: a picture has the table for that."""
SYMBOLS = among(
    "circle", "diamond", "square", "triangle-up", "triangle-down", "circle-open", "diamond-open", "square-open",
    "triangle-up-open", "triangle-down-open", "x-thin-open",
)  # fmt: skip
AXES_OF = {"xaxis": DRAWN, "yaxis": DRAWN}

SCATTER: Mapping[str, Any] = POINTED | AXES_OF | {
    "type": among("scatter"), "x": DRAWN, "y": DRAWN, "cliponaxis": among(True, False), "opacity": DRAWN,
    "mode": among("lines", "markers", "markers+text", "lines+markers+text"),
    "text": DRAWN, "textfont": FONT,
    "textposition": among(
        *(f"{level} {side}" for level in ("top", "middle", "bottom") for side in ("left", "center", "right"))
    ),
    "line": LINE, "fill": among("toself"), "fillcolor": DRAWN,
    "fillpattern": {
        "shape": among("/", "x", "."), "fgcolor": DRAWN, "bgcolor": DRAWN, "size": DRAWN, "solidity": DRAWN,
    },
    "marker": {
        "symbol": SYMBOLS, "size": DRAWN, "color": DRAWN, "opacity": DRAWN, "line": {"width": DRAWN, "color": DRAWN},
        "cmin": DRAWN, "cmax": DRAWN, "colorscale": DRAWN, "showscale": among(False),
    },
    "error_x": {
        "visible": among(True, False), "type": among("data"), "symmetric": among(True, False), "array": DRAWN,
        "arrayminus": DRAWN, "thickness": DRAWN, "width": DRAWN, "color": DRAWN,
    },
}  # fmt: skip
BAR: Mapping[str, Any] = POINTED | AXES_OF | {
    "type": among("bar"), "x": DRAWN, "y": DRAWN, "orientation": among("h", "v"), "width": DRAWN,
    "marker": {
        "color": DRAWN, "line": {"width": DRAWN, "color": DRAWN}, "pattern": {"shape": among("/", "")},
    },
}  # fmt: skip
TRACES = {"scatter": SCATTER, "bar": BAR}

AXIS: Mapping[str, Any] = {
    "range": DRAWN, "type": among("log", "linear"), "domain": DRAWN, "anchor": DRAWN, "visible": among(True, False),
    "tickvals": DRAWN, "ticktext": DRAWN, "tickfont": FONT, "autotickangles": DRAWN, "showgrid": among(True, False),
    "gridcolor": DRAWN, "zeroline": among(False), "showline": among(True, False), "linecolor": DRAWN,
    "automargin": among(True, False), "title": {"text": DRAWN, "font": FONT}, "scaleanchor": DRAWN,
    "constrain": among("domain"), "constraintoward": among("top", "bottom", "left", "right"),
    "fixedrange": UNSEEN,
}  # fmt: skip
SHAPE: Mapping[str, Any] = {
    "type": among("line", "rect"), "x0": DRAWN, "x1": DRAWN, "y0": DRAWN, "y1": DRAWN, "xref": DRAWN, "yref": DRAWN,
    "fillcolor": DRAWN, "opacity": DRAWN, "line": LINE, "layer": among("below", "above"),
}  # fmt: skip
ANNOTATION: Mapping[str, Any] = {
    "x": DRAWN, "y": DRAWN, "xref": DRAWN, "yref": DRAWN, "xanchor": among("left", "center", "right"),
    "yanchor": among("top", "middle", "bottom"), "xshift": DRAWN, "yshift": DRAWN, "text": DRAWN, "font": OWN_FONT,
    "align": among("left", "center"), "width": DRAWN, "height": DRAWN, "bgcolor": DRAWN, "bordercolor": DRAWN,
    "borderwidth": DRAWN, "borderpad": DRAWN, "showarrow": among(True, False), "arrowhead": among(0),
    "arrowwidth": DRAWN, "arrowcolor": DRAWN, "standoff": DRAWN, "ax": DRAWN, "ay": DRAWN, "axref": DRAWN,
    "ayref": DRAWN, "visible": among(True, False), "name": DRAWN,
}  # fmt: skip
LAYOUT: Mapping[str, Any] = {
    "height": DRAWN, "margin": {"l": DRAWN, "r": DRAWN, "t": DRAWN, "b": DRAWN, "autoexpand": among(True)},
    "paper_bgcolor": DRAWN, "plot_bgcolor": DRAWN, "font": OWN_FONT, "separators": UNSEEN, "showlegend": among(False),
    "template": {"data": {"scatter": UNSEEN}},  # Plotly's « none », which only names the kind
    "meta": DRAWN, "hoverlabel": UNSEEN, "hoverdistance": UNSEEN, "dragmode": UNSEEN,
}  # fmt: skip


def check_figure(data: list[dict[str, Any]], layout: dict[str, Any]) -> None:
    """Raises ``DrawingError`` at the first thing of a figure that the drawing would not draw."""
    for rank, trace in enumerate(data):
        kind = trace.get("type", "scatter")
        if kind not in TRACES:
            raise DrawingError(f"data[{rank}].type", f"vaut « {kind} », que le dessin ne connaît pas")
        _check(trace, TRACES[kind], f"data[{rank}]")
    lists = {"shapes": SHAPE, "annotations": ANNOTATION}
    for name, items in lists.items():
        for rank, item in enumerate(layout.get(name, ())):
            _check(item, items, f"layout.{name}[{rank}]")
    for name, value in layout.items():
        if is_axis(name):
            _check(value, AXIS, f"layout.{name}")
        elif name not in lists:
            _check({name: value}, LAYOUT, "layout")


def is_axis(name: str) -> bool:
    """``xaxis``, ``yaxis2``."""
    return name[:5] in ("xaxis", "yaxis") and (name[5:].isdigit() or len(name) == 5)


def _check(part: Mapping[str, Any], known: Mapping[str, Any], where: str) -> None:
    for name, value in part.items():
        if name not in known:
            raise DrawingError(f"{where}.{name}", "n’est pas connu du dessin")
        expected = known[name]
        if isinstance(expected, Mapping):
            _check(value, expected, f"{where}.{name}")
        elif isinstance(expected, frozenset):
            _check_values(value, expected, f"{where}.{name}")


def _check_values(value: Any, expected: Values, where: str) -> None:
    values = value if isinstance(value, list | tuple | np.ndarray) else (value,)
    for one in values:
        if one not in expected:
            raise DrawingError(where, f"vaut « {one} », que le dessin ne connaît pas")
