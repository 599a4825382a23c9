"""A chart as an office suite draws it: series of points, their look, two axes. Every number is one of the chart's own.

Colours are those of the theme (``accent1``, the QPV; ``accent2``, what surrounds them) wherever a meaning of ours is
behind, so that a house template recolours them; six hexadecimal digits elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

PRIORITY, REFERENCE, GAP = "accent1", "accent2", "accent3"
INK, MUTED, PAPER, RULE = "tx1", "tx2", "bg1", "bg2"


@dataclass(frozen=True, slots=True)
class Point:
    """One point. ``row`` names it, ``value`` is None where there is none, ``absent`` says why in words; ``label`` is
    what is written beside it (None: nothing), ``told`` the same in full for the workbook."""

    row: str
    value: float | None
    x: float | None = None
    label: str | None = None
    told: str = ""
    absent: str = ""
    uncertain: bool = False
    lower: float | None = None
    upper: float | None = None
    strong: bool = True
    beside: str = ""
    """Where its label stands, when it is not where those of its series do."""
    figure: float | None = None
    """Its figure, where its two numbers only say where it stands (a map)."""


@dataclass(frozen=True, slots=True)
class Series:
    """Points of one look. ``symbol`` is that of DrawingML, empty for none; ``line`` its dash, empty for none; points
    with an interval have it drawn along the values. ``helper``: drawn to read the others (a limit, a frame), not a
    figure."""

    name: str
    points: tuple[Point, ...]
    colour: str = PRIORITY
    symbol: str = ""
    size: int = 8
    hollow: bool = False
    line: str = ""
    weight: float = 2.25
    beside: Literal["t", "b", "l", "r", "ctr", "outEnd", "inBase"] = "outEnd"
    ink: str = INK
    edge: str = ""
    helper: bool = False
    unlisted: bool = False
    """Left out of the key: its name is there already."""


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis; without ``shown``, only its scale counts. ``code`` is the format of its numbers."""

    title: str = ""
    low: float | None = None
    high: float | None = None
    step: float | None = None
    code: str = "General"
    log: bool = False
    shown: bool = True
    grid: bool = False


@dataclass(frozen=True, slots=True)
class NativeChart:
    """A chart ready to be written. ``form``: ``bars`` lie, ``columns`` stand, ``scatter`` has two numbers a point.
    ``ratio`` is height over width where both axes have one scale (a map); ``under`` are the lines that must be read
    with it: what has no value and why, what is approached, where the measure breaks."""

    form: Literal["bars", "columns", "scatter"]
    series: tuple[Series, ...]
    values: Axis
    across: Axis = field(default_factory=Axis)
    gap: int = 60
    overlap: int = 0
    ratio: float = 0.0
    under: tuple[str, ...] = ()
    first: str = "Ligne"
    """What heads the first column of the workbook."""
    x_head: str = ""
    plane: bool = False
    """Whether both numbers of a point only say where it stands."""

    @property
    def rows(self) -> int:
        """How many lines of the page its marks need."""
        return max((len(series.points) for series in self.series), default=0)
