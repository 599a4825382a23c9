"""The words that name an indicator, a zone, a place or some people, and where a sentence uses them.

Built from the labels and phrases of the catalogue and from its synonyms (``data/catalogue/synonyms.yaml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from dashboard.claims.checking.typing_in import NUMBER, even, lower
from etl.catalogue import Catalogue, Synonym


class Kind(StrEnum):
    """What a term names."""

    INDICATOR = "indicator"
    ZONE = "zone"
    PLACE = "place"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Place:
    """A territory that the caller knows besides those of the catalogue: the names it goes by and its codes, several
    for a quarter that is on both maps."""

    codes: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """Words that mean one thing. ``values`` are ids of the kind; ``proper``: only with a capital (la Loire, le Nord);
    ``after_number``: only right after a number; ``weak``: gives way to another indicator."""

    kind: Kind
    pattern: re.Pattern[str]
    values: tuple[str, ...] = ()
    sex: str = ""
    ages: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] = ()
    proper: bool = False
    after_number: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A term where the sentence uses it, from ``start`` to ``end``."""

    term: Term
    start: int
    end: int

    @property
    def kind(self) -> Kind:
        """What it names."""
        return self.term.kind

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands."""
        return self.start, self.end


NOT_PEOPLE = ("programme", "part", "grant", "range", "wording", "quarters")
"""Dimensions of breakdown whose levels are not groups of people."""
_ARTICLE = re.compile(r"^(?:le |la |les |l'|un |une |des )")
_AGE = re.compile(r"(?:de )?([0-9]{1,2})(?: ?-| a) ?([0-9]{1,2}) ans")
_BETWEEN = re.compile(r"entre ([0-9]{1,2}) et ([0-9]{1,2}) ans")
_UNDER = re.compile(r"moins de ([0-9]{1,2}) ans")
_OVER = re.compile(r"([0-9]{1,2}) ans (?:ou|et) plus|plus de ([0-9]{1,2}) ans")
_NUMBER_BEFORE = re.compile(rf"{NUMBER} (?:millions? |milliers )?(?:d'|de )?$")
_ANY = re.compile("")


class Lexicon:
    """Every term, found by its first word."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._terms: dict[str, list[Term]] = {}
        self._add_indicators(catalogue)
        for zone in catalogue.zones.values():
            for words in (zone.within, zone.label):
                self._add(Kind.ZONE, words, (zone.id,))
        for code, label in catalogue.breakdown_labels().items():
            if code.partition(":")[0] not in NOT_PEOPLE:
                self._add(Kind.PEOPLE, label, breakdowns=(code,))
        self._add_places(catalogue)
        for synonym in catalogue.synonyms.values():
            self._add_synonym(synonym)

    def _add_indicators(self, catalogue: Catalogue) -> None:
        for indicator in catalogue.indicators.values():
            counted = catalogue.units[indicator.unit].additive
            for words in (indicator.phrase, indicator.label):
                if " " in words:  # « Habitants » alone is a word of every sentence
                    weak = counted and words == indicator.label
                    self._add(Kind.INDICATOR, words, (indicator.id,), weak=weak)

    def _add_places(self, catalogue: Catalogue) -> None:
        """« en Seine-Saint-Denis » and long names as they are; a short bare name only with a capital and an article."""
        places: dict[str, list[str]] = {}
        for code, territory in getattr(catalogue.territories, "catalogued", catalogue.territories).items():
            for words in {territory.within, territory.label}:
                places.setdefault(words, []).append(code)
        for words, codes in places.items():
            self._add(Kind.PLACE, words, tuple(codes), proper=" " not in even(words))

    def _add_synonym(self, synonym: Synonym) -> None:
        for words in synonym.words:
            people = (synonym.sex, tuple(synonym.ages), tuple(synonym.breakdowns))
            if synonym.indicators:
                self._add(
                    Kind.INDICATOR,
                    words,
                    tuple(synonym.indicators),
                    after_number=synonym.after_number,
                    weak=synonym.weak,
                )
            elif synonym.zones:
                self._add(Kind.ZONE, words, tuple(synonym.zones))
            elif synonym.territories:
                self._add(Kind.PLACE, words, tuple(synonym.territories))
            else:
                self._add(Kind.PEOPLE, words, (), *people)

    def _add(
        self,
        kind: Kind,
        words: str,
        values: tuple[str, ...] = (),
        sex: str = "",
        ages: tuple[str, ...] = (),
        breakdowns: tuple[str, ...] = (),
        *,
        proper: bool = False,
        after_number: bool = False,
        weak: bool = False,
    ) -> None:
        key, pattern = _compiled(words)
        term = Term(kind, pattern, values, sex, ages, breakdowns, proper, after_number, weak)
        self._terms.setdefault(key, []).append(term)

    def mentions(self, text: str, places: Sequence[Place] = ()) -> list[Mention]:
        """Where ``text`` (made even, capitals kept) uses a term, in order; of terms that overlap, the longest.

        A term that names both an indicator and people is told twice: the reader of the sentence chooses.
        """
        small = lower(text)
        found = [*self._found(text, small), *_of_places(small, places), *_ages(small)]
        found.sort(key=lambda m: (m.start - m.end, m.kind != Kind.INDICATOR))
        kept: list[Mention] = []
        for mention in found:
            clash = [m for m in kept if m.start < mention.end and mention.start < m.end]
            twin = next((m for m in clash if m.kind == mention.kind and (m.start, m.end) == mention.span), None)
            if twin is not None:
                kept[kept.index(twin)] = _both(twin, mention)
            elif all(m.span == mention.span and m.kind != mention.kind for m in clash):
                kept.append(mention)
        return sorted(kept, key=lambda m: m.start)

    def _found(self, text: str, small: str) -> Iterator[Mention]:
        for word in re.finditer(r"[a-z0-9]+", small):
            for term in self._terms.get(_stem(word[0]), ()):
                match = term.pattern.match(small, word.start())
                if match is None or (term.after_number and not _NUMBER_BEFORE.search(small[: match.start()])):
                    continue
                if not term.proper or _is_name(text, match.start(), match.end()):
                    yield Mention(term, match.start(), match.end())


