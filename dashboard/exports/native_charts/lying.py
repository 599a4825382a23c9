"""Charts of an office suite with one place a row: bars that lie, columns that stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.charts import SIDES, Chart, Mark, Side
from dashboard.charts.chart import counted
from dashboard.exports.native_charts.labels import absent_line, axis_code, number_code, uncertain_line
from dashboard.exports.native_charts.scales import ends
from dashboard.exports.native_charts.spec import GAP, PRIORITY, REFERENCE, Axis, NativeChart, Point, Series
from dashboard.exports.office.texts import clean, folded

TOP: tuple[Side, Side] = (SIDES[1], SIDES[0])
"""The quarters first, as a reader meets them."""
COLOURS: dict[Side, str] = {"priority": PRIORITY, "reference": REFERENCE}
HATCHED = "Hachuré"
LONGEST_ROW, LONGEST_SIDE = 200, 110
"""Letters of the name of a row, and of a side, beside or over a chart: the tables of the workbook have them whole."""


def pairs(chart: Chart) -> NativeChart:
    """Both figures of each row as two bars side by side; the gap is between their ends."""
    places: list[tuple[str, int]] = []
    found: dict[Side, dict[tuple[str, int], Mark]] = {side: {} for side in SIDES}
    for mark in chart.marks:
        count = sum(1 for row, _ in found[mark.side] if row == mark.row)
        found[mark.side][mark.row, count] = mark
        if (mark.row, count) not in places:
            places.append((mark.row, count))
    sides = [side for side in TOP if found[side]]
    series = tuple(
        _bars(chart, side, [found[side].get(place) for place in places], [row for row, _ in places]) for side in sides
    )
    return _chart(chart, series, gap=55 if len(sides) > 1 else 45)


def rows(chart: Chart) -> NativeChart:
    """One bar a figure, in order, in the colour of its side."""
    sides = [side for side in TOP if any(mark.side == side for mark in chart.marks)]
    names = [mark.row for mark in chart.marks]
    series = tuple(
        _bars(chart, side, [mark if mark.side == side else None for mark in chart.marks], names) for side in sides
    )
    return _chart(chart, series, overlap=100 if len(sides) > 1 else 0, gap=45)


def ranked(chart: Chart) -> NativeChart:
    """One bar a quarter with the interval of its value; its possible ranks are written with it."""
    lines = rows(chart)
    ranks = any(mark.ranks for mark in chart.marks)
    words = [
        f"Chaque ligne : valeur{' et son intervalle (trait)' if has_limits(chart.marks) else ''}, puis rangs possibles "
        f"parmi {counted(chart.total)}."
    ]  # fmt: skip
    return replace(lines, under=(*(words if ranks else ()), *lines.under))


def spread(chart: Chart) -> NativeChart:
    """The quarters counted by value as columns that touch; quartiles and places are said in words."""
    if not chart.groups:
        return rows(chart)
    points = tuple(
        Point(group.row, float(group.count), label=str(group.count), told=counted(group.count))
        for group in chart.groups
    )  # fmt: skip
    series = Series("Nombre de quartiers", points, GAP, edge=REFERENCE)
    axis = Axis(low=0, code=number_code(0), shown=False)
    return NativeChart("columns", (series,), axis, gap=4, under=tuple(_landmarks(chart)), first="Tranche")


def _landmarks(chart: Chart) -> list[str]:
    """Where the quartiles and the places stand, in the words of the chart."""
    boxed = [mark.text for mark in chart.marks if mark.row == chart.box]
    others = [f"{mark.row} : {mark.text}" for mark in chart.marks if mark.row != chart.box]
    found = [f"{chart.box} : {', '.join(boxed)}."] if boxed else []
    return [*found, *([f"{' ; '.join(others)}."] if others else [])]


def _bars(chart: Chart, side: Side, marks: Sequence[Mark | None], names: Sequence[str]) -> Series:
    known = [mark for mark in marks if mark is not None]
    several = len({mark.side for mark in chart.marks}) > 1
    return Series(
        name=side_name(chart, side),
        points=tuple(_point(chart, mark, row, several) for mark, row in zip(marks, names, strict=True)),
        colour=COLOURS[side],
        beside="inBase" if has_limits(known) else "outEnd",
    )


def _point(chart: Chart, mark: Mark | None, row: str, several: bool) -> Point:
    row = shortened(row, LONGEST_ROW)
    if mark is None:
        return Point(row, None)
    absent = f"{side_name(chart, mark.side)} : {mark.label}" if several else mark.label
    return Point(
        row,
        mark.value,
        label=_written(chart, mark),
        told=mark.text,
        absent=absent if mark.value is None else "",
        uncertain=mark.uncertain,
        lower=mark.lower,
        upper=mark.upper,
        strong=not chart.highlighted or mark.row in chart.highlighted or chart.kind != "ranking",
    )


def side_name(chart: Chart, side: Side) -> str:
    """What a side is; told apart where both bear one name, since each has its own column."""
    names = {one: shortened(folded(clean(told)), LONGEST_SIDE) for one, told in chart.labels.items()}
    name = names[side] or "Chiffres"
    return f"{name} (comparaison)" if side == "reference" and names["priority"] == name else name


def shortened(text: str, most: int) -> str:
    """``text`` in at most ``most`` letters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip(' -,(')}…"


def _written(chart: Chart, mark: Mark) -> str:
    """The value beside its bar: « 14 440 € » where the row already says « (par an) »."""
    currency, _, rate = chart.symbol.partition(" ")
    return mark.label.removesuffix(f" {rate}") if currency == "€" and f"({rate})" in mark.row else mark.label


def has_limits(marks: Sequence[Mark]) -> bool:
    """Whether some of the marks have an interval."""
    return any(mark.lower is not None and mark.upper is not None for mark in marks)


def _chart(chart: Chart, series: tuple[Series, ...], gap: int, overlap: int = 0) -> NativeChart:
    low, high = ends(chart.marks)
    axis = Axis(low=low, high=high, code=axis_code(chart.symbol, chart.decimals), grid=True)
    return NativeChart("bars", series, axis, gap=gap, overlap=overlap, under=tuple(_under(chart)))


def _under(chart: Chart) -> list[str]:
    several = len({mark.side for mark in chart.marks}) > 1
    told = [(f"{mark.row}, {side_name(chart, mark.side)}" if several else mark.row, mark) for mark in chart.marks]
    lines = absent_line([(name, mark.label) for name, mark in told if mark.value is None])
    lines += uncertain_line(HATCHED, [(n, m.text) for n, m in told if m.value is not None and m.uncertain])
    if chart.kind != "ranking" and has_limits(chart.marks):
        lines.append("Trait au bout des barres : intervalle de confiance à 95 %.")
    return lines
