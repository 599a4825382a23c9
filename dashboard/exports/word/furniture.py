"""What surrounds the text: page, header, footer with page numbers, sizes of a document of one page."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from dashboard.briefs.document import Document
from dashboard.exports.office.texts import cut
from dashboard.exports.word.house import A4, MARGIN, PAGE_MARGIN
from dashboard.exports.word.items import HEADER_SIZE, Setting
from dashboard.exports.word.styles import StyleBook
from dashboard.exports.word.words import Run, paragraph

_FIELD = '<w:fldSimple w:instr=" {0} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def section_of(word: Any) -> Any:
    """The page of the document; A4 with our margins where the template says nothing."""
    body = word.element.body
    section = body.find(qn("w:sectPr"))
    if section is None:
        section = parse_xml(
            f'<w:sectPr {nsdecls("w", "r")}><w:pgSz w:w="{A4[0]}" w:h="{A4[1]}"/><w:pgMar w:top="{MARGIN}" '
            f'w:right="{MARGIN}" w:bottom="{MARGIN}" w:left="{MARGIN}" w:header="600" w:footer="500" w:gutter="0"/>'
            "</w:sectPr>"
        )
        body.append(section)
    return section


def narrow(section: Any) -> None:
    """Margins of a document of one page."""
    margins = section.find(qn("w:pgMar"))
    if margins is not None:
        for side in ("top", "right", "bottom", "left"):
            margins.set(qn(f"w:{side}"), str(PAGE_MARGIN))
        margins.set(qn("w:header"), "350")
        margins.set(qn("w:footer"), "350")


def room_of(section: Any) -> tuple[float, float]:
    """Width and height of the text, in points."""
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))

    def told(element: Any, name: str, usual: int) -> int:
        return int(float(element.get(qn(f"w:{name}"), usual))) if element is not None else usual

    width = told(size, "w", A4[0]) - told(margins, "left", MARGIN) - told(margins, "right", MARGIN)
    height = told(size, "h", A4[1]) - abs(told(margins, "top", MARGIN)) - abs(told(margins, "bottom", MARGIN))
    columns = section.find(qn("w:cols"))
    count = told(columns, "num", 1)
    return width / 20 / max(count, 1), height / 20


def resize(styles: StyleBook, setting: Setting) -> None:
    """The looks of a document of one page, in place of those of its styles."""
    for name, look in setting.looks.items():
        size, before, after = (part * setting.scale for part in look)
        style = styles.known(name)
        if style is None:
            continue
        letters, around = style.get_or_add_rPr(), style.get_or_add_pPr()
        for old in letters.findall(qn("w:szCs")):
            letters.remove(old)
        letters.sz_val = Pt(round(size * 2) / 2)
        around.spacing_before, around.spacing_after = Pt(round(before, 1)), Pt(round(after, 1))


def add_furniture(word: Any, section: Any, document: Document, styles: StyleBook, width: float) -> None:
    """Header and footer, where the template has none of its own."""
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{round(width * 20)}"/></w:tabs>'
    numbers = [
        Run(document.signature),
        Run(raw='<w:r><w:tab/></w:r><w:r><w:t xml:space="preserve">Page </w:t></w:r>'),
        Run(raw=_FIELD.format("PAGE")),
        Run(raw='<w:r><w:t xml:space="preserve"> sur </w:t></w:r>'),
        Run(raw=_FIELD.format("NUMPAGES")),
    ]
    for kind, runs, content, relation in (
        ("footer", numbers, CT.WML_FOOTER, RT.FOOTER),
        ("header", [Run(cut(document.title, HEADER_SIZE, width, 1))], CT.WML_HEADER, RT.HEADER),
    ):
        if section.find(qn(f"w:{kind}Reference")) is not None:
            continue
        tag = "ftr" if kind == "footer" else "hdr"
        inside = paragraph(styles.id(kind), runs, more=tabs)
        blob = f"{_HEAD}<w:{tag} {nsdecls('w', 'r')}>{inside}</w:{tag}>".encode()
        part = Part(PackURI(f"/word/{kind}Lisiere.xml"), content, blob, word.part.package)
        key = word.part.relate_to(part, relation)
        section.insert(0, parse_xml(f'<w:{kind}Reference {nsdecls("w", "r")} w:type="default" r:id="{key}"/>'))
