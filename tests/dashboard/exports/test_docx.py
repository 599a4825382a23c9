"""The Word file opened again: every number, footnotes, headings, tables; house templates; files that are not ours."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import docx as library
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from lxml import etree

from dashboard.briefs.document import Document
from dashboard.briefs.proof import proof_text
from dashboard.exports import ExportError, docx
from dashboard.exports.native_charts import native
from dashboard.exports.office import package
from dashboard.exports.word.furniture import narrow, room_of, section_of
from dashboard.exports.word.house import house_template, open_template
from dashboard.exports.wording import ANNEX
from tests.dashboard.exports.drawn import examples
from tests.dashboard.exports.office import assert_sound, changed, drawn, known_values, parts_of
from tests.dashboard.exports.paper import ODD, almost_empty, folded, full

EVERY = list(examples().values())


@pytest.fixture(scope="module")
def document() -> Document:
    return full(charts=EVERY)


@pytest.fixture(scope="module")
def note(document: Document) -> bytes:
    return docx.write(document)


def opened(content: bytes) -> Any:
    return library.Document(io.BytesIO(content))


def styled(content: bytes, style: str) -> list[str]:
    return [folded(p.text) for p in opened(content).paragraphs if p.style.name.lower() == style.lower()]


def part(content: bytes, name: str) -> etree._Element:
    return etree.fromstring(parts_of(content)[name])


def test_every_number_of_every_chart_is_that_of_the_screen(note: bytes, document: Document):
    parts = parts_of(note)
    for number, block in enumerate(document.illustrations, start=1):
        points = drawn(parts[f"word/charts/chartLisiere{number}.xml"])
        chart = native(block.chart)
        values = [point.value for point in points if point.value is not None]
        assert len(values) == sum(p.value is not None for s in chart.series for p in s.points)
        if not (chart.plane or chart.form == "columns" or block.chart.cloud):
            assert sorted(values) == known_values(block.chart)


def test_each_chart_has_its_alternative_and_its_caption(note: bytes, document: Document):
    told = [element.get("descr") for element in opened(note).element.iter(qn("wp:docPr"))]
    assert told == [block.chart.alternative for block in document.illustrations]
    body = part(note, "word/document.xml")
    fields = [field.get(qn("w:instr")).split()[1] for field in body.iter(qn("w:fldSimple"))]
    assert fields.count("Figure") == len(document.illustrations)
    assert fields.count("Tableau") == len(document.tables)
    captions = [
        "".join(t.text for t in p.iter(qn("w:t")))
        for p in body.iter(qn("w:p"))
        if p.find(qn("w:fldSimple")) is not None
    ]
    for block in document.illustrations:
        assert folded(block.caption) in [folded(caption) for caption in captions]


def test_headings_are_headings(note: bytes, document: Document):
    assert styled(note, "Title") == [folded(document.title)]
    sections = [folded(section.title) for section in document.sections]
    assert styled(note, "heading 1") == [*sections, "Sources", ANNEX]


def test_each_sentence_has_its_footnote(note: bytes, document: Document):
    notes = part(note, "word/footnotes.xml")
    texts = {
        element.get(qn("w:id")): folded("".join(t.text or "" for t in element.iter(qn("w:t"))))
        for element in notes.iter(qn("w:footnote"))
    }
    called = [e.get(qn("w:id")) for e in part(note, "word/document.xml").iter(qn("w:footnoteReference"))]
    assert len(called) == len(set(called))
    assert set(called) == {key for key in texts if int(key) > 0}
    assert {texts["-1"], texts["0"]} == {""}
    for statement in document.statements:
        if statement.note:
            assert folded(statement.note) in texts.values()


def test_the_annex_says_every_figure_of_every_chart(note: bytes, document: Document):
    cells = {folded(cell.text) for table in opened(note).tables for cell in table._cells}
    text = docx.read(note).text
    for block in document.illustrations:
        for mark in block.chart.marks:
            assert folded(mark.text) in cells | {text} or folded(mark.text) in text


def test_tables_repeat_their_header_and_are_told(note: bytes, document: Document):
    tables = opened(note).tables
    assert len(tables) == len(document.tables) + sum(bool(block.chart.table()[1]) for block in document.illustrations)
    for table in tables:
        assert table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_it_is_french_a4_signed_and_numbered(note: bytes, document: Document):
    word = opened(note)
    section = word.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    language = word.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "fr-FR"
    assert (word.core_properties.title, word.core_properties.author) == (document.title, "Lisière")
    footer = "".join(parts_of(note)["word/footerLisiere.xml"].decode())
    assert "PAGE" in footer
    assert "données 22b94d2c0adf" in footer


def test_the_package_is_sound_and_the_same_twice(note: bytes, document: Document):
    assert_sound(note)
    assert docx.write(document) == note
    with zipfile.ZipFile(io.BytesIO(note)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_it_reads_back_what_it_wrote(note: bytes, document: Document):
    found = docx.read(note)
    assert found.proof == json.loads(proof_text(document))
    for statement in document.statements:
        assert folded(statement.claim.text) in found.text
        assert folded(statement.note) in found.text
    assert len(found.charts) == len(document.illustrations)
    assert not any(found.differing.values())


def test_an_edit_of_the_chart_is_seen(note: bytes):
    name = "word/charts/chartLisiere1.xml"
    edited = changed(note, lambda p: p.update({name: p[name].replace(b"<c:v>23.9</c:v>", b"<c:v>42</c:v>")}))
    found = docx.read(edited)
    assert [told[1:] for differing in found.differing.values() for told in differing] == [("23,9", "42")]


def test_odd_words_are_kept_and_their_direction_is_told():
    content = docx.write(full(odd=f"{ODD}\x0b"))
    assert_sound(content)
    assert folded(f"Le quartier compte 12 345 habitants {ODD}.") in docx.read(content).text
    body = parts_of(content)["word/document.xml"]
    assert b"\x0b" not in body
    right = [
        "".join(t.text or "" for t in run.iter(qn("w:t")))
        for run in part(content, "word/document.xml").iter(qn("w:r"))
        if run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None
    ]
    assert right
    assert all("مدرسة" in text for text in right)


def test_one_page_has_no_annex_and_is_set_to_hold():
    document = full(length="page")
    content = docx.write(document)
    assert ANNEX not in docx.read(content).text
    assert docx.read(content).proof["asked"]["length"] == "page"
    word = open_template(None)
    section = section_of(word)
    wide = room_of(section)
    narrow(section)
    assert room_of(section)[0] > wide[0]
    usual = opened(docx.write(full())).styles["Normal"].font.size
    assert opened(content).styles["Normal"].font.size < usual


def test_a_document_with_almost_nothing_is_short():
    content = docx.write(almost_empty())
    assert_sound(content)
    assert "word/footnotes.xml" not in parts_of(content)
    assert "Aucun chiffre n’est publié" in docx.read(content).text


def house() -> bytes:
    """A template of a house: its own heading, its own footnote, no style for captions nor notes."""
    word = library.Document()
    word.styles["Heading 1"].font.name = "Maison"
    word.styles.add_style("Encadré maison", WD_STYLE_TYPE.PARAGRAPH)
    word.add_paragraph("À retirer")
    word.sections[0].header.paragraphs[0].text = "En-tête de la maison"
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def test_a_house_template_keeps_its_styles_and_gets_those_it_lacks(document: Document):
    content = docx.write(document, house())
    assert_sound(content)
    word = opened(content)
    assert "À retirer" not in [p.text for p in word.paragraphs]
    assert word.styles["Heading 1"].font.name == "Maison"
    assert word.sections[0].header.paragraphs[0].text == "En-tête de la maison"
    names = [style.name for style in word.styles]
    assert {"Encadré maison", "footnote text", "Lisière tableau"} <= set(names)
    assert len(names) == len(set(names))
    used = {p.style.name for p in word.paragraphs}
    assert {"Heading 1", "Title", "Caption"} <= used
    assert docx.read(content).proof == json.loads(proof_text(document))


def test_a_template_made_of_one_of_our_notes_keeps_nothing_of_what_it_said(note: bytes, document: Document):
    content = docx.write(almost_empty(), note)
    assert_sound(content)
    assert "word/footnotes.xml" not in parts_of(content)
    assert not [name for name in parts_of(content) if "chart" in name]
    assert docx.read(content).proof == json.loads(proof_text(almost_empty()))
    assert docx.read(docx.write(document, note)).proof == json.loads(proof_text(document))


def test_our_own_template_is_one():
    assert docx.write(almost_empty(), house_template())


@pytest.mark.parametrize("content", [b"", b"bonjour", b"PK\x03\x04" + b"0" * 100, docx.write(almost_empty())[:3000]])
def test_what_is_not_a_word_file_is_said(content: bytes):
    for ask in (lambda: docx.read(content), lambda: docx.write(almost_empty(), content)):
        with pytest.raises(ExportError, match="Word"):
            ask()


def test_a_file_that_is_not_ours_or_lost_a_part_is_said(note: bytes):
    with pytest.raises(ExportError, match="ne porte pas de preuve"):
        docx.read(house())
    with pytest.raises(ExportError, match="Il manque une partie"):
        docx.read(changed(note, lambda parts: parts.pop("word/document.xml") and None))
    with pytest.raises(ExportError, match="abîmée"):
        docx.read(changed(note, _spoil))


def _spoil(parts: dict[str, bytes]) -> None:
    (name,) = [name for name in parts if name.startswith("customXml/item") and "Props" not in name]
    parts[name] = parts[name].replace(b"{", b"", 1)


def test_a_bomb_is_not_opened(note: bytes, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(package, "LARGEST", 10_000)
    with pytest.raises(ExportError, match="trop gros"):
        docx.read(note)
