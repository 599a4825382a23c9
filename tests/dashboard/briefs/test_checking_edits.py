"""What was edited by hand in a file is told, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.briefs.checked import Checked, CheckReport, Status
from dashboard.briefs.checking import check
from dashboard.briefs.document import Document
from dashboard.briefs.remainder import UNSEALED
from dashboard.briefs.views import document_of_charts
from dashboard.exports import Plotted, Readback
from dashboard.questions.neighbourhoods import neighbourhoods_of
from dashboard.questions.reading import Reading
from dashboard.questions.standing import standing_of
from dashboard.routing import Router
from dashboard.store import Store
from tests.dashboard.briefs.altered import held
from tests.dashboard.briefs.making import brief


def checked(reading: Reading, file: Readback) -> CheckReport:
    """The report on a file, on the data of its document."""
    return check(file, neighbourhoods_of(reading), standing_of(reading))


@pytest.fixture(scope="module")
def france(reading: Reading) -> Document:
    """The brief of France."""
    return brief(reading, "FR")


@pytest.fixture(scope="module")
def first(france: Document) -> str:
    """The sentence on unemployment, as a file has it."""
    return next(
        " ".join(s.claim.text.split()) for s in france.statements if "18,3" in s.claim.text and "7,5" in s.claim.text
    )


def only(report: CheckReport) -> Checked:
    """The one part that is not sound."""
    assert len(report.unsound) == 1, [part.told for part in report.unsound]
    return report.unsound[0]


def test_a_file_that_nobody_touched_is_sound(reading: Reading, france: Document) -> None:
    report = checked(reading, held(france))
    assert report.is_sound
    claims, charts, tables = (len(report.of(kind)) for kind in ("claim", "chart", "table"))
    assert (claims, charts, tables) == (len(france.statements), len(france.illustrations), len(france.tables))
    assert " ".join(report.summary.split()) == (
        f"{claims} phrases : {claims} justes ; {charts} figures : {charts} justes ; {tables} tableaux : {tables} justes"
    )
    assert report.remarks == (UNSEALED,)


@pytest.mark.parametrize(
    ("old", "new"),
    [("18,3 %", "12,3 %"), ("2,4 fois", "3 fois"), ("plus élevé", "bien plus élevé"), ("contre", "et non")],
)
def test_a_word_or_a_number_that_changed_is_told(
    reading: Reading, france: Document, first: str, old: str, new: str
) -> None:
    file, edited = held(france), first.replace(old, new)
    assert edited != first
    # A sentence may stand twice in a document: all of its copies are changed
    report = checked(reading, replace(file, text=file.text.replace(first, edited)))
    assert {part.status for part in report.unsound} == {Status.EDITED}
    assert {" ".join(part.told.split()) for part in report.unsound} == {first}
    last = report.unsound[-1]
    assert [edit.found for edit in last.edits] == [edited]
    assert last.now == last.told, "what it said is still true"


def test_one_copy_of_a_sentence_that_changed_is_told(reading: Reading, france: Document, first: str) -> None:
    file, edited = held(france), first.replace("18,3 %", "12,3 %")
    report = checked(reading, replace(file, text=f"{file.text} {edited}"))
    assert only(report).edits[0].found == edited


def test_a_sentence_that_was_taken_out_is_told(reading: Reading, france: Document) -> None:
    file = held(france)
    lone = next(s.claim.text for s in france.statements if s.claim.rule == "territory.opening")
    report = checked(reading, replace(file, text=file.text.replace(" ".join(lone.split()), "")))
    part = only(report)
    assert (part.name, part.told) == ("territory.opening", lone)
    assert [edit.found for edit in part.edits] == [""]
    assert part.edits[0].text.endswith("n’est plus dans le fichier.")


def test_what_somebody_added_is_theirs(reading: Reading, france: Document) -> None:
    file = held(france)
    added = "Le conseil du 3 mars a voté 120 000 € pour les ateliers du quartier. Le chômage y est de 99 %, dit-on."
    assert checked(reading, replace(file, text=f"{added} {file.text} {added}")).is_sound


def test_a_number_of_a_chart_that_changed_is_told(reading: Reading, france: Document) -> None:
    file = held(france)
    chart = next(block.chart for block in france.illustrations if any(m.value == 18.3 for m in block.chart.marks))
    at = next(at for at, mark in enumerate(chart.marks) if mark.value == 18.3)
    points = [replace(p, value=12.0) if rank == at else p for rank, p in enumerate(file.charts[chart.name])]
    report = checked(reading, replace(file, charts={**file.charts, chart.name: points}))
    part = only(report)
    assert (part.kind, part.name, part.status) == ("chart", chart.name, Status.EDITED)
    assert [(edit.told, edit.found) for edit in part.edits] == [("18,3", "12")]
    assert " ".join(chart.marks[at].row.split()) in part.edits[0].where
    assert chart.labels[chart.marks[at].side] in part.edits[0].where


def test_a_number_that_was_erased_from_a_chart_is_told(reading: Reading, france: Document) -> None:
    file = held(france)
    chart = next(block.chart for block in france.illustrations if any(m.value == 18.3 for m in block.chart.marks))
    points = [Plotted(p.row, p.series, None if p.value == 18.3 else p.value) for p in file.charts[chart.name]]
    part = only(checked(reading, replace(file, charts={**file.charts, chart.name: points})))
    assert [(edit.told, edit.found) for edit in part.edits] == [("18,3", "")]


def test_a_chart_drawn_as_a_picture_has_no_number_to_check(reading: Reading, france: Document) -> None:
    report = checked(reading, replace(held(france), charts={}))
    assert report.is_sound
    assert report.remarks == (UNSEALED,)
    assert {part.status for part in report.of("chart")} == {Status.UNREAD}
    assert "non relue" in report.summary


def test_a_cell_that_changed_is_told(reading: Reading, france: Document) -> None:
    file, table = held(france), france.tables[-1]
    row = table.rows[0]
    line, value = " ".join(" ".join(row).split()), " ".join(row[3].split())
    assert file.text.count(line) == 1
    report = checked(reading, replace(file, text=file.text.replace(line, line.replace(value, "99,9 %"))))
    part = only(report)
    assert (part.kind, part.told) == ("table", table.caption)
    assert [(" ".join(edit.told.split()), edit.found) for edit in part.edits] == [(value, "99,9 %")]
    assert part.edits[0].where == f"{row[0]}, {table.header[3]}"


def test_a_file_without_the_tables_says_that_they_are_not_read(reading: Reading, france: Document) -> None:
    told = " ".join(s.claim.text for s in france.statements) + " ".join(b.chart.title for b in france.illustrations)
    report = checked(reading, replace(held(france), text=" ".join(told.split())))
    assert report.is_sound
    assert report.of("table") == ()
    assert all(table.caption in report.remarks[0] for table in france.tables)


def test_the_report_for_programs_says_the_same(reading: Reading, france: Document, first: str) -> None:
    file = held(france)
    report = checked(reading, replace(file, text=file.text.replace(first, "")))
    told = report.as_dict()
    assert told["sound"] is False
    assert told["counts"]["claim"]["edited"] == len(report.unsound) > 0
    assert [part["status"] for part in told["parts"]] == [part.status.value for part in report.parts]
    assert {part["told"] for part in told["parts"] if part["status"] == "edited"} == {
        part.told for part in report.unsound
    }


def test_a_selection_of_views_is_put_beside_its_file(reading: Reading, router: Router) -> None:
    shown = router.shown_at("/theme/emploi")
    document = document_of_charts(standing_of(reading), shown, "Dossier", "2026-11-24")
    file = held(document)
    report = checked(reading, file)
    assert report.is_sound
    assert "dossier de vues" in report.remarks[0]
    assert len(report.of("chart")) == len(shown)
    assert report.of("claim")
    name, points = next(iter(file.charts.items()))
    changed = [replace(points[0], value=99.5), *points[1:]]
    part = only(checked(reading, replace(file, charts={**file.charts, name: changed})))
    assert (part.kind, part.name, part.edits[0].found) == ("chart", name, "99,5")


def test_a_file_all_of_whose_words_changed_is_read_in_a_moment(reading: Reading, france: Document) -> None:
    file = held(france)
    report = checked(reading, replace(file, text=file.text.replace("e", "é") * 20))
    assert all(part.edits for part in report.of("claim") if "e" in part.told)


@settings(max_examples=40)
@given(data=st.data())
def test_any_digit_that_changed_is_told(built_store: Store, data: st.DataObject) -> None:
    reading = Reading(built_store)
    document = brief(reading, "FR", length="page")
    file = held(document)
    text = " ".join(data.draw(st.sampled_from(document.statements)).claim.text.split())
    digits = [at for at, character in enumerate(text) if character.isdigit()]
    at = data.draw(st.sampled_from(digits))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != text[at]]))
    edited = text[:at] + other + text[at + 1 :]
    report = checked(reading, replace(file, text=file.text.replace(text, edited)))
    assert [" ".join(part.told.split()) for part in report.of("claim") if part.edits] == [text]
    assert [edit.found for part in report.of("claim") for edit in part.edits] == [edited]
