"""Native charts of many columns, of very long names, of hardly any bar: they stay readable, the workbook has it all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from dashboard.charts import Chart
from dashboard.exports.native_charts import embedded, native, part_of
from tests.dashboard.exports.office import C, drawn, parts_of
from tests.dashboard.exports.test_native_charts import A, sheet, shown
from tests.dashboard.small import observed
from tests.dashboard.test_charts_contract import chart
from tests.dashboard.test_charts_of_quarters import spread_chart


def many_columns(count: int) -> Chart:
    """The quarters counted in ``count`` classes."""
    return replace(spread_chart(), groups=tuple(
        replace(spread_chart().groups[0], row=f"De {at} à moins de {at + 2} %", count=at + 100)
        for at in range(0, 2 * count, 2)
    ))  # fmt: skip


@pytest.mark.parametrize(("width", "written"), [(870, True), (480, False)])
def test_many_columns_have_one_name_in_some_and_every_number_in_the_workbook(width: float, written: bool):
    chart = many_columns(28)
    xml = part_of(native(chart), 12, width, 300)
    root = etree.fromstring(xml)
    skip = int(root.find(f".//{C}tickLblSkip").get("val"))
    assert 28 / skip * 21 * 12 * 0.5 <= width, "names on one line side by side"
    assert [(p.row, p.value) for p in drawn(xml)] == [(group.row, group.count) for group in chart.groups]
    counts = [(row["A"], row["B"]) for row in sheet(chart)[1:]]
    assert counts == [(group.row, group.count) for group in chart.groups]
    shown_over = root.find(f".//{C}ser/{C}dLbls") is not None
    along = root.find(f".//{C}valAx/{C}delete").get("val") == "0"
    assert (shown_over, along) == (written, not written), "numbers over columns, or along the axis"


def test_few_columns_have_every_name():
    root = etree.fromstring(part_of(native(many_columns(5)), 12, 870, 300))
    assert root.find(f".//{C}tickLblSkip").get("val") == "1"
    assert root.find(f".//{C}catAx//{A}bodyPr").get("rot") == "0"


def test_long_names_are_short_on_the_chart_and_whole_in_the_workbook():
    long = "Anticonstitutionnellement " * 100
    bars = replace(chart("bars", [(long, "priority", observed(18.0), 0)]), labels={"priority": long, "reference": long})
    (point,) = shown(bars)
    assert len(point.row) <= 200
    assert point.row.endswith("…")
    assert len(point.series) <= 110
    workbook = parts_of(embedded(bars))
    assert any(long.strip().encode() in blob for name, blob in workbook.items() if "sheet" in name or "shared" in name)


@pytest.mark.parametrize("count", [1, 2, 6])
def test_few_bars_are_not_walls(count: int):
    figures = [(f"Ligne {at}", "priority", observed(18.0), 0) for at in range(count)]
    gap = int(
        etree.fromstring(part_of(native(chart("bars", figures)), 12, 870, 300)).find(f".//{C}gapWidth").get("val")
    )
    assert (300 / count) / (1 + gap / 100) <= 55
