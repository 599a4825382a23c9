"""The geography of the official files, built once for every test that has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.geography.tables import GeographyTables, build_geography
from etl.official.scan import scan
from tests.etl.geography.country import layouts


@pytest.fixture(scope="session")
def official(real_data: Path) -> GeographyTables:
    """Skipped when the official files are not beside the project."""
    return build_geography(scan(real_data, layouts()).readings)
