"""The most telling reason why no gap can be given, in a sentence a reader understands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard import french
from dashboard.gaps.comparability import Refusal, RefusalCode, objection
from dashboard.gaps.pairing import Question, Stratum, strata
from etl.catalogue import Aggregation, Catalogue, Indicator
from etl.model import Observation, period_order


def why_not_comparable(indicator: Indicator) -> str:
    """Why an indicator is described and never compared."""
    detail = f" À savoir : {french.inside(indicator.caveats[0])}" if indicator.caveats else ""
    if indicator.uses.comparison:
        return f"Aucun point de comparaison admis n’a été publié pour « {indicator.label} ».{detail}"
    return f"« {indicator.label} » se décrit, sans écart à mesurer.{detail}"


def not_admitted(question: Question, catalogue: Catalogue) -> str:
    """Why the zone asked for is never the comparator of an indicator."""
    asked = catalogue.zones[question.reference or ""].label
    admitted = ", ".join(f"« {catalogue.zones[zone].label} »" for zone in question.indicator.comparators)
    return (
        f"« {asked} » n’est pas un comparateur admis pour « {question.indicator.label} ». Comparateurs admis : "
        f"{admitted}."
    )


def explain(question: Question, observations: Sequence[Observation], catalogue: Catalogue) -> Refusal:
    """The most telling reason why no pair could be made in the territory of ``question``."""
    stratum = strata(question, observations)[0]
    priorities = [o for o in observations if catalogue.zones[o.zone].role == "priority"]
    at_period = _latest([o for o in priorities if o.stratum == stratum and question.period in (None, o.period)])
    if at_period is None:
        code, text = _no_priority(question, stratum, priorities, observations, catalogue)
        return refuse(question, code, text, [], catalogue)
    zones = [question.reference] if question.reference else question.indicator.comparators
    others = [o for o in observations if catalogue.zones[o.zone].role != "priority"]
    same_zone = [o for o in others if o.zone in zones]
    if same_zone and not any(o.stratum == stratum for o in same_zone):
        return refuse(question, *_other_people(at_period, same_zone, catalogue), [at_period], catalogue)
    closest = sorted(
        same_zone,
        key=lambda o: (o.stratum == stratum, o.period == at_period.period, o.perimeter == at_period.perimeter),
        reverse=True,
    )
    for candidate in closest:
        found = objection(at_period, candidate, question.indicator, catalogue)
        if found:
            if found[0] == RefusalCode.DIFFERENT_PERIOD and candidate.period != at_period.period:
                found = (found[0], _periods_text(at_period, same_zone, catalogue))
            return refuse(question, *found, [at_period, candidate], catalogue)
    return refuse(question, *_no_reference(question, at_period, others, catalogue), [at_period], catalogue)


def _other_people(
    priority: Observation, references: Sequence[Observation], catalogue: Catalogue
) -> tuple[RefusalCode, str]:
    known = " ; ".join(dict.fromkeys(french.stratum(o.stratum, catalogue) for o in references))
    return RefusalCode.DIFFERENT_UNIVERSE, (
        f"La valeur des quartiers prioritaires porte sur : {french.stratum(priority.stratum, catalogue)}. Celle du "
        f"point de comparaison n’est publiée que pour : {known}."
    )


def _latest(observations: Iterable[Observation]) -> Observation | None:
    return max(observations, key=lambda o: period_order(o.period), default=None)


def _no_priority(
    question: Question,
    stratum: Stratum,
    priorities: Sequence[Observation],
    observations: Sequence[Observation],
    catalogue: Catalogue,
) -> tuple[RefusalCode, str]:
    place = catalogue.territories.get(question.territory or "")
    where = place.within if place else question.territory
    when = f" pour {french.period(question.period)}" if question.period else ""
    same = [o for o in priorities if o.stratum == stratum]
    if same:
        known = ", ".join(french.period(p) for p in sorted({o.period for o in same}, key=period_order))
        return RefusalCode.DIFFERENT_PERIOD, (
            f"Aucune valeur des quartiers prioritaires{when} {where}. Périodes connues : {known}."
        )
    if observations and not priorities:
        return RefusalCode.MISSING, _whole_alone(question.indicator, where)
    if priorities:
        known = " ; ".join(dict.fromkeys(french.stratum(o.stratum, catalogue) for o in priorities))
        return RefusalCode.MISSING, (
            f"Aucune valeur des quartiers prioritaires {where} pour : {french.stratum(stratum, catalogue)}. "
            f"Valeurs connues pour : {known}."
        )
    return RefusalCode.MISSING, f"« {question.indicator.label} » : aucune valeur publiée n’a été lue {where}."


def _whole_alone(indicator: Indicator, where: str | None) -> str:
    """Why the quarters of a place have no figure together where the place itself has one."""
    why = ", et ceux de chacun ne s’additionnent pas" if indicator.aggregation != Aggregation.SUM else ""
    return (
        f"« {indicator.label} » : aucun chiffre n’est publié pour l’ensemble des quartiers prioritaires {where}{why}. "
        "Peuvent être demandées : la valeur du territoire entier et, si elle est publiée, celle de chaque quartier, "
        "qui peut lui être comparée."
    )


def _no_reference(
    question: Question, priority: Observation, others: Sequence[Observation], catalogue: Catalogue
) -> tuple[RefusalCode, str]:
    published = dict.fromkeys(o.zone for o in others if o.period == priority.period and o.stratum == priority.stratum)
    when = french.period(priority.period)
    if published:
        names = ", ".join(catalogue.zones[zone].label for zone in published)
        asked = f"« {catalogue.zones[question.reference].label} »" if question.reference else "un comparateur admis"
        return (
            RefusalCode.DIFFERENT_COMPARATOR,
            f"Pour {when}, la valeur publiée est celle de « {names} », pas {asked}.",
        )
    return RefusalCode.MISSING, (
        f"Pour {when}, la valeur des quartiers prioritaires est connue, celle de leur point de comparaison ne l’est "
        "pas."
    )


def _periods_text(priority: Observation, references: Iterable[Observation], catalogue: Catalogue) -> str:
    known = sorted({o.period for o in references if o.stratum == priority.stratum}, key=period_order)
    listed = ", ".join(french.period(p) for p in known) or "d’autres populations seulement"
    return (
        f"La valeur {catalogue.zones[priority.zone].within} est connue pour {french.period(priority.period)}, celle du "
        f"point de comparaison pour : {listed}. Deux périodes différentes ne se comparent pas."
    )


def refuse(
    question: Question, code: RefusalCode, text: str, sides: Sequence[Observation], catalogue: Catalogue
) -> Refusal:
    """The refusal of ``question``, with the latest observation of each side among ``sides``."""
    priority = _latest(o for o in sides if catalogue.zones[o.zone].role == "priority")
    reference = _latest(o for o in sides if catalogue.zones[o.zone].role != "priority")
    if code == RefusalCode.NOT_COMPARABLE:
        reference = None
    period = question.period or (priority.period if priority else None)
    return Refusal(question.indicator, question.territory or "", code, text, period, priority, reference)
