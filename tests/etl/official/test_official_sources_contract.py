"""What every source of official files must obey. A new file in ``etl/sources`` is picked up by listing the folder.

Each has a folder of specimens: invented rows in the exact format of the publisher, and the observations they must give.
"""

from __future__ import annotations

import ast
import csv
import inspect
import re
import shutil
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from etl.catalogue import Catalogue
from etl.checks import table_problems
from etl.errors import SourceError
from etl.model import COLUMNS, NUMERIC_COLUMNS
from etl.official.build import Official, read_official
from etl.official.layout import Layout, Measure
from etl.pipeline import official_modules
from tests.official import SPECIMENS

MODULES = official_modules()
LAYOUTS = [(name, layout) for name, module in MODULES.items() for layout in module.LAYOUTS]
MEASURING = [name for name, module in MODULES.items() if any(la.measures for la in module.LAYOUTS)]
CHECKED = ("indicator", "territory", "zone", "period", "sex", "age", "breakdown")


def raw_of(name: str, into: Path) -> Path:
    """A raw folder with the specimens of one source."""
    raw = into / "raw"
    shutil.copytree(SPECIMENS / name, raw, ignore=shutil.ignore_patterns("expected.csv"))
    return raw


@pytest.fixture(scope="module")
def read(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Official]:
    """What each source gives from its specimens."""
    found = {}
    for name, module in MODULES.items():
        raw = raw_of(name, tmp_path_factory.mktemp(name))
        found[name] = read_official(raw, catalogue, {name: module})
    return found


def frame_of(official: Official, name: str) -> pd.DataFrame:
    frame: pd.DataFrame = official.observations[name].to_pandas()
    return frame.astype({column: str for column in frame.columns if column not in NUMERIC_COLUMNS})


def test_there_are_official_sources() -> None:
    assert {"insee_qpv_demography", "insee_qpv_employment", "insee_qpv_income"} <= set(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_a_source_says_what_it_is_and_what_is_odd(name: str) -> None:
    module = MODULES[name]
    assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
    assert module.TITLE.strip() == module.TITLE != ""
    assert "odd here" in (module.__doc__ or ""), "the docstring says what is odd about the publisher"
    assert module.LAYOUTS


@pytest.mark.parametrize("name", MODULES)
def test_a_source_does_nothing_at_import(name: str) -> None:
    tree = ast.parse(Path(inspect.getfile(MODULES[name])).read_text(encoding="utf-8"))
    for node in tree.body:
        assert not isinstance(node, ast.For | ast.While | ast.With | ast.If | ast.Try), f"line {node.lineno}"


@pytest.mark.parametrize(("name", "layout"), LAYOUTS, ids=[layout.id for _, layout in LAYOUTS])
def test_a_layout_is_whole(name: str, layout: Layout, catalogue: Catalogue) -> None:
    assert layout.key.upper() in [column.upper() for column in layout.required], "the key is required"
    assert len(layout.required) >= 2, "two columns at least recognise a file"
    assert layout.title[0].isupper()
    for item in layout.measures:
        indicator = catalogue.indicators[item.indicator]
        assert layout.zone in catalogue.zones
        if isinstance(item, Measure):
            assert item.scale > 0
        else:
            assert indicator.unit == "percent"
    if layout.editions:
        assert layout.name_pattern, "an edition not yet known is read in the name"


@pytest.mark.parametrize("name", MODULES)
def test_every_layout_of_a_source_has_a_specimen(name: str, read: dict[str, Official]) -> None:
    layouts = {edition.table for edition in read[name].report.editions}
    assert len(layouts) >= 1
    assert read[name].report.unknown == [], "a specimen that nothing recognises"


@pytest.mark.parametrize("name", MEASURING)
def test_specimens_give_the_expected_observations(name: str, read: dict[str, Official]) -> None:
    frame = frame_of(read[name], name)
    with (SPECIMENS / name / "expected.csv").open(encoding="utf-8", newline="") as stream:
        expected = list(csv.DictReader(stream))
    assert expected
    for wanted in expected:
        mask = pd.Series(True, index=frame.index)
        for column in CHECKED:
            mask &= frame[column] == wanted[column]
        assert mask.sum() == 1, wanted
        found = frame[mask].iloc[0]
        for column in set(wanted) - set(CHECKED):
            if column in NUMERIC_COLUMNS:
                number = float(wanted[column]) if wanted[column] else None
                assert (None if pd.isna(found[column]) else found[column]) == pytest.approx(number), wanted
            else:
                assert found[column] == wanted[column], wanted


@pytest.mark.parametrize("name", MEASURING)
def test_observations_obey_the_contract(name: str, read: dict[str, Official], catalogue: Catalogue) -> None:
    frame = frame_of(read[name], name)
    assert list(frame.columns) == list(COLUMNS)
    assert table_problems(frame, catalogue, name) == []
    assert not frame.duplicated([*CHECKED, "perimeter", "source"]).any()


@pytest.mark.parametrize("name", MEASURING)
def test_every_figure_names_its_file_line_and_column(name: str, read: dict[str, Official]) -> None:
    locators = frame_of(read[name], name)["locator"]
    assert locators.str.contains(", ligne [0-9]+, colonne |calculé", regex=True).all()


@pytest.mark.parametrize("name", MODULES)
def test_a_renamed_download_is_read_all_the_same(
    name: str, read: dict[str, Official], catalogue: Catalogue, tmp_path: Path
) -> None:
    """Recognised by its header: with a folder renamed and an ending of its own, the same tables come out."""
    raw = raw_of(name, tmp_path)
    for number, path in enumerate(sorted(raw.rglob("*.*"))):
        if path.is_file() and not _named_by_year(MODULES[name], path):
            path.rename(path.with_name(f"telechargement ({number}){''.join(path.suffixes[-2:])}"))
    again = read_official(raw, catalogue, {name: MODULES[name]})
    count = [edition.observations for edition in again.report.editions]
    assert sorted(count) == sorted(edition.observations for edition in read[name].report.editions)


def _named_by_year(module: ModuleType, path: Path) -> bool:
    """A specimen of an invented edition has no known figure: only its name tells the year."""
    return any(layout.name_pattern and re.search(layout.name_pattern, path.name, re.I) for layout in module.LAYOUTS)


@pytest.mark.parametrize("name", MODULES)
def test_a_truncated_specimen_stops_the_build(name: str, catalogue: Catalogue, tmp_path: Path) -> None:
    raw = raw_of(name, tmp_path)
    path = max((p for p in raw.rglob("*") if p.suffix in (".csv", ".json", ".geojson")), key=lambda p: p.stat().st_size)
    content = path.read_bytes().rstrip()
    cut = content.rfind(b";", 0, -3) if content.count(b";") > content.count(b",") else content.rfind(b",", 0, -3)
    path.write_bytes(content[:cut])
    with pytest.raises(SourceError) as raised:
        read_official(raw, catalogue, {name: MODULES[name]})
    assert any(path.name in problem.file for problem in raised.value.problems)
