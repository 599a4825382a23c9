"""What programs read: the same answers as the pages, at stable addresses."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.gaps import as_dict
from dashboard.questions.reading import Ask, Reading
from dashboard.store import Store
from etl.model import COLUMNS, NUMERIC_COLUMNS

SELECTIONS: list[dict[str, str]] = [
    {},
    {"indicator": "unemployment_rate", "territory": "FRM", "zone": "qpv", "period": "2022"},
    {"source": "guide_2019"},
    {"period": "2015-09/2016-08"},
    {"zone": "zus", "period": "1999"},
]


def strict(answer: TestResponse) -> Any:
    """The body as strict JSON: no NaN."""

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is not JSON")

    assert answer.content_type == "application/json; charset=utf-8"
    return json.loads(answer.get_data(as_text=True), parse_constant=refuse)


@pytest.mark.parametrize("asked", SELECTIONS)
def test_csv_is_what_the_store_selects(client: FlaskClient, built_store: Store, asked: dict[str, str]):
    answer = client.get("/api/observations.csv", query_string=asked)
    assert (answer.status_code, answer.content_type) == (200, "text/csv; charset=utf-8")
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    expected = built_store.select(**asked)
    assert len(rows) == len(expected)
    assert answer.text.splitlines()[0] == ",".join(COLUMNS)
    for row, wanted in zip(rows, expected.to_dict("records"), strict=True):
        for column in COLUMNS:
            if column in NUMERIC_COLUMNS:
                assert (float(row[column]) if row[column] else None) == (
                    None if wanted[column] != wanted[column] else wanted[column]
                )
            else:
                assert row[column] == wanted[column]


@pytest.mark.parametrize("asked", SELECTIONS)
def test_json_is_what_the_store_selects(client: FlaskClient, built_store: Store, asked: dict[str, str]):
    records = strict(client.get("/api/observations.json", query_string=asked))
    expected = built_store.select(**asked).astype(object)
    assert records == expected.where(expected.notna(), None).to_dict("records")
    assert all(tuple(record) == COLUMNS for record in records)


def test_an_empty_filter_is_no_filter(client: FlaskClient, built_store: Store):
    assert len(strict(client.get("/api/observations.json?indicator=&zone="))) == len(built_store.observations)


@pytest.mark.parametrize("format_", ["csv", "json"])
@pytest.mark.parametrize(
    ("asked", "closest"),
    [
        ({"indicator": "unemployment_rat"}, "unemployment_rate"),
        ({"zone": "uuee"}, "uue"),
        ({"source": "guide_2018"}, "guide_2019"),
        ({"territory": "FRMM"}, "FRM"),
    ],
)
def test_an_unknown_name_answers_404_with_the_closest(
    client: FlaskClient, format_: str, asked: dict[str, str], closest: str
):
    answer = client.get(f"/api/observations.{format_}", query_string=asked)
    assert answer.status_code == 404
    error = strict(answer)["error"]
    ((kind, value),) = asked.items()
    assert error["code"] == f"unknown_{kind}"
    assert value in error["text"]
    assert closest in error["closest"]


@pytest.mark.parametrize("path", ["observations.csv", "observations.json", "gap.json?indicator=unemployment_rate"])
def test_what_is_not_a_period_answers_400(client: FlaskClient, path: str):
    answer = client.get(f"/api/{path}{'&' if '?' in path else '?'}period=hier")
    assert answer.status_code == 400
    error = strict(answer)["error"]
    assert error["code"] == "invalid_period"
    assert "'hier' n'est pas une période" in error["text"]


@pytest.mark.parametrize(
    "asked",
    [
        {"indicator": "unemployment_rate"},
        {"indicator": "unemployment_rate", "territory": "FRM", "period": "2022"},
        {"indicator": "unemployment_rate", "period": "2014", "sex": "F"},
        {"indicator": "unemployment_rate", "age": "Y15T29"},
        {"indicator": "unemployment_rate", "breakdown": "diploma:bac2_or_more"},
        {"indicator": "unemployment_rate", "reference": "all"},
        {"indicator": "qpv_count"},
        {"indicator": "unemployment_rate", "period": "1999"},
    ],
)
def test_a_gap_is_that_of_the_pages(client: FlaskClient, reading: Reading, asked: dict[str, str]):
    answer = client.get("/api/gap.json", query_string=asked)
    assert answer.status_code == 200, "a refusal is an answer"
    name, question = asked["indicator"], {key: value for key, value in asked.items() if key != "indicator"}
    assert strict(answer) == as_dict(reading.gap(name, Ask(**question)), reading.catalogue)


def test_the_gap_everyone_checks_first(client: FlaskClient):
    body = strict(client.get("/api/gap.json?indicator=unemployment_rate&territory=FRM&period=2022"))
    assert (body["qpv"]["value"], body["reference"]["value"]) == (18.3, 7.5)
    assert body["difference"] == {"value": 10.8, "lower": None, "upper": None, "unit": "points"}
    assert body["ratio"]["value"] == 2.44
    assert body["verdict"] == "unfavourable"
    assert body["refusal"] is None


def test_a_refused_gap(client: FlaskClient):
    body = strict(client.get("/api/gap.json?indicator=unemployment_rate&reference=all"))
    assert body["refusal"]["code"] in ("different_comparator", "missing")
    assert body["difference"] is None


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("", 404, "unknown_indicator"),
        ("indicator=zzz", 404, "unknown_indicator"),
        ("indicator=unemployment_rate&territory=XX", 404, "unknown_territory"),
        ("indicator=unemployment_rate&reference=zzz", 404, "unknown_zone"),
        ("indicator=unemployment_rate&sex=X", 404, "unknown_sex"),
        ("indicator=unemployment_rate&breakdown=diploma:zzz", 404, "unknown_breakdown"),
        ("indicator=unemployment_rate&age=jeunes", 400, "invalid_age"),
        ("indicator=unemployment_rate&age=Y_GE", 400, "invalid_age"),
    ],
)
def test_a_gap_of_what_does_not_exist(client: FlaskClient, query: str, status: int, code: str):
    answer = client.get(f"/api/gap.json?{query}")
    assert answer.status_code == status
    assert strict(answer)["error"]["code"] == code


def test_the_catalogue_is_given_whole(client: FlaskClient, reading: Reading):
    body = strict(client.get("/api/indicators.json"))
    assert [entry["id"] for entry in body] == list(reading.catalogue.indicators)
    assert all(entry["label"] and entry["universe"] and "comparators" in entry for entry in body)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_the_api_is_read_only(client: FlaskClient, method: str):
    for path in ("observations.csv", "observations.json", "indicators.json", "gap.json"):
        assert getattr(client, method)(f"/api/{path}").status_code == 405


def test_an_address_of_the_api_that_does_not_exist(client: FlaskClient):
    assert client.get("/api/zzz.json").status_code == 404
