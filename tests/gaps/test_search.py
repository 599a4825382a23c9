"""Which two figures answer a question, among all those that could."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.gaps import Gap, find_gap
from dashboard.store import Store
from etl.catalogue import Catalogue, UnknownIdError
from etl.model import Observation
from tests.dashboard.small import ask, catalogue, disputed, gap_of, indicator, observed, pair, refusal_of


def sides(gap: Gap) -> tuple[float | None, float | None]:
    return gap.priority.value, gap.reference.value


def sources(gap: Gap) -> tuple[str, str]:
    return gap.priority.source, gap.reference.source


def test_the_statutory_comparator_comes_first():
    figures = [observed(18.3), observed(9.0, "all"), observed(8.0, "outside_qpv"), observed(7.5, "uue")]
    assert gap_of(figures).reference.zone == "uue"
    assert gap_of(figures[:3]).reference.zone == "outside_qpv"
    assert gap_of(figures[:2]).reference.zone == "all"


def test_the_comparator_asked_for_is_never_swapped():
    figures = [observed(18.3), observed(9.0, "all"), observed(7.5, "uue")]
    assert gap_of(figures, reference="all").reference.value == 9.0
    assert refusal_of(figures, reference="outside_qpv").code == "different_comparator"


def test_the_latest_period_comes_first_even_with_a_later_comparator():
    figures = [*pair(26.7, 9.9, period="2014"), observed(18.3), observed(9.0, "all")]
    gap = gap_of(figures)
    assert (gap.period, gap.reference.zone) == ("2022", "all")
    assert sides(gap_of(figures, period="2014")) == (26.7, 9.9)


def test_a_period_known_on_one_side_only_is_passed_over():
    figures = [*pair(26.7, 9.9, period="2014"), observed(18.3)]
    assert gap_of(figures).period == "2014"
    answer = refusal_of(figures, period="2022")
    assert answer.code == "different_period"
    assert "point de comparaison pour : 2014" in answer.text


@pytest.mark.parametrize(
    ("early", "late"), [("2017", "2017-Q4"), ("2016-09/2017-08", "2017"), ("2017-12-31", "2018"), ("2016", "2017-01")]
)
def test_periods_of_all_kinds_follow_time(early: str, late: str):
    figures = [*pair(1.0, 2.0, period=early), *pair(3.0, 4.0, period=late)]
    assert gap_of(figures).period == late
    assert gap_of(figures[::-1]).period == late


def test_dated_figures_come_before_those_whose_year_is_deduced():
    figures = [*pair(26.7, 9.9, period="2014"), *pair(18.3, 7.5, obs_status="U")]
    assert gap_of(figures).period == "2014"
    assert gap_of(figures[2:]).period == "2022", "they answer when they are alone"
    assert gap_of(figures, period="2022").period == "2022", "and when they are asked for"


def test_a_value_that_a_contradiction_does_not_prefer_is_never_used():
    where = catalogue(contradictions=(disputed(18.3, 26.0),))
    figures = [observed(26.0, source="echo"), observed(18.3), observed(7.5, "uue", source="echo")]
    assert gap_of(figures, where=where).priority.value == 18.3
    assert gap_of(figures).priority.value == 26.0, "without the contradiction the same source would be preferred"
    assert refusal_of([figures[0], figures[2]], where=where), "alone, it gives no gap either"


def test_a_contradiction_is_about_one_figure_only():
    where = catalogue(contradictions=(disputed(18.3, 26.0),))
    assert gap_of(pair(26.7, 9.9, period="2014", source="echo"), where=where).period == "2014"
    assert gap_of(pair(26.7, 9.9, sex="F", source="echo"), where=where, sex="F").priority.value == 26.7


@pytest.mark.parametrize(
    ("better", "worse"),
    [("survey_2016", "echo"), ("survey_2016", "guide_2019"), ("echo", "guide_2019"), ("survey_2020", "survey_2016")],
)
def test_producers_then_reports_then_the_guide_and_the_latest_publication(better: str, worse: str):
    figures = [*pair(1.0, 2.0, source=worse), *pair(3.0, 4.0, source=better)]
    assert sources(gap_of(figures)) == (better, better)
    assert sources(gap_of(figures[::-1])) == (better, better), "whatever the order of the table"


def test_one_publication_for_both_sides_is_preferred_to_two():
    figures = [observed(18.3), *pair(18.0, 7.0, source="echo")]
    assert sources(gap_of(figures)) == ("echo", "echo")


def test_two_publications_when_no_single_one_has_both():
    figures = [observed(18.3), observed(7.5, "uue", source="echo")]
    assert sources(gap_of(figures)) == ("survey_2020", "echo")


def test_the_people_the_indicator_is_about_unless_others_are_asked_for():
    figures = [*pair(20.0, 8.0, sex="F"), *pair(18.3, 7.5), *pair(38.4, 15.0, age="Y15T29")]
    assert sides(gap_of(figures)) == (18.3, 7.5)
    assert sides(gap_of(figures, sex="F")) == (20.0, 8.0)
    assert sides(gap_of(figures, age="Y15T29")) == (38.4, 15.0)
    assert refusal_of(figures, sex="F", age="Y15T29").code == "missing"


def test_other_people_when_the_usual_ones_are_never_published():
    assert gap_of(pair(20.0, 8.0, sex="F")).stratum == ("F", "Y15T64", "_T")


def test_quarters_before_the_zones_that_preceded_them():
    figures = [
        observed(20.0, "zus", period="2014"),
        observed(9.0, "outside_zus", period="2014"),
        *pair(26.7, 9.9, period="2014"),
    ]
    where = catalogue(indicator(comparators=["uue", "outside_zus"]))
    gap = gap_of(figures, where=where)
    assert (gap.priority.zone, gap.reference.zone) == ("qpv", "uue")
    assert gap_of(figures, where=where, reference="outside_zus").priority.zone == "zus", "never the QPV of 2015"


def test_the_country_before_the_regions():
    region = pair(16.0, 8.0, territory="REG-11", period="2023")
    figures = [*region, *pair(18.3, 7.5, territory="FR"), *pair(18.0, 7.0)]
    assert gap_of(figures).territory == "FRM"
    assert gap_of(figures, territory="REG-11").period == "2023"
    assert gap_of(figures[:4]).territory == "FR"
    assert gap_of(region).territory == "REG-11"


def test_elsewhere_when_the_country_has_no_gap():
    figures = [observed(18.3), *pair(16.0, 8.0, territory="REG-11")]
    assert gap_of(figures).territory == "REG-11"
    assert refusal_of(figures, territory="FRM").territory == "FRM", "but not when the country is asked for"


@pytest.mark.parametrize(
    ("name", "question", "kind", "closest"),
    [
        ("unemploiment", {}, "indicator", "unemployment"),
        ("unemployment", {"reference": "uuee"}, "zone", "uue"),
        ("unemployment", {"breakdown": "diploma:capp"}, "breakdown", "diploma:cap"),
    ],
)
def test_unknown_names_give_the_closest(name: str, question: dict[str, Any], kind: str, closest: str):
    with pytest.raises(UnknownIdError) as raised:
        ask(pair(18.3, 7.5), name, **question)
    assert raised.value.kind == kind
    assert closest in raised.value.closest


@pytest.mark.parametrize("period", ["hier", "2022-13", "2022-02-30", "22", "٢٠٢٢", "2016/2014", "", "2022 "])
def test_what_is_not_a_period_is_refused(period: str):
    with pytest.raises(ValueError, match=r"période|avant de commencer"):
        ask(pair(18.3, 7.5), period=period)


figures = st.lists(
    st.builds(
        observed,
        st.one_of(st.none(), st.integers(0, 1000).map(lambda tenths: tenths / 10)),
        zone=st.sampled_from(["qpv", "uue", "outside_qpv", "all", "zus", "outside_zus"]),
        period=st.sampled_from(["2014", "2020", "2022", "2017-Q4"]),
        sex=st.sampled_from(["_T", "F"]),
        obs_status=st.sampled_from(["A", "U", "B"]),
        conf_status=st.sampled_from(["F", "F", "F", "C"]),
        source=st.sampled_from(["survey_2016", "survey_2020", "echo", "guide_2019"]),
        n=st.sampled_from([None, 5, 1000]),
    ),
    max_size=12,
)


@given(figures, st.sampled_from([None, "2014", "2022"]), st.sampled_from([None, "uue", "all"]))
def test_whatever_the_figures_a_gap_compares_like_with_like(
    known: list[Observation], period: str | None, reference: str | None
):
    answer = ask(known, period=period, reference=reference)
    if not isinstance(answer, Gap):
        assert answer.text
        return
    here, there = answer.priority, answer.reference
    assert (here.period, here.stratum, here.territory) == (there.period, there.stratum, there.territory)
    assert there.perimeter in ("", here.perimeter)
    assert all(side.value is not None and side.conf_status == "F" and side.n != 5 for side in (here, there))
    assert period in (None, here.period)
    assert reference in (None, there.zone)


@given(figures.flatmap(lambda known: st.tuples(st.just(known), st.permutations(known))))
def test_the_answer_does_not_depend_on_the_order_of_the_table(tables: tuple[list[Observation], list[Observation]]):
    first, second = (ask(table, sex="F") for table in tables)
    assert type(first) is type(second)
    if isinstance(first, Gap) and isinstance(second, Gap):
        assert (first.period, first.reference.zone, sources(first)) == (
            second.period, second.reference.zone, sources(second),
        )  # fmt: skip


def test_the_guide_is_never_preferred_to_what_it_cites(catalogue: Catalogue, built_store: Store):
    gap = find_gap(catalogue, built_store.of("unemployment_rate"), "unemployment_rate", period="2014")
    assert isinstance(gap, Gap)
    assert "guide_2019" not in sources(gap)


def test_the_value_preferred_is_the_one_used(catalogue: Catalogue, built_store: Store):
    """The two values of 2017 are both in the data; 24.7 enters the gap."""
    figures = [
        o
        for o in built_store.of("unemployment_rate")
        if (o.zone, o.period, o.stratum) == ("qpv", "2017", ("_T", "Y15T64", "_T"))
    ]
    assert {o.value for o in figures} == {24.6, 24.7}
    gap = find_gap(catalogue, built_store.of("unemployment_rate"), "unemployment_rate", period="2017")
    assert isinstance(gap, Gap)
    assert gap.priority.value == 24.7
    assert any("24,7 % ou 24,6 %" in caveat for caveat in gap.caveats)


def test_a_figure_is_not_lost_by_being_repeated():
    assert gap_of([*pair(18.3, 7.5), *pair(18.3, 7.5)]).difference.value == 10.8
    assert gap_of([replace(o, locator="tableau 2") for o in pair(18.3, 7.5)] + pair(18.3, 7.5)).difference.value == 10.8
