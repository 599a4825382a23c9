"""Columns of text made from numbers, a million at a time and without a Python loop over rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

Ints = np.ndarray[Any, np.dtype[Any]]
Bytes = np.ndarray[Any, np.dtype[np.uint8]]

_DOUBLED = np.array([0, 2, 4, 6, 8, 1, 3, 5, 7, 9], dtype=np.uint8)


def draw(rng: np.random.Generator, weights: Ints, size: int) -> Ints:
    """Ranks drawn with those weights."""
    limits = np.cumsum(weights, dtype=np.float64)
    ranks = np.searchsorted((limits / limits[-1]).astype(np.float32), rng.random(size, dtype=np.float32), "right")
    found: Ints = np.minimum(ranks, len(limits) - 1).astype(np.int32)
    return found


def chance(rng: np.random.Generator, probability: Any, size: int) -> Ints:
    """True with that probability, one for all or one for each."""
    found: Ints = rng.random(size, dtype=np.float32) < probability
    return found


def coded(ranks: Ints, values: pa.Array) -> pa.Array:
    """The text of each rank; nothing where the rank is negative."""
    missing = ranks < 0
    indices = pa.array(ranks.astype(np.int32), mask=missing if missing.any() else None)
    return pa.DictionaryArray.from_arrays(indices, values)


def looked_up(ranks: Ints, texts: list[str]) -> pa.Array:
    """The text of each rank, among texts that may repeat: a dictionary with doubles would be written another way."""
    values, places = np.unique(np.array(texts), return_inverse=True)
    return coded(np.where(ranks < 0, -1, places[ranks]), pa.array(values.tolist()))


def words(*texts: str | None) -> pa.Array:
    """The values behind the ranks of ``coded``: no two alike, or the file's bytes would not be the same each time."""
    return pa.array(texts, pa.string())


def digits(numbers: Ints, width: int) -> Bytes:
    """The last ``width`` digits of each number, as ASCII: a line a number."""
    left = numbers.astype(np.int64)
    found = np.empty((len(left), width), dtype=np.uint8)
    for place in range(width - 1, -1, -1):
        left, figure = np.divmod(left, 10)
        found[:, place] = figure + ord("0")
    return found


def with_key(figures: Bytes) -> Bytes:
    """The figures followed by their Luhn key, as SIREN and SIRET have."""
    total = np.zeros(len(figures), dtype=np.int64)
    for place in range(figures.shape[1]):
        figure = figures[:, figures.shape[1] - 1 - place] - ord("0")
        total += _DOUBLED[figure] if place % 2 == 0 else figure
    key = ((10 - total % 10) % 10 + ord("0")).astype(np.uint8)
    return np.column_stack([figures, key])


def text(letters: Bytes, missing: Ints | None = None) -> pa.Array:
    """Lines of ASCII letters of one width as a column of text."""
    rows, width = letters.shape
    offsets = np.arange(0, (rows + 1) * width, width, dtype=np.int32)
    validity = None if missing is None else pa.array(~missing).buffers()[1]
    data = pa.py_buffer(np.ascontiguousarray(letters))
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), data, validity)


def days(numbers: Ints, missing: Ints | None = None) -> pa.Array:
    """Days since 1970 as dates."""
    return pa.array(numbers.astype(np.int32), mask=missing).view(pa.date32())


def moments(numbers: Ints, seconds: Ints) -> pa.Array:
    """Days since 1970 and seconds of the day as moments."""
    return pa.array((numbers.astype(np.int64) * 86_400 + seconds) * 1_000_000).view(pa.timestamp("us"))


def day(written: str) -> int:
    """A written date as days since 1970."""
    return int(np.datetime64(written, "D").astype(np.int64))


def years(numbers: Ints) -> Ints:
    """The year of days since 1970."""
    return numbers.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
