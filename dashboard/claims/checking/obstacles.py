"""What keeps a part of a sentence from being judged by figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.claims.checking import words
from dashboard.claims.checking.lexicon import Kind, Mention, ids_of
from dashboard.claims.checking.setting_beside import counts_of, pair_of
from dashboard.claims.checking.statement import Obstacle
from dashboard.claims.checking.typing_in import lower
from etl.catalogue import Catalogue

_CAPITAL = re.compile(
    r"\b(?:[Aa]|[Ee]n|[Aa]ux?|[Dd]ans l[ea]s? |[Dd]ans l'|(?:QPV|[Pp]rioritaires?|[Vv]ille|[Qq]uartiers?) d[eu]|"
    r"(?:QPV|[Pp]rioritaires?) d'|[Qq]uartiers?) ?(?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)*)"
)
_TOWN = re.compile(
    r"\b(?:qpv|quartiers prioritaires) (?:de |d'|du )"
    r"(?!la\b|l'|politique|territoire|pays\b|departement|region|secteur|cel(?:ui|le)|ceux|leurs?\b|ces\b|cette|nos\b|notre|tou|ville|20|france|metropole|moins|plus)([a-z]{3,})"
)
_SHARED_OF = re.compile(
    r"(?:(?:%|pour ?cents?|moitie|tiers|quarts?|plupart|majorite) (?:de la |de l'|de[s ]|parmi les )|"
    r"\bune? |\bsur [0-9]+ (?:de[s ]|parmi les )) ?(?P<whose>(?!sur\b)[a-z]+)"
)
_EVERYBODY = {"habitant", "habitante", "personne", "population", "francai", "gen", "quart", "tier", "qpv", "quartier"}
"""Whose share the part of the population living in the quarters is; « un quart des … » is read further on."""
IN_WORDS = (Obstacle.THIS_PLACE, Obstacle.DISTRIBUTION)
"""What is looked for in the words themselves, whatever they name."""
_COMMON = {"pole", "insee", "caf", "onpv", "bit", "etat", "republique", "ecole", "smic", "internet", "moyenne", "ens"}


@dataclass(frozen=True, slots=True)
class Read:
    """One part as it is read: its words with and without capitals, with mentions blanked out (``bare``), and what they
    mention; ``named`` are the indicators, ``about`` the people."""

    text: str
    small: str
    bare: str
    mentions: Sequence[Mention]
    named: Sequence[Mention]
    about: Sequence[Mention]
    catalogue: Catalogue


def obstacle_of(part: Read) -> tuple[Obstacle | None, str]:
    """The first obstacle, and the words that make it; None when there is none."""
    for obstacle, pattern in words.OBSTACLES.items():
        if obstacle in IN_WORDS:
            found = re.search(pattern, part.small)
            if found and not (obstacle == Obstacle.THIS_PLACE and _says_which(part, found[0])):
                return obstacle, found[0].strip()
            continue
        qualified = obstacle in (Obstacle.QUALIFIED, Obstacle.INCOME)  # its words are often those of the name itself
        if found := _outside_names(part, pattern) if qualified else re.search(pattern, part.bare):
            return obstacle, found[0].strip()
    if found := words.UNKNOWN_ZONE.search(part.bare):
        return Obstacle.ZONE, found[0]
    for obstacle, look in _LOOKS:
        if told := look(part):
            return obstacle, told
    return None, ""


def _says_which(part: Read, told: str) -> bool:
    """« le quartier » needs its own name; « ses quartiers prioritaires », that of any territory."""
    places = [code for m in part.mentions if m.kind == Kind.PLACE for code in m.term.values]
    return any(code.startswith("Q") for code in places) or (bool(places) and not told.endswith("quartier"))


def _several_places(part: Read) -> str:
    places = smallest(ids_of(part.mentions, Kind.PLACE), part.catalogue)
    if len(places) < 2 or any(code.startswith("Q") for codes in places for code in codes):
        return ""
    return ", ".join(part.catalogue.territories[codes[0]].label for codes in places)


def _several_indicators(part: Read) -> str:
    """Unless they are two names of one: « le taux de chômage (chômeurs au sens du BIT) »."""
    indicators = list(dict.fromkeys(m.term.values for m in part.named))
    if all(set(ids) & set(indicators[0]) for ids in indicators[1:]):
        return ""
    return " ; ".join(part.catalogue.indicators[ids[0]].label for ids in indicators)


def smallest(places: Sequence[tuple[str, ...]], catalogue: Catalogue) -> list[tuple[str, ...]]:
    """The places without those that hold another of them: « en Seine-Saint-Denis, en Île-de-France »."""
    quarters = [codes for codes in places if codes[0].startswith("Q")]
    if quarters:
        return [*quarters, *(codes for codes in places if codes not in quarters)]
    above: set[str] = set()
    for codes in places:
        for code in codes:
            place = catalogue.territories.get(code)
            while place is not None and place.parent:
                above.add(place.parent)
                place = catalogue.territories.get(place.parent)
    return [codes for codes in places if not above.intersection(codes)] or list(places[:1])


def _outside_names(part: Read, pattern: str) -> re.Match[str] | None:
    """Where ``pattern`` is found, but within the name of an indicator."""
    spans = [m.span for m in part.named]
    for found in re.finditer(pattern, part.small):
        if not any(start <= found.start() and found.end() <= end for start, end in spans):
            return found
    return None


def _groups(part: Read) -> str:
    """Two groups of the same kind put side by side: women and men, the young and the old."""
    for name in ("sex", "breakdowns"):
        told = dict.fromkeys(value for m in part.about if (value := getattr(m.term, name)))
        if len(told) > 1 and "_T" not in told:
            return " ; ".join(part.small[m.start : m.end] for m in part.about if getattr(m.term, name))
    return ""


def _unread_comparator(part: Read) -> str:
    """What a comparison is made with, when nothing in it is known: « que leurs aînés »."""
    verb = re.search(r"\b(?:plus|moins|aussi|autant|fois|superieur\w*|inferieur\w*)\b", part.bare)
    than = words.THAN.search(part.bare, verb.end()) if verb else None
    if than is None or words.PAST.search(part.small):
        return ""
    end = clause_end(part.bare, than.end())
    known = any(than.start() <= m.start < end for m in part.mentions if m.kind in (Kind.ZONE, Kind.PLACE))
    return (
        "" if known or re.search(r"[0-9]", part.bare[than.end() : end]) else part.small[than.start() : end].strip(" .")
    )


def _reversed(part: Read) -> str:
    """« 18 % des chômeurs vivent dans un QPV »: the share of the quarters among the unemployed."""
    if told := _share_of_others(part):
        return told
    for m in part.named:
        whole = "qpv" in part.small[m.start : m.end]
        before = part.small[: m.start]
        held = before.endswith("des ") and words.HOLDS.search(before)
        if not whole and words.SHARE_OF.search(before) and (held or words.LIVES.match(part.small, m.end)):
            return part.small[m.start : m.end]
    return ""


def _share_of_others(part: Read) -> str:
    """« 8 % des étudiants vivent dans un QPV »: of others than the whole population."""
    found = _SHARED_OF.search(part.small) if any("qpv_population_share" in m.term.values for m in part.named) else None
    if found is None or found["whose"].removesuffix("s") in _EVERYBODY:
        return ""
    of_a_place = any(m.kind == Kind.PLACE and m.start <= found.start("whose") < m.end for m in part.mentions)
    return "" if of_a_place else found["whose"]


def _unknown_place(part: Read) -> str:
    """A name after « à », « en », « dans le » that nothing recognised."""
    taken = [(m.start, m.end) for m in part.mentions]
    if part.text.upper() != part.text:
        for found in _CAPITAL.finditer(part.text):
            name, at = found["name"], found.start("name")
            known = any(a <= at < b for a, b in taken) or lower(name.split()[0]) in {*_COMMON, *words.MONTHS}
            if not known:
                return name
    for found in _TOWN.finditer(part.small):
        if not any(a <= found.start(1) < b for a, b in taken):
            return found[1].capitalize()
    return ""


def clause_end(text: str, start: int) -> int:
    """Where the words compared with end: at the next mark of punctuation."""
    found = re.search(r"[:;(,]", text[start:])
    return start + found.start() if found else len(text)


_LOOKS = (
    (Obstacle.PLACE, _unknown_place),
    (Obstacle.REVERSED, _reversed),
    (Obstacle.GROUPS, _groups),
    (Obstacle.PLACES, _several_places),
    (Obstacle.PAIR, pair_of),
    (Obstacle.COUNTS, counts_of),
    (Obstacle.COMPARATOR, _unread_comparator),
    (Obstacle.SEVERAL, _several_indicators),
)
