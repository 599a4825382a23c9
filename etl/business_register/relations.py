"""The sums that a reader of the results can make: levels of a breakdown, zones, territories, quarters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

AXES = ("territory", "zone", "breakdown")
"""What a line of results is about; a sum runs along one of them, the others held."""
COLUMNS = ("kind", "part", "total")


@dataclass(frozen=True)
class Sums:
    """Values of one axis that add up to another: columns COLUMNS, where ``kind`` tells apart the ways of cutting the
    same total. ``zone``: the only zone where it holds, if any."""

    axis: str
    pairs: pd.DataFrame
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Relations:
    """Sums between lines: ``member``, the rank of a line, belongs to the sum ``equation``, as its ``total`` or as one
    of its parts. Three arrays of one length."""

    equation: np.ndarray
    member: np.ndarray
    total: np.ndarray


def relations_of(cells: pd.DataFrame, sums: Iterable[Sums]) -> Relations:
    """The sums between lines of ``cells`` (no two of the same AXES). One whose total is not a line is left out: nobody
    can subtract from it."""
    coded = [pd.factorize(cells[axis]) for axis in AXES]
    codes = {axis: found for axis, (found, _) in zip(AXES, coded, strict=True)}
    names = {axis: pd.Series(np.arange(len(index)), index=index) for axis, (_, index) in zip(AXES, coded, strict=True)}
    lines = pd.DataFrame(codes)
    keys = pd.Index(_key(lines, names))
    kinds: list[np.ndarray] = []
    parts: list[np.ndarray] = []
    totals: list[np.ndarray] = []
    for rank, (one, (_, pairs)) in enumerate((s, group) for s in sums for group in s.pairs.groupby("kind")):
        chosen = lines if not one.zone else lines[lines["zone"] == names["zone"].get(one.zone, -1)]
        part, total = _along(chosen, one.axis, pairs, names, keys)
        kinds.append(np.full(len(part), rank))
        parts.append(part)
        totals.append(total)
    return _relations(np.concatenate(kinds), np.concatenate(parts), np.concatenate(totals))


def _key(lines: pd.DataFrame, names: dict[str, pd.Series[int]]) -> np.ndarray:
    key = np.zeros(len(lines), dtype=np.int64)
    for axis in AXES:
        key = key * len(names[axis]) + lines[axis].to_numpy()
    return key


def _along(
    lines: pd.DataFrame, axis: str, pairs: pd.DataFrame, names: dict[str, pd.Series[int]], keys: pd.Index
) -> tuple[np.ndarray, np.ndarray]:
    """Ranks of the parts and of their totals."""
    known = pd.DataFrame({axis: pairs["part"].map(names[axis]), "onto": pairs["total"].map(names[axis])}).dropna()
    joined = lines.reset_index(names="rank").merge(known.astype("int64"), on=axis)
    part = joined["rank"].to_numpy()
    total = keys.get_indexer(pd.Index(_key(joined.assign(**{axis: joined["onto"]}), names)))
    return part[total >= 0], total[total >= 0]


def _relations(kind: np.ndarray, part: np.ndarray, total: np.ndarray) -> Relations:
    """Every part, then every total once."""
    size = int(total.max()) + 1 if len(total) else 0
    sums, equation = np.unique(kind * size + total, return_inverse=True)
    return Relations(
        np.concatenate([equation, np.arange(len(sums))]),
        np.concatenate([part, sums % max(size, 1)]).astype(np.int64),
        np.concatenate([np.zeros(len(part), dtype=bool), np.ones(len(sums), dtype=bool)]),
    )
