"""Finds the two observations of a gap among all those of an indicator, or says why there are none to compare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dashboard import french
from dashboard.gaps.comparability import Refusal, RefusalCode
from dashboard.gaps.explanation import explain, refuse, why_not_comparable
from dashboard.gaps.gap import Gap, build_gap
from dashboard.gaps.pairing import Question, Stratum, admissible_pairs, strata
from etl.catalogue import Catalogue, Indicator, UnknownIdError
from etl.model import TOTAL, Observation, check_age, period_bounds


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
    territory: France's main one. Without a reference: the first admissible comparator of the indicator that was
    published, the statutory one first. Raises UnknownIdError for an id the catalogue does not hold,
    InvalidValueError when ``period`` or ``age`` is not one.
    """
    known = catalogue.indicator(indicator)
    if period is not None:
        period_bounds(period)
    if reference is not None:
        catalogue.zone(reference)
    question = Question(known, territory, period, reference, _stratum(known, catalogue, sex, age, breakdown))
    results = [_in_territory(question, place, observations, catalogue) for place in _places(question, observations)]
    return next((result for result in results if isinstance(result, Gap)), results[0])


def _stratum(
    indicator: Indicator, catalogue: Catalogue, sex: str | None, age: str | None, breakdown: str | None
) -> Stratum | None:
    """The people asked for, completed with the usual ones; None when the asker leaves the choice."""
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
    national = ("FRM", "FR", "FR-X976", "FR-DROM5")
    met = dict.fromkeys(observation.territory for observation in observations)
    return [place for place in national if place in met] + [place for place in met if place not in national] or ["FRM"]


def _in_territory(
    question: Question, place: str, observations: Sequence[Observation], catalogue: Catalogue
) -> Gap | Refusal:
    here = [o for o in observations if o.territory == place and (o.period == question.period or not question.period)]
    asked = replace(question, territory=place)
    if not question.indicator.uses.comparison or not question.indicator.comparators:
        return refuse(asked, RefusalCode.NOT_COMPARABLE, why_not_comparable(question.indicator), here, catalogue)
    pairs = [p for stratum in strata(question, here) for p in admissible_pairs(asked, stratum, here, catalogue)]
    if pairs:
        return build_gap(*pairs[0], question.indicator, catalogue)
    everywhen = [o for o in observations if o.territory == place]
    return explain(asked, everywhen, catalogue)
