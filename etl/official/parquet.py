"""Tables as Parquet bytes: small, sorted, the same for the same input."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from etl.model import NUMERIC_COLUMNS

if TYPE_CHECKING:
    from etl.official.build import Official, OfficialReport

LONG = ("locator", "geometry", "geometry_wgs84")
"""Columns whose cells are nearly all different: a dictionary would only add to them."""
GROUPS, LEAST_LINES, MOST_LINES = 128, 2_048, 16_384
"""A reader skips at once a group of lines that are not about the territory it wants: the smaller it is, the less is
read for one territory, and the slower all of them are read together."""


def parquet_files(official: Official) -> dict[str, bytes]:
    """File name and content of every table; observations are sorted by territory, indicator and period."""
    tables = {**official.observations, **official.tables}
    files = {f"{name}.parquet": parquet_bytes(table) for name, table in tables.items()}
    return dict(sorted({**files, **(official.geography.parquet_files() if official.geography else {})}.items()))


def parquet_bytes(table: pa.Table) -> bytes:
    """A table, compressed; texts other than locators are dictionaries, which is what makes it small."""
    stream = io.BytesIO()
    lines = min(max(table.num_rows // GROUPS, LEAST_LINES), MOST_LINES)
    coded = [name for name in table.schema.names if name not in (*NUMERIC_COLUMNS, *LONG)]
    pq.write_table(
        table, stream, compression="zstd", compression_level=9, row_group_size=lines, use_dictionary=coded,
        write_statistics=True,
    )  # fmt: skip
    return stream.getvalue()


def report_as_dict(report: OfficialReport) -> dict[str, Any]:
    """The report as ``official.json`` keeps it."""
    return {
        "editions": [
            {
                "source": edition.source,
                "edition": edition.edition,
                "file": edition.table,
                "lines": edition.lines,
                "observations": edition.observations,
                "unread_columns": list(edition.unread),
            }
            for edition in report.editions
        ],
        "repeated": report.repeated,
        "unknown_files": report.unknown,
        "uncertain_formats": report.uncertain,
        "notes": report.notes,
    }
