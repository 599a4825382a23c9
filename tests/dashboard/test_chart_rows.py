"""Rows whose name is over their marks: every line of it is inside the chart, and an axis ends past its marks."""

from __future__ import annotations

import pytest

from dashboard.charts.rows import AROUND, even_rows, ticks_around
from dashboard.charts.style import LINE_HEIGHT


@pytest.mark.parametrize("count", [1, 2, 7])
@pytest.mark.parametrize("lines", [1, 4])
def test_every_line_of_the_first_name_is_under_the_top(count: int, lines: int) -> None:
    bare, raised = 62, 0.24
    height, axis = even_rows([["a"] * lines] * count, bare, raised)
    last, first = axis["range"]
    pixels_a_row = (height - AROUND) / (last - first)
    assert (-raised - first) * pixels_a_row >= lines * LINE_HEIGHT
    assert pixels_a_row == pytest.approx(bare + lines * LINE_HEIGHT, rel=0.01)


@pytest.mark.parametrize(
    ("high", "edge", "last"), [(77, 105, 80), (80, 109, 80), (18.3, 25, 20), (77, 79, 60)]
)  # fmt: skip
def test_the_ticks_go_past_the_highest_mark_where_the_axis_does(high: float, edge: float, last: float) -> None:
    assert ticks_around(0, high, edge, 5)[-1] == last
