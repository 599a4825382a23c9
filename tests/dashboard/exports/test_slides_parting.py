"""Charts of many rows on slides: as many slides as legible letters ask for, every row on one of them, once."""

from __future__ import annotations

from dataclasses import replace

from dashboard.exports.slides.parting import parted
from tests.dashboard.exports.paper import AROUND, full


def test_a_chart_of_many_rows_is_told_on_several_slides() -> None:
    marks = tuple(replace(mark, row=f"{mark.row} {rank}") for rank in range(13) for mark in AROUND.marks)
    chart = replace(AROUND, marks=marks)
    parts = [block.chart for block in parted(full(charts=[chart]), 240).illustrations]
    assert len(parts) > 1
    assert [row for part in parts for row in part.rows] == chart.rows
    assert sum((part.marks for part in parts), ()) == marks
    assert len({part.name for part in parts}) == len(parts)
    # Two bars a row, in letters of ten points
    assert all(len(part.rows) * 2 * 10 * 1.45 <= 240 for part in parts)


def test_a_chart_that_holds_is_left_as_it_is() -> None:
    document = full(charts=[AROUND])
    assert parted(document, 240) == document
