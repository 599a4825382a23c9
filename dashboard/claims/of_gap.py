"""What a gap allows to say, as sentences with their proof: the finding first, then what qualifies and completes it.

Words vary from one indicator and territory to the next, never from one reading to the next: the same gap always gives
the same sentences.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from dashboard import french
from dashboard.claims.cautions import cautions_of, sides_are_exact
from dashboard.claims.claim import Claim, Measure, Quantity
from dashboard.claims.finding import (
    TIMES_FROM,
    concludes,
    difference_words,
    finding,
    place_words,
    sides_of,
    subject,
    that,
    times_words,
    told_as_times,
)
from dashboard.claims.fraction import Share, share_of
from dashboard.gaps import Gap, Verdict, default_stratum
from dashboard.gaps.gap import difference_unit
from etl.catalogue import Catalogue
from etl.model import Face, Observation

PERCENT = 100
TIMES = "times"
NOT_TOLD_APART = {
    Verdict.EQUAL: "gap.same",
    Verdict.CLOSE: "gap.close",
    Verdict.UNDETERMINED: "gap.undetermined",
}
THEIR_SURROUNDINGS = "leur "
"""A zone told by its quarters (« dans leur environnement urbain ») cannot open a comparison, before they are named."""
LEAST_RELATIVE = 0.05
"""A difference under 5 % of the reference is told in euros alone."""


def claims_of_gap(gap: Gap, catalogue: Catalogue, here: str = "") -> list[Claim]:
    """The sentences of a gap, in an order that reads: the finding, the cautions its figures need, the same gap on its
    other scale, its interval, a fraction in plain words, the cautions about what it is compared with.

    ``here``: how the place is told where the page already names it (« dans le quartier »). All but the finding and the
    fraction follow the finding and are not dated again.
    """
    of_figures, of_comparison = cautions_of(gap, catalogue)
    first, other = claim_of_gap(gap, catalogue, here), other_scale(gap, catalogue, here)
    told = [claim for claim in (first, other) if claim is not None]
    more = (other, rounding(gap, told), interval(gap, catalogue), fraction(gap, catalogue, here))
    return [first, *of_figures, *(claim for claim in more if claim is not None), *of_comparison]


def rounding(gap: Gap, told: Sequence[Claim]) -> Claim | None:
    """« L’écart est calculé sur les valeurs avant arrondi. », where what ``told`` writes does not follow from the two
    values as they are written: 13,1 − 10,9 is not 2,1."""
    if not sides_are_exact(gap):
        return None
    decimals = gap.indicator.decimals
    here, there = (round(side.value or 0.0, decimals) for side in (gap.priority, gap.reference))
    measures = {quantity.measure for claim in told for quantity in claim.quantities}
    apart = Measure.DIFFERENCE in measures and (
        french.number(here - there, decimals) != french.number(gap.difference.value, decimals)
    )
    times = Measure.RATIO in measures and gap.ratio is not None and gap.ratio.value >= TIMES_FROM and there > 0
    if apart or (times and gap.ratio is not None and french.times(here / there) != french.times(gap.ratio.value)):
        return _claim(gap, "L’écart est calculé sur les valeurs avant arrondi.", "caution.rounding", ())
    return None


def claim_of_gap(gap: Gap, catalogue: Catalogue, here: str = "") -> Claim:
    """The finding of a gap, in the words of its title and of its page, with its values and the measure it tells."""
    told: tuple[Quantity, ...] = ()
    if not concludes(gap):
        rule = NOT_TOLD_APART[gap.verdict]
    elif told_as_times(gap):
        rule, told = "gap.times", (_ratio(gap),)
    else:
        rule, told = "gap.difference", (_difference(gap, catalogue),)
    levels = (level(gap.priority, catalogue), level(gap.reference, catalogue))
    return _claim(gap, finding(gap, catalogue, here), rule, (*told, *levels), gap.caveats)


def level(side: Observation, catalogue: Catalogue) -> Quantity:
    """The value of an observation as its source words it. Raises ValueError when it is absent."""
    if side.value is None:
        raise ValueError(f"{side.indicator} {side.territory} {side.period}: no value to tell")
    return Quantity(Measure.LEVEL, french.typography(french.value(side, catalogue)), side.value, side.unit)


def _difference(gap: Gap, catalogue: Catalogue) -> Quantity:
    text = french.typography(difference_words(gap, catalogue))
    return Quantity(Measure.DIFFERENCE, text, abs(gap.difference.value), difference_unit(gap.indicator, catalogue))


def _ratio(gap: Gap) -> Quantity:
    if gap.ratio is None:
        raise ValueError("no ratio to tell")
    return Quantity(Measure.RATIO, times_words(gap), gap.ratio.value, TIMES)


def other_scale(gap: Gap, catalogue: Catalogue, here: str = "") -> Claim | None:
    """The same gap on the scale that the finding leaves: points where it tells a ratio; where it tells a difference, a
    ratio the other way round, or a percentage of a sum of money. None when that would tell nothing, or too much."""
    if not concludes(gap) or not sides_are_exact(gap):
        return None
    if told_as_times(gap):
        told = _difference(gap, catalogue)
        words = (
            f"L’écart est de {told.text}.",
            f"L’écart s’établit à {told.text}.",
            f"La différence est de {told.text}.",
        )
        return _claim(gap, pick(words, gap), "gap.points", (told,))
    if gap.ratio is None or gap.ratio.value <= 0:
        return None
    if gap.indicator.unit.startswith("eur"):
        return _relative(gap, catalogue, here)
    return _inverse(gap, catalogue, here) if 1 / gap.ratio.value >= TIMES_FROM else None


def _inverse(gap: Gap, catalogue: Catalogue, here: str) -> Claim | None:
    """« Autrement dit, le taux d’emploi est 1,6 fois plus élevé dans les autres quartiers … que dans les QPV. »"""
    named, there = sides_of(gap, catalogue)
    if gap.ratio is None or THEIR_SURROUNDINGS in there:
        return None
    inverse = 1 / gap.ratio.value
    told = Quantity(Measure.RATIO, french.times(inverse), inverse, TIMES)
    ending = "e" if gap.indicator.gender == "f" else ""
    compared = f"{subject(gap, catalogue)} est {told.text} plus élevé{ending} {there} {that(here or named)}."
    words = (f"Autrement dit, {compared}", f"Vu dans l’autre sens, {compared}")
    return _claim(gap, pick(words, gap), "gap.inverse", (told,), sides=(gap.reference, gap.priority))


def _relative(gap: Gap, catalogue: Catalogue, here: str) -> Claim | None:
    """« En proportion, le niveau de vie médian est plus faible de 38 % dans les QPV que … »: of the other side."""
    if gap.ratio is None or abs(gap.ratio.value - 1) < LEAST_RELATIVE:
        return None
    apart = abs(gap.ratio.value - 1) * PERCENT
    told = Quantity(Measure.RATIO, f"{french.number(apart, 0)}{french.NBSP}%", apart, "percent")
    named, there = sides_of(gap, catalogue)
    feminine = "e" if gap.indicator.gender == "f" else ""
    more = f"plus élevé{feminine}" if gap.ratio.value > 1 else "plus faible"
    words = (
        f"En proportion, {subject(gap, catalogue)} est {more} de {told.text} {here or named} {that(there)}.",
        f"Rapporté au niveau relevé {there}, l’écart est de {told.text}.",
    )
    return _claim(gap, pick(words, gap), "gap.relative", (told,))


def interval(gap: Gap, catalogue: Catalogue) -> Claim | None:
    """« L’intervalle à 95 % de cet écart va de 9,6 à 12 points. »; None when it is not known."""
    if gap.difference.limits is None:
        return None
    unit = difference_unit(gap.indicator, catalogue)
    decimals = gap.indicator.decimals
    low, high = gap.difference.limits
    first = Quantity(Measure.LIMIT, french.number(low, decimals), low, unit)
    words = french.difference(high, catalogue.units[gap.indicator.unit], decimals).removeprefix("+")
    last = Quantity(Measure.LIMIT, french.typography(words), high, unit)
    zero = " : il contient zéro" if low <= 0 <= high else ""
    text = f"L’intervalle à 95 % de l’écart va de {first.text} à {last.text}{zero}."
    return _claim(gap, text, "gap.interval", (first, last))


def fraction(gap: Gap, catalogue: Catalogue, here: str = "") -> Claim | None:
    """« En 2019, dans les QPV, plus de quatre personnes sur dix vivent sous le seuil de pauvreté, contre près d’une sur
    sept dans l’ensemble du territoire. »; None when the share has no honest fraction, or is of unusual people."""
    counted = gap.indicator.counted
    if counted is None or gap.stratum != default_stratum(gap.indicator):
        return None
    mine, other = (_share(side) for side in (gap.priority, gap.reference))
    if mine is None:
        return None
    named, there = sides_of(gap, catalogue)
    when, place = french.when(gap.priority), place_words(gap, catalogue)
    told_here = f"{mine.sentence(counted)} {here or named}" if place else f"{here or named}, {mine.sentence(counted)}"
    text = f"{when}{place}, {told_here}"
    told = [_level_as(mine.words(counted), gap.priority)]
    if other is not None and concludes(gap) and other.fraction != mine.fraction:
        again = other.words(counted, named=False)
        text = f"{text}, contre {again} {there}"
        told.append(_level_as(again, gap.reference))
    return _claim(gap, f"{text}.", "gap.fraction", tuple(told), sides=(gap.priority, gap.reference)[: len(told)])


def _share(side: Observation) -> Share | None:
    """The fraction of an exact and sound value; None of any other, which « près de » would make look surer."""
    if side.value is None or side.qualifier or (side.face == Face.UNRELIABLE and not french.basis(side.note)):
        return None
    limits = None if side.lower is None or side.upper is None else (side.lower, side.upper)
    return share_of(side.value, limits)


def _level_as(text: str, side: Observation) -> Quantity:
    return Quantity(Measure.LEVEL, text, side.value or 0.0, side.unit)


def pick(words: Sequence[str], gap: Gap) -> str:
    """One of several ways to say the same, chosen by what the gap is about: always the same for one gap."""
    key = " ".join((gap.indicator.id, gap.territory, gap.period, *gap.stratum))
    return words[zlib.crc32(key.encode()) % len(words)]


def _claim(
    gap: Gap,
    text: str,
    rule: str,
    quantities: tuple[Quantity, ...],
    caveats: tuple[str, ...] = (),
    sides: tuple[Observation, ...] = (),
) -> Claim:
    return Claim(french.typography(text), rule, sides or (gap.priority, gap.reference), quantities, caveats)
