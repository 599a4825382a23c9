"""What every source must obey. A new file in ``etl/sources`` is picked up by listing the folder."""

from __future__ import annotations

import ast
import inspect
import io
import re
from pathlib import Path

import pandas as pd
import pytest

from etl.catalogue import Catalogue
from etl.checks import table_problems
from etl.errors import SourceError
from etl.model import NUMERIC_COLUMNS
from etl.pipeline import source_modules
from etl.publish import observations_csv
from etl.transcription import Extract

MODULES = source_modules()


@pytest.fixture(scope="module")
def extracts(catalogue: Catalogue, project_root: Path) -> dict[str, Extract]:
    """What each source gives, from the project's own files."""
    folder = project_root / "data" / "sources"
    return {name: module.extract(folder / name, catalogue) for name, module in MODULES.items()}


def test_there_are_sources() -> None:
    assert {"guide_2019", "published"} <= set(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_a_source_says_what_it_is_and_what_is_odd(name: str) -> None:
    module = MODULES[name]
    assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
    assert module.TITLE.strip() == module.TITLE != ""
    assert "odd here" in (module.__doc__ or ""), "the docstring says what is odd about the publisher"
    assert list(inspect.signature(module.extract).parameters) == ["folder", "catalogue"]


@pytest.mark.parametrize("name", MODULES)
def test_a_source_does_nothing_at_import(name: str) -> None:
    allowed = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.ClassDef, ast.FunctionDef, ast.Expr)
    tree = ast.parse(Path(inspect.getfile(MODULES[name])).read_text(encoding="utf-8"))
    for node in tree.body:
        assert isinstance(node, allowed), f"line {node.lineno}"
        if isinstance(node, ast.Expr):
            assert isinstance(node.value, ast.Constant), f"line {node.lineno}"


@pytest.mark.parametrize("name", MODULES)
def test_observations_obey_the_contract(name: str, extracts: dict[str, Extract], catalogue: Catalogue) -> None:
    extract = extracts[name]
    assert extract.observations, "a source gives at least one observation"
    text = observations_csv(extract.observations).decode("utf-8")
    frame = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    for column in NUMERIC_COLUMNS:
        frame[column] = pd.to_numeric(frame[column])
    assert table_problems(frame, catalogue, name) == []


@pytest.mark.parametrize("name", MODULES)
def test_every_figure_can_be_found_again(name: str, extracts: dict[str, Extract], catalogue: Catalogue) -> None:
    for observation in extracts[name].observations:
        assert observation.source in catalogue.sources
        assert observation.locator.strip()
        assert observation.territory in catalogue.territories


@pytest.mark.parametrize("name", MODULES)
def test_what_is_left_out_says_where_and_why_in_french(
    name: str, extracts: dict[str, Extract], catalogue: Catalogue
) -> None:
    for item in extracts[name].left_out:
        assert item.source in catalogue.sources
        assert re.match(r"^[A-ZÀ-Ý«0-9].*[.!?»]$", item.reason), item


@pytest.mark.parametrize("name", MODULES)
def test_reading_twice_gives_the_same(name: str, catalogue: Catalogue, project_root: Path) -> None:
    folder = project_root / "data" / "sources" / name
    assert MODULES[name].extract(folder, catalogue) == MODULES[name].extract(folder, catalogue)


@pytest.mark.parametrize("name", MODULES)
def test_a_folder_that_is_missing_is_told(name: str, catalogue: Catalogue, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="manque"):
        MODULES[name].extract(tmp_path / "none", catalogue)


def test_files_give_every_decimal_and_copied_figures_do_not(catalogue: Catalogue) -> None:
    """« 42 » in a file of Insee is 42,0 %; « 42 % » in a page may be a rounding."""
    read_whole = {source.id for source in catalogue.sources.values() if source.fetched.startswith("Fichier")}
    assert {source.id for source in catalogue.sources.values() if source.full_decimals} == read_whole
    assert {"insee_filosofi_qpv", "insee_qpv_demography"} <= read_whole
    assert "guide_2019" not in read_whole
