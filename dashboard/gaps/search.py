"""Finds the two observations of a gap among all those of an indicator, or says why there are none to compare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from dashboard import french
from dashboard.gaps.comparability import Refusal, RefusalCode
from dashboard.gaps.explanation import explain, not_admitted, refuse, why_not_comparable
from dashboard.gaps.gap import Gap, build_gap
from dashboard.gaps.pairing import Question, Stratum, admissible_pairs, strata
from etl.catalogue import Catalogue, Indicator, UnknownIdError
from etl.model import TOTAL, Face, Observation, check_age, period_bounds, period_order

NATIONAL = ("FRM", "FR", "FR-X976", "FR-DROM5", "FRM-REG04")
"""The scopes of France, the main one first."""


def find_gap(
    catalogue: Catalogue,
    observations: Sequence[Observation],
    indicator: str,
    *,
    territory: str | None = None,
    period: str | None = None,
    reference: str | None = None,
    sex: str | None = None,
    age: str | None = None,
    breakdown: str | None = None,
) -> Gap | Refusal:
    """The gap asked for, or why it is refused. ``observations`` are those of the indicator.

    Without a period: the latest one that may be compared, figures whose year is only deduced coming last. Without a
    territory: the scope of France with the latest figures. Without a reference: the first admissible comparator of
    the indicator that was published, the statutory one first. Raises UnknownIdError for an id the catalogue does not
    hold, InvalidValueError when ``period`` or ``age`` is not one.
    """
    known = catalogue.indicator(indicator)
    if period is not None:
        period_bounds(period)
    if reference is not None:
        catalogue.zone(reference)
    question = Question(known, territory, period, reference, people_asked(known, catalogue, sex, age, breakdown))
    results = [_in_territory(question, place, observations, catalogue) for place in _places(question, observations)]
    gaps = [result for result in results if isinstance(result, Gap)]
    national = [gap for gap in gaps if gap.territory in NATIONAL]
    if national:
        return max(national, key=_freshness)
    return gaps[0] if gaps else results[0]


def _freshness(gap: Gap) -> tuple[bool, tuple[date, date], int]:
    """Greater for figures surely dated, then recent, then of the main scope of France."""
    dated = all(side.face != Face.UNRELIABLE for side in (gap.priority, gap.reference))
    return dated, period_order(gap.period), -NATIONAL.index(gap.territory)


def people_asked(
    indicator: Indicator, catalogue: Catalogue, sex: str | None, age: str | None, breakdown: str | None
) -> Stratum | None:
    """The people asked for, completed with the usual ones; None when the asker leaves the choice.

    Raises UnknownIdError or InvalidValueError for a code that means nothing.
    """
    if sex is not None and sex not in french.SEXES:
        raise UnknownIdError("sex", sex, french.SEXES)
    if age is not None:
        check_age(age)
    if breakdown is not None:
        catalogue.breakdown_label(breakdown)
    if sex is age is breakdown is None:
        return None
    return (sex or indicator.default_sex, age or indicator.default_age, breakdown or TOTAL)


def _places(question: Question, observations: Iterable[Observation]) -> list[str]:
    """Where to look: the place asked for, else the country first, then the others as the data hold them."""
    if question.territory is not None:
        return [question.territory]
    met = dict.fromkeys(observation.territory for observation in observations)
    return [place for place in NATIONAL if place in met] + [place for place in met if place not in NATIONAL] or ["FRM"]


def _in_territory(
    question: Question, place: str, observations: Sequence[Observation], catalogue: Catalogue
) -> Gap | Refusal:
    everywhen = [o for o in observations if o.territory == place]
    here = [o for o in everywhen if question.period in (None, o.period)]
    asked = replace(question, territory=place)
    if not question.indicator.uses.comparison or not question.indicator.comparators:
        return refuse(asked, RefusalCode.NOT_COMPARABLE, why_not_comparable(question.indicator), here, catalogue)
    if question.reference and question.reference not in question.indicator.comparators:
        people = strata(question, everywhen)[0]
        known = [o for o in here if o.stratum == people and catalogue.zones[o.zone].role == "priority"]
        return refuse(asked, RefusalCode.DIFFERENT_COMPARATOR, not_admitted(asked, catalogue), known, catalogue)
    pairs = [p for stratum in strata(question, everywhen) for p in admissible_pairs(asked, stratum, here, catalogue)]
    if pairs:
        return build_gap(*pairs[0], question.indicator, catalogue)
    return explain(asked, everywhen, catalogue)
