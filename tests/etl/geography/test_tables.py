"""The three tables as Parquet, and read back."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from etl.geography.inputs import READ
from etl.geography.stored import OUTLINES, PASSPORTS, TERRITORIES, GeographyError, load_table
from etl.geography.tables import build_geography
from tests.etl.geography.country import country, layouts


def test_the_tables_are_read_back_as_written(tmp_path: Path) -> None:
    tables = country(tmp_path / "raw")
    for name, content in tables.parquet_files().items():
        (tmp_path / name).write_bytes(content)
    for name, frame in ((TERRITORIES, tables.territories), (PASSPORTS, tables.passports), (OUTLINES, tables.outlines)):
        pd.testing.assert_frame_equal(load_table(tmp_path, name), frame, check_dtype=False)


def test_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = (country(tmp_path / name).parquet_files() for name in ("a", "b"))
    assert first == second
    assert set(first) == {TERRITORIES, PASSPORTS, OUTLINES}


def test_a_table_that_is_missing_or_damaged_is_told(tmp_path: Path) -> None:
    with pytest.raises(GeographyError, match="qpv download") as missing:
        load_table(tmp_path, TERRITORIES)
    assert missing.value.missing
    (tmp_path / TERRITORIES).write_bytes(b"not a parquet file")
    with pytest.raises(GeographyError, match="illisible") as damaged:
        load_table(tmp_path, TERRITORIES)
    assert not damaged.value.missing


def test_no_file_of_geography_gives_empty_tables() -> None:
    tables = build_geography([])
    assert tables.territories.empty
    assert len(tables.parquet_files()) == 3


def test_every_layout_read_is_declared_by_a_source() -> None:
    assert {layout.id for layout in layouts()} >= READ
