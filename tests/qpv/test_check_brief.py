"""``qpv brief --check``: run as people and scripts run it, on notes that ``qpv brief`` wrote."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.exports import format_of, formats
from tests.conftest import Built
from tests.dashboard.briefs.altered import UNEMPLOYMENT, altered_copy, with_value
from tests.serving import qpv

Run = Callable[..., subprocess.CompletedProcess[str]]
MARKED = b"lisiere-preuve"


@pytest.fixture
def run(built: Built) -> Run:
    """``qpv`` on the freshly built data."""
    return lambda *arguments, **env: qpv(*arguments, **({"QPV_INDICATORS_DIR": str(built.folder)} | env))


@pytest.fixture(scope="module")
def note(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The note of France on one page, as a web page."""
    path = tmp_path_factory.mktemp("note") / "note.html"
    made = qpv(
        "brief", "FR", "--length", "page", "--format", "html", "-o", str(path), QPV_INDICATORS_DIR=str(built.folder)
    )
    assert made.returncode == 0, made.stderr
    return path


@pytest.fixture
def edited(note: Path, tmp_path: Path) -> Path:
    """The same with a number changed where it is read."""
    content = note.read_bytes()
    start = content.index(MARKED)
    end = content.index(b"</script>", start)
    old, new = b"18,3", b"12,3"
    path = tmp_path / "note relue.html"
    path.write_bytes(content[:start].replace(old, new) + content[start:end] + content[end:].replace(old, new))
    return path


def plain(text: str) -> str:
    """Plain spaces in each line."""
    return "\n".join(" ".join(line.split()) for line in text.splitlines())


def test_an_untouched_note_is_sound(run: Run, note: Path) -> None:
    result = run("brief", "--check", str(note))
    assert (result.returncode, result.stderr) == (0, "")
    summary = plain(result.stdout).splitlines()[1]
    assert re.fullmatch(r"([0-9]+) phrases : \1 justes ; 1 figure : 1 juste ; reste du texte : juste", summary)


def test_an_edited_note_says_what_to_write(run: Run, edited: Path) -> None:
    result = run("brief", "--check", str(edited))
    assert result.returncode == 1
    told = plain(result.stdout)
    assert "1 modifiée à la main" in told.splitlines()[1]
    assert re.search(r"Phrase modifiée à la main : En 2022, le taux de chômage .* : 18,3 % contre 7,5 %\.", told)
    assert re.search(r"Le fichier dit : En 2022, le taux de chômage .* : 12,3 % contre 7,5 %\.", told)
    assert re.search(r"À écrire : En 2022, le taux de chômage .* : 18,3 % contre 7,5 %\.", told)


def test_a_note_on_other_data_says_what_is_out_of_date(run: Run, built: Built, note: Path, tmp_path: Path) -> None:
    change = with_value(UNEMPLOYMENT | {"zone": "qpv"}, value="19.9")
    folder = altered_copy(built.folder, tmp_path / "indicators", change)
    result = run("brief", "--check", str(note), QPV_INDICATORS_DIR=str(folder))
    assert result.returncode == 1
    told = plain(result.stdout)
    assert "1 dépassée" in told.splitlines()[1]
    assert "Votre note du" in told
    assert "dit 2,4 fois ; c’est maintenant 2,7 fois." in told
    assert re.search(r"À écrire : En 2022, .* 2,7 fois .* : 19,9 % contre 7,5 %\.", told)


def test_programs_read_the_same(run: Run, edited: Path) -> None:
    result = run("brief", "--check", str(edited), "--format", "json")
    assert (result.returncode, result.stderr) == (1, "")
    told = json.loads(result.stdout)
    assert told["file"] == "note relue.html"
    assert told["sound"] is False
    wrong = [part for part in told["parts"] if part["status"] != "sound"]
    # The sentence, and the drawing that bears the same number
    assert [(part["kind"], part["status"]) for part in wrong] == [("claim", "edited"), ("chart", "edited")]
    assert told["counts"]["claim"]["edited"] == 1
    assert "12,3" in wrong[0]["edits"][0]["found"]


def test_the_format_is_that_of_the_content(run: Run, note: Path, tmp_path: Path) -> None:
    for name in ("note.pdf", "note.inconnu", "note"):
        copy = tmp_path / name
        copy.write_bytes(note.read_bytes())
        assert run("brief", "--check", str(copy)).returncode == 0, name


def _cannot(result: subprocess.CompletedProcess[str], told: str) -> None:
    assert (result.returncode, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    assert told in result.stderr


def test_what_is_not_a_note_is_refused_in_french(run: Run, tmp_path: Path) -> None:
    _cannot(run("brief", "--check", str(tmp_path / "absente.pdf")), "absente.pdf : ce fichier n'existe pas.")
    _cannot(run("brief", "--check", str(tmp_path)), "c'est un dossier")
    files = {
        "vide.docx": (b"", "ce fichier est vide"),
        "texte.txt": (b"bonjour", "format inconnu"),
        "page.html": (b"<!doctype html><html><body>Bonjour</body></html>", "page.html : "),
    }
    for name, (content, told) in files.items():
        (tmp_path / name).write_bytes(content)
        _cannot(run("brief", "--check", str(tmp_path / name)), told)


@pytest.mark.parametrize("name", formats())
def test_a_damaged_file_is_refused_in_french(run: Run, name: str, tmp_path: Path) -> None:
    suffix = format_of(name).SUFFIX
    for rank, content in enumerate((b"\x00\xff" * 400, b"%PDF-1.7\n" + b"x" * 300, b"PK\x03\x04" + b"\x01" * 300)):
        path = tmp_path / f"abime{rank}{suffix}"
        path.write_bytes(content)
        _cannot(run("brief", "--check", str(path)), path.name)


def test_a_file_far_too_large_is_not_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "enorme.pdf"
    with path.open("wb") as stream:
        stream.truncate(500_000_000)
    _cannot(run("brief", "--check", str(path)), "500 Mo, c'est trop pour une note (100 Mo au plus) : non lu.")


def test_a_proof_of_a_later_version_is_refused(run: Run, note: Path, tmp_path: Path) -> None:
    path = tmp_path / "note.html"
    content = note.read_bytes()
    later = content.replace(b'"format_version":1', b'"format_version":2')
    assert later != content
    path.write_bytes(later)
    _cannot(run("brief", "--check", str(path)), "mettez Lisière à jour")


def test_an_error_for_programs_is_one_line_of_json(run: Run, tmp_path: Path) -> None:
    result = run("brief", "--check", str(tmp_path / "absente.pdf"), "--format", "json")
    assert result.returncode == 2
    assert json.loads(result.stderr)["error"]["code"] == "document"
