"""Parquet files made from official files: millions of rows on disk, the few that a question needs in memory.

The engine is opened on first use and once a process: a server that forks must not share its threads.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.store.embedded import StoreError
from dashboard.store.row_groups import RowGroups
from etl.model import COLUMNS, Observation

if TYPE_CHECKING:
    import duckdb

OFFICIAL = "official.json"
COVERAGE = "coverage"
"""How the names of the tables that count what is known begin, one a source."""
COVERAGE_COLUMNS = ("indicator", "perimeter", "period", "sex", "age", "breakdown", "quarters", "published")
MEMORY = "96MB"
THREADS = 2
REBUILD = "refaire les données avec « qpv etl --raw DOSSIER »"

Stratum = tuple[str, str, str]


@dataclass
class OfficialTables:
    """The official part of a folder. ``manifest`` is its ``official.json``; ``version`` names its bytes."""

    folder: Path
    manifest: dict[str, Any]
    version: str
    files: tuple[Path, ...]
    """Files of observations."""
    _engines: dict[int, duckdb.DuckDBPyConnection] = field(default_factory=dict, repr=False)
    _opening: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        self._coded = lru_cache(maxsize=None)(self._read_coded)
        self._tables = lru_cache(maxsize=None)(self._read_table)
        self._row_groups = lru_cache(maxsize=None)(RowGroups)

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of this process's engine; those of a parent process are left alone."""
        import duckdb  # only for who has official files

        with self._opening:  # two readers at once open one engine
            engine = self._engines.get(os.getpid())
            if engine is None:
                engine = duckdb.connect(config={"memory_limit": MEMORY, "threads": THREADS})
                names = [str(path) for path in self.files]
                engine.read_parquet(names).create_view("observations")
                self._engines[os.getpid()] = engine
        return engine.cursor()

    def _ask(self, sql: str, values: Sequence[Any]) -> pa.Table:
        import duckdb

        with self._cursor() as cursor:
            try:
                return cursor.sql(sql, params=list(values)).to_arrow_table()
            except duckdb.Error as error:
                raise StoreError(f"{self.folder} : fichiers officiels illisibles ({error}) ; {REBUILD}") from None

    def observations(
        self,
        territories: Sequence[str] | None = None,
        indicator: str | None = None,
        zone: str | None = None,
        source: str | None = None,
        period: str | None = None,
    ) -> pd.DataFrame:
        """Observations that match every filter given, in the columns of the model."""
        asked = {"indicator": indicator, "zone": zone, "source": source, "period": period}
        wanted = {column: value for column, value in asked.items() if value is not None}
        if territories is not None:
            frame = _frame(_texts(self._about(territories)))
            return frame[(frame[list(wanted)] == pd.Series(wanted, dtype=object)).all(axis=1)]
        where = f" WHERE {' AND '.join(f'{column} = ?' for column in wanted)}" if wanted else ""
        # Column names are ours; every value is bound
        return _frame(self._ask(f"SELECT {', '.join(COLUMNS)} FROM observations{where}", [*wanted.values()]))  # noqa: S608

    def at(self, territories: Sequence[str]) -> list[Observation]:
        """The observations of some territories, without a frame in between."""
        found = self._about(territories)
        columns = [_cells(found[name]) for name in COLUMNS]
        return [Observation(*cells) for cells in zip(*columns, strict=True)]

    def _about(self, territories: Sequence[str]) -> pa.Table:
        try:
            return pa.concat_tables([self._row_groups(path).about(territories) for path in self.files])
        except (OSError, ValueError) as error:
            raise StoreError(f"{self.folder} : fichiers officiels illisibles ({error}) ; {REBUILD}") from None

    def across(self, indicator: str, period: str, perimeter: str, stratum: Stratum) -> pd.DataFrame:
        """One indicator over all the quarters of a map: a row a quarter, in the columns of the model."""
        return _frame(
            self._ask(
                "SELECT * FROM observations WHERE indicator = ? AND period = ? AND perimeter = ? AND zone = 'qpv' "
                "AND sex = ? AND age = ? AND breakdown = ? AND territory LIKE 'Q%' ORDER BY territory",
                [indicator, period, perimeter, *stratum],
            )
        )

    @property
    def coverage(self) -> pd.DataFrame:
        """What is known of quarters: a row an indicator, perimeter, period and stratum, with how many have a value."""
        return self._tables(COVERAGE)

    def table(self, name: str) -> pd.DataFrame | None:
        """A plain table (passports, contracts, posts, schools…), kept; None when this build has none."""
        return self._tables(name) if (self.folder / f"{name}.parquet").is_file() else None

    def rows_about(self, name: str, column: str, values: Sequence[str]) -> list[dict[str, Any]]:
        """The rows of a plain table whose ``column`` is one of ``values``; none when this build has no such table."""
        import pyarrow.compute as pc

        if not (self.folder / f"{name}.parquet").is_file():
            return []
        table = self._coded(name)
        found: list[dict[str, Any]] = table.filter(
            pc.is_in(table[column].cast(pa.string()), pa.array(values, pa.string()))
        ).to_pylist()
        return found

    def _read_coded(self, name: str) -> pa.Table:
        """A plain table with its texts as codes: a tenth of what a frame would hold."""
        path = self.folder / f"{name}.parquet"
        try:
            texts = [field.name for field in pq.read_schema(path) if pa.types.is_string(field.type)]
            return pq.read_table(path, read_dictionary=texts)
        except (OSError, ValueError) as error:
            raise StoreError(f"{path.name} : illisible ({error}) ; {REBUILD}") from None

    def territories(self) -> pd.DataFrame | None:
        """The table of territories, read anew: forty thousand rows that one reader turns into something smaller."""
        return self._read_table("territories") if (self.folder / "territories.parquet").is_file() else None

    def _read_table(self, name: str) -> pd.DataFrame:
        if name == COVERAGE:
            parts = [self._read_table(path.stem) for path in sorted(self.folder.glob(f"{COVERAGE}_*.parquet"))]
            return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COVERAGE_COLUMNS))
        try:
            frame = _frame(pq.read_table(self.folder / f"{name}.parquet"))
        except (OSError, ValueError) as error:
            raise StoreError(f"{name}.parquet : illisible ({error}) ; {REBUILD}") from None
        return frame


