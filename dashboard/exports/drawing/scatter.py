"""Lines, surfaces, marks and their texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

import numpy as np

from dashboard.exports.drawing.axes import Area, Axis
from dashboard.exports.drawing.canvas import Canvas, Points, element, group, number, path_of
from dashboard.exports.drawing.errors import DrawingError, needed
from dashboard.exports.drawing.looks import dashes, each, hatch, mark_colours
from dashboard.exports.drawing.symbols import is_open, shape
from dashboard.exports.drawing.text import LINE_SPACING, lines_of, written

CAP, THICKNESS = 4, 2
"""Pixels: half of the cap of an interval, and its line, unless told."""
SIDES = {"left": ("end", -1), "center": ("middle", 0), "right": ("start", 1)}
LEVELS = {"top": -1, "middle": 0, "bottom": 1}
BUBBLE = 0.7
"""Opacity of marks of several sizes, unless told."""
MIDDLE = 0.75
"""Of the font size: from the middle of a mark down to the foot of a text that stands on its side."""


def draw_scatter(
    canvas: Canvas, trace: Mapping[str, Any], x: Axis, y: Axis, font: Mapping[str, Any], where: str
) -> None:
    """A trace: its surface, its intervals, its line, its marks, then what is written beside them."""
    points = np.column_stack([x.pixels(trace["x"]), y.pixels(trace["y"])]) if len(trace["x"]) else np.empty((0, 2))
    area = Area(x.first, y.first, x.length, y.length)
    modes = needed(trace, "mode", where).split("+")
    parts = [*_surface(canvas, trace, points, where)]
    parts += _intervals(trace, x, points, where)
    if "lines" in modes:
        parts += _line(trace, points, where)
    seen = points if trace.get("cliponaxis", True) else _inside(points, area)
    if "markers" in modes:
        parts += _marks(trace, seen, where)
    if "text" in modes:
        parts += _texts(trace, seen, font, where)
    if not parts:
        return
    leaves = trace.get("cliponaxis", True) and _leaves(points, area)
    clip = canvas.clip(area.left, area.top, area.width, area.height) if leaves else None
    canvas.add(group(parts, opacity=trace.get("opacity"), clip_path=clip))


def _inside(points: Points, area: Area) -> Points:
    """Marks that are not clipped by the axes: those outside are not seen at all."""
    result = points.copy()
    tolerance = 0.01
    x, y = points[:, 0], points[:, 1]
    outside = (x < area.left - tolerance) | (x > area.right + tolerance)
    outside |= (y < area.top - tolerance) | (y > area.bottom + tolerance)
    result[outside] = np.nan
    return result


def _leaves(points: Points, area: Area) -> bool:
    """Whether anything may be drawn out of the axes: a mark stands on their edge, a line goes over it."""
    if not len(points) or np.isnan(points).all():
        return False
    left, top = np.nanmin(points, axis=0).tolist()
    right, bottom = np.nanmax(points, axis=0).tolist()
    near = 10
    return bool(
        left < area.left + near or right > area.right - near or top < area.top + near or bottom > area.bottom - near
    )


def _surface(canvas: Canvas, trace: Mapping[str, Any], points: Points, where: str) -> Iterator[str]:
    if "fill" not in trace:
        return
    fill = needed(trace, "fillcolor", where)
    if told := trace.get("fillpattern"):
        fill = hatch(
            canvas,
            told["shape"],
            needed(told, "fgcolor", f"{where}.fillpattern"),
            told.get("bgcolor"),
            told.get("size", 8),
            told.get("solidity", 0.3),
        )
    if path := path_of(points, closed=True):
        yield element("path", d=path, fill=fill)


def _line(trace: Mapping[str, Any], points: Points, where: str) -> Iterator[str]:
    line = needed(trace, "line", where)
    width = float(line.get("width", 2))
    path = path_of(points)
    if width > 0 and path:
        yield element(
            "path", d=path, fill="none", stroke=needed(line, "color", f"{where}.line"), stroke_width=width,
            stroke_dasharray=dashes(line, width), stroke_linejoin="round",
        )  # fmt: skip


def _intervals(trace: Mapping[str, Any], x: Axis, points: Points, where: str) -> Iterator[str]:
    """From the lower limit to the upper, with a cap at each end. Where both limits of a pair are the value, there are
    none: Plotly still draws a cap there, which would look like a figure on the zero of an absent one."""
    told = trace.get("error_x")
    if not told or not told.get("visible", True) or not len(points):
        return
    above = np.array(needed(told, "array", where), dtype=np.float64)
    symmetric = told.get("symmetric", True)
    below = above if symmetric else np.array(needed(told, "arrayminus", where), dtype=np.float64)
    values = np.array(trace["x"], dtype=np.float64)
    ends = zip(x.pixels(values - below).tolist(), x.pixels(values + above).tolist(), points[:, 1].tolist(), strict=True)
    cap = float(told.get("width", CAP))
    path = "".join(
        f"M{number(right)},{number(at - cap)}v{number(2 * cap)}m0,{number(-cap)}H{number(left)}"
        f"m0,{number(-cap)}v{number(2 * cap)}"
        for left, right, at in ends
        if not np.isnan([left, right, at]).any() and (left < right or symmetric)
    )
    colour = told.get("color") or needed(needed(trace, "marker", where), "color", where)
    if not isinstance(colour, str):
        raise DrawingError(where, "a des intervalles de plusieurs couleurs")
    if path:
        yield element("path", d=path, fill="none", stroke=colour, stroke_width=float(told.get("thickness", THICKNESS)))


def _marks(trace: Mapping[str, Any], points: Points, where: str) -> Iterator[str]:
    """Marks that look alike are one group."""
    marker, count = needed(trace, "marker", where), len(points)
    line = marker.get("line", {})
    # Texts alone answer to an invisible mark
    several = not np.isscalar(marker.get("size", 6))
    seen = [float(value) for value in each(marker.get("opacity"), count, BUBBLE if several else 1.0)]
    if not any(seen):
        return
    if several and not line:
        raise DrawingError(where, "a des marques de plusieurs tailles sans contour (marker.line)")
    styles = zip(
        each(marker.get("symbol"), count, "circle"), mark_colours(marker, count, where),
        each(line.get("width"), count, 0), each(line.get("color"), count, None), seen, strict=True,
    )  # fmt: skip
    sizes = each(marker.get("size"), count, 6)
    marks = zip(styles, points.tolist(), sizes, strict=True)
    for (symbol, colour, width, edge, opacity), alike in groupby(marks, key=lambda mark: mark[0]):
        shapes = [shape(symbol, px, py, float(size) / 2) for _, (px, py), size in alike if px == px and py == py]
        if not opacity or not shapes:
            continue
        if is_open(symbol):
            looks: dict[str, Any] = {"fill": "none", "stroke": colour, "stroke_width": float(width or 1)}
        else:
            looks = {"fill": colour} | ({"stroke": edge, "stroke_width": float(width)} if width and edge else {})
        yield group(shapes, **looks, opacity=None if opacity == 1 else opacity)


def _texts(trace: Mapping[str, Any], points: Points, font: Mapping[str, Any], where: str) -> Iterator[str]:
    count, own, texts = len(points), trace.get("textfont", {}), needed(trace, "text", where)
    sizes = each(trace["marker"].get("size"), count, 6) if "markers" in trace["mode"] else [0] * count
    told = zip(
        points.tolist(), each(texts, count, ""), each(trace.get("textposition"), count, "middle center"), sizes,
        each(own.get("color"), count, font["color"]), each(own.get("size"), count, font["size"]), strict=True,
    )  # fmt: skip
    for (px, py), text, position, mark, colour, size in told:
        if not text or px != px or py != py:
            continue
        lines = lines_of(text, f"{where}.text")
        level, _, side = position.partition(" ")
        anchor, sign = SIDES[side]
        # As Plotly places them: away from the mark by its radius, and a little
        away = float(mark) / 2 / 0.8 + 1 if mark else 0.0
        high = (len(lines) - 1) * LINE_SPACING + 1
        step = LEVELS[level]
        baseline = py + size * MIDDLE + step * away + (step - 1) * high * size / 2
        yield written(lines, px + sign * away, baseline, size=size, colour=colour, anchor=anchor)
