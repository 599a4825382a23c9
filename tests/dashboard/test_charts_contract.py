"""What every kind of chart must obey. A new module of ``dashboard/charts`` is picked up by listing the folder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.charts import SIDES, BreakLine, Chart, Side, chart_kinds, draw, mark_of
from dashboard.components.figure import CONFIG, chart_card
from etl.model import Observation
from tests.dashboard.small import catalogue, observed
from tests.dashboard.walk import classed, components, text_of

SMALL = catalogue()
KINDS = chart_kinds()
NBSP = "\u00a0"

# (row, side, figure, segment): every way a figure can be present, approximate or absent.
Figures = list[tuple[str, Side, Observation, int]]
ACROSS: Figures = [
    ("Femmes", "priority", observed(23.9, lower=21.0, upper=27.0), 0),
    ("Femmes", "reference", observed(9.5, "uue", lower=8.0, upper=11.0), 0),
    ("Jeunes", "priority", observed(38.4, qualifier="nearly"), 0),
    ("Jeunes", "reference", observed(0.0, "uue"), 0),
    ("Sans diplôme", "priority", observed(None, conf_status="C"), 0),
    ("Sans diplôme", "reference", observed(16.0, "uue", obs_status="U"), 0),
    ("Hommes", "priority", observed(29.1), 0),
    ("Hommes", "reference", observed(None, "uue", obs_status="O"), 0),
]
IN_TIME: Figures = [
    ("Chômage", "priority", observed(26.7, period="2014"), 0),
    ("Chômage", "reference", observed(9.9, "uue", period="2014"), 0),
    ("Chômage", "priority", observed(25.3, period="2016", qualifier="about"), 0),
    ("Chômage", "reference", observed(9.8, "uue", period="2016"), 0),
    ("Chômage", "priority", observed(None, period="2018", obs_status="O"), 1),
    ("Chômage", "reference", observed(8.9, "uue", period="2018"), 1),
    ("Chômage", "priority", observed(18.3, lower=16.0, upper=20.5), 1),
    ("Chômage", "reference", observed(7.5, "uue", lower=6.0, upper=9.0), 1),
]
BREAKS = (BreakLine("2018", "La mesure change."), BreakLine("2022", "Année de crise.", exceptional=True))


def chart(kind: str, figures: Figures, breaks: tuple[BreakLine, ...] = ()) -> Chart:
    marks = tuple(mark_of(figure, row, side, SMALL, segment=segment) for row, side, figure, segment in figures)
    return Chart(
        kind=kind,
        name="essai",
        title="Le chômage est plus élevé",
        subtitle="Actifs de 15 à 64 ans · France",
        symbol="%",
        decimals=1,
        marks=marks,
        sources=("Observatoire, Rapport (2020)",),
        caveats=("Précision non publiée.",),
        breaks=breaks,
        labels={"priority": "QPV", "reference": "Autour"},
    )


EXAMPLES = {"across": (ACROSS, ()), "in_time": (IN_TIME, BREAKS), "alone": (ACROSS[:1], ())}


@pytest.fixture(params=[(kind, name) for kind in KINDS for name in EXAMPLES], ids="-".join)
def example(request: pytest.FixtureRequest) -> Chart:
    """Each kind of chart drawing each set of figures."""
    kind, name = request.param
    return chart(kind, *EXAMPLES[name])


def points(figure: go.Figure) -> Iterator[tuple[str, dict[str, Any]]]:
    """Text and numbers of each figure drawn: those that say what they are when pointed at."""
    for trace in figure.data:
        for position, told in enumerate(trace.customdata if trace.customdata is not None else ()):
            yield told[2], {"trace": trace, "x": trace.x[position], "y": trace.y[position], "at": position}


def test_there_are_kinds():
    assert {"bars", "dumbbell", "series"} <= set(KINDS)


def test_what_is_drawn_is_what_was_measured(example: Chart):
    drawn = list(points(draw(example)))
    known = {mark.text: mark for mark in example.marks}
    assert len(known) == len(example.marks), "each figure of the example is told apart by its text"
    present = [mark.text for mark in example.marks if mark.value is not None]
    assert sorted(text for text, _ in drawn if known[text].value is not None) == sorted(present)
    for text, point in drawn:
        value = known[text].value
        assert (0 if value is None else value) in (point["x"], point["y"]), text


def test_an_absent_value_is_never_a_zero(example: Chart):
    """Where a place is kept for it, nothing is drawn there but the reason."""
    figure = draw(example)
    notes = [note.text for note in figure.layout.annotations]
    for text, point in points(figure):
        mark = next(mark for mark in example.marks if mark.text == text)
        if mark.value is None:
            trace, position = point["trace"], point["at"]
            written = [*notes, *(trace.text if trace.text is not None else ())]
            assert f"<b>{text}</b>" in [note.strip("\u00a0") for note in written]
            assert trace.type == "bar" or trace.marker.opacity[position] == 0
    for mark in example.marks:
        if mark.value is None:
            assert not any(char.isdigit() for char in mark.text + mark.label)


def test_an_uncertain_value_looks_uncertain(example: Chart):
    figure = draw(example)
    looks: dict[bool, set[tuple[str, str]]] = {True: set(), False: set()}
    for text, point in points(figure):
        mark = next(mark for mark in example.marks if mark.text == text)
        marker = point["trace"].marker
        shapes = marker.pattern.shape if point["trace"].type == "bar" else marker.symbol
        looks[mark.uncertain].add((mark.side, shapes[point["at"]]))
    assert not looks[True] & looks[False]


def test_the_two_sides_differ_by_more_than_their_colour(example: Chart):
    """By shape where marks are alone, by their own line and words where they are bars."""
    shapes: dict[str, set[str]] = {side: set() for side in SIDES}
    for text, point in points(draw(example)):
        mark = next(mark for mark in example.marks if mark.text == text)
        if point["trace"].type == "bar":
            assert point["trace"].customdata[point["at"]][1] == mark.zone
        else:
            shapes[mark.side].add(point["trace"].marker.symbol[point["at"]].removesuffix("-open"))
    assert not shapes["priority"] & shapes["reference"]


def test_the_picture_stands_alone(example: Chart):
    """Nothing is asked of another host, nothing is shared with one, and the text is French."""
    text = draw(example).to_json()
    for forbidden in ("http", "sendChartToCloud", "mapbox", "geojson", "topojson", "maplibre"):
        assert forbidden not in text
    figure = draw(example)
    assert figure.layout.separators == ",\u202f"
    assert figure.layout.template.layout.to_plotly_json() == {}, "the lazily built template is not used"
    assert figure.layout.height > 0
    ticks = [tick for axis in (figure.layout.xaxis, figure.layout.yaxis) for tick in axis.ticktext or ()]
    assert not any("." in tick for tick in ticks)


def test_a_picture_is_drawn_the_same_twice(example: Chart):
    assert draw(example).to_json() == draw(example).to_json()


def test_the_table_has_every_mark_in_order(example: Chart):
    header, rows = example.table()
    assert header == ["Ligne", "Zone", "Période", "Valeur", "Intervalle à 95 %", "Source"]
    assert [(row[0], row[3]) for row in rows] == [(mark.row, mark.text) for mark in example.marks]
    for row, mark in zip(rows, example.marks, strict=True):
        assert len(row) == len(header)
        assert all(row)
        assert (row[4] == "non publié") == (mark.lower is None)


def test_the_alternative_says_what_the_picture_says(example: Chart):
    said = example.alternative
    assert said.startswith(f"{example.title}. {example.subtitle}.")
    assert all(row in said for row in example.rows)
    assert "tableau" in said


def test_the_card_has_all_it_takes_to_quote_the_chart(example: Chart):
    card = chart_card(example)
    (graph,) = components(card, "Graph")
    (picture,) = [part for part in components(card, "Div") if getattr(part, "role", "") == "img"]
    assert picture.to_plotly_json()["props"]["aria-label"] == example.alternative
    assert text_of(classed(card, "finding")) == example.title
    assert text_of(classed(card, "subtitle")) == example.subtitle
    assert text_of(classed(card, "source")) == "Source : Observatoire, Rapport (2020)"
    assert "Précision non publiée." in text_of(classed(card, "caveats"))
    assert graph.config == CONFIG
    assert [text_of(button) for button in components(card, "Button")] == ["PNG", "SVG"]
    (table,) = components(card, "Table")
    for mark in example.marks:
        assert mark.text in text_of(table)
    for side in SIDES:
        if any(mark.side == side for mark in example.marks):
            assert example.labels[side] in text_of(classed(card, "key"))


def test_nobody_is_asked_to_share_a_chart_with_a_third_party():
    assert "sendChartToCloud" in CONFIG["modeBarButtonsToRemove"]
    assert CONFIG["showSendToCloud"] is False
    assert CONFIG["plotlyServerURL"] == ""
    assert CONFIG["displaylogo"] is False


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "series"])
def test_height_grows_with_the_rows(kind: str):
    heights = [draw(chart(kind, _rows(count))).layout.height for count in (1, 2, 10, 40)]
    assert heights == sorted(set(heights))
    assert heights[-1] / 40 >= 40, "room for a label and its value on each line"
    longer = [(f"{row} " * 12, side, figure, segment) for row, side, figure, segment in _rows(10)]
    assert draw(chart(kind, longer)).layout.height > heights[2], "a long label takes more lines"


def _rows(count: int) -> Figures:
    return [(f"Ligne {rank}", "priority", observed(float(rank)), 0) for rank in range(count)]


def test_a_break_cuts_both_lines_and_says_so():
    figure = draw(chart("series", IN_TIME, BREAKS))
    lines = [trace for trace in figure.data if trace.customdata is not None]
    assert [_years(trace) for trace in lines if trace.name == "QPV"] == [[2014, 2016], [2022]]
    assert [_years(trace) for trace in lines if trace.name == "Autour"] == [[2014, 2016], [2018, 2022]]
    assert [round(shape.x0, 1) for shape in figure.layout.shapes] == [2017.5, 2022]
    assert [note.text for note in figure.layout.annotations] == ["rupture", "année exceptionnelle", "non<br>publié"], (
        "the absent value of 2018 says why where it would be"
    )
    dashes = {shape.line.dash for shape in figure.layout.shapes}
    assert dashes == {"dash", "dot"}, "a break and an exceptional year do not look alike"


def _years(trace: Any) -> list[float]:
    return [round(time, 1) for time in trace.x]


def test_the_gap_is_drawn_between_both_sides_only():
    figure = draw(chart("series", IN_TIME, BREAKS))
    bands = [trace for trace in figure.data if trace.fill == "toself"]
    assert [(_years(band), list(band.y)) for band in bands] == [([2014, 2016, 2016, 2014], [26.7, 25.3, 9.8, 9.9])]
    shapes = draw(chart("dumbbell", ACROSS)).layout.shapes
    assert [(shape.x0, shape.x1) for shape in shapes] == [(9.5, 23.9), (0.0, 38.4)], "none to an absent value"


def test_limits_are_drawn_around_their_value():
    figure = draw(chart("dumbbell", ACROSS))
    around, here = figure.data
    assert [round(length, 6) for length in here.error_x.array] == [3.1, 0, 0, 0]
    assert [round(length, 6) for length in here.error_x.arrayminus] == [2.9, 0, 0, 0]
    assert [round(length, 6) for length in around.error_x.array] == [1.5, 0, 0, 0]
    below = [("Variation", "priority", observed(-5.0, lower=-10.0, upper=0.0), 0)]
    (_, fall) = draw(chart("dumbbell", below)).data
    assert (fall.error_x.array, fall.error_x.arrayminus) == ((5.0,), (5.0,))


def test_five_absences_and_a_value_have_six_texts():
    figures = [
        observed(18.3), observed(0.0), observed(None, conf_status="C"), observed(None, obs_status="O"),
        observed(None, obs_status="M"), observed(18.3, obs_status="U"),
    ]  # fmt: skip
    _, rows = chart("bars", [("Ligne", "priority", figure, 0) for figure in figures]).table()
    assert [row[3].replace(NBSP, " ") for row in rows] == [
        "18,3 %", "0 %", "secret statistique", "non publié", "sans objet", "18,3 % (fragile)",
    ]  # fmt: skip
