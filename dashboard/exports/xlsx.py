"""A workbook: the figures with numbers as numbers and codes as text, what they mean, where they were read.

No cell is a formula or a link that a spreadsheet would follow by itself.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

import python_calamine
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dashboard.briefs.document import Document
from dashboard.briefs.proof import SEAL, proof_of, proof_text
from dashboard.briefs.seal import sealed
from dashboard.briefs.whole import printed
from dashboard.exports import ExportError, Readback
from dashboard.exports.office.package import Parts, open_parts, packed_again
from dashboard.exports.office.pieces import activity_in, office_prints
from dashboard.exports.tabular.about import SOURCE_COLUMNS, facts, sources
from dashboard.exports.tabular.bounds import bound
from dashboard.exports.tabular.cells import STARTS, clean
from dashboard.exports.tabular.figures import LABELS, labels_of, model_rows
from etl.model import COLUMNS, NUMERIC_COLUMNS

SUFFIX = ".xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAME = "Classeur Excel"
TEMPLATES = False

FIGURES, ABOUT, SOURCES = "Données", "Métadonnées", "Sources"
PROOF = "Preuve (pour les programmes)"
VALUE = COLUMNS.index("value")
LONGEST = 32_767
"""Characters, as Excel counts them (UTF-16): the longest text of a cell."""
CUT = " […] (texte coupé : Excel n’en garde pas plus ; il est entier dans le CSV)"
LARGEST = 100_000_000
"""Bytes, once unpacked."""
PRINTS, NOT_YET, TEXTS = "empreintes", "empreintes-a-venir", "xl/sharedStrings.xml"
"""The cell of the digests of all parts, what it says until they are known, and the part that holds the texts."""
CHUNK = 16_000
"""Characters of the proof in a cell: never more than a cell may hold, even if each counts for two."""
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDTHS = {"value": 11, "note": 40, "locator": 30, "indicator": 24, "indicator_label": 40, "source_label": 60}
QUOTED = {"quote_prefix": True}
"""A text that starts as a formula would: edited in a spreadsheet, it stays a text."""
HEADING = {"bold": True, "bg_color": "#E4D3BF", "font_color": "#1F2328", "bottom": 1, "valign": "top"}


def write(document: Document, template: bytes | None = None) -> bytes:
    """The workbook of a document: « Données », « Métadonnées », « Sources ». Raises ExportError given a template."""
    if template is not None:
        raise ExportError("Un classeur n'a pas de modèle : retirer --template.")
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, OPTIONS) as book:
        book.set_properties(
            {
                "title": clean(document.title)[:250],
                "author": "Lisière",
                "comments": document.signature,
                "created": datetime.fromisoformat(document.made),
            }
        )
        rows = _write_figures(book, document)
        about = [("Rubrique", "Élément", "Contenu"), *((f.part, f.name, f.text) for f in facts(document))]
        cited: list[Sequence[int | str]] = [SOURCE_COLUMNS, *sources(document)]
        lines = [*_lines(ABOUT, about), *_lines(SOURCES, cited), *_lines(FIGURES, [(*COLUMNS, *LABELS)])]
        seal = sealed(lines, rows, VALUE)
        proof = proof_text(document, seal)
        about += [(PROOF, str(at // CHUNK + 1), proof[at : at + CHUNK]) for at in range(0, len(proof), CHUNK)]
        about += [(PROOF, PRINTS, NOT_YET)]
        _write_table(book, ABOUT, about, (34, 26, 110))
        _write_table(book, SOURCES, cited, (9, 70, 30, 50, 30, 40, 60))
    return _with_prints(content.getvalue(), document, seal)


def _with_prints(content: bytes, document: Document, seal: dict[str, Any]) -> bytes:
    """The workbook with the digests of all its parts, in the cell that was kept for them."""
    content = packed_again(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = archive.read(TEXTS)
    prints = printed(proof_of(document), seal, office_prints(content, {TEXTS: texts}))["parts"]
    told = json.dumps(prints, ensure_ascii=False, separators=(",", ":"))
    return packed_again(content, {TEXTS: texts.replace(NOT_YET.encode(), escape(told).encode(), 1)})


def _prints(content: bytes, parts: Parts, told: str) -> dict[str, str]:
    """The same of a workbook that is read, whose cell says ``told``."""
    texts = parts.content.get(TEXTS, b"")
    without = texts.replace(escape(told).encode(), NOT_YET.encode(), 1) if told else texts
    return office_prints(content, {TEXTS: without})


def _write_figures(book: xlsxwriter.Workbook, document: Document) -> list[list[str]]:
    """One row an observation; an absence leaves its number blank, and says which one it is in « face ». The rows as
    they are read back."""
    sheet = book.add_worksheet(FIGURES)
    names = (*COLUMNS, *LABELS)
    _head(book, sheet, names, len(document.observations))
    for column, name in enumerate(names):
        sheet.set_column(column, column, WIDTHS.get(name, 14))
    labels = labels_of(document)
    numeric = [name in NUMERIC_COLUMNS for name in names]
    texts: dict[str, str] = {}
    quoted = book.add_format(QUOTED)
    rows: list[list[str]] = []
    text, number = sheet.write_string, sheet.write_number
    pairs = zip(model_rows(document.observations), map(labels, document.observations), strict=True)
    for row, (figures, words) in enumerate(pairs, 1):
        written = [""] * len(names)
        rows.append(written)
        for column, cell in enumerate((*figures, *words)):
            if cell is None or cell == "":
                continue
            if numeric[column]:
                number(row, column, cell)
                written[column] = _as_read(cell)
                continue
            kept = texts.get(cell)
            if kept is None:
                kept = texts[cell] = _fitting(cell)
            text(row, column, kept, *([quoted] if kept.startswith(STARTS) else []))
            written[column] = kept
    return rows


def _as_read(cell: Any) -> str:
    """A cell as text, numbers in the 15 digits that a spreadsheet keeps."""
    return f"{cell:.15g}" if isinstance(cell, (int, float)) and not isinstance(cell, bool) else str(cell)


def _lines(sheet: str, rows: Iterable[Sequence[Any]]) -> Iterator[tuple[str, str]]:
    """The rows of a sheet of words, as a reader sees them, with their place."""
    for row in rows:
        cells = [_fitting(_as_read(cell)) for cell in row]
        yield f"Feuille « {sheet} »", " | ".join(cells).rstrip(" |")


def _write_table(
    book: xlsxwriter.Workbook, name: str, rows: Sequence[Sequence[int | str]], widths: Iterable[int]
) -> None:
    """A sheet of words: a heading, then a row each, long texts on several lines."""
    sheet = book.add_worksheet(name)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width, wrapped)
    heading, *body = rows
    _head(book, sheet, [str(cell) for cell in heading], len(body))
    quoted = book.add_format({"text_wrap": True, "valign": "top", **QUOTED})
    proof = book.add_format({"valign": "top", "font_color": "#57606A"})
    for number, row in enumerate(body, 1):
        style = proof if row[0] == PROOF else wrapped
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell, style)
            else:
                sheet.write_string(number, column, _fitting(cell), quoted if cell.startswith(STARTS) else style)


def _head(book: xlsxwriter.Workbook, sheet: Worksheet, names: Sequence[str], rows: int) -> None:
    style = book.add_format(HEADING)
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, style)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(rows, 1), len(names) - 1)


def _fitting(text: str) -> str:
    """``text`` as a cell may hold it."""
    kept = clean(text)
    if 2 * len(kept) <= LONGEST or len(kept.encode("utf-16-le")) // 2 <= LONGEST:
        return kept
    room = kept.encode("utf-16-le")[: 2 * (LONGEST - len(CUT))]
    return room.decode("utf-16-le", errors="ignore") + CUT


def read(content: bytes) -> Readback:
    """What the workbook holds. Raises ExportError when it is damaged or not ours."""
    parts = open_parts(content, "Excel (classeur)", LARGEST)  # refuses what unpacks to more than a workbook of ours
    bound(parts)
    sheets = sheets_of(content)
    proofs = [row for row in sheets[ABOUT] if len(row) > 2 and row[0] == PROOF]
    proof = "".join(str(row[2]) for row in proofs if row[1] != PRINTS)
    prints = "".join(str(row[2]) for row in proofs if row[1] == PRINTS)
    known = _decoded(proof)
    words = [str(cell) for name in (FIGURES, ABOUT, SOURCES) for row in sheets[name] if row[0] != PROOF for cell in row]
    text = re.sub(r"\s+", " ", " ".join(words)).strip()
    seal = known.pop(SEAL, {})
    if isinstance(seal, dict) and prints:
        seal["parts"] = _decoded(prints)
    lines = [
        *_lines(ABOUT, (row for row in sheets[ABOUT] if row[0] != PROOF)),
        *_lines(SOURCES, sheets[SOURCES]),
        *_lines(FIGURES, sheets[FIGURES][:1]),
    ]
    wide = len(COLUMNS) + len(LABELS)
    rows = [
        (number, [_as_read(cell) for cell in (*row, *[""] * wide)[:wide]])
        for number, row in enumerate(sheets[FIGURES], 1)
        if number > 1 and any(cell != "" for cell in row)
    ]
    return Readback(
        known,
        text,
        seal=seal,
        lines=lines,
        rows=rows,
        sheet=f"Feuille « {FIGURES} »",
        parts=_prints(content, parts, prints),
        active=activity_in(parts),
    )


def _decoded(text: str) -> dict[str, Any]:
    try:
        known = json.loads(text)
    except (ValueError, RecursionError):
        known = None
    if not isinstance(known, dict):
        raise ExportError("Classeur illisible : sa preuve manque ou a été modifiée.")
    return known


def sheets_of(content: bytes) -> dict[str, list[list[Any]]]:
    """The cells of the three sheets, headings included. Raises ExportError when one is missing or unreadable."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        found = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except (python_calamine.CalamineError, OSError, ValueError):
        raise ExportError(
            "Classeur illisible : ce n’est pas un classeur Excel, ou il est abîmé ou protégé. Reprenez le fichier "
            "d’origine, ou refaites la note."
        ) from None
    missing = [name for name in (FIGURES, ABOUT, SOURCES) if name not in found]
    if missing:
        raise ExportError(f"Ce classeur n'est pas de Lisière : sans feuille « {missing[0]} ».")
    return found
