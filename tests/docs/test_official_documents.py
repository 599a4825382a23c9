"""The documents on official files are true: the example runs, lists are whole, tables have the columns told."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import shutil
from dataclasses import fields
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from etl.catalogue import Catalogue, load_catalogue
from etl.catalogue.schema import OfficialException
from etl.geography.correspondence import Status
from etl.model import COLUMNS, NUMERIC_COLUMNS
from etl.official import Absence, Edition, Flag, Layout, Measure, Share, Vintage
from etl.official.aggregates import EMBEDDED
from etl.official.build import read_official
from etl.official.parquet import parquet_files
from etl.pipeline import official_modules
from qpv.cli import run
from tests.docs.markdown import ROOT, blocks, codes, listed, read, sections, table
from tests.docs.render import pages, uncertain_layouts, unread_formats
from tests.official import SPECIMENS
from tests.small_raw import QUARTERS

MODULES = official_modules()
WITH_TABLES = ("anct_contracts", "anct_funded_posts", "anct_perimeters", "depp_schools", "insee_geography")
"""Sources whose specimens, together, give every plain table."""
DECLARED = {
    "Layout": Layout,
    "Measure": Measure,
    "Share": Share,
    "Flag": Flag,
    "Absence": Absence,
    "Edition": Edition,
    "Vintage": Vintage,
}
PAGES = pages()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_generated_pages_are_up_to_date(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == PAGES[path], "rewrite it: python -m tests.docs.render"


@pytest.mark.parametrize("header", DECLARED)
def test_the_fields_of_a_layout_are_told_whole(header: str) -> None:
    assert listed(read("docs/add-a-source.md"), header) == {field.name for field in fields(DECLARED[header])}


def test_the_fields_of_an_exception_are_told_whole() -> None:
    assert listed(read("docs/add-a-source.md"), "Exception") == set(OfficialException.model_fields) - {"id"}


def test_every_uncertain_format_is_told() -> None:
    told = " ".join(read("docs/official-files.md").split())
    for module in MODULES.values():
        declared = [*getattr(module, "UNKNOWN", ()), *(la.uncertain for la in module.LAYOUTS if la.uncertain)]
        assert [text for text in declared if text not in told] == []
    assert uncertain_layouts(MODULES)
    assert not set(uncertain_layouts(MODULES)) & set(unread_formats(MODULES))


# The worked example runs ---------------------------------------------------------------------------------------------


def test_the_worked_example_gives_what_it_says(tmp_path: Path) -> None:
    text = read("docs/add-a-source.md")
    raw, expected = blocks(text, "csv")
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "LECTURE_2024.csv").write_text(raw, encoding="utf-8")
    official = read_official(tmp_path / "raw", _catalogue(tmp_path, text), {"insee_reading": _module(tmp_path, text)})
    assert official.report.unknown == []
    assert [(e.edition, e.lines, e.unread) for e in official.report.editions] == [("2024", 4, ())]
    frame = official.observations["insee_reading"].to_pandas().astype(dict.fromkeys(set(COLUMNS) - _NUMBERS, str))
    wanted = list(csv.DictReader(io.StringIO(expected)))
    assert len(wanted) == 5
    for row in wanted:
        key = [name for name in row if name not in ("value", "n", "obs_status", "conf_status", "locator")]
        found = frame[(frame[key] == pd.Series({name: row[name] for name in key})).all(axis=1)]
        assert len(found) == 1, row
        for name in set(row) - set(key):
            cell = found[name].iloc[0]
            if name in NUMERIC_COLUMNS:
                assert (None if pd.isna(cell) else cell) == (float(row[name]) if row[name] else None), row
            else:
                assert cell == row[name], row


_NUMBERS = set(NUMERIC_COLUMNS)


def _catalogue(folder: Path, text: str) -> Catalogue:
    """That of the project, with the indicator and the publication of the documents."""
    copy = folder / "catalogue"
    shutil.copytree(ROOT / "data" / "catalogue", copy)
    (copy / "indicators" / "library.yaml").write_text(blocks(read("docs/add-an-indicator.md"), "yaml")[0], "utf-8")
    (copy / "sources" / "library.yaml").write_text(blocks(text, "yaml")[0], "utf-8")
    return load_catalogue(copy)


def _module(folder: Path, text: str, rank: int = -1) -> ModuleType:
    """A Python block of the page, as a module."""
    path = folder / "example.py"
    path.write_text(blocks(text, "python")[rank], encoding="utf-8")
    spec = importlib.util.spec_from_file_location("example", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_transcribed_example_is_a_source(tmp_path: Path) -> None:
    module = _module(tmp_path, read("docs/add-a-source.md"), 0)
    assert isinstance(module.TITLE, str)
    assert callable(module.extract)


# The tables are those that are told ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tables(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Columns of the Parquet files other than those of observations, by name."""
    raw = tmp_path_factory.mktemp("tables") / "raw"
    for name in WITH_TABLES:
        shutil.copytree(SPECIMENS / name, raw / name, ignore=shutil.ignore_patterns("expected.csv"))
    files = parquet_files(read_official(raw, catalogue, {name: MODULES[name] for name in WITH_TABLES}))
    columns = {name: list(pq.read_schema(pa.BufferReader(content)).names) for name, content in files.items()}
    return {name: names for name, names in columns.items() if names != list(COLUMNS)}


