"""A sentence as people type it, made even: one kind of space, of apostrophe and of hyphen, numbers in digits.

Nothing here knows what the words mean. Every term of the lexicon goes through the same door, so that both sides agree.
"""

from __future__ import annotations

import re
import unicodedata

NUMBER = r"(?<![0-9.,a-z+_])(?:(?<=[ :(])-)?(?:[0-9]{1,3}(?: [0-9]{3})+(?![0-9])|[0-9]+)(?:[.,][0-9]+)?"
"""A number as it is written in French, or with a point: « 12 871 », « 18,3 », « 2.4 »."""

_UNITS = [
    "zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix sept", "dix huit", "dix neuf",
]  # fmt: skip
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "quatre vingt": 80}
_COUNTED = (
    r"fois|points?|pour ?cents?|%|sur|euros?|ans|mois|tiers|quarts?|cinquiemes?|dixiemes?|millions?|quartiers|"
    r"personnes|habitants|eleves|m2|metres"
)
_MARKS = str.maketrans({"’": "'", "‘": "'", "`": "'", "œ": "oe", "Œ": "Oe", "−": "-", "–": "-", "—": "-", "€": "€"})


def _words() -> dict[str, int]:
    known = {word: value for value, word in enumerate(_UNITS) if value > 1}
    for word, ten in _TENS.items():
        known[word] = known[f"{word}s"] = ten
        for value, unit in enumerate(_UNITS[: 20 if ten in (60, 80) else 10]):
            if value:
                known[f"{word} {'et ' if value in (1, 11) and ten != 80 else ''}{unit}"] = ten + value
    return known | {"cent": 100}


_VALUES = _words()
_SPELLED = re.compile(
    rf"\b({'|'.join(sorted(map(re.escape, _VALUES), key=len, reverse=True))})(?= (?:{_COUNTED})\b| %)|"
    rf"(?<=\bsur )({'|'.join(re.escape(word) for word in _UNITS[2:])})\b",
    re.IGNORECASE,
)
_HALF = re.compile(r"\b([0-9]+) fois et demie?\b", re.IGNORECASE)


def even(text: str) -> str:
    """``text`` without accents, with plain spaces, hyphens as spaces between letters, and counted words as digits.

    Capitals are kept: they tell a place from a word.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_MARKS))
    plain = "".join(" " if c.isspace() else c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"(?<=[A-Za-z])-(?=[A-Za-z])", " ", plain)
    plain = re.sub(r"(?i)\bbac ?\+ ?", "bac +", plain)
    plain = re.sub(r"\b(?:proportion|pourcentage)(?= d(?:e|es|u)?\b)", "part", re.sub(r" +", " ", plain).strip())
    plain = _SPELLED.sub(lambda found: str(_VALUES[found[0].lower()]), plain)
    return _HALF.sub(r"\1,5 fois", plain)


def lower(text: str) -> str:
    """``text`` in small letters, each at the place it had."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def value_of(written: str) -> float:
    """The number that NUMBER found."""
    return float(written.replace(" ", "").replace(",", "."))


def step_of(written: str) -> float:
    """One unit of its last decimal: 0,1 for « 18,3 », 1 for « 18 »."""
    decimals = re.search(r"[.,]([0-9]+)$", written)
    return float(10.0 ** -len(decimals[1])) if decimals else 1.0
