"""The gaps of one comparable series over time, cut where the measure changes, and whether they narrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.gaps.caveats import break_reaches, concerns
from dashboard.gaps.comparability import incompatibility
from dashboard.gaps.gap import Gap, build_gap
from dashboard.gaps.pairing import Question, admissible_pairs, authority
from etl.catalogue import Break, Catalogue, Indicator
from etl.model import Face, Observation, Perimeter, period_bounds, period_order


@dataclass(frozen=True, slots=True)
class GapSeries:
    """Gaps in order of time, one a period. ``segments`` numbers the stretch each belongs to: a new one starts at
    every break, and no line or change is drawn from one to the next."""

    gaps: tuple[Gap, ...]
    segments: tuple[int, ...]
    breaks: tuple[Break, ...]

    def stretches(self) -> list[tuple[Gap, ...]]:
        """The gaps between breaks, in order of time, without those of an exceptional period."""
        odd = [entry for entry in self.breaks if entry.kind == "exceptional"]
        found: dict[int, list[Gap]] = {}
        for gap, segment in zip(self.gaps, self.segments, strict=True):
            if not any(break_reaches(entry, gap.period) for entry in odd):
                found.setdefault(segment, []).append(gap)
        return [tuple(stretch) for stretch in found.values()]


@dataclass(frozen=True, slots=True)
class LevelSeries:
    """Figures of one place in order of time, one a period, absent ones included; cut where gaps would be."""

    observations: tuple[Observation, ...]
    segments: tuple[int, ...]
    breaks: tuple[Break, ...]


def level_series(indicator: Indicator, observations: Sequence[Observation], catalogue: Catalogue) -> LevelSeries:
    """The figures of ``indicator`` in one place for the same people, whether or not anything may be put beside them;
    at each period the producer's own before a report of it."""
    best: dict[str, Observation] = {}
    for o in sorted(observations, key=lambda o: authority(o, catalogue), reverse=True):
        best.setdefault(o.period, o)
    known = tuple(best[period] for period in sorted(best, key=period_order))
    breaks = tuple(entry for entry in catalogue.breaks if known and concerns(entry, known[0]))
    segments = _cut(known, breaks, catalogue, followed=indicator.uses.evolution)
    return LevelSeries(known, segments, tuple(entry for entry in breaks if _inside(entry, known)))


def gap_series(catalogue: Catalogue, observations: Sequence[Observation], like: Gap) -> GapSeries:
    """The gaps of every period that measure the same thing as ``like``: same place, people, zones and perimeter.

    ``observations`` are those of the indicator. Figures whose year is only deduced are left out of a series.
    """
    key = (like.priority.zone, like.priority.perimeter, like.reference.zone)
    gaps = _gaps_on(key, catalogue, observations, like)
    breaks = tuple(entry for entry in catalogue.breaks if concerns(entry, like.priority))
    return GapSeries(gaps, _segments(gaps, breaks, catalogue), tuple(b for b in breaks if _inside(b, gaps)))


def gap_history(catalogue: Catalogue, observations: Sequence[Observation], like: Gap) -> GapSeries:
    """The series of ``like`` with, before it, those of the maps that came before: a break between two maps, always.

    What stands before the first gap of a map is drawn, never compared with what follows.
    """
    series = gap_series(catalogue, observations, like)
    gaps, segments, breaks = series.gaps, series.segments, list(series.breaks)
    for key in _earlier_maps(like, catalogue):
        earlier = _gaps_on(key, catalogue, observations, like)
        if gaps:
            earlier = tuple(gap for gap in earlier if period_order(gap.period) < period_order(gaps[0].period))
        if (
            earlier
            and gaps
            and not any(
                _between(entry, earlier[-1], gaps[0]) for entry in catalogue.breaks if concerns(entry, gaps[0].priority)
            )
        ):
            breaks.append(_map_change(gaps[0]))
        declared = [entry for entry in catalogue.breaks if concerns(entry, like.priority)]
        before = _segments(earlier, declared, catalogue)
        shift = before[-1] + 1 if before else 0
        gaps, segments = earlier + gaps, before + tuple(segment + shift for segment in segments)
    known = {entry.id: entry for entry in [*breaks, *(b for b in catalogue.breaks if concerns(b, like.priority))]}
    return GapSeries(gaps, segments, tuple(entry for entry in known.values() if _inside(entry, gaps)))


