"""Talks to a running dashboard as its own pages do: opens each page, moves each filter, and keeps times and sizes.

Nothing of the application is known here but Dash's protocol: pages are the links of the layout, filters are the
components whose id is ``{"type": "filter", "name": …}``, callbacks come from ``/_dash-dependencies``.
"""

from __future__ import annotations

import gzip
import http.client
import json
import math
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

QPV = str(Path(sys.executable).with_name("qpv"))
HEADERS = {"Accept-Encoding": "gzip", "Content-Type": "application/json"}
MOST_PAGES = 60
MOST_CHANGES = 300


@contextmanager
def running(indicators: Path | None = None) -> Iterator[tuple[str, int]]:
    """The address and process of ``qpv serve`` on a free port, stopped at the end; on ``indicators`` if given."""
    process = subprocess.Popen(
        [QPV, "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
        env={**os.environ, **({"QPV_INDICATORS_DIR": str(indicators)} if indicators else {})},
    )  # fmt: skip
    try:
        line = process.stdout.readline() if process.stdout else ""
        if "http://" not in line:
            raise RuntimeError("« qpv serve » did not start")
        yield line[line.index("http://") :].split()[0], process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def seconds_to_first_page() -> float:
    """From the command to the overview: page, layout, dependencies, then the callback that fills the page."""
    start = time.perf_counter()
    with running() as (url, _):
        Dashboard(url).open("/")
        return time.perf_counter() - start


def worker_megabytes(parent: int) -> float:
    """Resident memory of the largest worker of a server, in MB (Linux; not a number elsewhere)."""
    children = Path(f"/proc/{parent}/task/{parent}/children")
    if not children.is_file():
        return math.nan
    sizes = []
    for child in children.read_text(encoding="ascii").split():
        status = Path(f"/proc/{child}/status").read_text(encoding="utf-8")
        sizes += [int(found[1]) / 1024 for found in [re.search(r"VmRSS:\s+([0-9]+) kB", status)] if found]
    return max(sizes, default=math.nan)


@dataclass(frozen=True, order=True)
class Answer:
    """How long one answer took, how many compressed bytes it had, and to what."""

    seconds: float
    bytes: int
    asked: str


class Dashboard:
    """A reader of one running dashboard, over one connection."""

    def __init__(self, url: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
        self._index = self._get("/").decode()
        self._layout = json.loads(self._get("/_dash-layout"))
        self._callbacks = [c for c in json.loads(self._get("/_dash-dependencies")) if not c.get("clientside_function")]

    def pages(self) -> list[str]:
        """Paths of the pages that the layout links to, then of those that the overview links to."""
        paths = dict.fromkeys(["/", *_links(self._layout), *_links(self.open("/")[2])])
        return [path for path in paths if not path.startswith(("/api", "/assets", "/_"))][:MOST_PAGES]

    def open(self, path: str) -> tuple[float, int, Any]:
        """Seconds, compressed bytes and content of the answer that fills the page at ``path``."""
        address = urlsplit(path)
        values = {"pathname": address.path, "search": f"?{address.query}" if address.query else ""}
        return self._call(self._callback("page.children"), lambda item: values[item["property"]])

    def open_pages(self) -> list[Answer]:
        """Every page, once cold and twice more."""
        return [Answer(*self.open(path)[:2], path) for path in self.pages() * 3]

    def change_filters(self) -> list[Answer]:
        """Every value of every filter of every page, the others left as they are; MOST_CHANGES at most."""
        answers: list[Answer] = []
        callback = self._callback("results.children")
        for path in self.pages():
            filters = {item["id"]["name"]: item for item in _filters(self.open(path)[2])}
            for name, item in filters.items():
                for value in _values(item):
                    if len(answers) >= MOST_CHANGES:
                        return answers
                    asked = {other: filters[other].get("value") for other in filters} | {name: value}
                    seconds, size, _ = self._call(callback, lambda _, path=path: path, asked)
                    answers.append(Answer(seconds, size, f"{path}?{name}={value}"))
        return answers

    def first_load(self) -> dict[str, int]:
        """Compressed bytes of the page and of the scripts and styles that it names."""
        named = re.findall(r'(?:src|href)="(/[^"]+)"', self._index)
        return {path: self._size(path) for path in ["/", *named]}

    def _callback(self, output: str) -> dict[str, Any]:
        return next(c for c in self._callbacks if output in c["output"])

    def _call(self, callback: dict[str, Any], value: Any, filters: dict[str, Any] | None = None) -> Any:
        def given(items: list[dict[str, Any]]) -> list[Any]:
            return [_filled(item, value, filters or {}) for item in items]

        outputs = [
            dict(zip(("id", "property"), part.rsplit(".", 1), strict=True))
            for part in callback["output"].strip(".").split("...")
        ]
        inputs = given(callback["inputs"])
        changed = inputs[0][0] if isinstance(inputs[0], list) else inputs[0]
        body = {
            "output": callback["output"],
            "outputs": outputs if len(outputs) > 1 else outputs[0],
            "inputs": inputs,
            "state": given(callback.get("state", [])),
            "changedPropIds": [f"{_id_text(changed['id'])}.{changed['property']}"],
        }
        start = time.perf_counter()
        self._connection.request("POST", "/_dash-update-component", json.dumps(body), HEADERS)
        answer = self._connection.getresponse()
        content = answer.read()
        seconds = time.perf_counter() - start
        if answer.status != 200:
            raise RuntimeError(f"{callback['output']}: HTTP {answer.status}")
        return seconds, len(content), json.loads(_plain(content, answer.getheader("Content-Encoding")))

    def _get(self, path: str) -> bytes:
        self._connection.request("GET", path)
        return self._connection.getresponse().read()

    def _size(self, path: str) -> int:
        self._connection.request("GET", path, headers=HEADERS)
        return len(self._connection.getresponse().read())


def _filled(item: dict[str, Any], value: Any, filters: dict[str, Any]) -> Any:
    """An input of a callback with its value; one for each filter when its id is a pattern."""
    if not item["id"].startswith("{"):
        return {"id": item["id"], "property": item["property"], "value": value(item)}
    return [
        {"id": {"name": name, "type": "filter"}, "property": item["property"], "value": chosen}
        for name, chosen in filters.items()
    ]


def _id_text(identifier: Any) -> str:
    return identifier if isinstance(identifier, str) else json.dumps(identifier, separators=(",", ":"), sort_keys=True)


def _plain(content: bytes, encoding: str | None) -> bytes:
    return gzip.decompress(content) if encoding == "gzip" else content


def _walk(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of a JSON content."""
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from _walk(child)


def _links(content: Any) -> list[str]:
    found = [node.get("href") for node in _walk(content)]
    return [href for href in found if isinstance(href, str) and href.startswith("/") and not href.startswith("//")]


def _filters(content: Any) -> list[dict[str, Any]]:
    nodes = [node for node in _walk(content) if isinstance(node.get("id"), dict)]
    return [node for node in nodes if node["id"].get("type") == "filter"]


def _values(item: dict[str, Any]) -> list[Any]:
    """The values that a select or a group of radios offers; a word for a text field."""
    options = item.get("data") or item.get("options") or []
    values = [option.get("value") if isinstance(option, dict) else option for option in options]
    return values[:12] or ["emploi"]
