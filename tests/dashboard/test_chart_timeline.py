"""What is written over the breaks of a series stays in the picture and does not meet."""

from __future__ import annotations

import pytest

from dashboard.charts import BreakLine, Chart
from dashboard.charts.timeline import break_words
from tests.dashboard.test_charts_contract import IN_TIME, chart


def broken(*breaks: BreakLine) -> Chart:
    """A series from 2014 to 2022."""
    return chart("series", IN_TIME, breaks)


def exceptional(year: str) -> BreakLine:
    return BreakLine(year, "Année de crise.", exceptional=True)


def test_exceptional_years_whose_words_would_meet_share_them():
    assert [(word["text"], word["x"]) for word in break_words(broken(exceptional("2017"), exceptional("2018")))] == [
        ("années exceptionnelles", 2017.5)
    ]


def test_exceptional_years_far_apart_have_their_own_words():
    words = break_words(broken(exceptional("2014"), exceptional("2022")))
    assert [(word["text"], word["x"]) for word in words] == [
        ("année exceptionnelle", 2014), ("année exceptionnelle", 2022),
    ]  # fmt: skip


@pytest.mark.parametrize(("year", "side"), [("2014", "left"), ("2018", "center"), ("2022", "right")])
def test_words_near_an_edge_go_towards_the_middle(year: str, side: str):
    assert [word["xanchor"] for word in break_words(broken(exceptional(year)))] == [side]
