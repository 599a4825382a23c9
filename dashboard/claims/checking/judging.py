"""Judges what a sentence says against the figures that answer it. Pure: the figures are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import french
from dashboard.claims.checking import reasons
from dashboard.claims.checking.counting import counts_them, odd_unit
from dashboard.claims.checking.fitting import Fact, Fit, fit, is_precise
from dashboard.claims.checking.moving import judge_move, moves
from dashboard.claims.checking.statement import Measure, Obstacle, Side, Statement
from dashboard.claims.checking.telling import told_of_each, told_of_others
from dashboard.claims.checking.verdict import Finding, Verdict
from dashboard.gaps import Gap
from etl.catalogue import Catalogue, Indicator
from etl.model import Observation, period_bounds, period_order

__all__ = ["Evidence", "Finding", "Verdict", "judge", "worst_of"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The figures of an indicator for the place and people of a statement: every period and every zone.

    ``refusal``: why nothing may be compared, when nothing may.
    """

    indicator: Indicator | None
    gaps: tuple[Gap, ...] = ()
    levels: tuple[Observation, ...] = ()
    refusal: str = ""
    unconfirmed: frozenset[Observation] = frozenset()
    """Those that the check of the guide did not confirm."""
    disputed: tuple[tuple[Observation, str], ...] = ()
    """Published figures set aside for another of the same thing, with what is said of the two."""


NATIONAL = ("FRM", "FR", "FR-X976", "FR-DROM5", "FRM-REG04")
"""The scopes of France: the whole of a région is not the country."""
ENTANGLED = (Obstacle.SEVERAL, Obstacle.COMPARATOR)
"""What keeps numbers from being judged, not a cause from being one."""
UNPLACED = (Verdict.UNSUPPORTED, Verdict.OVER_CLAIMED, Verdict.WRONG_YEAR, Verdict.OUTDATED)
SCHOOL_ZONES = ("qpv_intake_high", "qpv_and_300m")
"""Zones that hold schools, whoever goes there: not those who live in the quarters."""
SEVERITY = (
    Verdict.SUPPORTED,
    Verdict.NOT_CHECKABLE,
    Verdict.OUTDATED,
    Verdict.WRONG_YEAR,
    Verdict.WRONG_COMPARATOR,
    Verdict.OVER_CLAIMED,
    Verdict.UNSUPPORTED,
)
"""From the best to the worst: a sentence is worth what its worst part is."""


def worst_of(findings: Sequence[Finding]) -> int:
    """The position of the worst finding, the first of equals."""
    return max(range(len(findings)), key=lambda i: (SEVERITY.index(findings[i].verdict), -i))


def judge(statement: Statement, evidence: Evidence, catalogue: Catalogue) -> Finding:
    """The verdict on one statement, why, and the figures that decide."""
    text = _unanswerable(statement, evidence, catalogue)
    if text or evidence.indicator is None:
        return Finding(Verdict.NOT_CHECKABLE, text)
    facts = _facts(statement, evidence)
    if statement.excesses:
        seen = _latest(facts)
        return Finding(Verdict.OVER_CLAIMED, reasons.EXCESSES[statement.excesses[0]], seen[-1] if seen else None)
    if not (statement.here or statement.there):
        return Finding(Verdict.NOT_CHECKABLE, reasons.NOBODY)
    if moves(statement, evidence.levels):
        return judge_move(statement, evidence.indicator, evidence.gaps, evidence.levels, catalogue)
    found = _judge_facts(statement, evidence, facts, catalogue)
    if found.verdict != Verdict.NOT_CHECKABLE and (text := _dispute(statement, evidence, found)):
        return Finding(Verdict.NOT_CHECKABLE, text, found.fact)
    if found.verdict == Verdict.SUPPORTED and (average := told_of_each(statement, evidence.indicator)):
        return Finding(Verdict.OVER_CLAIMED, reasons.of_each(average, evidence.indicator), found.fact)
    if found.verdict in UNPLACED and _is_nowhere(statement, evidence.indicator, catalogue):
        return Finding(Verdict.NOT_CHECKABLE, reasons.NOWHERE)
    return found


