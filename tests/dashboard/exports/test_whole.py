"""Nothing of a file may change without a word: what is not read again is at least remarked, in every format."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from pypdf import PdfWriter
from pypdf.annotations import FreeText

from dashboard.briefs.document import Table
from dashboard.briefs.proven import ProofError, read_proof
from dashboard.briefs.remainder import reread
from dashboard.briefs.seal import read_seal
from dashboard.briefs.whole import PROOF, activated, is_intact, modified, proof_print
from dashboard.exports import ExportError, format_of, formats
from tests.dashboard.exports.paper import full

SEALED = sorted({*formats()} - {"md"})
PLACES = {"pdf": 10}
"""Bytes that are changed in turn: a PDF takes longer to be read."""


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """A file in each format."""
    return {name: format_of(name).write(full()) for name in SEALED}


def checked(name: str, content: bytes) -> tuple[bool, str, list[str]]:
    """Whether a file is intact, what is remarked otherwise, and what it would run or show by itself."""
    held = format_of(name).read(content)
    seal = read_seal(held.seal)
    parts = {**held.parts, PROOF: proof_print(held.proof, held.seal)}
    return (
        is_intact(seal, parts),
        modified(seal, parts),
        [edit.found or edit.told for edit in activated(seal, held.active)],
    )


def changed(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A zip with some parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for item in read.infolist():
            written.writestr(item, change(item.filename, read.read(item)))
    return out.getvalue()


def replaced(content: bytes, part: str, old: str, new: str) -> bytes:
    """A zip with words of one part replaced, which must be there."""
    met = []

    def change(name: str, blob: bytes) -> bytes:
        if name != part:
            return blob
        met.append(old.encode() in blob)
        return blob.replace(old.encode(), new.encode(), 1)

    found = changed(content, change)
    assert met == [True]
    return found


@pytest.mark.parametrize("name", SEALED)
def test_a_file_as_written_is_intact(name: str, files: dict[str, bytes]) -> None:
    assert checked(name, files[name]) == (True, "", [])


@pytest.mark.parametrize("name", SEALED)
def test_any_byte_that_changes_is_told(name: str, files: dict[str, bytes]) -> None:
    content = files[name]
    count = PLACES.get(name, 60)
    for rank in range(count):
        at = (rank * 2_654_435_761 + 17) % len(content)
        other = bytearray(content)
        other[at] ^= 1
        try:
            intact, remark, _ = checked(name, bytes(other))
        except (ExportError, ProofError):
            continue  # refused: told as well
        assert (intact, bool(remark)) == (False, True), (name, at, content[max(at - 30, 0) : at + 30])


@pytest.mark.parametrize(
    "name", [name for name in SEALED if format_of(name).SUFFIX in (".docx", ".pptx", ".xlsx", ".zip")]
)
def test_each_part_of_a_zip_is_told(name: str, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(files[name])) as archive:
        parts = [part for part in archive.namelist() if part.endswith(".xml") and "customXml/item1" not in part]
    for part in parts[:25]:
        content = changed(files[name], lambda told, blob, part=part: blob + b"\n" if told == part else blob)  # type: ignore[misc]
        intact, remark, _ = checked(name, content)
        assert (intact, "ce qui a changé" in remark) == (False, True), part
    twice = io.BytesIO(files[name])
    with zipfile.ZipFile(twice, "a") as archive:
        archive.writestr("de plus.txt", "x")
    assert "de plus.txt" in checked(name, twice.getvalue())[1] or name == "xlsx"


def test_what_changed_is_named(files: dict[str, bytes]) -> None:
    chart = replaced(files["docx"], "word/charts/chartLisiere1.xml", "minMax", "maxMin")
    assert "(ce qui a changé : graphique 1)" in checked("docx", chart)[1].replace("\u00a0", " ")
    sheet = replaced(files["xlsx"], "xl/worksheets/sheet2.xml", '<row r="2"', '<row hidden="1" r="2"')
    assert "feuille «\u00a0Métadonnées\u00a0»" in checked("xlsx", sheet)[1]
    page = files["html"].replace(b"<svg", b"<svg style='display:none'", 1)
    assert "dessin 1" in checked("html", page)[1]
    assert checked("html", page)[2] == []


@pytest.mark.parametrize(
    "added",
    ["<script>document.title = 1</script>", "<style>p{display:none}</style>", "<iframe src='x'></iframe>"],
)
def test_what_a_page_would_run_is_an_edit(added: str, files: dict[str, bytes]) -> None:
    page = files["html"].replace(b"</main>", added.encode() + b"</main>")
    assert len(checked("html", page)[2]) == 1
    other = files["html"].replace(b"default-src 'none'", b"default-src *", 1)
    assert len(checked("html", other)[2]) == 2  # one there, another gone


def test_what_an_office_suite_would_run_is_an_edit(files: dict[str, bytes]) -> None:
    cell = replaced(files["xlsx"], "xl/worksheets/sheet1.xml", "<v>", "<f>1+1</f><v>")
    assert any("=1+1" in told for told in checked("xlsx", cell)[2])
    for shown in ('<w:r><w:sym w:font="Arial" w:char="0039"/></w:r>', '<w:fldSimple w:instr=" QUOTE 9 "/>'):
        word = replaced(files["docx"], "word/document.xml", "</w:p>", f"{shown}</w:p>")
        assert len(checked("docx", word)[2]) == 1
    for name, folder in (("docx", "word"), ("pptx", "ppt")):
        links = f"{folder}/charts/_rels/chartLisiere1.xml.rels"
        away = replaced(files[name], links, "<Relationship ", '<Relationship TargetMode="External" ')
        assert any("lien suivi sans un clic" in told for told in checked(name, away)[2])


def test_what_is_put_on_a_pdf_is_an_edit(files: dict[str, bytes]) -> None:
    def other(change: Callable[[PdfWriter], object]) -> tuple[bool, str, list[str]]:
        writer = PdfWriter(clone_from=io.BytesIO(files["pdf"]))
        change(writer)
        out = io.BytesIO()
        writer.write(out)
        return checked("pdf", out.getvalue())

    intact, remark, edits = other(lambda writer: None)
    assert (intact, edits) == (False, [])
    assert "suite des octets" in remark
    note = FreeText(text="Taux 99 %", rect=(0, 500, 600, 800))
    assert any("Taux 99 %" in told for told in other(lambda writer: writer.add_annotation(0, note))[2])
    assert other(lambda writer: writer.add_blank_page(595, 842))[2] == ["4 pages", "3 pages"]
    assert "page 1" in other(lambda writer: writer.pages[0].cropbox.__setitem__(3, writer.pages[0].cropbox[2]))[1]


def test_a_cell_that_a_pdf_cuts_is_compared_as_it_is_cut() -> None:
    words = "Un indicateur au nom interminable dont chaque mot compte, " * 9
    sections = tuple(
        replace(
            section,
            blocks=tuple(
                replace(block, rows=((words, *block.rows[0][1:]), *block.rows[1:]))
                if isinstance(block, Table)
                else block
                for block in section.blocks
            ),
        )
        for section in full().sections
    )
    document = replace(full(), sections=sections)
    assert any(words in table.rows[0] for table in document.tables)
    held = format_of("pdf").read(format_of("pdf").write(document))
    assert not any(reread(read_proof(held.proof), held).tables)
