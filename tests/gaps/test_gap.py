"""What a gap means for inhabitants, and the same gap for programs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.gaps import REASONS, VERDICTS, Gap, RefusalCode, Verdict, as_dict, find_gap
from dashboard.gaps.estimate import Estimate
from dashboard.gaps.gap import judge
from dashboard.gaps.precision import least_gap
from dashboard.store import Store
from etl.catalogue import Catalogue, Indicator
from tests.dashboard.small import (
    CADRES,
    INCOME,
    JOBSEEKERS,
    between,
    catalogue,
    gap_of,
    indicator,
    observed,
    of,
    pair,
    refusal_of,
    unit,
)

KEYS = (
    "indicator", "territory", "period", "qpv", "reference", "difference", "ratio", "verdict", "caveats", "uses",
    "refusal",
)  # fmt: skip
WORSE, BETTER = indicator(), indicator(polarity="higher_is_better")
FLIPPED = {
    Verdict.UNFAVOURABLE: Verdict.FAVOURABLE,
    Verdict.FAVOURABLE: Verdict.UNFAVOURABLE,
    Verdict.EQUAL: Verdict.EQUAL,
    Verdict.CLOSE: Verdict.CLOSE,
    Verdict.UNDETERMINED: Verdict.UNDETERMINED,
}
CENSUS = indicator("employment", measurement="census", design_effect=None, polarity="higher_is_better")
SURVEY = CENSUS.model_copy(update={"measurement": "survey"})
TAX = indicator("poverty", measurement="register", default_age="_T")
ONE, OTHER = {"territory": "QP093001"}, {"territory": "FRM"}


@st.composite
def differences(draw: st.DrawFn) -> Estimate:
    value = draw(st.floats(-100, 100))
    if draw(st.booleans()):
        return Estimate(value)
    return Estimate(value, value - draw(st.floats(0, 50)), value + draw(st.floats(0, 50)))


@given(differences())
def test_the_other_polarity_gives_the_other_verdict(difference: Estimate):
    assert judge(difference, BETTER) == FLIPPED[judge(difference, WORSE)]


@given(differences())
def test_the_opposite_gap_gives_the_other_verdict(difference: Estimate):
    assert judge(difference.scaled(-1), WORSE) == FLIPPED[judge(difference, WORSE)]


@given(differences())
def test_a_neutral_indicator_is_never_judged(difference: Estimate):
    assert judge(difference, CADRES) in {Verdict.HIGHER, Verdict.LOWER, Verdict.EQUAL, Verdict.UNDETERMINED}


@pytest.mark.parametrize(
    ("difference", "verdict"),
    [
        (Estimate(10.8), Verdict.UNFAVOURABLE),
        (Estimate(-3.0), Verdict.FAVOURABLE),
        (Estimate(0.0), Verdict.EQUAL),
        (Estimate(0.04), Verdict.EQUAL),
        (Estimate(-0.04), Verdict.EQUAL),
        (Estimate(0.1), Verdict.UNFAVOURABLE),
        (Estimate(2.0, -0.5, 4.5), Verdict.UNDETERMINED),
        (Estimate(-2.0, -4.5, 0.0), Verdict.UNDETERMINED),
        (Estimate(2.0, 0.5, 4.5), Verdict.UNFAVOURABLE),
    ],
)
def test_verdicts(difference: Estimate, verdict: Verdict):
    assert judge(difference, WORSE) == verdict


@pytest.mark.parametrize(("value", "verdict"), [(3.0, Verdict.HIGHER), (-3.0, Verdict.LOWER), (0.0, Verdict.EQUAL)])
def test_verdicts_without_judgement(value: float, verdict: Verdict):
    assert judge(Estimate(value), CADRES) == verdict


@given(differences(), st.floats(0, 5))
def test_no_direction_is_told_within_the_least_gap(difference: Estimate, least: float):
    verdict = judge(difference, WORSE, least=least)
    if difference.limits is None and abs(difference.value) <= least:
        assert verdict in {Verdict.CLOSE, Verdict.EQUAL}
    else:
        assert verdict == (judge(difference, WORSE))


@pytest.mark.parametrize(
    ("known", "here", "there", "verdict"),
    [
        (TAX, 43.7, 43.6, Verdict.CLOSE),  # 43.65 twice, perhaps
        (TAX, 43.8, 43.6, Verdict.UNFAVOURABLE),
        (TAX, 8.0, 7.0, Verdict.CLOSE),  # both written without decimals
        (TAX, 8.0, 7.5, Verdict.UNFAVOURABLE),
        (TAX, 22.15066, 22.04112, Verdict.UNFAVOURABLE),  # computed from counts: not rounded
        (JOBSEEKERS, 12.0, 11.0, Verdict.HIGHER),  # a count is exact
    ],
)
def test_what_rounding_explains_is_no_gap(known: Indicator, here: float, there: float, verdict: Verdict):
    assert between(of(known, here), of(known, there, "all"), catalogue(known)).verdict == verdict


@pytest.mark.parametrize("known", [CENSUS, SURVEY], ids=["census", "survey"])
@pytest.mark.parametrize(
    ("here", "side", "verdict"),
    [
        (44.6, ONE, Verdict.CLOSE),
        (42.3, ONE, Verdict.CLOSE),
        (42.2, ONE, Verdict.UNFAVOURABLE),
        (46.4, ONE, Verdict.FAVOURABLE),
        (44.6, OTHER, Verdict.FAVOURABLE),
    ],
)
def test_a_small_difference_of_census_rates_of_one_quarter_is_no_gap(
    known: Indicator, here: float, side: dict[str, str], verdict: Verdict
):
    """44.3 % around: 0.3 point says nothing of one quarter, and something of all of them together."""
    gap = between(of(known, here, **side), of(known, 44.3, "all", **OTHER), catalogue(known))
    assert gap.precision == "not_published"
    assert gap.verdict == verdict


def test_living_standards_are_rounded_to_ten_euros():
    known = indicator("standard", unit="eur_per_cu_year", decimals=0, measurement="register")
    euros = unit("eur_per_cu_year", "€", "€")
    told = [least_gap(of(known, here), of(known, 14_010, "all"), known, euros) for here in (14_020, 14_023)]
    assert told == [10, 1]


def test_each_verdict_is_worded():
    assert set(VERDICTS) == set(Verdict)
    assert len(set(VERDICTS.values())) == len(Verdict)


def test_a_gap_carries_both_figures_and_both_measures():
    gap = gap_of(pair(18.3, 7.5))
    assert (gap.priority.value, gap.reference.value) == (18.3, 7.5)
    assert gap.difference.value == 10.8
    assert gap.ratio is not None
    assert round(gap.ratio.value, 2) == 2.44
    assert gap.verdict == Verdict.UNFAVOURABLE
    assert gap.stratum == ("_T", "Y15T64", "_T")


def test_a_clear_interval_decides_and_a_wide_one_does_not():
    assert gap_of(pair(18.3, 7.5, n=1000)).verdict == Verdict.UNFAVOURABLE
    assert gap_of(pair(10.0, 9.0, n=100)).verdict == Verdict.UNDETERMINED


# For programs -------------------------------------------------------------------------------------------------------


def strict_json(body: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(body, allow_nan=False))


def test_a_gap_for_programs():
    body = as_dict(gap_of(pair(18.3, 7.5)), catalogue())
    assert tuple(body) == KEYS
    assert (body["indicator"], body["territory"], body["period"]) == ("unemployment", "FRM", "2022")
    assert body["difference"] == {"value": 10.8, "lower": None, "upper": None, "unit": "points"}
    assert body["ratio"] == {"value": 2.44, "lower": None, "upper": None}
    assert body["qpv"]["value"] == 18.3
    assert body["qpv"]["zone"] == "qpv"
    assert body["qpv"]["text"] == "18,3\u00a0%"
    assert body["reference"]["zone_label"] == "Autres quartiers"
    assert (body["verdict"], body["refusal"]) == ("unfavourable", None)
    assert body["caveats"]
    assert body["uses"] == {"level": True, "ranking": True, "comparison": True, "evolution": True}
    assert strict_json(body) == body


def test_a_gap_with_its_interval_for_programs():
    body = as_dict(gap_of(pair(18.3, 7.5, n=1000)), catalogue())
    assert list(body["difference"]) == ["value", "lower", "upper", "unit"]
    assert list(body["ratio"]) == ["value", "lower", "upper"]
    assert (round(body["difference"]["lower"], 2), round(body["difference"]["upper"], 2)) == (7.90, 13.72)


def test_a_gap_in_money_is_not_in_points():
    gap = between(of(INCOME, 14_000), of(INCOME, 22_000, "uue"))
    body = as_dict(gap, catalogue())
    assert (body["difference"]["value"], body["difference"]["unit"]) == (-8000, "eur")
    assert body["verdict"] == "unfavourable"


def test_a_refusal_for_programs_has_no_measure():
    body = as_dict(refusal_of([observed(18.3), observed(7.5, "uue", period="2020")]), catalogue())
    assert tuple(body) == KEYS
    assert (body["difference"], body["ratio"], body["verdict"], body["caveats"]) == (None, None, None, [])
    assert body["refusal"]["code"] == "different_period"
    assert body["refusal"]["text"]
    assert list(body["refusal"]) == ["code", "text"]
    assert (body["qpv"]["value"], body["reference"]["value"]) == (18.3, 7.5)
    assert strict_json(body) == body


def test_a_ratio_to_zero_is_null():
    body = as_dict(gap_of(pair(3.0, 0.0)), catalogue())
    assert body["ratio"] is None
    assert body["difference"]["value"] == 3.0


# The project's own figures ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "here", "there", "points", "times"),
    [("2022", 18.3, 7.5, 10.8, 2.44), ("2014", 26.7, 9.9, 16.8, 2.70)],
)
def test_unemployment_as_published(
    catalogue: Catalogue, built_store: Store, period: str, here: float, there: float, points: float, times: float
):
    gap = find_gap(catalogue, built_store.of("unemployment_rate"), "unemployment_rate", territory="FRM", period=period)
    assert isinstance(gap, Gap)
    assert (gap.priority.value, gap.reference.value) == (here, there)
    assert gap.difference.value == points
    assert gap.ratio is not None
    assert round(gap.ratio.value, 2) == times
    assert gap.verdict == Verdict.UNFAVOURABLE
    assert gap.reference.zone == "uue"
    assert gap.difference.limits is None, "the observatory publishes no precision"
    assert any("Précision non publiée" in caveat for caveat in gap.caveats)
    assert any("Source secondaire" in caveat for caveat in gap.caveats)


def test_unemployment_is_never_compared_with_a_whole_that_is_not_published(catalogue: Catalogue, built_store: Store):
    answer = find_gap(catalogue, built_store.of("unemployment_rate"), "unemployment_rate", reference="all")
    assert not isinstance(answer, Gap)
    assert answer.code in {RefusalCode.DIFFERENT_COMPARATOR, RefusalCode.MISSING}
    assert as_dict(answer, catalogue)["difference"] is None


def test_every_indicator_gets_a_gap_or_a_reason(catalogue: Catalogue, built_store: Store):
    for name, known in catalogue.indicators.items():
        answer = find_gap(catalogue, built_store.of(name), name)
        body = strict_json(as_dict(answer, catalogue))
        assert tuple(body) == KEYS
        if isinstance(answer, Gap):
            assert answer.priority.period == answer.reference.period
            assert answer.priority.stratum == answer.reference.stratum
            assert answer.priority.territory == answer.reference.territory
            assert answer.reference.zone in known.comparators
            assert answer.reference.perimeter in ("", answer.priority.perimeter)
            assert body["difference"]["value"] == pytest.approx(body["qpv"]["value"] - body["reference"]["value"])
        else:
            assert REASONS[answer.code]
            assert answer.text
