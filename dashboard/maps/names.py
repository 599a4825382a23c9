"""Which names are written on a map of quarters, and where: beside what they name, over nothing else."""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from dashboard.charts.atlas import Note
from dashboard.charts.plane import CHARACTER, LINE, UNIT, Bounds, boxes_meet
from dashboard.charts.style import INK
from dashboard.gaps.estimate import FloatArray
from dashboard.maps.scene import Scene

LONGEST_NAME = 24
LED = 8
"""The largest quarters, whose name stands away at the end of a line where there is no room beside them."""
DIRECTIONS = 16
AWAY = (22, 34, 48, 64, 82, 102, 124)
"""Pixels from the middle of a quarter to a name that stands away."""
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
    place: tuple[float, float]
    led: bool = False


def names(scene: Scene, sizes: FloatArray) -> Iterator[Note]:
    """The names of the quarters that the reader asked for, then of the others of a small place, the largest first;
    ``sizes`` are the pixels across each dot, by rank.

    A name that would fall on another, on another quarter or out of its frame stands away, at the end of a line, when it
    is asked for or of one of the largest quarters; else it is left out: the table has it.
    """
    obstacles, things = _things(scene, sizes)
    taken: list[Bounds] = []
    for thing in things:
        others = [*np.delete(obstacles, thing.own, axis=0).tolist(), *taken]
        found = _free(thing, _ways(thing), others)
        if found is None and thing.led:
            found = _free(thing, _ways_away(thing), others)
        if found is None and thing.asked:
            found = _free(thing, _ways(thing), taken)
        if found is not None:
            note, box = found
            taken.append(box)
            yield note


def _free(thing: _Thing, ways: Iterable[tuple[Note, Bounds]], met: list[Bounds]) -> tuple[Note, Bounds] | None:
    """The first way to write a name in its frame and over nothing that is ``met``."""
    west, south, east, north = thing.frame
    others = np.array(met, dtype=float).reshape(-1, 4)
    for note, box in ways:
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
    if not small and not asked:
        return np.empty((0, 4)), []
    labels = _labels(scene)
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
                told = (name, rank) in asked
                things.append(_Thing(labels[rank], box, frame.box, len(boxes), told, (x, y), told))
            boxes.append(box)
    things.sort(key=lambda thing: (not thing.asked, -_surface(thing.box)))
    largest = [replace(thing, led=thing.asked or len(boxes) > 1) for thing in things[:LED]]
    return np.array(boxes, dtype=float).reshape(-1, 4), [*largest, *things[LED:]]


def _labels(scene: Scene) -> dict[int, str]:
    """What is written of each quarter, by rank: its name, with its commune where another quarter bears the same."""
    records = {rank: scene.mapped.records[rank] for rank in scene.shown.tolist()}
    met = Counter(record.label.casefold() for record in records.values())
    store = scene.cartography.near.store
    return {
        rank: f"{shortened(record.label)} ({store.territory_label(record.communes[0])})"
        if met[record.label.casefold()] > 1 and record.communes
        else shortened(record.label)
        for rank, record in records.items()
    }


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


def _ways_away(thing: _Thing) -> Iterator[tuple[Note, Bounds]]:
    """Around the quarter, the closest first: the note at the end of its line, and its room."""
    x, y = thing.place
    length, short = len(thing.label) * CHARACTER, (thing.box[2] - thing.box[0]) / 2 / UNIT
    for away in AWAY:
        for turn in range(DIRECTIONS):
            angle = 2 * math.pi * turn / DIRECTIONS
            left_end, middle = x + away * UNIT * math.cos(angle), y + away * UNIT * math.sin(angle)
            anchor = "left" if math.cos(angle) >= 0 else "right"
            left = left_end if anchor == "left" else left_end - length
            note = Note(thing.label, left_end, middle, anchor, "middle", 11, INK, thing.asked, thing.place, short)
            yield note, (left, middle - LINE / 2, left + length, middle + LINE / 2)


def shortened(label: str) -> str:
    """A name cut at a word, without what would be left hanging: « Franc-Moisin… »."""
    short = textwrap.shorten(label, LONGEST_NAME, placeholder="")
    return label if short == " ".join(label.split()) else short.rstrip(" -–,(") + "…"
