"""Charts of an office suite where each point has two numbers: time and value, number of people and share."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dashboard import french
from dashboard.charts import SIDES, BreakLine, Chart, Mark, Side
from dashboard.charts.cloud import Cloud
from dashboard.charts.series import FLAT, LEAST_SPAN
from dashboard.charts.timeline import edges, position_in_time
from dashboard.exports.native_charts.labels import absent_line, axis_code, number_code, uncertain_line
from dashboard.exports.native_charts.lying import COLOURS, TOP, has_limits, shortened, side_name
from dashboard.exports.native_charts.scales import ends, round_step
from dashboard.exports.native_charts.spec import INK, MUTED, PRIORITY, REFERENCE, Axis, NativeChart, Point, Series
from dashboard.gaps.funnel import PLACES, Place

SYMBOLS: dict[Side, str] = {"priority": "circle", "reference": "diamond"}
HOLLOW = "Symbole vide"
MOST_WRITTEN = 8
"""Periods beyond which only both ends of each stretch are written."""
SHORT = 26
"""Letters of a name beside a mark: it is told in full under the chart."""
EDGE = 0.97
"""Of the axis: where a figure without a denominator stands."""
STEPS = (1, 2, 5, 10, 20, 50)


def in_time(chart: Chart) -> NativeChart:
    """Two lines on a true axis of time, cut where the measure breaks and where a value is absent."""
    segments = sorted({mark.segment for mark in chart.marks})
    series: list[Series] = []
    for side in TOP:
        for segment in segments:
            marks = [mark for mark in chart.marks if (mark.side, mark.segment) == (side, segment)]
            if marks:
                again = any(other.name == side_name(chart, side) for other in series)
                series.append(_line(chart, side, marks, again=again))
    start, end = edges(chart)
    start, end = math.floor(start), math.ceil(end)
    across = Axis(low=start, high=end, step=_year_step(end - start), code="0")
    return NativeChart("scatter", tuple(series), _value_axis(chart), across, under=tuple(_under(chart)),
                       first="Période", x_head="Année (place sur l’axe)")  # fmt: skip


def _line(chart: Chart, side: Side, marks: Sequence[Mark], *, again: bool) -> Series:
    ordered = sorted(marks, key=lambda mark: position_in_time(mark.period))
    written = _written(chart, ordered)
    above = _mean(chart, side) >= _mean(chart, TOP[1] if side == TOP[0] else TOP[0])
    return Series(
        name=side_name(chart, side),
        points=tuple(_in_time(mark, written=mark in written) for mark in ordered),
        colour=COLOURS[side],
        symbol=SYMBOLS[side],
        line="solid" if side == "priority" else "sysDash",
        beside="t" if above else "b",
        ink=COLOURS[side],
        unlisted=again,
    )


def _mean(chart: Chart, side: Side) -> float:
    values = [mark.value for mark in chart.marks if mark.side == side and mark.value is not None]
    return sum(values) / len(values) if values else 0.0


def _written(chart: Chart, marks: Sequence[Mark]) -> list[Mark]:
    known = [mark for mark in marks if mark.value is not None]
    if len({mark.period for mark in chart.marks}) <= MOST_WRITTEN:
        return known
    return [known[0], known[-1]] if known else []


def _in_time(mark: Mark, *, written: bool) -> Point:
    return Point(
        french.period(mark.period),
        mark.value,
        x=round(position_in_time(mark.period), 4),
        label=mark.label if written else None,
        told=mark.text,
        absent=mark.label if mark.value is None else "",
        uncertain=mark.uncertain,
        lower=mark.lower,
        upper=mark.upper,
        beside="r" if has_limits([mark]) else "",
    )


def _year_step(years: float) -> float:
    return float(next((step for step in STEPS if years / step <= 12), STEPS[-1]))


def _value_axis(chart: Chart) -> Axis:
    """From zero where values are far apart; points, unlike bars, may be read on an axis that starts higher."""
    values = [mark.value for mark in chart.marks if mark.value is not None]
    limits = [limit for mark in chart.marks for limit in (mark.lower, mark.upper) if limit is not None]
    code = axis_code(chart.symbol, chart.decimals)
    low, high = min(values, default=0.0), max(values, default=0.0)
    if _from_zero(values):
        start, end = ends(chart.marks)
        return Axis(low=start, high=end, code=code, grid=True)
    span = max((high - low) * 1.8, LEAST_SPAN * high)
    middle = (low + high) / 2
    step = round_step(span)
    least, most = min([middle - span / 2, *limits]), max([middle + span / 2, *limits])
    return Axis(low=least // step * step, high=-(-most // step) * step, step=step, code=code, grid=True)


def _from_zero(values: Sequence[float]) -> bool:
    low, high = min(values, default=0.0), max(values, default=0.0)
    return low <= 0 or high - low >= FLAT * high


def _under(chart: Chart) -> list[str]:
    names = [f"{french.period(mark.period)}, {side_name(chart, mark.side)}" for mark in chart.marks]
    told = list(zip(names, chart.marks, strict=True))
    values = [mark.value for mark in chart.marks if mark.value is not None]
    lines = [_break_words(line) for line in sorted(chart.breaks, key=lambda line: position_in_time(line.period))]
    lines += absent_line([(name, mark.label) for name, mark in told if mark.value is None])
    lines += uncertain_line(HOLLOW, [(n, m.text) for n, m in told if m.value is not None and m.uncertain])
    lines += [] if _from_zero(values) else ["L’axe vertical ne part pas de zéro."]
    if any(position_in_time(mark.period) % 1 for mark in chart.marks):
        periods = french.listed(list(dict.fromkeys(french.period(mark.period) for mark in chart.marks)))
        lines.append(f"Chaque point est au milieu de sa période : {periods}.")
    return lines


def _break_words(line: BreakLine) -> str:
    head = "Année exceptionnelle" if line.exceptional else "Lignes coupées en"
    when = french.period(line.period)
    return f"{head}{', ' if line.exceptional else ' '}{when} : {line.text}"


MARKERS = {
    Place.WITHIN: ("circle", False), Place.ABOVE_95: ("triangle", True), Place.ABOVE_998: ("triangle", False),
    Place.BELOW_95: ("square", True), Place.BELOW_998: ("square", False), Place.TOO_SMALL: ("x", True),
}  # fmt: skip
"""Symbol and whether it is hollow: shape says it, without colour. DrawingML has no triangle that points down."""


def funnel(chart: Chart) -> NativeChart:
    """Every quarter between the limits that chance allows, those asked for by name over them."""
    least, most = _ends(chart)
    series = [*_cloud(chart.cloud), *_limits(chart.cloud)] if chart.cloud else []
    series += [
        asked(chart, side, least, EDGE * most) for side in SIDES if any(mark.side == side for mark in chart.marks)
    ]
    title = "Effectif sur lequel la part est calculée (échelle logarithmique)"
    across = Axis(title=title, low=least, high=most, code=number_code(0), log=True)
    told = [f"{mark.row} : {mark.text}" for mark in chart.marks]
    without = [mark.row for mark in chart.marks if mark.n is None]
    lines = [f"{' ; '.join(told)}."] if told else []
    lines += uncertain_line(HOLLOW, [(mark.row, mark.text) for mark in chart.marks if mark.uncertain])
    lines += [f"Au bord droit, sans effectif sur l’axe : {french.listed(without)}."] if without else []
    values = Axis(code=axis_code(chart.symbol, chart.decimals), grid=True)
    return NativeChart(
        "scatter", tuple(series), values, across, under=tuple(lines), first="Quartier", x_head="Effectif"
    )  # fmt: skip


def _ends(chart: Chart) -> tuple[float, float]:
    """Denominators at both ends of the axis, as round as a logarithmic axis needs."""
    known = [mark.n for mark in chart.marks if mark.n is not None]
    known += [chart.cloud.along[0], chart.cloud.along[-1]] if chart.cloud else []
    smallest, largest = max(min(known, default=1.0), 1.0), max(known, default=10.0)
    low, high = 10.0 ** (len(str(int(smallest))) - 1), 10.0 ** (len(str(int(largest))) - 1)
    return smallest // low * low, (largest // high + 1) * high


def _cloud(cloud: Cloud) -> list[Series]:
    found = []
    for place, (symbol, hollow) in MARKERS.items():
        kept = [at for at, name in enumerate(cloud.places) if name == place.value]
        if kept:
            points = tuple(Point(cloud.names[at], cloud.values[at], x=cloud.n[at]) for at in kept)
            name = french.sentence(PLACES[place])
            found.append(Series(name, points, PRIORITY, symbol=symbol, size=5, hollow=hollow))
    return found


def _limits(cloud: Cloud) -> list[Series]:
    found = []
    for pair, dash in zip(cloud.limits, ("sysDash", "solid"), strict=True):
        for curve, again in ((pair.lower, False), (pair.upper, True)):
            name = f"Limites à {pair.text}"
            points = tuple(Point(name, value, x=x) for x, value in zip(cloud.along, curve, strict=True))
            found.append(Series(name, points, INK, line=dash, weight=1, helper=True, unlisted=again))
    level = tuple(Point("Ensemble", cloud.target, x=x) for x in (cloud.along[0], cloud.along[-1]))
    return [*found, Series("Ensemble (niveau)", level, MUTED, line="sysDot", weight=1.5, helper=True)]


def asked(chart: Chart, side: Side, least: float, edge: float) -> Series:
    """The marks of a side with their names, those without a place across at the ``edge`` of the axis."""
    points = tuple(
        Point(
            mark.row, mark.value, x=edge if mark.n is None else mark.n, label=shortened(mark.row, SHORT),
            told=mark.text, uncertain=mark.uncertain, absent=mark.label if mark.value is None else "",
            beside="t" if mark.n is None else "l" if mark.n * mark.n > edge * least else "",
        )
        for mark in chart.marks
        if mark.side == side
    )  # fmt: skip
    name = "Quartier demandé" if side == "priority" else "Repère"
    colour = PRIORITY if side == "priority" else REFERENCE
    return Series(name, points, colour, symbol=SYMBOLS[side], size=12, beside="r", ink=colour, edge=INK)
