"""Builds with a few figures altered, and files as a document would be read back from them."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from dashboard.briefs.document import Document
from dashboard.briefs.proof import proof_of
from dashboard.exports import Plotted, Readback
from dashboard.store import Store, open_store
from etl.catalogue import Catalogue
from etl.model import COLUMNS

Line = dict[str, str]
UNEMPLOYMENT = {
    "indicator": "unemployment_rate",
    "territory": "FRM",
    "period": "2022",
    "sex": "_T",
    "age": "Y15T64",
    "breakdown": "_T",
}
"""A figure that the brief of France tells in full, of its quarters and of the rest of the same towns."""


def rewrite(folder: Path, change: Callable[[Line], Iterable[Line]]) -> int:
    """Pass every observation of the CSV files of ``folder`` through ``change``; how many lines it altered."""
    altered = 0
    for path in sorted(folder.glob("*.csv")):
        lines = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
        if not lines or list(lines[0]) != list(COLUMNS):
            continue
        kept = []
        for line in lines:
            now = [dict(found) for found in change(dict(line))]
            altered += now != [line]
            kept += now
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(kept)
    return altered


def is_of(line: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    """Whether a line has every value wanted."""
    return all(line[name] == value for name, value in wanted.items())


def altered_copy(folder: Path, copy: Path, change: Callable[[Line], Iterable[Line]], lines: int | None = 1) -> Path:
    """A copy of a build in which ``change`` alters that many lines; None: some."""
    shutil.copytree(folder, copy)
    altered = rewrite(copy, change)
    assert altered == lines if lines is not None else altered, "the figure to alter is not in these data"
    return copy


def altered_store(
    folder: Path, copy: Path, catalogue: Catalogue, change: Callable[[Line], Iterable[Line]], lines: int | None = 1
) -> Store:
    """The same, opened."""
    return open_store(altered_copy(folder, copy, change, lines), catalogue)


def with_value(wanted: Mapping[str, str], **cells: str) -> Callable[[Line], list[Line]]:
    """Give other cells to the lines that have the values wanted."""
    return lambda line: [line | cells if is_of(line, wanted) else line]


def held(document: Document) -> Readback:
    """What a file that says everything once would hold: sentences, titles, tables, and charts to edit."""
    told = [statement.claim.text for statement in document.statements]
    told += [block.chart.title for block in document.illustrations]
    for table in document.tables:
        told += [table.title, *table.header, *(cell for row in table.rows for cell in row)]
    charts = {
        block.chart.name: [Plotted(mark.row, block.chart.labels[mark.side], mark.value) for mark in block.chart.marks]
        for block in document.illustrations
    }
    return Readback(proof_of(document), " ".join(" ".join(text.split()) for text in told), charts)


def edit_parts(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The zip of an office file with each part passed through ``change``."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            written.writestr(name, change(name, read.read(name)))
    return out.getvalue()
