"""May two observations be put side by side? When not, a reason takes the place of the number.

The comparator is never swapped, a period never guessed and a perimeter never crossed in silence: METHOD, "The
comparison". Texts are French because they are what a reader sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from dashboard import french
from dashboard.gaps.caveats import names
from etl.catalogue import Catalogue, GuideVerdict, Incompatibility, Indicator
from etl.model import Face, Observation

SECRET_THRESHOLD = 11
"""Fewest households of a publishable cell (Insee, guide du secret statistique, tax data)."""


class RefusalCode(StrEnum):
    """Why no gap, or no ranking, is given."""

    DIFFERENT_PERIOD = "different_period"
    DIFFERENT_UNIVERSE = "different_universe"
    DIFFERENT_COMPARATOR = "different_comparator"
    DIFFERENT_PERIMETER = "different_perimeter"
    DIFFERENT_DEFINITION = "different_definition"
    NOT_COMPARABLE = "not_comparable"
    NOT_ADDITIVE = "not_additive"
    NOT_APPLICABLE = "not_applicable"
    SECRET = "secret"  # noqa: S105 (statistical secrecy, not a password)
    MISSING = "missing"
    TOO_FEW = "too_few"
    NOT_RANKED = "not_ranked"


REASONS = {
    RefusalCode.DIFFERENT_PERIOD: "Pas d’écart : périodes différentes",
    RefusalCode.DIFFERENT_UNIVERSE: "Pas d’écart : populations différentes",
    RefusalCode.DIFFERENT_COMPARATOR: "Pas d’écart : autre comparateur",
    RefusalCode.DIFFERENT_PERIMETER: "Pas d’écart : découpages différents",
    RefusalCode.DIFFERENT_DEFINITION: "Pas d’écart : définitions différentes",
    RefusalCode.NOT_COMPARABLE: "Décrit, sans comparaison possible",
    RefusalCode.NOT_ADDITIVE: "Pas d’écart : ne s’additionne pas",
    RefusalCode.NOT_APPLICABLE: "Pas d’écart : sans objet",
    RefusalCode.SECRET: "Pas d’écart : secret statistique",
    RefusalCode.MISSING: "Pas d’écart : valeur non publiée",
    RefusalCode.TOO_FEW: "Pas d’écart : effectifs trop faibles",
    RefusalCode.NOT_RANKED: "Pas de classement pour cet indicateur",
}
"""Each reason in a few words; the text of a refusal says the rest."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """No gap, and why. ``priority`` and ``reference`` are the observations met on the way, when there were any."""

    indicator: Indicator
    territory: str
    code: RefusalCode
    text: str
    period: str | None = None
    priority: Observation | None = None
    reference: Observation | None = None


FACE_REASONS = {
    Face.SECRET: (RefusalCode.SECRET, "est couverte par le secret statistique"),
    Face.MISSING: (RefusalCode.MISSING, "n’est pas publiée"),
    Face.NOT_APPLICABLE: (RefusalCode.NOT_APPLICABLE, "est sans objet"),
}


def objection(
    priority: Observation,
    reference: Observation,
    indicator: Indicator,
    catalogue: Catalogue,
    *,
    across: bool = False,
) -> tuple[RefusalCode, str] | None:
    """The first reason not to compare two observations of ``indicator``; None when they may be compared.

    ``across``: a quarter is put beside a territory that surrounds it, so the two need not be the same.
    """
    for side in (priority, reference):
        if side.face in FACE_REASONS:
            code, why = FACE_REASONS[side.face]
            where = _place_within(side, catalogue) if across else catalogue.zones[side.zone].within
            return code, f"La valeur {where} ({french.period(side.period)}) {why}."
    for claim in catalogue.guide_claims.values():
        named = any(names(figure, side) for figure in claim.then for side in (priority, reference))
        if named and claim.verdict == GuideVerdict.WRONG_YEAR:
            return RefusalCode.DIFFERENT_PERIOD, claim.verdict_note
    if not across and priority.territory != reference.territory:
        return RefusalCode.DIFFERENT_UNIVERSE, (
            "Les deux valeurs ne portent pas sur le même territoire : "
            f"{_place(priority, catalogue)} d’un côté, {_place(reference, catalogue)} de l’autre."
        )
    if priority.period != reference.period:
        return RefusalCode.DIFFERENT_PERIOD, (
            f"Les deux valeurs ne portent pas sur la même période : {french.period(priority.period)} "
            f"{catalogue.zones[priority.zone].within}, {french.period(reference.period)} "
            f"{catalogue.zones[reference.zone].within}."
        )
    if priority.stratum != reference.stratum:
        return RefusalCode.DIFFERENT_UNIVERSE, (
            "Les deux valeurs ne portent pas sur la même population : "
            f"{french.stratum(priority.stratum, catalogue)} d’un côté, "
            f"{french.stratum(reference.stratum, catalogue)} de l’autre."
        )
    if reference.perimeter and reference.perimeter != priority.perimeter:
        return RefusalCode.DIFFERENT_PERIMETER, (
            f"Les deux valeurs ne reposent pas sur le même découpage : {french.perimeter(priority.perimeter)} d’un "
            f"côté, {french.perimeter(reference.perimeter)} de l’autre."
        )
    return _counts_objection(priority, reference) or _sources_objection(priority, reference, indicator, catalogue)


def _place(observation: Observation, catalogue: Catalogue) -> str:
    known = catalogue.territories.get(observation.territory)
    return known.label if known else observation.territory


def _place_within(observation: Observation, catalogue: Catalogue) -> str:
    known = catalogue.territories.get(observation.territory)
    return known.within if known else observation.territory


def _counts_objection(priority: Observation, reference: Observation) -> tuple[RefusalCode, str] | None:
    few = [side.n for side in (priority, reference) if side.n is not None and side.n < SECRET_THRESHOLD]
    if few:
        return RefusalCode.TOO_FEW, (
            f"L’effectif est trop faible ({french.number(min(few), 0)}) pour qu’un écart ait un sens : il faut au "
            f"moins {SECRET_THRESHOLD} unités de chaque côté."
        )
    return None


def _sources_objection(
    priority: Observation, reference: Observation, indicator: Indicator, catalogue: Catalogue
) -> tuple[RefusalCode, str] | None:
    pair = incompatibility(priority, reference, catalogue.incompatibilities)
    if pair is None:
        return None
    return RefusalCode(f"different_{pair.reason}"), pair.text


def incompatibility(
    first: Observation, second: Observation, declared: Sequence[Incompatibility]
) -> Incompatibility | None:
    """The declared reason why the sources of two observations of one indicator cannot be compared or joined."""
    for pair in declared:
        if first.indicator in pair.indicators and (first.source in pair.sources) != (second.source in pair.sources):
            return pair
    return None


def remainder(
    whole: Observation, part: Observation, indicator: Indicator, catalogue: Catalogue
) -> float | tuple[RefusalCode, str]:
    """What is left of a count once the priority quarters are taken out, in the unit of the indicator.

    A reason instead when the indicator is not additive (a rate, a median), when the two figures do not describe the
    same moment and people, or when the remainder is small enough to reveal what a published total hides.
    """
    unit = catalogue.units[indicator.unit]
    if not unit.additive or indicator.aggregation != "sum":
        return RefusalCode.NOT_ADDITIVE, (
            f"« {indicator.label} » ne s’additionne pas : on ne peut pas retrancher les QPV de l’ensemble."
        )
    problem = objection(part, whole, indicator, catalogue)
    if problem:
        return problem
    if whole.value is None or part.value is None:
        raise ValueError("a published observation has a value")
    left = whole.value - part.value
    if left < 0:
        return RefusalCode.DIFFERENT_UNIVERSE, (
            "La partie dépasse l’ensemble : les deux chiffres ne portent pas sur la même population."
        )
    if left < SECRET_THRESHOLD:
        return RefusalCode.TOO_FEW, (
            f"Le reste compterait moins de {SECRET_THRESHOLD} unités : le calculer révélerait ce que le total protège."
        )
    return left
