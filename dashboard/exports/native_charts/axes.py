"""The axes of a native chart, in DrawingML."""

from __future__ import annotations

from dashboard.exports.native_charts import parts
from dashboard.exports.native_charts.spec import MUTED, RULE, Axis, NativeChart
from etl.model import plain_number

ACROSS, VALUES = 2_094_734_552, 2_094_734_553
"""Ids of the axes: any two numbers."""
TURNED = 6000
"""Sixty thousandths of a degree: a tenth of one, that no eye sees."""


def axes(chart: NativeChart, size: float, skip: int, named: float) -> str:
    """Both axes of a chart; ``skip``: the name of one row in so many is written, in letters of ``named`` points."""
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
        f"{parts.shape(parts.stroke(MUTED, 0.75))}{parts.texts(named, turned=None if lying else TURNED * (skip > 1))}"
        f'<c:crossAx val="{VALUES}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        f'<c:lblOffset val="100"/><c:tickLblSkip val="{skip}"/><c:noMultiLvlLbl val="1"/></c:catAx>'
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
        f'<c:axPos val="{place}"/>{grid}{title}{parts.number_format(axis.code)}'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="{near}"/>'
        f"{parts.shape(line)}{parts.texts(size * 0.9, MUTED)}"
        f'<c:crossAx val="{other}"/><c:crosses val="{crosses}"/>{ends}</c:valAx>'
    )
