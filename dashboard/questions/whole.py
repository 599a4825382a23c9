"""What is known of a territory as a whole, beside what is known of its priority quarters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import french
from dashboard.gaps import Comparator, Gap, Refusal, default_stratum, local_gap
from dashboard.gaps.comparability import objection
from dashboard.gaps.pairing import authority
from dashboard.gaps.quarters import Quarters
from dashboard.questions.neighbourhoods import KEY_INDICATORS, Neighbourhoods, Reference
from dashboard.questions.standing import Standing
from dashboard.store import PlaceRecord
from dashboard.store.territories import OFF_THE_LIST
from etl.catalogue import Indicator
from etl.model import Face, Observation, period_order

WHOLE = "all"
INCLUDED = "l’ensemble du territoire, quartiers compris"
"""How the comparator is named: it contains the quarters that are put beside it."""
COUNTED = ("country", "scope")
"""Territories of which only publications say how many quarters they hold: their records list none."""
MEDIAN = "quarters:median"
FIRST = (
    "population",
    "median_living_standard",
    "living_standard_d1",
    "living_standard_d9",
    "poverty_rate_60",
    "gini",
    "caf_covered_persons",
    "caf_rsa_share",
    "single_parent_share_of_caf",
)
"""What is told first of a whole territory, in this order, where it is known."""
BY_QUARTER = ("poverty_rate_60", "median_living_standard", "population")
"""What a list of quarters tells of each."""


def whole_figures(code: str, near: Neighbourhoods) -> tuple[Observation, ...]:
    """The last figure of each indicator over a territory, its quarters included; absent ones keep their face."""
    rest = [name for name in near.catalogue.indicators if name not in FIRST]
    order = {name: rank for rank, name in enumerate([*FIRST, *rest])}
    found = (_latest(near.catalogue.indicators[name], known, near) for name, known in near.by_indicator(code).items())
    return tuple(sorted((o for o in found if o is not None), key=lambda o: order[o.indicator]))


def _latest(indicator: Indicator, known: Sequence[Observation], near: Neighbourhoods) -> Observation | None:
    usual = [o for o in known if o.zone == WHOLE and o.stratum == default_stratum(indicator)]
    return max(usual, key=lambda o: (period_order(o.period), authority(o, near.catalogue)), default=None)


def beside_whole(code: str, near: Neighbourhoods) -> tuple[Reference, ...]:
    """For each indicator known both of the quarters of a territory and of the whole of it, the gap or its refusal; the
    key indicators first. The median of the quarters is never taken for a figure of their inhabitants."""
    whole = {o.indicator for o in whole_figures(code, near) if o.value is not None}
    names = [name for name in (*KEY_INDICATORS, *near.catalogue.indicators) if name in whole]
    answers = [_beside(code, near.catalogue.indicators[name], near) for name in dict.fromkeys(names)]
    comparator = Comparator(code, WHOLE)
    return tuple(Reference(comparator, INCLUDED, answer) for answer in answers if answer is not None)


def _beside(code: str, indicator: Indicator, near: Neighbourhoods) -> Gap | Refusal | None:
    known = near.by_indicator(code)[indicator.id]
    here = [o for o in known if o.zone == "qpv" and o.value is not None]
    answer = local_gap(indicator, here, known, near.catalogue, territory=code, comparator=Comparator(code, WHOLE))
    if isinstance(answer, Gap) or answer.priority is not None:
        return answer
    median = max((o for o in here if o.breakdown == MEDIAN), key=lambda o: period_order(o.period), default=None)
    whole = _latest(indicator, known, near)
    if median is None or whole is None or not indicator.uses.comparison:
        return None
    found = objection(median, whole, indicator, near.catalogue)
    return Refusal(indicator, code, *found, median.period, median, whole) if found else None


@dataclass(frozen=True, slots=True)
class QuartersInside:
    """The quarters of one map in a territory, wholly or in part, and what is told of each at one period a column. The
    order is that of the first column, the highest value first, quarters without a value last; else of the names."""

    perimeter: str
    records: tuple[PlaceRecord, ...]
    columns: tuple[Quarters, ...]

    def cell(self, column: Quarters, code: str, near: Neighbourhoods) -> str:
        """The value of a quarter in words, or how it is absent."""
        if code not in column.codes:
            return french.ABSENCES[Face.MISSING.value]
        rank = column.index(code)
        if not column.present[rank]:
            return french.ABSENCES[str(column.faces[rank])]
        return amount(column, float(column.values[rank]), near)


def amount(column: Quarters, value: float, near: Neighbourhoods) -> str:
    """One value of a column, as precise as its source."""
    return french.amount(value, column.subject.indicator, column.subject.source, near.catalogue)


def records_inside(code: str, perimeter: str, near: Neighbourhoods, standing: Standing) -> list[PlaceRecord]:
    """The quarters of a map in a territory, without those that were drawn for it and left its official list."""
    found = (near.record(inside) for inside in standing.inside(code, perimeter))
    return [record for record in found if record is not None and record.status != OFF_THE_LIST]


def quarters_inside(code: str, perimeter: str, near: Neighbourhoods, standing: Standing) -> QuartersInside:
    """The quarters of ``perimeter`` in a territory, with what is told of each at its latest period."""
    records = records_inside(code, perimeter, near, standing)
    asked = (standing.quarters(near.catalogue.indicators[name], perimeter, None, code) for name in BY_QUARTER)
    columns = tuple(answer for answer in asked if isinstance(answer, Quarters) and answer.count)
    level: dict[str, float] = {}
    if columns:
        first = columns[0]
        level = {
            name: float(v) for name, v, there in zip(first.codes, first.values, first.present, strict=True) if there
        }
    ordered = sorted(records, key=lambda r: (r.code not in level, -level.get(r.code, 0.0), r.label, r.code))
    return QuartersInside(perimeter, tuple(ordered), columns)