def _frame(table: pa.Table) -> pd.DataFrame:
    frame: pd.DataFrame = table.to_pandas()
    pa.default_memory_pool().release_unused()  # a server keeps little between two answers
    return frame


def _texts(table: pa.Table) -> pa.Table:
    """The same, codes as plain texts."""
    plain = [field.with_type(pa.string()) if pa.types.is_dictionary(field.type) else field for field in table.schema]
    return table.cast(pa.schema(plain))


def _cells(column: pa.ChunkedArray) -> list[Any]:
    """The cells of a column; a code said a thousand times is one text in memory."""
    cells: list[Any] = []
    for chunk in column.chunks:
        if pa.types.is_dictionary(chunk.type):
            words = chunk.dictionary.to_pylist()
            cells += [words[index] for index in chunk.indices.to_pylist()]
        else:
            cells += chunk.to_pylist()
    return cells


def open_official(folder: Path) -> OfficialTables | None:
    """The official part of ``folder``; None when no build read official files.

    Raises StoreError when its manifest or a file that it names cannot be read.
    """
    path = folder / OFFICIAL
    if not path.exists():
        return None
    try:
        content = path.read_bytes()
        manifest = json.loads(content)
        names = [str(entry["path"]) for entry in manifest["resources"]]
        hashes = "".join(str(entry["hash"]) for entry in manifest["resources"])
    except (OSError, ValueError, LookupError, TypeError):
        raise StoreError(f"{OFFICIAL} : illisible ; {REBUILD}") from None
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise StoreError(f"{OFFICIAL} annonce {', '.join(missing)}, absent ; {REBUILD}")
    files = tuple(folder / name for name in names if _is_observations(folder / name))
    return OfficialTables(folder, manifest, hashes, files) if files else None


def _is_observations(path: Path) -> bool:
    try:
        return list(pq.read_schema(path).names) == list(COLUMNS)
    except (OSError, ValueError) as error:
        raise StoreError(f"{path.name} : fichier abîmé ({error}) ; {REBUILD}") from None
