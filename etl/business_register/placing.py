"""Which quarters hold an establishment, or have it within 300 m: exact distances, in the metres of its land."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import shapely

from etl.business_register.selection import Location
from etl.business_register.systems import SYSTEMS
from etl.geography.layer import BAND_M, EDGE_M
from etl.geography.stored import OUTLINES, TERRITORIES, load_table

PLACED = (Location.CERTAIN, Location.APPROXIMATE, Location.DOUBTFUL)
"""Places that have coordinates one may measure from."""
SCHEMA = pa.schema(
    [("siret", pa.string()), ("perimeter", pa.string()), ("quarter", pa.string()), ("distance", pa.float64())]
)
_BATCH = 262_144


@dataclass(frozen=True)
class Outlines:
    """The outlines of one perimeter, by metric system: codes, shapes in metres, an index."""

    perimeter: str
    layers: dict[int, tuple[np.ndarray, np.ndarray, shapely.STRtree]]

    @classmethod
    def open(cls, folder: Path, perimeter: str) -> Outlines:
        """From a folder of indicators; quarters that left the list are not drawn.

        Raises GeographyError when a table is missing or damaged.
        """
        drawn, territories = load_table(folder, OUTLINES), load_table(folder, TERRITORIES)
        left = set(territories.loc[territories["status"] == "left_list", "code"])
        drawn = drawn[(drawn["perimeter"] == perimeter) & ~drawn["code"].isin(left)]
        return cls(perimeter, {int(str(epsg)): _layer(part) for epsg, part in drawn.groupby("epsg")})

    def __len__(self) -> int:
        return sum(len(codes) for codes, _, _ in self.layers.values())

    def near(self, x: np.ndarray, y: np.ndarray, epsg: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Pairs of a point and a quarter at most BAND_M away: rank of the point, code, metres (0 inside)."""
        if epsg not in self.layers:
            nothing = np.zeros(0)
            return nothing.astype(np.int64), nothing.astype(object), nothing
        codes, shapes, tree = self.layers[epsg]
        points = shapely.points(x, y)
        rank, quarter = tree.query(points, predicate="dwithin", distance=BAND_M)
        distance = shapely.distance(points[rank], shapes[quarter])
        return rank, codes[quarter], np.where(distance <= EDGE_M, 0.0, distance)


def _layer(drawn: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, shapely.STRtree]:
    shapes = shapely.from_wkb(drawn["geometry"].to_numpy(dtype=object))
    shapely.prepare(shapes)
    return drawn["code"].to_numpy(dtype=object), shapes, shapely.STRtree(shapes)


def write_places(selected: Path, outlines: list[Outlines], target: Path) -> None:
    """The pairs of an establishment and a quarter within 300 m, as Parquet of SCHEMA; whole or not at all."""
    partial = target.with_name(f"{target.name}.part")
    try:
        with pq.ParquetWriter(partial, SCHEMA, compression="zstd") as writer:
            for batch in _located(selected):
                for layer in outlines:
                    if (table := _pairs(batch, layer)).num_rows:
                        writer.write_table(table)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _located(selected: Path) -> Iterator[pa.RecordBatch]:
    known = ds.field("location").isin([str(location) for location in PLACED])
    columns = ["siret", "epsg", "x", "y"]
    yield from ds.dataset(selected).to_batches(columns=columns, filter=known, batch_size=_BATCH)


def _pairs(batch: pa.RecordBatch, outlines: Outlines) -> pa.Table:
    """A batch may hold several systems: each is measured in its own."""
    sirets = batch["siret"].to_numpy(zero_copy_only=False)
    systems = batch["epsg"].to_numpy(zero_copy_only=False)
    x, y = batch["x"].to_numpy(zero_copy_only=False), batch["y"].to_numpy(zero_copy_only=False)
    parts = []
    for system in pd.unique(systems):
        here = np.flatnonzero(systems == system)
        rank, codes, distance = outlines.near(x[here], y[here], SYSTEMS[system])
        columns = [
            pa.array(sirets[here[rank]], pa.string()),
            pa.array([outlines.perimeter] * len(rank), pa.string()),
            pa.array(codes, pa.string()),
            pa.array(distance, pa.float64()),
        ]
        parts.append(pa.table(columns, schema=SCHEMA))
    return pa.concat_tables(parts) if parts else SCHEMA.empty_table()
