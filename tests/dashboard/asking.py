"""Asks the application what a browser asks it, without a browser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.security import UPDATE


def page_request(path: Any, search: Any = "") -> dict[str, Any]:
    """What a browser sends when it opens ``path``."""
    return {
        "output": "..page.children...document-title.data..",
        "outputs": [{"id": "page", "property": "children"}, {"id": "document-title", "property": "data"}],
        "inputs": [
            {"id": "address", "property": "pathname", "value": path},
            {"id": "address", "property": "search", "value": search},
        ],
        "changedPropIds": ["address.pathname"],
        "state": [],
    }


def results_request(path: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a browser sends when a filter of the page at ``path`` changes."""
    controls = [
        {"id": {"type": "filter", "name": name}, "property": "value", "value": value} for name, value in values.items()
    ]
    return {
        "output": "results.children",
        "outputs": {"id": "results", "property": "children"},
        "inputs": [controls],
        "changedPropIds": [f'{{"name":"{name}","type":"filter"}}.value' for name in values],
        "state": [{"id": "address", "property": "pathname", "value": path}],
    }


def opened(client: FlaskClient, path: Any, search: Any = "") -> tuple[list[Any], str]:
    """The content and the title of the page at ``path``."""
    answer = client.post(UPDATE, json=page_request(path, search))
    assert answer.status_code == 200, answer.text
    body = answer.get_json()["response"]
    return body["page"]["children"], body["document-title"]["data"]


def filtered(client: FlaskClient, path: str, values: Mapping[str, Any]) -> list[Any]:
    """The results of the page at ``path`` for these filters."""
    answer = client.post(UPDATE, json=results_request(path, values))
    assert answer.status_code == 200, answer.text
    return answer.get_json()["response"]["results"]["children"]


def served_text(part: Any) -> str:
    """The text of what was served, in reading order."""
    if isinstance(part, str):
        return part
    if isinstance(part, list):
        return "".join(served_text(piece) for piece in part)
    return served_text(part["props"].get("children", "")) if isinstance(part, dict) and "props" in part else ""


def served(part: Any) -> Iterator[dict[str, Any]]:
    """Every component of what was served."""
    if isinstance(part, list):
        for piece in part:
            yield from served(piece)
    elif isinstance(part, dict) and "props" in part:
        yield part
        yield from served(part["props"].get("children"))


def values_of(content: Any) -> dict[str, Any]:
    """The value of each filter of a served page."""
    return {
        part["props"]["id"]["name"]: part["props"].get("value")
        for part in served(content)
        if isinstance(part["props"].get("id"), dict) and part["props"]["id"].get("type") == "filter"
    }


def header(answer: TestResponse, name: str) -> str:
    """A header that must be there."""
    assert name in answer.headers, name
    return answer.headers[name]
