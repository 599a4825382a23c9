"""The figures that answer a part of a sentence: its places, its people, every period, and what may be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from dashboard import french
from dashboard.claims.checking import Evidence, Place, Statement
from dashboard.claims.checking.typing_in import even
from dashboard.gaps import Gap, Refusal, default_stratum, names
from dashboard.gaps.caveats import is_about
from dashboard.questions.coded import coded_places, folded
from dashboard.questions.neighbourhoods import Neighbourhoods, neighbourhoods_of
from dashboard.questions.reading import Ask, Reading, Stratum
from etl.catalogue import Contradiction, GuideClaim, GuideVerdict, Indicator, fold
from etl.model import DISTRIBUTION, TOTAL, Face, Observation, period_order

NATIONAL = ("FRM", "FR", "FR-X976", "FR-DROM5", "FRM-REG04")
"""The scopes that « en France », or no place at all, may mean."""
_QUARTER = "quartier "
LEAST_NAME = 4
"""Letters of the shortest part of a name by which a quarter is known."""
MOST_NAMED = 5
"""Quarters listed when several bear the name that is written."""
_AT = re.compile(
    r"(?<![A-Za-z])(?:[AÀaà]|[Aa]ux?|[Dd]e|[Dd]u|[Dd]es|[Dd]'|[Dd]ans|[Ll]e quartier|[Qq]uartier)(?: |(?<='))"
    r"(?:(?:le|la|les) |l')?(?P<name>[A-Z][A-Za-z0-9']*"
    r"(?: (?:(?:de|du|des|la|le|les|sur|sous|en|et|d'|l')[ ']?)*[A-Z0-9][A-Za-z0-9']*)*)"
)
_CODE = re.compile(r"\bQ[PN][0-9][0-9A-Z]{4}[0-9A-Z]\b", re.IGNORECASE)


class Witness:
    """What one reading knows of a statement."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.store = reading.store
        self.catalogue = reading.catalogue
        self.near: Neighbourhoods = neighbourhoods_of(reading)

    def places(self, sentence: str) -> list[Place]:
        """The quarters and towns of the official geography that the sentence names, by code or by name; of a quarter,
        what surrounds it too."""
        typed = folded(sentence)
        plain = even(sentence)
        codes = [code.upper() for code in _CODE.findall(sentence)]
        found = [Place((code,), (code,)) for code in codes if code in self.store.territories]
        found += coded_places(plain, self.store.territories)
        for name, known in self._quarters.items() if _QUARTER in typed else ():
            if f" {name}" in typed:
                found.append(Place(known, (name,)))
        if not found:
            found += self._called(plain)
        for code in [place.codes[0] for place in found if place.codes[0].startswith("Q")]:
            around = [(near, self._names(near, typed)) for near in self.near.surroundings(code)]
            found += [Place((near,), names) for near, names in around if names]
        return found

    def _called(self, plain: str) -> list[Place]:
        """The quarters and towns named after a preposition, with their capitals: « à Franc Moisin »."""
        found = []
        for match in _AT.finditer(plain):
            for words in _shorter(match["name"]):
                name = folded(words)
                if name in self._whole:
                    break  # a département or a région, which the catalogue names
                codes = self._by_part.get(name, {})
                if codes and self._is_one(list(codes)):
                    found.append(Place(tuple(codes), (words,)))
                if codes:
                    break
        return found

    def could_be(self, words: str) -> str:
        """« Ce nom peut être celui de : … », for a name that several bear; empty when none does."""
        codes = self._by_part.get(folded(even(words)), {})
        if len(codes) < 2:
            return ""
        labels = [f"{self.store.territory_label(code)} ({code})" for code in sorted(codes)]
        more = "…" if len(labels) > MOST_NAMED else "."
        return (
            f" Ce nom peut être celui de : {french.listed(labels[:MOST_NAMED])}{more} L’écrire en entier, ou son code."
        )

    @cached_property
    def _whole(self) -> frozenset[str]:
        catalogued = getattr(self.catalogue.territories, "catalogued", self.catalogue.territories)
        return frozenset(folded(territory.label) for territory in catalogued.values())

    @cached_property
    def _by_part(self) -> Mapping[str, Mapping[str, None]]:
        """Towns by their folded names, quarters by the parts of theirs (« Franc Moisin » of « Franc Moisin -
        Cosmonautes »): a town before the quarters of its name."""
        parts: dict[str, dict[str, None]] = {}
        for record in self.store.territories.of_kind("neighbourhood"):
            for part in re.split(r" - |, | / ", self.store.territories[record.code].label.partition(" (")[0]):
                if len(name := folded(even(part))) >= LEAST_NAME:
                    parts.setdefault(name, {})[record.code] = None
        towns: dict[str, dict[str, None]] = {}
        for record in self.store.territories.of_kind("commune"):
            name = folded(even(self.store.territories[record.code].label.partition(" (")[0]))
            towns.setdefault(name, {})[record.code] = None
        return parts | towns

    def _names(self, code: str, typed: str) -> tuple[str, ...]:
        """The names by which a folded sentence calls a town or another territory of the geography."""
        place = self.store.territories.get(code)
        if place is None or self.near.record(code) is None:
            return ()
        return tuple({name for words in (place.label, french.place_name(place)) if (name := folded(words)) in typed})

    @cached_property
    def _quarters(self) -> Mapping[str, tuple[str, ...]]:
        """Quarters by their folded names, whole or shortened; a name that several bear means none of them, but for one
        that is on both maps."""
        names: dict[str, dict[str, None]] = {}
        for record in self.store.territories.of_kind("neighbourhood"):
            place = self.store.territories[record.code]
            whole = place.label.partition(" (")[0]
            for name in (whole, whole.partition(" - ")[0], french.place_name(place).rstrip("…")):
                names.setdefault(folded(name), {})[record.code] = None
        return {name: tuple(codes) for name, codes in names.items() if len(name) > 2 and self._is_one(list(codes))}

    def _is_one(self, codes: Sequence[str]) -> bool:
        """One code, or two, one a map, in one département."""
        records = [record for code in codes if (record := self.near.record(code)) is not None]
        maps, departments = ({getattr(r, name) for r in records} for name in ("perimeter", "department"))
        return len(codes) == 1 or (len(codes) == 2 == len(maps) and len(departments) == 1)

    def evidence(self, statement: Statement, indicator: Indicator) -> Evidence:
        """Every gap and every sound figure of ``indicator`` for the places and people of ``statement``."""
        places = self._where(statement)
        known = [o for o in self.store.at(places, indicator.id) if o.value is not None]
        people = self._strata(statement, indicator, known)
        aside = [o for o in known if o.stratum in people and self._set_aside(o)]
        known = [o for o in known if o.stratum in people]
        gaps: list[Gap] = []
        refusal = ""
        for place, period, stratum in sorted({(o.territory, o.period, o.stratum) for o in known}):
            for answer in self._answers(statement, indicator, place, period, stratum):
                if isinstance(answer, Gap):
                    gaps.append(answer)
                else:
                    refusal = answer.text
        gaps.sort(key=lambda gap: period_order(gap.period))
        levels = self._sound(known, gaps)
        if aside and not levels:
            refusal = self._guide_note(aside[0]) or refusal
        doubted = frozenset(o for o in aside if o in levels and self._guide_note(o))
        disputed = tuple((o, case.text) for o in aside for case in self.catalogue.contradictions if _is_other(case, o))
        return Evidence(indicator, tuple(gaps), tuple(levels), "" if gaps else refusal, doubted, disputed)

    def _where(self, statement: Statement) -> Sequence[str]:
        """The territories asked for; the scopes of France when none is, or when it is France."""
        if not statement.places or statement.places == ("FR",):
            return NATIONAL
        return statement.places

    def _answers(
        self, statement: Statement, indicator: Indicator, place: str, period: str, stratum: Stratum
    ) -> Iterable[Gap | Refusal]:
        record = self.near.record(place)
        if record is not None and record.kind == "neighbourhood":
            comparators = self.near.comparators(place)
            told = [c for c in comparators if c.territory in statement.beside] if statement.beside else comparators
            return [self.near.gap(place, indicator, comparator, period, stratum) for comparator in told]
        zones = indicator.comparators or [""]
        return [self.reading.gap(indicator.id, Ask(place, period, zone or None, *stratum)) for zone in zones]

    def _strata(self, statement: Statement, indicator: Indicator, known: Sequence[Observation]) -> list[Stratum]:
        """The people told, completed by the usual ones; when nobody is told and the usual ones are not known, the only
        others there are."""
        met = {o.stratum for o in known if not o.breakdown.startswith(DISTRIBUTION)} | (
            {o.stratum for o in known} if statement.people.breakdowns else set()
        )
        usual = default_stratum(indicator)
        people = statement.people
        if len(people.ages) > 1 and "jeune" in fold(f"{indicator.label} {indicator.universe}"):
            people = replace(people, ages=())  # « jeunes » only names those whom the indicator is about
        if not (people.sex or people.ages or people.breakdowns):
            return [usual] if usual in met else list(met) if len(met) == 1 else []
        return [
            stratum
            for stratum in met
            if stratum[0] == (people.sex or usual[0])
            and stratum[1] in (_as_published(people.ages, usual[1]) or (usual[1],))
            and stratum[2] in (people.breakdowns or (TOTAL,))
        ]

    def _sound(self, known: Sequence[Observation], gaps: Sequence[Gap]) -> list[Observation]:
        """Without the figures that a check set aside, and without a doubtful one where a sure one is known."""
        compared = {side for gap in gaps for side in (gap.priority, gap.reference)}
        kept = [o for o in known if o in compared or not self._set_aside(o)]
        sure = {_cell(o) for o in kept if o.face != Face.UNRELIABLE}
        return [o for o in kept if o.face != Face.UNRELIABLE or _cell(o) not in sure]

    def _set_aside(self, o: Observation) -> bool:
        contradicted = any(_is_other(case, o) for case in self.catalogue.contradictions)
        return contradicted or bool(self._guide_note(o))

    def _guide_note(self, o: Observation) -> str:
        """What the check of the guide found wrong with a figure of the guide."""
        for claim in self._unsound:
            if any(names(figure, o) for figure in claim.then):
                return f"Vérification du guide : {claim.verdict_note}"
        return ""

    @cached_property
    def _unsound(self) -> list[GuideClaim]:
        """The claims of the guide that its check did not confirm."""
        sound = (GuideVerdict.CONFIRMED, GuideVerdict.ROUNDED)
        return [claim for claim in self.catalogue.guide_claims.values() if claim.verdict not in sound]


