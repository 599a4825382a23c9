"""``qpv brief --check`` on files made to hurt: status 2, a French message that says what, never a traceback."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from dashboard.exports import format_of
from qpv.cli import run
from tests.conftest import Built
from tests.dashboard.briefs.altered import edit_parts
from tests.dashboard.exports.paper import full

OFFICE = ("docx", "pptx", "xlsx", "csv")
BOMB = 400_000_000
"""Bytes that a zip of some hundred thousand unpacks to."""
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE lol [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]><lol>&d;</lol>'
)
LATER = 9


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """A sound file in each format."""
    return {name: format_of(name).write(full()) for name in (*OFFICE, "html", "pdf")}


@pytest.fixture
def refused(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str, bytes], str]:
    """What ``qpv brief --check`` says of a file that it refuses."""

    monkeypatch.setenv("QPV_INDICATORS_DIR", str(built.folder))

    def check(name: str, content: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content)
        begun = time.monotonic()
        status, told = run(["brief", "--check", str(path)]), capsys.readouterr()
        assert (status, told.out) == (2, ""), (name, told.out, told.err[-2000:])
        assert "Traceback" not in told.err
        assert name in told.err
        assert time.monotonic() - begun < 30
        return told.err

    return check


def _bomb(content: bytes) -> bytes:
    """The same with a part that fills the memory once unpacked."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("bombe.xml", "w") as part:
        for _ in range(BOMB // 1_000_000):
            part.write(b"0" * 1_000_000)
    return out.getvalue()


@pytest.mark.parametrize("name", OFFICE)
def test_a_truncated_zip_is_refused(name: str, files: dict[str, bytes], refused: Callable[[str, bytes], str]) -> None:
    told = refused(f"coupe{format_of(name).SUFFIX}", files[name][: len(files[name]) // 2])
    assert re.search(r"abîmé|illisible|Illisible", told)


@pytest.mark.parametrize("name", OFFICE)
def test_a_zip_bomb_is_not_unpacked(name: str, files: dict[str, bytes], refused: Callable[[str, bytes], str]) -> None:
    content = _bomb(files[name])
    assert len(content) < 2_000_000
    assert "décompress" in refused(f"bombe{format_of(name).SUFFIX}", content)


@pytest.mark.parametrize(
    ("name", "part"), [("docx", "word/document.xml"), ("pptx", "ppt/presentation.xml"), ("xlsx", "xl/workbook.xml")]
)
def test_entities_are_not_expanded(
    name: str, part: str, files: dict[str, bytes], refused: Callable[[str, bytes], str]
) -> None:
    content = edit_parts(files[name], lambda told, blob: ENTITIES if told == part else blob)
    refused(f"entites.{name}", content)


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "AAAAAAAA1", "B99999999999999999999"])
def test_a_cell_at_the_far_corner_makes_no_room(
    cell: str, files: dict[str, bytes], refused: Callable[[str, bytes], str]
) -> None:
    mark = f'<row r="99"><c r="{cell}"><v>1</v></c></row></sheetData>'.encode()
    content = edit_parts(
        files["xlsx"],
        lambda told, blob: blob.replace(b"</sheetData>", mark) if told.endswith("sheet1.xml") else blob,
    )
    assert "bien trop loin" in refused("loin.xlsx", content)


def test_what_is_left_of_a_deck_is_not_taken_for_its_workbook(
    files: dict[str, bytes], refused: Callable[[str, bytes], str]
) -> None:
    book = files["pptx"].rindex(b"PK\x05\x06", 0, len(files["pptx"]) - 100) + 22
    told = refused("coupe.pptx", files["pptx"][:book])
    assert "PowerPoint est abîmé" in told


def test_a_page_of_many_parts_is_read_at_once(files: dict[str, bytes], refused: Callable[[str, bytes], str]) -> None:
    deep = b"<div hidden>" * 20_000 + b"</p>" * 40_000
    content = files["html"].replace(b"</main>", deep + b"</main>").replace(b'id="lisiere-preuve"', b'id="autre"')
    begun = time.monotonic()
    refused("profonde.html", content)
    assert time.monotonic() - begun < 5


def test_a_page_far_too_long_is_not_read(files: dict[str, bytes], refused: Callable[[str, bytes], str]) -> None:
    content = files["html"].replace(b"</main>", b"<p>Trop de mots. </p>" * 500_000 + b"</main>")
    assert len(content) > 10_000_000
    assert "trop longue" in refused("longue.html", content)


def test_a_pdf_without_proof_is_refused(files: dict[str, bytes], refused: Callable[[str, bytes], str]) -> None:
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(files["pdf"])).pages:
        writer.add_page(page)
    out = io.BytesIO()
    writer.write(out)
    assert "ne porte pas la preuve de Lisière" in refused("sans preuve.pdf", out.getvalue())


def _with_proof(content: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """A page with another proof in it."""
    start = content.index(b">", content.index(b'id="lisiere-preuve"')) + 1
    end = content.index(b"</script>", start)
    proof = json.loads(content[start:end])
    change(proof)
    told = json.dumps(proof, ensure_ascii=False).replace("<", "\\u003c")
    return content[:start] + told.encode() + content[end:]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda proof: proof.update(format_version=LATER), "mettez Lisière à jour"),
        (lambda proof: proof.update(claims=[], charts=[], tables=[]), "est vide"),
        (lambda proof: proof.update(made="9999-12-31"), "aucune note n'a été faite en 9999"),
        (lambda proof: proof["claims"][0]["observations"][0].update(period="demain"), "n'est pas une période"),
        (lambda proof: proof["claims"][0]["observations"][0].update(value=1e300), "n'est pas une valeur plausible"),
        (lambda proof: [c.update(text="mot " * 370) for c in _many(proof)], "trop longue"),
        (lambda proof: proof.update(seal={"lines": [["Texte", 3]]}), "abîmé"),
        (lambda proof: proof.update(seal=[3]), "abîmé"),
        (lambda proof: proof.update(seal={"lines": [["Texte", ["x" * 300_000]]]}), "abîmé"),
    ],
)
def test_a_crafted_proof_is_refused(
    change: Callable[[dict[str, Any]], None],
    told: str,
    files: dict[str, bytes],
    refused: Callable[[str, bytes], str],
) -> None:
    assert told in refused("faux.html", _with_proof(files["html"], change))


def _many(proof: dict[str, Any]) -> list[dict[str, Any]]:
    proof["claims"] = [dict(proof["claims"][0]) for _ in range(300)]
    claims: list[dict[str, Any]] = proof["claims"]
    return claims


@pytest.mark.parametrize("name", [*OFFICE, "html", "pdf"])
def test_a_wrong_suffix_does_not_matter(
    name: str,
    files: dict[str, bytes],
    built: Built,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "note.doc"
    path.write_bytes(files[name])
    monkeypatch.setenv("QPV_INDICATORS_DIR", str(built.folder))
    status, result = run(["brief", "--check", str(path)]), capsys.readouterr()
    # The place of this document is in no data: its sentences are out of date, and it is read all the same
    assert (status, result.err) == (1, "")
    assert "modifié" not in result.out.splitlines()[1]
    assert "Fichier intact." in result.out
