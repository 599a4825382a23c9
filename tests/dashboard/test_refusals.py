"""What the server answers to an address or a method that is not one of ours."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient


def test_a_note_without_its_format_is_not_a_page(client: FlaskClient) -> None:
    answer = client.get("/note/DEP-93.")
    assert answer.status_code == 404
    assert "le format manque" in answer.text


@pytest.mark.parametrize(("method", "address"), [("POST", "/note/FR.md"), ("PUT", "/"), ("DELETE", "/api/gap.json")])
def test_a_method_that_is_not_allowed_is_refused_in_french(client: FlaskClient, method: str, address: str) -> None:
    answer = client.open(address, method=method)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Security-Policy" in answer.headers
    assert "demandez-la avec GET" in answer.text
