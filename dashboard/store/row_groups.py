"""Parquet files sorted by territory: only the groups of lines that may speak of one are read.

The engine answers the same questions, and takes ten milliseconds to plan each; a page asks one on every visit.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from etl.model import COLUMNS, NUMERIC_COLUMNS

KEY = "territory"


class RowGroups:
    """One file of observations, its footer in memory. Raises OSError or ValueError when it cannot be read."""

    def __init__(self, path: Path) -> None:
        coded = [name for name in COLUMNS if name not in (*NUMERIC_COLUMNS, "locator")]
        self._file = pq.ParquetFile(path, read_dictionary=coded)
        self._reading = threading.Lock()  # a reader of Arrow serves one thread at a time
        groups = [self._file.metadata.row_group(number) for number in range(self._file.num_row_groups)]
        place = self._file.schema_arrow.get_field_index(KEY)
        self._bounds = [
            (statistics.min, statistics.max) if (statistics := group.column(place).statistics) is not None else None
            for group in groups
        ]

    def about(self, territories: Sequence[str]) -> pa.Table:
        """The lines of some territories, in the order of the file: columns of the model, texts as dictionaries."""
        numbers = [
            number
            for number, bounds in enumerate(self._bounds)
            if bounds is None or any(bounds[0] <= code <= bounds[1] for code in territories)
        ]
        with self._reading:
            table = self._file.read_row_groups(numbers, columns=list(COLUMNS), use_threads=False)
        return table.filter(pc.is_in(table[KEY].cast(pa.string()), pa.array(territories, pa.string())))
