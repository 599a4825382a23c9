"""Opens official files: any name, any of the encodings and separators met, every cell as text, lines numbered."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from etl.errors import Problem, SourceError, french_csv_reason
from etl.official.layout import fold_header
from etl.official.raw import DELIMITED, HEADER_BYTES, RawFile

HEADER_ROWS = 15
"""A spreadsheet may open with a title and a blank: the header is looked for in its first rows."""


@dataclass(frozen=True)
class Table:
    """One table of a file. ``frame`` is all text, its columns are folded headers, its index the line in the file
    (the rank of the feature or of the record, from 1, in JSON). ``written`` gives each header as the file has it;
    ``geometries`` are those of a GeoJSON, one a line."""

    file: RawFile
    sheet: str
    frame: pd.DataFrame
    written: dict[str, str]
    geometries: list[Any] | None = None
    crs: str = ""

    @property
    def name(self) -> str:
        """File, and sheet if it has several."""
        return f"{self.file.name}, feuille {self.sheet}" if self.sheet else self.file.name

    def problem(self, line: int, column: str, value: str, reason: str) -> Problem:
        """A bad cell, named as the file writes it."""
        return Problem(self.name, line, self.written.get(column, column), value[:60], reason)

    def problems(self, column: str, wrong: Iterable[bool], reason: str) -> list[Problem]:
        """The cells of a column that are ``wrong``, one for each line of the table."""
        cells = self.frame[column][np.fromiter(wrong, dtype=bool, count=len(self.frame))]
        return [self.problem(int(str(line)), column, str(text), reason) for line, text in cells.items()]


def read_header(file: RawFile) -> list[str]:
    """The headers of a delimited text, cheaply; empty for other kinds, which are read whole to be recognised."""
    if file.suffix not in DELIMITED:
        return []
    start = file.start()
    if len(start) == HEADER_BYTES and b"\n" not in start:
        raise file.error("première ligne de plus de 1 Mo : fichier abîmé ; le télécharger de nouveau, ou le retirer", 1)
    text = _decode(file, start, whole=False)
    line = text.split("\n", 1)[0].rstrip("\r")
    return next(csv.reader([line], delimiter=separator_of(line)), [])


def read_tables(file: RawFile) -> list[Table]:
    """Every table of ``file``. Raises SourceError: empty, not text, an HTML page, a truncated file, ragged lines."""
    content = file.content()
    if not content.strip():
        raise file.error("le fichier est vide ; le télécharger de nouveau")
    if file.suffix in (".xlsx", ".xls"):
        return _sheets(file, content)
    text = _decode(file, content, whole=True)
    _check_not_a_page(file, text)
    if file.suffix in (".json", ".geojson"):
        return [_records(file, text)]
    return [_delimited(file, text)]


def _decode(file: RawFile, content: bytes, *, whole: bool) -> str:
    """UTF-8, or the Windows code page that French files still use; a NUL byte is neither."""
    if b"\x00" in content:
        raise file.error("ce n'est pas un fichier texte (octet nul)")
    if not whole:  # the cut may fall inside a character
        content = content[: content.rfind(b"\n") + 1] or content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise file.error("le texte n'est ni en UTF-8 ni en Windows-1252", line) from None
    if "Ã©" in text or "Ã¨" in text:  # UTF-8 with a few broken bytes, read as Latin letters
        raise file.error("encodage abîmé : de l'UTF-8 mêlé à autre chose", line)
    return text


def _check_not_a_page(file: RawFile, text: str) -> None:
    start = text[:500].lstrip().lower()
    if start.startswith("<"):  # no header does, and an error is as often a comment or an XML word first
        raise file.error("c'est une page web, pas des données : le téléchargement a échoué ; recommencer", 1)


def separator_of(line: str) -> str:
    """The separator of a header: the most frequent of ; , and tab."""
    return max(";,\t", key=line.count)


def _delimited(file: RawFile, text: str) -> Table:
    first = text.split("\n", 1)[0].rstrip("\r")
    separator = separator_of(first)
    lines, rows = [], []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cells):
                lines.append(start)
                rows.append(cells)
            start = reader.line_num + 1
    except csv.Error as error:
        reason = f"CSV illisible ({french_csv_reason(error)}) : le fichier est tronqué ou abîmé"
        raise file.error(reason, reader.line_num) from None
    if len(rows) < 2:
        raise file.error("le fichier n'a que son en-tête", 1)
    return _table(file, "", rows[0], rows[1:], lines[1:])


def _table(file: RawFile, sheet: str, header: list[str], rows: list[list[str]], lines: list[int]) -> Table:
    """Cells under a header. Columns without a name are padding and are dropped, if they are empty."""
    folded = [fold_header(name) for name in header]
    named = [position for position, name in enumerate(folded) if name]
    names = [folded[position] for position in named]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise file.error(f"colonne en double : {', '.join(twice)}", 1, twice[0])
    width = len(header)
    problems = []
    for line, cells in zip(lines, rows, strict=True):
        if len(cells) < width:
            reason = f"{len(cells)} cases, l'en-tête en a {width} : le fichier est tronqué ou un séparateur manque"
            problems.append(Problem(file.name, line, "", separator_of(";").join(cells)[:60], reason))
        elif any(cells[width:]) or any(cells[p] for p in range(width) if not folded[p]):
            problems.append(Problem(file.name, line, "", "", "une valeur se trouve sous une colonne sans nom"))
    if problems:
        raise SourceError(problems[:20])
    data = {name: [cells[position].strip() for cells in rows] for name, position in zip(names, named, strict=True)}
    frame = pd.DataFrame(data, index=pd.Index(lines, name="line"), dtype=str)
    return Table(file, sheet, frame, dict(zip(names, (header[p].strip().strip("\ufeff") for p in named), strict=True)))


def _records(file: RawFile, text: str) -> Table:
    """A GeoJSON collection, or a list of flat records; nested values stay as JSON text."""
    data = _json(file, text)
    geometries, crs = None, ""
    if isinstance(data, dict) and data.get("type") == "FeatureCollection":
        features = data.get("features") or []
        if not _are_objects(features) or not _are_objects([f.get("properties") or {} for f in features]):
            raise file.error("collection GeoJSON abîmée : des objets sont attendus sous « features »")
        geometries = [feature.get("geometry") for feature in features]
        crs = str(_object(_object(data.get("crs")).get("properties")).get("name", ""))
        records = [feature.get("properties") or {} for feature in features]
    elif isinstance(data, list) and all(isinstance(record, dict) for record in data):
        records = data
    else:
        raise file.error("ni une liste d'enregistrements ni une collection GeoJSON")
    if not records:
        raise file.error("le fichier ne contient aucun enregistrement")
    header = list(dict.fromkeys(key for record in records for key in record))
    rows = [[_cell(record.get(key)) for key in header] for record in records]
    table = _table(file, "", header, rows, list(range(1, len(rows) + 1)))
    return Table(file, "", table.frame, table.written, geometries, crs)


def _json(file: RawFile, text: str) -> Any:
    """A JSON text whose numbers are numbers: no NaN, nothing beyond what a float holds."""

    def finite(digits: str) -> float:
        if not math.isfinite(number := float(digits)):
            raise ValueError(digits)
        return number

    try:
        return json.loads(text, parse_float=finite, parse_constant=finite)
    except json.JSONDecodeError as error:
        reason = f"JSON illisible au caractère {error.colno} de la ligne : le fichier est tronqué ou abîmé"
        raise file.error(reason, error.lineno) from None
    except RecursionError:
        raise file.error("JSON aux niveaux trop nombreux : le fichier est abîmé") from None
    except ValueError as error:  # a number of thousands of digits, Infinity
        reason = "JSON illisible : un nombre n'en est pas un (NaN, infini ou trop long)"
        raise file.error(reason, value=str(error)[:40] if len(str(error)) < 40 else "") from None


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _are_objects(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, dict) for value in values)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _sheets(file: RawFile, content: bytes) -> list[Table]:
    """The sheets of a workbook whose first rows hold a header: the widest of them, under titles and blanks."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_object(io.BytesIO(content))
        sheets = {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names
        }
    except CalamineError as error:
        raise file.error(f"classeur illisible ({error}) ; le télécharger de nouveau") from None
    tables = []
    for name, rows in sheets.items():
        cells = [[_cell(value) if not isinstance(value, str) else value for value in row] for row in rows]
        top = _header_row(cells)
        if top is None:
            continue
        body = [(number, row) for number, row in enumerate(cells[top + 1 :], start=top + 2) if any(row)]
        if body:
            tables.append(_table(file, name, cells[top], [row for _, row in body], [number for number, _ in body]))
    return tables


def _header_row(cells: list[list[str]]) -> int | None:
    """The last of the first rows made only of distinct code-like names: labels stand above the codes."""
    found = None
    for number, row in enumerate(cells[:HEADER_ROWS]):
        names = [cell for cell in row if cell]
        if (
            len(names) >= 2
            and len(set(names)) == len(names)
            and all(re.fullmatch(r"[A-Za-z_][\w ]*", n) for n in names)
        ):
            found = number
    return found
