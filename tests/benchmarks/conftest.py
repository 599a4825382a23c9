"""One made-up register for the tests of this folder, with what is worked out of its files again."""

from __future__ import annotations

import pandas as pd
import pytest

from benchmarks.register import write_register
from tests.benchmarks.reading import ROWS, Register, distances_of, joined_of, read_back


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    folder = tmp_path_factory.mktemp("register")
    return read_back(folder, write_register(folder, ROWS))


@pytest.fixture(scope="session")
def joined(register: Register) -> pd.DataFrame:
    return joined_of(register)


@pytest.fixture(scope="session")
def distances(register: Register) -> pd.DataFrame:
    return distances_of(register, register.folder / "perimeters")
