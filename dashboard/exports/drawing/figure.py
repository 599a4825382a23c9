"""A figure of ours on a canvas, layer by layer as Plotly lays them."""

from __future__ import annotations

from typing import Any

from dashboard.charts import Chart, draw
from dashboard.charts.insets import INSETS_TOP, KEY_SHARE, MAIN_FROM
from dashboard.charts.sheet import KEY
from dashboard.exports.drawing.annotations import draw_annotation
from dashboard.exports.drawing.axes import axes_of, axis_named, pairs_of
from dashboard.exports.drawing.bar import draw_bars
from dashboard.exports.drawing.canvas import Canvas, element
from dashboard.exports.drawing.errors import DrawingError
from dashboard.exports.drawing.ruling import draw_axis, draw_grid, room_of
from dashboard.exports.drawing.scatter import draw_scatter
from dashboard.exports.drawing.shapes import draw_shape, on_paper
from dashboard.exports.drawing.subset import check_figure

Data = list[dict[str, Any]]
Layout = dict[str, Any]
TOP = 8
"""Pixels over a map whose key is beside it."""


def parts_of(chart: Chart, font: str) -> tuple[Data, Layout]:
    """The traces and the layout of a chart, checked, ours to change, in that ``font``."""
    figure = draw(chart)
    data: Data = [trace.to_plotly_json() for trace in figure.data]
    layout: Layout = figure.layout.to_plotly_json()
    check_figure(data, layout)
    layout["font"]["family"] = font
    return data, layout


def natural_height(chart: Chart, layout: Layout, width: float, *, beside: bool = False) -> float:
    """That of the figure; of a map, what its shape asks for at this width, under its key or beside it."""
    atlas, margin = chart.atlas, layout["margin"]
    if atlas is None:
        return float(layout["height"])
    room = float(width - margin["l"] - margin["r"])
    if not beside:
        return float(atlas.above + room * atlas.height / atlas.width + margin["b"])
    land = room * (1 - MAIN_FROM) * (atlas.height - atlas.below) / atlas.width
    return max(float(TOP + land + margin["b"]), least_beside(chart, layout, width))


def least_beside(chart: Chart, layout: Layout, width: float) -> float:
    """What a map asks for at least with its key beside it: its key, over its insets as wide as they may be."""
    atlas, margin = chart.atlas, layout["margin"]
    if atlas is None:
        return 0.0
    insets = KEY_SHARE * (width - margin["l"] - margin["r"]) * atlas.below / atlas.width
    room = max(atlas.above / (1 - INSETS_TOP), insets / INSETS_TOP) if atlas.below else atlas.above
    return float(TOP + room + margin["b"])


def show_key(chart: Chart, layout: Layout, *, beside: bool = False) -> None:
    """The key of a map, over it or on its left: the figure has it hidden, for the page writes its own."""
    if chart.atlas is None:
        return
    above = layout["meta"]["above"]
    for note in layout["annotations"]:
        if note.get("name") == KEY:
            note["visible"] = True
            note["yshift"] -= above if beside else 0
    layout["margin"]["t"] = TOP if beside else above
    if beside:
        layout["xaxis"]["domain"] = [MAIN_FROM, 1]
        for name, domain in layout["meta"].get("wide", {}).items():
            layout[name.partition(".")[0]]["domain"] = domain


def draw_figure(canvas: Canvas, data: Data, layout: Layout, width: float, height: float) -> None:
    """Everything of a figure, at the upper left of the canvas."""
    font = layout["font"]
    if layout["plot_bgcolor"] != layout["paper_bgcolor"]:
        raise DrawingError("layout.plot_bgcolor", "n’est pas la couleur du papier")
    room = room_of(layout, width, height, font)
    axes = axes_of(layout, room)
    shapes = list(enumerate(layout.get("shapes", ())))
    below = [(rank, shape) for rank, shape in shapes if shape.get("layer", "above") == "below"]
    canvas.add(element("rect", width=width, height=height, fill=layout["paper_bgcolor"]))
    for rank, shape in sorted(below, key=lambda item: not on_paper(item[1])):
        draw_shape(canvas, shape, axes, room, f"layout.shapes[{rank}]")
    pairs = pairs_of(data)
    for x, y in pairs:
        draw_grid(canvas, axis_named(axes, x, "data"), axis_named(axes, y, "data"))
    # Bars are under the marks, whatever their order
    for rank, trace in sorted(enumerate(data), key=lambda item: item[1].get("type") != "bar"):
        where = f"data[{rank}]"
        x_axis, y_axis = (axis_named(axes, trace.get(f"{name}axis", name), where) for name in "xy")
        if trace.get("type") == "bar":
            draw_bars(canvas, trace, x_axis, y_axis, where)
        else:
            draw_scatter(canvas, trace, x_axis, y_axis, font, where)
    for axis in axes.values():
        draw_axis(canvas, axis, axes, font)
    for rank, shape in shapes:
        if shape.get("layer", "above") == "above":
            draw_shape(canvas, shape, axes, room, f"layout.shapes[{rank}]")
    for rank, note in enumerate(layout.get("annotations", ())):
        draw_annotation(canvas, note, axes, room, font, f"layout.annotations[{rank}]")
