"""The brief of a territory: what it says, of whom, with which source, and what it refuses to say."""

from __future__ import annotations

import re
from dataclasses import asdict

import pytest

from dashboard.briefs.document import Asked, Document, Entries, Sentences
from dashboard.briefs.proof import proof_of, proof_text
from dashboard.briefs.territory import permalink
from dashboard.questions.reading import Reading
from dashboard.store import Store
from etl.catalogue import UnknownIdError
from tests.dashboard.briefs.making import brief, brief_on, words

CITED = re.compile(r"[0-9]")


@pytest.fixture(scope="module")
def quarters(neighbourhood_store: Store) -> Reading:
    """What may be asked of the twelve invented quarters."""
    return Reading(neighbourhood_store)


def section(document: Document, name: str) -> str:
    """The sentences of one section."""
    found = next(part for part in document.sections if part.name == name)
    told = [s.claim.text for block in found.blocks if isinstance(block, Sentences) for s in block.statements]
    return " ".join(told).replace("\u202f", " ").replace("\u00a0", " ")


def test_a_quarter_opens_with_the_gap_that_stands_out(quarters: Reading) -> None:
    document = brief(quarters, "QP093001")
    assert document.title == "Les Tilleuls (Saint-Denis)"
    assert section(document, "essentiel").startswith(
        "En 2019, le niveau de vie médian est plus faible de 3 070 € par an dans le quartier qu’à Saint-Denis : "
        "12 810 € par an contre 15 880 € par an."
    )


def test_france_opens_with_the_widest_gap_against_the_legal_yardstick(reading: Reading) -> None:
    told = section(brief(reading, "FR"), "essentiel")
    assert "le taux de chômage est 2,4 fois plus élevé dans les QPV" in told
    assert "18,3 % contre 7,5 %" in told
    assert "36 % contre 17 %" not in told, "a figure of the guide that its check did not confirm is not put first"


def test_every_sentence_with_a_number_cites_where_it_was_read(reading: Reading, quarters: Reading) -> None:
    for document in (brief(reading, "FR"), brief(reading, "DEP-93"), brief(quarters, "QP093003")):
        known = {reference.number for reference in document.references}
        for statement in document.statements:
            assert set(statement.numbers) <= known
            if CITED.search(statement.claim.text):
                assert statement.numbers, statement.claim.text


def test_references_are_numbered_once_in_the_order_they_are_cited(reading: Reading) -> None:
    document = brief(reading, "FR")
    assert [r.number for r in document.references] == list(range(1, len(document.references) + 1))
    assert len({r.text for r in document.references}) == len(document.references)
    first = [number for statement in document.statements for number in statement.numbers]
    met = list(dict.fromkeys(first))
    assert met[:3] == sorted(met[:3])


def test_a_figure_walks_from_the_sentence_to_its_line(quarters: Reading) -> None:
    document = brief(quarters, "QP093001")
    statement = document.statements[0]
    assert "data_filo19_qp_revdis.csv, ligne 3, colonne DISP_MED_A19" in statement.note
    (here, _) = statement.claim.observations
    assert (here.territory, here.value) == ("QP093001", 12810)


def test_one_page_has_one_chart_and_no_table_of_figures(quarters: Reading) -> None:
    document = brief(quarters, "QP093001", length="page")
    assert len(document.illustrations) == 1
    assert not document.tables
    assert len(document.statements) <= 6


def test_themes_are_kept_in_the_order_of_the_screens(reading: Reading) -> None:
    document = brief(reading, "FR", themes=("logement", "emploi"))
    names = [part.name for part in document.sections]
    assert [name for name in names if name in ("emploi", "logement", "education")] == ["emploi", "logement"]


def test_a_theme_asked_for_that_has_nothing_says_so(quarters: Reading) -> None:
    assert "Aucun chiffre de ce thème n’a été lu" in words(brief(quarters, "QP093001", themes=("securite",)))


def test_the_comparator_asked_for_is_the_one_of_every_gap(quarters: Reading) -> None:
    document = brief(quarters, "QP093001", reference="FR/qpv")
    gaps = [s.claim for s in document.statements if s.claim.rule.startswith("gap.")]
    assert gaps
    for claim in gaps:
        assert {(o.territory, o.zone) for o in claim.observations} <= {("QP093001", "qpv"), ("FR", "qpv")}


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ({"themes": ("emplois",)}, "theme"),
        ({"reference": "COM-13055"}, "comparator"),
        ({"reference": "uue"}, "comparator"),
    ],
)
def test_a_choice_that_means_nothing_is_refused_with_the_closest(quarters: Reading, asked: dict, kind: str) -> None:
    with pytest.raises(UnknownIdError) as caught:
        brief(quarters, "QP093001", **asked)
    assert caught.value.kind == kind


