"""A map of quarters laid out on its sheet: which lands, which outlines, where each dot stands, what is written."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from dashboard import french
from dashboard.cartography import MAINLAND, OVERSEAS, PARIS, Basis, Cartography, Spots, land_of
from dashboard.charts.atlas import Atlas, Dots, Lines, Note, joined
from dashboard.charts.plane import (
    UNIT,
    WIDTH,
    Bounds,
    Frame,
    Sheet,
    around,
    bounds_of,
    grown,
    readable,
    single,
    spread,
    with_insets,
)
from dashboard.charts.style import INK
from dashboard.gaps.estimate import FloatArray
from dashboard.mapped import Mapped

WHOLE = "FR"
PARIS_FRAME = "paris"
PIXEL = WIDTH / 600
"""Of the sheet, for one pixel of a wide screen."""
SEEN = 6.0
"""Pixels across: an outline that is smaller is a dot."""
LARGEST, SMALLEST, USUAL = 17.0, 3.5, 7.0
"""Pixels across a dot: the largest population, the least, and where sizes tell nothing."""
TARGET = 14.0
"""Pixels around the middle of an outline where it answers."""
STEP = 4.5
"""Between dots of one place, on the sheet."""
CHARACTER, LINE = 6.2 * UNIT, 14 * UNIT
"""Room of a letter and of a line, on the sheet, on a telephone."""
LONGEST_NAME = 24
TITLE_WIDTH = 13
APPROACHED = "diamond"
LEAST_AROUND = 1500.0
"""Metres kept around the quarters of a small place."""

Ranks = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The quarters in one frame: ranks in the map, places on the sheet."""

    ranks: Ranks
    x: FloatArray
    y: FloatArray


