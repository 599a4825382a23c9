"""Writes the three files a chunk at a time, as Parquet or as CSV in a zip."""

from __future__ import annotations

import zipfile
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from benchmarks.register.layout import SCHEMAS, SEPARATORS

ROW_GROUP = 250_000


class Output(Protocol):
    """A file that grows by tables of its schema."""

    def write(self, table: pa.Table) -> None:
        """Adds rows."""

    def close(self) -> None:
        """Ends the file."""


class ParquetOutput:
    """A Parquet file, zstd, whose text columns are plain text for the reader."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / f"{name}.parquet"
        self._writer: pq.ParquetWriter | None = None

    def write(self, table: pa.Table) -> None:
        if self._writer is None:
            repeated = [column.name for column in table.schema if pa.types.is_dictionary(column.type)]
            self._writer = pq.ParquetWriter(
                self._path, table.schema, compression="zstd", compression_level=1, use_dictionary=repeated,
                store_schema=False,
            )  # fmt: skip
        self._writer.write_table(table, row_group_size=ROW_GROUP)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()


class CsvOutput:
    """A CSV file in a zip: no quotation mark, dates as ISO 8601, nothing between two separators for what is empty."""

    def __init__(self, folder: Path, name: str) -> None:
        self._zip = zipfile.ZipFile(folder / f"{name}.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._stream: IO[bytes] = self._zip.open(f"{name}.csv", "w", force_zip64=True)
        self._schema = SCHEMAS[name]
        self._options = {"delimiter": SEPARATORS[name], "quoting_style": "none", "quoting_header": "none"}
        self._header = True

    def write(self, table: pa.Table) -> None:
        columns = [
            pc.strftime(table[field.name].cast(pa.timestamp("s")), "%Y-%m-%dT%H:%M:%S")
            if pa.types.is_timestamp(field.type)
            else table[field.name].cast(field.type)
            for field in self._schema
        ]
        options = pyarrow.csv.WriteOptions(include_header=self._header, **self._options)
        pyarrow.csv.write_csv(pa.table(columns, names=self._schema.names), self._stream, options)
        self._header = False

    def close(self) -> None:
        self._stream.close()
        self._zip.close()


class Outputs:
    """Files that are closed together, whatever happens."""

    def __init__(self, folder: Path, names: tuple[str, ...], *, csv: bool) -> None:
        kind = CsvOutput if csv else ParquetOutput
        self._outputs: dict[str, Output] = {name: kind(folder, name) for name in names}

    def __enter__(self) -> Outputs:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for output in self._outputs.values():
            output.close()

    def write(self, name: str, table: pa.Table) -> None:
        """Adds rows to one of them."""
        self._outputs[name].write(table)
