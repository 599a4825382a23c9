"""What is read of a file sorted by territory is what a full reading would have kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.store.row_groups import RowGroups
from etl.model import COLUMNS, NUMERIC_COLUMNS

CODES = [f"QP0930{number:02d}" for number in range(30)]
LINES_A_GROUP = 7


def frame_of(codes: list[str]) -> pd.DataFrame:
    """One line a code, in their order; every other text is empty, every other number absent."""
    frame = pd.DataFrame({name: (float("nan") if name in NUMERIC_COLUMNS else "") for name in COLUMNS}, index=codes)
    return frame.assign(territory=codes, value=[float(line) for line in range(len(codes))], locator="a.csv, ligne 2")


def write(folder: Path, codes: list[str], statistics: bool = True) -> Path:
    path = folder / "figures.parquet"
    table = pa.Table.from_pandas(frame_of(codes), preserve_index=False)
    pq.write_table(table, path, row_group_size=LINES_A_GROUP, write_statistics=statistics)
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    codes=st.lists(st.sampled_from(CODES), min_size=1, max_size=60).map(sorted),
    asked=st.lists(st.sampled_from([*CODES, "COM-93066", "ZZ"]), max_size=6),
    statistics=st.booleans(),
)
def test_the_lines_of_some_territories_are_those_of_the_whole_file(
    tmp_path: Path, codes: list[str], asked: list[str], statistics: bool
) -> None:
    found = RowGroups(write(tmp_path, codes, statistics)).about(asked)
    assert found.column_names == list(COLUMNS)
    expected = [float(line) for line, code in enumerate(codes) if code in asked]
    assert found["value"].to_pylist() == expected


def test_threads_that_read_at_once_read_their_own(tmp_path: Path) -> None:
    groups = RowGroups(write(tmp_path, sorted(CODES * 40)))
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda code: groups.about([code]), CODES * 10))
    for code, table in zip(CODES * 10, found, strict=True):
        assert set(table["territory"].to_pylist()) == {code}
        assert table.num_rows == 40


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "figures.parquet"
    path.write_bytes(b"PAR1 cut")
    with pytest.raises((OSError, ValueError)):
        RowGroups(path)