def series_of(gaps: Sequence[Gap], catalogue: Catalogue) -> GapSeries:
    """Gaps of one comparable measure, one a period, put in order of time and cut at the declared breaks."""
    ordered = tuple(sorted(gaps, key=lambda gap: period_order(gap.period)))
    breaks = tuple(entry for entry in catalogue.breaks if ordered and concerns(entry, ordered[0].priority))
    return GapSeries(ordered, _segments(ordered, breaks, catalogue), tuple(b for b in breaks if _inside(b, ordered)))


Key = tuple[str, str, str]


def _gaps_on(key: Key, catalogue: Catalogue, observations: Sequence[Observation], like: Gap) -> tuple[Gap, ...]:
    """One gap a period for a priority zone, a perimeter and a reference zone, in order of time."""
    zone, perimeter, reference_zone = key
    question = Question(like.indicator, like.territory, None, reference_zone, like.stratum)
    here = [o for o in observations if o.territory == like.territory and o.face != Face.UNRELIABLE]
    best: dict[str, Gap] = {}
    for priority, reference in admissible_pairs(question, like.stratum, here, catalogue):
        if (priority.zone, priority.perimeter) == (zone, perimeter) and priority.period not in best:
            best[priority.period] = build_gap(priority, reference, like.indicator, catalogue)
    return tuple(best[period] for period in sorted(best, key=period_order))


def _earlier_maps(like: Gap, catalogue: Catalogue) -> list[Key]:
    """The maps before that of ``like``, the latest first: the QPV of 2015, then the ZUS, each with its comparator."""
    zone, perimeter, reference = like.priority.zone, like.priority.perimeter, like.reference.zone
    keys: list[Key] = []
    if perimeter == Perimeter.QP2024:
        before = catalogue.zones[reference].predecessor
        statutory = before if before and Perimeter.QP2015 in catalogue.zones[before].perimeters else reference
        keys.append((zone, Perimeter.QP2015.value, statutory))
        reference = statutory
    old = catalogue.zones[zone].predecessor
    if old:
        keys.append((old, Perimeter.ZUS.value, catalogue.zones[reference].predecessor or reference))
    return keys


def _map_change(first: Gap) -> Break:
    """The break between two maps where the catalogue declares none for the indicator."""
    return Break(
        id=f"change_of_map_{period_bounds(first.period)[0]:%Y%m%d}",  # one a change: three maps have two
        indicators=[first.indicator.id],
        at=first.period,
        kind="perimeter",
        text="Changement de découpage : les quartiers d’avant et d’après ne sont pas les mêmes, leurs écarts ne se "
        "prolongent pas.",
    )


def _segments(gaps: Sequence[Gap], breaks: Sequence[Break], catalogue: Catalogue) -> tuple[int, ...]:
    """Numbers the stretches of gaps, which share an indicator, by those of the figures of the quarters."""
    followed = all(gap.indicator.uses.evolution for gap in gaps)
    return _cut([gap.priority for gap in gaps], breaks, catalogue, followed=followed)


def _cut(
    known: Sequence[Observation], breaks: Sequence[Break], catalogue: Catalogue, *, followed: bool
) -> tuple[int, ...]:
    """Numbers the stretches: a new one at each break that cuts, and where the sources may not be joined; one a figure
    when the indicator may not be ``followed`` over time."""
    numbers = [0] if known else []
    for before, after in pairwise(known):
        cut = any(_between(entry, before, after) for entry in breaks if entry.kind != "exceptional")
        apart = incompatibility(before, after, catalogue.incompatibilities) is not None
        numbers.append(numbers[-1] + (cut or apart or not followed))
    return tuple(numbers)


def _between(entry: Break, before: Gap | Observation, after: Gap | Observation) -> bool:
    """True when the measure changes after ``before`` and no later than ``after``."""
    return period_order(before.period) < period_order(entry.at) <= period_order(after.period)


def _inside(entry: Break, gaps: Sequence[Gap] | Sequence[Observation]) -> bool:
    """True when a break falls within the time that the series covers."""
    if len(gaps) < 2:
        return False
    at = period_order(entry.at)
    return period_order(gaps[0].period) < at <= period_order(gaps[-1].period) or (
        entry.kind == "exceptional" and at in {period_order(gap.period) for gap in gaps}
    )
