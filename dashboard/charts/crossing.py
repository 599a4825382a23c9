"""Two figures of many quarters, one against the other: where each stands, and the lines that part them in four."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Crossing:
    """One entry a quarter in ``across``, ``up`` and ``names``. ``middle_across`` and ``middle_up`` are where the lines
    stand; ``corners`` tells the four parts: top left, top right, bottom left, bottom right."""

    across: tuple[float, ...]
    up: tuple[float, ...]
    names: tuple[str, ...]
    middle_across: float
    middle_up: float
    corners: tuple[str, str, str, str]
    across_label: str
    up_label: str
    across_symbol: str
    lines: str
    """What the two lines are, in words."""
