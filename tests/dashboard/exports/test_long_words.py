"""Texts of thousands of letters: nothing leaves its slide, its notes have it whole, Word stays readable."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import docx as word_library
import pptx as library
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from dashboard.briefs.document import Block, Document, Illustration, Table
from dashboard.exports import docx, pptx
from dashboard.exports.office.texts import CELL, breakable, column_widths, cut, lines, width
from tests.dashboard.exports.office import assert_sound
from tests.dashboard.exports.paper import AROUND, OVER_TIME, folded, full

LONG = {
    "mots": ("mot " * 1000).strip(),
    "un seul mot": "Anticonstitutionnellement" * 160,
    "de droite à gauche": ("مدرسة " * 650).strip(),
    "images": "🌳👨‍👩‍👧" * 600,
}
EMU, INSET = 12_700, 14.4


def _longer(block: Block, odd: str) -> Block:
    """The same block, long words also where ``full`` puts none."""
    if isinstance(block, Table):
        return replace(block, header=(odd, *block.header[1:]))
    if not isinstance(block, Illustration):
        return block
    marks = tuple(replace(mark, row=f"{mark.row} {odd}") for mark in block.chart.marks)
    labels: Any = {side: f"{name} {odd}" for side, name in block.chart.labels.items()}
    chart = replace(
        block.chart, subtitle=f"Sous-titre {odd}", sources=(f"Source {odd}",), caveats=(f"Réserve {odd}", "Autre."),
        marks=marks, labels=labels,
    )  # fmt: skip
    return replace(block, chart=chart)


@lru_cache(maxsize=8)
def long(name: str) -> Document:
    odd = LONG[name]
    document = full(odd=odd, charts=(AROUND, OVER_TIME))
    sections = [replace(s, blocks=tuple(_longer(b, odd) for b in s.blocks)) for s in document.sections]
    return replace(document, sections=tuple(sections))


@lru_cache(maxsize=8)
def deck(name: str, template: str) -> bytes:
    out = io.BytesIO()
    library.Presentation().save(out)
    return pptx.write(long(name), out.getvalue() if template == "maison" else None)


def slides(content: bytes) -> Sequence[Any]:
    return list(library.Presentation(io.BytesIO(content)).slides)


def notes(slide: Any) -> str:
    return folded(slide.notes_slide.notes_text_frame.text).replace("\u200b", "")


def told(shape: Any) -> float:
    """Points that the text of a shape takes in the sizes it is written in."""
    taken = 0.0
    for paragraph in shape.text_frame.paragraphs:
        size = max((run.font.size.pt for run in paragraph.runs if run.font.size), default=0.0)
        bold = all(run.font.bold for run in paragraph.runs[:1])
        after = paragraph.space_after.pt if paragraph.space_after is not None else 0.0
        room = shape.width / EMU - INSET - (26 if bulleted(paragraph) else 0)
        taken += lines(paragraph.text, size * (1.1 if bold else 1), room) * size * 1.2 + after
    return taken


def bulleted(paragraph: Any) -> bool:
    return paragraph._p.find("{*}pPr/{*}buNone") is None


@pytest.mark.parametrize("template", ["lisiere", "maison"])
@pytest.mark.parametrize("name", list(LONG))
def test_nothing_leaves_its_slide(name: str, template: str) -> None:
    content = deck(name, template)
    assert_sound(content)
    presentation = library.Presentation(io.BytesIO(content))
    for slide in presentation.slides:
        for shape in slide.shapes:
            assert shape.top >= 0
            assert shape.left >= 0
            assert shape.left + shape.width <= presentation.slide_width
            assert shape.top + shape.height <= presentation.slide_height
            if shape.has_text_frame and shape.text_frame.text and shape.name not in ("ftr", "sldNum"):
                assert told(shape) <= shape.height / EMU + 1, (shape.name, shape.text_frame.text[:60])


@pytest.mark.parametrize("template", ["lisiere", "maison"])
@pytest.mark.parametrize("name", list(LONG))
def test_rows_of_a_table_hold_their_texts_and_their_slide(name: str, template: str) -> None:
    found = [(slide, shape) for slide in slides(deck(name, template)) for shape in slide.shapes if shape.has_table]
    assert found
    for slide, frame in found:
        footer = min(shape.top for shape in slide.shapes if shape.name in ("ftr", "Sources"))
        assert frame.top + sum(row.height for row in frame.table.rows) <= footer
        for row in frame.table.rows:
            for cell, column in zip(row.cells, frame.table.columns, strict=True):
                size = cell.text_frame.paragraphs[0].runs[0].font.size.pt
                taken = lines(cell.text_frame.text, size, column.width / EMU - 2 * CELL) * size * 1.2 + 6
                assert taken <= row.height / EMU + 1


@pytest.mark.parametrize("name", list(LONG))
def test_what_is_cut_is_whole_in_the_notes(name: str) -> None:
    odd, document = folded(LONG[name]), long(name)
    every = slides(deck(name, "lisiere"))
    opening = notes(every[0])
    assert folded(document.title) in opening
    assert folded(document.kicker) in opening
    tables = [slide for slide in every if any(shape.has_table for shape in slide.shapes)]
    assert all(odd in notes(slide) for slide in tables), "header and cell"
    charts = [slide for slide in every if any(shape.has_chart for shape in slide.shapes)]
    for slide, block in zip(charts, document.illustrations, strict=True):
        chart = block.chart
        for whole in (chart.title, chart.subtitle, *chart.sources, *chart.caveats):
            assert folded(whole) in notes(slide)
    written = folded(" ".join([*(notes(slide) for slide in every), *(words(slide) for slide in every)]))
    for statement in document.statements:
        assert folded(statement.claim.text) in written
    for reference in document.references:
        assert folded(reference.text) in written


def words(slide: Any) -> str:
    return folded(" ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame))


def test_titles_stay_large_enough_to_be_read() -> None:
    for slide in slides(deck("mots", "lisiere")):
        (paragraph,) = slide.shapes.title.text_frame.paragraphs
        assert paragraph.runs[0].font.size.pt >= 14


def test_a_table_of_many_rows_fills_its_slides_evenly() -> None:
    document = full()
    rows = tuple((f"Ligne {rank}", "12,5 %", "2018") for rank in range(43))
    sections = [
        replace(s, blocks=tuple(replace(b, rows=rows) if isinstance(b, Table) else b for b in s.blocks))
        for s in document.sections
    ]
    every = slides(pptx.write(replace(document, sections=tuple(sections))))
    counts = [len(shape.table.rows) - 1 for slide in every for shape in slide.shapes if shape.has_table]
    assert sum(counts) == 43
    assert max(counts) - min(counts) <= len(counts), counts


def test_one_sentence_stands_over_the_table_that_follows_it() -> None:
    document = full()
    essential = document.sections[0]
    people = next(s for s in document.sections if s.name == "qui-y-vit")
    short = replace(essential.blocks[0], statements=document.statements[1:2])  # type: ignore[type-var]
    people = replace(people, blocks=(short, *people.blocks))
    every = slides(pptx.write(replace(document, sections=(essential, people))))
    (slide,) = [slide for slide in every if any(shape.has_table for shape in slide.shapes)]
    said = folded(document.statements[1].claim.text)
    assert said in words(slide)
    assert said in notes(slide)
    assert "Règle appliquée" in notes(slide)
    assert not [s for s in every if s.shapes.title.text_frame.text == people.title]


@pytest.mark.parametrize("name", list(LONG))
def test_word_keeps_every_word_on_pages_that_can_be_read(name: str) -> None:
    content = docx.write(long(name))
    assert_sound(content)
    text = docx.read(content).text
    odd = folded(LONG[name])
    assert odd in text
    word = word_library.Document(io.BytesIO(content))
    header = word.sections[0].header.paragraphs[0].text
    assert width(header, 8.5) <= (word.sections[0].page_width - word.sections[0].left_margin) / EMU, "one line"
    for row in word.element.iter(qn("w:tr")):
        cells = ["".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc"))]
        whole = row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
        assert whole == (max(len(cell) for cell in cells) < 3000), "a row taller than a page is cut by it"


def _house() -> bytes:
    out = io.BytesIO()
    word_library.Document().save(out)
    return out.getvalue()


@pytest.mark.parametrize("template", [None, _house()], ids=["lisiere", "maison"])
def test_captions_and_figures_stay_together_whatever_the_styles_say(template: bytes | None) -> None:
    word = word_library.Document(io.BytesIO(docx.write(full(), template)))
    body = [child for child in word.element.body if child.tag in (qn("w:p"), qn("w:tbl"))]
    seen = 0
    for at, element in enumerate(body):
        captioned = element.tag == qn("w:p") and element.find(qn("w:fldSimple")) is not None
        drawn = element.find(f".//{qn('w:drawing')}") is not None
        if captioned or drawn:
            seen += 1
            assert element.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None
            assert body[at + 1] is not None
        if element.tag == qn("w:tbl"):
            first, *_, last = list(element.iter(qn("w:tr")))
            for row in (first, last):
                assert all(p.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None for p in row.iter(qn("w:p")))
    assert seen == 2 * 2 + 1, "two figures with their captions, the caption of a table"


TEXT = st.text(st.sampled_from("abcdeimwWÉ à,\u00a0مد🌳-/_"), max_size=300)


@given(TEXT, st.integers(1, 5), st.integers(60, 400))
def test_a_cut_text_holds_in_its_lines_and_is_the_start_of_the_whole(text: str, most: int, room: int) -> None:
    kept = cut(text, 12, room, most)
    assert lines(kept, 12, room) <= most
    assert kept == text or (kept.endswith("…") and text.startswith(kept[:-1]))
    assert (kept == text) == (lines(text, 12, room) <= most) or kept.endswith("…")


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=5), st.integers(200, 900))
def test_columns_fill_the_room(rows: list[tuple[str, str, str]], room: int) -> None:
    widths = column_widths(("Indicateur", "Valeur", "Où"), rows, room, 11)
    assert sum(widths) == pytest.approx(room)
    assert min(widths) > 0


def test_a_path_may_be_cut_and_a_word_may_not() -> None:
    assert (
        breakable("source/insee_FILO2019_DISP_DEP.csv") == "source/\u200binsee_\u200bFILO2019_\u200bDISP_\u200bDEP.csv"
    )
    assert breakable("Saint-Germain-en-Laye") == "Saint-Germain-en-Laye"
    assert breakable("a" * 90).split("\u200b") == ["a" * 40, "a" * 40, "a" * 10]
