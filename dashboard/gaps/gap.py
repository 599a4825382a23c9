"""One gap: two observations that may be compared, its measures, a verdict and what a careful reader must know."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dashboard import french
from dashboard.gaps.caveats import caveats_of
from dashboard.gaps.comparability import Refusal
from dashboard.gaps.estimate import Estimate
from dashboard.gaps.precision import DUST, Precision, least_gap, measure
from etl.catalogue import Catalogue, Indicator, Polarity
from etl.model import Observation


class Verdict(StrEnum):
    """What the gap means for inhabitants; with a neutral polarity, only its direction."""

    UNFAVOURABLE = "unfavourable"
    FAVOURABLE = "favourable"
    HIGHER = "higher"
    LOWER = "lower"
    EQUAL = "equal"
    CLOSE = "close"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Gap:
    """``priority`` against ``reference``. ``difference`` is in points for percentages, else in the unit of the
    indicator; ``ratio`` is None when the reference is zero. Limits are at 95 %, None when they cannot be known."""

    indicator: Indicator
    territory: str
    period: str
    priority: Observation
    reference: Observation
    difference: Estimate
    ratio: Estimate | None
    precision: Precision
    verdict: Verdict
    caveats: tuple[str, ...]

    @property
    def stratum(self) -> tuple[str, str, str]:
        """Whom the gap is about: sex, age, breakdown."""
        return self.priority.stratum


def build_gap(priority: Observation, reference: Observation, indicator: Indicator, catalogue: Catalogue) -> Gap:
    """The gap between two observations that nothing forbids to compare (see ``comparability.objection``)."""
    unit = catalogue.units[indicator.unit]
    difference, ratio, precision = measure(priority, reference, indicator, unit)
    return Gap(
        indicator=indicator,
        territory=priority.territory,
        period=priority.period,
        priority=priority,
        reference=reference,
        difference=difference,
        ratio=ratio,
        precision=precision,
        verdict=judge(
            difference,
            indicator,
            among_equals=catalogue.zones[reference.zone].role == "priority",
            least=least_gap(priority, reference, indicator, unit),
        ),
        caveats=caveats_of(priority, reference, precision, indicator, catalogue),
    )


def judge(difference: Estimate, indicator: Indicator, *, among_equals: bool = False, least: float = 0.0) -> Verdict:
    """Reads the sign of a difference in the light of the polarity, only as far as its precision allows.

    ``among_equals``: a quarter beside other quarters. Being better off than the poorest is not favourable. ``least``:
    without an interval, the difference that is still too small to conclude (``precision.least_gap``).
    """
    if difference.limits is not None and difference.limits[0] <= 0 <= difference.limits[1]:
        nil = all(round(limit, indicator.decimals) == 0 for limit in difference.limits)
        return Verdict.EQUAL if nil else Verdict.UNDETERMINED
    if round(difference.value, indicator.decimals) == 0:
        return Verdict.EQUAL
    if difference.limits is None and abs(difference.value) <= least + DUST:
        return Verdict.CLOSE
    higher = difference.value > 0
    if among_equals or indicator.polarity == Polarity.NEUTRAL:
        return Verdict.HIGHER if higher else Verdict.LOWER
    worse = higher == (indicator.polarity == Polarity.HIGHER_IS_WORSE)
    return Verdict.UNFAVOURABLE if worse else Verdict.FAVOURABLE


VERDICTS = {
    Verdict.UNFAVOURABLE: "Défavorable aux habitants",
    Verdict.FAVOURABLE: "Favorable aux habitants",
    Verdict.HIGHER: "Plus élevé, sans jugement",
    Verdict.LOWER: "Plus faible, sans jugement",
    Verdict.EQUAL: "Pas d’écart à la précision publiée",
    Verdict.CLOSE: "Écart trop petit pour conclure",
    Verdict.UNDETERMINED: "Écart non établi : l’intervalle contient zéro",
}


def as_dict(result: Gap | Refusal, catalogue: Catalogue) -> dict[str, Any]:
    """A gap or a refusal for programs: the keys of the command line and of the API, the same for both."""
    gap = result if isinstance(result, Gap) else None
    return {
        "indicator": result.indicator.id,
        "territory": result.territory,
        "period": result.period,
        "qpv": _side(result.priority, catalogue),
        "reference": _side(result.reference, catalogue),
        "difference": None
        if gap is None
        else {**_estimate(gap.difference), "unit": difference_unit(gap.indicator, catalogue)},
        "ratio": _estimate(gap.ratio) if gap and gap.ratio else None,
        "verdict": gap.verdict.value if gap else None,
        "caveats": list(gap.caveats) if gap else [],
        "uses": result.indicator.uses.model_dump(),
        "refusal": None if isinstance(result, Gap) else {"code": result.code.value, "text": result.text},
    }


def difference_unit(indicator: Indicator, catalogue: Catalogue) -> str:
    """``points`` for percentages, the unit of the indicator otherwise."""
    return "points" if indicator.unit == "percent" else catalogue.units[indicator.unit].id


def _estimate(estimate: Estimate) -> dict[str, float | None]:
    return {
        "value": round(estimate.value, 6),
        "lower": None if estimate.lower is None else round(estimate.lower, 6),
        "upper": None if estimate.upper is None else round(estimate.upper, 6),
    }


def _side(observation: Observation | None, catalogue: Catalogue) -> dict[str, Any] | None:
    """One side of a gap, with all it takes to find the figure again."""
    if observation is None:
        return None
    return {
        "value": observation.value,
        "unit": observation.unit,
        "text": french.value(observation, catalogue),
        "zone": observation.zone,
        "zone_label": catalogue.zones[observation.zone].label,
        "perimeter": observation.perimeter,
        "period": observation.period,
        "sex": observation.sex,
        "age": observation.age,
        "breakdown": observation.breakdown,
        "lower": observation.lower,
        "upper": observation.upper,
        "n": observation.n,
        "obs_status": observation.obs_status,
        "conf_status": observation.conf_status,
        "qualifier": observation.qualifier,
        "source": observation.source,
        "locator": observation.locator,
        "note": observation.note,
    }
