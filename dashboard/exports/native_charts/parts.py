"""Pieces of DrawingML that charts are made of: colours, lines, texts, references with their last known values."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.exports.native_charts.spec import INK
from dashboard.exports.office.texts import in_xml
from etl.model import plain_number

THEME = ("accent", "tx", "bg")
EMU_A_POINT = 12_700
PALE = '<a:lumMod val="45000"/><a:lumOff val="55000"/>'
"""A colour of the theme, paler: bars that the reader did not ask for."""


def colour(name: str, change: str = "") -> str:
    """A colour of the theme by its name, or six hexadecimal digits."""
    if name.startswith(THEME):
        return f'<a:schemeClr val="{name}">{change}</a:schemeClr>' if change else f'<a:schemeClr val="{name}"/>'
    return f'<a:srgbClr val="{name}"/>'


def filled(name: str, change: str = "") -> str:
    """A plain fill."""
    return f"<a:solidFill>{colour(name, change)}</a:solidFill>"


def hatched(name: str) -> str:
    """The fill of what is uncertain: stripes of the colour on the paper."""
    return (
        f'<a:pattFill prst="wdUpDiag"><a:fgClr>{colour(name)}</a:fgClr><a:bgClr>{colour("bg1")}</a:bgClr></a:pattFill>'
    )


def stroke(name: str, points: float, dash: str = "solid") -> str:
    """A line."""
    return (
        f'<a:ln w="{round(points * EMU_A_POINT)}" cap="rnd">{filled(name)}<a:prstDash val="{dash}"/><a:round/></a:ln>'
    )


NO_STROKE = "<a:ln><a:noFill/></a:ln>"


def shape(*parts: str) -> str:
    """The look of something: its fill, then its line."""
    return f"<c:spPr>{''.join(parts)}</c:spPr>"


def letters(size: float, name: str = INK, *, bold: bool = False) -> str:
    """The look of letters, as the inside and the attributes of ``a:defRPr`` or ``a:rPr`` take it."""
    return f' sz="{round(size * 100)}" b="{int(bold)}">{filled(name)}'


def texts(size: float, name: str = INK, *, bold: bool = False, whole: bool = False, turned: int | None = None) -> str:
    """The look of the texts of a part; ``whole``: never cut at the end of a line; ``turned``: by how many sixty
    thousandths of a degree (None: as the suite likes). LibreOffice folds the names of an axis at 0; at any other
    angle, it leaves out those that would meet."""
    wrap = ' wrap="none"' if whole else f' rot="{turned}" vert="horz"' if turned is not None else ""
    return (
        f"<c:txPr><a:bodyPr{wrap}/><a:lstStyle/><a:p>"
        f"<a:pPr><a:defRPr{letters(size, name, bold=bold)}</a:defRPr></a:pPr>"
        '<a:endParaRPr lang="fr-FR"/></a:p></c:txPr>'
    )


def rich(text: str, size: float, name: str = INK, *, bold: bool = False) -> str:
    """A text of its own, one paragraph a line."""
    look = f'<a:rPr lang="fr-FR"{letters(size, name, bold=bold)}</a:rPr>'
    lines = "".join(f"<a:p><a:r>{look}<a:t>{in_xml(line)}</a:t></a:r></a:p>" for line in text.split("\n"))
    return f"<c:rich><a:bodyPr/><a:lstStyle/>{lines}</c:rich>"


def number_format(code: str) -> str:
    """How numbers are written."""
    return f'<c:numFmt formatCode="{in_xml(code)}" sourceLinked="0"/>'


def numbers(formula: str, values: Sequence[float | None], code: str = "General") -> str:
    """Cells of the workbook and the numbers last seen there; a blank has no point."""
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{plain_number(value)}</c:v></c:pt>'
        for at, value in enumerate(values)
        if value is not None
    )
    return (
        f"<c:numRef><c:f>{in_xml(formula)}</c:f><c:numCache><c:formatCode>{in_xml(code)}</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


def strings(formula: str, values: Sequence[str]) -> str:
    """The same for texts."""
    points = "".join(f'<c:pt idx="{at}"><c:v>{in_xml(value)}</c:v></c:pt>' for at, value in enumerate(values))
    cache = f'<c:strCache><c:ptCount val="{len(values)}"/>{points}</c:strCache>'
    return f"<c:strRef><c:f>{in_xml(formula)}</c:f>{cache}</c:strRef>"
