"""A picture that leaves the screen has what it takes to quote it, and everything is in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import typst

from dashboard.charts import Chart
from dashboard.charts.style import COLOURS, SANS
from dashboard.exports.drawing import heading_of, parted, picture, svg
from dashboard.exports.drawing.text import Face
from etl.catalogue import Catalogue
from tests.dashboard.exports.drawn import SVG, examples, parsed, shapes, sheet, words

EXAMPLES = examples()
DATED = "données du 24 novembre 2026"


@pytest.fixture(params=EXAMPLES)
def example(request: pytest.FixtureRequest) -> Chart:
    return EXAMPLES[request.param]


def told(text: str) -> str:
    """Every word of a picture, spaces of all kinds made one."""
    return " ".join(" ".join(words(parsed(text))).split())


def plain(text: str) -> str:
    return " ".join(text.split())


def test_a_picture_says_what_it_takes_to_quote_it(example: Chart):
    said = told(picture(example, DATED))
    for text in (example.title, example.subtitle, *example.sources, f"Lisière, {DATED}."):
        assert plain(text) in said
    for side in example.sides:
        assert plain(example.labels[side]) in said
    assert ("valeur approchée ou fragile" in said) == any(mark.uncertain for mark in example.marks)
    for caveat in example.caveats[:2]:
        assert plain(caveat) in said


def test_caveats_that_have_no_room_are_counted():
    chart = replace(EXAMPLES["bars-alone"], caveats=("Une.", "Deux.", "Trois.", "Quatre."))
    assert heading_of(chart, DATED).caveats == ("Une.", "Deux.", "2 autres réserves : voir la page de ce graphique.")
    assert heading_of(replace(chart, caveats=("Une.",)), DATED).caveats == ("Une.",)


def test_a_picture_is_a_slide_or_higher(example: Chart):
    root = parsed(picture(example, DATED))
    assert root.get("width") == "1600"
    assert float(root.get("height", 0)) >= 900
    _, _, width, height = map(float, root.get("viewBox", "").split())
    assert 1600 / width == pytest.approx(float(root.get("height", 0)) / height, abs=0.01)
    assert width <= 1600, "letters are never smaller than those of the screen"


def test_everything_is_in_the_picture(example: Chart):
    """Each text starts and ends in it, with the widest face."""
    root = parsed(picture(example, DATED))
    _, _, width, height = map(float, root.get("viewBox", "").split())
    for group, left in ((root, 0.0), *((g, _shift(g)) for g in root.iter(f"{SVG}g") if g.get("transform"))):
        for text in group.iter(f"{SVG}text"):
            if group is root and text not in list(root):
                continue
            size = float(text.get("font-size", 0))
            for line in [child for child in text if child.get("x")] or [text]:
                said = "".join(line.itertext())
                room = Face(size, SANS).width(said)
                start = float(line.get("x", 0)) + left - room * ANCHORS[text.get("text-anchor", "start")]
                assert start > -1, said
                assert start + room < width + 1, said
                assert 0 < float(line.get("y", 0)) < height, said


ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


def _shift(group: object) -> float:
    return float(str(group.get("transform")).partition("(")[2].split()[0])  # type: ignore[attr-defined]


def test_the_key_has_the_shapes_of_the_marks():
    drawn = list(shapes(parsed(picture(EXAMPLES["dumbbell-across"], DATED))))
    first, second = drawn[1:3]  # after the paper
    assert (first.tag, first.looks["fill"]) == ("circle", COLOURS["priority"])
    assert (second.tag, second.looks["fill"]) == ("path4", COLOURS["reference"])


def test_a_heading_frames_a_drawing_of_any_width():
    chart = EXAMPLES["series-in_time"]
    bare, framed = svg(chart, 600), svg(chart, 600, heading=heading_of(chart, DATED))
    assert parsed(framed).get("width") == parsed(bare).get("width") == "600"
    assert float(parsed(framed).get("height", 0)) > float(parsed(bare).get("height", 0))
    assert set(words(parsed(bare))) <= set(words(parsed(framed)))
    assert chart.title not in told(bare)


def test_words_of_others_are_escaped():
    chart = replace(EXAMPLES["bars-alone"], title='<script>alert("1")</script> & Cie', sources=("<b>A</b>",))
    text = picture(chart, DATED)
    assert "<script" not in text
    assert '<script>alert("1")</script> & Cie' in told(text)
    assert "<b>A</b>" in told(text)


def test_two_pictures_on_a_page_do_not_share_identifiers():
    one = EXAMPLES["bars-across"]
    other = replace(one, subtitle="Un autre territoire")
    identities = [
        {part.get("id") for part in parsed(svg(chart, 700)).iter() if part.get("id")} for chart in (one, other)
    ]
    assert all(identities)
    assert not identities[0] & identities[1]


@pytest.mark.parametrize("name", ["bars-across", "series-in_time", "rangs", "entonnoir", "carte", "cases"])
def test_a_document_can_hold_it(name: str, tmp_path: Path):
    """Typst draws it, letters included, without a warning."""
    chart = EXAMPLES[name]
    (tmp_path / "one.svg").write_text(svg(chart, 640, font="Libertinus Serif"), encoding="utf-8")
    source = '#set page(width: auto, height: auto, margin: 0pt)\n#image("one.svg", alt: "Essai", width: 480pt)'
    (tmp_path / "one.typ").write_text(source, encoding="utf-8")
    content, warnings = typst.compile_with_warnings(str(tmp_path / "one.typ"), format="png", ppi=72)
    assert content[:4] == b"\x89PNG"
    assert warnings == []


def test_a_map_has_its_key_beside_it_in_a_picture():
    chart = sheet()
    assert "Classe (nombre de quartiers)" in told(picture(chart, DATED))
    assert heading_of(chart, DATED).key == ()


def test_a_chart_higher_than_a_slide_is_several_pictures(catalogue: Catalogue):
    """Each figure is on one of them, with the finding and its rank; one that fits is itself."""
    one = EXAMPLES["dumbbell-across"]
    assert parted(one, DATED, catalogue) == [one]
    many = tuple(replace(mark, row=f"{mark.row} {turn}", observation=None) for turn in range(6) for mark in one.marks)
    tall = replace(one, marks=many)
    parts = parted(tall, DATED, catalogue)
    assert len(parts) > 1
    assert [mark for part in parts for mark in part.marks] == list(many)
    for rank, part in enumerate(parts, 1):
        assert part.name == f"{one.name}-{rank}"
        assert part.title.startswith(one.title)
        assert f"{rank} sur {len(parts)}" in part.title
        assert parsed(picture(part, DATED)).get("height") == "900"


def test_publications_that_have_no_room_are_counted():
    chart = replace(EXAMPLES["bars-alone"], sources=("Une", "Deux", "Trois", "Quatre", "Cinq"))
    source = heading_of(chart, DATED).source
    assert plain(source).startswith("Sources : Une ; Deux ; Trois ; et 2 autres publications")