@dataclass(frozen=True, eq=False)
class Scene:
    """What is drawn: the quarters ``inside`` the territory ``within`` (``FR``: all of them), by rank in ``mapped``;
    the codes ``chosen`` are ringed. ``spots`` follow the order of ``mapped``."""

    mapped: Mapped
    spots: Spots
    cartography: Cartography
    inside: NDArray[np.bool_]
    within: str
    chosen: Collection[str] = ()

    @cached_property
    def shown(self) -> Ranks:
        """Ranks of the quarters that have a place."""
        return np.flatnonzero(self.inside & self.spots.placed)

    @cached_property
    def lands(self) -> dict[str, Ranks]:
        """Ranks by land."""
        lands = self.spots.land[self.shown]
        return {land: found for land in (MAINLAND, *OVERSEAS) if len(found := self.shown[lands == land])}

    @cached_property
    def departments(self) -> dict[str, frozenset[str]]:
        """Départements behind the quarters, by land: all those of the mainland where all of it is shown."""
        found = {
            land: frozenset(self.mapped.records[rank].department for rank in ranks.tolist())
            for land, ranks in self.lands.items()
        }
        if self.within == WHOLE:
            every = self.cartography.near.catalogue.territories.catalogued
            mainland = {code for code in every if code.startswith("DEP-") and code not in OVERSEAS}
            found[MAINLAND] = frozenset(mainland) | found.get(MAINLAND, frozenset())
        elif self.within.startswith("DEP-"):
            found = {land: frozenset([self.within]) for land in found}
        return found

    @cached_property
    def sheet(self) -> Sheet:
        """One land on the whole sheet; all of France with a frame for each land overseas, and one for Paris."""
        if len(self.lands) == 1 and self.within != WHOLE:
            land, ranks = next(iter(self.lands.items()))
            return single(land, "", self._bounds(land, ranks))
        lands = dict(self.lands)
        main = lands.pop(MAINLAND, self.shown[:0])
        insets = [(land, self._label(land), self._bounds(land, ranks)) for land, ranks in lands.items()]
        if len(near_paris := self.near_paris):
            insets.append((PARIS_FRAME, "Paris et petite couronne", self._bounds(PARIS_FRAME, near_paris)))
        return with_insets((MAINLAND, "", self._bounds(MAINLAND, main)), insets)

    @cached_property
    def near_paris(self) -> Ranks:
        """Ranks of the quarters that are drawn twice."""
        departments = [self.mapped.records[rank].department for rank in self.shown.tolist()]
        return self.shown[np.isin(departments, PARIS)]

    def _label(self, land: str) -> str:
        return self.cartography.near.store.territory_label(land)

    def _bounds(self, land: str, ranks: Ranks) -> Bounds:
        """Of the outlines behind the quarters, or of the quarters where these are few or the outlines unknown."""
        found: list[Bounds] = []
        if land != PARIS_FRAME and self.within.startswith(("FR", "REG-", "DEP-")):
            shapes = self.cartography.borders(self.departments[land], 1000.0)
            found += [tuple(shape.bounds) for shape in shapes.values()]
        if len(ranks):
            found.append(grown(bounds_of(self.spots.x[ranks], self.spots.y[ranks]), 0.02, LEAST_AROUND))
            shapes = [s for r in ranks.tolist() if (s := self.cartography.outlines.shape(self.mapped.records[r].code))]
            found += [tuple(shape.bounds) for shape in shapes] if not self.within.startswith("FR") else []
        return around(found) if found else (0.0, 0.0, 1.0, 1.0)

    @cached_property
    def seen(self) -> dict[str, Seen]:
        """The quarters of each frame, moved apart where they stand in one place."""
        members = dict(self.lands) | ({PARIS_FRAME: self.near_paris} if PARIS_FRAME in self.sheet.frames else {})
        return {name: self._placed(self.sheet.frames[name], ranks) for name, ranks in members.items()}

    def _placed(self, frame: Frame, ranks: Ranks) -> Seen:
        x, y = frame.place(self.spots.x[ranks], self.spots.y[ranks])
        return Seen(ranks, *spread(x, y, STEP))

    @cached_property
    def outlined(self) -> dict[int, Any]:
        """Outlines large enough to be seen, by rank; none where most are too small, and dots tell more."""
        if self.within == WHOLE or len(self.sheet.frames) > 1:
            return {}
        (frame,) = self.sheet.frames.values()
        found: dict[int, Any] = {}
        for rank in self.shown.tolist():
            shape = self.cartography.outlines.shape(self.mapped.records[rank].code)
            if shape is not None and np.sqrt(shapely.area(shape)) * frame.scale / PIXEL >= SEEN:
                found[rank] = shape
        return found if 2 * len(found) >= len(self.shown) else {}

    @property
    def sized(self) -> bool:
        """Whether a dot is as large as its population."""
        return self.mapped.populations is not None and not self.outlined


def lay_out(scene: Scene) -> Atlas | None:
    """The map of a scene; None when no place of its quarters is known."""
    if not len(scene.shown):
        return None
    return Atlas(
        width=WIDTH,
        height=scene.sheet.height,
        looks=scene.mapped.counted(scene.inside),
        dots=tuple(_dots(scene)),
        areas=tuple(_areas(scene)),
        borders=_borders(scene),
        frames=_frames(scene.sheet),
        bars=joined([_bar(frame) for frame in scene.sheet.frames.values()]),
        rings=_rings(scene),
        notes=(*_titles(scene.sheet), *_names(scene)),
        key=tuple(_key(scene)),
    )


def _sizes(scene: Scene, ranks: Ranks) -> FloatArray:
    """Pixels across each dot: its surface follows the population where that is told."""
    populations = scene.mapped.populations
    if populations is None or not scene.sized:
        return np.full(len(ranks), USUAL)
    largest = float(np.nanmax(populations))
    return np.maximum(LARGEST * np.sqrt(np.nan_to_num(populations[ranks]) / largest), SMALLEST)


