"""The shapes of marks, in the sizes that Plotly gives them."""

from __future__ import annotations

import math

from dashboard.exports.drawing.canvas import element, number

DIAMOND = 1.3
"""Half of a diamond over the radius of the circle that stands for the same size."""
TRIANGLE = 2 / math.sqrt(3)
"""Half of the side of a triangle over the same radius."""


def is_open(symbol: str) -> bool:
    """Whether it is only an outline."""
    return symbol.endswith("-open")


def shape(symbol: str, x: float, y: float, radius: float) -> str:
    """The element of a mark at (x, y), without its colours."""
    name = symbol.removesuffix("-open")
    if name == "circle":
        return element("circle", cx=x, cy=y, r=radius)
    if name == "square":
        return element("rect", x=x - radius, y=y - radius, width=2 * radius, height=2 * radius)
    if name == "diamond":
        r = radius * DIAMOND
        return element("path", d=_line((x + r, y), (x, y + r), (x - r, y), (x, y - r)) + "Z")
    if name == "x-thin":
        left, right, top, bottom = x - radius, x + radius, y - radius, y + radius
        return element("path", d=_line((left, top), (right, bottom)) + _line((left, bottom), (right, top)))
    side, up = radius * TRIANGLE, 1 if name == "triangle-up" else -1
    base = y + up * radius / 2
    return element("path", d=_line((x - side, base), (x + side, base), (x, y - up * radius)) + "Z")


def _line(*points: tuple[float, float]) -> str:
    return "M" + "L".join(f"{number(x)},{number(y)}" for x, y in points)
