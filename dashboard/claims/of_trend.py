"""What became of a gap over one comparable stretch, and what may not be said of it.

The two scales may disagree, and both are then said; a break is said and nothing is compared across it; places are
followed, never people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dashboard import french
from dashboard.claims.claim import Claim, Measure, Quantity
from dashboard.claims.finding import place_words, sides_of, subject
from dashboard.claims.of_gap import TIMES, level
from dashboard.gaps import MOVEMENTS, Gap, GapSeries, Trend, trend_of
from dashboard.gaps.caveats import break_reaches
from dashboard.gaps.convergence import Movement
from dashboard.gaps.gap import difference_unit
from etl.catalogue import Catalogue, Unit
from etl.model import Observation, period_order

UNKNOWN_PRECISION = "mouvement des valeurs publiées, sans précision connue"
CHANGED = "la mesure a changé depuis"
NOT_FOLLOWED = "Deux millésimes ne font pas une évolution."
OF_PEOPLE = (
    "Ces chiffres portent sur ceux qui vivent là à chaque date : des habitants partent, d’autres arrivent, et rien "
    "n’est dit de ce que deviennent les personnes."
)
OF_PLACES = "Ces chiffres suivent un lieu : ce qui s’y trouve n’est pas le même d’une date à l’autre."
PEOPLE = re.compile(
    r"(habitant|personne|actif|population|ménage|famille|foyer|jeune|femme|homme|adulte|élève|collégien|inscrit|"
    r"demandeur|allocataire|immigré|inactif|salarié)"
)
"""Of whom or what an indicator is, in the first words of its universe: people move, and buildings do not."""
FIRST_WORDS = 4
RATIO_MOVEMENTS = {
    Movement.STABLE: "le rapport ne change guère",
    Movement.REVERSED: "le rapport change de sens",
    Movement.UNDETERMINED: "le rapport n’a pas d’évolution établie",
}


def claims_of_trend(series: GapSeries, catalogue: Catalogue, here: str = "") -> list[Claim]:
    """What may be said of the change over time of the gaps of ``series`` (``gaps.gap_series``): the movement, the
    values at both of its ends, the breaks, the odd years, and that places are followed, not people.

    Nothing when the series is empty. ``here`` as in ``claims_of_gap``.
    """
    if not series.gaps:
        return []
    trend = trend_of(series)
    claims = [movement_claim(trend, series.gaps[-1], catalogue)]
    if trend.first is not None and trend.last is not None:
        claims.append(_levels(trend.first, trend.last, catalogue, here))
    elif len(series.gaps) > 1 and not series.gaps[-1].indicator.uses.evolution:
        claims.append(_bare(NOT_FOLLOWED, "trend.not_followed", series.gaps))
    claims += _breaks(series, trend)
    if trend.first is not None and trend.last is not None:
        claims.append(_bare(_moving(trend.last), "trend.places", (trend.first, trend.last)))
    return claims


def _moving(gap: Gap) -> str:
    universe = " ".join(gap.indicator.universe.casefold().split()[:FIRST_WORDS])
    return OF_PEOPLE if PEOPLE.search(universe) else OF_PLACES


def trend_text(trend: Trend, gap: Gap, catalogue: Catalogue) -> str:
    """Whether a gap narrows, from what to what, or why nobody may say: the sentence of pages and of documents."""
    return movement_claim(trend, gap, catalogue).text


def movement_claim(trend: Trend, gap: Gap, catalogue: Catalogue) -> Claim:
    """The same with its proof; ``gap`` is any of the series, for its indicator and its figures."""
    if trend.first is None or trend.last is None or trend.change is None:
        return _bare(f"Évolution non mesurable : {trend.why}.", "trend.none", (gap,))
    first, last = trend.first, trend.last
    unit = catalogue.units[gap.indicator.unit]
    absolute, relative = trend.change.absolute, trend.change.relative
    differences = [_difference(end, unit, catalogue) for end in (first, last)]
    ratios = [_ratio(end) for end in (first, last)]
    dates = [french.inside(french.in_period(end.period)) for end in (first, last)]
    cautions = [] if trend.established else [UNKNOWN_PRECISION]
    cautions += [CHANGED] if trend.broken_since else []
    said = " ; ".join(cautions)
    if absolute == relative:
        end = f" ({said})." if said else "."
        ends = [f"{d.text} et {r.text} {date}" for d, r, date in zip(differences, ratios, dates, strict=True)]
        text, rule = f"L’écart {MOVEMENTS[absolute]} : de {ends[0]} à {ends[1]}", "trend.movement"
    else:
        in_points = f"de {differences[0].text} {dates[0]} à {differences[1].text} {dates[1]}"
        same = ratios[0].text == ratios[1].text
        in_times = f"{ratios[0].text} aux deux dates" if same else f"{ratios[0].text}, puis {ratios[1].text}"
        text = (
            f"{_scale(unit)}, l’écart {MOVEMENTS[absolute]} ({in_points}), mais {_ratio_movement(relative, ratios)} "
            f"({in_times})"
        )
        end = f" : {said}." if said else "."
        rule = "trend.disagreement"
    return Claim(french.typography(f"{text}{end}"), rule, _sides((first, last)), (*differences, *ratios), last.caveats)


def _ratio_movement(movement: Movement, ratios: list[Quantity]) -> str:
    """« le rapport augmente »; below one, which of a growing and a shrinking ratio is the wider gap is said instead."""
    if movement in RATIO_MOVEMENTS:
        return RATIO_MOVEMENTS[movement]
    if ratios[0].value >= 1:
        return "le rapport augmente" if movement == Movement.WIDENING else "le rapport diminue"
    return "le rapport s’éloigne de l’égalité" if movement == Movement.WIDENING else "le rapport s’en rapproche"


def _scale(unit: Unit) -> str:
    return "En points" if unit.id == "percent" else "En valeur absolue"


def _difference(gap: Gap, unit: Unit, catalogue: Catalogue) -> Quantity:
    text = french.difference(gap.difference.value, unit, gap.indicator.decimals, sign=False)
    kind = difference_unit(gap.indicator, catalogue)
    return Quantity(Measure.DIFFERENCE, french.typography(text), abs(gap.difference.value), kind)


def _ratio(gap: Gap) -> Quantity:
    if gap.ratio is None:
        raise ValueError("a movement is told between two ratios")
    return Quantity(Measure.RATIO, french.times(gap.ratio.value), gap.ratio.value, TIMES)


def _levels(first: Gap, last: Gap, catalogue: Catalogue, here: str) -> Claim:
    """« De 2014 à 2019, le taux de chômage passe de 26,7 % à 22,5 % dans les QPV, et de 9,9 % à 8,4 % dans … »."""
    named, there = sides_of(last, catalogue)
    mine = _once([level(gap.priority, catalogue) for gap in (first, last)])
    other = _once([level(gap.reference, catalogue) for gap in (first, last)])
    when = french.sentence(french.span(first.period, last.period))
    text = (
        f"{when}{place_words(last, catalogue)}, {subject(last, catalogue)} {_passing(mine)} {here or named}, et "
        f"{_passing(other, again=True)} {there}."
    )
    return Claim(french.typography(text), "trend.levels", _sides((first, last)), (*mine, *other))


def _once(ends: list[Quantity]) -> list[Quantity]:
    """The same two values, a long unit being written after the second alone: « 59 », « 64,1 pour 1 000 habitants »."""
    first, last = ends
    number, _, unit = first.text.partition(french.NBSP)
    if first.text != last.text and " " in unit and last.text.endswith(f"{french.NBSP}{unit}"):
        return [replace(first, text=number), last]
    return ends


def _passing(ends: list[Quantity], *, again: bool = False) -> str:
    """« passe de 26,7 % à 22,5 % », « reste à 8,4 % »; the verb is not said ``again``."""
    first, last = (end.text for end in ends)
    if first == last:
        return f"reste à {last}"
    return f"de {first} à {last}" if again else f"passe de {first} à {last}"


def _breaks(series: GapSeries, trend: Trend) -> Iterator[Claim]:
    """The changes of measure within the time covered, then the odd years left out of the ends, one sentence each."""
    cuts = [entry for entry in series.breaks if entry.kind != "exceptional"]
    for at in sorted({entry.at for entry in cuts}, key=period_order):
        when = french.inside(french.in_period(at))
        text = f"La mesure change {when} : rien n’est comparé entre avant et après."
        yield _bare(text, "trend.break", series.gaps, *(entry.text for entry in cuts if entry.at == at))
    odd = [entry for entry in series.breaks if entry.kind == "exceptional"]
    met = sorted(
        {gap.period for gap in series.gaps if any(break_reaches(entry, gap.period) for entry in odd)}, key=period_order
    )
    if met and trend.first is not None:
        which = french.listed([french.period(period) for period in met])
        one = len(met) == 1
        text = f"{which}, {'période exceptionnelle, n’est' if one else 'périodes exceptionnelles, ne sont'} ni le "
        tail = "départ ni l’arrivée de ce mouvement."
        yield _bare(french.sentence(text + tail), "trend.exceptional", series.gaps, *(entry.text for entry in odd))


def _bare(text: str, rule: str, gaps: tuple[Gap, ...], *caveats: str) -> Claim:
    """A sentence without a number of its own."""
    return Claim(french.typography(text), rule, _sides(gaps), (), tuple(dict.fromkeys(caveats)))


def _sides(gaps: tuple[Gap, ...]) -> tuple[Observation, ...]:
    return tuple(side for gap in gaps for side in (gap.priority, gap.reference))
