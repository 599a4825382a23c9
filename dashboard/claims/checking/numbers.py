"""The numbers of one part of a sentence: what each measures, how it is worded, and which side it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dashboard.claims.checking import words
from dashboard.claims.checking.statement import Bound, Measure, Number, Side
from dashboard.claims.checking.typing_in import step_of, value_of

LARGEST_WHOLE = 20
"""« un sur vingt » is read as a share, « un sur 32 » is not."""
Zones = Sequence[tuple[int, int, Side]]
_EDGE = re.compile(r"[;:()]|,(?![0-9])|\b(?:contre|et|tandis qu|alors qu|qu|mais)\b")
_OPPOSES = re.compile(r"\b(?:contre|et|tandis|alors|mais|pour|versus)\b|,|/")
_NO_UNIT = {"en", "dans", "contre", "pour", "et", "a", "de", "au", "chez", "selon", "soit", "hors", "pres", "que", "ou"}
_UNIT = re.compile(r" ?((?:€|euros?)(?: par (?:an|mois))|[a-z²€%_]+)")


@dataclass(frozen=True, slots=True)
class _Found:
    number: Number
    start: int
    end: int


def numbers_of(text: str, zones: Zones, subject: Side, *, same: bool = False) -> tuple[Number, ...]:
    """The numbers of ``text`` (even, small, names and dates blanked out), in order.

    ``zones``: where each side is named. ``subject``: the side that the sentence speaks of first. ``same``: every level
    is about that side, at several dates.
    """
    found: list[_Found] = []
    for one in _candidates(text):
        if all(one.end <= other.start or other.end <= one.start for other in found):
            found.append(one)
    found.sort(key=lambda one: one.start)
    return tuple(_with_sides(text, found, zones, subject, same=same))


def _candidates(text: str) -> Iterator[_Found]:
    """Every reading of every number, the surest first."""
    yield from _fractions(text)
    for match in words.NAMED_FRACTION.finditer(text):
        yield _found(match, Measure.LEVEL, words.FRACTIONS[match["name"]], 1.0, unit="%", coarse=True)
    for pattern, bound in ((words.MAJORITY, Bound.MORE), (words.MINORITY, Bound.LESS)):
        for match in pattern.finditer(text):
            yield _Found(Number(Measure.LEVEL, 50.0, 1.0, match[0], bound, unit="%", coarse=True), *match.span())
    for match in words.TIMES.finditer(text):
        yield _found(match, Measure.TIMES, value_of(match["number"]), step_of(match["number"]), unit="fois")
    for match in words.MULTIPLE.finditer(text):
        yield _found(match, Measure.TIMES, words.MULTIPLES.get(match["name"], words.HALF), 1.0, unit="fois")
    for match in words.POINTS.finditer(text):
        yield _found(match, Measure.DIFFERENCE, value_of(match["number"]), step_of(match["number"]), unit="points")
    for match in words.PERCENT.finditer(text):
        measure = Measure.PERCENT_MORE if _is_difference(text, match) else Measure.LEVEL
        yield _found(match, measure, value_of(match["number"]), step_of(match["number"]), unit="%")
    yield from _counts(text)


def _fractions(text: str) -> Iterator[_Found]:
    for match in words.FRACTION.finditer(text):
        part = 1.0 if match["part"].startswith("un") else value_of(match["part"])
        whole = value_of(match["whole"])
        if 0 < part <= whole <= 10:
            yield _found(match, Measure.LEVEL, 100 * part / whole, 1.0, unit="%", coarse=True)
        elif 0 < part <= whole <= LARGEST_WHOLE:  # one in twelve is neither one in eleven nor one in thirteen
            yield _found(match, Measure.LEVEL, 100 * part / whole, 100 * part / whole**2, unit="%")


def _counts(text: str) -> Iterator[_Found]:
    for match in words.COUNT.finditer(text):
        after = _UNIT.match(text, match.end())
        unit = after[1] if after and after[1] not in _NO_UNIT else ""
        if re.match(r" ?(?:er|e|eme|nde?)\b", text[match.end() :]) or text[match.start() - 1 : match.start()] in (
            "_",
            "+",
        ):
            continue
        size = words.SIZES.get(match["size"] or "", 1.0)
        measure = Measure.DIFFERENCE if _is_difference(text, match) else Measure.LEVEL
        number, step = value_of(match["number"]), step_of(match["number"])
        yield _found(match, measure, number * size, step * size, unit=unit)


def _is_difference(text: str, match: re.Match[str]) -> bool:
    return bool(words.MORE_AFTER.search(text[match.end() :]) or words.MORE_BEFORE.search(text[: match.start()]))


def _found(
    match: re.Match[str], measure: Measure, value: float, step: float, *, unit: str, coarse: bool = False
) -> _Found:
    bound = next((b for b in words.BOUNDS if match[b.value]), Bound.EXACT)
    number = Number(measure, value, step, match[0].strip(), bound, unit=unit, coarse=coarse)
    return _Found(number, match.start(), match.end())


def _with_sides(text: str, found: Sequence[_Found], zones: Zones, subject: Side, *, same: bool) -> Iterator[Number]:
    before: tuple[int, Side] | None = None
    for one in found:
        if one.number.measure != Measure.LEVEL:
            yield one.number
            continue
        side = subject if same else _side(text, one, zones, subject, before)
        before = (one.end, side)
        yield replace(one.number, side=side)


def _side(text: str, one: _Found, zones: Zones, subject: Side, before: tuple[int, Side] | None) -> Side:
    """The side named in the same clause; else the first one named since the last level (the last one for
    a value alone in brackets, right after it); else the other side."""
    left = max((m.end() for m in _EDGE.finditer(text, 0, one.start)), default=0)
    right = next((m.start() for m in _EDGE.finditer(text, one.end)), len(text))
    alone = text[left - 1 : left] == "(" and not re.search(r"[0-9]", text[one.end : text.find(")", one.end)])
    named = {side for start, end, side in zones if start < right and end > left}
    if len(named) == 1:
        return named.pop()
    since = before[0] if before else 0
    passed = [side for start, _, side in zones if since <= start < one.start]
    if passed:
        return passed[-1] if alone else passed[0]
    if before is None:
        return subject
    if not _OPPOSES.search(text[before[0] : one.start]):
        return before[1]
    return Side.THERE if before[1] == Side.HERE else Side.HERE
