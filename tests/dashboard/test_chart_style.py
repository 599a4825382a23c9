"""The look of every chart: what is written can be read, and ticks are round and French."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard.charts import style


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", [style.INK, style.MUTED, style.PRIORITY, style.REFERENCE])
def test_what_is_written_is_read_on_its_paper(colour: str):
    paper, ink = sorted((_luminance(style.PAPER), _luminance(colour)), reverse=True)
    assert (paper + 0.05) / (ink + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("low", "high", "places"),
    [
        (0, 26.7, [0.0, 10.0, 20.0]),
        (0, 100, [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]),
        (0, 1, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (-12, 30, [-10.0, 0.0, 10.0, 20.0, 30.0]),
        (0, 0, [0.0]),
        (0, 5300000, [0.0, 2000000.0, 4000000.0]),
    ],
)
def test_ticks_are_round(low: float, high: float, places: list[float]):
    assert style.ticks(low, high) == places


@given(st.floats(-1e7, 0), st.floats(0, 1e7))
def test_ticks_are_few_within_the_axis_and_evenly_spaced(low: float, high: float):
    assume(high - low > 1e-3)
    found = style.ticks(low, high)
    assert 0 in found
    assert 2 <= len(found) <= 7
    assert all(low - 1e-6 <= place <= high + 1e-6 for place in found)
    steps = [after - before for before, after in pairwise(found)]
    assert steps == pytest.approx([steps[0]] * len(steps))


@pytest.mark.parametrize(
    ("places", "symbol", "texts"),
    [
        ([0, 10, 20], "%", ["0\u00a0%", "10\u00a0%", "20\u00a0%"]),
        ([0, 0.5], "fois", ["0\u00a0fois", "0,5\u00a0fois"]),
        ([0, 5000], "établissements", ["0", "5\u202f000"]),
        ([0, 2_000_000, 4_500_000], "personnes", ["0", "2\u00a0M", "4,5\u00a0M"]),
        ([-2_000_000, 0], "€", ["−2\u00a0M", "0"]),
    ],
)
def test_ticks_are_written_in_french(places: list[float], symbol: str, texts: list[str]):
    assert style.tick_texts(places, symbol) == texts


def test_a_long_label_goes_to_the_line():
    lines = style.label_lines("Part des ménages dont la personne de référence est au chômage")
    assert len(lines) > 1
    assert all(len(line) <= style.LABEL_WIDTH for line in lines)
    assert style.label_lines("") == [""]
