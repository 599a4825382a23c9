"""Whether the figures of a chart are those of a file that holds data and no drawing: they rest on its cells."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dashboard.briefs.checked import Edit
from dashboard.briefs.edits import plain
from dashboard.briefs.proven import ProvenChart, ProvenMark
from dashboard.briefs.rows import VALUE, ChangedRow

CLOSE = 1e-9
"""Of a value: spreadsheets write 15 digits."""


def figures_in_rows(
    chart: ProvenChart, rows: Sequence[tuple[int, Sequence[str]]], changed: Sequence[ChangedRow] | None, text: str
) -> tuple[list[Edit], bool]:
    """The figures of a chart whose row of data changed; and whether some could not be read again: neither a row of
    data nor the ``text`` has them, or rows were not compared (``changed`` is None)."""
    edits = [
        Edit(f"{mark.row}, {mark.period}", mark.text, row.cells[VALUE].replace(".", ",") if row.cells else "")
        for row in changed or ()
        for mark in chart.marks
        if _is_of(mark, row)
    ]
    values = sorted(found for _, row in rows if (found := number(row[VALUE])) is not None)
    there = {f"{value:.9g}" for value in values}
    words = plain(text)
    unread = changed is None or any(
        mark.value is not None and f"{mark.value:.9g}" not in there and plain(mark.text) not in words
        for mark in chart.marks
    )
    return edits, unread


def _is_of(mark: ProvenMark, row: ChangedRow) -> bool:
    """Whether a row held the figure of a mark; its date tells among those of one value."""
    value = number(row.value)
    if value is None or mark.value is None or not math.isclose(value, mark.value, rel_tol=CLOSE):
        return False
    now = number(row.cells[VALUE]) if row.cells else None
    return now != value and (not row.cells or mark.period in row.cells)


def number(cell: str) -> float | None:
    """A cell as a number; None when it holds none."""
    try:
        found = float(cell)
    except ValueError:
        return None
    return found if math.isfinite(found) else None
