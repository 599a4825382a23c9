"""Texts laid over a figure, in their boxes, and the thin lines that lead from some of them to a place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.charts.style import PAPER
from dashboard.exports.drawing.axes import Area, Axes, axis_named, placed
from dashboard.exports.drawing.canvas import Canvas, element
from dashboard.exports.drawing.errors import DrawingError, needed
from dashboard.exports.drawing.looks import colour
from dashboard.exports.drawing.text import ASCENT, Face, Line, block_height, lines_of, written

SHARES = {"left": 0.0, "center": 0.5, "right": 1.0, "top": 0.0, "middle": 0.5, "bottom": 1.0}
"""Of the box, from its left or its top to the point that it hangs from."""
TEXT_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
BORDER = PADDING = 1
"""Pixels around a text, unless told."""


@dataclass(frozen=True, slots=True)
class _Box:
    """A text in its box: lines, font size, the sides of the box and what is around the text in it."""

    lines: list[Line]
    size: float
    area: Area
    around: float
    anchor: str


def draw_annotation(
    canvas: Canvas, note: Mapping[str, Any], axes: Axes, room: Area, font: Mapping[str, Any], where: str
) -> None:
    """One text; nothing of one that is hidden."""
    if not note.get("visible", True):
        return
    own = note.get("font", {})
    face = Face(float(own.get("size", font["size"])), own.get("family", font["family"]))
    box = _box(note, axes, room, face, where)
    if note.get("showarrow", True):
        _leader(canvas, note, box.area, axes, where)
    _frame(canvas, note, box, where)
    align = note.get("align", "center")
    # A lone line has its own side: the widths of letters are only known about
    side = box.anchor if len(box.lines) == 1 and "width" not in note else align
    inner = box.area.width - 2 * box.around
    x = box.area.left + box.around + SHARES[side] * inner
    free = box.area.height - 2 * box.around - block_height(box.lines, box.size)
    baseline = box.area.top + box.around + free / 2 + ASCENT * box.size
    canvas.add(
        written(
            box.lines, x, baseline, size=box.size, colour=own.get("color", font["color"]), anchor=TEXT_ANCHORS[side],
            family=own.get("family"), halo=None if "bgcolor" in note else PAPER,
        )
    )  # fmt: skip


def _box(note: Mapping[str, Any], axes: Axes, room: Area, face: Face, where: str) -> _Box:
    lines = lines_of(needed(note, "text", where), f"{where}.text")
    around = float(note.get("borderwidth", BORDER)) + float(note.get("borderpad", PADDING))
    width = float(note.get("width", face.block_width(lines))) + 2 * around
    height = float(note.get("height", block_height(lines, face.size))) + 2 * around
    arrow = note.get("showarrow", True)
    x_key, y_key, x_ref, y_ref = ("ax", "ay", "axref", "ayref") if arrow else ("x", "y", "xref", "yref")
    x_name, y_name = note.get(x_ref, "x"), note.get(y_ref, "y")
    for name in (x_name, y_name):
        if name != "paper" and " " not in name and axis_named(axes, name, where).log:
            raise DrawingError(where, "est placée sur un axe logarithmique, ce que le dessin ne connaît pas")
    x = placed(axes, room, x_name, needed(note, x_key, where), where, across=True) + note.get("xshift", 0)
    y = placed(axes, room, y_name, needed(note, y_key, where), where, across=False) - note.get("yshift", 0)
    anchor, level = _hung(note, x_name, "xanchor"), _hung(note, y_name, "yanchor")
    area = Area(x - SHARES[anchor] * width, y - SHARES[level] * height, width, height)
    return _Box(lines, face.size, area, around, anchor)


def _hung(note: Mapping[str, Any], reference: str, key: str) -> str:
    """The side that it hangs by; its middle on an axis, unless told."""
    if key in note:
        return str(note[key])
    if reference == "paper" or " " in reference:
        raise DrawingError("une annotation", f"est placée sur le papier sans « {key} »")
    return "center" if key == "xanchor" else "middle"


def _frame(canvas: Canvas, note: Mapping[str, Any], box: _Box, where: str) -> None:
    if "bgcolor" not in note:
        return
    border = float(note.get("borderwidth", BORDER)) if "bordercolor" in note else 0.0
    inset = float(note.get("borderwidth", BORDER)) / 2
    fill, opacity = colour(note["bgcolor"], f"{where}.bgcolor")
    left, top, width, height = box.area.left, box.area.top, box.area.width, box.area.height
    canvas.add(
        element(
            "rect", x=left + inset, y=top + inset, width=width - 2 * inset, height=height - 2 * inset, fill=fill,
            fill_opacity=opacity, stroke=note.get("bordercolor"), stroke_width=border or None,
        )
    )  # fmt: skip


def _leader(canvas: Canvas, note: Mapping[str, Any], box: Area, axes: Axes, where: str) -> None:
    """A line without a head (Plotly's default has one), from the edge of the box towards the place, and short of it by
    ``standoff``; nothing when the place is in it."""
    needed(note, "arrowhead", where)
    x = axis_named(axes, note.get("xref", "x"), where).pixel(note["x"])
    y = axis_named(axes, note.get("yref", "y"), where).pixel(note["y"])
    if box.left <= x <= box.right and box.top <= y <= box.bottom:
        return
    start_x, start_y = min(max(x, box.left), box.right), min(max(y, box.top), box.bottom)
    length = math.hypot(x - start_x, y - start_y)
    left = 1 - float(note.get("standoff", 0)) / length
    if left > 0:
        canvas.add(
            element(
                "line", x1=start_x, y1=start_y, x2=start_x + (x - start_x) * left, y2=start_y + (y - start_y) * left,
                stroke=needed(note, "arrowcolor", where), stroke_width=float(needed(note, "arrowwidth", where)),
            )
        )  # fmt: skip
