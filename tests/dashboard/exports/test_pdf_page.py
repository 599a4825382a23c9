"""A PDF of one page: one page, whatever the document, which says what it leaves out."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from dashboard.briefs.document import Document, Sentences
from dashboard.briefs.proof import proof_text
from dashboard.exports import pdf
from dashboard.exports.pdf.fitting import STEPS, shorter
from tests.dashboard.exports.paper import FIRST, ODD, almost_empty, folded, full


def pages(content: bytes) -> int:
    return len(PdfReader(BytesIO(content)).pages)


LONG = full(length="page")
CASES = {
    "usual": full(length="page"),
    "empty": almost_empty("page"),
    "odd": full(length="page", odd=ODD),
    "many": full(length="page", themes=12),
    "sentences": replace(LONG, sections=(replace(LONG.sections[0], blocks=(Sentences((FIRST,) * 40, True),)),) * 8),
    "title": replace(LONG, title="Un nom de quartier interminable " * 200, subtitle="Un sous-titre " * 30),
    "references": replace(
        LONG, references=tuple(replace(r, locators=tuple(f"page {n}" for n in range(900))) for r in LONG.references)
    ),
}


@pytest.mark.parametrize("document", CASES.values(), ids=CASES)
def test_it_is_one_page(document: Document) -> None:
    assert pages(pdf.write(document)) == 1


def test_what_is_left_out_is_said_and_counted() -> None:
    document = full(length="page", themes=12)
    text = pdf.read(pdf.write(document)).text
    assert re.search(r"Faute de place, ne sont pas ici : 2[0-9] figures, .*[0-9]+ phrases", text)
    assert "La note complète en dit plus." in text


def test_nothing_is_said_when_nothing_is_left_out() -> None:
    assert "Faute de place" not in pdf.read(pdf.write(almost_empty("page"))).text


def test_the_proof_is_that_of_what_the_page_says() -> None:
    back = pdf.read(pdf.write(full(length="page", themes=12)))
    assert back.proof["claims"]
    for claim in back.proof["claims"]:
        assert folded(claim["text"]) in back.text
    whole = almost_empty("page")
    assert pdf.read(pdf.write(whole)).proof == json.loads(proof_text(whole))


def test_sentences_go_last() -> None:
    whole = next(rank for rank, step in enumerate(STEPS) if step.sentences < 100)
    before = STEPS[whole - 1]
    assert (before.caveats, before.width) == (0, min(step.width for step in STEPS)), "nothing else could go"
    for kept in ([step.sentences for step in STEPS], [step.caveats for step in STEPS[:whole]]):
        assert kept == sorted(kept, reverse=True)
    assert min(step.sentences for step in STEPS) == 1


def test_each_step_leaves_out_at_least_as_much_as_the_one_before() -> None:
    kept = [len(shown.statements) + len(shown.illustrations) for shown, _, _ in shorter(CASES["many"])]
    assert kept == sorted(kept, reverse=True)
    assert kept[-1] == 0


def test_a_reference_that_nothing_cites_any_more_is_left_out() -> None:
    document = full(length="page", themes=1)
    *_, (last, _, told) = shorter(document)
    assert last.references == ()
    assert "5\u00a0phrases" in told
    first, _, nothing = next(iter(shorter(document)))
    assert first.references == document.references
    assert nothing == ""
