"""Texts, numbers and lines of the drawing."""

from __future__ import annotations

from html import escape

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.style import SANS
from dashboard.exports.drawing import DrawingError
from dashboard.exports.drawing.canvas import NEAR, number, path_of, pieces_of, thinned
from dashboard.exports.drawing.looks import colour
from dashboard.exports.drawing.text import Face, lines_of

SERIF = Face(10, "Libertinus Serif")


def test_markup_is_lines_and_bold():
    assert lines_of("<b>A</b> &amp; B<br>C", "ici") == [(("A", True), (" & B", False)), (("C", False),)]
    assert lines_of("<b>A<br>B</b>", "ici") == [(("A", True),), (("B", True),)]
    assert lines_of("", "ici") == [()]
    with pytest.raises(DrawingError, match=r"ici.*<i>"):
        lines_of("<i>A</i>", "ici")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_what_is_escaped_is_read_as_it_was(text: str):
    assert "".join(words for words, _ in lines_of(escape(text), "ici")[0]) == text


@given(st.floats(-1e5, 1e5))
def test_a_number_is_within_a_hundredth(value: float):
    assert abs(float(number(value)) - value) <= 0.005 + 1e-9
    assert number(value) != "-0"
    assert "e" not in number(value)


def test_widths_are_those_of_letters():
    """Helvetica: a digit is 0.556 of the size, a space 0.278, a bold letter wider; DejaVu Sans is wider than it."""
    assert SERIF.width("2022") == pytest.approx(4 * 5.56)
    assert SERIF.width("a b") == pytest.approx(5.56 + 2.78 + 5.56)
    assert SERIF.width("é") == SERIF.width("e")
    assert SERIF.width("A", bold=True) > SERIF.width("A")
    assert Face(10, SANS).width("2022") > SERIF.width("2022")


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=12), min_size=1, max_size=20), st.integers(20, 200))
def test_wrapped_words_fit_and_none_is_lost(words: list[str], room: int):
    lines = SERIF.wrapped(" ".join(words), room)
    assert " ".join(lines).split() == words
    assert all(SERIF.width(line) <= room or " " not in line for line in lines)


def test_a_path_is_cut_at_gaps_and_closed_when_asked():
    points = np.array([[0, 0], [10, 0], [np.nan, np.nan], [5, 5], [9, 9.126]])
    assert path_of(points) == "M0,0L10,0M5,5L9,9.13"
    assert path_of(points, closed=True) == "M0,0L10,0ZM5,5L9,9.13Z"
    assert path_of(np.empty((0, 2))) == ""
    assert len(pieces_of(points)) == 2


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0, 50)), min_size=1, max_size=60))
def test_a_thinned_line_goes_nowhere_else(corners: list[tuple[float, float]]):
    """Its ends stay, and each point left out is near one that is kept."""
    points = np.array(corners)
    kept = thinned(points)
    assert kept[0].tolist() == points[0].tolist()
    assert kept[-1].tolist() == points[-1].tolist()
    for point in points:
        assert np.abs(kept - point).max(axis=1).min() <= NEAR + 1e-9


def test_colours_are_hexadecimal_or_with_an_opacity():
    assert colour("#FBFAF7", "ici") == ("#FBFAF7", None)
    assert colour("rgba(251, 250, 247, 0.75)", "ici") == ("#FBFAF7", 0.75)
    with pytest.raises(DrawingError, match="rouge"):
        colour("rouge", "ici")
