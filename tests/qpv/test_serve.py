"""``serve``: the production server, from its first line to Ctrl-C."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.conftest import Built
from tests.serving import QPV, address_of, environment, qpv


def get(url: str) -> tuple[int, str]:
    """Status and text of an answer."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 (loopback)
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.fixture
def process(built: Built) -> Iterator[subprocess.Popen[str]]:
    """A server that a test stops by itself."""
    with subprocess.Popen(
        [QPV, "serve", "--port", "0", "--workers", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(QPV_INDICATORS_DIR=str(built.folder)),
    ) as started:
        yield started
        started.kill()


def test_pages_are_served_to_many_at_once(dashboard_url: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(get, [dashboard_url] * 24))
    assert {status for status, _ in answers} == {200}
    assert all('lang="fr"' in text for _, text in answers)
    layout = json.loads(get(f"{dashboard_url}_dash-layout")[1])
    assert layout


def test_it_is_not_the_debug_server(dashboard_url: str) -> None:
    with urllib.request.urlopen(dashboard_url, timeout=30) as answer:  # noqa: S310 (loopback)
        assert "Werkzeug" not in answer.headers.get("Server", "")
    _, text = get(dashboard_url)
    assert "_reload-hash" not in text


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly(process: subprocess.Popen[str], number: signal.Signals) -> None:
    url = address_of(process)
    assert get(url)[0] == 200
    start = time.monotonic()
    process.send_signal(number)
    _, told = process.communicate(timeout=25)
    assert process.returncode == 0
    assert told == "Arrêté.\n"
    assert time.monotonic() - start < 20
    with pytest.raises(urllib.error.URLError):
        get(url)


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = qpv("serve", "--port", port)
    assert (result.returncode, result.stdout) == (1, "")
    assert f"Le port {port} est déjà pris" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_host_that_is_not_this_machine_is_told() -> None:
    result = qpv("serve", "--host", "192.0.2.1", "--port", "0")
    assert (result.returncode, result.stdout) == (1, "")
    assert "Erreur : " in result.stderr


@pytest.mark.parametrize(("option", "value"), [("--port", "70000"), ("--port", "web"), ("--workers", "0")])
def test_an_option_that_cannot_be_used_is_told(option: str, value: str) -> None:
    result = qpv("serve", option, value)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f"Erreur : {option} : ")