def _dots(scene: Scene) -> Iterator[Dots]:
    """By look; the large ones first, so that the small ones are seen. An outline answers at its middle."""
    approached = scene.spots.basis != Basis.OWN.value if scene.outlined else np.zeros(len(scene.inside), dtype=bool)
    hidden = np.isin(np.arange(len(scene.inside)), list(scene.outlined))
    ranks = np.concatenate([seen.ranks for seen in scene.seen.values()])
    x, y = (np.concatenate([getattr(seen, axis) for seen in scene.seen.values()]) for axis in "xy")
    sizes = np.where(hidden[ranks], TARGET, _sizes(scene, ranks))
    order = np.argsort(-sizes, kind="stable")
    for look in range(len(scene.mapped.looks)):
        for unseen, symbol in ((True, ""), (False, ""), (False, APPROACHED)):
            mine = (scene.mapped.kinds[ranks] == look) & (hidden[ranks] == unseen)
            mine &= unseen | (approached[ranks] == (symbol == APPROACHED))
            at = order[mine[order]]
            if len(at):
                yield Dots(
                    look, x[at].astype(np.float32), y[at].astype(np.float32), sizes[at].astype(np.float32),
                    tuple(_told(scene, rank) for rank in ranks[at].tolist()),
                    tuple(f"/territoire/{scene.mapped.records[rank].code}" for rank in ranks[at].tolist()),
                    symbol=symbol, hidden=unseen,
                )  # fmt: skip


def _told(scene: Scene, rank: int) -> str:
    record = scene.mapped.records[rank]
    return f"<b>{escape(scene.cartography.near.store.territory_label(record.code))}</b><br>{scene.mapped.texts[rank]}"


def _areas(scene: Scene) -> Iterator[tuple[int, Lines]]:
    """The outlines by look, as simple as half a pixel allows."""
    by_look: dict[int, list[FloatArray]] = {}
    for rank, shape in scene.outlined.items():
        (frame,) = scene.sheet.frames.values()
        simple = shapely.simplify(shape, PIXEL / 2 / frame.scale)
        by_look.setdefault(int(scene.mapped.kinds[rank]), []).extend(_rings_of(simple, frame))
    for look, rings in sorted(by_look.items()):
        yield look, joined(rings)


def _rings_of(shape: Any, frame: Frame) -> list[FloatArray]:
    """The rings of a surface on the sheet, holes turning the other way so that they stay empty."""
    turned = shapely.orient_polygons(shape)
    return [
        np.column_stack(frame.place(*np.asarray(ring.coords).T[:2]))
        for part in shapely.get_parts(turned)
        for ring in (part.exterior, *part.interiors)
    ]


def _borders(scene: Scene) -> Lines | None:
    """The outlines of the départements behind the quarters, where they are known."""
    rings: list[FloatArray] = []
    for land, frame in scene.sheet.frames.items():
        departments = frozenset(PARIS) if land == PARIS_FRAME else scene.departments.get(land, frozenset())
        shapes = scene.cartography.borders(departments, round(2 * PIXEL / frame.scale, -1))
        for shape in shapes.values():
            clipped = shapely.clip_by_rect(shape, *_limits(frame)) if land == PARIS_FRAME else shape
            rings += _rings_of(clipped, frame)
    return joined(rings) if rings else None


def _limits(frame: Frame) -> Bounds:
    """The frame in metres."""
    west, south, east, north = frame.inner
    return (
        (west - frame.x0) / frame.scale, (south - frame.y0) / frame.scale,
        (east - frame.x0) / frame.scale, (north - frame.y0) / frame.scale,
    )  # fmt: skip


def _frames(sheet: Sheet) -> Lines | None:
    boxes = [frame.box for frame in sheet.frames.values() if frame.box != frame.inner]
    return joined([np.array(shapely.box(*box).exterior.coords) for box in boxes]) if boxes else None


def _bar(frame: Frame) -> FloatArray:
    length, _ = frame.bar
    x, y = _bar_start(frame)
    tick = LINE / 5
    return np.array([[x, y + tick], [x, y], [x + length, y], [x + length, y + tick]])


