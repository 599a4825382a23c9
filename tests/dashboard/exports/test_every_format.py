"""What every format obeys, on real documents. A new file of ``dashboard/exports`` is picked up by itself."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from dashboard.briefs.document import Document
from dashboard.briefs.proof import proof_text
from dashboard.exports import Readback, format_of, formats
from dashboard.questions.reading import Reading
from dashboard.store import Store
from etl.model import Observation
from tests.dashboard.briefs.making import brief, brief_on
from tests.dashboard.exports.paper import folded

NAMED = ("dumbbell", "bars", "series", "ranking")
"""Kinds of chart whose every mark is one figure."""
DATA = ("csv", "xlsx")
"""Formats that hold figures, not sentences."""
WITHOUT_PROOF = {"md": "to be pasted elsewhere"}
EDITABLE = ("docx", "pptx")
"""Formats whose charts hold numbers."""
QUARTERS = ("QP093001", "QP093003", "QN09307N", "COM-93066")
"""A plain one, one over two communes, one without figures, and a place that holds some."""
COUNTRY = ("FR", "REG-11", "DEP-93")


@pytest.fixture(scope="module", params=[*COUNTRY, *QUARTERS])
def document(request: pytest.FixtureRequest, reading: Reading, neighbourhood_store: Store) -> Document:
    """Each document in turn."""
    code = str(request.param)
    return brief(reading, code) if code in COUNTRY else brief_on(neighbourhood_store, code)


@pytest.fixture(scope="module", params=formats())
def name(request: pytest.FixtureRequest) -> str:
    """Each format in turn."""
    return str(request.param)


@pytest.fixture(scope="module")
def content(name: str, document: Document) -> bytes:
    """The file."""
    return format_of(name).write(document)


@pytest.fixture(scope="module")
def held(name: str, content: bytes) -> Readback:
    """The same opened again."""
    return format_of(name).read(content)


def test_it_says_what_it_is(name: str) -> None:
    module = format_of(name)
    assert module.SUFFIX.startswith(".")
    assert "/" in module.MEDIA_TYPE
    assert module.NAME
    assert isinstance(module.TEMPLATES, bool)


def test_the_same_document_gives_the_same_bytes(name: str, document: Document, content: bytes) -> None:
    assert format_of(name).write(document) == content


def test_every_sentence_is_there_as_it_is(name: str, document: Document, held: Readback) -> None:
    if name not in DATA:
        missing = [s.claim.text for s in document.statements if folded(s.claim.text) not in held.text]
        assert missing == []


def test_every_sentence_says_where_its_figures_are(name: str, document: Document, held: Readback) -> None:
    """Each locator of each figure told is in the file, whatever its format."""
    for statement in document.statements:
        for citation in statement.citations:
            assert folded(citation.locator) in held.text, (statement.claim.text, citation.locator)


def test_every_reference_is_there_with_its_address(document: Document, held: Readback) -> None:
    for reference in document.references:
        assert folded(reference.text) in held.text


def test_the_proof_comes_back_whole(name: str, document: Document, held: Readback) -> None:
    if name in WITHOUT_PROOF:
        assert held.proof == {}
    else:
        assert held.proof == json.loads(proof_text(document))


def test_the_numbers_of_charts_are_those_of_the_data(
    name: str, document: Document, held: Readback, reading: Reading, neighbourhood_store: Store
) -> None:
    """From the file back to the store, not to the chart it was made from: no difference."""
    if name not in EDITABLE:
        return
    store = reading.store if document.asked.territory in COUNTRY else neighbourhood_store
    compared = 0
    for illustration in document.illustrations:
        chart = illustration.chart
        if chart.kind not in NAMED:
            continue
        figures = [mark.observation for mark in chart.marks if mark.observation is not None]
        known = Counter(value for figure in figures if (value := in_store(store, figure)) is not None)
        written = Counter(point.value for point in held.charts[chart.name] if point.value is not None)
        assert written == known, chart.name
        compared += len(figures)
    assert compared or not any(i.chart.kind in NAMED for i in document.illustrations)


def in_store(store: Store, figure: Observation) -> float | None:
    """The value that the store has for the figure of that key. Raises LookupError when it has none of that key."""
    for found in store.at([figure.territory], figure.indicator):
        if (found.zone, found.perimeter, found.period, found.stratum, found.source) == (
            figure.zone, figure.perimeter, figure.period, figure.stratum, figure.source,
        ):  # fmt: skip
            return found.value
    raise LookupError(figure)


def test_every_figure_of_a_chart_is_told_in_words(name: str, document: Document, held: Readback) -> None:
    """Secret, missing, zero, not applicable, fragile: the words of each mark are in the file, so none looks alike."""
    if name in DATA:
        return
    for illustration in document.illustrations:
        if illustration.chart.kind in NAMED:
            for mark in illustration.chart.marks:
                assert folded(mark.text) in held.text, (illustration.chart.name, mark.text)
