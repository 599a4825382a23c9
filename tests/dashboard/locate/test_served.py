"""The same answers from the API and in the address; scripts and any text are harmless."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from dashboard.app import create_app
from dashboard.questions.registers import STATUSES
from dashboard.routing import Router
from etl.geography.correspondence import Status
from etl.geography.locate import open_locator
from etl.geography.sentences import both_as_dict
from etl.geography.stored import OUTLINES
from tests.conftest import ROOT
from tests.dashboard.asking import filtered, opened, served, served_text
from tests.dashboard.locate.asked import INSIDE, OUTSIDE, PATH, SCRIPT, page
from tests.dashboard.walk import defaults, links, text_of


def test_the_api_says_the_same_as_the_page(folder: Path, open_client: FlaskClient):
    body = open_client.get("/api/locate.json", query_string=INSIDE).get_json()
    locator = open_locator(folder)
    assert body == {
        "longitude": 1.405,
        "latitude": 43.605,
        "perimeters": both_as_dict(locator.one(1.405, 43.605), locator.labels),
    }
    now = body["perimeters"]["QP2024"]
    assert (now["state"], now["code"], now["within_300m"]) == ("inside", "QN03101I", "yes")
    assert now["distance_m"] == pytest.approx(-403.6, abs=0.5)
    content_, _ = opened(open_client, PATH, "?longitude=1.405&latitude=43.605")
    hrefs = [part["props"].get("href", "") for part in served(content_)]
    assert "/api/locate.json?longitude=1.405&latitude=43.605" in hrefs


def test_the_api_without_perimeters_is_unknown(client: FlaskClient):
    body = client.get("/api/locate.json", query_string=INSIDE).get_json()
    assert {answer["reason"] for answer in body["perimeters"].values()} == {"no_tables"}
    assert list(body["perimeters"]) == ["QP2024", "QP2015"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "invalid_longitude"),
        ("longitude=1.4", "invalid_latitude"),
        ("longitude=nord&latitude=1", "invalid_longitude"),
        ("longitude=1.4&latitude=inf", "invalid_latitude"),
        (f"longitude={'9' * 5000}&latitude=1", "invalid_longitude"),
        (f"longitude={quote(SCRIPT)}&latitude=1", "invalid_longitude"),
    ],
)
def test_the_api_refuses_what_is_not_a_point(client: FlaskClient, query: str, code: str):
    response = client.get(f"/api/locate.json?{query}")
    assert response.status_code == 400
    error = response.get_json()["error"]
    assert error["code"] == code
    assert len(error["text"]) < 200


def test_the_api_says_that_perimeters_are_damaged(folder: Path, tmp_path: Path):
    spoilt = tmp_path / "indicators"
    shutil.copytree(folder, spoilt)
    client = create_app(spoilt, ROOT / "data" / "catalogue").server.test_client()
    (spoilt / OUTLINES).write_bytes(b"PAR1")
    response = client.get("/api/locate.json", query_string=INSIDE)
    assert response.status_code == 503
    assert response.get_json()["error"]["code"] == "data"


def test_the_address_brings_the_same_answer_back(open_client: FlaskClient):
    body, title = opened(open_client, PATH, "?longitude=1.405&latitude=43.605")
    assert title == "Est-ce dans un QPV ?"
    again = filtered(open_client, PATH, {**INSIDE, "adresse": ""})
    assert body[-1]["props"]["children"] == again


def test_a_script_is_text(open_client: FlaskClient):
    body, _ = opened(open_client, PATH, f"?longitude={quote(SCRIPT)}&latitude=1")
    assert SCRIPT in served_text(body)
    assert not {part["type"] for part in served(body)} & {"Script", "Markdown", "Iframe"}


@given(st.dictionaries(st.sampled_from(["longitude", "latitude"]), st.text(max_size=100)))
def test_any_text_gets_an_answer(located: Router, asked: dict[str, str]):
    view = located.view(PATH)
    assert text_of(view.results({**defaults(view), **asked}))


def test_links_lead_to_territories_that_exist(located: Router):
    for asked in (INSIDE, OUTSIDE):
        for href in links(page(located, asked)):
            if href.startswith("/territoire/"):
                assert href.removeprefix("/territoire/") in located.reading.store.territories


def test_every_status_of_a_passport_has_its_words():
    assert set(STATUSES) == {str(status) for status in Status}
