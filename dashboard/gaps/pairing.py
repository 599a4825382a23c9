"""Which pairs of observations answer a question, the one to prefer first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.gaps.caveats import is_about
from dashboard.gaps.comparability import objection
from etl.catalogue import Catalogue, Indicator
from etl.model import DISTRIBUTION, TOTAL, Face, Observation, period_order

Stratum = tuple[str, str, str]
Pair = tuple[Observation, Observation]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of one indicator; None where the asker leaves the choice."""

    indicator: Indicator
    territory: str | None = None
    period: str | None = None
    reference: str | None = None
    stratum: Stratum | None = None


def strata(question: Question, observations: Iterable[Observation]) -> list[Stratum]:
    """The stratum asked for; else the indicator's own, or the first one met when the data never hold that one."""
    if question.stratum is not None:
        return [question.stratum]
    own = default_stratum(question.indicator)
    met = list(dict.fromkeys(o.stratum for o in observations if not o.breakdown.startswith(DISTRIBUTION)))
    return [own] if own in met or not met else met


def default_stratum(indicator: Indicator) -> Stratum:
    """The people an indicator is about when nobody says otherwise."""
    return (indicator.default_sex, indicator.default_age, TOTAL)


def admissible_pairs(
    question: Question, stratum: Stratum, observations: Sequence[Observation], catalogue: Catalogue
) -> list[Pair]:
    """Every pair that may be compared, the one to prefer first."""
    zones = [question.reference] if question.reference else question.indicator.comparators
    same = [o for o in observations if o.stratum == stratum]
    priorities = [o for o in same if catalogue.zones[o.zone].role == "priority"]
    references = [o for o in same if o.zone in zones and catalogue.zones[o.zone].role != "priority"]
    pairs = [
        (p, r)
        for p in _without_contradicted(priorities, catalogue)
        for r in _without_contradicted(references, catalogue)
        if objection(p, r, question.indicator, catalogue) is None
    ]
    return sorted(pairs, key=lambda pair: _preference(pair, zones, catalogue), reverse=True)


def _preference(pair: Pair, zones: Sequence[str], catalogue: Catalogue) -> tuple[object, ...]:
    """Greater is better: dated figures, then recent ones, then the first comparator, one source, the producer's."""
    priority, reference = pair
    dated = all(side.face != Face.UNRELIABLE for side in pair)
    last, first = period_order(priority.period)
    return (
        dated,
        priority.zone == "qpv",
        last,
        first,
        -zones.index(reference.zone),
        priority.source == reference.source,
        *(authority(side, catalogue) for side in pair),
        priority.source,
        reference.source,
    )


def authority(observation: Observation, catalogue: Catalogue) -> tuple[bool, bool, str]:
    """Producers before reports, anything before the guide under check, the latest publication first."""
    source = catalogue.sources[observation.source]
    return (source.kind == "primary", source.id != "guide_2019", source.date)


def _without_contradicted(observations: Iterable[Observation], catalogue: Catalogue) -> list[Observation]:
    """Drops the value that a declared contradiction does not prefer."""
    return [
        o for o in observations if not any(is_about(c, o) and o.source in c.others for c in catalogue.contradictions)
    ]
