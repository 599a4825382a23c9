"""What became of a gap over one comparable stretch, and what may not be said of it.

The two scales may disagree, and both are then said; a break is said and nothing is compared across it; places are
followed, never people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

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
ONE_QUARTER = "précision non publiée pour un seul quartier"
CHANGED = "la mesure a changé depuis"
NOT_WRITTEN = " (dates que la source n’écrit pas)"
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
    if series.gaps[-1].indicator.uses.evolution:
        claims += _breaks(series, trend)
    elif len(series.gaps) > 1:
        claims.append(_bare(NOT_FOLLOWED, "trend.not_followed", series.gaps))
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
    alone = not trend.established and _is_quarter(last, catalogue)
    cautions = [] if trend.established else [ONE_QUARTER if alone else UNKNOWN_PRECISION]
    cautions += [CHANGED] if trend.broken_since else []
    ends = _Ends(
        tuple(_difference(end, unit, catalogue) for end in (first, last)),
        tuple(_ratio(end) for end in (first, last)),
        tuple(french.inside(french.when(end.priority)) for end in (first, last)),
        " ; ".join(cautions),
    )
    absolute, relative = trend.change.absolute, trend.change.relative
    if alone:
        # Of one quarter, what chance and sampling move is unknown and large: no movement is told
        text, rule = ends.together(Movement.UNDETERMINED), "trend.unestablished"
    elif absolute == relative:
        text, rule = ends.together(absolute), "trend.movement"
    else:
        text, rule = f"{_scale(unit)}, {ends.apart(absolute, relative)}", "trend.disagreement"
    return Claim(french.typography(text), rule, _sides((first, last)), (*ends.differences, *ends.ratios), last.caveats)


@dataclass(frozen=True, slots=True)
class _Ends:
    """What is told of the two ends of a movement, first and last, and what must be ``said`` of it, if anything."""

    differences: tuple[Quantity, ...]
    ratios: tuple[Quantity, ...]
    dates: tuple[str, ...]
    said: str

    def together(self, movement: Movement) -> str:
        """« L’écart se resserre : de 17 points et 2,7 fois en 2014 à 11 points et 2,2 fois en 2018. »"""
        first, last = (
            f"{difference.text} et {ratio.text} {date}"
            for difference, ratio, date in zip(self.differences, self.ratios, self.dates, strict=True)
        )
        end = f" ({self.said})." if self.said else "."
        return f"L’écart {MOVEMENTS[movement]} : de {first} à {last}{end}"

    def apart(self, absolute: Movement, relative: Movement) -> str:
        """« l’écart se resserre (de 10 points en 2014 à 5 points en 2018), mais le rapport augmente (…). »"""
        in_points = " à ".join(f"{d.text} {date}" for d, date in zip(self.differences, self.dates, strict=True))
        first, last = (ratio.text for ratio in self.ratios)
        in_times = f"{last} aux deux dates" if first == last else f"{first}, puis {last}"
        end = f" : {self.said}." if self.said else "."
        ratio = _ratio_movement(relative, self.ratios)
        return f"l’écart {MOVEMENTS[absolute]} (de {in_points}), mais {ratio} ({in_times}){end}"


def _ratio_movement(movement: Movement, ratios: Sequence[Quantity]) -> str:
    """« le rapport augmente »; below one, which of a growing and a shrinking ratio is the wider gap is said instead."""
    if movement in RATIO_MOVEMENTS:
        return RATIO_MOVEMENTS[movement]
    if ratios[0].value >= 1:
        return "le rapport augmente" if movement == Movement.WIDENING else "le rapport diminue"
    return "le rapport s’éloigne de l’égalité" if movement == Movement.WIDENING else "le rapport s’en rapproche"


def _is_quarter(gap: Gap, catalogue: Catalogue) -> bool:
    place = catalogue.territories.get(gap.priority.territory)
    return place is not None and place.kind == "neighbourhood"


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
    deduced = any(french.basis(side.note) for gap in (first, last) for side in (gap.priority, gap.reference))
    when = french.sentence(french.span(first.period, last.period)) + (NOT_WRITTEN if deduced else "")
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
