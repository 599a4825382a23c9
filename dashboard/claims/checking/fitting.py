"""Does one number, or one comparison, agree with the figures, within the rounding it is written with?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from dashboard.claims.checking.statement import Bound, Direction, Measure, Number, Side, Statement
from dashboard.gaps import Gap, Verdict
from etl.model import Observation, Qualifier

DUST = 1e-6
NEAR_PART = 0.05
"""« environ » and « près de »: within 5 % of the number, or half a unit of its last decimal."""
COARSE_SAME, COARSE_NEAR = 1.0, 2.5
"""Points that a fraction in words may be away from the value, bare or with « environ », « près de »."""
TIMES_SAME, TIMES_NEAR = 0.15, 0.5
"""The same for a whole number of times: « trois fois » is not said of 2,7, « près de trois fois » is."""
SLIGHT = 1.25
"""A ratio from which « légèrement plus » says too little."""
NOT_TOLD_APART = (Verdict.EQUAL, Verdict.CLOSE, Verdict.UNDETERMINED)
NOT_REACHED = re.compile("presque|quasi|frol")
"""« presque 18,3 % » is not said of 18,3 %."""
LOOSE = (Bound.MORE, Bound.LESS)


class Fit(IntEnum):
    """From agreement to contradiction, the worse the greater."""

    FITS = 0
    CONFUSED = 1
    """Points given as percent."""
    CLOSE = 2
    """A comparison of two figures too near to be told apart."""
    EXAGGERATED = 3
    """The right way, further than the figures go."""
    CONTRADICTED = 4


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known at one period: of one side, or of both when they may be compared."""

    period: str
    here: Observation | None = None
    there: Observation | None = None
    gap: Gap | None = None

    @property
    def observations(self) -> tuple[Observation, ...]:
        """The figures it holds."""
        return tuple(o for o in (self.here, self.there) if o is not None)


def fit(statement: Statement, fact: Fact) -> Fit:
    """How well ``fact`` bears all that ``statement`` says."""
    levels = [_level(n, fact) for n in statement.numbers if n.measure == Measure.LEVEL]
    others = [_between(n, fact.gap, statement.direction) for n in statement.numbers if n.measure != Measure.LEVEL]
    if statement.direction is not None and fact.gap is not None:
        others.append(_direction(statement, fact.gap))
    if statement.negated:
        if others:
            others = [_denied(others)]
        else:
            levels = [Fit.CONTRADICTED if max(levels, default=Fit.FITS) == Fit.FITS else Fit.FITS]
    return max([*levels, *others], default=Fit.FITS)


def _denied(fits: list[Fit]) -> Fit:
    """What is denied holds when the figures contradict it or do not go as far."""
    worst = max(fits)
    if worst == Fit.FITS:
        return Fit.CONTRADICTED
    return Fit.EXAGGERATED if worst in (Fit.CLOSE, Fit.CONFUSED) else Fit.FITS


def _level(number: Number, fact: Fact) -> Fit:
    side = fact.here if number.side == Side.HERE else fact.there
    if side is None or side.value is None:
        return Fit.CONTRADICTED
    if side.qualifier in (Qualifier.MORE_THAN, Qualifier.AT_LEAST, Qualifier.LESS_THAN, Qualifier.AT_MOST):
        return _bounded(number, side)
    if NOT_REACHED.match(number.text) and not side.qualifier and abs(side.value - number.value) <= DUST:
        return Fit.CONTRADICTED
    return Fit.FITS if agrees(number, side.value) else Fit.CONTRADICTED


def _bounded(number: Number, side: Observation) -> Fit:
    """A figure published as « plus de 9 900 » bears « plus de 9 900 », not « 9 900 »."""
    above = side.qualifier in (Qualifier.MORE_THAN, Qualifier.AT_LEAST)
    value = side.value or 0.0
    if number.bound == (Bound.MORE if above else Bound.LESS):
        bears = number.value <= value + DUST if above else number.value >= value - DUST
        return Fit.FITS if bears else Fit.CONTRADICTED
    if number.bound in LOOSE:
        return Fit.CONTRADICTED
    return Fit.EXAGGERATED if abs(number.value - value) <= number.step / 2 + DUST else Fit.CONTRADICTED


def agrees(number: Number, actual: float) -> bool:
    """True when ``actual`` is what ``number`` says, with its words and its decimals."""
    away = actual - number.value
    if number.bound == Bound.MORE:
        return away > DUST or (abs(away) <= DUST and "moins" in number.text)
    if number.bound == Bound.LESS:
        return away < -DUST or (abs(away) <= DUST and number.text.startswith(("au plus", "ne", "jusqu")))
    same, near = _tolerances(number)
    if number.bound == Bound.EXACT:
        return abs(away) <= same + DUST
    if number.bound == Bound.ABOUT:
        return abs(away) <= near + DUST
    return -near - DUST <= away <= same + DUST


def _tolerances(number: Number) -> tuple[float, float]:
    half = number.step / 2
    if number.coarse:
        return COARSE_SAME, COARSE_NEAR
    if number.measure == Measure.TIMES:
        whole = number.step >= 1
        return (TIMES_SAME, TIMES_NEAR) if whole else (half, max(2 * half, NEAR_PART * number.value))
    return half, max(half, NEAR_PART * abs(number.value))


def _between(number: Number, gap: Gap | None, direction: Direction | None) -> Fit:
    """A ratio or a difference; one that goes further than the figures is exaggerated, one that stays short is wrong."""
    if gap is None:
        return Fit.CONTRADICTED
    if number.measure == Measure.DIFFERENCE:
        return _measured(number, abs(gap.difference.value))
    if gap.ratio is None or gap.ratio.value <= 0:
        return Fit.CONTRADICTED
    ratio = gap.ratio.value
    if number.measure == Measure.TIMES:
        return _measured(number, 1 / ratio if number.inverse else ratio)
    subject = ratio if direction is None or (direction == Direction.LOWER) == number.inverse else 1 / ratio
    relative = abs(subject - 1) * 100
    if agrees(number, relative):
        return Fit.FITS
    if gap.indicator.unit == "percent" and agrees(number, abs(gap.difference.value)):
        return Fit.CONFUSED
    return _measured(number, relative)


def _measured(number: Number, actual: float) -> Fit:
    if agrees(number, actual):
        return Fit.FITS
    return Fit.EXAGGERATED if number.value > actual and number.bound != Bound.LESS else Fit.CONTRADICTED


def _direction(statement: Statement, gap: Gap) -> Fit:
    apart = gap.verdict not in NOT_TOLD_APART
    match statement.direction:
        case Direction.NEAR:
            return Fit.CONTRADICTED if apart else Fit.FITS
        case Direction.EQUAL:
            if apart:
                return Fit.CONTRADICTED
            return Fit.FITS if gap.verdict == Verdict.EQUAL else Fit.CLOSE
    if gap.verdict == Verdict.EQUAL:
        return Fit.CONTRADICTED
    if not apart:
        return Fit.CLOSE
    if (gap.difference.value > 0) != (statement.direction == Direction.HIGHER):
        return Fit.CONTRADICTED
    if statement.slight and gap.ratio is not None and gap.ratio.value > 0:
        far = max(gap.ratio.value, 1 / gap.ratio.value) >= SLIGHT
        return Fit.CONTRADICTED if far else Fit.FITS
    return Fit.FITS


def is_precise(statement: Statement) -> bool:
    """True when a number of the sentence points at one figure: « 18,3 % » does, « plus de 10 % » does not."""
    return any(number.bound not in LOOSE for number in statement.numbers)
