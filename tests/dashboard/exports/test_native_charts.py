"""Native charts show the numbers of the chart and no other; absence, doubt and intervals keep their face."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from dashboard import french
from dashboard.charts import Chart, chart_kinds
from dashboard.exports.native_charts import NATIVE, embedded, native, part_of
from dashboard.exports.native_charts.grid import Grid
from dashboard.exports.native_charts.labels import code_of, number_code
from dashboard.exports.native_charts.workbook import workbook
from dashboard.exports.office.package import Parts
from tests.dashboard.exports.drawn import examples
from tests.dashboard.exports.office import C, Drawn, drawn, known_values, parts_of
from tests.dashboard.small import observed
from tests.dashboard.test_charts_contract import ACROSS, BREAKS, EXAMPLES, IN_TIME, chart
from tests.dashboard.test_charts_of_quarters import funnel_chart, ranking_chart, spread_chart

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHARTS = examples()


def part(chart: Chart) -> bytes:
    return part_of(native(chart), 12, 800, 400)


def shown(chart: Chart) -> list[Drawn]:
    """What is drawn and stands for a figure of the chart."""
    helpers = {series.name for series in native(chart).series if series.helper}
    return [point for point in drawn(part(chart)) if point.series not in helpers]


def sheet(chart: Chart) -> list[dict[str, str | float]]:
    """The first sheet of the workbook, a row at a time, by letter of column."""
    root = etree.fromstring(parts_of(embedded(chart))["xl/worksheets/sheet1.xml"])
    rows = []
    for row in root.iter(f"{S}row"):
        cells: dict[str, str | float] = {}
        for cell in row.iter(f"{S}c"):
            column = cell.get("r", "").rstrip("0123456789")
            text = "".join(t.text or "" for t in cell.iter(f"{S}t"))
            cells[column] = text if cell.get("t") == "inlineStr" else float(cell.findtext(f"{S}v", ""))
        rows.append(cells)
    return rows


def test_every_kind_is_drawn():
    assert sorted(NATIVE) == chart_kinds()


@pytest.mark.parametrize("name", [n for n, c in CHARTS.items() if native(c).form != "columns" and not native(c).plane])
def test_numbers_are_those_of_the_marks(name: str):
    chart = CHARTS[name]
    points = shown(chart)
    if chart.cloud is None:
        assert sorted(p.value for p in points if p.value is not None) == known_values(chart)
    else:
        assert sorted(p.value for p in points if p.value is not None) == sorted(
            [*known_values(chart), *chart.cloud.values]
        )


def test_groups_are_counted():
    chart = spread_chart()
    assert [(p.row, p.value) for p in shown(chart)] == [(group.row, group.count) for group in chart.groups]
    assert "un quart sous 24,8" in native(chart).under[0], "the quartiles are said in words"
    assert "Les Courbes : 27,3" in native(chart).under[1]


@pytest.mark.parametrize("name", ["carte", "cases"])
def test_places_stand_where_they_are(name: str):
    chart = CHARTS[name]
    assert chart.atlas is not None
    points = shown(chart)
    assert len(points) == sum(len(dots.x) for dots in chart.atlas.dots)
    count = {series.name: len(series.points) for series in native(chart).series if not series.helper}
    assert sum(count.values()) == len(points)


def test_a_tile_has_its_figure_in_the_workbook():
    chart = CHARTS["cases"]
    head, *rows = sheet(chart)
    (column,) = [letter for letter, text in head.items() if text == "Valeur"]
    assert sorted(row[column] for row in rows if column in row) == known_values(chart)


@pytest.mark.parametrize("name", list(CHARTS))
def test_the_workbook_holds_what_is_drawn(name: str):
    """Cell by cell, at the place that the chart gives."""
    chart = CHARTS[name]
    rows = sheet(chart)
    root = etree.fromstring(part(chart))
    seen = 0
    for reference in root.iter(f"{C}numRef"):
        formula = reference.findtext(f"{C}f", "")
        _, column, first, _, last = formula.replace(":", "").split("$")
        cache = {int(p.get("idx")): float(p.findtext(f"{C}v", "")) for p in reference.iter(f"{C}pt")}
        for at in range(int(last) - int(first) + 1):
            assert rows[int(first) - 1 + at].get(column) == cache.get(at), (formula, at)
            seen += at in cache
    assert seen


def test_an_absent_value_is_blank_and_said_and_zero_is_zero():
    figures = [("Zéro", "priority", observed(0.0), 0), ("Secret", "priority", observed(None, conf_status="C"), 0),
               ("Tu", "priority", observed(None, obs_status="O"), 0),
               ("Sans objet", "priority", observed(None, obs_status="M"), 0)]  # fmt: skip
    bars = chart("bars", figures)
    assert [point.value for point in shown(bars)] == [0.0, None, None, None]
    text = part(bars).decode()
    for words in ("Secret&#10;secret statistique", "Tu&#10;non publié", "Sans objet&#10;sans objet"):
        assert words in text
    (line,) = native(bars).under
    assert line == "Sans valeur : Secret (secret statistique) ; Tu (non publié) ; Sans objet (sans objet)."


def test_an_uncertain_value_looks_uncertain_and_is_said():
    bars = chart("dumbbell", ACROSS)
    looks = {(p.series, p.row) for p in shown(bars) if p.special}
    assert looks == {("QPV", "Jeunes"), ("Autour", "Sans diplôme")}
    assert part(bars).decode().count("<a:pattFill") == 2
    assert any("Hachuré" in line and "fragile" in line for line in native(bars).under)
    lines = chart("series", IN_TIME, BREAKS)
    assert [p.value for p in shown(lines) if p.special] == [25.3]


def test_intervals_are_error_bars():
    for one in (chart("dumbbell", ACROSS), chart("bars", ACROSS), chart("series", IN_TIME, BREAKS), ranking_chart()):
        expected = sorted(
            (m.value, round(m.value - m.lower, 9), round(m.upper - m.value, 9))
            for m in one.marks
            if m.value is not None and m.lower is not None and m.upper is not None
        )
        assert expected
        assert sorted((p.value, *p.limits) for p in shown(one) if p.limits is not None) == expected


def test_an_axis_goes_as_far_as_the_intervals():
    figures = [("Seul", "priority", observed(18.0, lower=-4.0, upper=29.5), 0)]
    for kind in ("bars", "series"):
        axis = native(chart(kind, figures)).values
        assert axis.low is not None
        assert axis.high is not None
        assert axis.low <= -4.0
        assert axis.high >= 29.5
    free = native(chart("bars", [("Seul", "priority", observed(18.0), 0)])).values
    assert (free.low, free.high) == (0.0, None), "it follows the figures that are edited"


def test_dates_are_never_evenly_spaced_and_breaks_cut_lines():
    lines = chart("series", IN_TIME, BREAKS)
    assert [p.x for p in shown(lines)] == [2014, 2016, 2018, 2022, 2014, 2016, 2018, 2022]
    assert len(native(lines).series) == 4, "a line a side and a stretch"
    assert "Lignes coupées en 2018 : La mesure change." in native(lines).under
    assert '<c:dispBlanksAs val="gap"/>' in part(lines).decode()


def test_ranks_are_written_with_values():
    assert [p.label for p in native(ranking_chart()).series[0].points][2] == ranking_chart().marks[2].label


def test_a_funnel_has_its_limits():
    chart = funnel_chart()
    assert chart.cloud is not None
    helpers = [series for series in native(chart).series if series.helper]
    assert [len(series.points) for series in helpers] == [len(chart.cloud.along)] * 4 + [2]
    assert '<c:logBase val="10"/>' in part(chart).decode()


@given(st.floats(min_value=-1e6, max_value=1e6).map(lambda v: round(v, 1)), st.sampled_from(["%", "€", "points"]))
def test_a_label_is_a_number_format_that_writes_it(value: float, unit: str):
    label = f"{french.number(value, 1, fixed=True)}{french.NBSP}{unit}"
    assert code_of(label, value) == number_code(1, f"{french.NBSP}{unit}")
    assert code_of(f"≈{french.NBSP}{label}", value) == number_code(1, f"{french.NBSP}{unit}", f"≈{french.NBSP}")


def test_a_label_that_says_another_number_stays_words():
    assert code_of("environ 2,5 millions", 2_500_000.0) is None
    assert code_of("secret", 1.0) is None


def test_a_text_of_a_workbook_is_never_a_formula():
    grid = Grid([["Ligne", "QPV"], ["=cmd()", 1.5], ["+1\x0b", 0.1 + 0.2], ["@a", None]])
    parts = parts_of(workbook(grid, ["a"], [["=1+1"]]))
    text = parts["xl/worksheets/sheet1.xml"].decode()
    assert "<f>" not in text
    assert ">=cmd()</t>" in text
    assert "0.30000000000000004" in text
    assert "\x0b" not in text


def test_two_sides_of_one_name_keep_their_columns():
    same = replace(chart("dumbbell", ACROSS), labels={"priority": "Ensemble", "reference": "Ensemble"})
    assert {series.name for series in native(same).series} == {"Ensemble", "Ensemble (comparaison)"}
    assert sorted(p.value for p in shown(same) if p.value is not None) == known_values(same)


def test_workbooks_are_the_same_twice():
    one = chart("dumbbell", *EXAMPLES["across"])
    first = embedded(one)
    embedded.cache_clear()
    assert embedded(one) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert Parts(parts_of(first)).start() == "xl/workbook.xml"
