"""Bars, columns and points of a native chart with what is written beside them, in DrawingML."""

from __future__ import annotations

from dashboard.exports.native_charts import parts
from dashboard.exports.native_charts.axes import ACROSS, VALUES
from dashboard.exports.native_charts.grid import Grid, Places, has_limits, limits, row_label
from dashboard.exports.native_charts.labels import code_of, usual
from dashboard.exports.native_charts.spec import INK, PAPER, NativeChart, Point, Series

THICKEST = 36
"""Points of a bar."""
MOST_GAP = 500
"""Per cent of a bar, that an office suite takes."""
AROUND = 5
"""Times the size of letters: the key and the axis over and under bars."""


def bars(chart: NativeChart, grid: Grid, size: float, height: float) -> str:
    """Bars that lie or columns that stand, in a frame ``height`` points tall."""
    direction = "bar" if chart.form == "bars" else "col"
    series = "".join(_bar_series(chart, at, one, grid.places[at], size) for at, one in enumerate(chart.series))
    return (
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="clustered"/><c:varyColors val="0"/>{series}'
        f'<c:gapWidth val="{_gap(chart, size, height)}"/><c:overlap val="{chart.overlap}"/>'
        f'<c:axId val="{ACROSS}"/><c:axId val="{VALUES}"/></c:barChart>'
    )


def _gap(chart: NativeChart, size: float, height: float) -> int:
    """Of a bar, between two rows: few rows have thin bars, not walls."""
    if chart.form == "columns":
        return chart.gap
    across = 1 if chart.overlap == 100 else len(chart.series)
    row = max(height - AROUND * size, size) / max(chart.rows, 1)
    return max(chart.gap, min(round(100 * (row - across * THICKEST) / THICKEST), MOST_GAP))


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
    return f"<c:dLbls>{apart}{parts.number_format(code)}{_label_look(series, size)}{_shown(series.beside)}</c:dLbls>"


def _no_label(at: int) -> str:
    return f'<c:dLbl><c:idx val="{at}"/><c:delete val="1"/></c:dLbl>'


def _own_label(series: Series, at: int, point: Point, code: str | None, size: float) -> str:
    colour, bold = _label_ink(series)
    if code:
        told = parts.number_format(code)
    else:
        told = f"<c:layout/><c:tx>{parts.rich(point.label or '', _label_size(series, size), colour, bold=bold)}</c:tx>"
    look = f"{_label_look(series, size)}{_shown(point.beside or series.beside)}"
    return f'<c:dLbl><c:idx val="{at}"/>{told}{look}</c:dLbl>'


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


def scatter(chart: NativeChart, grid: Grid, size: float) -> str:
    """Points, joined or not."""
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
