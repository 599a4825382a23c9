"""From items to the parts of a Word file: body, footnotes, charts with their workbooks, header and footer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from dashboard.briefs.document import Document, Statement
from dashboard.exports.native_charts import embedded, native, part_of
from dashboard.exports.native_charts.drawingml import LINK
from dashboard.exports.office.texts import in_xml
from dashboard.exports.word.footnotes import Footnotes
from dashboard.exports.word.items import Captioned, Figure, Grid, Item, Setting, Text
from dashboard.exports.word.styles import StyleBook
from dashboard.exports.word.words import BULLET, KEPT, WHOLE, Run, caption, paragraph, table

EMU = 12_700
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_FRAME = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LETTERS = 9


class Writer:
    """Fills an empty Word document."""

    def __init__(self, document: Document, word: Any, setting: Setting) -> None:
        self.document = document
        self.word = word
        self.setting = setting
        self.width = setting.width
        self.part = word.part
        self.styles = StyleBook(word.styles.element)
        self.footnotes = Footnotes(word, self.styles)
        self.charts = 0

    def write(self, items: Sequence[Item]) -> None:
        """The body, then what hangs from it."""
        written = "".join(self._item(item) for item in items)
        body = self.word.element.body
        root = parse_xml(f"<w:body {nsdecls('w', 'r', 'a')} {_FRAME}>{written}</w:body>")
        end = body.find(qn("w:sectPr"))
        for child in list(root):
            if end is None:
                body.append(child)
            else:
                end.addprevious(child)
        self.footnotes.save()

    def _item(self, item: Item) -> str:
        match item:
            case Text():
                return self._text(item)
            case Captioned():
                return caption(self.styles.id("caption"), item.word, item.number, item.text)
            case Figure():
                return self._figure(item)
            case Grid():
                return self._grid(item)

    def _text(self, item: Text) -> str:
        notes, links = dict(item.notes), dict(item.links)
        runs = []
        if item.style == "List Bullet" and not self._numbered():
            runs.append(Run(raw=f"<w:r><w:t>{BULLET}</w:t></w:r><w:r><w:tab/></w:r>"))
        for rank, run in enumerate(item.runs):
            if rank in links:
                key = self.part.relate_to(links[rank], RT.HYPERLINK, is_external=True)
                runs.append(Run(run.text, style=self.styles.id("Hyperlink"), link=key))
            elif rank in notes:
                runs += [run, Run(raw=self._note(notes[rank]))]
            else:
                runs.append(run)
        return paragraph(self.styles.id(item.style), runs, more=KEPT if item.keep else WHOLE if item.whole else "")

    def _numbered(self) -> bool:
        """Whether the bullets are those of the template."""
        key = self.styles.id("List Bullet")
        return any(
            style.find(f".//{qn('w:numPr')}") is not None
            for style in self.styles.root.iter(qn("w:style"))
            if style.get(qn("w:styleId")) == key
        )

    def _note(self, statement: Statement) -> str:
        return self.footnotes.add(statement.note)

    def _figure(self, item: Figure) -> str:
        chart = item.illustration.chart
        self.charts += 1
        height = item.height(self.setting)
        key = self._chart_part(
            part_of(native(chart), LETTERS * min(self.setting.scale, 1.0), self.width, height), embedded(chart)
        )
        size = f'cx="{round(self.width * EMU)}" cy="{round(height * EMU)}"'
        drawing = (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
            f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="{1000 + self.charts}" '
            f'name="{in_xml(chart.name)}" descr="{in_xml(chart.alternative)}"/>'
            f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_CHART}">'
            f'<c:chart xmlns:c="{_CHART}" r:id="{key}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
        )
        return paragraph(self.styles.id("Lisière note"), [Run(raw=drawing)], more=KEPT)

    def _chart_part(self, blob: bytes, workbook: bytes) -> str:
        package = self.part.package
        part = Part(PackURI(f"/word/charts/chartLisiere{self.charts}.xml"), CT.DML_CHART, blob, package)
        book = Part(PackURI(f"/word/embeddings/Graphique{self.charts}.xlsx"), _SHEET, workbook, package)
        if part.relate_to(book, RT.PACKAGE) != LINK:
            raise RuntimeError("the workbook of a chart is its first relation")
        key: str = self.part.relate_to(part, RT.CHART)
        return key

    def _grid(self, item: Grid) -> str:
        widths = [round(width * 20) for width in item.widths(self.width)]
        style, cell = self.styles.id("Lisière tableau"), self.styles.id("Lisière cellule")
        return table(style, cell, item.header, item.rows, widths, item.told)
