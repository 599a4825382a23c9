"""Where things stand: the room that margins leave, the axes in it, and the pixel of a value."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dashboard.exports.drawing.canvas import Points
from dashboard.exports.drawing.errors import DrawingError, needed
from dashboard.exports.drawing.subset import is_axis


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, in pixels."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its other side."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its other end."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis on the picture: ``name`` as others refer to it (« x », « y2 »), ``spec`` Plotly's words for it, its first
    pixel (left or top) and its length."""

    name: str
    spec: Mapping[str, Any]
    first: float
    length: float

    @property
    def across(self) -> bool:
        """Whether it is an axis of x."""
        return self.name[0] == "x"

    @property
    def last(self) -> float:
        """Right or bottom."""
        return self.first + self.length

    @property
    def log(self) -> bool:
        """Whether its range is in powers of ten."""
        return bool(self.spec.get("type") == "log")

    @property
    def shown(self) -> bool:
        """Whether its ticks are drawn."""
        return bool(self.spec.get("visible", True))

    @property
    def domain(self) -> tuple[float, float]:
        """Shares of the room that it covers."""
        low, high = self.spec.get("domain", (0, 1))
        return float(low), float(high)

    def pixels(self, values: Any) -> Points:
        """Pixels of values; nan for None."""
        numbers = np.array(values, dtype=np.float64)
        if self.log:
            numbers = np.log10(numbers)
        placed: Points = self.shared(self._share(numbers))
        return placed

    def pixel(self, value: float) -> float:
        """Pixel of one value."""
        given = float(value)
        return float(self.shared(self._share(math.log10(given) if self.log else given)))

    def shared(self, share: Any) -> Any:
        """Pixel of a share of the axis: 0 where it starts (left or bottom)."""
        return self.first + self.length * (share if self.across else 1 - share)

    def unit(self) -> float:
        """Pixels of one unit."""
        start, end = self.spec["range"]
        return self.length / abs(float(end) - float(start))

    def _share(self, numbers: Any) -> Any:
        start, end = map(float, self.spec["range"])
        return (numbers - start) / (end - start)


Axes = dict[str, Axis]


def axes_of(layout: Mapping[str, Any], room: Area) -> Axes:
    """The axes of a layout in ``room``, by name; those that share a scale are narrowed to it."""
    axes: Axes = {}
    for key in (key for key in layout if is_axis(key)):
        name = key[0] + key[5:]
        axis = Axis(name, layout[key], 0.0, 0.0)
        needed(axis.spec, "range", f"layout.{key}")
        low, high = axis.domain
        if axis.across:
            axes[name] = replace(axis, first=room.left + room.width * low, length=room.width * (high - low))
        else:
            axes[name] = replace(axis, first=room.top + room.height * (1 - high), length=room.height * (high - low))
    for axis in list(axes.values()):
        if "scaleanchor" in axis.spec:
            _share_scale(axes, axis.name, axis.spec["scaleanchor"])
    return axes


def _share_scale(axes: Axes, one: str, other: str) -> None:
    """One unit as long on both: the axis with too much room is narrowed, towards where it says."""
    scale = min(axes[one].unit(), axes[other].unit())
    for name in (one, other):
        axis = axes[name]
        if axis.spec.get("constrain") != "domain":
            raise DrawingError(f"l’axe {name}", "partage une échelle sans « constrain: domain »")
        length = axis.length * scale / axis.unit()
        # Free pixels before it: all when it goes right or to the bottom, half when it stays in the middle
        before = {"left": 0.0, "top": 0.0, "right": 1.0, "bottom": 1.0}.get(axis.spec.get("constraintoward", ""), 0.5)
        axes[name] = replace(axis, first=axis.first + (axis.length - length) * before, length=length)


def axis_named(axes: Axes, name: str, where: str) -> Axis:
    """The axis that something refers to. Raises ``DrawingError`` when there is none."""
    if name not in axes:
        raise DrawingError(where, f"se rapporte à l’axe « {name} », absent de la figure")
    return axes[name]


def placed(axes: Axes, room: Area, reference: str, value: float, where: str, *, across: bool) -> float:
    """The pixel of a coordinate given on the paper, on an axis, or as a share of an axis (« y domain »)."""
    if reference == "paper":
        return room.left + room.width * value if across else room.top + room.height * (1 - value)
    name, _, share = reference.partition(" ")
    axis = axis_named(axes, name, where)
    return float(axis.shared(value)) if share == "domain" else axis.pixel(value)


def anchor_of(axis: Axis, axes: Axes) -> Axis:
    """The axis that it stands on."""
    default = "y" if axis.across else "x"
    return axis_named(axes, axis.spec.get("anchor", default), f"l’axe {axis.name}")


def pairs_of(data: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The pairs of axes that traces are drawn on, in order."""
    return list(dict.fromkeys((trace.get("xaxis", "x"), trace.get("yaxis", "y")) for trace in data))
