"""Every format that carries a proof: a file that nobody touched is sound, one that was edited by hand says where."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dashboard.briefs.checked import CheckReport, Status
from dashboard.briefs.checking import check
from dashboard.briefs.document import Document
from dashboard.exports import Readback, format_of, formats
from dashboard.questions.neighbourhoods import neighbourhoods_of
from dashboard.questions.reading import Reading
from dashboard.questions.standing import standing_of
from dashboard.store import Store
from tests.dashboard.briefs.altered import edit_parts
from tests.dashboard.briefs.making import brief

ZIPPED = ("docx", "pptx")
WORDS, OTHERS = ("quartiers prioritaires (contours 2024)", "quartiers oubliés (contours 2024)")


def read_back(name: str, content: bytes) -> Readback:
    """What a file holds; a format without proof is skipped, with its reason."""
    found = format_of(name).read(content)
    if not found.proof:
        pytest.skip(f"{name} : ce format ne porte pas de preuve")
    return found


def report_on(found: Readback, store: Store) -> CheckReport:
    """The report on a file."""
    reading = Reading(store)
    return check(found, neighbourhoods_of(reading), standing_of(reading))


def written(name: str, document: Document) -> bytes:
    """The file of a document."""
    return format_of(name).write(document)


@pytest.mark.parametrize("length", ["full", "page"])
@pytest.mark.parametrize("code", ["FR", "DEP-93"])
@pytest.mark.parametrize("name", formats())
def test_an_untouched_file_is_sound(name: str, code: str, length: str, reading: Reading) -> None:
    document = brief(reading, code, length=length)
    report = report_on(read_back(name, written(name, document)), reading.store)
    assert report.is_sound, [(part.told, part.edits) for part in report.unsound]
    assert len(report.of("claim")) > 0


@pytest.mark.parametrize("name", formats())
def test_an_untouched_file_on_a_quarter_is_sound(name: str, neighbourhood_store: Store) -> None:
    reading = Reading(neighbourhood_store)
    codes = [r.code for r in neighbourhood_store.territories.of_kind("neighbourhood") if r.code.startswith("QP")]
    for code in codes[:3]:
        found = read_back(name, written(name, brief(reading, code)))
        report = report_on(found, neighbourhood_store)
        assert report.is_sound, [(part.told, part.edits) for part in report.unsound]


@pytest.mark.parametrize("name", formats())
def test_words_that_changed_in_a_file_are_told(name: str, reading: Reading) -> None:
    document = brief(reading, "FR", length="page")
    found = read_back(name, written(name, document))
    sentence = next(s.claim.text for s in document.statements if s.claim.rule == "territory.opening")
    assert WORDS in sentence
    lines = [(place, " ".join(text.split()).replace(WORDS, OTHERS)) for place, text in found.lines]
    report = report_on(replace(found, text=found.text.replace(WORDS, OTHERS), lines=lines), reading.store)
    told = [part for part in report.of("claim") if part.told == sentence]
    assert [part.status for part in told] == [Status.EDITED]
    assert OTHERS in told[0].edits[0].found


@pytest.mark.parametrize("name", sorted({*ZIPPED, "html"} & set(formats())))
def test_a_file_edited_by_hand_says_where(name: str, reading: Reading) -> None:
    document = brief(reading, "FR", length="page")
    sentence = next(s.claim.text for s in document.statements if s.claim.rule == "territory.opening")
    content = written(name, document)
    edited = edit_parts(content, _words_of_a_part) if name in ZIPPED else _words_of_a_page(content)
    assert edited != content
    report = report_on(read_back(name, edited), reading.store)
    told = [part for part in report.of("claim") if part.edits]
    assert [part.told for part in told] == [sentence]
    assert report.summary.count("modifiée") == 1


def _words_of_a_part(name: str, part: bytes) -> bytes:
    """Change words wherever somebody reads them: not in the proof, which nobody sees."""
    if name.startswith("customXml") or not name.endswith(".xml"):
        return part
    return part.replace(WORDS.encode(), OTHERS.encode())


def _words_of_a_page(content: bytes) -> bytes:
    start = content.index(b"lisiere-preuve")
    end = content.index(b"</script>", start)
    before, proof, after = content[:start], content[start:end], content[end:]
    return before.replace(WORDS.encode(), OTHERS.encode()) + proof + after.replace(WORDS.encode(), OTHERS.encode())


@pytest.mark.skipif("pptx" not in formats(), reason="pas encore de pptx")
def test_a_number_changed_in_the_workbook_of_a_chart_is_told(reading: Reading) -> None:
    document = brief(reading, "FR", length="page")
    chart = document.illustrations[0].chart
    value = next(mark.value for mark in chart.marks if mark.value is not None and mark.value != int(mark.value))
    changed = 0

    def cell(name: str, part: bytes) -> bytes:
        nonlocal changed
        if not re.search(r"worksheets/sheet1\.xml$", name):
            return part
        changed += part.count(f"<v>{value}</v>".encode())
        return part.replace(f"<v>{value}</v>".encode(), b"<v>99.5</v>")

    def book(name: str, part: bytes) -> bytes:
        return edit_parts(part, cell) if name.endswith(".xlsx") else part

    edited = edit_parts(written("pptx", document), book)
    assert changed == 1
    report = report_on(read_back("pptx", edited), reading.store)
    assert [(part.kind, part.name) for part in report.unsound] == [("chart", chart.name)]
    told = [(edit.told, edit.found) for edit in report.unsound[0].edits]
    assert told == [(str(value).replace(".", ","), "99,5")]
