"""Colours, dashes and hatches of a figure, in SVG's words."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from dashboard.exports.drawing.canvas import Canvas, element, number
from dashboard.exports.drawing.errors import DrawingError, needed

_RGBA = re.compile(r"rgba\(\s*([0-9]+),\s*([0-9]+),\s*([0-9]+),\s*([0-9.]+)\s*\)")
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_DASHES = {"dash": 3, "dot": 1}
"""Length of a dash, and of the hole after it, in widths of the line."""
_THINNEST = 3
"""Pixels: thinner lines are dashed as if they were that wide."""


def colour(value: str, where: str) -> tuple[str, float | None]:
    """A colour and its opacity, none when it is full."""
    if _HEX.fullmatch(value):
        return value, None
    found = _RGBA.fullmatch(value)
    if found is None:
        raise DrawingError(where, f"vaut « {value} », une couleur que le dessin ne connaît pas")
    *parts, opacity = found.groups()
    return "#" + "".join(f"{int(part):02X}" for part in parts), float(opacity)


def dashes(line: Mapping[str, Any], width: float) -> str | None:
    """``stroke-dasharray`` of a line; none when it is solid."""
    kind = line.get("dash", "solid")
    if kind == "solid":
        return None
    length = number(_DASHES[kind] * max(width, _THINNEST))
    return f"{length} {length}"


def hatch(canvas: Canvas, kind: str, ink: str, paper: str | None, size: float, solidity: float) -> str:
    """A surface hatched with ``ink``: the reference of its pattern. « / » and « x » are lines, « . » are dots."""
    if kind == ".":
        behind = element("rect", width=size, height=size, fill=paper) if paper else ""
        radius = math.sqrt(solidity * size * size / math.pi)
        return canvas.pattern(size, behind + element("circle", cx=size / 2, cy=size / 2, r=radius, fill=ink))
    side = size * math.sqrt(2)  # of the square whose diagonals are ``size`` apart
    behind = element("rect", width=side, height=side, fill=paper) if paper else ""
    rising = _slanted(side, rising=True)
    lines = rising if kind == "/" else rising + _slanted(side, rising=False)
    width = solidity * size if kind == "/" else size - size * math.sqrt(1 - solidity)
    return canvas.pattern(side, behind + element("path", d=lines, stroke=ink, stroke_width=width, fill="none"))


def _slanted(size: float, *, rising: bool) -> str:
    """A line across the square, and the two corners of its neighbours."""
    quarter = size / 4
    ends = [((-quarter, quarter), (quarter, -quarter)), ((0, size), (size, 0))]
    ends += [((3 * quarter, 5 * quarter), (5 * quarter, 3 * quarter))]
    if not rising:
        ends = [((size - x0, y0), (size - x1, y1)) for (x0, y0), (x1, y1) in ends]
    return "".join(f"M{number(x0)},{number(y0)}L{number(x1)},{number(y1)}" for (x0, y0), (x1, y1) in ends)


def each(value: Any, count: int, default: Any) -> list[Any]:
    """A value a mark: those of a list, or the same for all."""
    if value is None:
        return [default] * count
    if isinstance(value, list | tuple | np.ndarray):
        values = value.tolist() if isinstance(value, np.ndarray) else list(value)
        if len(values) < count:
            raise DrawingError("une liste", f"a {len(values)} valeurs pour {count} marques")
        return values[:count]
    return [value] * count


def mark_colours(marker: Mapping[str, Any], count: int, where: str) -> list[str]:
    """The colour of each mark, told or found on the scale of colours."""
    values = each(needed(marker, "color", f"{where}.marker"), count, None)
    if "colorscale" not in marker:
        return values
    low, high = (float(needed(marker, end, f"{where}.marker")) for end in ("cmin", "cmax"))
    steps = [(low + (high - low) * float(share), name) for share, name in marker["colorscale"]]
    return [_on_scale(float(value), steps, where) for value in values]


def _on_scale(value: float, steps: Sequence[tuple[float, str]], where: str) -> str:
    """Our scales name each colour that they use: none is mixed."""
    for step, name in steps:
        if abs(step - value) < 1e-3:
            return name
    raise DrawingError(where, f"a une valeur entre deux couleurs de son échelle ({value:g})")
