"""Lines and rectangles laid under or over the marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.exports.drawing.axes import Area, Axes, placed
from dashboard.exports.drawing.canvas import Canvas, element
from dashboard.exports.drawing.errors import needed
from dashboard.exports.drawing.looks import dashes

LINE_WIDTH = 2


def on_paper(shape: Mapping[str, Any]) -> bool:
    """Whether it hangs to the paper by one side at least: Plotly draws those first."""
    return "paper" in (shape.get("xref", "x"), shape.get("yref", "y"))


def draw_shape(canvas: Canvas, shape: Mapping[str, Any], axes: Axes, room: Area, where: str) -> None:
    """A line or a rectangle."""
    x0, x1 = (
        placed(axes, room, shape.get("xref", "x"), needed(shape, end, where), where, across=True)
        for end in ("x0", "x1")
    )
    y0, y1 = (
        placed(axes, room, shape.get("yref", "y"), needed(shape, end, where), where, across=False)
        for end in ("y0", "y1")
    )
    line = shape.get("line", {})
    width = float(line.get("width", LINE_WIDTH))
    stroke = (
        {"stroke": needed(line, "color", where), "stroke_width": width, "stroke_dasharray": dashes(line, width)}
        if width
        else {}
    )
    opacity = shape.get("opacity")
    if needed(shape, "type", where) == "line":
        canvas.add(element("line", x1=x0, y1=y0, x2=x1, y2=y1, opacity=opacity, **stroke))
        return
    canvas.add(
        element(
            "rect", x=min(x0, x1), y=min(y0, y1), width=abs(x1 - x0), height=abs(y1 - y0),
            fill=shape.get("fillcolor", "none"), opacity=opacity, **stroke,
        )
    )  # fmt: skip
