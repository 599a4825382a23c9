"""Official files fetched from a server that misbehaves: what is on the disk afterwards, and what is said."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.download import State, read_ledger
from etl.download.connection import Client, Policy
from etl.download.fetch import Result, fetch
from etl.download.transfer import receive
from etl.official.raw import raw_files
from tests.etl.download.conftest import NEW, OLD, POLICY, left, official, one, sha256
from tests.etl.download.server import (
    Local,
    announcing,
    chunked,
    dated,
    dripping,
    local_server,
    partial,
    redirect,
    resumable,
    stalling,
    status,
    whole,
)

DATE = "Wed, 21 Oct 2026 07:28:00 GMT"

# What should happen ---------------------------------------------------------------------------------------------------


def test_a_file_comes_and_is_written_down(local: Local, tmp_path: Path) -> None:
    local.serves("/there", resumable(NEW, '"v1"', last_modified=DATE))
    url = local.serves("/file", redirect("/there"))
    outcome = one(tmp_path, url)
    assert (outcome.result, outcome.size, outcome.detail) == (Result.NEW, len(NEW), "")
    assert (tmp_path / "sample.csv").read_bytes() == NEW
    assert left(tmp_path) == {"sample.csv"}
    written = json.loads((tmp_path / ".downloads.json").read_text(encoding="utf-8"))["sample"]
    assert written["sha256"] == sha256(NEW)
    assert (written["bytes"], written["file"]) == (len(NEW), "sample.csv")
    assert (written["url"], written["final_url"]) == (url, f"{local.root}/there")
    assert (written["etag"], written["last_modified"], written["previous_sha256"]) == ('"v1"', DATE, "")
    line = read_ledger(tmp_path).lines["sample"]
    assert line.published == "2026-10-21"
    assert line.date == line.checked
    (asked,) = local.headers("/there")
    assert asked["accept-encoding"] == "identity"
    assert "range" not in asked


@pytest.mark.parametrize("answer", [resumable(OLD, '"v1"'), dated(OLD, DATE)], ids=["etag", "date"])
def test_what_did_not_change_is_not_sent_again(local: Local, tmp_path: Path, answer: object) -> None:
    url = local.serves("/file", answer)  # type: ignore[arg-type]
    first = one(tmp_path, url)
    again = one(tmp_path, url)
    assert (first.result, again.result) == (Result.NEW, Result.UNCHANGED)
    assert again.size == len(OLD)
    assert {"if-none-match", "if-modified-since"} & set(local.headers("/file")[1])
    assert left(tmp_path) == {"sample.csv"}


def test_same_bytes_sent_again_are_unchanged_too(local: Local, tmp_path: Path) -> None:
    url = local.serves("/file", whole(OLD))
    one(tmp_path, url)
    before = (tmp_path / "sample.csv").stat()
    assert one(tmp_path, url).result is Result.UNCHANGED
    assert (tmp_path / "sample.csv").stat().st_ino == before.st_ino, "the file was not touched"
    assert left(tmp_path) == {"sample.csv"}


def test_what_changed_is_told_with_the_previous_size_and_date(local: Local, tmp_path: Path) -> None:
    url = local.serves("/file", resumable(OLD, '"v1"'), resumable(NEW, '"v2"'), resumable(NEW, '"v3"'))
    one(tmp_path, url)
    day = read_ledger(tmp_path).lines["sample"].date.date().isoformat()
    outcome = one(tmp_path, url)
    assert (outcome.result, outcome.previous_size, outcome.size) == (Result.CHANGED, len(OLD), len(NEW))
    assert outcome.previous_date == day
    assert (tmp_path / "sample.csv").read_bytes() == NEW
    assert one(tmp_path, url).result is Result.UNCHANGED, "another ETag, the same bytes"
    line = read_ledger(tmp_path).lines["sample"]
    assert (line.sha256, line.etag) == (sha256(NEW), '"v3"')
    assert (line.previous_sha256, line.previous_bytes) == (sha256(OLD), len(OLD)), "the past is kept"


def test_a_file_altered_on_the_disk_is_seen_and_put_back(local: Local, tmp_path: Path) -> None:
    url = local.serves("/file", resumable(OLD, '"v1"'))
    one(tmp_path, url)
    (tmp_path / "sample.csv").write_bytes(OLD.replace(b"12,5", b"12,6"))
    assert read_ledger(tmp_path).state("sample", "sample.csv") is State.ALTERED
    outcome = one(tmp_path, url)
    assert outcome.result is Result.UNCHANGED
    assert "n'était plus celui de l'éditeur" in outcome.detail
    assert (tmp_path / "sample.csv").read_bytes() == OLD
    assert "if-none-match" not in local.headers("/file")[1], "not asked whether it changed: it must come again"


def test_a_file_that_somebody_put_there_is_compared(local: Local, tmp_path: Path) -> None:
    (tmp_path / "sample.csv").write_bytes(OLD)
    assert read_ledger(tmp_path).state("sample", "sample.csv") is State.UNKNOWN
    outcome = one(tmp_path, local.serves("/file", whole(NEW)))
    assert (outcome.result, outcome.previous_size) == (Result.CHANGED, len(OLD))
    assert read_ledger(tmp_path).lines["sample"].previous_sha256 == sha256(OLD)


def test_one_failure_does_not_stop_the_rest(local: Local, tmp_path: Path) -> None:
    files = [
        official(local.serves("/bad", status(404)), id="bad", uncertain="adresse composée"),
        official(local.serves("/good", whole(OLD)), id="good"),
        official(None, id="hand"),
    ]
    seen: list[tuple[str, int, int | None]] = []
    outcomes = fetch(files, tmp_path, policy=POLICY, progress=lambda *told: seen.append(told))
    assert [outcome.result for outcome in outcomes] == [Result.FAILED, Result.NEW, Result.BY_HAND]
    for word in ("aucun fichier à cette adresse (erreur 404)", "https://www.insee.fr/fr/statistiques/1", "composée"):
        assert word in outcomes[0].detail
    assert "à télécharger depuis https://www.insee.fr/fr/statistiques/1" in outcomes[2].detail
    assert left(tmp_path) == {"good.csv"}
    assert seen == [("good", len(OLD), len(OLD))]
    assert len(local.headers("/bad")) == 1, "an absent file is not asked for again"


# Cuts and resumption --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answers",
    [
        (resumable(NEW, '"v1"', cut_after=100), resumable(NEW, '"v1"')),
        (dated(NEW, DATE, cut_after=100), dated(NEW, DATE)),
        (stalling(NEW, 2, etag='"v1"'), resumable(NEW, '"v1"')),
        (announcing(len(NEW), NEW[:100], etag='"v1"'), resumable(NEW, '"v1"', cut_after=50), resumable(NEW, '"v1"')),
    ],
    ids=["etag", "date", "stall", "twice"],
)
def test_a_cut_is_resumed_where_it_was(local: Local, tmp_path: Path, answers: tuple[object, ...]) -> None:
    outcome = one(tmp_path, local.serves("/file", *answers))  # type: ignore[arg-type]
    assert (outcome.result, (tmp_path / "sample.csv").read_bytes()) == (Result.NEW, NEW)
    first, *others = local.headers("/file")
    assert "range" not in first
    starts = [int(asked["range"].removeprefix("bytes=").removesuffix("-")) for asked in others]
    assert all(starts)
    assert starts == sorted(starts)
    assert left(tmp_path) == {"sample.csv"}


def test_what_was_received_stays_for_another_day(local: Local, tmp_path: Path) -> None:
    (tmp_path / "sample.csv").write_bytes(OLD)
    url = local.serves("/file", resumable(NEW, '"v1"', cut_after=100))
    outcome = one(tmp_path, url)
    assert outcome.result is Result.FAILED
    assert "(3 essais)" in outcome.detail
    assert "le téléchargement reprendra là" in outcome.detail
    assert (tmp_path / "sample.csv").read_bytes() == OLD, "the previous file stays"
    assert (tmp_path / ".sample.csv.part").read_bytes() == NEW[:300], "three times a hundred bytes"
    local.serves("/file", resumable(NEW, '"v1"'))
    assert one(tmp_path, url).result is Result.CHANGED
    assert local.headers("/file")[-1]["range"] == "bytes=300-"
    assert local.headers("/file")[-1]["if-range"] == '"v1"'
    assert (tmp_path / "sample.csv").read_bytes() == NEW
    assert left(tmp_path) == {"sample.csv"}


OTHER = NEW.replace(b"QP", b"QN")


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([resumable(NEW, '"v1"', cut_after=100), resumable(OTHER, '"v2"')], OTHER),
        ([resumable(NEW, '"v1"', cut_after=100), whole(NEW)], NEW),
        (
            [
                resumable(NEW, '"v1"', cut_after=100),
                partial(OTHER[100:], f"bytes 100-{len(NEW) - 1}/{len(NEW)}", etag='"v2"'),
                resumable(OTHER, '"v2"'),
            ],
            OTHER,
        ),
        ([resumable(NEW, '"v1"', cut_after=100), partial(NEW[50:], "bytes 50-99/100"), whole(NEW)], NEW),
        (
            [
                resumable(NEW, '"v1"', cut_after=100),
                partial(NEW[100:200], f"bytes 100-199/{len(NEW)}", etag='"v1"'),
                whole(NEW),
            ],
            NEW,
        ),
        ([resumable(NEW, '"v1"', cut_after=100), status(416), whole(NEW)], NEW),
        (
            [
                resumable(NEW, '"v1"', cut_after=100),
                partial(
                    gzip.compress(NEW), f"bytes 100-{len(NEW) - 1}/{len(NEW)}", etag='"v1"', content_encoding="gzip"
                ),
                whole(NEW),
            ],
            NEW,
        ),
    ],
    ids=["changed", "ignores", "lies", "elsewhere", "half", "refuses", "compressed"],
)
def test_two_versions_are_never_joined(local: Local, tmp_path: Path, answers: list[object], expected: bytes) -> None:
    outcome = one(tmp_path, local.serves("/file", *answers))  # type: ignore[arg-type]
    assert outcome.result is Result.NEW, outcome.detail
    assert (tmp_path / "sample.csv").read_bytes() == expected
    assert left(tmp_path) == {"sample.csv"}
    ranges = ["range" in asked for asked in local.headers("/file")]
    assert ranges == [False, True, False][: len(answers)], "after a wrong answer, all is asked for anew"


@pytest.mark.parametrize(
    "cut",
    [
        announcing(len(NEW), NEW[:100]),
        announcing(len(NEW), NEW[:100], etag='W/"v1"'),
        announcing(900, gzip.compress(NEW)[:200], etag='"v1"', content_encoding="gzip"),
    ],
    ids=["nothing said", "weak", "compressed"],
)
def test_what_cannot_be_told_apart_starts_anew(local: Local, tmp_path: Path, cut: object) -> None:
    """Without a promise of same bytes, or when the bytes sent are not those kept, no resumption is asked for."""
    assert one(tmp_path, local.serves("/file", cut, whole(OTHER))).result is Result.NEW  # type: ignore[arg-type]
    assert "range" not in local.headers("/file")[1]
    assert (tmp_path / "sample.csv").read_bytes() == OTHER


@given(st.integers(0, 300_000), st.sampled_from([b"0", b"a;b\n1;2\n"]))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_compressed_content_of_any_size_comes_whole(tmp_path: Path, size: int, pattern: bytes) -> None:
    content = (b"a;b\n" + pattern * size)[: size + 8]
    (tmp_path / "sample.csv").unlink(missing_ok=True)
    with local_server() as local:
        outcome = one(tmp_path, local.serves("/file", whole(gzip.compress(content), content_encoding="gzip")))
    assert outcome.result is not Result.FAILED or "pas de ligne" in outcome.detail
    assert outcome.result is Result.FAILED or (tmp_path / "sample.csv").read_bytes() == content


def test_a_part_of_another_address_is_not_completed(local: Local, tmp_path: Path) -> None:
    one(tmp_path, local.serves("/old", resumable(NEW, '"v1"', cut_after=100)))
    assert (tmp_path / ".sample.csv.part").stat().st_size == 300
    assert one(tmp_path, local.serves("/new", resumable(OTHER, '"v1"'))).result is Result.NEW
    assert "range" not in local.headers("/new")[0]
    assert (tmp_path / "sample.csv").read_bytes() == OTHER


def test_a_part_without_its_memo_starts_anew(local: Local, tmp_path: Path) -> None:
    (tmp_path / ".sample.csv.part").write_bytes(b"what a crash left")
    (tmp_path / ".sample.csv.part.json").write_bytes(b'{"url": "')
    assert one(tmp_path, local.serves("/file", resumable(NEW, '"v1"'))).result is Result.NEW
    assert (tmp_path / "sample.csv").read_bytes() == NEW
    assert left(tmp_path) == {"sample.csv"}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(min_size=1, max_size=3000), st.lists(st.integers(0, 1000), max_size=6), st.booleans())
def test_whatever_the_cuts_the_bytes_are_those_of_the_server(
    tmp_path: Path, content: bytes, cuts: list[int], honest: bool
) -> None:
    """Cut after any number of bytes, by a server that resumes or one that starts again each time."""
    part = tmp_path / "any.part"
    part.unlink(missing_ok=True)
    with local_server() as local:
        answers = [
            resumable(content, '"v1"', cut_after=cut) if honest else announcing(len(content) + 1, content[:cut])
            for cut in cuts
        ]
        url = local.serves("/any", *answers, resumable(content, '"v1"'))
        client = Client(Policy(attempts=8, pause=0, disk_reserve=0, plain_http_here=True))
        version = receive(client, url, part, 10_000, None, lambda received, expected: None)
        client.close()
    assert part.read_bytes() == content
    assert version is not None


# Failures that pass, and those that do not ----------------------------------------------------------------------------


def test_an_error_that_passes_is_waited_for(local: Local, tmp_path: Path) -> None:
    url = local.serves("/file", status(500), status(503, retry_after="1000000"), whole(OLD))
    assert one(tmp_path, url).result is Result.NEW
    assert len(local.headers("/file")) == 3


@pytest.mark.parametrize(
    ("answer", "tries", "told"),
    [
        (status(500), 3, "le serveur répond par l'erreur 500 (3 essais)"),
        (status(403), 1, "le serveur refuse (réponse 403)"),
        (status(410), 1, "aucun fichier à cette adresse (erreur 410)"),
        (status(304), 1, "le serveur dit inchangé un fichier qu'on n'a pas"),
        (announcing(5000, OLD), 3, "la liaison a été coupée (3 essais)"),
        (chunked(OLD, ended=False), 3, "la liaison a été coupée (3 essais)"),
        (dripping(NEW, 0.02), 3, "le serveur envoie trop lentement (3 essais)"),
        (stalling(NEW, 2), 3, "le serveur n'envoie plus rien (3 essais)"),
        (whole(b"<!DOCTYPE html>\n<html><title>Maintenance</title>"), 1, "une page web a été reçue à la place"),
        (whole(b"\r\n  <HTML>"), 1, "une page web a été reçue à la place"),
        (whole(b'{"error_code": "Unknown dataset"}'), 1, 'un fichier csv est attendu ; reçu : \'{"error_code"'),
        (whole(b""), 1, "le fichier reçu est vide"),
        (whole(b"CODGEO;VALEUR\n"), 1, "pas de ligne sous son en-tête"),
        (whole(gzip.compress(OLD), content_encoding="br"), 1, "contenu codé en « br », qui n'a pas été demandé"),
        (whole(gzip.compress(OLD)[:-9], content_encoding="gzip"), 3, "contenu compressé incomplet (3 essais)"),
        (whole(b"not gzip", content_encoding="gzip"), 1, "contenu compressé abîmé"),
    ],
)
def test_a_failure_is_told_and_the_previous_file_stays(
    local: Local, tmp_path: Path, answer: object, tries: int, told: str
) -> None:
    (tmp_path / "sample.csv").write_bytes(OLD)
    outcome = one(tmp_path, local.serves("/file", answer))  # type: ignore[arg-type]
    assert outcome.result is Result.FAILED
    assert told in outcome.detail
    assert "Que faire : " in outcome.detail
    assert len(local.headers("/file")) == tries
    assert (tmp_path / "sample.csv").read_bytes() == OLD
    assert not (tmp_path / ".downloads.json").exists()
    assert left(tmp_path) - {".sample.csv.part", ".sample.csv.part.json"} == {"sample.csv"}


def test_an_unwanted_compression_is_undone(local: Local, tmp_path: Path) -> None:
    url = local.serves("/file", whole(gzip.compress(NEW), content_encoding="gzip", etag='"v1"'))
    assert one(tmp_path, url).result is Result.NEW
    assert (tmp_path / "sample.csv").read_bytes() == NEW


def test_what_is_ours_is_not_taken_for_official(local: Local, tmp_path: Path) -> None:
    """The build reads every visible file of the folder."""
    one(tmp_path, local.serves("/file", resumable(OLD, '"v1"'), resumable(NEW, '"v2"', cut_after=100)))
    assert one(tmp_path, f"{local.root}/file").result is Result.FAILED
    assert left(tmp_path) == {"sample.csv", ".sample.csv.part", ".sample.csv.part.json"}
    assert [file.name for file in raw_files(tmp_path)] == ["sample.csv"]
