"""The official tables that speak of geography: how they are given, and which one is which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import pandas as pd

from etl.errors import Problem
from etl.official.layout import Layout

CURRENT = "9999"
"""Edition of a file that bears no year: what is published today."""
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")

READ = frozenset(
    {
        *("cog_communes", "cog_departments", "cog_regions"),
        *("epci_membership", "epci_list", "urban_unit_membership", "iris_reference"),
        *("etalab_communes", "etalab_epci", "etalab_departments", "etalab_regions"),
        *("qpv2024_outlines", "qpv2024_list", "qpv2024_labels", "qpv2024_commune_points", "qpv2015_outlines"),
        *("qpv_correspondence", "department_outlines", "region_outlines", "named_outlines"),
    }
)
"""Ids of the layouts read here; sources declare them. Insee's tables of quarters are read too, for their names."""


class OpenedTable(Protocol):
    """A table of a file, opened by ``etl.official``: text, folded headers, the line as index."""

    @property
    def name(self) -> str: ...
    @property
    def frame(self) -> pd.DataFrame: ...
    @property
    def geometries(self) -> list[Any] | None: ...
    @property
    def crs(self) -> str: ...


class Recognised(Protocol):
    """An opened table, its layout, and its edition when it is known (``etl.official.observing.Reading``)."""

    @property
    def table(self) -> OpenedTable: ...
    @property
    def layout(self) -> Layout: ...
    @property
    def edition(self) -> str: ...


@dataclass(frozen=True)
class GivenTable:
    """A table that speaks of geography. ``frame`` is text, its columns in upper case, its index the line of the file;
    ``geometries`` are GeoJSON geometries, one a line, in ``crs``; ``edition`` is a year, or CURRENT."""

    name: str
    frame: pd.DataFrame
    key: str
    """Column of the codes."""
    geometries: Sequence[Any] | None = None
    crs: str = ""
    edition: str = CURRENT

    @classmethod
    def of(cls, reading: Recognised) -> GivenTable:
        """From a recognised table. Without a known edition: the year in its name, else CURRENT."""
        table = reading.table
        years = _YEAR.findall(table.name.rsplit("/", 1)[-1])
        edition = reading.edition or (years[-1] if years else CURRENT)
        return cls(table.name, table.frame, reading.layout.key.upper(), table.geometries, table.crs, edition)

    def has(self, *columns: str) -> bool:
        """Whether all these columns are there."""
        return set(columns) <= set(self.frame.columns)

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each line of the file with its cells by column."""
        columns = [str(column) for column in self.frame.columns]
        values = self.frame.to_numpy(dtype=object)
        for line, cells in zip(self.frame.index, values, strict=True):
            yield int(line), dict(zip(columns, cells, strict=True))

    def problem(self, line: int, column: str, value: str, reason: str) -> Problem:
        """A bad cell of it."""
        return Problem(self.name, line, column, value[:60], reason)


@dataclass
class Inputs:
    """The tables given, by layout."""

    by_layout: dict[str, list[GivenTable]] = field(default_factory=dict)
    insee_quarters: list[GivenTable] = field(default_factory=list)
    """Insee files that have one line a quarter, the latest edition first: they name quarters that no list gives."""

    def of(self, *layouts: str) -> list[GivenTable]:
        """The tables of some layouts, the latest edition first, then by name."""
        return _latest_first(table for layout in layouts for table in self.by_layout.get(layout, []))


def sort_out(readings: Iterable[Recognised]) -> Inputs:
    """Which table is which; one that does not speak of geography is passed over."""
    inputs = Inputs()
    quarters = []
    for reading in readings:
        if reading.layout.id in READ:
            inputs.by_layout.setdefault(reading.layout.id, []).append(GivenTable.of(reading))
        elif reading.layout.grain == "neighbourhood":
            quarters.append(GivenTable.of(reading))
    inputs.insee_quarters = _latest_first(quarters)
    return inputs


def _latest_first(tables: Iterable[GivenTable]) -> list[GivenTable]:
    by_name = sorted(tables, key=lambda table: table.name)
    return sorted(by_name, key=lambda table: table.edition, reverse=True)