def _bar_start(frame: Frame) -> tuple[float, float]:
    return frame.box[0] + LINE / 4, frame.box[1] + LINE / 3


def _titles(sheet: Sheet) -> Iterator[Note]:
    """The name of each frame and the length of its scale bar."""
    for frame in sheet.frames.values():
        west, _, _, north = frame.box
        if frame.label:
            lines = textwrap.wrap(frame.label, TITLE_WIDTH)
            yield Note("\n".join(lines), west + LINE / 4, north - LINE / 6, level="top", colour=INK)
        length, text = frame.bar
        x, y = _bar_start(frame)
        yield Note(text, x + length + LINE / 4, y, level="middle")


def _ringed(scene: Scene) -> list[tuple[int, float, float]]:
    """The quarters that the reader asked for: rank and place, in each frame that shows them."""
    return [
        (rank, x, y)
        for seen in scene.seen.values()
        for rank, x, y in zip(seen.ranks.tolist(), seen.x.tolist(), seen.y.tolist(), strict=True)
        if scene.mapped.records[rank].code in scene.chosen
    ]


def _rings(scene: Scene) -> Dots | None:
    found = _ringed(scene)
    if not found:
        return None
    ranks, x, y = (np.array(column) for column in zip(*found, strict=True))
    sizes = np.where(np.isin(ranks, list(scene.outlined)), TARGET, _sizes(scene, ranks))
    return Dots(0, x.astype(np.float32), y.astype(np.float32), sizes.astype(np.float32), (), ())


def _names(scene: Scene) -> Iterator[Note]:
    """The names of the quarters that the reader asked for, then of the others of a small place; those that would fall
    on another are left out: the table has them."""
    ringed = {rank for rank, *_ in _ringed(scene)}
    candidates = [(r, x, y) for r, x, y in _ringed(scene)]
    if not scene.within.startswith(("FR", "REG-")):
        sizes = {rank: shapely.area(shape) for rank, shape in scene.outlined.items()}
        (seen,) = scene.seen.values()
        every = sorted(zip(seen.ranks.tolist(), seen.x.tolist(), seen.y.tolist(), strict=True), key=lambda s: -sizes.get(s[0], 0))
        candidates += [spot for spot in every if spot[0] not in ringed]
    notes = [_name(scene, rank, x, y, bold=rank in ringed) for rank, x, y in candidates]
    for at in readable([_box(note) for note in notes]):
        yield notes[at]


def _name(scene: Scene, rank: int, x: float, y: float, *, bold: bool) -> Note:
    """Beside its dot, on the side where there is room."""
    label = textwrap.shorten(scene.mapped.records[rank].label, LONGEST_NAME, placeholder="…")
    right = x + 8 * UNIT + len(label) * CHARACTER <= WIDTH
    away = 8 * UNIT if bold else 5 * UNIT
    return Note(label, x + away if right else x - away, y, "left" if right else "right", "middle", 11, INK, bold)


def _box(note: Note) -> Bounds:
    """The room of a name, on the sheet of a telephone."""
    length = len(note.text) * CHARACTER
    west = note.x if note.anchor == "left" else note.x - length
    return west, note.y - LINE / 2, west + length, note.y + LINE / 2


def _key(scene: Scene) -> Iterator[str]:
    """What sizes, shapes and frames mean."""
    if scene.sized:
        largest = float(np.nanmax(scene.mapped.populations)) if scene.mapped.populations is not None else 0.0
        yield f"Surface du rond : habitants ({french.number(largest, 0)} pour le plus grand)"
    if scene.outlined:
        dots = len(scene.shown) - len(scene.outlined)
        if dots:
            yield "Rond : contour inconnu ou trop petit pour être vu"
        if (scene.spots.basis[scene.shown] != Basis.OWN.value).any():
            yield "Losange : place approchée"
    if len(scene.sheet.frames) > 1:
        yield "Chaque cadre a son échelle, donnée par sa barre"
