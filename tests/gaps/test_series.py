"""The gaps of one series over time: cut wherever the measure changes, never joined across maps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.gaps import Gap, GapSeries, find_gap, gap_history, gap_series, level_series
from dashboard.store import Store
from etl.catalogue import Catalogue
from etl.model import Observation, period_order
from tests.dashboard.small import FULL_USES, apart, break_at, catalogue, gap_of, indicator, observed, pair

YEARS = ["2014", "2015", "2016", "2017", "2018"]


def yearly(*years: str, **fields: str) -> list[Observation]:
    """Both sides each year, the gap one point narrower every time."""
    return [o for rank, year in enumerate(years) for o in pair(27.0 - rank, 10.0, period=year, **fields)]


def series(observations: list[Observation], where: Catalogue | None = None) -> GapSeries:
    known = where or catalogue()
    return gap_series(known, observations, gap_of(observations, where=known))


def stretches(found: GapSeries) -> list[list[str]]:
    return [[gap.period for gap in stretch] for stretch in found.stretches()]


def test_one_gap_a_period_in_order_of_time():
    found = series(yearly(*YEARS)[::-1])
    assert [gap.period for gap in found.gaps] == YEARS
    assert found.segments == (0, 0, 0, 0, 0)
    assert found.breaks == ()


@pytest.mark.parametrize("kind", ["series", "concept", "perimeter", "source"])
def test_a_break_cuts(kind: str):
    found = series(yearly(*YEARS), catalogue(breaks=(break_at("2016", kind),)))
    assert found.segments == (0, 0, 1, 1, 1)
    assert stretches(found) == [["2014", "2015"], ["2016", "2017", "2018"]]
    assert [entry.at for entry in found.breaks] == ["2016"]


def test_a_break_between_two_known_periods_cuts_too():
    found = series(yearly("2014", "2018"), catalogue(breaks=(break_at("2016"),)))
    assert found.segments == (0, 1)


def test_a_break_before_the_series_is_not_drawn():
    for at in ("2010", "2014", "2020"):
        found = series(yearly(*YEARS), catalogue(breaks=(break_at(at),)))
        assert (found.segments, found.breaks) == ((0,) * 5, ())


def test_a_break_of_another_zone_or_indicator_does_not_cut():
    elsewhere = (break_at("2016", zones=["zus"]), break_at("2016", "concept", indicators=["income"]))
    assert series(yearly(*YEARS), catalogue(breaks=elsewhere)).segments == (0,) * 5


def test_an_exceptional_period_is_shown_but_belongs_to_no_stretch():
    found = series(yearly(*YEARS), catalogue(breaks=(break_at("2018", "exceptional"),)))
    assert [gap.period for gap in found.gaps] == YEARS
    assert found.segments == (0,) * 5
    assert stretches(found) == [["2014", "2015", "2016", "2017"]]
    assert [entry.kind for entry in found.breaks] == ["exceptional"]


def test_a_quarter_of_an_exceptional_year_is_exceptional():
    quarters = yearly("2019-Q2", "2019-Q4", "2020-Q2", "2020-Q4", "2021-Q2")
    found = series(quarters, catalogue(breaks=(break_at("2020", "exceptional"),)))
    assert stretches(found) == [["2019-Q2", "2019-Q4", "2021-Q2"]]


def test_sources_that_may_not_be_joined_cut():
    early, late = yearly("2014", "2015", source="survey_2016"), yearly("2016", "2017")
    where = catalogue(incompatibilities=(apart("definition", "survey_2016"),))
    assert series([*early, *late]).segments == (0, 0, 0, 0)
    assert series([*early, *late], where).segments == (0, 0, 1, 1)


def test_every_cut_counts_once():
    early, late = yearly("2014", "2015", source="survey_2016"), yearly("2016", "2017")
    where = catalogue(incompatibilities=(apart("definition", "survey_2016"),), breaks=(break_at("2016"),))
    assert series([*early, *late], where).segments == (0, 0, 1, 1)


def test_a_series_never_mixes_perimeters_comparators_people_or_places():
    wanted = yearly("2014", "2016")
    strangers = [
        *yearly("2015", perimeter="QP2024"),
        *yearly("2015", sex="F"),
        *yearly("2015", territory="REG-11"),
        observed(25.0, period="2015"),
        observed(9.0, "all", period="2015"),
    ]
    found = series([*wanted, *strangers])
    assert [gap.period for gap in found.gaps] == ["2014", "2016"]


def test_figures_whose_year_is_deduced_stay_out():
    figures = [*yearly("2014", "2015"), *pair(20.0, 9.0, period="2016", obs_status="U")]
    assert [gap.period for gap in series(figures).gaps] == ["2014", "2015"]


def history(observations: list[Observation], like: Gap) -> GapSeries:
    return gap_history(maps(), observations, like)


def maps() -> Catalogue:
    """The small catalogue, its zones knowing which one stood for them on the map before."""
    known = catalogue()
    before = {"qpv": "zus", "uue": "outside_zus"}
    zones = {
        name: zone.model_copy(update={"predecessor": before[name]}) if name in before else zone
        for name, zone in known.zones.items()
    }
    return replace(known, zones=zones)


def zus(*years: str) -> list[Observation]:
    return [
        o for year in years for o in (observed(22.0, "zus", period=year), observed(10.0, "outside_zus", period=year))
    ]


def test_a_map_that_came_before_is_drawn_apart():
    figures = [*zus("2010", "2012"), *yearly("2014", "2015")]
    found = history(figures, gap_of(figures, where=maps()))
    assert [gap.period for gap in found.gaps] == ["2010", "2012", "2014", "2015"]
    assert found.segments == (0, 0, 1, 1)
    assert [(entry.kind, entry.at) for entry in found.breaks] == [("perimeter", "2014")]


def test_no_stretch_joins_two_maps():
    figures = [*zus("2010", "2012"), *yearly("2014", "2015"), *yearly("2020", "2022", perimeter="QP2024")]
    found = history(figures, gap_of(figures, where=maps()))
    assert [gap.period for gap in found.gaps] == ["2010", "2012", "2014", "2015", "2020", "2022"]
    for stretch in found.stretches():
        assert len({(gap.priority.zone, gap.priority.perimeter, gap.reference.zone) for gap in stretch}) == 1
    assert [gap.priority.perimeter for gap in found.gaps] == ["ZUS", "ZUS", "QP2015", "QP2015", "QP2024", "QP2024"]
    assert found.segments == (0, 0, 1, 1, 2, 2)
    cuts = {entry.at for entry in found.breaks}
    assert {"2014", "2020"} <= cuts, "each change of map is said"


def test_a_period_known_on_both_maps_is_shown_once():
    figures = [*zus("2010", "2014", "2016"), *yearly("2014", "2016")]
    found = history(figures, gap_of(figures, where=maps()))
    assert [(gap.period, gap.priority.zone) for gap in found.gaps] == [
        ("2010", "zus"),
        ("2014", "qpv"),
        ("2016", "qpv"),
    ]


def test_the_project_draws_no_line_across_maps(catalogue: Catalogue, built_store: Store):
    drawn = 0
    for name in catalogue.indicators:
        observations = built_store.of(name)
        gap = find_gap(catalogue, observations, name)
        if not isinstance(gap, Gap):
            continue
        for found in (gap_series(catalogue, observations, gap), gap_history(catalogue, observations, gap)):
            periods = [period_order(other.period) for other in found.gaps]
            assert periods == sorted(set(periods)), name
            for stretch in found.stretches():
                kinds = {(g.priority.zone, g.priority.perimeter, g.reference.zone, g.stratum) for g in stretch}
                assert len(kinds) == 1, (name, kinds)
                drawn += len(stretch) > 1
    assert drawn > 5, "the project has series"


def test_unemployment_is_cut_in_2022_and_2020_is_exceptional(catalogue: Catalogue, built_store: Store):
    observations = built_store.of("unemployment_rate")
    gap = find_gap(catalogue, observations, "unemployment_rate", territory="FRM")
    assert isinstance(gap, Gap)
    found = gap_series(catalogue, observations, gap)
    assert stretches(found) == [["2014", "2015", "2016", "2017", "2018", "2019"], ["2022"]]
    assert {entry.kind: entry.at for entry in found.breaks} == {"series": "2022", "exceptional": "2020"}


def test_levels_are_cut_where_gaps_are():
    where = catalogue(breaks=(break_at("2016"), break_at("2020")))
    found = level_series(indicator(), [observed(27.0, period=year) for year in YEARS[::-1]], where)
    assert [o.period for o in found.observations] == YEARS
    assert found.segments == (0, 0, 1, 1, 1)
    assert [entry.at for entry in found.breaks] == ["2016"], "a break after the last figure cuts nothing"


def test_levels_that_may_not_be_followed_stand_each_alone():
    known = [observed(27.0, period=year) for year in YEARS]
    refused = indicator(uses={**FULL_USES, "evolution": False})
    assert level_series(refused, known, catalogue()).segments == (0, 1, 2, 3, 4)


def test_an_absent_level_keeps_its_place_and_the_producer_comes_first():
    secret = observed(None, period="2015", conf_status="C")
    known = [observed(27.4, period="2014", source="echo"), observed(27.0, period="2014"), secret]
    found = level_series(indicator(), known, catalogue())
    assert [(o.period, o.value, o.source) for o in found.observations] == [
        ("2014", 27.0, "survey_2020"),
        ("2015", None, "survey_2020"),
    ]
    assert level_series(indicator(), [], catalogue()).observations == ()
