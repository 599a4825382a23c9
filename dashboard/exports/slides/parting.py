"""Charts of too many rows for one slide, as several that are read from the end of a room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dashboard.briefs.document import Block, Document, Illustration
from dashboard.exports.drawing.parting import ROW_BY_ROW, in_parts
from dashboard.exports.native_charts import native

LEAST_LETTERS = 10
"""Points of the names and values of a chart."""
LETTERS_A_BAR = 1.45
"""Points of height that a bar takes, over those of its letters."""


def parted(document: Document, height: float) -> Document:
    """The document with each chart of bars in as many parts as it takes for its letters to be legible on a slide that
    leaves it ``height`` points. The file holds and proves the parts, each under its own name."""
    sections = tuple(
        replace(section, blocks=tuple(part for block in section.blocks for part in _parts(block, document, height)))
        for section in document.sections
    )
    return replace(document, sections=sections)


def _parts(block: Block, document: Document, height: float) -> Iterator[Block]:
    if not isinstance(block, Illustration) or block.chart.kind not in ROW_BY_ROW:
        yield block
        return
    drawn = native(block.chart)
    series = 1 if drawn.overlap == 100 else len(drawn.series)
    most = max(1, int(height / (LETTERS_A_BAR * LEAST_LETTERS * max(series, 1))))
    count = -(-len(block.chart.rows) // most)
    if count == 1:
        yield block
        return
    for rank, chart in enumerate(in_parts(block.chart, count, document.catalogue)):
        yield replace(block, chart=chart, statements=block.statements if rank == 0 else ())
