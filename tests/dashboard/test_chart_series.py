"""The chart of a figure over time: values apart, one tick a period, an axis that says where it starts."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.charts import Chart, draw, series
from dashboard.charts.style import spaced
from dashboard.gaps import gap_series, level_series
from etl.model import Observation
from tests.dashboard.small import FULL_USES, break_at, catalogue, gap_of, indicator, observed, pair

LEVELS_ONLY = indicator(uses={**FULL_USES, "evolution": False})
"""An indicator that may not be followed over time."""
CLOSE = (("2016", 45.3, 44.3), ("2017", 43.9, 43.5), ("2018", 43.7, 43.0), ("2019", 42.0, 43.6))
"""Two series that cross."""


def history(
    both: tuple[tuple[str, float, float], ...], alone: tuple[Observation, ...] = (), *, followed: bool = False
) -> Chart:
    known = [o for period, here, there in both for o in pair(here, there, period=period)]
    rate = indicator() if followed else LEVELS_ONLY
    where = catalogue(rate, breaks=(break_at("2016"),))
    own = [*alone, *(o for o in known if o.zone == "qpv")]
    compared = gap_series(where, known, gap_of(known, where=where))
    return series.define("temps", "T", "S", compared, where, level_series(rate, own, where))


def lines(figure: go.Figure) -> list[Any]:
    return [trace for trace in figure.data if trace.customdata is not None]


def placed(figure: go.Figure) -> dict[tuple[str, float], tuple[str, str]]:
    """What is written beside each point, and on which side of it, by series and time."""
    return {
        (trace.name, round(x, 1)): (text, place.partition(" ")[0])
        for trace in lines(figure)
        for x, text, place in zip(trace.x, trace.text, trace.textposition, strict=True)
        if text
    }


def test_the_value_of_the_upper_point_is_over_it_and_that_of_the_lower_under():
    found = placed(draw(history(CLOSE)))
    here, there = "Quartiers prioritaires (QPV)", "Autres quartiers"
    assert found[(here, 2016)] == ("45,3\u00a0%", "top")
    assert found[(there, 2016)] == ("44,3\u00a0%", "bottom")
    assert found[(here, 2019)] == ("42\u00a0%", "bottom"), "they have crossed"
    assert found[(there, 2019)] == ("43,6\u00a0%", "top")


def test_one_tick_a_period_that_has_data():
    axis = draw(history(CLOSE, (observed(45.5, period="2013"),))).layout.xaxis
    assert list(axis.ticktext) == ["2013", "2016", "2017", "2018", "2019"]
    assert [round(at, 1) for at in axis.tickvals] == [2013, 2016, 2017, 2018, 2019]


def test_the_day_that_all_periods_share_is_said_once():
    days = (("2015-12-31", 18.9, 22.2), ("2016-12-31", 18.2, 21.1))
    axis = draw(history(days)).layout.xaxis
    assert list(axis.ticktext) == ["2015", "2016"]
    assert axis.title.text.startswith("Chaque année : 31 décembre")


def test_a_period_without_comparator_is_drawn_and_said():
    alone = (observed(42.7, period="2013"), observed(45.5, period="2015"))
    made = history(CLOSE, alone)
    assert made.caveats[0] == "Sans point de comparaison mesurable : 2013 et 2015."
    assert [b.period for b in made.breaks] == ["2016"], "the break that its own figures meet"
    own = [mark for mark in made.marks if mark.side == "priority"]
    assert [(mark.period, mark.value) for mark in own][:2] == [("2013", 42.7), ("2015", 45.5)]
    assert not [mark for mark in made.marks if mark.side == "reference" and mark.period < "2016"]
    drawn = [x for trace in lines(draw(made)) if trace.name == "Quartiers prioritaires (QPV)" for x in trace.x]
    assert [round(x) for x in drawn] == [2013, 2015, 2016, 2017, 2018, 2019]


def test_levels_that_do_not_follow_each_other_are_never_joined():
    figure = draw(history(CLOSE))
    assert all(len(trace.x) <= 1 for trace in lines(figure))
    assert not [trace for trace in figure.data if trace.fill == "toself"]
    joined = draw(history(CLOSE, (observed(43.0, period="2020"),), followed=True))
    assert max(len(trace.x) for trace in lines(joined)) == 5, "the quarter goes on, alone"


def test_an_absent_value_says_why_where_it_would_be():
    figure = draw(history(CLOSE, (observed(None, period="2015", conf_status="C"),)))
    (note,) = [n for n in figure.layout.annotations if n.text != "rupture"]
    assert (note.text, round(note.x), note.y) == ("secret<br>statistique", 2015, 0)


def test_values_close_together_have_an_axis_that_says_it_does_not_start_at_zero():
    figure = draw(history(CLOSE))
    low, high = figure.layout.yaxis.range
    assert "ne part pas de zéro" in figure.layout.xaxis.title.text
    assert low > 0
    assert high - low >= 0.25 * 45.3, "a difference of one point stays small"
    assert low < 42.0 < 45.3 < high


def test_values_far_apart_have_an_axis_from_zero():
    figure = draw(history((("2016", 26.7, 9.9), ("2017", 25.3, 9.9))))
    assert figure.layout.yaxis.range[0] == 0
    assert figure.layout.xaxis.title.text is None


def test_labels_lose_their_unit_before_they_touch():
    few = placed(draw(history(CLOSE[:2])))
    many = placed(draw(history(CLOSE, tuple(observed(44.7, period=year) for year in ("2013", "2014", "2015")))))
    assert {text for text, _ in few.values()} == {f"{v}\u00a0%" for v in ("45,3", "44,3", "43,9", "43,5")}
    assert {text for text, _ in many.values()} >= {"44,7", "45,3", "42", "43,6"}


@pytest.mark.parametrize(
    ("places", "apart", "kept"),
    [
        ([2013, 2014, 2015], 1, [2013, 2014, 2015]),
        ([2013, 2014, 2015], 1.5, [2013, 2015]),
        ([2013, 2014, 2014.5], 2, [2014.5]),
        ([], 1, []),
    ],
)
def test_what_would_touch_is_left_out_the_last_is_kept(places: list[float], apart: float, kept: list[float]):
    assert spaced(places, apart) == kept
