"""A figure drawn without a browser says what the figure says: what is drawn where, what is written, what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import pytest

import dashboard.charts as charts
import dashboard.exports.drawing.figure as drawing
from dashboard.charts import Chart, Mark, chart_kinds, draw
from dashboard.charts.atlas import RAMP
from dashboard.charts.rows import symbol_of
from dashboard.charts.style import COLOURS
from dashboard.exports.drawing import DrawingError, svg
from dashboard.exports.drawing.canvas import Canvas
from dashboard.exports.drawing.subset import ANNOTATION as NOTE
from dashboard.exports.drawing.subset import AXIS, LAYOUT, TRACES, UNSEEN
from dashboard.exports.drawing.subset import SHAPE as LAID
from tests.dashboard.exports.drawn import (
    Shape,
    asked_words,
    examples,
    on_rules,
    parsed,
    rules,
    shapes,
    sheet,
    words,
)

EXAMPLES = examples()
TAGS = {"circle": "circle", "diamond": "path4"}
"""What an element of a side is, by symbol: a path of four corners."""
NEAR = 0.05
"""Pixels."""


@pytest.fixture(params=EXAMPLES)
def example(request: pytest.FixtureRequest) -> Chart:
    return EXAMPLES[request.param]


def marked(figure: go.Figure, chart: Chart) -> Iterator[tuple[Any, int, Mark]]:
    """Each trace, position in it and mark of a chart that is drawn with a value; their texts tell marks apart."""
    told = {mark.text: mark for mark in chart.marks if mark.value is not None}
    for trace in figure.data:
        for position, said in enumerate(trace.customdata if trace.customdata is not None else ()):
            if said[2] in told:
                yield trace, position, told[said[2]]


def test_there_is_an_example_of_every_kind():
    assert {one.kind for one in EXAMPLES.values()} == set(chart_kinds())


@pytest.mark.parametrize("name", [name for name, one in EXAMPLES.items() if one.atlas is None])
def test_every_mark_stands_where_its_axis_says(name: str):
    """Measured on the lines of the grid, whose ticks say what they are; in the colour and the shape of its side."""
    example = EXAMPLES[name]
    figure, root = draw(example), parsed(svg(example, 700))
    drawn = list(shapes(root))
    by_height = example.kind in ("series", "funnel", "scatter")
    axis = figure.layout.yaxis if by_height else figure.layout.xaxis
    ticks = [tick for tick in axis.tickvals if min(axis.range) <= tick <= max(axis.range)]
    # Of its own ticks only: after them come the line of the other axis, or the axis of ranks
    lines = rules(root, upright=not by_height)[: len(ticks)]
    ends = [max(lines), min(lines)] if by_height else [min(lines), max(lines)]
    places = list(marked(figure, example))
    assert len(places) == sum(mark.value is not None for mark in example.marks)
    for trace, position, mark in places:
        at = on_rules(axis, ends, mark.value or 0.0)
        if trace.type == "bar":
            zero = on_rules(axis, ends, 0.0)
            bars = [s for s in drawn if s.tag == "rect" and abs(s.x - (at + zero) / 2) < NEAR]
            assert mark.value == 0 or any(abs(float(bar.looks["width"]) - abs(at - zero)) < NEAR for bar in bars)
            continue
        symbol = trace.marker.symbol[position]
        assert symbol == symbol_of(mark)
        tag = TAGS[symbol.removesuffix("-open")]
        found = [s.looks for s in drawn if abs((s.y if by_height else s.x) - at) < NEAR and s.tag == tag]
        key = "stroke" if mark.uncertain else "fill"
        alike = [looks for looks in found if looks.get(key) == COLOURS[mark.side]]
        assert any(looks["fill"] == "none" for looks in alike) if mark.uncertain else alike, mark


def test_every_word_of_the_figure_is_in_the_picture(example: Chart):
    layout = draw(example).layout
    asked = [note.text for note in layout.annotations]
    for trace in draw(example).data:
        if trace.type == "scatter" and "text" in trace.mode:
            asked += list(trace.text)
    for axis in (layout[name] for name in layout.to_plotly_json() if name[:5] in ("xaxis", "yaxis")):
        if axis.visible is not False:
            within = [min(axis.range) <= at <= max(axis.range) or axis.type == "log" for at in axis.tickvals]
            asked += [text for text, there in zip(axis.ticktext, within, strict=True) if there]
            asked += [axis.title.text or ""]
    written = words(parsed(svg(example, 700)))
    for text in asked:
        for line in asked_words(text):
            assert line in written, line


def test_both_sides_are_in_the_picture(example: Chart):
    """By their colour: in a mark, on its edge, in the lines of a hatched bar."""
    text = svg(example, 700)
    for side in example.sides:
        assert f'"{COLOURS[side]}"' in text


def test_the_same_chart_gives_the_same_bytes(example: Chart):
    first = svg(example, 640)
    charts._draw.cache_clear()
    charts._draw_map.cache_clear()
    assert svg(example, 640) == first
    assert svg(example, 641) != first


def test_the_picture_stands_alone(example: Chart):
    text = svg(example, 700)
    assert re.findall(r"https?://[^\"]*", text) == ["http://www.w3.org/2000/svg"]
    for forbidden in ("<script", "href", "@import", "url(http", "<style", "javascript", "font-face"):
        assert forbidden not in text
    for reference in re.findall(r"url\(#([^)]*)\)", text):
        assert f'id="{reference}"' in text
    assert not re.search(r"[0-9]\.[0-9]{3}", re.sub(r"fill-opacity=\"[^\"]*\"", "", text)), "to 0.01 pixel"


def test_an_absent_value_has_no_mark():
    """Neither dot nor cap of an interval stands at zero for it."""
    example = EXAMPLES["dumbbell-across"]
    none = replace(example, marks=(*(replace(mark, value=None) for mark in example.marks),))
    drawn = list(shapes(parsed(svg(none, 700))))
    assert [shape.tag for shape in drawn if shape.looks.get("fill") in COLOURS.values()] == []
    assert [shape.tag for shape in drawn if shape.looks.get("stroke") in COLOURS.values()] == []


# What is not drawn is refused ----------------------------------------------------------------------------------------


class Read(dict[str, Any]):
    """A part of a figure that knows which of its keys were asked for."""

    def __init__(self, values: Mapping[str, Any], path: str, read: set[str]) -> None:
        super().__init__({key: _reading(value, f"{path}.{key}", read) for key, value in values.items()})
        self.path, self.read = path, read

    def __getitem__(self, key: str) -> Any:
        self.read.add(f"{self.path}.{key}")
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.read.add(f"{self.path}.{key}")
        return super().get(key, default)


def _reading(value: Any, path: str, read: set[str]) -> Any:
    if isinstance(value, dict):
        return Read(value, path, read)
    if isinstance(value, list | tuple) and value and isinstance(value[0], dict):
        return [_reading(item, path, read) for item in value]
    return value


def _drawable(part: Mapping[str, Any], known: Mapping[str, Any], path: str) -> Iterator[str]:
    """The paths of a part that a picture shows: those with more than one value that it may have."""
    for key, value in part.items():
        expected = known[key]
        if isinstance(expected, Mapping):
            yield from _drawable(value, expected, f"{path}.{key}")
        elif expected != UNSEEN and not (isinstance(expected, frozenset) and len(expected) == 1):
            yield f"{path}.{key}"


def test_nothing_that_a_picture_shows_is_left_unread():
    """Every key of every figure is asked for by what draws it: none is passed over."""
    read: set[str] = set()
    expected: set[str] = set()
    for chart in EXAMPLES.values():
        data, layout = drawing.parts_of(chart, "Serif")
        drawing.show_key(chart, layout)
        for trace in data:
            expected |= set(_drawable(trace, TRACES[trace["type"]], f".data.{trace['type']}"))
        for name, value in layout.items():
            parts = {"shapes": LAID, "annotations": NOTE}.get(name)
            for item in value if parts else ():
                expected |= set(_drawable(item, parts or {}, f".layout.{name}"))
            if name[:5] in ("xaxis", "yaxis"):
                expected |= set(_drawable(value, AXIS, f".layout.{name}"))
            elif parts is None and name not in ("meta", "height"):  # read by who chooses the size of the picture
                expected |= set(_drawable({name: value}, LAYOUT, ".layout"))
        reading = [Read(trace, f".data.{trace['type']}", read) for trace in data]
        drawing.draw_figure(Canvas("essai"), reading, Read(layout, ".layout", read), 700, 500)
    # An axis that is not shown may say where it would stand
    assert expected - read - {".layout.annotations.name", ".layout.yaxis2.anchor"} == set()
    assert len(expected) > 100


UNKNOWN = {
    "data.mode": {"data": [{"type": "scatter", "x": [1], "y": [1], "mode": "lines+text"}]},
    "data.type": {"data": [{"type": "pie", "values": [1]}]},
    "data.line.shape": {"data": [{"type": "scatter", "x": [1], "y": [1], "mode": "lines", "line": {"shape": "hv"}}]},
    "data.marker.symbol": {
        "data": [{"type": "scatter", "x": [1], "y": [1], "mode": "markers", "marker": {"symbol": ["circle", "star"]}}]
    },
    "layout.legend": {"layout": {"legend": {"x": 1}}},
    "layout.xaxis.dtick": {"layout": {"xaxis": {"range": [0, 1], "dtick": 1}}},
    "layout.shapes.path": {"layout": {"shapes": [{"type": "path", "path": "M0,0"}]}},
    "layout.annotations.textangle": {"layout": {"annotations": [{"text": "a", "textangle": 90}]}},
    "layout.annotations.text": {
        "layout": {"annotations": [{
            "text": "<i>a</i>", "x": 0, "y": 0, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top",
            "showarrow": False,
        }]}
    },
    "layout.plot_bgcolor": {"layout": {"plot_bgcolor": "#000000"}},
}  # fmt: skip


@pytest.mark.parametrize("where", UNKNOWN)
def test_what_is_not_known_is_refused_and_the_message_says_where(where: str, monkeypatch: pytest.MonkeyPatch):
    """A kind of chart that asks for it, drawn by the real drawing."""
    chart = EXAMPLES["bars-alone"]
    figure = go.Figure(draw(chart))
    figure.add_traces(UNKNOWN[where].get("data", []))
    figure.update_layout(UNKNOWN[where].get("layout", {}))
    monkeypatch.setattr(drawing, "draw", lambda _: figure)
    with pytest.raises(DrawingError) as told:
        svg(chart, 700)
    first, *_, last = where.split(".")
    assert first in str(told.value)
    assert last in str(told.value)


@pytest.mark.parametrize(
    ("trace", "missing"),
    [
        ({"type": "scatter", "x": [1], "y": [1]}, "mode"),
        ({"type": "scatter", "x": [1, 2], "y": [1, 1], "mode": "lines"}, "line"),
        ({"type": "scatter", "x": [1], "y": [1], "mode": "markers", "marker": {"size": 3}}, "color"),
        (
            {"type": "scatter", "x": [1], "y": [1], "mode": "markers", "marker": {"size": [3], "color": "#000000"}},
            "line",
        ),
        ({"type": "bar", "x": [1], "y": [1], "marker": {"color": "#000000"}}, "width"),
        (
            {
                "type": "scatter", "x": [1], "y": [1], "mode": "markers",
                "marker": {
                    "color": [0.4], "cmin": 0, "cmax": 1, "colorscale": [[0, "#000000"], [1, "#FFFFFF"]], "size": 3,
                },
            },
            "0.4",
        ),
    ],
)  # fmt: skip
def test_what_plotly_would_guess_is_refused(trace: dict[str, Any], missing: str, monkeypatch: pytest.MonkeyPatch):
    chart = EXAMPLES["bars-alone"]
    figure = go.Figure(draw(chart))
    figure.add_traces([trace])
    monkeypatch.setattr(drawing, "draw", lambda _: figure)
    with pytest.raises(DrawingError, match=re.escape(missing)):
        svg(chart, 700)


# Maps ----------------------------------------------------------------------------------------------------------------


def rounds(chart: Chart, width: int = 700, **how: Any) -> list[Shape]:
    """The dots of the classes."""
    drawn = list(shapes(parsed(svg(chart, width, **how))))
    return [s for s in drawn if s.tag == "circle" and s.looks["fill"] in RAMP]


def test_places_of_a_map_keep_their_shape_and_their_class():
    first, second, inset = rounds(sheet())
    east, north = second.x - first.x, first.y - second.y
    assert east / 500 == pytest.approx(north / 200, abs=1e-3), "one unit is as long both ways"
    assert east / 500 == pytest.approx((700 - 16) / 1000, abs=1e-3), "as wide as the picture lets it"
    assert (first.looks["fill"], second.looks["fill"]) == (RAMP[-1], RAMP[0])
    assert inset.y > first.y


def test_the_key_of_a_map_is_over_it_or_beside_it():
    chart = sheet()
    assert chart.atlas is not None
    for beside in (False, True):
        root = parsed(svg(chart, 900, beside=beside))
        written = words(root)
        for text in ("Classe (nombre de quartiers)", "Secret statistique (1)", "Chaque cadre a sa propre échelle"):
            assert text in written
        heights = [float(text.get("y", 0)) for text in root.iter("{http://www.w3.org/2000/svg}text") if text.get("y")]
        assert min(heights) > 0
        assert max(heights) < float(root.get("height", 0))
    over, beside_it = rounds(chart)[0], rounds(chart, width=900, beside=True)[0]
    assert over.y > chart.atlas.above
    assert beside_it.x > 0.37 * 900 > over.x
    assert svg(chart, 600, beside=True) == svg(chart, 600), "its insets would not be read"


def test_a_map_that_would_be_too_high_is_smaller_and_keeps_its_shape():
    chart = sheet()
    whole = parsed(svg(chart, 700))
    root = parsed(svg(chart, 700, highest=600))
    assert float(whole.get("height", 0)) > 600 == float(root.get("height", 0))
    first, second, _ = rounds(chart, highest=600)
    larger, other, _ = rounds(chart)
    assert (second.x - first.x) / 500 == pytest.approx((first.y - second.y) / 200, abs=1e-3)
    assert second.x - first.x < other.x - larger.x
    assert words(root) == words(whole)
    rows = EXAMPLES["bars-across"]
    assert svg(rows, 700, highest=10) == svg(rows, 700), "rows cannot be lower than their labels"


def test_a_surface_without_a_value_is_hatched_and_a_place_asked_for_is_ringed():
    text = svg(sheet(), 700)
    assert "<pattern" in text
    ring = [s for s in shapes(parsed(text)) if s.tag == "circle" and s.looks["fill"] == "none"]
    first = rounds(sheet())[0]
    assert [(one.x, one.y) for one in ring] == [(first.x, first.y)]
    assert float(ring[0].looks["r"]) > float(first.looks["r"])
