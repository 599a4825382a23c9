"""What is written on the axes: grid, ticks, titles, and the room that they take in the margins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from dashboard.exports.drawing.axes import Area, Axes, Axis, anchor_of, axes_of
from dashboard.exports.drawing.canvas import Canvas, element
from dashboard.exports.drawing.errors import needed
from dashboard.exports.drawing.text import ASCENT, DESCENT, LINE_SPACING, Face, Line, lines_of, written

AWAY, OUTSIDE = 0.2, 1.0
"""Of the font size: from a line of axis to its ticks, and from there down to the foot of their first line."""
MIDDLE = 0.35
"""Of the font size: from the middle of a line of text down to its foot."""
UPRIGHT = 0.5
"""Of the font size: from there to ticks that read downwards."""
LINE, BESIDE, TITLE_OVER, OUTER = 1, 1, 5, 8
"""Pixels: a line of axis, from an axis to the ticks on its left, from ticks to the title under them, from ticks to the
edge of the picture."""
BETWEEN = 2
"""Pixels at least between two ticks that are read."""


def room_of(layout: Mapping[str, Any], width: float, height: float, font: Mapping[str, Any]) -> Area:
    """What margins leave, once they hold the ticks of the axes that ask for it (``automargin``)."""
    margin = {side: float(layout["margin"][side]) for side in "lrtb"}
    axes = axes_of(layout, _within(margin, width, height))
    for axis in axes.values():
        if not axis.shown or not axis.spec.get("automargin"):
            continue
        labels = tick_lines(axis)
        face = _face(axis, font)
        if not axis.across:
            margin["l"] = max(margin["l"], max((face.block_width(one) for one in labels), default=0.0) + BESIDE + OUTER)
            continue
        if anchor_of(axis, axes).domain[0] == 0:
            margin["b"] = max(margin["b"], _depth(axis, labels, face, font))
        margin = _ends(axis, labels, face, margin)
    return _within(margin, width, height)


def _within(margin: Mapping[str, float], width: float, height: float) -> Area:
    return Area(margin["l"], margin["t"], width - margin["l"] - margin["r"], height - margin["t"] - margin["b"])


def _ends(axis: Axis, labels: Sequence[list[Line]], face: Face, margin: dict[str, float]) -> dict[str, float]:
    """Margins that hold the halves of the ticks at both ends."""
    if is_upright(axis, labels, face):
        return margin
    low, high = axis.domain
    half = [(at, face.block_width(one) / 2 + BETWEEN) for at, one in zip(_places(axis), labels, strict=True)]
    left = max((axis.first - at + room for at, room in half), default=0.0) if low == 0 else 0.0
    right = max((at + room - axis.last for at, room in half), default=0.0) if high == 1 else 0.0
    return margin | {"l": max(margin["l"], left), "r": max(margin["r"], right)}


def _face(axis: Axis, font: Mapping[str, Any]) -> Face:
    return Face(float(axis.spec.get("tickfont", {}).get("size", font["size"])), font["family"])


def _places(axis: Axis) -> list[float]:
    return list(map(float, axis.pixels(needed(axis.spec, "tickvals", f"l’axe {axis.name}"))))


def tick_lines(axis: Axis) -> list[list[Line]]:
    """The text of each tick."""
    return [lines_of(text, f"l’axe {axis.name}") for text in needed(axis.spec, "ticktext", f"l’axe {axis.name}")]


def is_upright(axis: Axis, labels: Sequence[list[Line]], face: Face) -> bool:
    """Whether ticks would touch, and the axis then turns them (``autotickangles``)."""
    if tuple(axis.spec.get("autotickangles", ())) != (0, 90):
        return False
    ends = sorted(
        (at - face.block_width(one) / 2, at + face.block_width(one) / 2)
        for at, one in zip(_places(axis), labels, strict=True)
    )
    return any(left[1] + BETWEEN > right[0] for left, right in pairwise(ends))


def _standoff(axis: Axis, size: float) -> float:
    return AWAY * size + LINE if axis.spec.get("showline") else 0.0


def _under(axis: Axis, labels: Sequence[list[Line]], face: Face) -> float:
    """Pixels under the axis that its ticks take."""
    if is_upright(axis, labels, face):
        return _standoff(axis, face.size) + UPRIGHT * face.size + max(face.block_width(one) for one in labels)
    most = max((len(one) for one in labels), default=1)
    return _standoff(axis, face.size) + (OUTSIDE + DESCENT + (most - 1) * LINE_SPACING) * face.size


def _depth(axis: Axis, labels: Sequence[list[Line]], face: Face, font: Mapping[str, Any]) -> float:
    """Pixels under the axis: its ticks, then its title."""
    if not axis.spec.get("title"):
        return _under(axis, labels, face) + (OUTER if is_upright(axis, labels, face) else 0)
    lines, first, title_size = _title(axis, labels, face, font)
    return first + ((len(lines) - 1) * LINE_SPACING + DESCENT) * title_size + LINE


def _title(
    axis: Axis, labels: Sequence[list[Line]], face: Face, font: Mapping[str, Any]
) -> tuple[list[Line], float, float]:
    """Its lines, how far under the axis the foot of the first is, its font size."""
    title = axis.spec["title"]
    title_size = float(title.get("font", {}).get("size", font["size"]))
    first = _under(axis, labels, face) + TITLE_OVER + ASCENT * title_size
    return lines_of(needed(title, "text", f"l’axe {axis.name}"), f"l’axe {axis.name}"), first, title_size


def draw_grid(canvas: Canvas, x: Axis, y: Axis) -> None:
    """A line at each tick of the axes of a pair."""
    for axis, other in ((x, y), (y, x)):
        if not axis.shown or not axis.spec.get("showgrid", True):
            continue
        for at in _places(axis):
            if axis.first <= at <= axis.last:
                canvas.add(
                    _rule(axis, at, other.first, other.last, needed(axis.spec, "gridcolor", f"l’axe {axis.name}"))
                )


def _rule(axis: Axis, at: float, start: float, end: float, colour: str) -> str:
    x1, y1, x2, y2 = (at, start, at, end) if axis.across else (start, at, end, at)
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=LINE)


def draw_axis(canvas: Canvas, axis: Axis, axes: Axes, font: Mapping[str, Any]) -> None:
    """Its line, its ticks, its title."""
    if not axis.shown:
        return
    stand = anchor_of(axis, axes)
    foot = stand.last if axis.across else stand.first
    if axis.spec.get("showline"):
        canvas.add(_rule(stand, foot, axis.first, axis.last, needed(axis.spec, "linecolor", f"l’axe {axis.name}")))
    labels, face = tick_lines(axis), _face(axis, font)
    colour = axis.spec.get("tickfont", {}).get("color", font["color"])
    upright = axis.across and is_upright(axis, labels, face)
    for at, lines in zip(_places(axis), labels, strict=True):
        if not axis.first - 0.5 <= at <= axis.last + 0.5:
            continue
        if upright:
            start = foot + _standoff(axis, face.size) + UPRIGHT * face.size
            canvas.add(written(lines, at - MIDDLE * face.size, start, size=face.size, colour=colour, upright=True))
        elif axis.across:
            baseline = foot + _standoff(axis, face.size) + OUTSIDE * face.size
            canvas.add(written(lines, at, baseline, size=face.size, colour=colour, anchor="middle"))
        else:
            canvas.add(
                written(lines, foot - BESIDE, at + MIDDLE * face.size, size=face.size, colour=colour, anchor="end")
            )
    if axis.spec.get("title"):
        _draw_title(canvas, axis, foot, labels, face, font)


def _draw_title(
    canvas: Canvas, axis: Axis, foot: float, labels: Sequence[list[Line]], face: Face, font: Mapping[str, Any]
) -> None:
    lines, under, title_size = _title(axis, labels, face, font)
    colour = axis.spec["title"].get("font", {}).get("color", font["color"])
    middle = (axis.first + axis.last) / 2
    canvas.add(written(lines, middle, foot + under, size=title_size, colour=colour, anchor="middle"))