def _both(first: Mention, second: Mention) -> Mention:
    """Two terms of the same words: what the first means, then what the second does."""
    values = tuple(dict.fromkeys((*first.term.values, *second.term.values)))
    weak = first.term.weak and second.term.weak
    return replace(first, term=replace(first.term, values=values, weak=weak))


def _stem(word: str) -> str:
    """A word without the mark of its plural."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def _compiled(words: str) -> tuple[str, re.Pattern[str]]:
    """The stem of the first word, by which a term is found, and the pattern of the whole, whatever the plurals."""
    small = _ARTICLE.sub("", lower(even(words)))
    pattern = re.sub(r"[a-z]+", lambda word: f"{_stem(word[0])}(?:s|x|es)?", re.escape(small).replace("\\ ", " "))
    first = re.search(r"[a-z0-9]+", small)
    return _stem(first[0]) if first else "", re.compile(pattern + r"(?![a-z0-9])")


def _is_name(text: str, start: int, end: int) -> bool:
    """A capital, and a small word before: « de la Loire », not « la manche » nor a sentence that starts with it."""
    shouted = text.upper() == text
    before = re.search(r"(?:\b(?:de|du|la|le|les|des|en|dans|a|departement)|\b[dl]')\s*$", lower(text[:start]))
    return text[start].isupper() and before is not None and not shouted and end > start


def _of_places(small: str, places: Iterable[Place]) -> Iterator[Mention]:
    for place in places:
        for name in place.names:
            wanted = lower(even(name))
            found = re.search(rf"(?<![a-z0-9]){re.escape(wanted)}(?![a-z0-9])", small) if wanted else None
            if found is not None:
                yield Mention(Term(Kind.PLACE, _ANY, place.codes), found.start(), found.end())


def _ages(small: str) -> Iterator[Mention]:
    """« 15 à 64 ans », « entre 15 et 64 ans », « moins de 30 ans », « 60 ans ou plus »."""
    for pattern, code in ((_AGE, "Y{0}T{1}"), (_BETWEEN, "Y{0}T{1}"), (_UNDER, "Y_LT{0}"), (_OVER, "Y_GE{0}")):
        for match in pattern.finditer(small):
            groups = [group for group in match.groups() if group]
            yield Mention(Term(Kind.PEOPLE, _ANY, ages=(code.format(*groups),)), match.start(), match.end())


def ids_of(mentions: Iterable[Mention], kind: Kind) -> list[tuple[str, ...]]:
    """The values of the mentions of one kind, each once, in order."""
    return list(dict.fromkeys(m.term.values for m in mentions if m.kind == kind))