def _shorter(words: str) -> Iterable[str]:
    """« Franc Moisin Le Taux », « Franc Moisin Le », « Franc Moisin »…: a name may be followed by a capital."""
    parts = words.split(" ")
    return (" ".join(parts[:n]) for n in range(len(parts), 0, -1))


def _as_published(ages: Sequence[str], usual: str) -> tuple[str, ...]:
    """« moins de 30 ans » of an indicator about those of 15 to 64 is 15 to 29 years; « 50 ans ou plus », 50 to 64."""
    bounds = re.fullmatch(r"Y([0-9]+)T([0-9]+)", usual)
    found = dict.fromkeys(ages)
    if bounds is None:
        return tuple(found)
    for age in ages:
        if under := re.fullmatch(r"Y_LT([0-9]+)", age):
            found[f"Y{bounds[1]}T{int(under[1]) - 1}"] = None
        elif over := re.fullmatch(r"Y_GE([0-9]+)", age):
            found[f"Y{over[1]}T{bounds[2]}"] = None
    return tuple(found)


def _is_other(case: Contradiction, o: Observation) -> bool:
    """Whether ``o`` is the figure that was set aside."""
    return is_about(case, o) and o.source in case.others


def _cell(o: Observation) -> tuple[str, ...]:
    return (o.territory, o.zone, o.period, *o.stratum)
