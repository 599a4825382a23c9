"""Reads one part of a sentence: the indicator, the sides, the place, the time, the people, the numbers, the claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dashboard.claims.checking import words
from dashboard.claims.checking.counting import counted_in
from dashboard.claims.checking.lexicon import Kind, Lexicon, Mention, Place, ids_of
from dashboard.claims.checking.numbers import numbers_of
from dashboard.claims.checking.obstacles import Read, clause_end, obstacle_of, smallest
from dashboard.claims.checking.statement import (
    Direction,
    Excess,
    Move,
    People,
    Side,
    Statement,
)
from dashboard.claims.checking.telling import as_share, judged_small
from dashboard.claims.checking.turning import complemented, flip, is_complement, turned
from dashboard.claims.checking.typing_in import lower
from dashboard.claims.checking.understood import left_over, months_of
from etl.catalogue import Catalogue

YEAR = re.compile(r"(?<![0-9,.])(?:19|20)[0-9]{2}(?![0-9])")
_DAY = re.compile(rf"\b[0-9]{{1,2}}(?:er|e|eme)? (?:trimestre|{'|'.join(words.MONTHS)})")
NATIONAL = {"FR", "FRM", "FR-X976"}
_QUARTERS = re.compile(
    r"\bqpv\b|\bquartiers? prioritaires?\b|\bquartiers de la politique de la ville\b|\bquartier median\b"
)
_PER = re.compile(r"\b(?:pour|sur) (?:1 ?000|100) (?:habitants|menages)|\bil y a [0-9]+ ans")


def indicators_of(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions of indicators; those that also name people give way when another indicator is named."""
    all_of = list(mentions)
    people = {m.span for m in all_of if m.kind == Kind.PEOPLE}
    named = [m for m in all_of if m.kind == Kind.INDICATOR]
    sure = [m for m in named if m.span not in people and not m.term.after_number]
    strong = [m for m in sure if not m.term.weak]
    return strong or sure or named


