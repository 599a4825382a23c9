"""Finds places by the words that people type: a name, a commune, a code; any case, order, accent or article."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from etl.catalogue import fold

LITTLE = frozenset(("l", "le", "la", "les", "d", "de", "du", "des", "a", "au", "aux", "en", "et"))
"""Words that people put in or leave out."""
SPELLINGS = {"st": "saint", "ste": "sainte"}
_WORD = re.compile(r"[^\W_]+")
_QUARTER = re.compile(r"q[pn]([0-9]{2}[0-9ab][0-9]{2}[0-9a-z])")

Closeness = tuple[object, ...]


def words_of(text: str) -> list[str]:
    """« L’Île-St-Denis » as ``["ile", "saint", "denis"]``; little words are kept where there are no others."""
    words = [SPELLINGS.get(word, word) for word in _WORD.findall(fold(text))]
    return [word for word in words if word not in LITTLE] or words


def compact(code: str) -> str:
    """A code without case, spaces nor hyphens: « QP 093028 » as ``qp093028``."""
    return "".join(_WORD.findall(fold(code)))


def bare(code: str) -> str:
    """What identifies a place of its kind, as Insee writes it: ``93066`` for ``COM-93066``, ``093028`` for
    ``QP093028``."""
    quarter = _QUARTER.fullmatch(fold(code))
    return quarter[1] if quarter else compact(code.partition("-")[2])


class Finder:
    """An index of places: their code, their name, and the names of ``towns`` for each."""

    def __init__(
        self, labels: Mapping[str, str], towns: Callable[[str], Sequence[str]], holders: Iterable[str]
    ) -> None:
        self.holders = frozenset(holders)
        """Places that hold a quarter, quarters themselves among them."""
        words = {code: " ".join(words_of(label)) for code, label in labels.items()}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._by_code: dict[str, list[str]] = defaultdict(list)
        self._told: dict[str, str] = {}
        for code, name in words.items():
            forms = [form for form in (compact(code), bare(code)) if form]
            self._by_name[name].append(code)
            for form in forms:
                self._by_code[form].append(code)
            # A space before each word: what is asked must start one
            self._told[code] = " " + " ".join([*forms, name, *(words.get(town, "") for town in towns(code))])
        self._words = words

    def find(self, text: str) -> dict[str, Closeness]:
        """The places that hold every word of ``text``, or have that code, and how close each is: the smaller, the
        closer. First those of that very code, then those of that very name, then the others that start so; what holds
        no quarter comes after what does, unless nothing of that very name does."""
        asked = words_of(text)
        if not asked:
            return {}
        name, coded = " ".join(asked), set(self._by_code.get(compact(text), ()))
        named = set(self._by_name.get(name, ()))
        named = (named & self.holders) or named
        starts = [f" {word}" for word in asked]
        met = coded | {code for code, told in self._told.items() if all(start in told for start in starts)}
        return {
            code: (
                code not in coded,
                code not in named,
                code not in self.holders,
                not self._words[code].startswith(name),
            )
            for code in met
        }
