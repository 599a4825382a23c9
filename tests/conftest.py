"""Fixtures shared by the whole suite. No test needs a network; those that need a browser ask for ``chromium``."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from dashboard.store import Store, open_store
from etl.catalogue import Catalogue, load_catalogue
from etl.pipeline import AGGREGATES, BuildReport, build
from tests.mini import Mini, write_mini
from tests.serving import running_server
from tests.small_raw import sources_without_its_places, write_raw

# Speed is measured in the bench: a slow machine does not fail a property
settings.register_profile("lisiere", deadline=None)
settings.load_profile("lisiere")

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Built:
    """A fresh build of the project's own data, in a temporary folder."""

    folder: Path
    report: BuildReport


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The folder that contains ``data``."""
    return ROOT


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Official files beside the project, never part of it; without them the test is skipped."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("pas de fichiers officiels à côté du projet")
    return folder


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The project's own catalogue."""
    return load_catalogue(ROOT / "data" / "catalogue")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The project's own data, built once."""
    folder = tmp_path_factory.mktemp("built") / "indicators"
    folder.mkdir()
    if (committed := ROOT / "data" / "indicators" / AGGREGATES).is_file():
        shutil.copy(committed, folder)  # made from official files, which are not in the project
    return Built(folder, build(ROOT / "data" / "catalogue", ROOT / "data" / "sources", folder))


@pytest.fixture(scope="session")
def built_store(built: Built, catalogue: Catalogue) -> Store:
    """The same, read as the dashboard reads it."""
    return open_store(built.folder, catalogue)


@pytest.fixture(scope="session")
def neighbourhood_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of a few invented quarters (``tests/small_raw.py``) beside the project's own data."""
    base = tmp_path_factory.mktemp("neighbourhoods")
    sources = sources_without_its_places(ROOT / "data" / "sources", base / "sources")
    folder = base / "indicators"
    folder.mkdir()
    build(ROOT / "data" / "catalogue", sources, folder, raw=write_raw(base / "raw"))
    return folder


@pytest.fixture(scope="session")
def neighbourhood_store(neighbourhood_folder: Path, catalogue: Catalogue) -> Store:
    """The same, read as the dashboard reads it."""
    return open_store(neighbourhood_folder, catalogue)


@pytest.fixture
def mini(tmp_path: Path) -> Mini:
    """A small project written for the test, to be spoiled at will."""
    return write_mini(tmp_path / "project")


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The machine's Chromium. Without one the test is skipped, or fails when QPV_REQUIRE_BROWSER=1 (in CI)."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return Path(found)
    reason = "pas de navigateur : installer Chromium (Debian : apt-get install chromium)"
    if os.environ.get("QPV_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def dashboard_url(built: Built) -> Iterator[str]:
    """The address, ending with a slash, of « qpv serve » running on the freshly built data."""
    with running_server({"QPV_INDICATORS_DIR": str(built.folder)}) as url:
        yield url
