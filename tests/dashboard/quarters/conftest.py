"""Pages on the twelve invented quarters of ``tests/small_raw.py``."""

from __future__ import annotations

import pytest

from dashboard.questions.reading import Reading
from dashboard.routing import Router
from dashboard.store import Store


@pytest.fixture(scope="module")
def router(neighbourhood_store: Store) -> Router:
    """Addresses and their pages, on the invented quarters."""
    return Router(Reading(neighbourhood_store))
