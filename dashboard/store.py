"""The only reader of ``data/indicators``: small tables, read once, served from memory."""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from etl.catalogue import Catalogue, Territory, UnknownIdError
from etl.model import COLUMNS, KEY_COLUMNS, NUMERIC_COLUMNS, Observation, period_bounds

_REBUILD = "construire les données avec « qpv etl », ou régler QPV_INDICATORS_DIR"
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")  # as Python writes a float

TABLES = ("guide_actors", "guide_initiatives", "guide_practices", "left_out")


class StoreError(Exception):
    """The folder of indicators cannot be read; the message, in French, says which file and what to do."""


@dataclass(frozen=True)
class Store:
    """Every observation and table of one build. ``frame`` has the columns of the model, text columns as text."""

    folder: Path
    catalogue: Catalogue
    frame: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    version: str
    """First twelve hexadecimal digits of the SHA-256 of all files read: names the data on screen and in exports."""

    @cached_property
    def observations(self) -> tuple[Observation, ...]:
        """Every observation, in the order of the files."""
        return tuple(observations_of(self.frame))

    @cached_property
    def by_indicator(self) -> dict[str, tuple[Observation, ...]]:
        """Observations by indicator id; an indicator without any is absent."""
        found: dict[str, list[Observation]] = {}
        for observation in self.observations:
            found.setdefault(observation.indicator, []).append(observation)
        return {indicator: tuple(group) for indicator, group in found.items()}

    def of(self, indicator: str) -> tuple[Observation, ...]:
        """The observations of one indicator, empty when it has none."""
        return self.by_indicator.get(indicator, ())

    def territories(self) -> dict[str, Territory | None]:
        """Territories of the catalogue, then those only met in the data (None)."""
        met = dict.fromkeys(sorted(set(self.frame["territory"]) - set(self.catalogue.territories)))
        return {**self.catalogue.territories, **met}

    def territory_label(self, code: str) -> str:
        """The French name of a territory, or its code when the catalogue does not name it."""
        known = self.catalogue.territories.get(code)
        return known.label if known else code

    def select(
        self,
        indicator: str | None = None,
        territory: str | None = None,
        zone: str | None = None,
        source: str | None = None,
        period: str | None = None,
    ) -> pd.DataFrame:
        """Observations that match every filter given, in the columns of the model.

        Raises UnknownIdError when neither the catalogue nor the data know an indicator, territory, zone or source,
        and ValueError when ``period`` is not a period.
        """
        if period is not None:
            period_bounds(period)
        asked = {
            "indicator": indicator,
            "territory": territory,
            "zone": zone,
            "source": source,
            "period": period,
        }
        known = {
            "indicator": self.catalogue.indicators,
            "territory": self.territories(),
            "zone": self.catalogue.zones,
            "source": self.catalogue.sources,
        }
        frame = self.frame
        for column, value in asked.items():
            if value is None:
                continue
            if column in known and value not in known[column]:
                raise UnknownIdError(column, value, known[column])
            frame = frame[frame[column] == value]
        return frame.sort_values([*KEY_COLUMNS, "source"], kind="stable")


def open_store(folder: Path, catalogue: Catalogue) -> Store:
    """Read every observation file and plain table of ``folder``.

    A CSV whose header is that of the model is a table of observations; other names than the plain tables are ignored.
    Raises StoreError when the folder holds no observation or when a file cannot be read.
    """
    contents = read_contents(folder)
    if not contents.observations:
        raise StoreError(f"{folder} : aucun tableau d'observations ; {_REBUILD}")
    frame = pd.concat(contents.observations.values(), ignore_index=True)
    known = {
        "indicator": catalogue.indicators,
        "zone": catalogue.zones,
        "unit": catalogue.units,
        "source": catalogue.sources,
    }
    for column, ids in known.items():
        unknown = sorted(set(frame[column]) - set(ids))
        if unknown:
            raise StoreError(f"{folder} : colonne {column}, absents du catalogue : {', '.join(unknown)}")
    return Store(folder, catalogue, frame, contents.tables, contents.version)


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
        raise StoreError(f"{folder} : le dossier n'existe pas ; {_REBUILD}")
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
        raise StoreError(f"{path.name} : le texte n'est pas en UTF-8 (octet {error.start}) ; {_REBUILD}") from None
    except (OSError, csv.Error):
        raise StoreError(f"{path.name} : fichier abîmé ou illisible ; {_REBUILD}") from None


def _frame(name: str, records: list[list[str]]) -> pd.DataFrame:
    """Everything as text: a code must never lose its leading zero."""
    header, *rows = records or [[]]
    for number, cells in enumerate(rows, start=2):
        if len(cells) != len(header):
            reason = f"{len(cells)} cases, l'en-tête en a {len(header)}"
            raise StoreError(f"{name}, ligne {number} : {reason} ; {_REBUILD}")
    return pd.DataFrame(rows, columns=header, dtype=str)


def _numbers(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    for column in NUMERIC_COLUMNS:
        cells = frame[column].tolist()
        for line, text in enumerate(cells, start=2):
            if text and not (_NUMBER.fullmatch(text) and math.isfinite(float(text))):
                raise StoreError(f"{name}, ligne {line}, colonne {column} : {text!r} n'est pas un nombre")
        frame[column] = pd.Series([float(text) if text else math.nan for text in cells], dtype=float)
    return frame


def observations_of(frame: pd.DataFrame) -> Iterator[Observation]:
    """The rows of a table of observations; an absent number is None."""
    for record in frame.to_dict("records"):
        for column in NUMERIC_COLUMNS:
            record[column] = None if pd.isna(record[column]) else float(record[column])
        yield Observation(**{str(column): value for column, value in record.items()})
