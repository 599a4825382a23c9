"""PDF: opened again, it says what the document says, in tagged structure, with the proof attached."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

from dashboard.briefs.document import Document
from dashboard.briefs.proof import proof_text
from dashboard.exports import ExportError, pdf
from dashboard.exports.pdf.compiling import UNSHOWN
from tests.dashboard.exports.drawn import examples
from tests.dashboard.exports.paper import ODD, SITE, almost_empty, folded, full

Node = tuple[str, DictionaryObject, int]


@pytest.fixture(scope="module")
def document() -> Document:
    return full(themes=2)


@pytest.fixture(scope="module")
def content(document: Document) -> bytes:
    return pdf.write(document)


def nodes(part: PdfObject, depth: int = 0) -> Iterator[Node]:
    """The parts of the structure, in order, with their depth."""
    if isinstance(part, ArrayObject):
        for child in part:
            yield from nodes(child.get_object(), depth)
    elif isinstance(part, DictionaryObject):
        if "/S" in part:
            yield str(part["/S"]), part, depth
        if "/K" in part:
            yield from nodes(part["/K"].get_object(), depth + 1)


def structure(content: bytes) -> list[Node]:
    root: Any = PdfReader(BytesIO(content)).trailer["/Root"]
    return list(nodes(root["/StructTreeRoot"].get_object()))


def tags(content: bytes) -> list[str]:
    return [tag for tag, _, _ in structure(content)]


def test_each_sentence_is_read_back_whole(document: Document, content: bytes) -> None:
    text = pdf.read(content).text
    for statement in document.statements:
        assert folded(statement.claim.text) in text
        assert folded(statement.note) in text
        assert statement.caution in text


def test_each_number_of_tables_and_charts_is_read_back(document: Document, content: bytes) -> None:
    text = pdf.read(content).text
    for table in document.tables:
        for row in table.rows:
            assert folded(" ".join(row)) in text
    _, _, annex = text.partition("Les chiffres des figures")
    for block in document.illustrations:
        assert folded(block.caption) in text
        for mark in block.chart.marks:
            assert folded(f"{mark.row} {mark.zone}") in annex
            assert folded(mark.text) in annex


def test_faces_of_absence_are_words(content: bytes) -> None:
    _, _, annex = pdf.read(content).text.partition("Les chiffres des figures")
    for face in ("secret statistique", "non publié", "0 %", "16 % (fragile)", "près de 38 %"):
        assert face in annex


def test_the_proof_is_attached(document: Document, content: bytes) -> None:
    reader = PdfReader(BytesIO(content))
    assert reader.attachments["lisiere-preuve.json"] == [proof_text(document).encode()]
    assert pdf.read(content).proof == json.loads(proof_text(document))
    attached = next(iter(reader.attachment_list))
    assert attached.description == "Ce que dit ce document et ce qui le prouve, lisible par un programme"
    assert attached.subtype == "/application/json"


def test_it_says_who_made_it_when_and_in_which_language(document: Document, content: bytes) -> None:
    reader = PdfReader(BytesIO(content))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "fr-FR"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    told = reader.metadata
    assert told is not None
    assert (told.title, told.author) == (document.title, "Lisière")
    assert "QP093001" in str(told.keywords)
    assert str(told.creation_date).startswith("2026-11-24 00:00:00")
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()


def test_structure_has_headings_lists_tables_and_figures(document: Document, content: bytes) -> None:
    found = structure(content)
    names = [tag for tag, _, _ in found]
    assert names.count("/H1") == 1
    assert names.count("/H2") == len(document.sections) + 2  # sources, and the figures of the charts
    assert names.count("/H3") == 1
    ranks = [int(tag[2]) for tag in names if re.fullmatch("/H[1-6]", tag)]
    assert all(later - earlier <= 1 for earlier, later in pairwise(ranks)), "no rank is skipped"
    assert names.count("/Figure") == len(document.illustrations)
    assert names.count("/Table") == len(document.tables) + len(document.illustrations)
    assert names.count("/Caption") == len(document.tables) + 2 * len(document.illustrations)
    assert names.count("/TH") >= 3 * names.count("/Table")
    drawn = (statement for block in document.illustrations for statement in block.statements)
    notes = {statement.note for statement in (*document.statements, *drawn) if statement.note}
    assert names.count("/Note") == len(notes), "sentences read at the same place share their note"
    assert {"/L", "/LI", "/Lbl", "/LBody", "/Link", "/P"} <= set(names)


def test_figures_have_their_alternative(document: Document, content: bytes) -> None:
    told = [str(node["/Alt"]) for tag, node, _ in structure(content) if tag == "/Figure"]
    assert [folded(text) for text in told] == [folded(block.chart.alternative) for block in document.illustrations]


def test_header_cells_say_what_they_are_of(content: bytes) -> None:
    headers = [node for tag, node, _ in structure(content) if tag == "/TH"]
    scopes = {str(attribute.get_object().get("/Scope")) for node in headers for attribute in _listed(node["/A"])}
    assert "/Column" in scopes


def _listed(value: PdfObject) -> list[Any]:
    found = value.get_object()
    return list(found) if isinstance(found, ArrayObject) else [found]


def test_links_lead_outside_only_to_sites(content: bytes) -> None:
    reader = PdfReader(BytesIO(content))
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    addresses = {str(note["/A"]["/URI"]) for note in notes if "/URI" in note.get("/A", {})}
    assert addresses == {SITE, "https://exemple.fr/insee", "https://exemple.fr/jardins"}
    assert "javascript:alert(1)" in pdf.read(content).text


def test_it_says_which_data_and_where_the_same_is(document: Document) -> None:
    content = pdf.write(document)
    assert "La même note à l’écran : /note?territoire=QP093001" in pdf.read(content).text
    *_, last = pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    assert "Lisière, données 22b94d2c0adf, le 24 novembre 2026" in last
    assert f"{len(pages)} / {len(pages)}" in last


def test_same_bytes_twice(document: Document, content: bytes) -> None:
    assert pdf.write(document) == content


def test_words_are_never_markup() -> None:
    document = full(odd=ODD)
    content = pdf.write(document)
    back = pdf.read(content)
    for statement in document.statements:
        assert folded(statement.claim.text) in back.text
    assert back.proof == json.loads(proof_text(document))
    assert folded(document.title) in back.text
    assert "[U+1F333]" in "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert folded(UNSHOWN) in back.text, "the reader is told why a code stands in the text"


@pytest.mark.parametrize(
    "odd",
    [
        "中文 한국어",
        "❤️ 👩\u200d🚀 🇫🇷 1️⃣",
        "a\x00b\x07c",
        "ligne\nligne\u2028",
        "x̂ ẍ ﷽ \ufeff co\u00adop",
        "𝔘𝔫",
        "مدرسة كبيرة جدا في المدينة القديمة " * 9,
    ],
)
def test_any_character_is_written_and_read_back(odd: str) -> None:
    document = full(odd=odd)
    text = pdf.read(pdf.write(document)).text
    assert folded(document.statements[-1].claim.text.replace("\x00", "")) in text.replace("\x00", "")


def test_almost_empty_document_is_one_page() -> None:
    content = pdf.write(almost_empty())
    assert len(PdfReader(BytesIO(content)).pages) == 1
    assert pdf.read(content).text == "Quartier sans chiffre L’essentiel Aucun chiffre n’est publié sur ce quartier."
    assert "/Table" not in tags(content)


@pytest.mark.parametrize("name", sorted(examples()))
def test_every_kind_of_chart_is_placed(name: str) -> None:
    document = full(charts=(examples()[name],))
    content = pdf.write(document)
    assert tags(content).count("/Figure") == 1
    assert folded(document.illustrations[0].caption) in pdf.read(content).text


def test_a_template_is_refused(document: Document) -> None:
    with pytest.raises(ExportError, match="modèle"):
        pdf.write(document, b"PK")


def test_a_file_that_is_not_ours_is_told_in_french(content: bytes) -> None:
    blank = PdfWriter()
    blank.add_blank_page(100, 100)
    locked = PdfWriter(clone_from=BytesIO(content))
    locked.encrypt("secret")
    files = {"n’est pas un PDF": b"PK\x03\x04", "ne porte pas la preuve": _bytes(blank), "mot de passe": _bytes(locked)}
    for reason, file in files.items():
        with pytest.raises(ExportError, match=reason):
            pdf.read(file)


@pytest.mark.parametrize("kept", [9, 400, 0.3, 0.7, 0.95])
def test_a_cut_file_is_told_in_french(content: bytes, kept: float) -> None:
    with pytest.raises(ExportError, match="PDF"):
        pdf.read(content[: int(kept if kept > 1 else len(content) * kept)])


def test_a_file_that_lost_its_structure_is_still_read(document: Document, content: bytes) -> None:
    writer = PdfWriter(clone_from=BytesIO(content))
    del writer.root_object["/StructTreeRoot"]
    back = pdf.read(_bytes(writer))
    assert back.proof == json.loads(proof_text(document))
    assert "Quartier prioritaire · Saint-Denis" in back.text


def _bytes(writer: PdfWriter) -> bytes:
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()
