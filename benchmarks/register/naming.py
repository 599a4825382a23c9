"""Names, streets and other words that a register holds, all made up; none may hold a separator or a quotation mark."""

from __future__ import annotations

from itertools import product

import numpy as np
import pyarrow as pa

from benchmarks.register.columns import coded, digits, words
from benchmarks.register.marginals import ACTIVITY_CODES

NOT_SHOWN = "[ND]"
"""What the register writes in place of what may not be shown."""

_SYLLABLES = ("BA", "CHE", "DO", "FRI", "GA", "JU", "LO", "MAR", "NI", "PE", "RO", "SU", "TI", "VAL")
_KINDS = ("AMICALE", "ATELIER", "BOULANGERIE", "CABINET", "COMITE", "COMPAGNIE", "GARAGE", "GROUPE", "LES AMIS",
          "MAISON", "SCI", "SOCIETE", "UNION", "CLUB")  # fmt: skip
_PLACES = ("DE L ETANG", "DE LA GARE", "DES LILAS", "DU CENTRE", "DU MOULIN", "DU PONT", "NORD", "SUD", "DES TILLEULS",
           "DE LA PLACE")  # fmt: skip


def _shown(texts: list[str]) -> pa.Array:
    """Values of which the last is what stands for those that may not be shown."""
    return words(*texts, NOT_SHOWN)


FIRST_NAMES = _shown(["".join(parts) for parts in product(_SYLLABLES, repeat=2)])
LAST_NAMES = _shown(["".join(parts) for parts in product(_SYLLABLES, repeat=3)])
COMPANY_NAMES = _shown([" ".join([kind, "".join(parts), place])
                        for kind, place, *parts in product(_KINDS, _PLACES, _SYLLABLES, _SYLLABLES)])  # fmt: skip
STREETS = _shown(["".join(parts) + " " + place for *parts, place in product(_SYLLABLES, _SYLLABLES, _PLACES)])
STREET_KINDS = _shown(["RUE", "AVENUE", "BOULEVARD", "PLACE", "CHEMIN", "IMPASSE", "ALLEE", "ROUTE"])
STREET_NUMBERS = _shown([str(number) for number in range(1, 251)])
SEXES = _shown(["F", "M"])
CATEGORIES = words("PME", "ETI", "GE")
COUNTRIES = words("BELGIQUE", "SUISSE", "ALLEMAGNE", "ROYAUME UNI", "LUXEMBOURG")
COUNTRY_CODES = words("99131", "99140", "99109", "99132", "99137")
NEW_ACTIVITIES = words(*(code[:-1] + {"Z": "Y"}.get(code[-1], chr(ord(code[-1]) + 1)) for code in ACTIVITY_CODES))


def hidden(ranks: np.ndarray, mask: np.ndarray, values: pa.Array) -> pa.Array:
    """The words of those ranks (none where negative), out of sight where masked."""
    return coded(np.where(mask & (ranks >= 0), len(values) - 1, ranks), values)


def drawn(rng: np.random.Generator, values: pa.Array, given: np.ndarray, mask: np.ndarray) -> pa.Array:
    """Words drawn at random where given, out of sight where masked."""
    ranks = rng.integers(0, len(values) - 1, len(given), dtype=np.int32)
    return hidden(np.where(given, ranks, -1), mask, values)


def association_numbers(rng: np.random.Generator, size: int) -> np.ndarray:
    """Letters of made-up numbers of the register of associations: W and nine figures."""
    figures = digits(rng.integers(0, 10**9, size), 9)
    return np.column_stack([np.full(size, ord("W"), dtype=np.uint8), figures])
