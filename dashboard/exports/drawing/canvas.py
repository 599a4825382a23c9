"""SVG as text: numbers, attributes, elements, and the definitions that elements refer to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""x and y in pixels, one row a point."""
NEAR = 0.2
"""Pixels: a line does not need two points closer than that."""


def number(value: float) -> str:
    """A coordinate to 0.01 pixel: « 12.5 », « 0 »."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def attributes(values: dict[str, str | float | None]) -> str:
    """`` x="1" fill="#fff"``; those that are None are left out."""
    return "".join(
        f' {name}="{escape(value) if isinstance(value, str) else number(value)}"'
        for name, value in values.items()
        if value is not None
    )


def element(tag: str, content: str | None = None, **values: str | float | None) -> str:
    """An element; ``stroke_width`` is written ``stroke-width``. ``content`` is markup."""
    told = attributes({name.replace("_", "-"): value for name, value in values.items()})
    return f"<{tag}{told}/>" if content is None else f"<{tag}{told}>{content}</{tag}>"


def group(parts: Iterable[str], **values: str | float | None) -> str:
    """Elements that share attributes."""
    return element("g", "".join(parts), **values)


@dataclass(slots=True)
class Canvas:
    """What is written so far, in drawing order, and the definitions it refers to. ``name`` starts their identifiers:
    two pictures may stand on one page."""

    name: str
    parts: list[str] = field(default_factory=list)
    _definitions: dict[str, str] = field(default_factory=dict)

    def add(self, *parts: str) -> None:
        """On top of what is there."""
        self.parts += parts

    def clip(self, left: float, top: float, width: float, height: float) -> str:
        """Reference to a rectangle out of which nothing is seen."""
        rectangle = element("rect", x=left, y=top, width=width, height=height)
        return self._reference("clipPath", rectangle)

    def pattern(self, size: float, content: str) -> str:
        """Reference to a square of ``content`` that is repeated."""
        return self._reference(
            "pattern", content, {"width": size, "height": size, "patternUnits": "userSpaceOnUse"}
        )  # fmt: skip

    def definitions(self) -> str:
        """All of them, once each."""
        return f"<defs>{''.join(self._definitions.values())}</defs>" if self._definitions else ""

    def _reference(self, tag: str, content: str, values: dict[str, str | float | None] | None = None) -> str:
        told = f"{attributes(values or {})}>{content}</{tag}>"
        key = f"{tag}{told}"
        if key not in self._definitions:
            identity = f"{self.name}-{len(self._definitions) + 1}"
            self._definitions[key] = f'<{tag} id="{identity}"{told}'
            return f"url(#{identity})"
        identity = self._definitions[key].partition('id="')[2].partition('"')[0]
        return f"url(#{identity})"


def path_of(points: Points, *, closed: bool = False) -> str:
    """The ``d`` of lines through ``points``, cut where one is nan; points nearer than the eye sees are left out."""
    pieces = []
    for piece in pieces_of(points):
        kept = thinned(piece)
        if len(kept) == 1 and not closed:
            continue
        text = "L".join(f"{number(x)},{number(y)}" for x, y in kept.tolist())
        pieces.append(f"M{text}{'Z' if closed else ''}")
    return "".join(pieces)


def pieces_of(points: Points) -> Sequence[Points]:
    """The lines between the gaps, none of them empty."""
    gaps = np.flatnonzero(np.isnan(points).any(axis=1))
    if not len(gaps):
        return [points] if len(points) else []
    starts, ends = [0, *(gaps + 1).tolist()], [*gaps.tolist(), len(points)]
    return [points[start:end] for start, end in zip(starts, ends, strict=True) if end > start]


def thinned(points: Points) -> Points:
    """A line without the points that are nearer than ``NEAR`` to the last one kept; both ends stay."""
    if len(points) < 3:
        return points
    steps = np.abs(np.diff(points, axis=0)).max(axis=1)
    if steps.min() >= NEAR:
        return points
    # Along the line, one point a step of NEAR: the first of each
    along = np.concatenate([[0.0], np.cumsum(steps)]) // NEAR
    kept = np.concatenate([[True], np.diff(along) > 0])
    kept[-1] = True
    result: Points = points[kept]
    return result