def _unanswerable(statement: Statement, evidence: Evidence, catalogue: Catalogue) -> str:
    """Why no figure may answer, whatever it is; empty when one may."""
    if statement.obstacle is not None and not (statement.obstacle in ENTANGLED and statement.excesses):
        return reasons.OBSTACLES[statement.obstacle].format(words=statement.obstacle_words)
    if evidence.indicator is None or not statement.claims:
        return reasons.NO_INDICATOR if evidence.indicator is None else reasons.NOTHING_SAID
    if statement.within_year and not any("-" in fact.period for fact in _facts(statement, evidence)):
        return reasons.YEARLY
    if statement.excesses:
        return ""
    if odd := odd_unit(statement, evidence.indicator):
        return reasons.other_unit(odd, evidence.indicator, catalogue)
    if not counts_them(statement.counted, evidence.indicator):
        return reasons.other_universe(statement.counted, evidence.indicator)
    if whom := told_of_others(statement, evidence.indicator):
        return reasons.other_universe(whom, evidence.indicator)
    return ""


def _dispute(statement: Statement, evidence: Evidence, found: Finding) -> str:
    """What is said of two published figures, when the sentence tells one of them and not the other."""
    if statement.compares or not is_precise(statement):
        return ""
    for figure, text in evidence.disputed:
        told = covers(figure.period, statement.years) and figure.zone in statement.here
        fits = fit(statement, Fact(figure.period, here=figure)) == Fit.FITS
        confirmed = found.verdict == Verdict.SUPPORTED
        of_it = not confirmed or (found.fact is not None and found.fact.period == figure.period)
        if told and of_it and fits != confirmed:
            return text
    return ""


def _is_nowhere(statement: Statement, indicator: Indicator, catalogue: Catalogue) -> bool:
    """True when a count without a verb, or a median quarter, is that of no named territory: it may be of any."""
    if statement.told_place:
        return False
    spread = any(level.startswith("quarters:") for level in statement.people.breakdowns)
    return spread or (statement.bare_count and catalogue.units[indicator.unit].additive)


def _facts(statement: Statement, evidence: Evidence) -> list[Fact]:
    """What is known, in order of time: gaps when two sides are compared, figures of the zones told otherwise."""
    if statement.compares:
        ours = [g for g in evidence.gaps if g.priority.zone in statement.here]
        facts = [Fact(gap.period, gap.priority, gap.reference, gap) for gap in ours or _if_all(statement, evidence)]
    else:
        side = next((n.side for n in statement.numbers if n.measure == Measure.LEVEL), Side.HERE)
        zones = statement.here if side == Side.HERE and statement.here else ()
        facts = [
            Fact(o.period, here=o) if side == Side.HERE else Fact(o.period, there=o)
            for o in evidence.levels
            if (o.zone in zones if side == Side.HERE else o.zone not in ("qpv", "zus", "zfu"))
        ] or [Fact(o.period, here=o) for o in evidence.levels if o.zone in SCHOOL_ZONES and "qpv" in zones]
    return sorted(facts, key=lambda fact: period_order(fact.period))


def _if_all(statement: Statement, evidence: Evidence) -> tuple[Gap, ...]:
    """Gaps of another drawing of the quarters, when the words for the quarters are general and none is of theirs."""
    general = "qpv" in statement.here or not statement.here
    return tuple(g for g in evidence.gaps if g.priority.zone.startswith("qpv")) if general else ()


def _judge_facts(statement: Statement, evidence: Evidence, facts: Sequence[Fact], catalogue: Catalogue) -> Finding:
    if not facts or evidence.indicator is None:
        return Finding(Verdict.NOT_CHECKABLE, reasons.no_figure(evidence.indicator, evidence.refusal))  # type: ignore[arg-type]
    beside = [fact for fact in facts if _beside(statement, fact)]
    asked = [f for f in beside if covers(f.period, statement.years)] if statement.years else _latest(beside)
    fitting = [fact for fact in asked if fit(statement, fact) == Fit.FITS]
    if (known := fitting or [f for f in beside if fit(statement, f) == Fit.FITS]) and _of_schools(statement, known[-1]):
        return Finding(Verdict.OVER_CLAIMED, reasons.of_schools(known[-1], catalogue), known[-1])
    if fitting:
        latest = _latest([f for f in beside if _key(f) == _key(fitting[-1])])
        text = reasons.supported(fitting[-1], latest[-1] if latest else None, catalogue)
        if evidence.unconfirmed.intersection(fitting[-1].observations):
            text += reasons.UNCONFIRMED
        return Finding(Verdict.SUPPORTED, text, fitting[-1])
    return (
        _other_time(statement, beside, catalogue)
        or _other_comparator(statement, facts, catalogue)
        or _mismatch(statement, asked, beside, facts, catalogue)
    )


