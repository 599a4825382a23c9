"""What every answer carries: the browser asks nothing of another host and runs nothing but our files."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.security import HEADERS
from tests.dashboard.asking import UPDATE, header, page_request

ANSWERS = ["/", "/nulle-part", "/api/indicators.json", "/api/observations.csv", "/api/inconnu", "/assets/lisiere.js"]


def fetch(client: FlaskClient, path: str) -> TestResponse:
    """An answer read to its end, its file closed."""
    return client.get(path, buffered=True)


class Page(HTMLParser):
    """Inline scripts and addresses of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self._inline = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.addresses += [value for name in ("src", "href") if (value := given.get(name))]
        self.handlers += [name for name in given if name.startswith("on")]
        self._inline = tag == "script" and "src" not in given and given.get("type") != "application/json"
        if self._inline:
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inline = self._inline and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._inline:
            self.scripts[-1] += data


@pytest.fixture
def page(client: FlaskClient) -> Page:
    """The page that loads the rest."""
    return Page(fetch(client, "/").text)


def policy(client: FlaskClient, path: str = "/") -> dict[str, list[str]]:
    text = header(fetch(client, path), "Content-Security-Policy")
    return {name: values for name, *values in (part.split() for part in text.split(";"))}


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_has_its_headers(client: FlaskClient, path: str):
    answer = fetch(client, path)
    for name, value in HEADERS.items():
        assert header(answer, name) == value
    assert policy(client, path) == policy(client)


def test_an_answer_to_a_filter_has_them_too(client: FlaskClient):
    answer = client.post(UPDATE, json=page_request("/"))
    assert header(answer, "X-Content-Type-Options") == "nosniff"
    assert "default-src 'self'" in header(answer, "Content-Security-Policy")


def test_scripts_are_ours_or_known_by_their_hash(client: FlaskClient, page: Page):
    sources = policy(client)["script-src"]
    assert "'unsafe-inline'" not in sources
    assert "'unsafe-eval'" not in sources
    assert "'self'" in sources
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in page.scripts}
    assert hashes
    assert hashes == {source for source in sources if source.startswith("'sha256-")}
    assert page.handlers == []


def test_nothing_is_asked_of_another_host(client: FlaskClient, page: Page):
    for name, sources in policy(client).items():
        for source in sources:
            assert re.fullmatch(r"'(self|none|unsafe-inline|sha256-[^']+)'|data:|blob:", source), (name, source)
    assert policy(client)["default-src"] == ["'self'"]
    assert policy(client)["connect-src"] == ["'self'"]
    assert page.addresses
    assert all(address.startswith("/") and not address.startswith("//") for address in page.addresses)


def test_our_files_name_no_other_host(client: FlaskClient):
    for path in ("/assets/lisiere.js", "/assets/lisiere.css"):
        text = fetch(client, path).text
        assert not re.search(r"https?://|//[a-z]+\.[a-z]|@import|url\(", text), path


def test_objects_bases_and_forms_are_closed(client: FlaskClient):
    found = policy(client)
    assert found["object-src"] == ["'none'"]
    assert found["base-uri"] == ["'none'"]
    assert found["form-action"] == ["'self'"]


def test_the_page_is_french_and_reads_without_scripts(client: FlaskClient):
    text = client.get("/").text
    assert '<html lang="fr">' in text
    assert "<title>Lisière</title>" in text
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in text
    assert "Loading..." not in text
    assert 'href="/api/observations.csv"' in text.split("<noscript>")[1]


def test_files_that_never_change_are_kept_and_pages_are_not(client: FlaskClient, page: Page):
    for address in page.addresses:
        answer = fetch(client, address)
        assert answer.status_code == 200, address
        if address.startswith(("/assets/", "/_dash-component-suites/")):
            assert "immutable" in header(answer, "Cache-Control")
    assert "immutable" not in client.get("/").headers.get("Cache-Control", "")


def test_answers_are_compressed(client: FlaskClient):
    plain = client.post(UPDATE, json=page_request("/guide"))
    small = client.post(UPDATE, json=page_request("/guide"), headers={"Accept-Encoding": "gzip"})
    assert header(small, "Content-Encoding") == "gzip"
    assert len(small.data) < len(plain.data) / 4
    assert len(small.data) < 300_000


def test_an_error_of_the_server_says_nothing_of_the_machine(client: FlaskClient, caplog: pytest.LogCaptureFixture):
    answer = client.post(UPDATE, json=page_request("/") | {"output": "nothing.children"})
    assert answer.status_code == 500
    assert "Erreur du serveur" in answer.text
    assert "Traceback" not in answer.text
    assert "KeyError" in caplog.text, "the log has the rest"


@pytest.mark.parametrize(
    "body",
    [
        {}, [], None, "text", {"not": "a request"}, page_request({"a": 1}), page_request(["/"]), page_request(7),
        page_request("/") | {"inputs": None}, page_request("/") | {"inputs": []}, page_request("/") | {"inputs": [3]},
        page_request("/") | {"state": {}}, page_request("/") | {"changedPropIds": "a"},
        page_request("/") | {"output": 1},
    ],
)  # fmt: skip
def test_a_question_of_another_shape_is_refused(client: FlaskClient, body: object, caplog: pytest.LogCaptureFixture):
    assert client.post(UPDATE, json=body).status_code == 400
    assert "Traceback" not in caplog.text


def test_a_question_too_large_is_refused(client: FlaskClient):
    answer = client.post(UPDATE, data=b"x" * 300_000, content_type="application/json", buffered=True)
    assert answer.status_code == 413
