"""A map of quarters laid out on its sheet: outlines, dots, borders, scale bars and what its key says."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from dashboard import french
from dashboard.charts.atlas import Atlas, Dots, Lines, Note, joined, unit_row
from dashboard.charts.plane import LINE, WIDTH, Bounds, Frame, Sheet
from dashboard.charts.style import INK
from dashboard.gaps.estimate import FloatArray
from dashboard.maps.cartography import PARIS, Basis
from dashboard.maps.figures import WHOLE
from dashboard.maps.names import names
from dashboard.maps.scene import PARIS_FRAME, PIXEL, Ranks, Scene

LARGEST, LARGEST_OF_ALL, SMALLEST, SMALLEST_SIGN = 36.0, 26.0, 3.0, 6.0
"""Pixels across a dot: the heaviest quarter, in a part of France or in all of it; the least that is seen, and the least
where a sign says why there is no value."""
USUAL, USUAL_OF_ALL = 8.0, 5.5
"""Pixels across a dot where its size tells nothing: in a part of France, in all of it."""
TARGET = 14.0
"""Pixels around the middle of an outline where it answers."""
TITLE_WIDTH = 14
"""Characters of a line in a frame."""
APPROACHED = "diamond"


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
        notes=(*_titles(scene.sheet), *_silences(scene), *names(scene, _sizes(scene, np.arange(len(scene.inside))))),
        key=tuple(_key(scene)),
        counted="quartiers",
        below=scene.sheet.below,
    )


def _sizes(scene: Scene, ranks: Ranks) -> FloatArray:
    """Pixels across each dot: its surface follows the weight of the quarter where that is told."""
    if scene.mapped.weights is None or not scene.sized:
        return np.full(len(ranks), USUAL_OF_ALL if scene.within == WHOLE else USUAL)
    largest = LARGEST_OF_ALL if scene.within == WHOLE else LARGEST
    sizes = largest * np.sqrt(np.nan_to_num(scene.mapped.weights[ranks]) / scene.heaviest)
    return np.maximum(sizes, np.where(np.isnan(scene.mapped.values[ranks]), SMALLEST_SIGN, SMALLEST))


def _dots(scene: Scene) -> Iterator[Dots]:
    """Dots by symbol, the large ones first, so that the small ones are seen. An outline answers at its middle."""
    seen = scene.seen.values()
    ranks = np.concatenate([part.ranks for part in seen])
    x, y = np.concatenate([part.x for part in seen]), np.concatenate([part.y for part in seen])
    hidden = np.isin(ranks, list(scene.outlined))
    sizes = np.where(hidden, TARGET, _sizes(scene, ranks))
    symbols = _symbols(scene)[ranks]
    order = np.lexsort([ranks, -sizes])
    for unseen in (True, False):
        for symbol in dict.fromkeys(symbols[hidden == unseen].tolist()):
            at = order[(hidden[order] == unseen) & (symbols[order] == symbol)]
            mine = ranks[at].tolist()
            yield Dots(
                symbol, scene.mapped.kinds[mine], x[at].astype(np.float32), y[at].astype(np.float32),
                sizes[at].astype(np.float32),
                tuple(scene.mapped.names[rank] for rank in mine), tuple(scene.mapped.texts[rank] for rank in mine),
                tuple(scene.mapped.paths[rank] for rank in mine), hidden=unseen,
            )  # fmt: skip


def _symbols(scene: Scene) -> NDArray[np.str_]:
    """Those of the looks; for a quarter whose place is approached, a sign that says so where a kilometre is seen."""
    found = np.array([look.symbol for look in scene.mapped.looks], dtype=np.str_)[scene.mapped.kinds]
    if scene.outlined:
        found[(scene.spots.basis != Basis.OWN.value) & (found == "circle")] = APPROACHED
    return found


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


def _silences(scene: Scene) -> Iterator[Note]:
    """In the frame of a land without any place, why it is empty."""
    for land, count in scene.silent.items():
        text = "sans place connue" if count else f"aucun quartier de {scene.mapped.perimeter[-4:]} lu"
        west, south, east, north = scene.sheet.frames[land].inner
        lines = "\n".join(textwrap.wrap(text, TITLE_WIDTH - 3))
        yield Note(lines, (west + east) / 2, (south + north) / 2, "center", "middle", colour=INK)


def _rings(scene: Scene) -> Dots | None:
    if not scene.ringed:
        return None
    _, *columns = zip(*scene.ringed, strict=True)
    ranks, x, y = (np.array(column) for column in columns)
    sizes = np.where(np.isin(ranks, list(scene.outlined)), TARGET, _sizes(scene, ranks))
    return Dots(
        "circle-open", scene.mapped.kinds[ranks], x.astype(np.float32), y.astype(np.float32), sizes.astype(np.float32),
        (), (), (),
    )  # fmt: skip


def _key(scene: Scene) -> Iterator[str]:
    """What sizes, shapes and frames mean."""
    mapped = scene.mapped
    if mapped.quarters is not None and mapped.classes is not None:
        indicator = mapped.quarters.subject.indicator
        unit = scene.cartography.near.catalogue.units[indicator.unit]
        yield from unit_row(mapped.classes, unit, indicator.decimals)
    if scene.sized:
        yield f"Surface du rond : {mapped.weighed} (au{french.NBSP}plus{french.NBSP}{french.number(scene.heaviest, 0)})"
    if scene.outlined and len(scene.outlined) < len(scene.shown):
        yield "Signe seul : contour inconnu ou trop petit"
    if scene.outlined and (scene.spots.basis[scene.shown] != Basis.OWN.value).any():
        yield "Losange : place approchée"
    if len(scene.sheet.frames) > 1:
        yield "Chaque cadre a sa propre échelle"