def test_the_plain_tables_are_told(tables: dict[str, list[str]]) -> None:
    assert listed(read("docs/data.md"), "Parquet file") == {*tables, "<source>.parquet"}


def test_the_columns_of_the_plain_tables_are_told(tables: dict[str, list[str]]) -> None:
    text = read("docs/data.md")
    for name, columns in tables.items():
        assert listed(text, f"In `{name.removesuffix('.parquet')}`") == set(columns), name


def test_source_modules_are_told() -> None:
    assert listed(read("docs/data.md"), "Source module") == set(MODULES)


def test_the_embedded_indicators_are_told() -> None:
    assert listed(read("docs/data.md"), "Embedded") == {*EMBEDDED, "qpv_count"}


def test_statuses_of_a_passport_are_told() -> None:
    rows = table(sections(read("docs/cli.md"))["`qpv passport`"], "Status")
    assert {codes(row[0])[0] for row in rows} == {status.value for status in Status}


# Commands give the keys that are told --------------------------------------------------------------------------------

QUARTER = next(iter(QUARTERS))


def asked(arguments: str, folder: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> Any:
    """What a command writes as JSON about the invented quarters."""
    patch.setenv("QPV_INDICATORS_DIR", str(folder))
    assert run([*arguments.split(), "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def told(command: str) -> str:
    """What is said of a command."""
    return sections(read("docs/cli.md"))[f"`{command}`"]


def test_the_keys_of_a_profile_are_told(
    neighbourhood_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = asked(f"profile {QUARTER}", neighbourhood_folder, capsys, monkeypatch)
    text = told("qpv profile")
    assert listed(text, "Key") == set(profile)
    key_figure = profile["figures"][0]
    assert listed(text, "Figure") == set(key_figure) == {*profile["residents"][0], "positions", "gaps"}
    positions = [place for place in key_figure["positions"] if place["refusal"] is None]
    assert listed(text, "Position") == set(positions[0])
    assert set(key_figure["gaps"][0]) == {"comparator", *listed(told("qpv gap"), "Key")}
    assert {"comparator", *key_figure["gaps"][0]["comparator"]} <= set(codes(text))


def test_the_keys_of_a_ranking_are_told(
    neighbourhood_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ranking = asked("rank poverty_rate_60 --within DEP-93", neighbourhood_folder, capsys, monkeypatch)
    text = told("qpv rank")
    assert set(ranking) <= set(codes(text))
    assert listed(text, "Column of a rank") == set(ranking["quarters"][0])


def test_the_keys_of_similar_quarters_are_told(
    neighbourhood_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    similar = asked(f"peers {QUARTER}", neighbourhood_folder, capsys, monkeypatch)
    assert similar["refusal"] is None
    assert {*similar, *similar["peers"][0]} <= set(codes(told("qpv peers")))
