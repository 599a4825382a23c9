"""What is told of each cell beside its value: its status and its note."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.model import PERIOD_NOTES, ConfStatus, ObsStatus
from etl.official.layout import LEAST_DENOMINATOR, Absence, Measure, Share, Vintage

DOUBTFUL = PERIOD_NOTES["doubtful"]
TOO_FEW = Absence(
    ObsStatus.NORMAL,
    ConfStatus.CONFIDENTIAL,
    f"Moins de {LEAST_DENOMINATOR} unités au dénominateur : part non calculée",
)


LEAST_QUARTERS = 5
"""Fewer quarters in a département may all be small."""


def mostly_empty(codes: np.ndarray, absent: np.ndarray) -> np.ndarray:
    """Which lines are quarters of a département where more than half of at least LEAST_QUARTERS lack the figure.

    ``codes`` are territories, ``absent`` says where the cell is empty. There, the size of one quarter explains nothing:
    in La Réunion in 2022 no quarter has the share of the elderly, the largest included.
    """
    texts = pd.Series(codes, dtype="str")
    home = texts.str[2:5].where(texts.str.startswith("Q"))
    by_home = pd.Series(absent).groupby(home)
    many = by_home.transform("size") >= LEAST_QUARTERS
    return np.asarray(many & (by_home.transform("mean") > 1 / 2), dtype=bool)


def statuses(cells: list[Absence], absent: np.ndarray, vintage: Vintage) -> list[str]:
    """A value whose year is a guess is of low reliability; an absence keeps its own reason."""
    return [
        ObsStatus.LOW_RELIABILITY.value
        if vintage.doubtful and not nothing and one.obs_status == ObsStatus.NORMAL
        else one.obs_status.value
        for one, nothing in zip(cells, absent, strict=True)
    ]


def notes(cells: list[Absence], item: Measure | Share, vintage: Vintage) -> list[str]:
    """How sure the date is, first, then why the cell is what it is, then what the measure itself has to say."""
    dated = DOUBTFUL if vintage.doubtful else PERIOD_NOTES[vintage.basis]
    computed = ""
    if isinstance(item, Share):
        divided = f"{item.numerator} rapporté à {item.denominator}"
        computed = f"Part calculée : {'100 % moins ' if item.complement else ''}{divided}."
    spelt: dict[str, str] = {}
    for one in cells:
        parts = (dated, f"{one.note}." if one.note else "", item.note, computed)
        spelt.setdefault(one.note, " ".join(part for part in parts if part))
    return [spelt[one.note] for one in cells]
