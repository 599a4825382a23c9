"""What the tests of the dashboard share: the answers, and the application itself, on the freshly built data."""

from __future__ import annotations

import dash
import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.questions.reading import Reading
from dashboard.routing import Router
from dashboard.store import Store
from tests.conftest import ROOT, Built


@pytest.fixture(scope="session")
def reading(built_store: Store) -> Reading:
    """The answers that pages ask for."""
    return Reading(built_store)


@pytest.fixture(scope="session")
def router(reading: Reading) -> Router:
    """Addresses and their pages."""
    return Router(reading)


@pytest.fixture(scope="session")
def app(built: Built) -> dash.Dash:
    """The application, as served."""
    return create_app(built.folder, ROOT / "data" / "catalogue")


@pytest.fixture
def client(app: dash.Dash) -> FlaskClient:
    """Asks the application without a network."""
    return app.server.test_client()
