"""HTML: one file without any request, that says what the document says, with its proof as data."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from dashboard.briefs.document import Document
from dashboard.briefs.proof import proof_text
from dashboard.exports import ExportError, html
from tests.dashboard.exports.drawn import examples
from tests.dashboard.exports.paper import ODD, SITE, almost_empty, folded, full


class Page(HTMLParser):
    """The tags of a page with what they bear, and its tables cell by cell."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.tables: list[list[list[str]]] = []
        self.in_cell = False
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self.in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self.in_cell = self.in_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.in_cell:
            self.tables[-1][-1][-1] += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [bears for name, bears in self.tags if name == tag]


@pytest.fixture(scope="module")
def document() -> Document:
    return full(themes=2)


@pytest.fixture(scope="module")
def content(document: Document) -> bytes:
    return html.write(document)


@pytest.fixture(scope="module")
def page(content: bytes) -> Page:
    return Page(content)


def test_each_sentence_is_read_back_whole(document: Document, content: bytes) -> None:
    text = html.read(content).text
    for statement in document.statements:
        assert folded(statement.claim.text) in text
        assert folded(statement.note) in text
        assert statement.caution in text


def test_each_number_of_tables_and_charts_is_read_back(document: Document, page: Page) -> None:
    *_, own = page.tables
    table = document.tables[0]
    assert own == [list(table.header), *map(list, table.rows)]
    assert len(page.tables) == len(document.illustrations) + 1
    for shown, block in zip(page.tables, document.illustrations, strict=False):
        header, rows = block.chart.table()
        for name in ("Ligne", "Zone", "Valeur", "Intervalle à 95 %"):
            column = shown[0].index(name)
            assert [row[column] for row in shown[1:]] == [row[header.index(name)] for row in rows]


def test_a_figure_names_its_publication_by_its_number(page: Page, content: bytes) -> None:
    assert "[1], tableau 1" in html.read(content).text
    assert "Rapport survey_2020" not in html.read(content).text


def test_the_proof_is_a_block_of_data(document: Document, content: bytes, page: Page) -> None:
    assert html.read(content).proof == json.loads(proof_text(document))
    assert page.all("script") == [{"type": "application/json", "id": "lisiere-preuve"}]


def test_it_asks_nothing_of_anyone(content: bytes, page: Page) -> None:
    text = content.decode()
    assert {"link", "img", "iframe", "object", "embed", "base", "form"}.isdisjoint(tag for tag, _ in page.tags)
    for tag, bears in page.tags:
        assert not {"src", "srcset", "data", "poster"} & bears.keys()
        assert not [name for name in bears if name.startswith("on")]
        assert tag == "a" or "href" not in bears
    style = text.partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style
    assert "@font-face" not in style
    policy = next(meta["content"] for meta in page.all("meta") if "http-equiv" in meta)
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def test_links_lead_to_sources_notes_and_sites(document: Document, page: Page) -> None:
    links = [bears["href"] for bears in page.all("a")]
    outside = {link for link in links if not link.startswith("#")}
    assert outside == {SITE, "https://exemple.fr/insee", "https://exemple.fr/jardins"}
    names = {bears["id"] for _, bears in page.tags if "id" in bears}
    assert {link[1:] for link in links if link.startswith("#")} <= names
    assert {f"source-{reference.number}" for reference in document.references} <= names


def test_headings_are_in_order_and_language_is_said(document: Document, page: Page) -> None:
    ranks = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert ranks[0] == 1
    assert ranks.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(ranks))
    assert page.all("html") == [{"lang": "fr"}]
    assert "#contenu" in [bears["href"] for bears in page.all("a")][:1], "the first link skips to the content"


def test_a_picture_has_its_words_and_its_figures_beside_it(document: Document, page: Page) -> None:
    drawn = [bears["aria-label"] for bears in page.all("svg")]
    told = [block.chart.alternative for block in document.illustrations]
    assert drawn == [text for text in told for _ in ("wide", "narrow")]
    assert len([bears for bears in page.all("details") if not bears]) == len(document.illustrations)


def test_it_says_which_data_and_where_the_same_is(document: Document) -> None:
    text = html.read(html.write(document)).text
    assert "La même note à l’écran : /note?territoire=QP093001" in text
    assert "Lisière, données 22b94d2c0adf, le 24 novembre 2026" in text


def test_same_bytes_twice(document: Document, content: bytes) -> None:
    assert html.write(document) == content


def test_words_are_never_markup(page: Page) -> None:
    document = full(odd=ODD, themes=2)
    content = html.write(document)
    back, written = html.read(content), Page(content)
    for statement in document.statements:
        assert folded(statement.claim.text) in back.text
    assert back.proof == json.loads(proof_text(document))
    assert [tag for tag, _ in written.tags if tag != "tspan"] == [tag for tag, _ in page.tags if tag != "tspan"]
    assert written.tables[-1][-1][0] == ODD


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", " https://x", "//x", "HTTPS://exemple.fr"]
)
def test_only_web_addresses_are_links(address: str) -> None:
    document = full()
    references = (type(document.references[0])(1, "", "Rapport", address),)
    page = Page(html.write(type(document)(**{**_fields(document), "references": references})))
    assert (address in [bears["href"] for bears in page.all("a")]) == address.startswith("HTTPS")


def _fields(document: Document) -> dict[str, object]:
    return {name: getattr(document, name) for name in document.__slots__}


def test_almost_empty_document_has_no_empty_part() -> None:
    content = html.write(almost_empty())
    page = Page(content)
    assert [tag for tag, _ in page.tags if tag in ("h2", "table", "figure", "ol", "ul")] == ["h2"]
    assert "Aucun chiffre n’est publié sur ce quartier." in html.read(content).text


@pytest.mark.parametrize("name", sorted(examples()))
def test_every_kind_of_chart_is_placed(name: str) -> None:
    page = Page(html.write(full(charts=(examples()[name],))))
    assert len(page.all("svg")) == 2
    names = [bears["id"] for _, bears in page.tags if "id" in bears]
    assert len(names) == len(set(names))


def test_a_template_is_refused(document: Document) -> None:
    with pytest.raises(ExportError, match="modèle"):
        html.write(document, b"PK")


def test_a_file_that_is_not_ours_is_told_in_french(content: bytes) -> None:
    files = {
        "UTF-8": b"%PDF-\xff",
        "ne porte pas la preuve": b"<html><p>Bonjour</p></html>",
        "est abîmée": content.replace(b'{"asked"', b'{"asked'),
    }
    for reason, file in files.items():
        with pytest.raises(ExportError, match=reason):
            html.read(file)


@pytest.mark.parametrize("share", [0.0, 0.2, 0.6, 0.9, 0.99])
def test_a_cut_file_is_told_in_french(content: bytes, share: float) -> None:
    with pytest.raises(ExportError, match=r"preuve|UTF-8"):
        html.read(content[: int(len(content) * share)])
