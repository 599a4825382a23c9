"""Bars, lying or standing, each of its own width."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.exports.drawing.axes import Axis
from dashboard.exports.drawing.canvas import Canvas, element, group
from dashboard.exports.drawing.errors import needed
from dashboard.exports.drawing.looks import each, hatch, mark_colours

HATCH, SOLIDITY = 8, 0.3
"""Pixels between two lines of a hatch, and the share that they cover, unless told."""


def draw_bars(canvas: Canvas, trace: Mapping[str, Any], x: Axis, y: Axis, where: str) -> None:
    """Each bar from zero to its value. A hatched bar has the colour in its lines only."""
    lying = trace.get("orientation", "v") == "h"
    along, across = (x, y) if lying else (y, x)
    lengths, places = (trace["x"], trace["y"]) if lying else (trace["y"], trace["x"])
    count, marker = len(lengths), needed(trace, "marker", where)
    line = marker.get("line", {})
    bars = zip(
        lengths, places, each(needed(trace, "width", where), count, None), mark_colours(marker, count, where),
        each(marker.get("pattern", {}).get("shape"), count, ""), strict=True,
    )  # fmt: skip
    parts = []
    for length, place, width, colour, pattern in bars:
        ends = sorted((along.pixel(0), along.pixel(length)))
        edges = sorted((across.pixel(place - width / 2), across.pixel(place + width / 2)))
        (left, right), (top, bottom) = (ends, edges) if lying else (edges, ends)
        if right == left or bottom == top:
            continue
        fill = hatch(canvas, pattern, colour, None, HATCH, SOLIDITY) if pattern else colour
        parts.append(element("rect", x=left, y=top, width=right - left, height=bottom - top, fill=fill))
    if parts:
        canvas.add(
            group(parts, stroke=line.get("color"), stroke_width=float(needed(line, "width", where)) if line else None)
        )
