"""Everything asked of the quarters of one territory for one figure: spread, rank intervals, funnel, computed once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dashboard.gaps import (
    Distribution,
    Funnel,
    Quarters,
    Ranking,
    Refusal,
    default_stratum,
    distribution_of,
    funnel_of,
    histogram,
    rank_quarters,
)
from dashboard.gaps.distribution import Bin
from dashboard.gaps.quarters import as_told
from dashboard.maps.figures import Mapping
from dashboard.questions.neighbourhoods import COUNTRIES, Neighbourhoods
from dashboard.questions.standing import Standing
from dashboard.store import PlaceRecord
from etl.catalogue import Indicator, fold
from etl.model import Observation, period_order

QUARTILES = ("quarters:q1", "quarters:median", "quarters:q3")
KEPT = 48
"""Answers kept: up to 1,600 rows each."""


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """The quarters of one territory for one figure, and what may be said of them; each part may be refused."""

    quarters: Quarters
    spread: Distribution | Refusal
    bins: tuple[Bin, ...]
    ranking: Ranking | Refusal
    funnel: Funnel | Refusal


@dataclass(frozen=True, slots=True)
class Spread:
    """Quartiles over the quarters of a territory, as the embedded aggregates give them."""

    territory: str
    quartiles: tuple[Observation, Observation, Observation]

    @property
    def median(self) -> Observation:
        """The figure of the quarter in the middle."""
        return self.quartiles[1]


@lru_cache(maxsize=KEPT)
def ranked(standing: Standing, name: str, perimeter: str, period: str | None, within: str) -> Ranked | Refusal:
    """The quarters of a map inside ``within`` for the indicator of id ``name``, at ``period`` or the latest; a refusal
    when none was read. Raises UnknownIdError for a territory that nothing names."""
    quarters = standing.quarters(standing.near.catalogue.indicators[name], perimeter, period, within)
    if isinstance(quarters, Refusal):
        return quarters
    known = quarters.values[quarters.present]
    return Ranked(
        quarters=quarters,
        spread=distribution_of(quarters),
        bins=histogram(known) if len(known) else (),
        ranking=rank_quarters(as_told(quarters)),
        funnel=funnel_of(quarters),
    )


def rankable(mapping: Mapping) -> list[Indicator]:
    """The indicators that may rank places and are known by quarter, in the order of the catalogue."""
    return [indicator for indicator in mapping.indicators if indicator.uses.ranking]


def quarters_named(near: Neighbourhoods, text: str, codes: Sequence[str]) -> list[PlaceRecord]:
    """The quarters that a reader may mean by ``text`` (a code, a name, a commune), among ``codes``, the closest
    first."""
    kept, places = frozenset(codes), near.store.territories
    return [record for record in places.search(text, len(places)) if record.code in kept]


def singled_out(met: Sequence[PlaceRecord], text: str) -> str:
    """The code of the one quarter of ``met`` that ``text`` means: alone, or of that very code or name; else nothing."""
    exact = [record for record in met if fold(text) in (fold(record.code), fold(record.label))]
    meant = exact or met
    return meant[0].code if len(meant) == 1 else ""


def beside(near: Neighbourhoods, quarters: Quarters, codes: Sequence[str]) -> list[Observation]:
    """The same figure, of the same period and people, for some quarters and for what they may be read beside: the whole
    territory, and all the quarters of the country. What was not published is left out."""
    subject = quarters.subject
    places = [(code, subject.zone) for code in codes]
    places += [(subject.group, "all"), *([("FRM", "all")] if subject.group == "FR" else [])]
    places += [(country, subject.zone) for country in near.surroundings(subject.group) if country in COUNTRIES]
    found = []
    for code, zone in dict.fromkeys(places):
        known = [
            o
            for o in near.by_indicator(code).get(subject.indicator.id, ())
            if (o.zone, o.period, o.stratum) == (zone, subject.period, subject.stratum)
            and o.perimeter in ("", subject.perimeter)
            and o.value is not None
        ]
        found += sorted(known, key=lambda o: o.source != subject.source)[:1]
    return found


def spreads(near: Neighbourhoods, indicator: Indicator) -> list[Spread]:
    """The quartiles known of each territory at the latest period, in the order of the catalogue."""
    people = default_stratum(indicator)[:2]
    by_place: dict[tuple[str, str, str], dict[str, Observation]] = {}
    for o in near.store.of(indicator.id):
        if o.breakdown in QUARTILES and (o.sex, o.age) == people and o.value is not None:
            by_place.setdefault((o.territory, o.perimeter, o.period), {})[o.breakdown] = o
    whole = {key: found for key, found in by_place.items() if len(found) == len(QUARTILES)}
    if not whole:
        return []
    last = max(((period, perimeter) for _, perimeter, period in whole), key=lambda at: (period_order(at[0]), at[1]))
    order = list(near.store.territories.catalogued)
    rows = [
        Spread(place, (found[QUARTILES[0]], found[QUARTILES[1]], found[QUARTILES[2]]))
        for (place, perimeter, period), found in whole.items()
        if (period, perimeter) == last
    ]
    return sorted(rows, key=lambda row: order.index(row.territory))


def published(standing: Standing, indicator: Indicator, perimeter: str, period: str) -> int:
    """How many quarters of a map have a value for the usual people, at a period."""
    if standing.near.store.official is None:
        return 0
    known = standing.near.store.official.coverage
    people = dict(zip(("sex", "age", "breakdown"), default_stratum(indicator), strict=True))
    asked = {"indicator": indicator.id, "perimeter": perimeter, "period": period, **people}
    for column, value in asked.items():
        known = known[known[column] == value]
    return int(known["published"].sum())
