"""One figure of each quarter against another, as an office suite draws it: points, and the two lines that part them."""

from __future__ import annotations

from dashboard import french
from dashboard.charts import SIDES, Chart
from dashboard.charts.crossing import Crossing
from dashboard.exports.native_charts.crossing import EDGE, HOLLOW, asked
from dashboard.exports.native_charts.labels import axis_code, uncertain_line
from dashboard.exports.native_charts.spec import INK, PRIORITY, Axis, NativeChart, Point, Series


def facing(chart: Chart) -> NativeChart:
    """Every quarter at its two figures, those asked for by name over them."""
    crossing = chart.crossing
    known = [mark.n for mark in chart.marks if mark.n is not None]
    most = max([*known, *(crossing.across if crossing else ())], default=10.0)
    series = [_points(crossing), *_lines(crossing, most)] if crossing else []
    series += [asked(chart, side, 1.0, EDGE * most) for side in SIDES if any(mark.side == side for mark in chart.marks)]
    told = [f"{mark.row} : {mark.text}" for mark in chart.marks]
    without = [mark.row for mark in chart.marks if mark.n is None]
    lines = [f"{' ; '.join(told)}."] if told else []
    lines += uncertain_line(HOLLOW, [(mark.row, mark.text) for mark in chart.marks if mark.uncertain])
    lines += [f"Au bord droit, sans place sur l’axe horizontal : {french.listed(without)}."] if without else []
    if crossing:
        lines.append(
            f"{french.sentence(crossing.lines)} En haut à gauche : {' ; à droite : '.join(crossing.corners[:2])}."
        )
    title = crossing.across_label if crossing else ""
    across = Axis(title=title, code=axis_code(crossing.across_symbol if crossing else "", 1))
    values = Axis(title=crossing.up_label if crossing else "", code=axis_code(chart.symbol, chart.decimals), grid=True)
    return NativeChart("scatter", tuple(series), values, across, under=tuple(lines), first="Quartier", x_head=title)


def _points(crossing: Crossing) -> Series:
    points = tuple(
        Point(name, up, x=across) for name, up, across in zip(crossing.names, crossing.up, crossing.across, strict=True)
    )
    return Series("Quartiers", points, PRIORITY, symbol="circle", size=5)


def _lines(crossing: Crossing, most: float) -> list[Series]:
    highest, name = max(crossing.up), "Ligne de partage"
    ends = (
        (Point(name, 0.0, x=crossing.middle_across), Point(name, highest, x=crossing.middle_across)),
        (Point(name, crossing.middle_up, x=min(crossing.across)), Point(name, crossing.middle_up, x=most)),
    )
    return [
        Series(name, points, INK, line="sysDash", weight=1, helper=True, unlisted=bool(at))
        for at, points in enumerate(ends)
    ]
