"""A native chart as the XML of its part. Elements stand in the order of the schema (ECMA-376, part 1, 21.2): an office
suite repairs, or refuses, a part where they do not."""

from __future__ import annotations

import math

from dashboard.exports.native_charts import parts
from dashboard.exports.native_charts.axes import axes
from dashboard.exports.native_charts.columns import one_label_in, without_labels
from dashboard.exports.native_charts.grid import Grid
from dashboard.exports.native_charts.marks import bars, scatter
from dashboard.exports.native_charts.spec import INK, NativeChart
from dashboard.exports.office import texts

_OPEN = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<c:date1904 val="0"/><c:lang val="fr-FR"/><c:roundedCorners val="0"/>'
)
LINK = "rId1"
WIDE = 600
"""Points from which a frame has room for a long key beside its chart."""
LEAST = 7.0
"""Points: letters are never smaller."""
NAMED, INNER, NAME_LEADING = 0.82, 0.82, 1.3
"""Of the room on the left of bars, that a name takes in any font; of a frame, the height of its rows; times their size,
the lines of a name."""


def chart_xml(chart: NativeChart, grid: Grid, size: float, width: float, height: float) -> bytes:
    """The part of a chart, whose workbook is its relation ``LINK``. ``size`` is that of its letters, at most, in a
    frame ``width`` × ``height``; all in points."""
    size = _legible(chart, size, height)
    skip = one_label_in(chart, size, width)
    chart = without_labels(chart, size, width)
    drawn = scatter(chart, grid, size) if chart.form == "scatter" else bars(chart, grid, size, height)
    named = _names(chart, size, (width, height))
    listed = [series for series in chart.series if not series.unlisted]
    key = _key(chart, size, width) if len(listed) > 1 else ""
    layout = _layout(chart, size, (width, height), keyed=bool(key))
    space = (
        f'{_OPEN}<c:chart><c:autoTitleDeleted val="1"/><c:plotArea>{layout}{drawn}'
        f"{axes(chart, size, skip, named)}<c:spPr><a:noFill/>{parts.NO_STROKE}</c:spPr></c:plotArea>{key}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/>{parts.NO_STROKE}</c:spPr>{parts.texts(size)}"
        f'<c:externalData r:id="{LINK}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )
    return space.encode()


def _legible(chart: NativeChart, size: float, height: float) -> float:
    """Letters as small as many bars need."""
    if chart.form != "bars":
        return size
    bars = chart.rows * (1 if chart.overlap == 100 else len(chart.series))
    return max(LEAST, min(size, 0.8 * height / max(bars, 1) / 1.15))


def _names(chart: NativeChart, size: float, frame: tuple[float, float]) -> float:
    """Letters of the names of lying rows, so that each holds in the height of its row: an office suite that cannot
    write them all leaves one in two out."""
    if chart.form != "bars":
        return size
    room, each = _left(chart) * frame[0] * NAMED, INNER * frame[1] / max(chart.rows, 1)
    names = [point.row for point in chart.series[0].points]
    sizes = (size - step / 2 for step in range(int(2 * (size - LEAST)) + 1))
    fits = (one for one in sizes if all(texts.lines(name, one, room) * one * NAME_LEADING <= each for name in names))
    return next(fits, min(size, LEAST))


def _left(chart: NativeChart) -> float:
    """The part of a frame on the left of lying bars, for the names of rows."""
    longest = max(len(point.row) for series in chart.series for point in series.points)
    return 0.2 if longest <= 20 else 0.28 if longest <= 40 else 0.38


def _layout(chart: NativeChart, size: float, frame: tuple[float, float], *, keyed: bool) -> str:
    """Room for the names of rows and for what is written after bars; a map keeps its proportions, its key on the
    right."""
    shape = frame[1] / frame[0]
    if chart.ratio:
        height = 0.98
        width = height * shape / chart.ratio
        if width > 0.68:
            width, height = 0.68, 0.68 * chart.ratio / shape
        return _inner(0.01, (1 - height) / 2, width, height)
    if chart.form == "bars":
        left = _left(chart)
        written = max((len(p.label or "") for s in chart.series for p in s.points if s.beside == "outEnd"), default=0)
        right = min(max(0.04, (written * 0.55 * size) / frame[0] - 0.04), 0.3)
        top = (0.8 + 1.4 * _key_lines(chart, size, frame[0])) * size / frame[1] if keyed else 0.02
        return _inner(left, top, 1 - right - left, 1 - top - 2 * size / frame[1])
    return "<c:layout/>"


def _key_lines(chart: NativeChart, size: float, width: float) -> int:
    """How many lines the legend takes."""
    taken = sum(texts.width(series.name, size) + 3 * size for series in chart.series if not series.unlisted)
    return math.ceil(taken / (0.9 * width))


def _inner(x: float, y: float, width: float, height: float) -> str:
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{x:.4f}"/><c:y val="{y:.4f}"/><c:w val="{width:.4f}"/><c:h val="{height:.4f}"/>'
        "</c:manualLayout></c:layout>"
    )


def _key(chart: NativeChart, size: float, width: float) -> str:
    """The legend, without what it has already named."""
    left_out = "".join(
        f'<c:legendEntry><c:idx val="{at}"/><c:delete val="1"/></c:legendEntry>'
        for at, series in enumerate(chart.series)
        if series.unlisted
    )
    listed = [series for series in chart.series if not series.unlisted]
    place = "t" if len(listed) <= 4 else "r" if width > WIDE else "b"
    place = "r" if chart.ratio else place
    return f'<c:legend><c:legendPos val="{place}"/>{left_out}<c:overlay val="0"/>{parts.texts(size, INK)}</c:legend>'
