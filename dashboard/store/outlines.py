"""Outlines of quarters and of the places around them, each in the metres of its land."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from dashboard.store.embedded import StoreError
from dashboard.store.official import REBUILD

OUTLINES = "outlines.parquet"


def read_outlines(path: Path) -> dict[str, Any]:
    """The surface of each place by code, as ``etl/geography`` wrote it: in the metres of the land it is in. The file
    itself is not kept.

    Raises StoreError when the file or an outline cannot be read.
    """
    try:
        columns = pq.read_table(path, columns=["code", "geometry"]).to_pydict()
        return dict(zip(columns["code"], shapely.from_wkb(columns["geometry"]), strict=True))
    except (OSError, ValueError, pa.ArrowException, shapely.errors.ShapelyError) as error:
        raise StoreError(f"{path.name} : contours illisibles ({error}) ; {REBUILD}") from None
