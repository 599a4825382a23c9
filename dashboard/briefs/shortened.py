"""Texts as a PDF shows them: the longest titles and cells are cut, and are compared as they are cut."""

from __future__ import annotations

from dashboard.briefs.proven import Proof

LABEL = 400
"""Letters of a caption or a cell of a PDF: over them, they would push everything else to the next page."""


def cut(text: str, most: int) -> str:
    """The text, or its first letters and « … » where it is longer than ``most``."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def as_drawn(proof: Proof) -> Proof:
    """The proof of a PDF with its captions and cells as its pages show them."""
    charts = [chart.model_copy(update={"title": cut(chart.title, LABEL)}) for chart in proof.charts]
    tables = [
        table.model_copy(
            update={
                "caption": cut(table.caption, LABEL),
                "rows": tuple(tuple(cut(cell, LABEL) for cell in row) for row in table.rows),
            }
        )
        for table in proof.tables
    ]
    return proof.model_copy(update={"charts": tuple(charts), "tables": tuple(tables)})
