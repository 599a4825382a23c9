"""From a recognised table to observations, a column at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from etl.catalogue import Catalogue, Indicator
from etl.errors import Problem
from etl.model import COLUMNS, NUMERIC_COLUMNS, ObsStatus
from etl.official.cells import TOO_FEW, mostly_empty, notes, statuses
from etl.official.codes import territories
from etl.official.layout import (
    LEAST_DENOMINATOR,
    LIKE_MOST,
    NORMAL,
    NOT_PUBLISHED,
    NOTHING_PUBLISHED,
    Absence,
    Layout,
    Measure,
    Share,
    Vintage,
    column_pattern,
)
from etl.official.numbers import Numbers, read_numbers
from etl.official.table import Table

CODE = pa.dictionary(pa.int32(), pa.string())
"""Few distinct texts for many lines: a column of codes takes four bytes a line."""

SCHEMA = pa.schema(
    [(name, pa.float64() if name in NUMERIC_COLUMNS else CODE) for name in COLUMNS if name != "locator"]
    + [("locator", pa.string()), ("precedence", pa.int8()), ("edition", CODE)]
)
"""The columns of the model, then what decides between two files that give one figure."""

Ranks = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Reading:
    """A table with its layout and its edition."""

    table: Table
    layout: Layout
    edition: str
    unread: tuple[str, ...] = ()

    @cached_property
    def vintages(self) -> Mapping[str, Vintage]:
        """Dates of the figures, by name."""
        return self.layout.vintages(self.edition)

    @property
    def source(self) -> str:
        """The publication that its observations cite."""
        return self.layout.source.format(edition=self.edition)

    def column(self, declared: str) -> str | None:
        """The folded header that a declared column has in this table; None when the edition does not have it."""
        if declared in self.table.frame.columns:
            return declared
        pattern = column_pattern(declared)
        return next((name for name in self.table.frame.columns if pattern.fullmatch(name)), None)

    def numbers(self, column: str) -> Numbers:
        """A column of the table as numbers."""
        return read_numbers(self.table.frame[column], self.layout.markers)


@dataclass
class Observed:
    """Observations of one table, and every cell that could not be read."""

    table: pa.Table
    problems: list[Problem]


def observe(reading: Reading, catalogue: Catalogue) -> Observed:
    """Every figure of the table that its layout declares, with the status of those that are absent.

    Grain: one line a territory and a measure. Values are in the unit of the indicator.
    """
    codes, problems = territories(reading.table, reading.layout)
    if problems:
        return Observed(SCHEMA.empty_table(), problems)
    writer = _Writer(reading, catalogue, codes, problems)
    parts = [part for item in reading.layout.measures if (part := writer.part(item)) is not None]
    return Observed(pa.concat_tables(parts) if parts else SCHEMA.empty_table(), problems)


@dataclass
class _Writer:
    reading: Reading
    catalogue: Catalogue
    codes: np.ndarray
    problems: list[Problem]
    meanings: list[Absence] = field(default_factory=list)
    """What a cell may be; the statuses of a column are positions in this list."""
    told: set[Problem] = field(default_factory=set)
    """A column read for several measures is complained of once."""

    def part(self, item: Measure | Share) -> pa.Table | None:
        """The observations of one declared figure; None when the edition does not have its columns."""
        indicator = self.catalogue.indicators[item.indicator]
        if isinstance(item, Share):
            return self._share(item, indicator)
        column = self.reading.column(item.column)
        if column is None:
            return None
        numbers = self.reading.numbers(column)
        status = self._status(item.flag, column, numbers)
        values = numbers.values * item.scale if item.scale != 1 else numbers.values
        self._check_bounds(values, indicator, column)
        return self._table(item, indicator, values, status, column, np.full(len(values), np.nan))

    def _share(self, item: Share, indicator: Indicator) -> pa.Table | None:
        columns = [self.reading.column(item.numerator), self.reading.column(item.denominator)]
        if columns[0] is None or columns[1] is None:
            return None
        top, bottom = (self.reading.numbers(column) for column in columns if column)
        status = self._status(item.flag, columns[0], top)
        below = self._status(item.flag, columns[1], bottom)
        status = np.where(np.isnan(top.values), status, below)
        with np.errstate(divide="ignore", invalid="ignore"):
            values = np.where(bottom.values > 0, 100 * top.values / bottom.values, np.nan)
        if item.complement:
            values = 100 - values
        few = (bottom.values < LEAST_DENOMINATOR) & ~np.isnan(top.values)
        values, status = np.where(few, np.nan, values), np.where(few, self._rank(TOO_FEW), status)
        self._check_bounds(values, indicator, columns[0])
        n = np.where(np.isnan(values), np.nan, bottom.values)
        return self._table(item, indicator, values, status, f"{columns[0]} / {columns[1]}", n)

    def _status(self, flag_column: str, column: str, numbers: Numbers) -> Ranks:
        """Why each cell is what it is. A cell that is no number, or a code that is not declared, is a problem."""
        frame, layout = self.reading.table.frame, self.reading.layout
        for position in np.flatnonzero(numbers.bad):
            self._complain(int(position), column, str(frame[column].iloc[position]), "un nombre est attendu")
        absent = np.isnan(numbers.values)
        flag = next((flag for flag in layout.flags if flag.column == flag_column), None)
        empty = np.full(len(frame), self._rank(flag.empty if flag else layout.empty))
        if column in self._nothing_at_all:
            empty[mostly_empty(self.codes, absent)] = self._rank(LIKE_MOST)
            empty[self._nothing_at_all[column]] = self._rank(NOTHING_PUBLISHED)
        empty[self._national] = self._rank(NOT_PUBLISHED)
        status = np.where(absent, empty, self._rank(NORMAL))
        for word, meaning in layout.markers.items():
            status[numbers.markers == word] = self._rank(meaning)
        governing = self.reading.column(flag_column) if flag else None
        if flag is not None and governing is not None:
            codes = frame[governing].to_numpy(dtype=object)
            for code in dict.fromkeys(codes):
                self._govern(status, np.flatnonzero(codes == code), absent, flag.codes.get(code), code, governing)
        return status

    @cached_property
    def _nothing_at_all(self) -> dict[str, Ranks]:
        """By column of a block, the positions of the lines that have nothing in the whole block."""
        found: dict[str, Ranks] = {}
        frame = self.reading.table.frame
        for block in self.reading.layout.blocks:
            columns = [column for declared in block if (column := self.reading.column(declared))]
            if len(columns) > 1:
                found |= dict.fromkeys(columns, np.flatnonzero((frame[columns] == "").all(axis=1)))
        return found

    def _rank(self, meaning: Absence) -> int:
        if meaning not in self.meanings:
            self.meanings.append(meaning)
        return self.meanings.index(meaning)

    def _govern(
        self, status: Ranks, lines: Ranks, absent: np.ndarray, meaning: Absence | None, code: str, column: str
    ) -> None:
        """Apply the meaning of one code to its lines."""
        if meaning is None and code == "":
            status[lines] = np.where(absent[lines], self._rank(NOT_PUBLISHED), self._rank(NORMAL))
        elif meaning is None:
            for position in lines:
                self._complain(int(position), column, code, "code de note inconnu : sa signification est à déclarer")
        elif meaning.obs_status in (ObsStatus.NORMAL, ObsStatus.LOW_RELIABILITY):
            status[lines] = np.where(absent[lines], status[lines], self._rank(meaning))
        else:
            for position in lines[~absent[lines]]:
                reason = "ce code dit que rien n'est publié, or la ligne porte une valeur"
                self._complain(int(position), column, code, reason)
            status[lines] = self._rank(meaning)

    def _check_bounds(self, values: np.ndarray, indicator: Indicator, column: str) -> None:
        low, high = indicator.limits
        with np.errstate(invalid="ignore"):
            out = (values < low if low is not None else False) | (values > high if high is not None else False)
        for position in np.flatnonzero(out):
            text = str(self.reading.table.frame[column].iloc[position])
            reason = f"hors de {list(indicator.limits)} pour « {indicator.label} »"
            if high is None and low == 0:
                reason = f"négatif, or « {indicator.label} » ne peut pas l'être"
            self._complain(int(position), column, text, reason)

    def _complain(self, position: int, column: str, value: str, reason: str) -> None:
        problem = self.reading.table.problem(self._lines[position], column, value, reason)
        if problem not in self.told:
            self.told.add(problem)
            self.problems.append(problem)

    def _table(
        self,
        item: Measure | Share,
        indicator: Indicator,
        values: np.ndarray,
        status: Ranks,
        column: str,
        n: np.ndarray,
    ) -> pa.Table:
        reading = self.reading
        vintage = reading.vintages.get(item.vintage) or Vintage(reading.edition)
        constant = {
            "indicator": indicator.id,
            "zone": (item.zone if isinstance(item, Measure) else "") or reading.layout.zone,
            "perimeter": reading.layout.perimeter.value,
            "period": vintage.period,
            "sex": item.sex,
            "age": item.age or indicator.default_age,
            "breakdown": item.breakdown,
            "unit": indicator.unit,
            "qualifier": "",
            "source": reading.source,
            "edition": reading.edition,
        }
        absent = np.isnan(values)
        cells = [self.meanings[rank] for rank in status]
        written = " / ".join(reading.table.written.get(name, name) for name in column.split(" / "))
        arrays: dict[str, pa.Array] = {
            "territory": self._territories_of(item.vintage),
            "value": pa.array(values, pa.float64(), from_pandas=True),
            "lower": pa.nulls(len(values), pa.float64()),
            "upper": pa.nulls(len(values), pa.float64()),
            "n": pa.array(n, pa.float64(), from_pandas=True),
            "obs_status": _coded(statuses(cells, absent, vintage)),
            "conf_status": _coded([one.conf_status.value for one in cells]),
            "locator": pa.array([f"{reading.table.name}, ligne {line}, colonne {written}" for line in self._lines]),
            "note": _coded(self._with_scope(notes(cells, item, vintage))),
            "precedence": pa.array(np.full(len(values), reading.layout.precedence), pa.int8()),
        }
        arrays |= {name: _constant(text, len(values)) for name, text in constant.items()}
        return pa.Table.from_arrays([arrays[name] for name in SCHEMA.names], schema=SCHEMA)

    def _with_scope(self, notes: list[str]) -> list[str]:
        """The notes, those of the aggregate lines followed by what they cover."""
        for position in self._national if self.reading.layout.national_note else ():
            notes[position] = f"{notes[position]} {self.reading.layout.national_note}".strip()
        return notes

    @cached_property
    def _national(self) -> Ranks:
        """Positions of the aggregate lines."""
        layout = self.reading.layout
        return np.flatnonzero(self.reading.table.frame[layout.key.upper()].isin(list(layout.national)))

    @cached_property
    def _lines(self) -> list[int]:
        return [int(line) for line in self.reading.table.frame.index]

    @cached_property
    def _territories(self) -> pa.Array:
        return _coded(self.codes.tolist())

    def _territories_of(self, vintage: str) -> pa.Array:
        """The territory of each line; that of an aggregate line may depend on the source of the figure."""
        aggregate = self.reading.layout.national_vintages.get(vintage)
        if aggregate is None or not len(self._national):
            return self._territories
        codes = self.codes.copy()
        codes[self._national] = aggregate
        return _coded(codes.tolist())


def _coded(texts: list[str]) -> pa.Array:
    return pa.array(texts, pa.string()).dictionary_encode()


def _constant(text: str, count: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, dtype=np.int32)), pa.array([text]))
