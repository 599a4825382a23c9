"""Any digit that somebody reads in a file and that became another is told, in each format; nothing else is."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject, TextStringObject

from dashboard.briefs.checked import CheckReport
from dashboard.briefs.checking import check
from dashboard.briefs.remainder import DRAWN_AGAIN
from dashboard.exports import format_of
from dashboard.questions.neighbourhoods import neighbourhoods_of
from dashboard.questions.reading import Reading
from dashboard.questions.standing import standing_of
from tests.dashboard.exports.paper import full

ZIPPED = ("csv", "docx", "pptx", "xlsx")
PROOF = re.compile(rb'<script[^>]*id="lisiere-preuve".*?</script>|<style.*?</style>', re.DOTALL)
SEEN = {
    "html": rb">([^<>]+)<|(?:aria-label|alt)=\"([^\"]+)\"",
    "docx": rb"<(?:w:t|a:t|c:v|t)(?: [^>]*)?>([^<]+)<|descr=\"([^\"]+)\"",
    "pptx": rb"<(?:a:t|c:v|t)(?: [^>]*)?>([^<]+)<|descr=\"([^\"]+)\"",
    "xlsx": rb"<c r=\"[A-Z]+[0-9]+\"(?: s=\"[0-9]+\")?><v>([^<]+)</v>|<t(?: [^>]*)?>([^<\"]+)<",
    "csv": rb"(.+)",
}
"""What a reader sees, in a part of each format."""
PARTS = {
    "docx": r"word/(document|footnotes)\.xml|word/charts/[^/]*\.xml|.*\.xlsx|xl/(sharedStrings|worksheets/.*)\.xml",
    "pptx": r"ppt/(slides|notesSlides|charts)/[^/]*\.xml|.*\.xlsx|xl/(sharedStrings|worksheets/.*)\.xml",
    "xlsx": r"xl/(sharedStrings|worksheets/.*)\.xml",
    "csv": r"donnees\.csv|LISEZ-MOI\.md|datapackage\.json",
}
FIELD = re.compile(rb"<a:fld .*?</a:fld>", re.DOTALL)
CELL = rb"<c r=\"[A-Z]+[0-9]+\"(?: s=\"[0-9]+\")?><v>([^<]+)</v>"


@dataclass(frozen=True)
class Place:
    """A digit: the parts that lead to it, then where it is in the last."""

    parts: tuple[str, ...]
    at: int


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """A document with every kind of block, in each format that can be edited."""
    document = full()
    return {name: format_of(name).write(document) for name in (*ZIPPED, "html", "pdf")}


@pytest.fixture(scope="module")
def places(files: dict[str, bytes]) -> dict[str, list[Place]]:
    """The digits that are seen, in each format."""
    return {name: list(_digits(name, files[name])) for name in (*ZIPPED, "html")}


def _digits(name: str, content: bytes, parts: tuple[str, ...] = ()) -> Iterator[Place]:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.namelist():
                if re.fullmatch(PARTS[name], part):
                    yield from _digits(name, archive.read(part), (*parts, part))
        return
    unseen = [(m.start(), m.end()) for pattern in (PROOF, FIELD) for m in pattern.finditer(content)]
    body = content.index(b"<body") if b"<body" in content else 0
    pattern = SEEN[name] + (b"|" + CELL if parts and parts[-1].startswith("xl/worksheets") else b"")
    for found in re.finditer(pattern, content):
        text = next(group for group in range(1, found.re.groups + 1) if found[group] is not None)
        if found.start() < body or any(start <= found.start() < end for start, end in unseen):
            continue
        if b"lisiere-proof" in found[text] or (parts == ("donnees.csv",) and found.start() == 0):
            continue
        for digit in re.finditer(rb"(?<![&#x0-9a-fA-F;])[0-9]+(?![0-9a-fA-F]*;)", found[text]):
            yield from (Place(parts, found.start(text) + at) for at in range(digit.start(), digit.end()))


def _changed(content: bytes, place: Place, step: int, depth: int = 0) -> bytes:
    if depth == len(place.parts):
        other = b"%d" % ((content[place.at] - 48 + step) % 10)
        return content[: place.at] + other + content[place.at + 1 :]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(out, "w") as written:
        for part in read.namelist():
            held = read.read(part)
            written.writestr(part, _changed(held, place, step, depth + 1) if part == place.parts[depth] else held)
    return out.getvalue()


def report_on(name: str, content: bytes, reading: Reading) -> CheckReport:
    """The report on a file."""
    return check(format_of(name).read(content), neighbourhoods_of(reading), standing_of(reading))


def is_told(report: CheckReport) -> bool:
    """Whether something of the file is said to be edited, or not to be read again."""
    return any(part.edits or part.unread for part in report.parts) or DRAWN_AGAIN in report.remarks


@pytest.mark.parametrize("name", [*ZIPPED, "html", "pdf"])
def test_nothing_is_told_of_an_untouched_file(name: str, files: dict[str, bytes], reading: Reading) -> None:
    report = report_on(name, files[name], reading)
    assert [(part.told, part.edits) for part in report.parts if part.edits] == []
    assert DRAWN_AGAIN not in report.remarks


@pytest.mark.parametrize("name", [*ZIPPED, "html"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_digit_that_became_another_is_told(
    name: str, files: dict[str, bytes], places: dict[str, list[Place]], reading: Reading, data: st.DataObject
) -> None:
    assert len(places[name]) > 100
    place = data.draw(st.sampled_from(places[name]))
    edited = _changed(files[name], place, data.draw(st.integers(1, 9)))
    report = report_on(name, edited, reading)
    assert any(part.edits for part in report.parts), (place, report.remarks)


def test_a_page_of_a_pdf_that_was_drawn_again_is_told(files: dict[str, bytes], reading: Reading) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(files["pdf"])))
    page = writer.pages[0]
    drawn = StreamObject()
    drawn.set_data(page.get_contents().get_data().replace(b"1", b"2"))
    page[NameObject("/Contents")] = writer._add_object(drawn)
    out = io.BytesIO()
    writer.write(out)
    report = report_on("pdf", out.getvalue(), reading)
    assert DRAWN_AGAIN in report.remarks
    assert all(part.unread for part in report.of("chart"))


def test_the_alternative_text_of_a_picture_of_a_pdf_is_read(files: dict[str, bytes], reading: Reading) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(files["pdf"])))
    spoken = list(_figures(writer._root_object["/StructTreeRoot"].get_object()))
    assert spoken
    told = str(spoken[0]["/Alt"])
    spoken[0][NameObject("/Alt")] = TextStringObject(told.replace("2,4", "3,4"))
    assert spoken[0]["/Alt"] != told
    out = io.BytesIO()
    writer.write(out)
    report = report_on("pdf", out.getvalue(), reading)
    edits = [edit for part in report.parts for edit in part.edits]
    assert any("Texte alternatif" in edit.where and "3,4" in edit.found for edit in edits)


def _figures(part: object) -> Iterator[DictionaryObject]:
    if isinstance(part, ArrayObject):
        for child in part:
            yield from _figures(child.get_object() if hasattr(child, "get_object") else None)
    elif isinstance(part, DictionaryObject):
        if "/Alt" in part and part.get("/S") == "/Figure":
            yield part
        children = part.get("/K")
        yield from _figures(children.get_object() if hasattr(children, "get_object") else None)
