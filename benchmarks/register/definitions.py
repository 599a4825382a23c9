"""What the social economy is, read again from the written definitions: the truth must owe nothing to the product."""

from __future__ import annotations

import numpy as np

ASSOCIATIONS = "9210 9220 9221 9222 9223 9224 9230 9240 9260"
COOPERATIVES = (
    "5191 5192 5193 5194 5195 5196 5443 5451 5453 5454 5455 5458 5459 5460 5543 5547 5551 5552 5553 5554 5555 5558 "
    "5559 5560 5643 5647 5651 5652 5653 5654 5655 5658 5659 5660 6316 6317 6318"
)
MUTUALS = "6411 8210 8250 8290"
FOUNDATIONS = "9300"
FAMILIES = ("associations", "cooperatives", "mutuals", "foundations", "companies", "other")
"""Ranks 0 to 3: families by legal form; ``companies``: other commercial companies; ``other``: all the rest."""
DEFINITIONS = ("flag", "law", "study")
"""Bit 1, 2 and 4 of a combination."""

_EXCLUDED = {"94.11Z", "94.12Z", "94.20Z", "94.91Z", "94.92Z"}
_EXCLUDED_DIVISIONS = {"84", "97", "98", "99"}


def family(form: str) -> int:
    """The rank in FAMILIES of a legal form."""
    for rank, forms in enumerate((ASSOCIATIONS, COOPERATIVES, MUTUALS, FOUNDATIONS)):
        if form in forms.split():
            return rank
    return 4 if form.startswith("5") else 5


def excluded(activity: str) -> bool:
    """Whether units of that activity are left out of the study's reading (and of the law's, but for companies)."""
    return activity in _EXCLUDED or activity[:2] in _EXCLUDED_DIVISIONS


def combination(families: np.ndarray, left_out: np.ndarray, flagged: np.ndarray) -> np.ndarray:
    """The definitions each unit meets, as bits."""
    study = (families < 4) & ~left_out
    law = study | (flagged & (families == 4))
    bits: np.ndarray = flagged.astype(np.int8) | law.astype(np.int8) << 1 | study.astype(np.int8) << 2
    return bits
