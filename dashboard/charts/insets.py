"""Insets on axes of their own, so that a screen may put them under the main land or beside it.

A sheet is one drawing, insets under the main land, as a telephone shows it. What is lower than ``below`` on it goes to
the second pair of axes; the browser then moves that pair beside the first where the screen is wide (``meta``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.charts.atlas import Atlas, Dots, Lines

SECOND = {"xaxis": "x2", "yaxis": "y2"}
KEY_SHARE, MAIN_FROM = 0.34, 0.37
"""Of the width of a wide screen: the insets under the key, then where the main land starts."""
INSETS_TOP = 0.42
"""Of the height of a wide screen: the key is over it."""


def lines_apart(lines: Lines, below: float) -> Iterator[tuple[Lines, dict[str, str]]]:
    """The lines of the main land, then those of the insets, each with its axes."""
    if not below:
        yield lines, {}
        return
    gaps = np.isnan(lines.y)
    # The gap after a line goes with it
    last = np.maximum.accumulate(np.where(gaps, 0, np.arange(len(gaps))))
    lower = (lines.y < below)[last]
    for mine, axes in ((~lower, {}), (lower, SECOND)):
        if mine.any():
            yield Lines(lines.x[mine], lines.y[mine]), axes


def dots_apart(dots: Dots, below: float) -> Iterator[tuple[Dots, dict[str, str]]]:
    """The dots of the main land, then those of the insets, each with their axes."""
    lower = (dots.y < below) & (below > 0)
    for mine, axes in ((~lower, {}), (lower, SECOND)):
        if mine.all():
            yield dots, axes
        elif mine.any():
            yield _some(dots, mine), axes


def _some(dots: Dots, mine: NDArray[np.bool_]) -> Dots:
    def kept(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(text for text, there in zip(texts, mine.tolist(), strict=True) if there) if texts else ()

    return replace(
        dots, looks=dots.looks[mine], x=dots.x[mine], y=dots.y[mine], size=dots.size[mine], names=kept(dots.names),
        figures=kept(dots.figures), paths=kept(dots.paths), written=kept(dots.written),
    )  # fmt: skip


def arrangements(atlas: Atlas) -> dict[str, dict[str, Any]]:
    """Where both pairs of axes stand on a narrow screen (``tall``) and on a wide one (``wide``), for ``relayout``."""
    share = atlas.below / atlas.height
    return {
        "tall": _domains([0, 1], [share, 1], [0, 1], [0, share]),
        "wide": _domains([MAIN_FROM, 1], [0, 1], [0, KEY_SHARE], [0, INSETS_TOP]),
    }


def _domains(x: list[float], y: list[float], x2: list[float], y2: list[float]) -> dict[str, Any]:
    pairs = {"xaxis": x, "yaxis": y, "xaxis2": x2, "yaxis2": y2}
    return {f"{axis}.domain": domain for axis, domain in pairs.items()}
