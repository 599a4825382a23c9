"""The questions that pages ask of many quarters at once: where one stands among them, which ones are like it."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from dashboard import french
from dashboard.gaps import Refusal, RefusalCode, default_stratum
from dashboard.gaps.distribution import Position, position_of
from dashboard.gaps.quarters import Quarters, as_told, quarters_of
from dashboard.gaps.ranking import RankedQuarter, Ranking, rank_quarters
from dashboard.gaps.similarity import DESCRIPTORS, NoPeers, Peers, similar_quarters
from dashboard.questions.neighbourhoods import Neighbourhoods, neighbourhoods_of
from dashboard.questions.reading import Reading
from etl.catalogue import Indicator
from etl.model import TOTAL, Observation, period_order

KEPT = 1024
KEPT_QUARTERS = 96
"""Figures of many quarters kept: up to 200 kB each."""
NO_QUARTER = "Aucun quartier de ce territoire n’est dans le fichier lu."
WHOLE = ("FR",)
"""Territories that hold every quarter."""


class Standing:
    """Answers about all the quarters of a territory, for one store; kept, since a page asks several times."""

    def __init__(self, near: Neighbourhoods) -> None:
        self.near = near
        self._quarters = lru_cache(maxsize=KEPT_QUARTERS)(self._read_quarters)
        self._periods = lru_cache(maxsize=KEPT)(self._read_periods)
        self._rankings = lru_cache(maxsize=KEPT_QUARTERS)(self._rank)
        self._inside = lru_cache(maxsize=KEPT)(self._codes_inside)
        self._descriptors = lru_cache(maxsize=4)(self._read_descriptors)

    def periods(self, indicator: str, perimeter: str, breakdown: str = TOTAL) -> list[str]:
        """When an indicator is known of the quarters of a map, the latest first."""
        return self._periods(indicator, perimeter, breakdown)

    def _read_periods(self, indicator: str, perimeter: str, breakdown: str) -> list[str]:
        if self.near.store.official is None:
            return []
        known = self.near.store.official.coverage
        met = known[(known["indicator"] == indicator) & (known["perimeter"] == perimeter) & (known["published"] > 0)]
        met = met[met["breakdown"] == breakdown]
        return sorted(set(met["period"]), key=period_order, reverse=True)

    def quarters(
        self,
        indicator: Indicator,
        perimeter: str,
        period: str | None = None,
        within: str = "FR",
        breakdown: str = TOTAL,
    ) -> Quarters | Refusal:
        """One figure over the quarters of a territory, at ``period`` or at the latest; a refusal when there is none.

        Raises UnknownIdError for a territory that nothing names.
        """
        self.near.store.known_territory(within)
        answer = self._quarters(indicator.id, perimeter, period, within, breakdown)
        if isinstance(answer, Quarters) and not answer.codes:
            return Refusal(indicator, within, RefusalCode.MISSING, NO_QUARTER, period)
        return answer

    def _read_quarters(
        self, name: str, perimeter: str, period: str | None, within: str, breakdown: str
    ) -> Quarters | Refusal:
        if within not in WHOLE:
            whole = self._quarters(name, perimeter, period, WHOLE[0], breakdown)
            inside = self.inside(within, perimeter)
            return whole if isinstance(whole, Refusal) else whole.within(inside, within)
        indicator = self.near.catalogue.indicators[name]
        known = self.periods(name, perimeter, breakdown)
        chosen = period or (known[0] if known else "")
        if self.near.store.official is None or chosen not in known:
            text = f"« {indicator.label} » : aucune valeur par quartier n’a été lue"
            text += f" pour {french.period(period)}." if period else "."
            return Refusal(indicator, within, RefusalCode.MISSING, text, period)
        people = (*default_stratum(indicator)[:2], breakdown)
        frame = self.near.store.official.across(name, chosen, perimeter, people)
        return quarters_of(frame, indicator, self.near.catalogue, within)

    def inside(self, within: str, perimeter: str) -> frozenset[str]:
        """The codes of the quarters of a map that lie in a territory, wholly or in part."""
        return self._inside(within, perimeter)

    def _codes_inside(self, within: str, perimeter: str) -> frozenset[str]:
        return frozenset(
            record.code
            for record in self.near.store.territories.of_kind("neighbourhood")
            if record.perimeter == perimeter
            and (
                within in WHOLE
                or within in (record.department, record.region)
                or within in record.communes
                or within in record.epci
                or within in record.urban_units
            )
        )

    def position(self, code: str, observation: Observation, within: str) -> Position | Refusal:
        """Where a quarter stands among those of a territory, for one of its figures."""
        indicator = self.near.catalogue.indicators[observation.indicator]
        quarters = self.quarters(indicator, observation.perimeter, observation.period, within)
        return quarters if isinstance(quarters, Refusal) else position_of(as_told(quarters), code)

    def ranked(self, code: str, observation: Observation, within: str) -> RankedQuarter | None:
        """The ranks that a quarter may have among those of a territory; None when they are not ranked."""
        asked = (observation.indicator, observation.perimeter, observation.period, within)
        ranking = self._rankings(*asked)
        return None if ranking is None else ranking.of(code)

    def _rank(self, name: str, perimeter: str, period: str, within: str) -> Ranking | None:
        quarters = self.quarters(self.near.catalogue.indicators[name], perimeter, period, within)
        ranking = quarters if isinstance(quarters, Refusal) else rank_quarters(as_told(quarters))
        return None if isinstance(ranking, Refusal) else ranking

    def peers(self, code: str, count: int = 5, outcome: Indicator | None = None) -> Peers | NoPeers:
        """The quarters of the same map most similar to ``code``, with why."""
        record = self.near.record(code)
        if record is None or record.kind != "neighbourhood":
            return NoPeers(RefusalCode.NOT_APPLICABLE, "Seuls des quartiers se comparent entre semblables.")
        return similar_quarters(self._descriptors(record.perimeter), code, count, outcome=outcome)

    def _read_descriptors(self, perimeter: str) -> pd.DataFrame:
        """A row a quarter of a map, a column a descriptor, at the latest period of each."""
        codes = sorted(self.inside("FR", perimeter))
        table = pd.DataFrame(index=pd.Index(codes, name="territory"))
        for descriptor in DESCRIPTORS:
            known = self.near.catalogue.indicators.get(descriptor.id)
            found = self.quarters(known, perimeter, breakdown=descriptor.breakdown) if known else None
            if isinstance(found, Quarters):
                table[descriptor.id] = pd.Series(found.values, index=list(found.codes)).reindex(codes)
        return table


@lru_cache(maxsize=4)
def standing_of(reading: Reading) -> Standing:
    """The questions about many quarters of one reading: the same object for every page."""
    return Standing(neighbourhoods_of(reading))
