"""Judges a change that is told: of a level from one date to another, or of the gap between two sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.claims.checking import reasons
from dashboard.claims.checking.fitting import Fact, agrees
from dashboard.claims.checking.statement import Measure, Move, Number, Side, Statement
from dashboard.claims.checking.verdict import Finding, Verdict
from dashboard.gaps import Gap, level_series, series_of, trend_of
from dashboard.gaps.caveats import break_reaches
from dashboard.gaps.convergence import Movement
from dashboard.gaps.series import LevelSeries
from etl.catalogue import Catalogue, Indicator, Measurement
from etl.model import Face, Observation, period_bounds

LEAST_SURVEY_CHANGE = 1.0
"""Points under which a change between two surveys whose precision is not published is not told."""
_MOVEMENTS = {Move.WIDENS: Movement.WIDENING, Move.NARROWS: Movement.NARROWING}
NO_FIGURE = "Aucun chiffre connu n’est de ces quartiers et de ces habitants : leur évolution ne se vérifie pas."
NO_SERIES = (
    "Les publications de « {label} » ne forment pas une série comparable : chaque valeur se dit à sa date, pas son "
    "évolution."
)


def moves(statement: Statement, levels: Sequence[Observation]) -> bool:
    """True when a change is told, in words or by two dates that no single figure covers."""
    if statement.move is not None:
        return True
    if len(statement.years) < 2:
        return False
    first, last = min(statement.years), max(statement.years)
    return not any(_spans(o.period, first, last) for o in levels)


def _spans(period: str, first: int, last: int) -> bool:
    start, end = period_bounds(period)
    return start.year <= first and last <= end.year


def judge_move(
    statement: Statement,
    indicator: Indicator,
    gaps: Sequence[Gap],
    levels: Sequence[Observation],
    catalogue: Catalogue,
) -> Finding:
    """The verdict on a change."""
    if not any(o.zone in (statement.here or statement.there) for o in levels):
        return Finding(Verdict.NOT_CHECKABLE, NO_FIGURE)
    if not indicator.uses.evolution:
        return Finding(Verdict.OVER_CLAIMED, NO_SERIES.format(label=indicator.label), _last(levels, statement))
    if statement.move in _MOVEMENTS:
        return _gap_move(statement, _MOVEMENTS[statement.move], gaps, catalogue)
    return _level_move(statement, indicator, levels, catalogue)


def _last(levels: Sequence[Observation], statement: Statement) -> Fact | None:
    known = [o for o in levels if o.zone in statement.here]
    last = max(known, key=lambda o: period_bounds(o.period), default=None)
    return Fact(last.period, here=last) if last else None


def _gap_move(statement: Statement, told: Movement, gaps: Sequence[Gap], catalogue: Catalogue) -> Finding:
    known = [g for g in gaps if not statement.there or g.reference.zone in statement.there]
    known = [g for g in known if Face.UNRELIABLE not in (g.priority.face, g.reference.face)]
    if known:
        like = known[-1]
        known = [g for g in known if (g.priority.zone, g.reference.zone) == (like.priority.zone, like.reference.zone)]
    if statement.years:
        first, last = min(statement.years), max(statement.years)
        if len(statement.years) == 1 and not statement.since:
            first = 0
        known = [g for g in known if first <= _year(g.period) <= (9999 if statement.since else last)]
    series = series_of(known, catalogue)
    if len(series.gaps) < 2:
        return Finding(Verdict.NOT_CHECKABLE, "Aucune paire de dates comparables n’est connue pour cet écart.")
    start, end = series.gaps[0], series.gaps[-1]
    fact, before = _of_gap(end), _of_gap(start)
    if (statement.years or statement.since) and series.segments[0] != series.segments[-1]:
        return Finding(Verdict.OVER_CLAIMED, _broken(series.breaks), fact)
    trend = trend_of(series)
    if trend.movement == Movement.UNDETERMINED or trend.broken_since or not trend.established:
        why = trend.why or "la précision des valeurs ne permet pas d’établir un mouvement"
        text = f"L’évolution de l’écart n’est pas établie : {why}."
        if series.segments[0] != series.segments[-1]:  # two dates across a break are not put side by side
            return Finding(Verdict.OVER_CLAIMED, f"{text} {_broken(series.breaks)}", fact)
        return Finding(Verdict.OVER_CLAIMED, text, fact, before)
    figures = f"{reasons.told(before, catalogue)} ; {reasons.told(fact, catalogue)}"
    if trend.movement == told:
        return Finding(Verdict.SUPPORTED, f"Les chiffres le confirment : {figures}.", fact, before)
    if trend.movement == Movement.STABLE:
        return Finding(Verdict.OVER_CLAIMED, f"L’écart ne change pas de façon nette : {figures}.", fact, before)
    return Finding(Verdict.UNSUPPORTED, f"Les chiffres disent autre chose : {figures}.", fact, before)


def _of_gap(gap: Gap) -> Fact:
    return Fact(gap.period, gap.priority, gap.reference, gap)


def _year(period: str) -> int:
    return period_bounds(period)[1].year


def _level_move(
    statement: Statement, indicator: Indicator, levels: Sequence[Observation], catalogue: Catalogue
) -> Finding:
    zones = statement.here or statement.there
    known = [o for o in levels if o.zone in zones and o.face != Face.UNRELIABLE and not o.qualifier]
    series = level_series(indicator, known, catalogue)
    ends = _ends(statement, series)
    if ends is None:
        return Finding(Verdict.NOT_CHECKABLE, "Aucune paire de dates comparables n’est connue pour cette évolution.")
    first, last = ends
    start, end = series.observations[first], series.observations[last]
    fact, before = Fact(end.period, here=end), Fact(start.period, here=start)
    odd = [
        b for b in series.breaks if b.kind == "exceptional" and any(break_reaches(b, o.period) for o in (start, end))
    ]
    if series.segments[first] != series.segments[last] or odd:
        return Finding(Verdict.OVER_CLAIMED, odd[0].text if odd else _broken(series.breaks), fact, before)
    figures = f"{reasons.told(before, catalogue)} ; {reasons.told(fact, catalogue)}"
    change = (end.value or 0.0) - (start.value or 0.0)
    agree = _numbers_agree(statement.numbers, start, end) and _other_side_agrees(statement, levels, fact, before)
    if not agree or not _same_way(statement.move, change):
        return Finding(Verdict.UNSUPPORTED, f"Les chiffres disent autre chose : {figures}.", fact, before)
    small = indicator.measurement == Measurement.SURVEY and abs(change) < LEAST_SURVEY_CHANGE
    if small and statement.move in (Move.UP, Move.DOWN):
        text = f"La précision de l’enquête n’est pas publiée : un si petit changement n’est pas établi ({figures})."
        return Finding(Verdict.OVER_CLAIMED, text, fact, before)
    return Finding(Verdict.SUPPORTED, f"Les chiffres le confirment : {figures}.", fact, before)


def _broken(breaks: Sequence[object]) -> str:
    texts = [str(getattr(entry, "text", "")) for entry in breaks if getattr(entry, "kind", "") != "exceptional"]
    return (
        texts[-1] if texts else "Les deux dates ne sont pas mesurées de la même façon : leur évolution ne se dit pas."
    )


def _ends(statement: Statement, series: LevelSeries) -> tuple[int, int] | None:
    """Positions of the two dates that are told; the last two when none is."""
    years = [period_bounds(o.period) for o in series.observations]

    def at(year: int) -> int | None:
        return next((i for i, (a, b) in enumerate(years) if a.year <= year <= b.year), None)

    if len(years) < 2:
        return None
    if len(statement.years) > 1:
        first, last = at(min(statement.years)), at(max(statement.years))
    elif statement.years and statement.since:
        first, last = at(statement.years[0]), len(years) - 1
    elif statement.years:
        last = at(statement.years[0])
        first = None if last is None else last - 1
    else:
        first, last = len(years) - 2, len(years) - 1
    return None if first is None or last is None or not 0 <= first < last else (first, last)


def _same_way(move: Move | None, change: float) -> bool:
    match move:
        case Move.UP:
            return change > 0
        case Move.DOWN:
            return change < 0
        case Move.STABLE:
            return abs(change) < LEAST_SURVEY_CHANGE
    return True


def _other_side_agrees(statement: Statement, levels: Sequence[Observation], end: Fact, start: Fact) -> bool:
    """The levels told of the surroundings are those of the same two dates."""
    numbers = [
        replace(n, side=Side.HERE) for n in statement.numbers if n.measure == Measure.LEVEL and n.side == Side.THERE
    ]
    beside = {o.period: o for o in levels if o.zone in statement.there}
    if not numbers or not statement.here:
        return True
    before, after = beside.get(start.period), beside.get(end.period)
    return before is not None and after is not None and _numbers_agree(numbers, before, after)


def _numbers_agree(numbers: Sequence[Number], start: Observation, end: Observation) -> bool:
    """Two levels are those of both dates in order; one is that of the last; a difference is that of the change."""
    before, after = start.value or 0.0, end.value or 0.0
    levels = [n for n in numbers if n.measure == Measure.LEVEL and n.side == Side.HERE]
    ends = [levels[0], levels[-1]] if len(levels) > 1 else levels
    pairs = list(zip(reversed(ends), (after, before), strict=False))
    for number in numbers:
        if number.measure == Measure.DIFFERENCE:
            pairs.append((number, abs(after - before)))
        elif number.measure == Measure.PERCENT_MORE:
            pairs.append((number, abs(after / before - 1) * 100 if before else 0.0))
    return all(agrees(number, actual) for number, actual in pairs)
