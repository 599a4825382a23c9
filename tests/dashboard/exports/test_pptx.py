"""The deck opened again: every number, note, alternative text; house templates; files that are not ours."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import pptx as library
import pytest
from lxml import etree
from pptx.util import Emu, Inches

from dashboard.briefs.document import Document
from dashboard.briefs.proof import proof_text
from dashboard.charts import Chart
from dashboard.exports import ExportError, pptx
from dashboard.exports.native_charts import native
from dashboard.exports.office import package
from dashboard.exports.slides.house import house_template
from tests.dashboard.exports.drawn import examples
from tests.dashboard.exports.office import assert_sound, changed, known_values, parts_of
from tests.dashboard.exports.paper import FIRST, ODD, almost_empty, folded, full

EVERY = list(examples().values())


@pytest.fixture(scope="module")
def document() -> Document:
    return full(charts=EVERY)


@pytest.fixture(scope="module")
def deck(document: Document) -> bytes:
    return pptx.write(document)


def opened(content: bytes) -> Any:
    return library.Presentation(io.BytesIO(content))


def frames(content: bytes) -> list[tuple[Any, Any]]:
    """Slides with a chart, with its frame."""
    return [(slide, shape) for slide in opened(content).slides for shape in slide.shapes if shape.has_chart]


def words(slide: Any) -> str:
    return folded(" ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame))


def test_every_number_of_every_chart_is_that_of_the_screen(deck: bytes, document: Document):
    found = frames(deck)
    assert len(found) == len(document.illustrations)
    for (_, frame), block in zip(found, document.illustrations, strict=True):
        drawn = native(block.chart)
        values = [v for plot in frame.chart.plots for s in plot.series for v in s.values if v is not None]
        assert len(values) == sum(p.value is not None for s in drawn.series for p in s.points)
        if not (drawn.plane or drawn.form == "columns" or block.chart.cloud):
            assert sorted(values) == known_values(block.chart)


def test_a_slide_says_the_finding_its_source_its_caveats_and_what_is_absent(deck: bytes, document: Document):
    for (slide, frame), block in zip(frames(deck), document.illustrations, strict=True):
        chart = block.chart
        assert folded(slide.shapes.title.text_frame.text) == folded(chart.title)
        text = words(slide)
        assert folded(chart.subtitle) in text
        assert "Source" in text
        assert "[1]" in text
        assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == chart.alternative
        notes = folded(slide.notes_slide.notes_text_frame.text)
        for caveat in chart.caveats:
            assert folded(caveat) in notes
        for statement in block.statements:
            assert folded(statement.claim.text) in notes
            assert f"Règle appliquée : {statement.claim.rule}" in notes
            assert "18,3 % : Observatoire, Rapport (2020), tableau 3, p. 12 [1]" in notes
        assert "Version des données : 22b94d2c0adf" in notes


def test_every_slide_has_a_title_notes_a_footer_and_a_number(deck: bytes, document: Document):
    for slide in opened(deck).slides:
        assert slide.shapes.title.text_frame.text
        assert slide.notes_slide.notes_text_frame.text
        assert folded(document.signature) in words(slide)
        assert 'type="slidenum"' in etree.tostring(slide._element).decode()


def test_nothing_leaves_the_slide_nor_meets_what_is_under_it(deck: bytes):
    presentation = opened(deck)
    assert (presentation.slide_width, presentation.slide_height) == (Inches(13.333), Inches(7.5))
    for slide in presentation.slides:
        boxes = sorted((s.top, s.top + s.height, s.left, s.left + s.width) for s in slide.shapes if s.height)
        for top, bottom, left, right in boxes:
            assert top >= 0
            assert left >= 0
            assert bottom <= presentation.slide_height
            assert right <= presentation.slide_width
        for slide_, frame in frames(deck)[:1]:
            others = [s for s in slide_.shapes if s.shape_id != frame.shape_id and s.name == "Source et réserves"]
            assert all(frame.top + frame.height <= s.top for s in others)


def test_the_package_is_sound_and_the_same_twice(deck: bytes, document: Document):
    assert_sound(deck)
    assert pptx.write(document) == deck
    with zipfile.ZipFile(io.BytesIO(deck)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    told = opened(deck).core_properties
    assert (told.author, told.language, told.created.date().isoformat()) == ("Lisière", "fr-FR", "2026-11-24")
    assert told.title == document.title


def test_it_reads_back_what_it_wrote(deck: bytes, document: Document):
    found = pptx.read(deck)
    assert found.proof == json.loads(proof_text(document))
    for statement in document.statements:
        assert folded(statement.claim.text) in found.text
    assert len(found.charts) == len(document.illustrations)
    assert not any(found.differing.values())
    plotted = found.charts["essai"]
    assert [(p.row, p.series, p.value) for p in plotted] == [
        (point.row, series.name, point.value)
        for series in native(document.illustrations[0].chart).series
        for point in series.points
    ]


def test_an_edit_of_the_workbook_or_of_the_chart_is_seen(deck: bytes):
    def of_the_chart(parts: dict[str, bytes]) -> None:
        name = "ppt/charts/chartLisiere1.xml"
        parts[name] = parts[name].replace(b"<c:v>23.9</c:v>", b"<c:v>42</c:v>")

    found = pptx.read(changed(deck, of_the_chart))
    assert [told[1:] for told in found.differing["essai"]] == [("23,9", "42")]
    assert 23.9 in [point.value for point in found.charts["essai"]], "the workbook wins"

    def of_the_workbook(parts: dict[str, bytes]) -> None:
        name = "ppt/embeddings/Graphique1.xlsx"
        sheet = "xl/worksheets/sheet1.xml"
        parts[name] = changed(parts[name], lambda p: p.update({sheet: p[sheet].replace(b"<v>23.9<", b"<v>42<")}))

    found = pptx.read(changed(deck, of_the_workbook))
    assert [told[1:] for told in found.differing["essai"]] == [("42", "23,9")]
    assert 42.0 in [point.value for point in found.charts["essai"]]


def test_odd_words_and_long_ones_are_kept():
    long = "Quartier" * 40
    content = pptx.write(full(odd=f"{ODD} {long}\x0b"))
    assert_sound(content)
    text = pptx.read(content).text
    assert folded(f"Le quartier compte 12 345 habitants {ODD} {long}.").replace("\x0b", "") in text
    assert not [name for name, blob in parts_of(content).items() if name.endswith(".xml") and b"\x0b" in blob]
    relations = b"".join(blob for name, blob in parts_of(content).items() if name.endswith(".rels"))
    links = re.findall(rb'Target="([^"]*)" TargetMode="External"', relations)
    assert links
    assert all(link.startswith((b"http", b"mailto")) for link in links)


def test_a_document_with_almost_nothing_is_a_short_deck():
    slides = list(opened(pptx.write(almost_empty())).slides)
    assert 2 <= len(slides) <= 3


def test_a_long_text_takes_many_slides_and_loses_nothing():
    document = full(themes=1)
    content = pptx.write(document)
    text = pptx.read(content).text
    for table in document.tables:
        for row in table.rows:
            assert all(folded(cell) in text for cell in row)
    assert folded(FIRST.caution) in text


def house(**changes: Any) -> bytes:
    """A template of a house: 4:3, its own names, one slide of its own."""
    deck = library.Presentation()
    deck.slides.add_slide(deck.slide_layouts[1]).shapes.title.text = "À retirer"
    for layout in list(deck.slide_layouts):
        if layout.name in changes.get("without", ()):
            for slide in list(deck.slides):
                if slide.slide_layout.name == layout.name:
                    deck.part.drop_rel(deck.slides._sldIdLst[0].rId)
                    deck.slides._sldIdLst.remove(deck.slides._sldIdLst[0])
            deck.slide_layouts.remove(layout)
        else:
            layout.name = f"Maison {layout.name}"
    if changes.get("backwards"):
        ids = deck.slide_master._element.find("{*}sldLayoutIdLst")
        ids[:] = list(reversed(ids))
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


@pytest.mark.parametrize("backwards", [False, True])
def test_a_house_template_is_used_by_what_its_layouts_hold(backwards: bool, document: Document):
    content = pptx.write(document, house(backwards=backwards))
    assert_sound(content)
    presentation = opened(content)
    assert presentation.slide_width == Emu(9144000), "the size of the house"
    assert "À retirer" not in [slide.shapes.title.text_frame.text for slide in presentation.slides]
    assert {slide.slide_layout.name for slide in presentation.slides} == {
        "Maison Title Slide", "Maison Title and Content", "Maison Title Only",
    }  # fmt: skip
    assert pptx.read(content).proof == json.loads(proof_text(document))


def test_a_template_made_of_one_of_our_decks_keeps_nothing_of_what_it_said(deck: bytes):
    content = pptx.write(almost_empty(), deck)
    assert_sound(content)
    assert not [name for name in parts_of(content) if "chart" in name]
    assert pptx.read(content).proof == json.loads(proof_text(almost_empty()))


def test_our_own_template_is_one():
    assert pptx.write(almost_empty(), house_template())


def test_a_template_without_a_layout_says_which_and_what_it_has():
    with pytest.raises(ExportError, match="titre seul") as caught:
        pptx.write(almost_empty(), house(without=("Title Only",)))
    assert "« Maison Title Slide »" in str(caught.value)
    assert "diapositive de titre" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"bonjour", b"PK\x03\x04" + b"0" * 100, pptx.write(almost_empty())[:4000]])
def test_what_is_not_a_deck_is_said(content: bytes):
    for ask in (lambda: pptx.read(content), lambda: pptx.write(almost_empty(), content)):
        with pytest.raises(ExportError, match="PowerPoint"):
            ask()


def test_a_deck_that_is_not_ours_or_lost_a_part_is_said(deck: bytes):
    with pytest.raises(ExportError, match="ne porte pas de preuve"):
        pptx.read(house())

    def lose(name: str) -> bytes:
        return changed(deck, lambda parts: parts.pop(name) and None)

    with pytest.raises(ExportError, match="Il manque une partie"):
        pptx.read(lose("ppt/slides/slide1.xml"))
    with pytest.raises(ExportError, match="Il manque une partie"):
        pptx.read(lose("ppt/charts/chartLisiere1.xml"))
    assert pptx.read(lose("ppt/embeddings/Graphique1.xlsx")).charts, "numbers of the chart alone"
    broken = changed(deck, lambda parts: parts.update({"ppt/slides/slide1.xml": b"<p:sld"}))
    with pytest.raises(ExportError, match="illisible"):
        pptx.read(broken)
    entities = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><proof>&x;</proof>'
    with pytest.raises(ExportError) as caught:
        pptx.read(changed(deck, lambda parts: parts.update({"ppt/presentation.xml": entities})))
    assert "root:" not in str(caught.value)


def test_a_bomb_is_not_opened(deck: bytes, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(package, "LARGEST", 10_000)
    with pytest.raises(ExportError, match="trop gros"):
        pptx.read(deck)


def test_two_charts_of_one_name_are_told_apart(deck: bytes):
    names = list(pptx.read(deck).charts)
    assert "essai" in names
    assert "essai (2)" in names


def test_a_chart_that_nobody_read_is_not_a_zero():
    """The face of every absence of the small catalogue, on the slide."""
    (block,) = full(charts=[c for c in EVERY if c.kind == "dumbbell"][:1]).illustrations[:1]
    chart: Chart = block.chart
    (slide, frame) = frames(pptx.write(full(charts=[chart])))[0]
    blanks = [v for plot in frame.chart.plots for s in plot.series for v in s.values if v is None]
    assert len(blanks) == sum(mark.value is None for mark in chart.marks)
    assert "Sans valeur : Sans diplôme, QPV (secret statistique) ; Hommes, Autour (non publié)." in words(slide)
