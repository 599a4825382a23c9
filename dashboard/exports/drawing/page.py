"""A chart as a whole picture: the drawing alone, or the drawing and the words that it takes to quote it."""

from __future__ import annotations

from zlib import crc32

from dashboard.charts import Chart
from dashboard.charts.style import PAPER, SANS
from dashboard.exports.drawing.canvas import Canvas, attributes, element, group
from dashboard.exports.drawing.figure import Data, Layout, draw_figure, least_beside, natural_height, parts_of, show_key
from dashboard.exports.drawing.heading import APART, Heading, draw_foot, draw_head, foot_height, head_height, heading_of

BASES = (760, 860, 980, 1120, 1280)
"""Widths that a slide may be drawn at before it is enlarged: the first that holds everything."""
WIDER = (1360, 1440, 1520, 1600, 1680)
"""The same where the drawing is too high for them: it keeps its own width, in the middle. Letters are then about those
of the screen."""
PADDING = 28
"""Pixels around what a heading frames."""
OVERHANG = 10
"""Pixels: the margin of a drawing, which stands over that of the picture, so that words are aligned."""
MOST_STRETCHED = 1.35
"""Height of a drawing that fills a slide, over its own."""
BESIDE_FROM = 900
"""Pixels of width from which insets beside a map may be read: they are then as wide as on a telephone."""
LEAST_MAP, LEAST_SHEET = 480, 300
"""Pixels of height: a map on a slide, a sheet under its key."""


def svg(
    chart: Chart, width: int, *, font: str = SANS, heading: Heading | None = None, beside: bool = False,
    highest: int | None = None,
) -> str:  # fmt: skip
    """The drawing of a chart, ``width`` pixels wide and as high as it needs; with the words of ``heading`` around it.

    A map has its key over it; on its left, with its insets, when ``beside`` and wide enough. It is drawn smaller where
    it would be higher than ``highest`` pixels; other charts cannot be. ``font`` is a CSS list of families. Raises
    ``DrawingError`` when the figure has something that the drawing does not know.
    """
    beside = beside and chart.atlas is not None and (not chart.atlas.below or width >= BESIDE_FROM)
    data, layout = parts_of(chart, font)
    canvas = _canvas(chart, width, font)
    drawn = width if heading is None else width - 2 * (PADDING - OVERHANG)
    inner = natural_height(chart, layout, drawn, beside=beside)
    around = 0.0 if heading is None else _around(heading, width, font)
    if chart.atlas is not None and highest is not None:
        least = least_beside(chart, layout, drawn) if beside else chart.atlas.above + LEAST_SHEET
        inner = min(inner, max(highest - around, least))
    show_key(chart, layout, beside=beside)
    if heading is None:
        draw_figure(canvas, data, layout, width, inner)
    else:
        _draw_framed(canvas, data, layout, heading, (width, around + inner), inner, font)
    return _document(canvas, chart, font, (width, around + inner), (width, around + inner))


def picture(chart: Chart, dated: str, *, font: str = SANS, width: int = 1600, height: int = 900) -> str:
    """A chart at the size of a slide, or higher when it needs it, with finding, key, caveats, source and which data it
    is drawn from (``dated``: « données du 24 novembre 2026 »). What is small is enlarged, letters with it. Raises as
    ``svg`` does."""
    heading, beside = heading_of(chart, dated), chart.atlas is not None
    data, layout = parts_of(chart, font)

    def needed(base: int) -> float:
        return max(LEAST_MAP, least_beside(chart, layout, base)) if beside else natural_height(chart, layout, base)

    def free(base: int) -> float:
        return base * height / width - _around(heading, base, font)

    widest = BASES[-1]
    drawn = next((base for base in (BASES[-1:] if beside else BASES) if needed(base) <= free(base)), widest)
    base = next((base for base in (drawn, *WIDER) if needed(drawn) <= free(base)), widest)
    inner = max(needed(drawn), free(base) if beside else min(free(base), needed(drawn) * MOST_STRETCHED))
    high = max(base * height / width, _around(heading, base, font) + inner)
    canvas = _canvas(chart, base, font)
    show_key(chart, layout, beside=beside)
    _draw_framed(canvas, data, layout, heading, (base, high), inner, font, aside=(base - drawn) / 2)
    return _document(canvas, chart, font, (width, high * width / base), (base, high))


def fits(chart: Chart, dated: str, *, font: str = SANS, width: int = 1600, height: int = 900) -> bool:
    """Whether ``picture`` draws a chart other than a map at the size of a slide, no higher, with letters larger than
    those of the screen."""
    heading, base = heading_of(chart, dated), WIDER[1]
    _, layout = parts_of(chart, font)
    return natural_height(chart, layout, BASES[-1]) + _around(heading, base, font) <= base * height / width


def _around(heading: Heading, width: float, font: str) -> float:
    """Pixels of height that the words take."""
    room = width - 2 * PADDING
    return 2 * PADDING + head_height(heading, room, font) + APART + foot_height(heading, room, font)


def _draw_framed(
    canvas: Canvas, data: Data, layout: Layout, heading: Heading, size: tuple[float, float], inner: float, font: str,
    aside: float = 0.0,
) -> None:  # fmt: skip
    """Words over the drawing, ``inner`` pixels high and ``aside`` pixels from each side, and at the bottom of the
    picture."""
    width, height = size
    room = width - 2 * PADDING
    canvas.add(element("rect", width=width, height=height, fill=PAPER))
    draw_head(canvas, heading, PADDING, PADDING, room, font)
    top, drawn = PADDING + head_height(heading, room, font), len(canvas.parts)
    draw_figure(canvas, data, layout, room + 2 * OVERHANG - 2 * aside, inner)
    left = round(PADDING - OVERHANG + aside, 2)
    canvas.parts[drawn:] = [group(canvas.parts[drawn:], transform=f"translate({left:g} {top:.2f})")]
    draw_foot(canvas, heading, PADDING, height - PADDING - foot_height(heading, room, font), room, font)


def _canvas(chart: Chart, width: int, font: str) -> Canvas:
    """Identifiers that no other picture of a page has."""
    told = "|".join((chart.kind, chart.name, chart.title, chart.alternative, str(width), font))
    return Canvas(f"l{crc32(told.encode()):08x}")


def _document(canvas: Canvas, chart: Chart, font: str, size: tuple[float, float], view: tuple[float, float]) -> str:
    """The whole file: ``size`` is that of the picture, ``view`` that of what is drawn on it."""
    told = attributes({
        "xmlns": "http://www.w3.org/2000/svg", "width": size[0], "height": size[1], "role": "img",
        "aria-label": chart.alternative, "font-family": font,
        "viewBox": f"0 0 {view[0]:g} {round(view[1], 2):g}",
    })  # fmt: skip
    content = "\n".join(part for part in (canvas.definitions(), *canvas.parts) if part)
    return f"<svg{told}>\n{content}\n</svg>\n"
