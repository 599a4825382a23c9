"""The only reader of ``data/indicators``: small tables, read once, served from memory."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from etl.catalogue import Catalogue, Territory, UnknownIdError
from etl.model import COLUMNS, KEY_COLUMNS, NUMERIC_COLUMNS, Observation, period_bounds

TABLES = ("guide_actors", "guide_initiatives", "guide_practices", "left_out")


class StoreError(Exception):
    """The folder of indicators cannot be read; the message says which file and what to do."""


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
        return tuple(_rows(self.frame))

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

        Raises UnknownIdError when an indicator, territory, zone or source is known neither to the catalogue nor to the
        data, and ValueError when ``period`` is not a period.
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
    if not folder.is_dir():
        raise StoreError(f"{folder} does not exist: build it with « qpv etl », or set QPV_INDICATORS_DIR")
    frames: list[pd.DataFrame] = []
    tables: dict[str, pd.DataFrame] = {}
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        header = _header(path)
        if header == list(COLUMNS):
            frames.append(_read(path))
        elif path.stem in TABLES:
            tables[path.stem] = _read(path)
        else:
            continue
        digest.update(path.name.encode() + path.read_bytes())
    if not frames:
        raise StoreError(f"{folder} holds no table of observations: build it with « qpv etl »")
    frame = pd.concat(frames, ignore_index=True)
    unknown = sorted(set(frame["indicator"]) - set(catalogue.indicators))
    if unknown:
        raise StoreError(f"{folder}: indicators that the catalogue does not hold: {', '.join(unknown)}")
    return Store(folder, catalogue, frame, tables, digest.hexdigest()[:12])


def _header(path: Path) -> list[str]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return next(csv.reader(stream), [])
    except UnicodeDecodeError as error:
        raise StoreError(f"{path.name}: not UTF-8 text (byte {error.start}); rebuild it with « qpv etl »") from None


def _read(path: Path) -> pd.DataFrame:
    """Everything as text, then the numeric columns as numbers: a code must never lose its leading zero."""
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (pd.errors.ParserError, UnicodeDecodeError) as error:
        raise StoreError(f"{path.name}: {error}; rebuild it with « qpv etl »") from None
    for column in NUMERIC_COLUMNS:
        if column in frame and list(frame.columns) == list(COLUMNS):
            text = frame[column]
            number = pd.to_numeric(text.where(text != ""), errors="coerce")
            bad = number.isna() & (text != "")
            if bad.any():
                line = int(bad.idxmax())
                raise StoreError(f"{path.name}, line {line + 2}, column {column}: {text[line]!r} is not a number")
            frame[column] = number
    return frame


def _rows(frame: pd.DataFrame) -> Iterator[Observation]:
    for record in frame.to_dict("records"):
        for column in NUMERIC_COLUMNS:
            record[column] = None if pd.isna(record[column]) else float(record[column])
        yield Observation(**record)
