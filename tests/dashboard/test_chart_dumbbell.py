"""The chart of gaps, one a row: the value beside each dot is read whole on a telephone."""

from __future__ import annotations

import pytest

from dashboard.charts import Chart, draw, dumbbell
from dashboard.charts.style import CHARACTER, TELEPHONE
from tests.dashboard.small import INCOME, between, catalogue, of, unit

PER_YEAR = unit("eur", "€ par an", "€ par an")
WHERE = catalogue(units={**catalogue().units, "eur": PER_YEAR})
BEFORE, AFTER = "\u00a0<b>", "</b>\u00a0"


def income(row: str, here: float, there: float) -> Chart:
    gap = between(of(INCOME, here), of(INCOME, there, "uue"), WHERE)
    return dumbbell.define("niveau-de-vie", "T", "S", [(row, gap)], WHERE)


@pytest.mark.parametrize("row", ["Niveau de vie (par an)", "Niveau de vie"])
@pytest.mark.parametrize(("here", "there"), [(14_190.0, 19_290.0), (14_440.0, 14_640.0), (23_000.0, 9_000.0)])
def test_there_is_room_for_each_value_on_the_outer_side_of_its_dot(row: str, here: float, there: float):
    figure = draw(income(row, here, there))
    start, end = figure.layout.xaxis.range
    for trace in figure.data:
        for x, text, place in zip(trace.x, trace.text, trace.textposition, strict=True):
            room = (end - x if place == "middle right" else x - start) / (end - start)
            written = text.removeprefix(BEFORE).removesuffix(AFTER)
            assert room >= min(len(written) * CHARACTER / TELEPHONE, dumbbell.MOST_ROOM) - 0.01
    assert start < 0 < end


def test_a_rate_that_the_row_tells_is_not_told_again_beside_the_dot():
    texts = [text for trace in draw(income("Niveau de vie (par an)", 14_190.0, 19_290.0)).data for text in trace.text]
    assert [t.replace("\u202f", " ").replace("\u00a0", " ").strip() for t in texts] == [
        "<b>19 290 €</b>",
        "<b>14 190 €</b>",
    ]
    bare = [text for trace in draw(income("Niveau de vie", 14_190.0, 19_290.0)).data for text in trace.text]
    assert all("par an" in text for text in bare)
