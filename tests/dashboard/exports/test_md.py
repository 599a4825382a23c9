"""Markdown: what a CommonMark reader makes of it is what the document says."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from dashboard.briefs.document import Document
from dashboard.exports import ExportError, md
from dashboard.exports.md import escaped
from tests.dashboard.exports.drawn import examples
from tests.dashboard.exports.paper import ODD, SITE, almost_empty, folded, full

READER = MarkdownIt("commonmark").enable("table")


def blocks(content: bytes) -> list[Token]:
    return READER.parse(content.decode())


def words(token: Token) -> str:
    """The words of an inline part as a reader sees them."""
    return "".join(child.content if child.type in ("text", "code_inline") else " " * (child.type == "softbreak")
                   for child in token.children or ())  # fmt: skip


def inlines(content: bytes) -> list[str]:
    return [folded(words(token)) for token in blocks(content) if token.type == "inline"]


@pytest.fixture(scope="module")
def document() -> Document:
    return full(themes=2)


@pytest.mark.parametrize("odd", ["", ODD], ids=["plain", "odd"])
def test_each_sentence_is_seen_whole_with_its_references(odd: str) -> None:
    document = full(odd=odd)
    seen = inlines(md.write(document))
    for statement in document.statements:
        cited = " ".join(f"[{number}]" for number in statement.numbers)
        assert any(folded(f"{statement.claim.text} {cited}") in line for line in seen)


@pytest.mark.parametrize("odd", ["", ODD], ids=["plain", "odd"])
def test_each_number_of_tables_and_charts_is_seen(odd: str) -> None:
    document = full(odd=odd)
    cells = _tables(md.write(document))
    table = document.tables[0]
    assert [[folded(cell) for cell in row] for row in (table.header, *table.rows)] in cells
    assert len(cells) == len(document.tables) + len(document.illustrations)
    for block, shown in zip(document.illustrations, cells, strict=False):
        values = shown[0].index("Valeur")
        assert [row[values] for row in shown[1:]] == [folded(mark.text) for mark in block.chart.marks]


def _tables(content: bytes) -> list[list[list[str]]]:
    found: list[list[list[str]]] = []
    opened = ""
    for token in blocks(content):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type == "inline" and opened in ("th_open", "td_open"):
            found[-1][-1].append(folded(words(token)))
        opened = token.type
    return found


def test_headings_are_the_document_s(document: Document) -> None:
    found = blocks(md.write(document))
    told = [(t.tag, words(after)) for t, after in pairwise(found) if t.type == "heading_open"]
    sections = [("h2", section.title) for section in document.sections]
    assert told[0] == ("h1", document.title)
    assert [item for item in told if item[0] == "h2"] == [*sections, ("h2", "Sources")]


def test_links_lead_only_to_sites() -> None:
    tokens = [child for token in blocks(md.write(full(odd=ODD))) for child in token.children or ()]
    links = {str(child.attrs["href"]) for child in tokens if child.type == "link_open"}
    assert links == {SITE, "https://exemple.fr/insee", "https://exemple.fr/jardins"}
    assert {child.type for child in tokens}.isdisjoint({"html_inline", "image", "code_inline"})


def test_sources_keep_their_numbers(document: Document) -> None:
    last = [token for token in blocks(md.write(document)) if token.type == "ordered_list_open"]
    assert [token.attrs.get("start", 1) for token in last] == [1]
    assert "3. Publication sans adresse (2019)\n" in md.write(document).decode()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_text_is_only_text(text: str) -> None:
    found = READER.parse(escaped(text))
    assert [token.type for token in found] in ([], ["paragraph_open", "inline", "paragraph_close"])
    seen = "".join(words(token) for token in found if token.type == "inline")
    assert folded(seen) == folded(text)


def test_it_is_read_back_without_a_proof(document: Document) -> None:
    back = md.read(md.write(document))
    assert back.proof == {}
    for statement in document.statements:
        assert folded(statement.claim.text) in back.text
    odd = full(odd=ODD)
    assert folded(odd.statements[-1].claim.text) in md.read(md.write(odd)).text


def test_it_says_which_data_and_where_the_same_is(document: Document) -> None:
    text = md.read(md.write(document)).text
    assert text.endswith(
        "Lisière, données 22b94d2c0adf, le 24 novembre 2026.* La même note à l’écran : /note?territoire=QP093001 "
        "(à ouvrir dans votre observatoire, à la suite de son adresse)"
    )


def test_almost_empty_document() -> None:
    assert md.write(almost_empty()).decode() == (
        "# Quartier sans chiffre\n\n## L’essentiel\n\nAucun chiffre n’est publié sur ce quartier.\n\n"
        "*Lisière, données 22b94d2c0adf, le 24 novembre 2026.*\n"
    )


@pytest.mark.parametrize("name", sorted(examples()))
def test_every_kind_of_chart_is_told(name: str) -> None:
    document = full(charts=(examples()[name],))
    assert folded(document.illustrations[0].caption) in inlines(md.write(document))


def test_what_cannot_be_done_is_told_in_french(document: Document) -> None:
    with pytest.raises(ExportError, match="modèle"):
        md.write(document, b"PK")
    with pytest.raises(ExportError, match="UTF-8"):
        md.read(b"\xff\xfe")