@dataclass
class Part:
    """One part being read."""

    text: str
    lexicon: Lexicon
    catalogue: Catalogue
    places: Sequence[Place]

    def read(self) -> Statement:
        """What it says."""
        self.small = lower(self.text)
        self.mentions = self.lexicon.mentions(self.text, self.places)
        self.named = indicators_of(self.mentions)
        named = {m.span for m in self.named if not m.term.weak}
        zones = {m.span for m in self.mentions if m.kind == Kind.ZONE}
        self.mentions = [m for m in self.mentions if not self._compared_to(m)]
        self.mentions = [m for m in self.mentions if m.kind != Kind.PLACE or m.span not in zones]
        self.mentions = [m for m in self.mentions if self.small[m.start - 3 : m.end] != "en moyenne"]
        self.mentions, opposed = self._opposed_wholes()
        self.about = [m for m in self.mentions if m.kind == Kind.PEOPLE and m.span not in named]
        self.zones = [m for m in self.mentions if m.kind == Kind.ZONE]
        indicators = list(dict.fromkeys(m.term.values for m in self.named))
        bare = self._masked(self.mentions)
        places = smallest(ids_of(self.mentions, Kind.PLACE), self.catalogue)
        of_quarter = bool(places) and places[0][0].startswith("Q")
        here, there, swapped = self._zones_of_quarter() if of_quarter else self._zones(bare)
        side = Side.THERE if swapped else Side.HERE
        years = self._years()
        followed = len(years) > 1 and not there
        numbers = numbers_of(self._without_dates(bare), self._zone_sides(of_quarter=of_quarter), side, same=followed)
        direction, negated = self._direction(bare)
        move, since = self._move(bare)
        past = bool(words.PAST.search(self.small)) and direction in (Direction.HIGHER, Direction.LOWER)
        if past:  # « plus élevé qu’avant » tells a change
            move, since = (Move.UP if direction == Direction.HIGHER else Move.DOWN), True
        obstacle, told_words = obstacle_of(
            Read(self.text, self.small, bare, self.mentions, self.named, self.about, self.catalogue)
        )
        told = Statement(
            text=self.text,
            indicators=indicators[0] if indicators else (),
            places=places[0] if places else (),
            beside=self._beside(bare, places) if of_quarter else (),
            here=here,
            there=there,
            national=opposed or bool(words.NATIONAL.search(self.small)),
            years=years,
            today=bool(words.TODAY.search(self.small)),
            people=self._people(),
            numbers=tuple(turned(number, direction, swapped=swapped) for number in numbers),
            direction=None if past else flip(direction) if swapped else direction,
            negated=negated,
            slight=bool(words.SLIGHT.search(bare)),
            within_year=bool(words.WITHIN_YEAR.search(self.small)),
            counted=counted_in(self.small),
            as_share=as_share(self.named, self.small),
            move=move,
            since=since,
            excesses=self._excesses(bare),
            obstacle=obstacle,
            obstacle_words=told_words,
            unread=left_over(self.small, bare, moving=move is not None) or judged_small(bare, numbers),
            months=months_of(self.small),
            told_place=any(m.kind == Kind.PLACE for m in self.mentions) or opposed,
            bare_count=not words.VERB.search(bare)
            and not any(words.LIVES.match(self.small, m.start) for m in self.named),
        )
        return complemented(told) if is_complement(self.named, self.small) else told

    def _opposed_wholes(self) -> tuple[list[Mention], bool]:
        """« contre 7,5 % en France » names what the quarters are compared with, as « en moyenne nationale » does; with
        whether there is such a whole."""
        zones = [m for m in self.mentions if m.kind == Kind.ZONE]
        if not any(self._is_here(m) for m in zones) or any(
            code.startswith("Q") for m in self.mentions if m.kind == Kind.PLACE for code in m.term.values
        ):
            return self.mentions, False
        made, found = [], False
        for m in self.mentions:
            clause = words.OPPOSED.search(self.small[: m.start]) if set(m.term.values) <= NATIONAL else None
            if m.kind != Kind.PLACE or clause is None or not self._alone_in(clause.start(), m, zones):
                made.append(m)
                continue
            found = True
            made.append(replace(m, term=replace(m.term, kind=Kind.ZONE, values=("all",))))
        return made, found

    def _alone_in(self, start: int, place: Mention, zones: Sequence[Mention]) -> bool:
        """No zone is named in the same clause, after the word that opposes."""
        than = max(start, self.small.rfind("qu", start, place.start))
        return not any(than <= m.start < clause_end(self.small, place.end) for m in zones)

    def _compared_to(self, mention: Mention) -> bool:
        """« plus jeune » is not about the young."""
        return mention.kind == Kind.PEOPLE and re.search(r"\b(?:plus|moins) $", self.small[: mention.start]) is not None

    def _excesses(self, bare: str) -> tuple[Excess, ...]:
        """What goes too far; a change in people may be told by the name of the indicator itself."""
        searched = {Excess.PEOPLE: self.small}
        return tuple(e for e, pattern in words.EXCESSES.items() if re.search(pattern, searched.get(e, bare)))

    def _masked(self, mentions: Iterable[Mention]) -> str:
        """The text with mentions blanked out, so that « plus de 60 ans » does not read as a comparison."""
        letters = list(self.small)
        for m in mentions:
            letters[m.start : m.end] = "_" * (m.end - m.start)
        return "".join(letters)

    def _without_dates(self, text: str) -> str:
        """``text`` without the numbers of dates and of « pour 1 000 habitants »."""
        letters = list(text)
        for m in self.mentions:
            if m.term.after_number:  # « millions de personnes » says how many
                letters[m.start : m.end] = self.small[m.start : m.end]
            if m.kind in (Kind.ZONE, Kind.PLACE):  # « 18,3 dans les QPV » is not 18,3 of something
                letters[m.start : m.end] = "~" * (m.end - m.start)
        for pattern in (YEAR, _DAY, _PER):
            for found in pattern.finditer(self.small):
                letters[found.start() : found.end()] = "_" * len(found[0])
        return "".join(letters)

    def _is_here(self, mention: Mention) -> bool:
        return self.catalogue.zones[mention.term.values[0]].role == "priority"

    def _zone_sides(self, *, of_quarter: bool) -> list[tuple[int, int, Side]]:
        """Where each side is named. Beside a quarter, « l’ensemble des QPV » is the other side."""
        sides = [(m.start, m.end, self._side_of(m, of_quarter=of_quarter)) for m in self.zones]
        if of_quarter:
            named = [m for m in self.mentions if m.kind == Kind.PLACE and m.term.values[0].startswith("Q")]
            sides += [(m.start, m.end, Side.HERE) for m in named]
        return sorted(sides)

    def _side_of(self, zone: Mention, *, of_quarter: bool) -> Side:
        compared = of_quarter and (
            words.OPPOSED.search(self.small[: zone.start]) or words.COMPARED.search(self.small[: zone.start])
        )
        return Side.HERE if self._is_here(zone) and not compared else Side.THERE

    def _zones(self, bare: str) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
        """The zones of both sides, and whether the comparison starts from the surroundings."""
        ours = [m for m in self.zones if self._is_here(m)]
        others = [m for m in self.zones if not self._is_here(m)]
        named = _QUARTERS.search(self.small)
        here = ours[0].term.values if ours else ("qpv",) if named and not others else ()
        there = tuple(dict.fromkeys(zone for m in others for zone in m.term.values))
        verb = re.search(r"\b(?:plus|moins|superieur\w*|inferieur\w*|depass\w+)\b", bare)
        then = words.COMPARED.search(bare, verb.start()) if verb else None
        swapped = False
        if then and verb:
            after = [m for m in self.zones if m.start >= then.start() and m.start < clause_end(bare, then.end())]
            swapped = bool(after) and self._is_here(after[0])
        elif others and not ours:
            swapped = True
        elif verb and ours and others and words.HIGHER.search(bare):
            before = [m for m in self.zones if m.start < verb.start()]
            swapped = bool(before) and not self._is_here(before[0]) and bool(re.search(r"depass|excede", bare))
        return here, there, swapped

    def _zones_of_quarter(self) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
        """A quarter is put beside every zone that is named, the QPV together among them."""
        return ("qpv",), tuple(dict.fromkeys(zone for m in self.zones for zone in m.term.values)), False

    def _beside(self, bare: str, places: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
        """The territory that a quarter is put beside: « contre 27,6 % en Seine-Saint-Denis », « qu’en ville »."""
        opposed = [
            m.term.values
            for m in self.mentions
            if m.kind == Kind.PLACE and m.term.values != places[0] and words.OPPOSED.search(self.small[: m.start])
        ]
        if opposed:
            return opposed[-1]
        return places[-1] if len(places) > 1 and words.COMPARED.search(bare) else ()

    def _people(self) -> People:
        sexes = [m.term.sex for m in self.about if m.term.sex]
        ages = [m.term.ages for m in self.about if m.term.ages]
        levels = [m.term.breakdowns for m in self.about if m.term.breakdowns]
        exact = [age for age in ages if len(age) == 1]
        return People(sexes[0] if sexes else "", (exact or ages or [()])[0], levels[0] if levels else ())

    def _years(self) -> tuple[int, ...]:
        maps = [found.start("year") for found in words.MAP.finditer(self.small)]
        return tuple(dict.fromkeys(int(y[0]) for y in YEAR.finditer(self.small) if y.start() not in maps))

    def _direction(self, bare: str) -> tuple[Direction | None, bool]:
        negated = bool(words.NEGATION.search(bare))
        if words.NEAR.search(bare):
            return Direction.NEAR, False
        if words.EQUAL.search(bare):
            return Direction.EQUAL, negated and "pas de" not in bare and "pas d'" not in bare
        if words.LOWER.search(bare):
            return Direction.LOWER, negated
        if words.HIGHER.search(bare):
            return Direction.HIGHER, negated
        return None, negated

    def _move(self, bare: str) -> tuple[Move | None, bool]:
        since = bool(words.SINCE.search(bare))
        if words.GAP.search(bare):
            if words.WIDENS.search(bare):
                return Move.WIDENS, since
            if words.NARROWS.search(bare):
                return Move.NARROWS, since
        if words.WIDENS.search(bare) and re.search(r"se creus|decroch", bare):
            return Move.WIDENS, since
        if re.search(r"\brattrap\w+|\bconverg\w+", bare):
            return Move.NARROWS, since
        for move, pattern in words.MOVES.items():
            if re.search(pattern, bare):
                return move, since
        return None, since
