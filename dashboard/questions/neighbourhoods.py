"""The questions that pages ask of one territory: its figures, what surrounds it, what it may be put beside."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from dashboard.gaps import (
    Comparator,
    Gap,
    GapSeries,
    Refusal,
    RefusalCode,
    default_stratum,
    excluding,
    local_gap,
    people_asked,
    series_of,
)
from dashboard.gaps.caveats import CONTAINS, PARTLY
from dashboard.questions.reading import Ask, Reading, Stratum
from dashboard.store import PlaceRecord
from etl.catalogue import Aggregation, Indicator, UnknownIdError
from etl.model import Observation, period_bounds, period_order

KEPT = 64
"""Territories kept: the busiest, a quarter, holds up to half a megabyte."""
COUNTRIES = ("FRM", "FR")
PARTIAL_KINDS = ("commune", "epci", "urban_unit")
"""Places that may hold one part of a quarter; a quarter belongs to one département."""
OVERSEAS = ("DEP-97", "DEP-98")
"""Départements that metropolitan France does not contain."""
KEY_INDICATORS = (
    "poverty_rate_60",
    "median_living_standard",
    "employment_rate",
    "under_25_share",
    "single_parent_share_of_caf",
    "caf_rsa_share",
)
"""What a profile opens with, in this order, where it is known."""


Figures = dict[str, list[Observation]]
"""The observations of one territory by indicator."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A comparator that exists for a quarter, its French name, and the gap with it or why there is none."""

    comparator: Comparator
    label: str
    answer: Gap | Refusal
    holds_all: bool = True
    """Whether the whole quarter lies in it. One that holds a part only is never chosen for a reader, who may ask it."""


def closeness(gap: Gap) -> tuple[bool, tuple[date, date]]:
    """Sort key of the gaps of one quarter, greater is better: with what surrounds it before quarters put together,
    then the latest. Equals keep their order, the closest first."""
    return gap.reference.zone != "qpv", period_order(gap.period)