def test_an_unknown_territory_is_refused(reading: Reading) -> None:
    with pytest.raises(UnknownIdError):
        brief(reading, "DEP-99")


def test_a_quarter_without_figures_is_a_short_honest_note(quarters: Reading) -> None:
    document = brief(quarters, "QN09307N")
    assert not document.illustrations
    assert "Aucun chiffre qui se compare n’a été lu" in words(document)
    assert "Aucun quartier de 2015 ne lui correspond" in words(document)
    assert "moyenne" not in words(document)


def test_a_redrawn_quarter_does_not_borrow_the_figures_of_2015(quarters: Reading) -> None:
    document = brief(quarters, "QN09301M")
    assert not document.illustrations
    assert "sur un autre contour" in words(document)


def test_the_map_that_was_replaced_is_said_once(quarters: Reading) -> None:
    told = [s.claim.rule for s in brief(quarters, "QP093001").statements]
    assert told.count("caution.map") == 1


def test_who_lives_somewhere_is_not_put_first(reading: Reading) -> None:
    for code in ("REG-11", "FR"):
        assert "étrangers" not in section(brief(reading, code), "essentiel")
        assert "immigrés" not in section(brief(reading, code), "essentiel")


def test_the_nearest_initiatives_come_first(reading: Reading) -> None:
    document = brief(reading, "REG-11")
    lists = [block for block in document.blocks if isinstance(block, Entries)]
    assert lists
    for entries in lists:
        near = [entry.near for entry in entries.entries]
        assert near == sorted(near, reverse=True)
    assert any(entry.near for entries in lists for entry in entries.entries)


def test_a_departement_without_official_files_shows_its_median_quarter(reading: Reading) -> None:
    document = brief(reading, "DEP-93")
    (table,) = [table for table in document.tables if table.caption == "Comment les quartiers se répartissent"]
    told = {row[0]: row for row in table.rows}
    assert told["Taux de pauvreté"][1:4] == ("2019", "34,7\u00a0%", "37,7\u00a0%")


def test_a_commune_tells_its_quarters_and_the_whole_apart(quarters: Reading) -> None:
    document = brief(quarters, "COM-93066")
    captions = [table.caption for table in document.tables]
    assert "L’ensemble du territoire, quartiers compris" in captions
    assert "Quartiers prioritaires, contours 2015" in captions


def test_the_same_question_gives_the_same_document(quarters: Reading) -> None:
    assert proof_text(brief(quarters, "QP093001")) == proof_text(brief(quarters, "QP093001"))


def test_the_proof_holds_every_sentence_chart_and_table(quarters: Reading) -> None:
    document = brief(quarters, "QP093001")
    proof = proof_of(document)
    assert [claim["text"] for claim in proof["claims"]] == [s.claim.text for s in document.statements]
    assert [chart["name"] for chart in proof["charts"]] == [i.chart.name for i in document.illustrations]
    assert proof["asked"] == {**asdict(document.asked), "themes": (), "views": ()}
    assert proof["data_version"] == quarters.store.version


def test_charts_of_a_document_have_names_of_their_own(reading: Reading, quarters: Reading) -> None:
    for document in (brief(reading, "FR"), brief(quarters, "QP093001"), brief(quarters, "DEP-93")):
        names = [illustration.chart.name for illustration in document.illustrations]
        assert len(set(names)) == len(names)
        sections = [part.name for part in document.sections]
        assert len(set(sections)) == len(sections)


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        (Asked("DEP-93"), "/note/DEP-93"),
        (Asked("FR", ("emploi", "sante"), "uue", "page"), "/note/FR?themes=emploi,sante&reference=uue&longueur=page"),
        (Asked("QP093001", (), "FR/qpv"), "/note/QP093001?reference=FR/qpv"),
    ],
)
def test_a_document_says_where_it_is_made_on_screen(asked: Asked, address: str) -> None:
    assert permalink(asked) == address


def test_codes_in_any_case_are_the_same_territory(neighbourhood_store: Store) -> None:
    assert brief_on(neighbourhood_store, "qp093001").title == "Les Tilleuls (Saint-Denis)"
