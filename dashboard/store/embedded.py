"""The small CSV tables of ``data/indicators``, whole and checked line by line."""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from etl.model import COLUMNS, NUMERIC_COLUMNS, Observation

REBUILD = "construire les données avec « qpv etl », ou régler QPV_INDICATORS_DIR"
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")  # as Python writes a float

TABLES = ("guide_actors", "guide_initiatives", "guide_practices", "left_out")


class StoreError(Exception):
    """The folder of indicators cannot be read; the message, in French, says which file and what to do."""


@dataclass(frozen=True)
class Contents:
    """A folder as read: tables of observations by file name, plain tables by name, and the version of both."""

    observations: dict[str, pd.DataFrame]
    tables: dict[str, pd.DataFrame]
    version: str


def read_contents(folder: Path) -> Contents:
    """What ``folder`` holds, not yet put beside the catalogue.

    Raises StoreError when there is no such folder, and on the first file that is damaged, with its line.
    """
    if not folder.is_dir():
        raise StoreError(f"{folder} : le dossier n'existe pas ; {REBUILD}")
    observations: dict[str, pd.DataFrame] = {}
    tables: dict[str, pd.DataFrame] = {}
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        content, records = _records(path)
        header = records[0] if records else []
        if header == list(COLUMNS):
            observations[path.name] = _numbers(_frame(path.name, records), path.name)
        elif path.stem in TABLES:
            tables[path.stem] = _frame(path.name, records)
        else:
            continue
        digest.update(path.name.encode() + content)
    return Contents(observations, tables, digest.hexdigest()[:12])


def _records(path: Path) -> tuple[bytes, list[list[str]]]:
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")  # a spreadsheet adds the mark when it saves
        return content, [cells for cells in csv.reader(io.StringIO(text, newline=""), strict=True) if cells]
    except UnicodeDecodeError as error:
        raise StoreError(f"{path.name} : le texte n'est pas en UTF-8 (octet {error.start}) ; {REBUILD}") from None
    except (OSError, csv.Error):
        raise StoreError(f"{path.name} : fichier abîmé ou illisible ; {REBUILD}") from None


def _frame(name: str, records: list[list[str]]) -> pd.DataFrame:
    """Everything as text: a code must never lose its leading zero."""
    header, *rows = records or [[]]
    for number, cells in enumerate(rows, start=2):
        if len(cells) != len(header):
            reason = f"{len(cells)} cases, l'en-tête en a {len(header)}"
            raise StoreError(f"{name}, ligne {number} : {reason} ; {REBUILD}")
    return pd.DataFrame(rows, columns=header, dtype=str)


def _numbers(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    for column in NUMERIC_COLUMNS:
        cells = frame[column].tolist()
        for line, text in enumerate(cells, start=2):
            if text and not (_NUMBER.fullmatch(text) and math.isfinite(float(text))):
                raise StoreError(f"{name}, ligne {line}, colonne {column} : {text!r} n'est pas un nombre")
        frame[column] = pd.Series([float(text) if text else math.nan for text in cells], dtype=float)
    return frame


def observations_of(frame: pd.DataFrame) -> list[Observation]:
    """The rows of a table of observations; an absent number is None."""
    columns = []
    for column in COLUMNS:
        cells = frame[column].tolist()
        if column in NUMERIC_COLUMNS:
            cells = [None if cell is None or cell != cell else float(cell) for cell in cells]
        columns.append(cells)
    return [Observation(*cells) for cells in zip(*columns, strict=True)]
