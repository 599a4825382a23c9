"""What a download refuses: sizes, addresses, certificates, archives; nothing of it reaches the folder."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock

from etl.download import RawFolderError, read_ledger
from etl.download.connection import Policy
from etl.download.fetch import Result, fetch
from tests.etl.download.conftest import NEW, OLD, POLICY, left, official, one, sha256
from tests.etl.download.server import Local, endless, local_server, redirect, whole

# Bounds ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (whole(b"a;b\n" * 300_000), "1,2 Mo, plus que les 1,0 Mo attendus au plus"),
        (endless(b"a;b\n" * 1000), "plus que les 1,0 Mo attendus au plus"),
        (whole(gzip.compress(bytes(50_000_000)), content_encoding="gzip"), "plus que les 1,0 Mo attendus au plus"),
    ],
    ids=["announced", "endless", "gzip bomb"],
)
def test_a_file_too_large_is_stopped_and_leaves_nothing(
    local: Local, tmp_path: Path, answer: object, told: str
) -> None:
    largest = 0

    def watch(name: str, received: int, expected: int | None) -> None:
        nonlocal largest
        largest = max(largest, received)

    url = local.serves("/file", answer)  # type: ignore[arg-type]
    (outcome,) = fetch([official(url)], tmp_path, policy=POLICY, progress=watch)
    assert (outcome.result, told in outcome.detail) == (Result.FAILED, True)
    assert left(tmp_path) == set()
    assert largest <= 1_000_000
    assert len(local.headers("/file")) == 1


def test_a_full_disk_is_told_before_it_is_full(local: Local, tmp_path: Path) -> None:
    policy = Policy(attempts=1, disk_reserve=10**18, plain_http_here=True)
    outcome = one(tmp_path, local.serves("/file", whole(NEW)), policy)
    assert outcome.result is Result.FAILED
    assert "libres sur le disque" in outcome.detail
    assert "libérer de la place" in outcome.detail
    assert left(tmp_path) == set()


# Trust ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("http://example.org/file", "adresse non sûre refusée : 'http://example.org/file"),
        ("ftp://127.0.0.1/file", "adresse non sûre refusée : 'ftp://"),
        ("file:///etc/hostname", "adresse non sûre refusée : 'file:"),
        ("https://someone:secret@127.0.0.1/file", "adresse non sûre refusée"),
        ("https://[half", "adresse non sûre refusée"),
        ("/file", "plus de 5 redirections à la suite"),
    ],
)
def test_a_redirection_is_followed_only_where_it_is_safe(
    local: Local, tmp_path: Path, location: str, told: str
) -> None:
    outcome = one(tmp_path, local.serves("/file", redirect(location)))
    assert (outcome.result, told in outcome.detail) == (Result.FAILED, True), outcome.detail
    assert len(local.headers("/file")) == (6 if location == "/file" else 1)
    assert left(tmp_path) == set()


def test_the_body_of_a_redirection_or_of_an_error_is_not_read(local: Local, tmp_path: Path) -> None:
    local.serves("/there", whole(OLD))
    url = local.serves("/file", endless(b"x" * 1000, 500), endless(b"x" * 1000, 301, location="/there"))
    assert one(tmp_path, url).result is Result.NEW
    assert (tmp_path / "sample.csv").read_bytes() == OLD


def test_plain_http_is_refused_even_here_outside_tests(local: Local, tmp_path: Path) -> None:
    outcome = one(tmp_path, local.serves("/file", whole(OLD)), Policy())
    assert "adresse non sûre refusée" in outcome.detail
    assert local.asked == []


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    with local_server(tls=True) as secure:
        url = secure.serves("/file", whole(OLD))
        outcome = one(tmp_path, url)
        assert secure.asked == [], "nothing was asked"
    assert outcome.result is Result.FAILED
    assert "n'est pas reconnu : rien n'a été demandé" in outcome.detail
    assert "REQUESTS_CA_BUNDLE" in outcome.detail
    assert "essais" not in outcome.detail, "not tried again"
    assert left(tmp_path) == set()


def test_no_password_of_the_user_is_sent(local: Local, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    one(tmp_path / "raw", local.serves("/file", whole(OLD)))
    (asked,) = local.headers("/file")
    assert "authorization" not in asked


def test_a_host_that_is_silent_is_not_waited_for_again(tmp_path: Path) -> None:
    with local_server() as gone:
        url = gone.serves("/file", whole(OLD))
    first, second = fetch([official(url, id="a"), official(url, id="b")], tmp_path, policy=POLICY)
    assert "est injoignable (3 essais)" in first.detail
    assert "est injoignable. Que faire : vérifier le réseau" in second.detail


# Archives -------------------------------------------------------------------------------------------------------------


def archive(name: str, content: bytes) -> bytes:
    """A zip of one file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (archive("table.csv", bytes(30_000_000)), "fois plus grosse une fois décompressée, 200 fois au plus"),
        (archive("../table.csv", OLD), "../table.csv : ce nom sort du dossier de l'archive"),
        (archive("table.csv", NEW)[:-40], "archive zip tronquée"),
        (archive("table.csv", NEW).replace(b"\x03", b"\x04", 1), "une archive zip est attendue ; reçu : 'PK"),
        (OLD, "une archive zip est attendue ; reçu : 'CODGEO"),
    ],
    ids=["bomb", "outside", "truncated", "other mark", "no zip"],
)
def test_an_archive_that_is_refused_replaces_nothing(local: Local, tmp_path: Path, content: bytes, told: str) -> None:
    good, raw = archive("table.csv", OLD), tmp_path / "raw"
    url = local.serves("/file", whole(good), whole(content))
    assert one(raw, url, kind="zip").result is Result.NEW
    outcome = one(raw, url, kind="zip")
    assert (outcome.result, told in outcome.detail) == (Result.FAILED, True), outcome.detail
    assert (raw / "sample.zip").read_bytes() == good
    assert left(raw) == {"sample.zip"}
    assert read_ledger(raw).lines["sample"].sha256 == sha256(good)
    assert left(tmp_path) == {"raw"}, "nothing came out of it"


# The folder -----------------------------------------------------------------------------------------------------------


def test_two_downloads_at_once_do_not_meet(local: Local, tmp_path: Path) -> None:
    url = local.serves("/file", whole(OLD))
    with FileLock(tmp_path / ".downloads.lock"), pytest.raises(RawFolderError, match="un autre téléchargement occupe"):
        one(tmp_path, url)
    assert local.asked == []
    assert one(tmp_path, url).result is Result.NEW


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"sample": {"file": "x"}}', b"\xff"])
def test_a_damaged_ledger_is_told_and_nothing_is_touched(local: Local, tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".downloads.json").write_bytes(content)
    with pytest.raises(RawFolderError, match="journal des téléchargements illisible ; le renommer"):
        one(tmp_path, local.serves("/file", whole(OLD)))
    assert (tmp_path / ".downloads.json").read_bytes() == content
    assert local.asked == []


def test_a_folder_that_is_a_file_is_told(local: Local, tmp_path: Path) -> None:
    (tmp_path / "raw").write_bytes(b"")
    with pytest.raises(RawFolderError, match="écriture impossible"):
        one(tmp_path / "raw" / "in", local.serves("/file", whole(OLD)))