class Neighbourhoods:
    """Answers about territories, from one reading; kept, since a page asks several times."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.store = reading.store
        self.catalogue = reading.catalogue
        self._kept: dict[str, Figures] = {}
        self._keeping = threading.Lock()

    def record(self, code: str) -> PlaceRecord | None:
        """What the official geography says of a territory; None when it does not hold it."""
        return self.store.territories.record(code)

    def observations(self, codes: Sequence[str]) -> list[Observation]:
        """Every observation of some territories."""
        return [o for code in codes for group in self.by_indicator(code).values() for o in group]

    def by_indicator(self, code: str) -> Figures:
        """The observations of a territory by indicator."""
        known = self._kept.get(code)
        return self.fetch([code])[code] if known is None else known

    def fetch(self, codes: Sequence[str]) -> dict[str, Figures]:
        """The observations of some territories by indicator; those not yet known are read in one question."""
        asked = list(dict.fromkeys(codes))
        found = {code: known for code in asked if (known := self._kept.get(code)) is not None}
        missing = [code for code in asked if code not in found]
        if missing:
            found |= {code: {} for code in missing}
            for o in self.store.at(missing):
                found[o.territory].setdefault(o.indicator, []).append(o)
        with self._keeping:  # the latest asked last, the first let go
            for code in asked:
                self._kept.pop(code, None)
                self._kept[code] = found[code]
            for code in list(self._kept)[: -max(KEPT, len(asked))]:
                del self._kept[code]
        return found

    def surroundings(self, code: str) -> list[str]:
        """The territories around a quarter, the closest first: communes, EPCI, urban units, département, région."""
        record = self.record(code)
        if record is None:
            return list(COUNTRIES)
        around = [*record.communes, *record.epci, *record.urban_units, record.department, record.region]
        countries = COUNTRIES[1:] if record.department.startswith(OVERSEAS) else COUNTRIES
        return [place for place in dict.fromkeys(around) if place and place != code] + list(countries)

    def lies_in(self, code: str) -> list[str]:
        """What a territory lies in, the closest first, without the country and without what it is made of: the
        communes of a quarter, not those of an EPCI. A département alone in its région stands for both."""
        record = self.record(code)
        if record is None:
            return []
        closest = {"neighbourhood": record.communes}.get(record.kind, ())
        groups = (*record.epci, *record.urban_units) if record.kind in ("neighbourhood", "commune") else ()
        region = "" if self.alone_in_region(record.department) else record.region
        places = dict.fromkeys([*closest, *groups, record.department, region])
        return [place for place in places if place and place != code]

    def alone_in_region(self, department: str) -> bool:
        """Whether a département is the only one of its région, as La Réunion: both hold the same quarters."""
        places = self.store.territories.catalogued
        region = places[department].parent if department in places else None
        alike = [place for place in places.values() if place.kind == "department" and place.parent == region]
        return len(alike) == 1 and region is not None and region in places and places[region].kind == "region"

    def comparators(self, code: str) -> list[Comparator]:
        """What a quarter may be put beside, the closest first: the rest of its commune, the places that surround it,
        then all the quarters of France, and of metropolitan France when it is one of them."""
        record = self.record(code)
        found = []
        if record is not None and record.kind == "neighbourhood" and len(record.communes) == 1:
            found.append(Comparator(record.communes[0], "outside_qpv"))
        found += [Comparator(place, "all") for place in self.surroundings(code)]
        together = [country for country in reversed(COUNTRIES) if country in self.surroundings(code)]
        return [*found, *(Comparator(country, "qpv") for country in together)]

    def comparator_label(self, comparator: Comparator) -> str:
        """« Saint-Denis », « Saint-Denis hors QPV », « Ensemble des QPV (France) »."""
        name = self.store.territory_label(comparator.territory)
        match comparator.zone:
            case "outside_qpv":
                return f"{name} hors QPV"
            case "qpv":
                return f"Ensemble des QPV ({name})"
            case _:
                return name

    def references(self, code: str, indicator: Indicator, stratum: Stratum | None = None) -> list[Reference]:
        """Every comparator of a quarter for one indicator, with its gap or its refusal, the closest first."""
        return [
            Reference(
                comparator,
                self.comparator_label(comparator),
                self.gap(code, indicator, comparator, None, stratum),
                self.holds_all(comparator, code),
            )
            for comparator in self.comparators(code)
        ]

    def holds_all(self, comparator: Comparator, code: str) -> bool:
        """Whether the whole quarter lies in a comparator: not in one of the several communes it is over."""
        record, place = self.record(code), self.record(comparator.territory)
        if record is None or place is None or place.kind not in PARTIAL_KINDS:
            return True
        held = (place.code,) if place.kind == "commune" else place.communes
        return not held or set(record.communes) <= set(held)

    def gap(
        self,
        code: str,
        indicator: Indicator,
        comparator: Comparator,
        period: str | None = None,
        stratum: Stratum | None = None,
    ) -> Gap | Refusal:
        """The gap of a quarter with one comparator, or why it is not measured."""
        here = [o for o in self.by_indicator(code).get(indicator.id, ()) if o.zone == "qpv"]
        people = stratum or default_stratum(indicator)
        there = self._reference(code, indicator, comparator, people)
        if isinstance(there, Refusal):
            return there
        answer = local_gap(
            indicator, here, there, self.catalogue, territory=code, comparator=comparator, period=period, stratum=people
        )
        if isinstance(answer, Refusal) or self.holds_all(comparator, code):
            return answer
        return replace(answer, caveats=tuple(PARTLY if text == CONTAINS else text for text in answer.caveats))

    def ask(self, indicator: str, ask: Ask) -> Gap | Refusal:
        """The gap asked for, of a quarter or of any territory.

        The reference of a quarter is written ``COM-93066``, ``COM-93066/outside_qpv`` or ``FR/qpv``; without one, the
        closest that can be measured. Raises UnknownIdError or InvalidValueError when a word of the question means
        nothing.
        """
        known = self.catalogue.indicator(indicator)
        record = self.record(ask.territory or "")
        if record is None or record.kind != "neighbourhood":
            return self.reading.gap(indicator, ask)
        if ask.period is not None:
            period_bounds(ask.period)
        people = people_asked(known, self.catalogue, ask.sex, ask.age, ask.breakdown)
        if ask.reference is None:
            return self.first_gap(record.code, known, ask.period, people)
        by_key = {}
        for comparator in self.comparators(record.code):
            by_key[f"{comparator.territory}/{comparator.zone}"] = comparator
            if comparator.zone == "all":
                by_key[comparator.territory] = comparator
        if ask.reference not in by_key:
            raise UnknownIdError("comparator", ask.reference, by_key)
        return self.gap(record.code, known, by_key[ask.reference], ask.period, people)

    def first_gap(
        self, code: str, indicator: Indicator, period: str | None = None, stratum: Stratum | None = None
    ) -> Gap | Refusal:
        """The latest gap, with the closest comparator that has it and holds the whole quarter; the refusal of the
        closest when there is none."""
        whole = [comparator for comparator in self.comparators(code) if self.holds_all(comparator, code)]
        answers = [self.gap(code, indicator, comparator, period, stratum) for comparator in whole]
        gaps = [answer for answer in answers if isinstance(answer, Gap)]
        return max(gaps, key=closeness) if gaps else answers[0]

    def _reference(
        self, code: str, indicator: Indicator, comparator: Comparator, people: Stratum
    ) -> list[Observation] | Refusal:
        known = self.by_indicator(comparator.territory).get(indicator.id, [])
        if comparator.zone != "outside_qpv":
            return known
        if not indicator.uses.comparison or not self.by_indicator(code).get(indicator.id):
            return []
        # The rest of a town is known by taking counts away from counts: those behind a share
        if not indicator.is_share or indicator.aggregation == Aggregation.NEVER:
            text = f"« {indicator.label} » ne s’additionne pas : on ne peut pas retrancher les QPV de l’ensemble."
            return Refusal(indicator, code, RefusalCode.NOT_ADDITIVE, text)
        rest: list[Observation] = []
        reason = None
        for whole in (o for o in known if o.zone == "all" and o.stratum == people):
            left = excluding(whole, self._quarters_of(code, comparator.territory, whole))
            if isinstance(left, Observation):
                rest.append(left)
            else:
                reason = left
        if not rest and reason is not None:
            return Refusal(indicator, code, reason[0], reason[1])
        return rest

    def _quarters_of(self, code: str, commune: str, whole: Observation) -> list[Observation]:
        """What is known of every quarter of a commune, on the map of ``code``, at the period of ``whole``.

        Empty when one of them is not known, or lies in another commune too: the rest could not be told.
        """
        record = self.record(code)
        if record is None:
            return []
        quarters = [
            other
            for other in self.store.territories.of_kind("neighbourhood")
            if commune in other.communes and other.perimeter == record.perimeter
        ]
        if any(other.communes != (commune,) for other in quarters):
            return []
        found = {
            o.territory: o
            for figures in self.fetch([quarter.code for quarter in quarters]).values()
            for o in figures.get(whole.indicator, ())
            if o.stratum == whole.stratum and o.period == whole.period and o.zone == "qpv"
        }
        return list(found.values()) if len(found) == len(quarters) else []

    def history(self, code: str, indicator: Indicator, comparator: Comparator) -> GapSeries:
        """The gaps of a quarter with one comparator, a period each, cut where the measure changes."""
        periods = dict.fromkeys(o.period for o in self.trend(code, indicator))
        answers = (self.gap(code, indicator, comparator, period) for period in periods)
        return series_of([answer for answer in answers if isinstance(answer, Gap)], self.catalogue)

    def trend(self, code: str, indicator: Indicator) -> list[Observation]:
        """The figures of a territory over time for the usual people, oldest first, of quarters when it is one."""
        own = default_stratum(indicator)
        found = [
            o
            for o in self.by_indicator(code).get(indicator.id, ())
            if o.stratum == own and self.catalogue.zones[o.zone].role == "priority"
        ]
        return sorted(found, key=lambda o: period_order(o.period))

    def latest(self, code: str, indicator: Indicator) -> Observation | None:
        """The last figure of a territory, for the usual people; None when it has none."""
        found = self.trend(code, indicator)
        return found[-1] if found else None


@lru_cache(maxsize=4)
def neighbourhoods_of(reading: Reading) -> Neighbourhoods:
    """The questions about territories of one reading: the same object for every page."""
    return Neighbourhoods(reading)
