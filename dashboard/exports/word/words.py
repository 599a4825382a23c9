"""Paragraphs, tables and links of a Word document as XML: everything is written as text, then parsed once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.exports.office.texts import breakable, directions, in_xml, is_right_to_left, typeset

BULLET = "•"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; ``style`` is the id of a character style; ``raw`` is XML put as it is after the text."""

    text: str = ""
    bold: bool = False
    italic: bool = False
    style: str = ""
    link: str = ""
    raw: str = ""


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
    look += "<w:rtl/>" if right else ""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    lines = in_xml(text).split("&#10;")
    inside = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r>{properties}{inside}</w:r>"


def caption(style: str, word: str, number: int, text: str) -> str:
    """« Figure 2. … », numbered by a field: a figure added by hand renumbers the others."""
    field = (
        f'<w:fldSimple w:instr=" SEQ {word} \\* ARABIC "><w:r><w:t>{number}</w:t></w:r></w:fldSimple>'
    )  # fmt: skip
    head = f'<w:r><w:t xml:space="preserve">{word} </w:t></w:r>{field}'
    return paragraph(style, [Run(raw=head), Run(f". {text}")])


def table(style: str, cell_style: str, header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int],
          told: str) -> str:  # fmt: skip
    """A native table: its first row is repeated on each page, ``told`` stands for it where it is not seen."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    lines = [_row(header, widths, cell_style, head=True)]
    lines += [_row(row, widths, cell_style, head=False) for row in rows]
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val="{in_xml(told)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )


def _row(cells: Sequence[str], widths: Sequence[int], style: str, *, head: bool) -> str:
    kept = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if head else "<w:trPr><w:cantSplit/></w:trPr>"
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraph(style, [Run(breakable(cell))])}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr>{kept}{inside}</w:tr>"
