"""« Ouvrir un programme ici »: one page in every format, with its proof, and what it refuses to say."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from dashboard.briefs.asking import build
from dashboard.briefs.document import Asked, Document, Entries, Paragraph
from dashboard.briefs.proof import proof_of
from dashboard.briefs.proven import read_proof
from dashboard.briefs.territory import permalink
from dashboard.exports import format_of, formats
from dashboard.questions.neighbourhoods import Neighbourhoods, neighbourhoods_of
from dashboard.questions.reading import Reading
from dashboard.questions.standing import standing_of
from tests.dashboard.social_economy.register import HERE, TOWN

MADE = "2026-11-24"


def programme(reading: Reading, code: str, **asked: str) -> Document:
    near = neighbourhoods_of(reading)
    return build(near, standing_of(reading), Asked(code, kind="programme", **asked), MADE)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def sheet(register_reading: Reading) -> Document:
    """That of Les Tilleuls."""
    return programme(register_reading, HERE)


def test_it_says_needs_supply_whom_to_call_and_limits_in_this_order(sheet: Document):
    assert [section.name for section in sheet.sections] == ["besoins", "offre", "avec-qui", "lecture"]
    assert sheet.name == "programme-qp093001"
    assert (sheet.asked.kind, sheet.asked.length) == ("programme", "page")
    texts = [statement.claim.text for statement in sheet.statements]
    assert any("6\u00a0établissements employeurs de l’ESS dans le quartier" in text for text in texts)
    assert sum("la part de l’ESS" in text for text in texts) == 1, "the supply is not told twice"


def test_the_sectors_that_are_not_there_come_first(sheet: Document):
    (table,) = sheet.tables
    assert [row[0] for row in table.rows[:2]] == ["Culture", "Sport"]
    assert table.rows[0][1].replace("\u00a0", " ") == "0 établissement"
    assert ("Alimentation", "secret statistique", "10 sur 10") in table.rows


def test_those_to_call_are_near_first_and_initiatives_are_of_the_missing_sectors(sheet: Document):
    call, inspire = (block for block in sheet.blocks if isinstance(block, Entries))
    assert [entry.near for entry in call.entries] == sorted((entry.near for entry in call.entries), reverse=True)
    assert call.entries[0].near
    assert call.title.startswith("Qui appeler")
    assert "PL4Y" in {entry.name for entry in inspire.entries}, "sport is not there"
    assert len(inspire.entries) == 3


def test_every_sentence_of_it_cites_where_it_was_read(sheet: Document, register_reading: Reading):
    for document in (sheet, programme(register_reading, "DEP-93"), programme(register_reading, TOWN)):
        for statement in document.statements:
            assert statement.numbers, statement.claim.text


@pytest.mark.parametrize("name", sorted(formats()))
def test_it_leaves_in_every_format(name: str, sheet: Document):
    content = format_of(name).write(sheet)
    assert len(content) > 1000
    if name == "pdf":
        assert len(PdfReader(BytesIO(content)).pages) == 1


@pytest.mark.parametrize("code", [HERE, "QP093008", "QN09301M", TOWN, "DEP-93", "FR"])
def test_it_is_one_page(code: str, register_reading: Reading):
    content = format_of("pdf").write(programme(register_reading, code))
    assert len(PdfReader(BytesIO(content)).pages) == 1


def test_its_proof_asks_for_it_again(sheet: Document):
    asked = read_proof(proof_of(sheet)).asked.asked()
    assert asked == sheet.asked
    assert permalink(asked) == f"/note/{HERE}?document=programme"
    assert sheet.permalink == f"/note/{HERE}?document=programme"


def test_a_proof_of_before_there_were_programmes_is_that_of_a_note(sheet: Document):
    told = proof_of(sheet)
    del told["asked"]["kind"]
    assert read_proof(told).asked.asked().kind == "note"


def test_without_the_register_it_says_what_to_run(reading: Reading):
    document = programme(reading, "DEP-93")
    cautions = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert any("« qpv download sirene », puis « qpv ess »" in text for text in cautions)
    assert not document.tables
    assert not any("établissements employeurs" in statement.claim.text for statement in document.statements)


def test_of_a_territory_it_says_how_many_quarters_stand_where(register_reading: Reading, near: Neighbourhoods):
    texts = [s.claim.text.replace("\u00a0", " ") for s in programme(register_reading, "DEP-93").statements]
    assert any("2 des 8 quartiers qui ont les deux chiffres" in text for text in texts)
