"""The geography as tables: built from official files, written as Parquet. ``stored`` reads them back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd
import pyarrow as pa
import shapely

from etl.errors import Problem, SourceError
from etl.geography.inputs import Recognised, sort_out
from etl.geography.outline import Outline
from etl.geography.outlines import Outlines, read_outlines
from etl.geography.passport import passports
from etl.geography.stored import OUTLINES, PASSPORTS, TERRITORIES
from etl.geography.territories import place, read_territories
from etl.official.parquet import parquet_bytes

OUTLINE_COLUMNS = (
    "code",
    "perimeter",
    "epsg",
    "geometry",
    "geometry_wgs84",
    "area_m2",
    "repaired",
    "origin",
)


@dataclass(frozen=True)
class GeographyTables:
    """``territories`` and ``passports`` have the columns of their modules; ``outlines`` those of OUTLINE_COLUMNS, its
    geometries as WKB in the metres of ``epsg`` and in WGS 84. ``remarks``: what a reader must know."""

    territories: pd.DataFrame
    passports: pd.DataFrame
    outlines: pd.DataFrame
    remarks: list[Problem] = field(default_factory=list)

    def parquet_files(self) -> dict[str, bytes]:
        """File name and content of each table; the same tables give the same bytes."""
        tables = {TERRITORIES: self.territories, PASSPORTS: self.passports, OUTLINES: self.outlines}
        return {
            name: parquet_bytes(pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None))
            for name, frame in tables.items()
        }


def build_geography(readings: Iterable[Recognised], *, iris: bool = False) -> GeographyTables:
    """The geography of the recognised tables of a raw folder; those that do not speak of it are passed over.

    Raises SourceError with every bad cell.
    """
    inputs = sort_out(readings)
    territories = read_territories(inputs, iris=iris)
    outlines = read_outlines(inputs, territories.register, territories.correspondence)
    if problems := territories.problems + outlines.problems:
        raise SourceError(problems)
    drawn = sorted(outlines.found.items())
    points = outlines.points | {code: outline.point for code, outline in drawn}
    _point_whole_communes(territories.table, points)
    place(territories.table, points, {code: outline.area for code, outline in drawn})
    measured = {code: (o.epsg, o.shape) for code, o in drawn if o.perimeter and o.origin not in outlines.found}
    return GeographyTables(
        territories.table,
        passports(territories, measured),
        _outline_table(outlines),
        territories.remarks + outlines.remarks,
    )


def _point_whole_communes(table: pd.DataFrame, points: dict[str, tuple[float, float]]) -> None:
    """A quarter without outline that is one commune is where that commune is."""
    whole = table[(table["status"] == "whole_commune") & (table["perimeter"] != "")]
    for code, commune in zip(whole["code"], whole["communes"], strict=True):
        if commune in points and code not in points:
            points[code] = points[commune]


def _outline_table(outlines: Outlines) -> pd.DataFrame:
    rows = [_outline_row(outline) for _, outline in sorted(outlines.found.items())]
    frame = pd.DataFrame(rows, columns=list(OUTLINE_COLUMNS))
    return frame.astype({"epsg": "int32", "area_m2": "float64", "repaired": "bool"})


def _outline_row(outline: Outline) -> tuple[str, str, int, bytes, bytes, float, bool, str]:
    return (
        outline.code,
        str(outline.perimeter),
        outline.epsg,
        shapely.to_wkb(outline.shape),
        shapely.to_wkb(outline.degrees),
        outline.area,
        outline.repaired,
        outline.origin,
    )
