"""The same thing said the other way round: from the surroundings, or of those whom the indicator does not count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from dashboard.claims.checking.lexicon import Mention
from dashboard.claims.checking.statement import Bound, Direction, Measure, Number, Obstacle, Statement

COMPLEMENTED = {"employment_rate": r"^(?:ne |n'|sans )", "brevet_pass_rate": r"^(?:ne |n')"}
"""Indicators whose complement people name, and how they do: « ne travaillent pas », « ratent le brevet »."""
FAILING = re.compile(r"\b(?:rat(?:e|ent|aient)|echou\w+|echecs?)\b")
"""« ratent plus souvent le brevet »."""
_BETWEEN = (Measure.TIMES, Measure.PERCENT_MORE)


def is_complement(named: Iterable[Mention], small: str) -> bool:
    """True when the part is about the others than those whom the indicator counts."""
    return any(
        re.search(COMPLEMENTED[indicator], small[m.start : m.end])
        or (indicator == "brevet_pass_rate" and FAILING.search(small))
        for m in named
        for indicator in m.term.values
        if indicator in COMPLEMENTED
    )


def complemented(statement: Statement) -> Statement:
    """The same said of those whom the indicator counts: « 55 % ne travaillent pas » is « 45 % travaillent ».

    A ratio of the ones is not that of the others: it is not judged.
    """
    if found := next((n for n in statement.numbers if n.measure in _BETWEEN), None):
        return replace(statement, obstacle=statement.obstacle or Obstacle.COMPLEMENT, obstacle_words=found.text)
    turned = {Bound.MORE: Bound.LESS, Bound.LESS: Bound.MORE}
    numbers = tuple(
        replace(n, value=100 - n.value, bound=turned.get(n.bound, n.bound)) if n.measure == Measure.LEVEL else n
        for n in statement.numbers
    )
    return replace(statement, numbers=numbers, direction=flip(statement.direction))


def turned(number: Number, direction: Direction | None, *, swapped: bool) -> Number:
    """A ratio told as « fois moins », or from the surroundings, is that of the surroundings to the quarters."""
    return replace(number, inverse=(direction == Direction.LOWER) != swapped)


def flip(direction: Direction | None) -> Direction | None:
    """Higher for lower, lower for higher."""
    match direction:
        case Direction.HIGHER:
            return Direction.LOWER
        case Direction.LOWER:
            return Direction.HIGHER
    return direction
