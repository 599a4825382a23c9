"""What must be said next to a gap, in French, most important first. Nothing here changes a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dashboard import french
from dashboard.gaps.precision import Precision
from etl.catalogue import Break, Catalogue, ClaimFigure, Contradiction, GuideClaim, GuideVerdict, Indicator, Measurement
from etl.model import PERIOD_NOTES, Observation, Qualifier, period_bounds

FRAGILE_COUNT = 200
"""Below this many people, a census figure is fragile (Insee)."""


TOGETHER = "Le point de comparaison réunit tous les quartiers prioritaires du territoire, celui-ci compris."
PARTLY = (
    "Le quartier s’étend sur plusieurs communes ou intercommunalités : le point de comparaison n’en contient qu’une "
    "partie, et le reste du quartier n’y est pas."
)
CONTAINS = "Le point de comparaison comprend le quartier : l’écart avec le reste du territoire est plus grand."


def caveats_of(
    priority: Observation, reference: Observation, precision: Precision, indicator: Indicator, catalogue: Catalogue
) -> tuple[str, ...]:
    """Every caveat of a gap, without repetition: comparator, time, precision, sources, then the indicator's own."""
    found = [
        *_comparator(priority, reference, catalogue),
        *_time(priority, catalogue),
        *_precision(priority, reference, precision),
        *_small_counts(priority, reference, indicator),
        *_sources(priority, reference, catalogue),
        *_guide_check(priority, reference, catalogue),
        *indicator.caveats,
        *_notes(priority, reference),
    ]
    return tuple(dict.fromkeys(found))


def _comparator(priority: Observation, reference: Observation, catalogue: Catalogue) -> Iterator[str]:
    zone = catalogue.zones[reference.zone]
    across = priority.territory != reference.territory
    place = catalogue.territories.get(reference.territory)
    if across and place is not None and place.kind == "neighbourhood":
        return
    if across and zone.role == "priority":
        yield TOGETHER
    elif across and zone.includes_priority:
        yield CONTAINS
    elif zone.includes_priority:
        yield (
            f"Le point de comparaison ({french.inside(zone.label)}) comprend les QPV : l’écart avec le reste "
            "du même territoire, QPV exclus, est plus grand. Il ne dit rien de l’écart avec les quartiers voisins."
        )


def _time(priority: Observation, catalogue: Catalogue) -> Iterator[str]:
    for entry in catalogue.breaks:
        if concerns(entry, priority) and break_reaches(entry, priority.period):
            yield entry.text
    for words in PERIOD_NOTES.values():
        if words and priority.note.startswith(words):
            yield words


def concerns(entry: Break, observation: Observation) -> bool:
    """True when a break is about the indicator and the zone of ``observation``."""
    return observation.indicator in entry.indicators and (not entry.zones or observation.zone in entry.zones)


def break_reaches(entry: Break, period: str) -> bool:
    """True when ``period`` is the first of a new measure, or the exceptional period itself."""
    first, last = period_bounds(period)
    start, end = period_bounds(entry.at)
    return first <= end and start <= last


def _precision(priority: Observation, reference: Observation, precision: Precision) -> Iterator[str]:
    if precision == Precision.NOT_PUBLISHED:
        yield ("Précision non publiée ou non lue : sans effectif ni marge d’erreur, aucun intervalle n’est calculé.")
    worded = [side for side in (priority, reference) if side.qualifier != Qualifier.EXACT]
    if worded:
        yield f"Valeur approchée : {' et '.join(dict.fromkeys(_wording(side) for side in worded))}."


def _guide_check(priority: Observation, reference: Observation, catalogue: Catalogue) -> Iterator[str]:
    """What the check of the guide found wrong with a figure of the guide that is part of the gap."""
    for claim in unconfirmed((priority, reference), catalogue):
        yield f"Vérification du guide : {claim.verdict_note}"


def unconfirmed(sides: Iterable[Observation], catalogue: Catalogue) -> list[GuideClaim]:
    """The claims of the guide that its check did not confirm, and that one of these figures is a figure of."""
    known = list(sides)
    return [
        claim
        for claim in catalogue.guide_claims.values()
        if claim.verdict not in (GuideVerdict.CONFIRMED, GuideVerdict.ROUNDED)
        and any(names(figure, side) for figure in claim.then for side in known)
    ]


def names(figure: ClaimFigure, observation: Observation) -> bool:
    """True when a figure of a claim is this very observation."""
    return figure.source == observation.source and _same_figure(figure, observation)


def _same_figure(named: ClaimFigure | Contradiction, observation: Observation) -> bool:
    return (
        named.indicator == observation.indicator
        and named.territory == observation.territory
        and named.zone == observation.zone
        and named.period == observation.period
        and (named.sex, named.age, named.breakdown) == observation.stratum
    )


def _wording(observation: Observation) -> str:
    """How a value is approached. « environ » may be ours, where the source rounds; the bounds are the source's."""
    match Qualifier(observation.qualifier):
        case Qualifier.ABOUT | Qualifier.NEARLY:
            return "à lire comme « environ »"
        case Qualifier.IN_WORDS:
            return "la source l’écrit en toutes lettres"
        case bound:
            return f"la source écrit « {french.QUALIFIERS[bound]} »"


def _small_counts(priority: Observation, reference: Observation, indicator: Indicator) -> Iterator[str]:
    """The census samples about 40 % of dwellings in larger communes: its small counts are fragile (Insee)."""
    counts = [side.n for side in (priority, reference) if side.n is not None]
    if indicator.measurement == Measurement.CENSUS and counts and min(counts) < FRAGILE_COUNT:
        yield (
            f"Recensement : l’un des effectifs est inférieur à {FRAGILE_COUNT}, la valeur est fragile (sondage à 40 % "
            "environ dans les communes de 10 000 habitants ou plus)."
        )


def _sources(priority: Observation, reference: Observation, catalogue: Catalogue) -> Iterator[str]:
    names = list(dict.fromkeys((priority.source, reference.source)))
    if len(names) > 1:
        yield "Les deux valeurs viennent de deux publications différentes."
    secondary = [catalogue.sources[name] for name in names if catalogue.sources[name].kind == "secondary"]
    if secondary:
        reporters = ", ".join(dict.fromkeys(source.reported_by for source in secondary))
        yield f"Source secondaire : chiffre lu dans un compte rendu ({reporters}), pas dans la publication d’origine."
    for case in catalogue.contradictions:
        if any(is_about(case, side) for side in (priority, reference)):
            yield case.text


def is_about(case: Contradiction, observation: Observation) -> bool:
    """True when a declared contradiction is about this very figure."""
    return _same_figure(case, observation)


def _notes(priority: Observation, reference: Observation) -> Iterator[str]:
    for side in (priority, reference):
        rest = side.note
        for words in PERIOD_NOTES.values():
            rest = rest.removeprefix(words).strip()
        if rest:
            yield rest
