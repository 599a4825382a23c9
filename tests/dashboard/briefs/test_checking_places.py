"""What was edited is told at its own place: swaps, one copy of two, numbers drawn, what hides the original."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest

from dashboard.briefs.checked import Checked, CheckReport
from dashboard.briefs.checking import check
from dashboard.briefs.lines import Changed, blocks_of, changed_lines, counterpart
from dashboard.exports import format_of
from dashboard.questions.neighbourhoods import neighbourhoods_of
from dashboard.questions.reading import Reading
from dashboard.questions.standing import standing_of
from tests.dashboard.briefs.altered import edit_parts
from tests.dashboard.briefs.making import brief
from tests.dashboard.exports.paper import AROUND, FIRST, THIRD, full

Report = Callable[[str, bytes], CheckReport]
ZIPPED = {"docx": "word/document.xml", "pptx": "ppt/slides/slide[0-9]+.xml"}
LEVELS = "18,3\u00a0%", "7,5\u00a0%"


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """A document with every kind of block, in each format."""
    return {name: format_of(name).write(full()) for name in ("docx", "pptx", "html", "xlsx", "csv")}


@pytest.fixture
def report(reading: Reading) -> Report:
    """The report on a file."""
    return lambda name, content: check(format_of(name).read(content), neighbourhoods_of(reading), standing_of(reading))


def edited(found: CheckReport) -> list[Checked]:
    """The parts that were edited."""
    return [part for part in found.parts if part.edits]


def changed(name: str, content: bytes, change: Callable[[str], str], part: str = "") -> bytes:
    """A file after ``change`` on its text, its proof left as it is."""
    if name == "html":
        start = content.index(b'id="lisiere-preuve"')
        end = content.index(b"</script>", start)
        before, after = change(content[:start].decode()), change(content[end:].decode())
        return before.encode() + content[start:end] + after.encode()
    wanted = part or ZIPPED[name]
    return edit_parts(content, lambda n, blob: change(blob.decode()).encode() if re.fullmatch(wanted, n) else blob)


@pytest.mark.parametrize("name", ["html", "docx", "pptx"])
def test_two_numbers_swapped_in_a_sentence_are_told(name: str, files: dict[str, bytes], report: Report) -> None:
    high, low = LEVELS

    def swap(text: str) -> str:
        return text.replace(f"de {high} à", "de @ à").replace(f"contre {low}", f"contre {high}").replace("@", low)

    parts = edited(report(name, changed(name, files[name], swap)))
    assert {part.told for part in parts if part.kind == "claim"} == {FIRST.claim.text}
    found = next(part for part in parts if part.kind == "claim").edits[0].found
    assert "de 7,5 % à" in found
    assert "contre 18,3 %" in found


@pytest.mark.parametrize("name", ["html", "docx", "pptx"])
def test_two_values_swapped_in_a_table_are_told(name: str, files: dict[str, bytes], report: Report) -> None:
    one, other = "41,2\u00a0%", "12\u202f345<"

    def swap(text: str) -> str:
        at = text.find("Moins de 25 ans")
        rows = text[at:]
        return text[:at] + rows.replace(one, "@", 1).replace(other, f"{one}<", 1).replace("@", "12\u202f345", 1)

    parts = edited(report(name, changed(name, files[name], swap)))
    told = [(edit.where, edit.told, edit.found) for part in parts if part.kind == "table" for edit in part.edits]
    assert ("Moins de 25 ans, Valeur", one, "12 345") in told
    assert ("Population, Valeur", "12\u202f345", "41,2 %") in told


def test_a_title_of_a_slide_is_told_though_its_notes_still_say_it(files: dict[str, bytes], report: Report) -> None:
    title = "est 2,4\u00a0fois plus" if "est 2,4\u00a0fois plus" in _slides(files["pptx"]) else "est 2,4 fois plus"
    content = changed("pptx", files["pptx"], lambda text: text.replace(title, title.replace("2,4", "3,4")))
    parts = edited(report("pptx", content))
    assert [(part.kind, part.name) for part in parts] == [("chart", AROUND.name)]
    assert re.fullmatch(r"Diapositive [0-9]+, titre", parts[0].edits[0].where)
    assert "3,4 fois" in " ".join(parts[0].edits[0].found.split())


def _slides(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(archive.read(n).decode() for n in archive.namelist() if re.fullmatch(ZIPPED["pptx"], n))


@pytest.mark.parametrize("name", ["docx", "pptx"])
def test_a_number_drawn_otherwise_than_its_cell_is_told(name: str, files: dict[str, bytes], report: Report) -> None:
    value = next(mark.value for mark in AROUND.marks if mark.value is not None and mark.value != int(mark.value))
    content = changed(
        name, files[name], lambda text: text.replace(f"<c:v>{value}</c:v>", "<c:v>99.5</c:v>", 1), ".*/charts/[^/]*.xml"
    )
    parts = edited(report(name, content))
    assert parts
    assert {part.kind for part in parts} == {"chart"}
    told = [(edit.told, edit.found) for part in parts for edit in part.edits]
    assert (f"{value}".replace(".", ","), "99,5") in told


@pytest.mark.parametrize(
    "hidden",
    [
        '<span style="display: none">{}</span>',
        '<span hidden="">{}</span>',
        '<i style="font-size:1pt; color:#fff">{}</i>',
        '<p class="invisible">{}</p>',
    ],
)
def test_an_original_out_of_sight_in_a_page_does_not_count(
    hidden: str, files: dict[str, bytes], report: Report
) -> None:
    sentence = THIRD.claim.text
    other = sentence.replace("48,2", "84,2")
    content = changed("html", files["html"], lambda text: text.replace(sentence, other + hidden.format(sentence)))
    parts = edited(report("html", content))
    assert sentence in [part.told for part in parts if part.kind == "claim"] or any(
        "84,2" in edit.found for part in parts for edit in part.edits
    )


@pytest.mark.parametrize("look", ["<w:vanish/>", '<w:sz w:val="2"/>'])
def test_an_original_out_of_sight_in_word_does_not_count(look: str, files: dict[str, bytes], report: Report) -> None:
    def hide(text: str) -> str:
        return re.sub(
            r"<w:t([^>]*)>([^<]*18,3[^<]*)</w:t></w:r>",
            lambda m: (
                f"<w:t{m[1]}>{m[2].replace('18,3', '12,3')}</w:t></w:r>"
                f"<w:r><w:rPr>{look}</w:rPr><w:t>{m[2]}</w:t></w:r>"
            ),
            text,
        )

    parts = edited(report("docx", changed("docx", files["docx"], hide)))
    assert FIRST.claim.text in [part.told for part in parts]


def test_a_sentence_that_was_taken_out_is_absent_not_edited(files: dict[str, bytes], report: Report) -> None:
    sentence = FIRST.claim.text
    parts = edited(report("html", changed("html", files["html"], lambda text: text.replace(sentence, ""))))
    mine = [part for part in parts if part.told == sentence]
    assert mine
    assert {edit.found for part in mine for edit in part.edits} == {""}


def test_paragraphs_in_another_order_are_the_same() -> None:
    was = [("Texte", "Un habitant sur deux, 48 %."), ("Texte", "Le chômage est à 18 %."), ("Notes", "Source 3.")]
    assert changed_lines(was, was[::-1]) == ([], [])
    assert changed_lines(was, [*was, ("Texte", "Le conseil a voté 3 mesures.")]) == (
        [],
        ["Le conseil a voté 3 mesures."],
    )


def test_what_stands_in_the_place_of_words_of_a_line() -> None:
    change = Changed("Texte", "a b c d e f", "a b X d e f g")
    assert counterpart(change, blocks_of(change), 2, 4) == "X d"
    assert counterpart(change, blocks_of(change), 0, 2) == "a b"
    gone = Changed("Texte", "a b c d", "a b")
    assert counterpart(gone, blocks_of(gone), 2, 4) == ""


@pytest.mark.parametrize(("name", "part"), [("xlsx", "xl/worksheets/sheet1.xml"), ("csv", "donnees.csv")])
def test_a_cell_of_the_data_is_told_with_its_place(name: str, part: str, reading: Reading, report: Report) -> None:
    document = brief(reading, "FR", length="page")
    content = format_of(name).write(document)
    assert report(name, content).is_sound
    value = next(o.value for o in document.observations if o.value is not None and o.value != int(o.value))
    row = next(row for row, o in enumerate(document.observations, 2) if o.value == value)
    old, new = (f"<v>{value}</v>", "<v>98.5</v>") if name == "xlsx" else (f",{value},", ",98.5,")
    found = report(name, changed(name, content, lambda text: text.replace(old, new, 1), part))
    data = next(part for part in found.parts if part.kind == "data")
    sheet = "Feuille « Données »" if name == "xlsx" else "donnees.csv"
    assert [(edit.where, edit.told, edit.found) for edit in data.edits] == [
        (f"{sheet}, ligne {row}, colonne value", str(value).replace(".", ","), "98,5")
    ]
    drawn = [block.chart.name for block in document.illustrations if any(m.value == value for m in block.chart.marks)]
    assert {part.name for part in found.of("chart") if part.edits} <= set(drawn)
