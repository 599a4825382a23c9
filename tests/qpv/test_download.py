"""``qpv download`` as its users run it, against an https server of this machine."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.etl.download.server import CERTIFICATE, Local, dripping, local_server, resumable, status, whole
from tests.serving import QPV, environment, qpv

OLD = b"CODGEO;VALEUR\r\nQP093001;12,5\r\n"
NEW = OLD + b"QP093002;8,1\r\n" * 40


@dataclass(frozen=True)
class Place:
    """A list of official files, the server that holds them, an empty raw folder."""

    local: Local
    raw: Path
    env: dict[str, str]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return qpv("download", *arguments, **self.env)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with local_server(tls=True) as local:
        common = {"publisher": "Insee", "licence": "Licence Ouverte 2.0", "feeds": "sample", "kind": "csv"}
        page = "https://www.insee.fr/fr/statistiques/1"
        entries = {
            "first": {"title": "Premier", "url": f"{local.root}/first", "page": page, "certain": True},
            "second": {
                "title": "Second",
                "url": f"{local.root}/second",
                "page": page,
                "date": "2026-10-01",
                "certain": False,
                "uncertain": "adresse composée",
            },
            "register": {
                "title": "Registre",
                "url": f"{local.root}/register",
                "page": page,
                "certain": True,
                "large": True,
            },
            "by_hand": {"title": "À la main", "page": page, "certain": True},
        }
        catalogue = tmp_path / "catalogue"
        catalogue.mkdir()
        # JSON is YAML
        content = json.dumps({name: common | entry for name, entry in entries.items()}, ensure_ascii=False)
        (catalogue / "downloads.yaml").write_text(content + "\n", encoding="utf-8")
        raw = tmp_path / "raw"
        env = {"QPV_CATALOGUE_DIR": str(catalogue), "QPV_RAW_DIR": str(raw), "REQUESTS_CA_BUNDLE": str(CERTIFICATE)}
        yield Place(local, raw, env)


def rows(text: str) -> dict[str, dict[str, str]]:
    """A CSV report by id."""
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text))}


def test_all_but_the_large_files_come(place: Place) -> None:
    place.local.serves("/first", resumable(OLD, '"v1"', last_modified="Wed, 21 Oct 2026 07:28:00 GMT"))
    place.local.serves("/second", whole(NEW))
    result = place.run("--format", "csv")
    assert (result.returncode, result.stderr) == (0, ""), "no progress when nobody watches"
    report = rows(result.stdout)
    assert {name: row["result"] for name, row in report.items()} == {
        "first": "nouveau",
        "second": "nouveau",
        "by_hand": "à la main",
    }
    assert (report["first"]["size"], report["by_hand"]["size"]) == (str(len(OLD)), "")
    assert "https://www.insee.fr/fr/statistiques/1" in report["by_hand"]["detail"]
    assert (place.raw / "first.csv").read_bytes() == OLD
    assert (place.raw / "second.csv").read_bytes() == NEW
    assert [path for path, _ in place.local.asked] == ["/first", "/second"], "nothing of the register"

    place.local.serves("/second", whole(OLD))
    again = json.loads(place.run("first", "second", "first", "--format", "json").stdout)
    assert [(row["id"], row["result"]) for row in again] == [("first", "inchangé"), ("second", "changé")]
    assert (again[1]["previous_size"], again[1]["size"]) == (len(NEW), len(OLD))
    assert again[0]["previous_size"] is None


def test_what_exists_is_listed_without_the_network(place: Place) -> None:
    place.local.serves("/first", resumable(OLD, '"v1"', last_modified="Wed, 21 Oct 2026 07:28:00 GMT"))
    place.local.serves("/register", whole(NEW))
    before = rows(place.run("--list", "--format", "csv").stdout)
    assert not place.raw.exists(), "listing writes nothing"
    assert place.local.asked == []
    assert {row["state"] for row in before.values()} == {"absent"}
    assert {name: row["how"] for name, row in before.items()} == {
        "first": "d'office",
        "second": "d'office",
        "register": "à nommer",
        "by_hand": "à la main",
    }
    assert before["second"]["uncertain"] == "adresse composée"
    assert before["by_hand"]["address"] == "https://www.insee.fr/fr/statistiques/1"
    assert (before["first"]["date"], before["second"]["date"]) == ("", "2026-10-01")

    assert place.run("first", "register").returncode == 0
    (place.raw / "register.csv").write_bytes(OLD)
    (place.raw / "by_hand.csv").write_bytes(OLD)
    after = rows(place.run("--list", "--format", "csv").stdout)
    states = {name: row["state"] for name, row in after.items()}
    assert states == {"first": "présent", "second": "absent", "register": "modifié", "by_hand": "déposé"}
    assert (after["first"]["size"], after["first"]["date"]) == (str(len(OLD)), "2026-10-21")
    as_json = json.loads(place.run("--list", "first", "--format", "json").stdout)
    assert [row["id"] for row in as_json] == ["first"]
    assert as_json[0]["size"] == len(OLD)
    table = place.run("--list").stdout
    assert "éditeur : Insee" in table
    assert "Premier" in table
    assert "https://www.insee.fr/fr/statistiques/1" in table
    assert "vides" not in table


def test_a_failure_is_an_error_after_the_report(place: Place) -> None:
    place.local.serves("/first", whole(OLD))
    place.local.serves("/second", status(404))
    result = place.run()
    assert result.returncode == 1
    assert "Erreur : Non téléchargé : second (motifs dans le compte rendu)" in result.stderr
    assert "Traceback" not in result.stderr
    assert "aucun fichier à cette adresse (erreur 404)" in result.stdout
    assert "adresse incertaine (adresse composée)" in result.stdout
    assert (place.raw / "first.csv").read_bytes() == OLD, "the others came"
    named = place.run("by_hand", "--format", "json")
    assert named.returncode == 1, "it was asked for, and did not come"
    assert json.loads(named.stdout)[0]["result"] == "à la main"
    assert json.loads(named.stderr)["error"]["code"] == "download"


def test_a_certificate_that_is_not_trusted_is_refused(place: Place) -> None:
    """No option and no variable makes it pass; only an authority that vouches for it would."""
    place.local.serves("/first", whole(OLD))
    bundle = {name: value for name, value in os.environ.items() if name == "REQUESTS_CA_BUNDLE"}
    unset = {"REQUESTS_CA_BUNDLE": bundle.get("REQUESTS_CA_BUNDLE", ""), "CURL_CA_BUNDLE": ""}
    result = qpv("download", "first", **(place.env | unset))
    assert result.returncode == 1
    assert "n'est pas reconnu : rien n'a été demandé" in result.stdout
    assert place.local.asked == []
    assert not (place.raw / "first.csv").exists()


def test_ctrl_c_leaves_what_can_be_resumed(place: Place) -> None:
    place.local.serves("/first", dripping(NEW, 0.01, etag='"v1"'), resumable(NEW, '"v1"'))
    process = subprocess.Popen(
        [QPV, "download", "first"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(**place.env),
    )
    deadline = time.monotonic() + 30
    while not (place.raw / ".first.csv.part").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert "Interrompu" in err
    assert "Traceback" not in err
    received = (place.raw / ".first.csv.part").read_bytes()
    assert 0 < len(received) < len(NEW)
    assert NEW.startswith(received)
    assert not (place.raw / "first.csv").exists()
    assert place.run("first").returncode == 0
    assert place.local.headers("/first")[-1]["range"] == f"bytes={len(received)}-"
    assert (place.raw / "first.csv").read_bytes() == NEW
    assert sorted(path.name for path in place.raw.glob("*first*")) == ["first.csv"]


def test_progress_is_shown_to_who_watches(place: Place) -> None:
    place.local.serves("/first", dripping(NEW, 0.001))
    parent, child = pty.openpty()
    env = environment(**place.env, TERM="xterm")
    process = subprocess.Popen([QPV, "download", "first"], stdout=subprocess.PIPE, stderr=child, env=env)
    out, _ = process.communicate(timeout=60)
    os.close(child)
    seen = os.read(parent, 1_000_000).decode()
    os.close(parent)
    assert process.returncode == 0
    assert "first" in seen
    assert "octets" in seen
    assert "\x1b" not in out.decode()


def test_mistakes_of_the_request_are_told(place: Place) -> None:
    result = place.run("regiter")
    assert (result.returncode, result.stdout) == (2, "")
    assert "Fichier inconnu : regiter (voir « qpv download --list »)" in result.stderr
    assert "register" in result.stderr
    assert json.loads(place.run("regiter", "--format", "json").stderr)["error"]["code"] == "unknown_file"
    place.raw.mkdir()
    (place.raw / ".downloads.json").write_bytes(b"{")
    for arguments in (["--list"], ["first"]):
        result = place.run(*arguments)
        assert (result.returncode, result.stdout) == (1, "")
        assert "journal des téléchargements illisible" in result.stderr
    elsewhere = place.raw.parent / "elsewhere"
    place.local.serves("/first", whole(OLD))
    assert place.run("first", "--raw", str(elsewhere)).returncode == 0
    assert (elsewhere / "first.csv").read_bytes() == OLD
