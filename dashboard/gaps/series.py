"""The gaps of one comparable series over time, cut where the measure changes, and whether they narrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.gaps.caveats import concerns
from dashboard.gaps.comparability import incompatibility
from dashboard.gaps.gap import Gap, build_gap
from dashboard.gaps.pairing import Question, admissible_pairs
from etl.catalogue import Break, Catalogue
from etl.model import Face, Observation, period_order


@dataclass(frozen=True, slots=True)
class GapSeries:
    """Gaps in order of time, one a period. ``segments`` numbers the stretch each belongs to: a new one starts at
    every break, and no line or change is drawn from one to the next."""

    gaps: tuple[Gap, ...]
    segments: tuple[int, ...]
    breaks: tuple[Break, ...]

    def stretches(self) -> list[tuple[Gap, ...]]:
        """The gaps between breaks, in order of time, without those of an exceptional period."""
        odd = [entry.at for entry in self.breaks if entry.kind == "exceptional"]
        found: dict[int, list[Gap]] = {}
        for gap, segment in zip(self.gaps, self.segments, strict=True):
            if gap.period not in odd:
                found.setdefault(segment, []).append(gap)
        return [tuple(stretch) for stretch in found.values()]


def gap_series(catalogue: Catalogue, observations: Sequence[Observation], like: Gap) -> GapSeries:
    """The gaps of every period that measure the same thing as ``like``: same place, people, zones and perimeter.

    ``observations`` are those of the indicator. Figures whose year is only deduced are left out of a series.
    """
    question = Question(like.indicator, like.territory, None, like.reference.zone, like.stratum)
    here = [o for o in observations if o.territory == like.territory and o.face != Face.UNRELIABLE]
    best: dict[str, Gap] = {}
    for priority, reference in admissible_pairs(question, like.stratum, here, catalogue):
        same = (priority.zone, priority.perimeter) == (like.priority.zone, like.priority.perimeter)
        if same and priority.period not in best:
            best[priority.period] = build_gap(priority, reference, like.indicator, catalogue)
    gaps = tuple(best[period] for period in sorted(best, key=period_order))
    breaks = tuple(entry for entry in catalogue.breaks if concerns(entry, like.priority))
    return GapSeries(gaps, _segments(gaps, breaks, catalogue), tuple(b for b in breaks if _inside(b, gaps)))


def _segments(gaps: Sequence[Gap], breaks: Sequence[Break], catalogue: Catalogue) -> tuple[int, ...]:
    """Numbers the stretches: a new one at each break that cuts, and where the sources may not be joined."""
    numbers: list[int] = []
    for position, gap in enumerate(gaps):
        if position == 0:
            numbers.append(0)
            continue
        cut = any(_between(entry, gaps[position - 1], gap) for entry in breaks if entry.kind != "exceptional")
        apart = incompatibility(gaps[position - 1].priority, gap.priority, catalogue.incompatibilities) is not None
        numbers.append(numbers[-1] + (cut or apart))
    return tuple(numbers)


def _between(entry: Break, before: Gap, after: Gap) -> bool:
    """True when the measure changes after ``before`` and no later than ``after``."""
    return period_order(before.period) < period_order(entry.at) <= period_order(after.period)


def _inside(entry: Break, gaps: Sequence[Gap]) -> bool:
    """True when a break falls within the time that the series covers."""
    if len(gaps) < 2:
        return False
    at = period_order(entry.at)
    return period_order(gaps[0].period) < at <= period_order(gaps[-1].period) or (
        entry.kind == "exceptional" and at in {period_order(gap.period) for gap in gaps}
    )
