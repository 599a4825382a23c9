"""What stands on a slide: native charts with their workbook, native tables, texts, footer and number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.parts.embeddedpackage import EmbeddedXlsxPart

from dashboard.charts import Chart
from dashboard.exports.native_charts import embedded, native, part_of
from dashboard.exports.native_charts.drawingml import LINK
from dashboard.exports.office.texts import CELL, breakable, column_widths, cut, in_xml, is_right_to_left, lines, typeset
from dashboard.exports.slides.template import furniture_of
from dashboard.exports.slides.words import CUT, EMU, LEADING, Words, fill

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
_FOOTER = '<a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:latin typeface="+mn-lt"/>'
_FIELD = "{4C495349-4552-4500-8000-6E756D65726F}"
"""Names the field of the slide number: never drawn by chance."""


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def xfrm(self) -> str:
        """As DrawingML writes it."""
        x, y, cx, cy = (round(side * EMU) for side in (self.left, self.top, self.width, self.height))
        return f'<a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/>'


def _next_id(slide: Any) -> int:
    return max((int(one) for one in slide.shapes._spTree.xpath("//@id") if str(one).isdigit()), default=1) + 1


def add_chart(slide: Any, chart: Chart, number: int, box: Box, size: float) -> None:
    """The chart, editable, named as the chart and told by its alternative text."""
    package = slide.part.package
    blob = part_of(native(chart), size, box.width, box.height)
    part = Part(PackURI(f"/ppt/charts/chartLisiere{number}.xml"), CT.DML_CHART, package, blob)
    book = EmbeddedXlsxPart(PackURI(f"/ppt/embeddings/Graphique{number}.xlsx"), CT.SML_SHEET, package, embedded(chart))
    if part.relate_to(book, RT.PACKAGE) != LINK:
        raise RuntimeError("the workbook of a chart is its first relation")
    key = slide.part.relate_to(part, RT.CHART)
    _frame(slide, chart.name, chart.alternative, box, _CHART,
           f'<c:chart xmlns:c="{_CHART}" r:id="{key}"/>')  # fmt: skip


def _frame(slide: Any, name: str, told: str, box: Box, kind: str, inside: str) -> None:
    slide.shapes._spTree.append(
        parse_xml(
            f"<p:graphicFrame {nsdecls('a', 'p', 'r')}><p:nvGraphicFramePr>"
            f'<p:cNvPr id="{_next_id(slide)}" name="{in_xml(name)}" descr="{in_xml(told)}"/>'
            '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
            f"<p:xfrm>{box.xfrm}</p:xfrm><a:graphic>"
            f'<a:graphicData uri="{kind}">{inside}</a:graphicData></a:graphic></p:graphicFrame>'
        )
    )


def add_words(slide: Any, name: str, paragraphs: Sequence[Words], box: Box) -> None:
    """A text box."""
    shape = parse_xml(
        f'<p:sp {nsdecls("a", "p", "r")}><p:nvSpPr><p:cNvPr id="{_next_id(slide)}" name="{name}"/>'
        f'<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>{box.xfrm}</a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
        '<p:txBody><a:bodyPr wrap="square" tIns="0" bIns="0"/><a:lstStyle/></p:txBody></p:sp>'
    )
    fill(shape.find("{*}txBody"), paragraphs, slide.part)
    slide.shapes._spTree.append(shape)


@dataclass(frozen=True, slots=True)
class Columns:
    """The widths of a table, in points, and the size of its letters."""

    widths: tuple[float, ...]
    size: float

    def height(self, row: Sequence[str]) -> float:
        """Points that a row takes."""
        counts = [
            lines(breakable(cell), self.size, width - 2 * CELL)
            for cell, width in zip(row, self.widths, strict=True)
        ]  # fmt: skip
        return max([*counts, 1]) * self.size * LEADING + 8

    def cut(self, row: Sequence[str], most: int) -> tuple[str, ...]:
        """The row, its cells in at most ``most`` lines."""
        return tuple(
            cell if (kept := self._cut(breakable(cell), width - 2 * CELL, most)) == breakable(cell)
            else kept.replace("\u200b", "")
            for cell, width in zip(row, self.widths, strict=True)
        )  # fmt: skip

    def _cut(self, text: str, room: float, most: int) -> str:
        return text if lines(text, self.size, room) <= most else cut(text, self.size, CUT * room, most)


def columns_of(header: Sequence[str], rows: Sequence[Sequence[str]], room: float, size: float) -> Columns:
    """Each column as wide as its texts ask, the longest ones folded."""
    return Columns(tuple(column_widths(header, rows, room, size)), size)


def add_table(slide: Any, name: str, told: str, header: Sequence[str], rows: Sequence[Sequence[str]],
              columns: Columns, left: float, top: float) -> None:  # fmt: skip
    """A native table, its first row marked as such."""
    grid = "".join(f'<a:gridCol w="{round(width * EMU)}"/>' for width in columns.widths)
    heights = [columns.height(row) for row in (header, *rows)]
    body = "".join(
        f'<a:tr h="{round(height * EMU)}">{"".join(_cell(text, columns.size, head=at == 0) for text in row)}</a:tr>'
        for at, (row, height) in enumerate(zip((header, *rows), heights, strict=True))
    )
    table = f'<a:tbl><a:tblPr firstRow="1" bandRow="1"/><a:tblGrid>{grid}</a:tblGrid>{body}</a:tbl>'
    box = Box(left, top, sum(columns.widths), sum(heights))
    _frame(slide, name, told, box, _TABLE, table)


def _cell(text: str, size: float, *, head: bool) -> str:
    told = in_xml(typeset(breakable(text)))
    right = ' algn="r" rtl="1"' if is_right_to_left(text) else ""
    ink = "bg1" if head else "tx1"
    colour = f'<a:solidFill><a:schemeClr val="{ink}"/></a:solidFill>'
    look = f'<a:rPr lang="fr-FR" sz="{round(size * 100)}" b="{int(head)}">{colour}</a:rPr>'
    rule = (
        '<a:lnB w="6350"><a:solidFill><a:schemeClr val="bg2"/></a:solidFill></a:lnB>'
        if not head
        else '<a:lnB w="6350"><a:noFill/></a:lnB>'
    )
    fill_ = '<a:solidFill><a:schemeClr val="accent2"/></a:solidFill>' if head else "<a:noFill/>"
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr{right}/><a:r>{look}<a:t>{told}</a:t></a:r></a:p></a:txBody>"
        f'<a:tcPr marL="88900" marR="88900" marT="38100" marB="38100" anchor="ctr">{rule}{fill_}</a:tcPr></a:tc>'
    )


def add_furniture(slide: Any, footer: str, *, ours: bool) -> None:
    """Footer and number, where the layout has them; in our look on our template, in its own on another."""
    look = f'<a:rPr lang="fr-FR" sz="1000">{_FOOTER}</a:rPr>' if ours else '<a:rPr lang="fr-FR"/>'
    placed = '<a:pPr algn="l"/>' if ours else ""
    for kind, word, content in (
        (PP_PLACEHOLDER.FOOTER, "ftr", f"{placed}<a:r>{look}<a:t>{in_xml(typeset(footer))}</a:t></a:r>"),
        (
            PP_PLACEHOLDER.SLIDE_NUMBER,
            "sldNum",
            f'<a:fld id="{_FIELD}" type="slidenum"><a:rPr lang="fr-FR"/><a:t>‹N°›</a:t></a:fld>',
        ),
    ):
        holder = furniture_of(slide.slide_layout, kind)
        if holder is None:
            continue
        own = holder in list(slide.slide_layout.placeholders)
        x, y, cx, cy = holder.left, holder.top, holder.width, holder.height
        place = f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>' if not own else ""
        rank = holder.placeholder_format.idx if own else 90 + (word == "sldNum")
        slide.shapes._spTree.append(
            parse_xml(
                f'<p:sp {nsdecls("a", "p")}><p:nvSpPr><p:cNvPr id="{_next_id(slide)}" name="{word}"/>'
                '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
                f'<p:nvPr><p:ph type="{word}" sz="quarter" idx="{rank}"/></p:nvPr>'
                f"</p:nvSpPr><p:spPr>{place}</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p>{content}</a:p></p:txBody></p:sp>"
            )
        )
