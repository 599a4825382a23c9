"""What the tests of the drawing share: a chart of every kind, and an SVG read back."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from xml.etree import ElementTree

import numpy as np

from dashboard.charts import Chart, chart_kinds
from dashboard.charts.atlas import Note
from dashboard.charts.style import RULE
from tests.dashboard.test_charts_contract import EXAMPLES, chart
from tests.dashboard.test_charts_of_quarters import funnel_chart, ranking_chart, spread_chart
from tests.dashboard.test_map_charts import atlas, dots, grid, joined, mapped

SVG = "{http://www.w3.org/2000/svg}"
SQUARE = joined([np.array([[100, 500], [300, 500], [300, 700], [100, 700], [100, 500]], dtype=float)])


def sheet() -> Chart:
    """A map with everything that a map may have."""
    spots = np.array([[200, 600], [700, 800], [400, 100]], dtype=np.float32)
    places = {"x": spots[:, 0], "y": spots[:, 1]}
    return mapped(
        atlas(
            areas=((0, SQUARE), (2, SQUARE)), dots=(dots("circle", [0, 1, 1], **places), dots("x-thin-open", [2])),
            rings=dots("circle-open", [0], x=spots[:1, 0], y=spots[:1, 1]), borders=SQUARE, bars=SQUARE, below=350,
            notes=(Note("Saint-Denis &\nPantin", 300, 400, towards=(200, 600), short=9), Note("La Réunion", 10, 100)),
            key=("Chaque cadre a sa propre échelle",),
        )
    )  # fmt: skip


def examples() -> dict[str, Chart]:
    """Every kind of chart on every set of figures, then charts of many quarters, a map and tiles."""
    found = {f"{kind}-{name}": chart(kind, *figures) for kind in chart_kinds() for name, figures in EXAMPLES.items()}
    many = {"quartiers": spread_chart(), "rangs": ranking_chart(), "entonnoir": funnel_chart()}
    return found | many | {"carte": sheet(), "cases": grid(framed={"DEP-59"}, framed_words="Nord")}


@dataclass(frozen=True)
class Shape:
    """Something drawn: its tag, the middle of it, its attributes with those of what holds it."""

    tag: str
    x: float
    y: float
    looks: dict[str, str]


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - it is what we have just written


def shapes(root: ElementTree.Element, inherited: dict[str, str] | None = None) -> Iterator[Shape]:
    """Circles, squares and closed paths, with the colours that they inherit."""
    for child in root:
        tag = child.tag.removeprefix(SVG)
        looks = (inherited or {}) | dict(child.attrib)
        if tag == "g":
            yield from shapes(
                child, {k: v for k, v in looks.items() if k in ("fill", "stroke", "opacity", "clip-path")}
            )
        elif tag == "circle":
            yield Shape(tag, float(child.get("cx", 0)), float(child.get("cy", 0)), looks)
        elif tag == "rect":
            left, top, width, height = (float(child.get(name, 0)) for name in ("x", "y", "width", "height"))
            yield Shape(tag, left + width / 2, top + height / 2, looks)
        elif tag == "path":
            numbers = [float(n) for n in re.findall(r"-?[0-9.]+", child.get("d", ""))]
            yield Shape(f"path{len(numbers) // 2}", *_middle(numbers), looks)


def _middle(numbers: list[float]) -> tuple[float, float]:
    x, y = numbers[0::2], numbers[1::2]
    return (min(x) + max(x)) / 2, (min(y) + max(y)) / 2


def words(root: ElementTree.Element) -> list[str]:
    """Every line of text of the picture."""
    found = []
    for text in root.iter(f"{SVG}text"):
        lines = [child for child in text if child.get("x") is not None]
        found += ["".join(line.itertext()) for line in lines or [text]]
    return found


def asked_words(markup: str) -> list[str]:
    """The lines of a text of a figure, as they must be read."""
    return [line for text in markup.split("<br>") if (line := unescape(re.sub(r"</?b>", "", text)))]


def rules(root: ElementTree.Element, *, upright: bool) -> list[float]:
    """Where the lines of the grid are, of one direction, each once."""
    along, across = ("x", "y") if upright else ("y", "x")
    found = [
        float(line.get(f"{along}1", 0))
        for line in root.iter(f"{SVG}line")
        if line.get("stroke") == RULE and line.get(f"{along}1") == line.get(f"{along}2")
        and line.get(f"{across}1") != line.get(f"{across}2")
    ]  # fmt: skip
    return sorted(set(found))


def on_rules(axis: Any, pixels: list[float], value: float) -> float:
    """The pixel of a value, from two lines of the grid and what their ticks say: nothing of the drawing is used."""
    ticks = [tick for tick in axis.tickvals if min(axis.range) <= _told(axis, tick) <= max(axis.range)]
    first, last = _told(axis, min(ticks)), _told(axis, max(ticks))
    share = (_told(axis, value) - first) / (last - first)
    return pixels[0] + share * (pixels[1] - pixels[0])


def _told(axis: Any, value: float) -> float:
    return math.log10(value) if axis.type == "log" else value
