"""Pages and documents on twelve invented quarters whose register was read (``register.py``)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashboard.questions.neighbourhoods import Neighbourhoods, neighbourhoods_of
from dashboard.questions.reading import Reading
from dashboard.questions.standing import Standing, standing_of
from dashboard.routing import Router
from dashboard.store import open_store
from etl.catalogue import Catalogue
from tests.dashboard.social_economy.register import add_register


@pytest.fixture(scope="session")
def register_folder(neighbourhood_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build of the invented quarters, with the register."""
    folder = tmp_path_factory.mktemp("register") / "indicators"
    shutil.copytree(neighbourhood_folder, folder)
    add_register(folder)
    return folder


@pytest.fixture(scope="session")
def register_reading(register_folder: Path, catalogue: Catalogue) -> Reading:
    """What may be asked of it."""
    return Reading(open_store(register_folder, catalogue))


@pytest.fixture(scope="session")
def near(register_reading: Reading) -> Neighbourhoods:
    """Questions about one territory."""
    return neighbourhoods_of(register_reading)


@pytest.fixture(scope="session")
def standing(register_reading: Reading) -> Standing:
    """Questions about many quarters."""
    return standing_of(register_reading)


@pytest.fixture(scope="session")
def pages(register_reading: Reading) -> Router:
    """Addresses and their pages."""
    return Router(register_reading)
