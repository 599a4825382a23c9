"""What a comparison sets side by side: rates of two places, or something else that the figures do not hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dashboard.claims.checking.lexicon import Kind

if TYPE_CHECKING:
    from dashboard.claims.checking.obstacles import Read

_GAP = re.compile(r"\b(?:ecarts?|differences?|fosse|inegalites?|fracture|disparites?)\b")
_BETWEEN = re.compile(r"\bentre (?!(?:l'annee |les annees )?(?:19|20)[0-9]{2}\b|[0-9]+ et [0-9]+ ans)")
_WITHIN = re.compile(
    r"\b(?:d'un|d'une) (?:qpv|quartier)[a-z ]* a l'autre\b|\b(?:au sein|a l'interieur) (?:meme )?des? "
    r"(?:l'ensemble des )?(?:qpv|quartiers)|\b(?:d'une categorie|d'un groupe) a l'autre\b|"
    r"\bselon (?:le sexe|l'age|le diplome|l'origine)\b"
)
_END = re.compile(r"[,;:()]|\b(?:est|sont|etait|etaient|atteint|atteignait|s'eleve|s'elevait|se|s'est|a|dans|en|qui)\b")
_MORE_OF = re.compile(
    r"(?<!\ben )\b(?:plus|moins|davantage|autant|(?<!sur )double|triple) (?:de |d'|des )(?!la\b|le\b|un\b|une\b|moitie)"
    r"(?P<whom>(?!risque|chance|probabilite)(?:[a-z']+ ){0,3}?)$"
)
_PEOPLE = re.compile(
    r"(?<!\ben )\b(?:plus|moins|davantage|autant) (?:de |d')(?P<whom>actifs?|personnes?|habitants?|residents?|menages?|"
    r"foyers?|familles?|jeunes|femmes|hommes|gens|logements?|eleves|collegiens)\b"
)
_NUMBER_OF = re.compile(r"\b(?:nombre|effectifs?|masse|foule) (?:de |d'|des )(?:[a-z']+ ){0,2}?$")
_MANY = re.compile(r"\bnombreu(?:x|ses?)\b")
_IN_PART = re.compile(r"\b(?:proportionnellement|en proportion|en part|proportion)\b|%[^%]*%|\bnombreu\w+ (?:a|en) ")
_MASS = re.compile(
    r"^(?:taux|chomage|pauvrete|inactivite|insecurite|sentiment|surpeuplement|temps|retard|part|niveau|halo)\b"
)


def pair_of(part: Read) -> str:
    """« entre hommes et femmes », « entre deux QPV »: a gap of others than the quarters and what is around."""
    gap = _GAP.search(part.small)
    if gap is None:
        return ""
    if found := _WITHIN.search(part.small):
        return found[0]
    told = ""
    for between in _BETWEEN.finditer(part.small, gap.end()):
        stop = next((m.start() for m in _END.finditer(part.small, between.end()) if not _within(part, m.start())), None)
        end = len(part.small) if stop is None else stop
        if _two_places(part, between.start(), end):
            return ""
        told = told or part.small[between.start() : end].strip(" .")
    return told


def _within(part: Read, at: int) -> bool:
    return any(m.start <= at < m.end for m in part.mentions if m.kind in (Kind.ZONE, Kind.PLACE))


def _two_places(part: Read, start: int, end: int) -> bool:
    """Two zones of which one surrounds the other, or a territory and another."""
    named = [m for m in part.mentions if m.kind in (Kind.ZONE, Kind.PLACE) and start <= m.start < end]
    roles = {part.catalogue.zones[m.term.values[0]].role if m.kind == Kind.ZONE else m.term.values[0] for m in named}
    return len(roles) > 1


def counts_of(part: Read) -> str:
    """« plus de chômeurs », « les pauvres sont plus nombreux »: numbers of people, of which only a share is known."""
    units = {part.catalogue.indicators[ids[0]].unit for m in part.named if (ids := m.term.values)}
    if units != {"percent"} or _IN_PART.search(part.small):
        return ""
    for m in part.named:
        start = m.start + 3 if part.small.startswith("de ", m.start) else m.start  # « de moins de 25 ans »
        before = _MORE_OF.search(part.small[:start]) or _NUMBER_OF.search(part.small[:start])
        if before and not _MASS.match(part.small[m.start : m.end]):
            return part.small[before.start() : m.end]
    if found := _PEOPLE.search(part.small):
        return found[0]
    many = _MANY.search(part.small)
    return many[0] if many else ""
