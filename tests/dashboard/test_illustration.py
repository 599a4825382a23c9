"""Which gaps stand together: never two comparators in one ranking, never a number that its chart does not draw."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import Chart
from dashboard.gaps import Gap
from dashboard.illustrations import gaps as illustration
from dashboard.questions.reading import Ask, Reading, relative_size
from etl.model import Observation
from tests.dashboard.small import CADRES, INCOME, between, catalogue, indicator, observed, of, pair, store_of, theme

OTHER = indicator("inactivity", label="Taux d’inactivité", phrase="le taux d’inactivité")
YOUNG = indicator("neet", label="Jeunes sans emploi", phrase="la part des jeunes", gender="f")
SMALL = catalogue(indicator(), OTHER, YOUNG, CADRES, INCOME)


def reading(*figures: Observation) -> Reading:
    return Reading(store_of(list(figures), SMALL))


def both(name: str, here: float, there: float, zone: str = "uue") -> list[Observation]:
    known = SMALL.indicators[name]
    return [of(known, here), of(known, there, zone)]


def rows(chart: Chart) -> list[str]:
    return chart.rows


def charts(known: Reading) -> list[Chart]:
    (shown,) = SMALL.themes.values()
    return illustration.theme_charts(known, shown, known.theme_gaps("employment"))


def test_a_theme_ranks_the_gaps_of_one_comparator():
    known = reading(*pair(18.3, 7.5), *both("inactivity", 40.0, 25.0), *both("neet", 30.0, 10.0))
    (chart,) = charts(known)
    assert rows(chart) == [
        "Jeunes sans emploi (2022)", "Taux de chômage (2022)", "Taux d’inactivité (2022)",
    ], "3, 2.4 and 1.6 times"  # fmt: skip
    assert chart.title.startswith("En 2022, la part des jeunes est 3")
    assert chart.labels["reference"] == "Autres quartiers"


def test_gaps_with_other_comparators_are_not_ranked_with_them():
    known = reading(*pair(18.3, 7.5), *both("inactivity", 40.0, 25.0), *both("neet", 90.0, 10.0, "all"))
    ranked, alone = charts(known)
    assert rows(ranked) == ["Taux de chômage (2022)", "Taux d’inactivité (2022)"]
    assert rows(alone) == ["Jeunes sans emploi, face à « Ensemble » (2022)"]
    for chart in (ranked, alone):
        for row in rows(chart):
            assert len({mark.period for mark in chart.marks if mark.row == row}) == 1


def test_only_percentages_share_a_scale():
    known = reading(*pair(18.3, 7.5), *both("inactivity", 40.0, 25.0), *both("income", 14_000, 22_000))
    assert [mark.row for chart in charts(known) for mark in chart.marks] == [
        "Taux de chômage (2022)", "Taux de chômage (2022)", "Taux d’inactivité (2022)", "Taux d’inactivité (2022)",
    ]  # fmt: skip


def test_a_lower_value_is_as_wide_as_a_higher_one():
    assert relative_size(between(*pair(20.0, 10.0))) == relative_size(between(*pair(10.0, 20.0))) == 2
    assert relative_size(between(*pair(10.0, 0.0))) == 0
    assert relative_size(between(*pair(0.0, 10.0))) == 0


@given(st.lists(st.tuples(st.integers(1, 999), st.integers(1, 999)), min_size=2, max_size=3))
def test_a_ranking_goes_from_the_widest_ratio(values: list[tuple[int, int]]):
    names = ("unemployment", "inactivity", "neet")
    figures = [o for name, (here, there) in zip(names, values, strict=False) for o in both(name, here / 10, there / 10)]
    (chart,) = charts(reading(*figures))
    sizes = []
    for row in chart.rows:
        here, there = (next(chart.of(row, side)).value or 0 for side in ("priority", "reference"))
        sizes.append(max(here / there, there / here))
    assert sizes == sorted(sizes, reverse=True)


def test_the_overview_ranks_only_the_comparator_of_the_law():
    themes = {
        "employment": theme(headline="unemployment", headline_absent=""),
        "income": theme("income", label="Revenus", headline="income", headline_absent=""),
        "health": theme("health", label="Santé"),
    }
    where = replace(SMALL, themes=themes)
    known = Reading(store_of([*pair(18.3, 7.5), *both("income", 14_000, 22_000, "all")], where))
    assert [shown.id for shown, _ in known.widest()] == ["employment"]
    assert [shown.id for shown, _ in known.unranked()] == ["income"]
    assert set(known.headlines) == {"employment", "income"}


def test_a_chart_of_time_needs_two_dates():
    once = reading(*pair(18.3, 7.5))
    gap = once.gap("unemployment")
    assert isinstance(gap, Gap)
    assert illustration.time_chart(once, gap) is None
    twice = reading(*pair(18.3, 7.5), *pair(26.7, 9.9, period="2014"))
    gap = twice.gap("unemployment")
    assert isinstance(gap, Gap)
    chart = illustration.time_chart(twice, gap)
    assert chart is not None
    assert (
        chart.title.replace("\u00a0", " ") == "Taux de chômage : de 16,8 points d’écart en 2014 à 10,8 points en 2022"
    )
    assert [mark.value for mark in chart.marks] == [26.7, 9.9, 18.3, 7.5]


def test_each_sex_age_and_diploma_is_compared_with_its_like():
    known = reading(
        *pair(18.3, 7.5),
        *pair(16.6, 7.0, sex="F"),
        *pair(19.7, 8.0, sex="M"),
        *pair(28.6, 13.5, age="Y15T29"),
        *pair(22.0, 9.0, period="2020"),
        *pair(25.0, 15.0, breakdown="diploma:cap", period="2020"),
        *pair(30.0, 15.0, sex="F", age="Y15T29"),
        observed(11.1, breakdown="diploma:bac"),
    )
    gap = known.gap("unemployment")
    assert isinstance(gap, Gap)
    found = known.gaps_by_stratum(gap)
    assert {name: [label for label, _ in gaps] for name, gaps in found.items()} == {
        "Sexe": ["Ensemble", "Femmes", "Hommes"],
        "Âge": ["Ensemble", "15 à 29\u00a0ans"],
        "Diplôme": ["Ensemble", "CAP ou BEP"],
    }
    for gaps in found.values():
        assert len({other.period for _, other in gaps}) == 1, "one chart, one period"
        for _, other in gaps:
            assert other.priority.stratum == other.reference.stratum
            assert other.priority.period == other.reference.period
    sexes = illustration.stratum_chart(known, gap, "Sexe", found["Sexe"])
    assert sexes.name == "par-sexe"
    assert "rapport de 2,4 (femmes) à 2,5 (hommes)" in sexes.title
    assert sexes.subtitle.endswith(" · 2022")
    diploma = illustration.stratum_chart(known, gap, "Diplôme", found["Diplôme"])
    assert diploma.subtitle.endswith(" · 2020"), "another year is said"


def test_the_people_of_a_chart_are_named_once():
    known = reading(*pair(20.0, 8.0, sex="F"))
    gap = known.gap("unemployment", Ask(sex="F"))
    assert isinstance(gap, Gap)
    assert illustration.subtitle(known, gap) == "Taux de chômage · actifs : femmes · France métropolitaine · 2022"


def test_levels_are_described_the_latest_figures_first_as_given():
    known = reading(of(CADRES, 5.0), of(CADRES, 6.0, period="2020", sex="F"))
    figures = list(known.store.of("cadres"))
    chart = illustration.level_chart(known, CADRES, "FRM", figures)
    assert chart.kind == "bars"
    assert chart.title == "Part des cadres : ce qui est publié"
    assert [mark.value for mark in chart.marks] == [5.0, 6.0]
    assert "femmes, 2020" in chart.rows[1]


@pytest.mark.parametrize("name", ["Sexe", "Âge", "Pays d’origine"])
def test_names_of_charts_are_names_of_files(name: str):
    known = reading(*pair(18.3, 7.5))
    gap = known.gap("unemployment")
    assert isinstance(gap, Gap)
    chart = illustration.stratum_chart(known, gap, name, [("Ensemble", gap)])
    assert chart.name.isascii()
    assert not set(chart.name) & set(" '’/")
