"""What is known after the date that allowed a comparison: told beside the gap, never in its place."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import french
from dashboard.briefs.document import Statement
from dashboard.briefs.making import Making
from dashboard.claims.claim import Claim
from dashboard.claims.of_gap import claim_of_gap, level
from dashboard.gaps import Gap, level_series
from etl.model import Observation, period_order

RULE = "later.alone"
OTHER = "Plus récent, mais face à un autre point de comparaison."


def told_with_later(making: Making, gaps: list[Gap], *, elsewhere: bool = False) -> Iterator[Statement]:
    """The sentence of each gap; after it, the later figure of the same quarter that nothing may be put beside. With
    ``elsewhere``, of another territory, the later gap of the same indicator with another comparator."""
    for gap in gaps:
        yield making.numbering.statement(claim_of_gap(gap, making.catalogue, making.here))
        later = claim_of_later(making, gap)
        if later is not None:
            yield making.numbering.statement(later)
        other = _other(making, gap) if elsewhere and not making.is_quarter else None
        if other is not None and other not in gaps:
            yield making.numbering.statement(claim_of_gap(other, making.catalogue, making.here), OTHER)


def claim_of_later(making: Making, gap: Gap) -> Claim | None:
    """« Plus récent, sans point de comparaison : le taux d’emploi, 39,9 % (2018, date déduite). »; None where the gap
    is of the latest figure of the quarter, and for any other territory."""
    later = _later(making, gap)
    if later is None:
        return None
    told = level(later, making.catalogue)
    when = french.dated_period(later.period, later.note)
    text = f"Plus récent, sans point de comparaison : {gap.indicator.phrase}, {told.text} ({when})."
    return Claim(french.typography(text), RULE, (later,), (told,))


def _other(making: Making, gap: Gap) -> Gap | None:
    """The last gap of the same indicator and people after ``gap``, with another comparator."""
    known = [other for other in making.gaps if other.indicator == gap.indicator and _follows(other, gap)]
    return max(known, key=lambda other: period_order(other.period), default=None)


def _follows(other: Gap, gap: Gap) -> bool:
    same = other.priority.stratum == gap.priority.stratum and other.reference.zone != gap.reference.zone
    return same and period_order(other.period) > period_order(gap.period)


def _later(making: Making, gap: Gap) -> Observation | None:
    """The last figure of the same source, place, people and measure, after that of the gap."""
    if not making.is_quarter:
        return None
    told = gap.priority
    known = [
        o
        for o in making.near.by_indicator(told.territory).get(told.indicator, ())
        if (o.source, o.zone, o.perimeter, o.stratum) == (told.source, told.zone, told.perimeter, told.stratum)
        and o.value is not None
        and period_order(o.period) > period_order(told.period)
    ]
    if not known:
        return None
    last = max(known, key=lambda o: period_order(o.period))
    # What is measured in another way is not the same figure, later
    return None if level_series(gap.indicator, [told, last], making.catalogue).breaks else last
