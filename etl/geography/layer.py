"""The quarters of one perimeter in one land: which hold a point, which is nearest, and what may be concluded."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd
import shapely

from etl.geography.coverage import BLIND_M, NEAR_M, Belonging, Coverage, Departments, Mask, Ranks, prepare
from etl.geography.projections import Numbers

BAND_M = 300.0
"""The band around a quarter where some measures of the law also hold."""
EDGE_M = 0.01
"""At that distance or less a point is on the edge: in, distance 0."""

_NODE = 2
"""Branches of a node of the index: four times as fast as ten, the default, to find what is nearest."""

Texts = np.ndarray[Any, np.dtype[np.object_]]


@dataclass
class Judgement:
    """One value a point, in the order of the points. ``inside`` and ``outside`` are both False when unknown."""

    inside: Mask
    outside: Mask
    code: Texts
    others: Texts
    nearest: Texts
    distance: Numbers
    """To the edge of ``nearest``, in metres, negative inside; NaN when there is none."""
    certain: Mask
    """False when a quarter that is not drawn might be nearer."""
    near: Texts
    """Inside or within BAND_M: yes, no, unknown."""
    reason: Texts

    @classmethod
    def unknown(cls, count: int, reason: str) -> Judgement:
        """Nothing known of ``count`` points, for one reason."""

        def texts(value: str) -> Texts:
            return np.full(count, value, dtype=object)

        def no() -> Mask:
            return np.zeros(count, dtype=np.bool_)

        distance = np.full(count, np.nan)
        return cls(no(), no(), texts(""), texts(""), texts(""), distance, no(), texts("unknown"), texts(reason))

    @property
    def state(self) -> Texts:
        """inside, outside or unknown."""
        return np.where(self.inside, "inside", np.where(self.outside, "outside", "unknown")).astype(object)

    def put(self, where: Ranks, part: Judgement) -> None:
        """Replace the values of some points."""
        for item in fields(self):
            getattr(self, item.name)[where] = getattr(part, item.name)


@dataclass(frozen=True)
class Layer:
    """Outlines in metres, with an index. Geometries are not changed once built: safe to share by threads."""

    codes: Texts
    shapes: Texts
    edges: Texts
    tree: shapely.STRtree
    coverage: Coverage
    departments: Departments
    doubt: shapely.Geometry
    """Where quarters may be that are not drawn."""

    @classmethod
    def of(cls, drawn: pd.DataFrame, coverage: Coverage, departments: Departments) -> Layer:
        """``drawn`` has the columns code and shape, of one perimeter and one land."""
        shapes = drawn["shape"].to_numpy(dtype=object)
        hidden = zip(departments.codes, departments.around, strict=True)
        doubt = [around for code, around in hidden if code in coverage.uncovered]
        doubt.append(shapely.buffer(coverage.blind, BLIND_M))
        union = shapely.union_all(doubt)
        prepare(union)
        codes = drawn["code"].to_numpy(dtype=object)
        edges = shapely.boundary(shapes)
        tree = shapely.STRtree(shapes, node_capacity=_NODE)
        tree.query(shapely.Point(0, 0))  # built at its first use: here, before threads share it
        return cls(codes, shapes, edges, tree, coverage, departments, union)

    def judge(self, x: Numbers, y: Numbers, belonging: Belonging) -> Judgement:
        """Every point, in metres of the land; ``belonging`` tells their départements."""
        points = np.asarray(shapely.points(x, y), dtype=object)
        result = Judgement.unknown(len(x), "")
        self._find_inside(points, result)
        whole = belonging.strictly_within(self.coverage.saturated) & ~result.inside
        result.inside |= whole
        result.reason[:] = np.where(result.inside, "", self._reasons(points, belonging))
        result.outside = ~result.inside & (result.reason == "")
        self._find_nearest(points, result)
        self._settle_band(points, result)
        return result

    def _find_inside(self, points: Texts, result: Judgement) -> None:
        """Where quarters overlap, the one whose edge is farthest is named, the others told."""
        rank, quarter = self.tree.query(points, predicate="intersects")
        depth = shapely.distance(points[rank], self.edges[quarter])
        order = np.lexsort((self.codes[quarter].astype(str), -depth, rank))
        rank, quarter, depth = rank[order], quarter[order], depth[order]
        first = np.ones(len(rank), dtype=np.bool_)
        first[1:] = rank[1:] != rank[:-1]
        result.inside[rank[first]] = True
        result.code[rank[first]] = result.nearest[rank[first]] = self.codes[quarter[first]]
        result.distance[rank[first]] = np.where(depth[first] <= EDGE_M, 0.0, -depth[first])
        result.certain[rank[first]] = True
        for point, other in zip(rank[~first], self.codes[quarter[~first]], strict=True):
            result.others[point] = f"{result.others[point]};{other}".lstrip(";")

    def _reasons(self, points: Texts, belonging: Belonging) -> Texts:
        """Why a point cannot be said to be outside; empty where it can."""
        reasons = np.full(len(points), "", dtype=object)
        coverage = self.coverage

        def because(reason: str, where: Mask) -> None:
            reasons[(reasons == "") & where] = reason

        everywhere = np.ones(len(points), dtype=np.bool_)
        if self.departments.codes:
            because("at_sea", ~belonging.within(self.departments.codes))
            because("at_sea", belonging.within(coverage.saturated))  # on the coast, seaward
            because("border", ~belonging.strictly_within(self.departments.codes) | belonging.abroad)
        if not len(self.codes) and not (coverage.complete and not coverage.uncovered):
            because("no_outline", everywhere)
        if not coverage.complete:
            because("incomplete_list", everywhere)
        if self.departments.codes:
            because("not_covered", belonging.within(coverage.uncovered))
        elif coverage.uncovered:
            because("not_covered", everywhere)
        else:
            close = np.zeros(len(points), dtype=np.bool_)
            close[self.tree.query(points, predicate="dwithin", distance=NEAR_M)[0]] = True
            because("far", ~close)
        because("blind", shapely.dwithin(coverage.blind, points, BLIND_M))
        return reasons

    def _find_nearest(self, points: Texts, result: Judgement) -> None:
        """The nearest outline: at any distance from a point outside, within the band from an unknown one."""
        for where, limit in ((result.outside, None), (~result.outside & ~result.inside, BAND_M)):
            ranks = np.flatnonzero(where)
            if not len(ranks) or not len(self.codes):
                continue
            (point, quarter), distance = self.tree.query_nearest(
                points[ranks], max_distance=limit, return_distance=True, all_matches=False
            )
            point = ranks[point]
            result.nearest[point], result.distance[point] = self.codes[quarter], distance
        edge = ~result.inside & (result.distance <= EDGE_M)
        result.inside |= edge
        result.outside &= ~edge
        result.code[edge], result.distance[edge], result.reason[edge] = result.nearest[edge], 0.0, ""

    def _settle_band(self, points: Texts, result: Judgement) -> None:
        """Whether what is not drawn might be nearer than what is, and nearer than the band."""
        outside = result.outside
        reach = np.nan_to_num(result.distance, nan=np.inf)
        limits = np.where(np.isfinite(reach), reach, BAND_M)
        certain = ~shapely.dwithin(self.doubt, points, limits)
        if not self.coverage.uncovered <= set(self.departments.codes):
            certain[:] = False
        result.certain = np.where(outside, certain, result.inside & (result.code != ""))
        hidden = shapely.dwithin(self.doubt, points, BAND_M)
        result.near[outside & ~hidden] = "no"
        result.near[result.inside | (reach <= BAND_M)] = "yes"
