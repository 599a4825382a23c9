"""Numbers as French files write them: decimal comma or dot, two kinds of thousands separator, markers, nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.official.layout import Absence

SPACES = str.maketrans({"\u202f": "", "\u00a0": "", " ": ""})
_GROUPED = re.compile(r"-?[0-9]{1,3}([ \u00a0\u202f][0-9]{3})+([.,][0-9]+)?")
_PLAIN = re.compile(r"-?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column read as numbers: NaN where there is none; ``markers`` has the word found there, "" otherwise;
    ``bad`` says which cells are neither a number, nor empty, nor a known marker."""

    values: np.ndarray
    markers: np.ndarray
    bad: np.ndarray


def read_numbers(cells: pd.Series, markers: Mapping[str, Absence]) -> Numbers:
    """The numbers of a column of text. Each distinct text is read once."""
    codes, distinct = pd.factorize(cells.to_numpy(dtype=object))
    values = np.array([_number(str(text), markers) for text in distinct], dtype=float)
    words = np.array([str(text) if str(text) in markers else "" for text in distinct], dtype=object)
    is_bad = np.array([bool(np.isinf(value)) for value in values])
    values[is_bad] = np.nan
    return Numbers(values[codes], words[codes], is_bad[codes])


def _number(text: str, markers: Mapping[str, Absence]) -> float:
    """NaN when absent, infinite when it cannot be read."""
    if text == "" or text in markers:
        return np.nan
    if _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text):
        return float(text.translate(SPACES).replace(",", "."))
    return np.inf
