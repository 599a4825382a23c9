"""The sheet behind a chart: which cell holds which number, so that chart and workbook cannot disagree.

The first column names the row, on every sheet: what is read back counts on it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dashboard.exports.native_charts.spec import NativeChart, Point, Series

SHEET = "Graphique"
LESS, MORE, TOLD, FIGURE = "moins", "plus", "en toutes lettres", "Valeur"
Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of one series are, as formulas; empty when it has none."""

    name: str
    rows: str
    values: str
    across: str = ""
    less: str = ""
    more: str = ""


@dataclass(slots=True)
class Grid:
    """The cells of the sheet, header first, and the places of each series."""

    cells: list[list[Cell]] = field(default_factory=list)
    places: list[Places] = field(default_factory=list)


def grid_of(chart: NativeChart) -> Grid:
    """The sheet of a chart: a row a category for bars and columns, a row a point otherwise."""
    return _long(chart) if chart.form == "scatter" else _wide(chart)


def row_label(chart: NativeChart, at: int) -> str:
    """What names a row of bars: with why a value is absent, on a line of its own."""
    points = [series.points[at] for series in chart.series]
    return "\n".join([points[0].row, *(point.absent for point in points if point.absent)])


def row_name(label: str) -> str:
    """The row alone."""
    return label.partition("\n")[0]


def has_limits(series: Series) -> bool:
    """Whether some point of a series has an interval."""
    return any(limits(point) is not None for point in series.points)


def limits(point: Point) -> tuple[float, float] | None:
    """How far the interval of a point goes under and over its value."""
    if point.value is None or point.lower is None or point.upper is None:
        return None
    return round(point.value - point.lower, 9), round(point.upper - point.value, 9)


def _head(chart: NativeChart) -> list[str]:
    return [chart.first, *([chart.x_head] if chart.form == "scatter" else [])]


def _columns(chart: NativeChart) -> list[str]:
    """Heads of the sheet, in order: rows, place, a column a name of series, limits, words."""
    names = list(dict.fromkeys(series.name for series in chart.series))
    limited = list(dict.fromkeys(series.name for series in chart.series if has_limits(series)))
    heads = [*_head(chart), *names, *(f"{name} : {part}" for name in limited for part in (LESS, MORE))]
    heads += [FIGURE] if chart.plane else []
    if any(point.told for series in chart.series for point in series.points):
        heads += [TOLD] if chart.form == "scatter" else [f"{name} : {TOLD}" for name in names]
    return heads


def _wide(chart: NativeChart) -> Grid:
    heads = _columns(chart)
    grid = Grid([list(heads)])
    for at in range(chart.rows):
        row: list[Cell] = [row_label(chart, at), *([None] * (len(heads) - 1))]
        for series in chart.series:
            _fill(row, heads, series, series.points[at], f"{series.name} : {TOLD}")
        grid.cells.append(row)
    first, last = 2, chart.rows + 1
    grid.places = [_places(heads, series, first, last, across=False) for series in chart.series]
    return grid


def _long(chart: NativeChart) -> Grid:
    heads = _columns(chart)
    grid = Grid([list(heads)])
    for series in chart.series:
        first = len(grid.cells) + 1
        for point in series.points:
            row: list[Cell] = [point.row, point.x, *([None] * (len(heads) - 2))]
            _fill(row, heads, series, point, TOLD)
            grid.cells.append(row)
        grid.places.append(_places(heads, series, first, len(grid.cells), across=True))
    return grid


def _fill(row: list[Cell], heads: list[str], series: Series, point: Point, told: str) -> None:
    row[_at(heads, series.name)] = point.value
    around = limits(point)
    if around is not None:
        row[heads.index(f"{series.name} : {LESS}")], row[heads.index(f"{series.name} : {MORE}")] = around
    if told in heads and point.told:
        row[heads.index(told)] = point.told
    if point.figure is not None:
        row[heads.index(FIGURE)] = point.figure


def _at(heads: list[str], name: str) -> int:
    """The column of a series; a name like that of the first column is not it."""
    return heads.index(name, 1)


def _places(heads: list[str], series: Series, first: int, last: int, *, across: bool) -> Places:
    column = letters(_at(heads, series.name))

    def span(at: int) -> str:
        return f"{SHEET}!${letters(at)}${first}:${letters(at)}${last}"

    limited = has_limits(series)
    return Places(
        name=f"{SHEET}!${column}$1",
        rows=span(0),
        values=span(_at(heads, series.name)),
        across=span(1) if across else "",
        less=span(heads.index(f"{series.name} : {LESS}")) if limited else "",
        more=span(heads.index(f"{series.name} : {MORE}")) if limited else "",
    )


def letters(column: int) -> str:
    """« A » for 0, « AA » for 26."""
    text, left = "", column + 1
    while left:
        left, rest = divmod(left - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