def _of_schools(statement: Statement, fact: Fact) -> bool:
    """True when the sentence is about the quarters, and the fact about the schools that take in their pupils."""
    zone = fact.here.zone if fact.here else ""
    return zone in SCHOOL_ZONES and bool(statement.here) and zone not in statement.here


def _key(fact: Fact) -> tuple[str, str]:
    """Which comparator and zone a fact is of: what « the latest » is the latest of."""
    return fact.there.zone if fact.there else "", fact.here.zone if fact.here else ""


def _beside(statement: Statement, fact: Fact) -> bool:
    """True when the fact has the comparator that is told, or none is told."""
    if not statement.there or fact.there is None:
        return True
    if statement.national and fact.gap is not None and fact.gap.reference.territory not in NATIONAL:
        return False
    return fact.there.zone in statement.there


def _latest(facts: Sequence[Fact]) -> list[Fact]:
    """The latest facts of each comparator, the latest of all last."""
    last: dict[tuple[str, str], str] = {}
    for fact in facts:
        last[_key(fact)] = max(last.get(_key(fact), fact.period), fact.period, key=period_order)
    return [fact for fact in facts if fact.period == last[_key(fact)]]


def covers(period: str, years: Sequence[int]) -> bool:
    """True when every year told lies in ``period``."""
    first, last = period_bounds(period)
    return all(first.year <= year <= last.year for year in years)


def _other_time(statement: Statement, beside: Sequence[Fact], catalogue: Catalogue) -> Finding | None:
    """The same words are true of another time."""
    fitting = [fact for fact in beside if fit(statement, fact) == Fit.FITS]
    if not fitting or (statement.years and not is_precise(statement)):
        return None
    then = fitting[-1]
    if statement.years:
        year = ", ".join(map(str, statement.years))
        text = f"Ces valeurs existent, mais à une autre date que {year} : {reasons.told(then, catalogue)}."
        return Finding(Verdict.WRONG_YEAR, text, then)
    now = _latest([fact for fact in beside if _key(fact) == _key(then)])[-1]
    text = f"C’était vrai {_then(then)} ; dernier chiffre connu : {reasons.told(now, catalogue)}."
    return Finding(Verdict.OUTDATED, text, now)


def _then(fact: Fact) -> str:
    return french.inside(french.when(fact.observations[0]))


def _other_comparator(statement: Statement, facts: Sequence[Fact], catalogue: Catalogue) -> Finding | None:
    """The same words are true beside something else."""
    if not statement.there:
        return None
    others = [f for f in facts if not _beside(statement, f)]
    told = [f for f in others if covers(f.period, statement.years)] if statement.years else _latest(others)
    fitting = [f for f in told if fit(statement, f) == Fit.FITS]
    unknown = len(others) == len(facts)
    if not fitting or not (is_precise(statement) or unknown):
        return None
    then = fitting[-1]
    zone = catalogue.zones[then.there.zone].within if then.there else ""
    text = f"Les chiffres valent pour un autre point de comparaison, {zone} : {reasons.told(then, catalogue)}."
    return Finding(Verdict.WRONG_COMPARATOR, text, then)


def _mismatch(
    statement: Statement, asked: Sequence[Fact], beside: Sequence[Fact], facts: Sequence[Fact], catalogue: Catalogue
) -> Finding:
    if not asked:
        if beside:
            known = reasons.known_periods(beside)
            return Finding(
                Verdict.NOT_CHECKABLE, f"Aucun chiffre connu à cette date. Dates connues : {known}.", beside[-1]
            )
        zones = dict.fromkeys(catalogue.zones[f.there.zone].within for f in facts if f.there)
        text = f"Aucun chiffre avec ce point de comparaison. Ceux qui existent : {', '.join(zones)}."
        return Finding(Verdict.NOT_CHECKABLE, text, facts[-1])
    nearest = min(reversed(asked), key=lambda fact: fit(statement, fact))
    worst = fit(statement, nearest)
    verdict = Verdict.UNSUPPORTED if worst == Fit.CONTRADICTED else Verdict.OVER_CLAIMED
    return Finding(verdict, reasons.mismatch(worst, nearest, catalogue), nearest)
