"""One chart as several pictures, where its rows do not fit on one slide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dashboard import french
from dashboard.charts import Chart
from dashboard.charts.chart import source_lines
from dashboard.charts.style import SANS
from dashboard.exports.drawing.page import fits
from etl.catalogue import Catalogue

ROW_BY_ROW = ("dumbbell", "bars")
"""Kinds of chart whose rows are read one by one."""


def parted(chart: Chart, dated: str, catalogue: Catalogue, *, font: str = SANS) -> list[Chart]:
    """The chart in as many parts, of about as many rows, as it takes for each to fit on a slide (``picture``); itself
    where it fits, or where its rows cannot be told apart.

    A part has the finding of the chart with its rank, and cites the publications of its own rows.
    """
    rows = chart.rows
    if chart.kind not in ROW_BY_ROW or fits(chart, dated, font=font):
        return [chart]
    parts = [chart]
    for count in range(2, len(rows) + 1):
        parts = in_parts(chart, count, catalogue)
        if all(fits(part, dated, font=font) for part in parts):
            break
    return parts


def in_parts(chart: Chart, count: int, catalogue: Catalogue | None) -> list[Chart]:
    """The chart in ``count`` parts of about as many rows; without ``catalogue``, each cites what the whole does."""
    return list(_parts(chart, count, catalogue))


def _parts(chart: Chart, count: int, catalogue: Catalogue | None) -> Iterator[Chart]:
    rows = chart.rows
    for rank in range(count):
        kept = set(rows[rank * len(rows) // count : (rank + 1) * len(rows) // count])
        marks = tuple(mark for mark in chart.marks if mark.row in kept)
        read = [mark.observation for mark in marks if mark.observation is not None]
        cited = source_lines(read, catalogue) if catalogue is not None and len(read) == len(marks) else chart.sources
        told = f"{'' if rank == 0 else 'suite, '}{rank + 1} sur {count}"
        yield replace(
            chart,
            name=f"{chart.name}-{rank + 1}",
            title=french.typography(f"{chart.title} ({told})"),
            marks=marks,
            sources=cited,
        )
