"""Does the gap narrow? Asked only of figures that may be followed over time, and never across a break."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.gaps.convergence import Convergence, Movement, convergence
from dashboard.gaps.estimate import Estimate
from dashboard.gaps.gap import Gap
from dashboard.gaps.precision import Precision, written_step
from dashboard.gaps.series import GapSeries

NEGLIGIBLE_RATIO = 1.05
"""Changes of a ratio under 5 % are not told."""

MOVEMENTS = {
    Movement.NARROWING: "se resserre",
    Movement.WIDENING: "se creuse",
    Movement.STABLE: "ne change guère",
    Movement.REVERSED: "change de sens",
    Movement.UNDETERMINED: "n’a pas d’évolution établie",
}


@dataclass(frozen=True, slots=True)
class Trend:
    """How the gap moved from ``first`` to ``last`` according to the published values.

    ``established`` is False when the precision of the values, or the lack of it, does not allow to call the movement
    more than a description. ``broken_since`` is True when the measure changed after ``last``. ``first``, ``last`` and
    ``change`` are None when nothing may be said; ``why`` tells.
    """

    movement: Movement
    established: bool = False
    first: Gap | None = None
    last: Gap | None = None
    change: Convergence | None = None
    broken_since: bool = False
    why: str = ""


def trend_of(series: GapSeries) -> Trend:
    """The movement of the gap over the latest stretch of ``series`` that holds two dates and no break.

    An exceptional period (a health crisis) neither starts nor ends a movement.
    """
    if not series.gaps:
        return Trend(Movement.UNDETERMINED, why="aucune valeur assez sûre (année, champ ou libellé incertain)")
    if not series.gaps[-1].indicator.uses.evolution:
        return Trend(Movement.UNDETERMINED, why="les publications ne forment pas une série comparable")
    stretches = series.stretches()
    stretches = [tuple(gap for gap in known if _exact(gap)) for known in stretches]
    stretch = next((known for known in reversed(stretches) if len(known) > 1), None)
    if stretch is None:
        return Trend(Movement.UNDETERMINED, why="une seule valeur comparable")
    first, last = stretch[0], stretch[-1]
    if not (first.ratio and first.ratio.value > 0 and last.ratio and last.ratio.value > 0):
        return Trend(Movement.UNDETERMINED, why="les valeurs n’ont pas de rapport")
    exhaustive = last.precision == Precision.EXHAUSTIVE
    described = _between(first, last, first.ratio, last.ratio, exhaustive=True)
    tested = _between(first, last, first.ratio, last.ratio, exhaustive=exhaustive)
    established = tested.verdict == described.verdict
    return Trend(described.verdict, established, first, last, described, broken_since=stretch is not stretches[-1])


def _exact(gap: Gap) -> bool:
    """False when a side is worded (« environ », « près de »): no movement starts or ends there."""
    return not (gap.priority.qualifier or gap.reference.qualifier)


def _half_unit(gap: Gap) -> float:
    """Half a unit of the last decimal that both values of a gap were published with."""
    return 0.5 * written_step([side.value or 0.0 for side in (gap.priority, gap.reference)], gap.indicator.decimals)


def _rounding(gap: Gap) -> float:
    """The most that rounding both values moves their difference."""
    return 2 * _half_unit(gap) + 1e-9


def _ratio_rounding(gap: Gap) -> float:
    """The largest factor by which rounding both values moves their ratio."""
    half = _half_unit(gap)
    factor = 1.0
    for side in (gap.priority, gap.reference):
        value = side.value or 0.0
        factor *= value / (value - half) if value > half else 1.0
    return factor


def _between(first: Gap, last: Gap, first_ratio: Estimate, last_ratio: Estimate, *, exhaustive: bool) -> Convergence:
    return convergence(
        first.difference,
        last.difference,
        first_ratio,
        last_ratio,
        exhaustive=exhaustive,
        negligible_difference=_rounding(first) + _rounding(last),
        negligible_ratio=max(NEGLIGIBLE_RATIO, _ratio_rounding(first) * _ratio_rounding(last)),
    )
