"""What the tests of downloads share: a local server, a patient policy in miniature, an entry of the catalogue."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.download import OfficialFile
from etl.download.connection import Policy
from etl.download.fetch import Outcome, fetch
from tests.etl.download.server import Local, local_server

POLICY = Policy(
    attempts=3,
    pause=0.01,
    longest_pause=0.05,
    read_timeout=0.5,
    slow_after=0.2,
    slowest=500,
    disk_reserve=0,
    plain_http_here=True,
)
"""The real rules, with durations for tests."""


def official(url: str | None, **fields: object) -> OfficialFile:
    """An entry whose address is that of the local server: the catalogue itself would refuse plain HTTP."""
    given = {"id": "sample", "kind": "csv", "megabytes": 1, **fields}
    entry = OfficialFile.model_validate(
        {
            "title": "Échantillon",
            "publisher": "Insee",
            "licence": "Licence Ouverte 2.0",
            "page": "https://www.insee.fr/fr/statistiques/1",
            "feeds": "sample",
            "certain": not given.get("uncertain"),
            **given,
        }
    )
    return entry.model_copy(update={"url": url})


OLD = b"CODGEO;VALEUR\r\nQP093001;12,5\r\n"
NEW = OLD + b"".join(b"QP0930%02d;%d\r\n" % (number, number) for number in range(2, 99))
"""An edition of a file, and the next one."""


def one(folder: Path, url: str | None, policy: Policy = POLICY, **fields: object) -> Outcome:
    """What becomes of a single file."""
    (outcome,) = fetch([official(url, **fields)], folder, policy=policy)
    return outcome


def left(folder: Path) -> set[str]:
    """The names in the folder, those of the lock and the ledger aside."""
    return {path.name for path in folder.iterdir()} - {".downloads.lock", ".downloads.json"}


def sha256(content: bytes) -> str:
    """As the ledger writes it."""
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def local() -> Iterator[Local]:
    """A server for one test."""
    with local_server() as server:
        yield server
