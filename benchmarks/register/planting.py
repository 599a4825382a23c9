"""Places where establishments are planted, each with what is true of it: in which quarter, within 300 m of which.

A place comes with a radius. Any point nearer to the place than its radius stands on the same side of every outline, of
every line 300 m away and of every line 600 m away, by at least MARGIN: the distance to a shape changes by no more than
the point moves. So establishments stand at different points round a place of which the truth was worked out once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from benchmarks.register.marginals import ZONES
from benchmarks.register.perimeters import PERIMETERS, Communes, Quarters, department_of, transformer

BAND, RING = 300.0, 600.0
MARGIN = 1.5
"""Metres left on both sides of each threshold: coordinates kept in single precision still leave one."""
_SPREAD = 30.0


@dataclass(frozen=True, slots=True)
class Places:
    """A line a place. ``inside`` (places × perimeters): the rank of the quarter, -1 when none. ``near``: for each
    perimeter, pairs (place, quarter) at most 300 m apart, the quarter that holds it included. ``code``: what a right
    register says, as a rank in ``plg``; ``of_zone``: the ranks of places of each of ZONES; ``to_degrees``: longitude,
    latitude and their changes by metre of easting and northing."""

    points: np.ndarray
    radius: np.ndarray
    epsg: np.ndarray
    commune: np.ndarray
    inside: np.ndarray
    near: list[np.ndarray]
    code: np.ndarray
    nearest: np.ndarray
    plg: list[str]
    of_zone: list[np.ndarray]
    to_degrees: np.ndarray


def plant(quarters: Quarters, communes: Communes, by_quarter: int, far: int, seed: int) -> Places:
    """About ``by_quarter`` places in each quarter, half as many more in its band and beyond, and ``far`` elsewhere."""
    rng = np.random.default_rng([seed, 1])
    rank = {code: place for place, code in enumerate(communes.codes)}
    points, epsg, commune = [], [], []
    for place, shape in enumerate(quarters.shapes):
        candidates = _candidates(rng, shape, by_quarter)
        points.append(candidates)
        epsg.append(np.full(len(candidates), quarters.epsg[place]))
        commune.append(np.full(len(candidates), rank[quarters.communes[place]]))
    weight = rng.lognormal(0, 1.6, len(communes.codes))
    chosen = rng.choice(len(weight), far, p=weight / weight.sum())
    points.append(communes.points[chosen] + rng.normal(0, 1500, (far, 2)))
    epsg.append(communes.epsg[chosen])
    commune.append(chosen)
    return _measured(quarters, communes, np.vstack(points).round(2), np.concatenate(epsg), np.concatenate(commune))


def _candidates(rng: np.random.Generator, shape: shapely.Geometry, wanted: int) -> np.ndarray:
    """Points all over the quarter and 600 m around, and some that graze its outline and the line 300 m away."""
    west, south, east, north = shape.bounds
    inner = _uniform(rng, (west, south, east, north), 20 * wanted)
    shapely.prepare(shape)
    inner = inner[shapely.contains_xy(shape, inner[:, 0], inner[:, 1])][:wanted]
    outer = _uniform(rng, (west - 600, south - 600, east + 600, north + 600), 3 * wanted)
    outer = outer[~shapely.contains_xy(shape, outer[:, 0], outer[:, 1])]
    lines = shapely.boundary(shapely.buffer(shape, [-2.2, 2.2, BAND - 2.2, BAND + 2.2], quad_segs=64))
    along = rng.random((len(lines), max(1, wanted // 8)))
    grazing = [
        shapely.get_coordinates(shapely.line_interpolate_point(shapely.get_parts(line)[0], at, normalized=True))
        for line, at in zip(lines, along, strict=True)
        if not shapely.is_empty(line)
    ]
    return np.vstack([inner, outer, *grazing])


def _uniform(rng: np.random.Generator, box: tuple[float, float, float, float], size: int) -> np.ndarray:
    return rng.uniform(box[:2], box[2:], (size, 2))


def _measured(
    quarters: Quarters, communes: Communes, points: np.ndarray, epsg: np.ndarray, commune: np.ndarray
) -> Places:
    """What is true of each candidate, by exact distances; those too near a threshold, or in two quarters, left out."""
    slack = np.full(len(points), np.inf)
    holds, near = [], []
    for system in np.unique(epsg):
        here = np.flatnonzero(epsg == system)
        shapes = np.flatnonzero(quarters.epsg == system)
        if not len(shapes):
            continue
        spots = shapely.points(points[here])
        spot, shape = shapely.STRtree(quarters.shapes[shapes]).query(spots, "dwithin", distance=RING + 2 * _SPREAD)
        outlines = shapely.boundary(quarters.shapes)
        distance = shapely.distance(outlines[shapes[shape]], spots[spot])
        within = shapely.contains(quarters.shapes[shapes[shape]], spots[spot])
        signed = np.where(within, -distance, distance)
        for threshold in (0.0, BAND, RING):
            np.minimum.at(slack, here[spot], np.abs(signed - threshold))
        pairs = np.column_stack([here[spot], shapes[shape]])
        holds.append(pairs[within])
        kept = signed <= BAND
        near.append(np.column_stack([pairs[kept], signed[kept]]))
    none = np.empty((0, 2), dtype=np.int64)
    pairs = np.vstack([none, *holds])
    times = np.stack([np.bincount(pairs[quarters.perimeter[pairs[:, 1]] == p, 0], minlength=len(points))
                      for p in range(len(PERIMETERS))])  # fmt: skip
    good = (slack > MARGIN + 0.3) & (times <= 1).all(axis=0)
    close = np.vstack([np.empty((0, 3)), *near])
    return _places(quarters, communes, points, epsg, commune, good, slack, pairs, close)


def _places(
    quarters: Quarters, communes: Communes, points: np.ndarray, epsg: np.ndarray, commune: np.ndarray,
    good: np.ndarray, slack: np.ndarray, holds: np.ndarray, close: np.ndarray,
) -> Places:  # fmt: skip
    new = np.cumsum(good) - 1
    count = int(good.sum())
    inside = np.full((count, len(PERIMETERS)), -1)
    nearest = np.full((count, len(PERIMETERS)), -1)
    holds = holds[good[holds[:, 0]]]
    inside[new[holds[:, 0]], quarters.perimeter[holds[:, 1]]] = holds[:, 1]
    close = close[good[close[:, 0].astype(np.int64)]]
    close = close[np.argsort(-close[:, 2], kind="stable")]
    place, quarter = new[close[:, 0].astype(np.int64)], close[:, 1].astype(np.int64)
    nearest[place, quarters.perimeter[quarter]] = quarter
    pairs = [np.column_stack([place, quarter])[quarters.perimeter[quarter] == p] for p in range(len(PERIMETERS))]
    points, epsg, commune = points[good], epsg[good], commune[good]
    in_any, in_band = (inside >= 0).any(axis=1), (nearest >= 0).any(axis=1)
    ring = np.isfinite(slack[good]) & ~in_band
    zones = [in_any, in_band & ~in_any, ring, ~in_band & ~ring]
    of_zone = [np.flatnonzero(zone) for zone in zones]
    if not len(of_zone[ZONES.index("far")]):
        raise ValueError("no place far from every quarter")
    of_zone = [zone if len(zone) else of_zone[-1] for zone in of_zone]
    code, plg = _codes(quarters, communes, inside, commune)
    radius = np.minimum(slack[good] - MARGIN - 0.02, _SPREAD)
    return Places(points, radius, epsg, commune, inside, pairs, code, nearest, plg, of_zone, _degrees(points, epsg))


def _codes(
    quarters: Quarters, communes: Communes, inside: np.ndarray, commune: np.ndarray
) -> tuple[np.ndarray, list[str]]:
    """The right register code of each place: its quarter; else one that has no outline, in the same département, for a
    place that the other perimeter holds; else HZ in a commune that has quarters, CSZ in one that has none."""
    plg = [*quarters.codes, *(code for codes in quarters.undrawn.values() for code in codes), "HZ", "CSZ"]
    rank = {code: place for place, code in enumerate(plg)}
    found = np.empty_like(inside)
    for p in range(len(PERIMETERS)):
        zoned = {quarters.communes[q] for q in np.flatnonzero(quarters.perimeter == p)}
        plain = np.array([rank["HZ"] if code in zoned else rank["CSZ"] for code in communes.codes])
        found[:, p] = np.where(inside[:, p] >= 0, inside[:, p], plain[commune])
        others = inside[:, 1 - p]
        for quarter in np.unique(others[(others >= 0) & (inside[:, p] < 0)]):
            if codes := quarters.undrawn.get((p, department_of(quarters.communes[quarter]))):
                found[(others == quarter) & (inside[:, p] < 0), p] = rank[codes[quarter % len(codes)]]
    return found, plg


def _degrees(points: np.ndarray, epsg: np.ndarray) -> np.ndarray:
    found = np.empty((len(points), 6))
    for system in np.unique(epsg):
        here = epsg == system
        to = transformer(int(system), 4326)
        x, y = points[here].T
        at = np.column_stack(to.transform(x, y))
        found[here] = np.hstack([at, np.column_stack(to.transform(x + 1, y)) - at,
                                 np.column_stack(to.transform(x, y + 1)) - at])  # fmt: skip
    return found
