"""Which names are written on a map of quarters, and where: beside what they name, over nothing else."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.charts.atlas import Note
from dashboard.charts.plane import CHARACTER, LINE, UNIT, Bounds, boxes_meet
from dashboard.charts.style import INK
from dashboard.gaps.estimate import FloatArray
from dashboard.maps.scene import Scene

LONGEST_NAME = 24
EDGE, RING = 1, 6
"""Pixels around a dot, and around one that is ringed."""


@dataclass(frozen=True, slots=True)
class _Thing:
    """What a name is written beside: its box on the sheet, and the frame that it may not leave."""

    label: str
    box: Bounds
    frame: Bounds
    own: int
    asked: bool


def names(scene: Scene, sizes: FloatArray) -> Iterator[Note]:
    """The names of the quarters that the reader asked for, then of the others of a small place, the largest first;
    ``sizes`` are the pixels across each dot, by rank.

    A name that would fall on another, on another quarter or out of its frame is left out: the table has it. Names
    asked for may fall on a quarter.
    """
    obstacles, things = _things(scene, sizes)
    taken: list[Bounds] = []
    for thing in things:
        others = np.delete(obstacles, thing.own, axis=0)
        found = _free(thing, [*others.tolist(), *taken])
        if found is None and thing.asked:
            found = _free(thing, taken)
        if found is not None:
            note, box = found
            taken.append(box)
            yield note


def _free(thing: _Thing, met: list[Bounds]) -> tuple[Note, Bounds] | None:
    """The first way to write a name in its frame and over nothing that is ``met``."""
    west, south, east, north = thing.frame
    others = np.array(met, dtype=float).reshape(-1, 4)
    for note, box in _ways(thing):
        inside = box[0] >= west and box[2] <= east and box[1] >= south and box[3] <= north
        if inside and not boxes_meet(box, others).any():
            return note, box
    return None


def _things(scene: Scene, sizes: FloatArray) -> tuple[FloatArray, list[_Thing]]:
    """The box of every quarter of the map, and what may bear a name, in the order of who comes first."""
    asked = {(name, rank) for name, rank, *_ in scene.ringed}
    boxes: list[Bounds] = []
    things: list[_Thing] = []
    small = not scene.within.startswith(("FR", "REG-"))
    for name, seen in scene.seen.items():
        frame = scene.sheet.frames[name]
        for rank, x, y in zip(seen.ranks.tolist(), seen.x.tolist(), seen.y.tolist(), strict=True):
            half = (float(sizes[rank]) / 2 + (RING if (name, rank) in asked else EDGE)) * UNIT
            box = (x - half, y - half, x + half, y + half)
            shape = scene.outlined.get(rank)
            if shape is not None and (name, rank) not in asked:
                west, south, east, north = shape.bounds
                x_ends, y_ends = frame.place(np.array([west, east]), np.array([south, north]))
                box = (float(x_ends[0]), float(y_ends[0]), float(x_ends[1]), float(y_ends[1]))
            if small or (name, rank) in asked:
                label = shortened(scene.mapped.records[rank].label)
                things.append(_Thing(label, box, frame.box, len(boxes), (name, rank) in asked))
            boxes.append(box)
    things.sort(key=lambda thing: (not thing.asked, -_surface(thing.box)))
    return np.array(boxes, dtype=float).reshape(-1, 4), things


def _surface(box: Bounds) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _ways(thing: _Thing) -> Iterator[tuple[Note, Bounds]]:
    """On the right, on the left, under, over: the note and its room."""
    west, south, east, north = thing.box
    x, y, length = (west + east) / 2, (south + north) / 2, len(thing.label) * CHARACTER
    away = 2 * UNIT
    for left, middle, anchor in (
        (east + away, y, "left"),
        (west - away - length, y, "right"),
        (x - length / 2, south - LINE / 2, "center"),
        (x - length / 2, north + LINE / 2, "center"),
    ):
        at = {"left": left, "right": left + length, "center": x}[anchor]
        note = Note(thing.label, at, middle, anchor, "middle", 11, INK, thing.asked)
        yield note, (left, middle - LINE / 2, left + length, middle + LINE / 2)


def shortened(label: str) -> str:
    """A name cut at a word, without what would be left hanging: « Franc-Moisin… »."""
    short = textwrap.shorten(label, LONGEST_NAME, placeholder="")
    return label if short == " ".join(label.split()) else short.rstrip(" -–,(") + "…"
