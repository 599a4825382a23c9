"""Paragraphs, tables and links of a Word document as XML: everything is written as text, then parsed once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.exports.office.texts import CELL, breakable, directions, in_xml, is_right_to_left, lines, typeset

BULLET = "•"
WHOLE = "<w:keepLines/>"
KEPT = f"<w:keepNext/>{WHOLE}"
"""On the page of what follows, whatever the style says: that of a house may say nothing."""
FEW_LINES = 30
"""Of a row, over which it may be cut by the end of a page, and a header is not said again on the next."""
MOST_KEPT = 8
"""Rows of a table that is kept on one page, with its caption and its source; of a longer one, the last row is kept with
the source."""
CELL_SIZE = 9


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; ``style`` is the id of a character style; ``raw`` is XML put as it is after the text."""

    text: str = ""
    bold: bool = False
    italic: bool = False
    style: str = ""
    link: str = ""
    raw: str = ""
    size: float = 0.0
    """Points, where they are not those of the style."""


def paragraph(style: str, runs: Sequence[Run], *, more: str = "") -> str:
    """A paragraph of one style; ``more`` are properties that come before its direction."""
    text = "".join(run.text for run in runs)
    way = "<w:bidi/>" if is_right_to_left(text) else ""
    inside = "".join(_run(run) for run in runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}{way}</w:pPr>{inside}</w:p>'


def _run(run: Run) -> str:
    written = "".join(_stretch(text, run, right=right) for text, right in directions(typeset(run.text))) + run.raw
    if run.link:
        return f'<w:hyperlink r:id="{run.link}" w:history="1">{written}</w:hyperlink>'
    return written


def _stretch(text: str, run: Run, *, right: bool) -> str:
    look = f'<w:rStyle w:val="{run.style}"/>' if run.style else ""
    look += "<w:b/>" if run.bold else ""
    look += "<w:i/>" if run.italic else ""
    look += f'<w:sz w:val="{round(run.size * 2)}"/><w:szCs w:val="{round(run.size * 2)}"/>' if run.size else ""
    look += "<w:rtl/>" if right else ""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    pieces = in_xml(text).split("&#10;")
    inside = "<w:br/>".join(f'<w:t xml:space="preserve">{piece}</w:t>' for piece in pieces)
    return f"<w:r>{properties}{inside}</w:r>"


def caption(style: str, word: str, number: int, text: str) -> str:
    """« Figure 2. … », numbered by a field: a figure added by hand renumbers the others."""
    field = (
        f'<w:fldSimple w:instr=" SEQ {word} \\* ARABIC "><w:r><w:t>{number}</w:t></w:r></w:fldSimple>'
    )  # fmt: skip
    head = f'<w:r><w:t xml:space="preserve">{word} </w:t></w:r>{field}'
    return paragraph(style, [Run(raw=head), Run(f". {text}")], more=KEPT)


def table(style: str, cell_style: str, header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int],
          told: str) -> str:  # fmt: skip
    """A native table: its first row is repeated on each page, ``told`` stands for it where it is not seen."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    written = [_row(header, widths, cell_style, head=True, kept=True)]
    kept = len(rows) if len(rows) <= MOST_KEPT else 1
    for left, row in zip(range(len(rows), 0, -1), rows, strict=True):
        written.append(_row(row, widths, cell_style, head=False, kept=left <= kept))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val="{in_xml(told)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(written)}</w:tbl>"
    )


def _row(cells: Sequence[str], widths: Sequence[int], style: str, *, head: bool, kept: bool) -> str:
    """A row; ``kept``: on the page of what follows."""
    heights = [lines(breakable(c), CELL_SIZE, w / 20 - 2 * CELL) for c, w in zip(cells, widths, strict=True)]
    few = max(heights, default=1) <= FEW_LINES
    looks = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>" if few else ""
    more = "<w:keepNext/>" if few and kept else ""
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{paragraph(style, [Run(breakable(cell))], more=more)}</w:tc>"
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr>{looks}{inside}</w:tr>"
