"""A native chart as the XML of its part. Elements stand in the order of the schema (ECMA-376, part 1, 21.2): an office
suite repairs, or refuses, a part where they do not."""

from __future__ import annotations

import math

from dashboard.exports.native_charts import parts
from dashboard.exports.native_charts.grid import Grid, Places, has_limits, limits, row_label
from dashboard.exports.native_charts.labels import code_of, usual
from dashboard.exports.native_charts.spec import INK, MUTED, PAPER, RULE, Axis, NativeChart, Point, Series
from dashboard.exports.office import texts
from dashboard.exports.office.texts import in_xml
from etl.model import plain_number

_OPEN = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<c:date1904 val="0"/><c:lang val="fr-FR"/><c:roundedCorners val="0"/>'
)
ACROSS, VALUES = 2_094_734_552, 2_094_734_553
"""Ids of the axes: any two numbers."""
LINK = "rId1"
WIDE = 600
"""Points from which a frame has room for a long key beside its chart."""
LEAST = 7.0
"""Points: letters are never smaller."""


def chart_xml(chart: NativeChart, grid: Grid, size: float, width: float, height: float) -> bytes:
    """The part of a chart, whose workbook is its relation ``LINK``. ``size`` is that of its letters, at most, in a
    frame ``width`` × ``height``; all in points."""
    size = _legible(chart, size, height)
    drawn = _scatter(chart, grid, size) if chart.form == "scatter" else _bars(chart, grid, size)
    listed = [series for series in chart.series if not series.unlisted]
    key = _key(chart, size, width) if len(listed) > 1 else ""
    layout = _layout(chart, size, (width, height), keyed=bool(key))
    space = (
        f'{_OPEN}<c:chart><c:autoTitleDeleted val="1"/><c:plotArea>{layout}{drawn}'
        f"{_axes(chart, size)}<c:spPr><a:noFill/>{parts.NO_STROKE}</c:spPr></c:plotArea>{key}"
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
        longest = max(len(point.row) for series in chart.series for point in series.points)
        left = 0.2 if longest <= 20 else 0.28 if longest <= 40 else 0.38
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


def _bars(chart: NativeChart, grid: Grid, size: float) -> str:
    direction = "bar" if chart.form == "bars" else "col"
    series = "".join(_bar_series(chart, at, one, grid.places[at], size) for at, one in enumerate(chart.series))
    return (
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="clustered"/><c:varyColors val="0"/>{series}'
        f'<c:gapWidth val="{_gap(chart)}"/><c:overlap val="{chart.overlap}"/>'
        f'<c:axId val="{ACROSS}"/><c:axId val="{VALUES}"/></c:barChart>'
    )


def _gap(chart: NativeChart) -> int:
    """Of a bar, between two rows: few rows have thin bars, not walls."""
    return chart.gap if chart.form == "columns" or chart.rows > 3 else (260, 180, 110)[chart.rows - 1]


def _bar_series(chart: NativeChart, at: int, series: Series, places: Places, size: float) -> str:
    line = parts.stroke(series.edge, 0.75) if series.edge else parts.NO_STROKE
    points = "".join(_bar_point(series, rank, point) for rank, point in enumerate(series.points))
    rows = [row_label(chart, rank) for rank in range(len(series.points))]
    return (
        f"<c:ser>{_named(at, series, places)}{parts.shape(parts.filled(series.colour), line)}"
        f'<c:invertIfNegative val="0"/>{points}{_labels(series, size)}{_limits(series, places)}'
        f"<c:cat>{parts.strings(places.rows, rows)}</c:cat>"
        f"<c:val>{parts.numbers(places.values, [point.value for point in series.points])}</c:val></c:ser>"
    )


def _bar_point(series: Series, at: int, point: Point) -> str:
    """What a bar has of its own: stripes when uncertain, a paler colour when it is not the one asked for."""
    if point.value is None or (not point.uncertain and point.strong):
        return ""
    fill = parts.hatched(series.colour) if point.uncertain else parts.filled(series.colour, parts.PALE)
    line = parts.stroke(series.colour, 1) if point.uncertain else parts.NO_STROKE
    return (
        f'<c:dPt><c:idx val="{at}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>{parts.shape(fill, line)}</c:dPt>'
    )


def _named(at: int, series: Series, places: Places) -> str:
    return f'<c:idx val="{at}"/><c:order val="{at}"/><c:tx>{parts.strings(places.name, [series.name])}</c:tx>'


def _labels(series: Series, size: float) -> str:
    """What is written beside points: a number format shared by most, its own for the others, words as a last resort."""
    own = {
        at: code_of(point.label, point.value)
        for at, point in enumerate(series.points)
        if point.label is not None and point.value is not None
    }
    if not own:
        return ""
    code = usual(own.values())
    apart = "".join(
        _own_label(series, at, point, own[at], size) if at in own else _no_label(at)
        for at, point in enumerate(series.points)
        if point.value is not None and (own.get(at) != code or point.beside)
    )
    return f"<c:dLbls>{apart}{_number_format(code)}{_label_look(series, size)}{_shown(series.beside)}</c:dLbls>"


def _no_label(at: int) -> str:
    return f'<c:dLbl><c:idx val="{at}"/><c:delete val="1"/></c:dLbl>'


def _own_label(series: Series, at: int, point: Point, code: str | None, size: float) -> str:
    colour, bold = _label_ink(series)
    if code:
        told = _number_format(code)
    else:
        told = f"<c:layout/><c:tx>{parts.rich(point.label or '', _label_size(series, size), colour, bold=bold)}</c:tx>"
    look = f"{_label_look(series, size)}{_shown(point.beside or series.beside)}"
    return f'<c:dLbl><c:idx val="{at}"/>{told}{look}</c:dLbl>'


def _number_format(code: str) -> str:
    return f'<c:numFmt formatCode="{in_xml(code)}" sourceLinked="0"/>'


def _label_ink(series: Series) -> tuple[str, bool]:
    return series.ink, series.beside != "ctr"


def _label_size(series: Series, size: float) -> float:
    """What is written in a mark is smaller than it."""
    return size * 0.62 if series.beside == "ctr" else size


def _label_look(series: Series, size: float) -> str:
    """Over a bar that carries its interval, a label has the paper behind it."""
    colour, bold = _label_ink(series)
    behind = parts.shape(parts.filled(PAPER), parts.NO_STROKE) if series.beside == "inBase" else parts.shape(
        "<a:noFill/>", parts.NO_STROKE
    )  # fmt: skip
    return behind + parts.texts(_label_size(series, size), colour, bold=bold, whole=series.beside != "ctr")


def _shown(beside: str) -> str:
    return (
        f'<c:dLblPos val="{beside}"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )


def _limits(series: Series, places: Places, direction: str = "") -> str:
    """The intervals, from each value down to its lower limit and up to its upper one."""
    if not has_limits(series):
        return ""
    around = [limits(point) for point in series.points]
    less = parts.numbers(places.less, [pair and pair[0] for pair in around])
    more = parts.numbers(places.more, [pair and pair[1] for pair in around])
    way = f'<c:errDir val="{direction}"/>' if direction else ""
    return (
        f'<c:errBars>{way}<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"<c:plus>{more}</c:plus><c:minus>{less}</c:minus>{parts.shape(parts.stroke(INK, 1.25))}</c:errBars>"
    )


def _scatter(chart: NativeChart, grid: Grid, size: float) -> str:
    # The longest first: LibreOffice loses a series that is shorter than one that follows. « order » keeps their order
    longest = max(range(len(chart.series)), key=lambda at: len(chart.series[at].points))
    order = sorted(range(len(chart.series)), key=lambda at: at != longest)
    series = "".join(_scatter_series(at, chart.series[at], grid.places[at], size) for at in order)
    return (
        f'<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>{series}'
        f'<c:axId val="{ACROSS}"/><c:axId val="{VALUES}"/></c:scatterChart>'
    )


def _scatter_series(at: int, series: Series, places: Places, size: float) -> str:
    line = parts.stroke(series.colour, series.weight, series.line) if series.line else parts.NO_STROKE
    points = "".join(
        f'<c:dPt><c:idx val="{rank}"/>{_marker(series, hollow=True)}<c:bubble3D val="0"/>{parts.shape(line)}</c:dPt>'
        for rank, point in enumerate(series.points)
        if point.uncertain and point.value is not None
    )
    return (
        f"<c:ser>{_named(at, series, places)}{parts.shape(line)}{_marker(series, hollow=series.hollow)}{points}"
        f"{_labels(series, size)}{_limits(series, places, 'y')}"
        f"<c:xVal>{parts.numbers(places.across, [point.x for point in series.points])}</c:xVal>"
        f"<c:yVal>{parts.numbers(places.values, [point.value for point in series.points])}</c:yVal>"
        '<c:smooth val="0"/></c:ser>'
    )


def _marker(series: Series, *, hollow: bool) -> str:
    if not series.symbol:
        return '<c:marker><c:symbol val="none"/></c:marker>'
    fill = parts.filled(PAPER) if hollow and not series.helper else parts.filled(series.colour)
    fill = "<a:noFill/>" if hollow and series.helper else fill
    line = parts.stroke(series.edge or series.colour, 2 if hollow and series.helper else 1)
    return (
        f'<c:marker><c:symbol val="{series.symbol}"/><c:size val="{series.size}"/>{parts.shape(fill, line)}</c:marker>'
    )


def _axes(chart: NativeChart, size: float) -> str:
    if chart.form == "scatter":
        return (
            _number_axis(ACROSS, VALUES, "b", chart.across, size, between="")
            + _number_axis(VALUES, ACROSS, "l", chart.values, size, between="midCat")
        )  # fmt: skip
    lying = chart.form == "bars"
    rows = (
        f'<c:catAx><c:axId val="{ACROSS}"/>'
        f'<c:scaling><c:orientation val="{"maxMin" if lying else "minMax"}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"l" if lying else "b"}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"{parts.shape(parts.stroke(MUTED, 0.75))}{parts.texts(size)}"
        f'<c:crossAx val="{VALUES}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:tickLblSkip val="1"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )
    place, crosses = ("b", "max") if lying else ("l", "autoZero")
    return rows + _number_axis(VALUES, ACROSS, place, chart.values, size, between="between", crosses=crosses)


def _number_axis(
    own: int, other: int, place: str, axis: Axis, size: float, *, between: str, crosses: str = "min"
) -> str:
    scale = '<c:logBase val="10"/>' if axis.log else ""
    scale += '<c:orientation val="minMax"/>'
    scale += f'<c:max val="{plain_number(axis.high)}"/>' if axis.high is not None else ""
    scale += f'<c:min val="{plain_number(axis.low)}"/>' if axis.low is not None else ""
    grid = f"<c:majorGridlines>{parts.shape(parts.stroke(RULE, 0.5))}</c:majorGridlines>" if axis.grid else ""
    title = ""
    if axis.title:
        title = f'<c:title><c:tx>{parts.rich(axis.title, size * 0.9, MUTED)}</c:tx><c:overlay val="0"/></c:title>'
    near = "nextTo" if crosses == "max" else "low"
    line = parts.NO_STROKE if axis.grid else parts.stroke(MUTED, 0.75)
    ends = f'<c:crossBetween val="{between}"/>' if between else '<c:crossBetween val="midCat"/>'
    ends += f'<c:majorUnit val="{plain_number(axis.step)}"/>' if axis.step is not None else ""
    return (
        f'<c:valAx><c:axId val="{own}"/><c:scaling>{scale}</c:scaling><c:delete val="{int(not axis.shown)}"/>'
        f'<c:axPos val="{place}"/>{grid}{title}{_number_format(axis.code)}'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="{near}"/>'
        f"{parts.shape(line)}{parts.texts(size * 0.9, MUTED)}"
        f'<c:crossAx val="{other}"/><c:crosses val="{crosses}"/>{ends}</c:valAx>'
    )
