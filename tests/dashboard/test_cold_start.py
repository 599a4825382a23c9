"""The first instants of a process: eight readers at once, and each worker answers for the others."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence

import pytest
from flask.testing import FlaskClient

from tests.conftest import ROOT, Built

ADDRESSES = [
    "/", "/theme/emploi", "/theme/revenus", "/indicateur/unemployment_rate", "/indicateur/poverty_rate_60",
    "/indicateur/population", "/guide", "/acteurs",
]  # fmt: skip

# Plotly and Dash build parts of themselves on first use and are not thread-safe meanwhile: all starts together.
COLD = """
import sys, threading
from pathlib import Path
from dashboard.app import create_app
from tests.dashboard.asking import UPDATE, page_request

app = create_app(Path(sys.argv[1]), Path(sys.argv[2]))
paths = sys.argv[3:]
together = threading.Barrier(len(paths))
answers = {}

def ask(rank, path):
    client = app.server.test_client()
    together.wait()
    if path.startswith("/_dash-component-suites/"):
        answer = client.get(path, buffered=True)
    else:
        answer = client.post(UPDATE, json=page_request(path))
    answers[rank] = (answer.status_code, "pas pu s" in answer.text, len(answer.text))

threads = [threading.Thread(target=ask, args=item) for item in enumerate(paths)]
for thread in threads: thread.start()
for thread in threads: thread.join()
for rank, path in enumerate(paths): print(*answers[rank], path)
"""


def cold(built: Built, paths: Sequence[str]) -> list[list[str]]:
    """What a new process answers to all these pages at once: status, whether it failed, size, address."""
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", COLD, str(built.folder), str(ROOT / "data" / "catalogue"), *paths],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "A page failed" not in result.stderr, result.stderr
    return [line.split() for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    "paths", [ADDRESSES, ["/"] * 8, ["/indicateur/unemployment_rate"] * 8], ids=["all", "one", "large"]
)
def test_eight_readers_at_once(built: Built, paths: list[str]):
    answers = cold(built, paths)
    assert [(status, failed, path) for status, failed, _, path in answers] == [("200", "False", p) for p in paths]
    if len(set(paths)) == 1:
        assert len({size for _, _, size, _ in answers}) == 1, "all see the same page"


def test_eight_readers_of_scripts_at_once(client: FlaskClient, built: Built):
    """Dash lists its scripts on its first request: the second, at the same instant, was refused them."""
    page = client.get("/").text
    scripts = [path for path in re.findall(r'src="(/[^"]+)"', page) if path.startswith("/_dash-component-suites/")]
    assert len(scripts) >= 5
    answers = cold(built, scripts)
    assert {path: status for status, _, _, path in answers} == dict.fromkeys(scripts, "200")
