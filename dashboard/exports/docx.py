"""Word: real headings, footnotes, native tables and charts, and every figure again in an annex."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from dashboard.briefs.document import Document
from dashboard.briefs.seal import sealed
from dashboard.briefs.whole import printed
from dashboard.exports import ExportError, Readback
from dashboard.exports.native_charts.reading import Charts
from dashboard.exports.office.package import Parts, open_parts, packed_again
from dashboard.exports.office.pieces import shown_by_word
from dashboard.exports.office.proofs import (
    ITEM_TYPE,
    PROPERTIES_TYPE,
    proof_part,
    properties_part,
)
from dashboard.exports.office.readback import add_framed, read_back
from dashboard.exports.office.signing import free_rank, sign
from dashboard.exports.word.content import items_of
from dashboard.exports.word.furniture import add_furniture, narrow, resize, room_of, section_of
from dashboard.exports.word.house import open_template
from dashboard.exports.word.items import COMPACT, LOOKS, Item, Setting, total
from dashboard.exports.word.reading import Words
from dashboard.exports.word.writing import Writer

SUFFIX = ".docx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NAME = "Note (Word)"
TEMPLATES = True

SCALES = (1.1, 1.05, 1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65)
"""How much larger or smaller than its usual looks a document of one page is set."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def write(document: Document, template: bytes | None = None) -> bytes:
    """The Word file of a document, in the styles of ``template`` (a .docx) or in ours. Raises ExportError."""
    word = open_template(template)
    section = section_of(word)
    one_page = document.asked.length == "page"
    if one_page:
        narrow(section)
    width, height = room_of(section)
    items = list(items_of(document))
    setting = _fitting(items, width, height) if one_page else Setting(width, LOOKS)
    writer = Writer(document, word, setting)
    writer.write(items)
    add_furniture(word, section, document, writer.styles, width)
    if one_page:
        resize(writer.styles, setting)
    part = _prove(word, document)
    sign(word.core_properties, document)
    out = io.BytesIO()
    word.save(out)
    # What the file shows is known once it is written; the proof, which holds it, is not shown
    packed = packed_again(out.getvalue())
    shown = read(packed)
    seal = printed(shown.proof, sealed(shown.lines) | {"active": shown.active}, shown.parts)
    return packed_again(packed, {part: proof_part(document, seal)})


def _fitting(items: list[Item], width: float, height: float) -> Setting:
    """The largest at which everything holds on one page."""
    settings = [Setting(width, COMPACT, scale) for scale in SCALES]
    return next((setting for setting in settings if total(items, setting) <= height), settings[-1])


def _prove(word: Any, document: Document) -> str:
    """Puts the proof in; the name of its part."""
    package = word.part.package
    rank = free_rank(package)
    part = Part(PackURI(f"/customXml/item{rank}.xml"), ITEM_TYPE, proof_part(document), package)
    named = PackURI(f"/customXml/itemProps{rank}.xml")
    part.relate_to(Part(named, PROPERTIES_TYPE, properties_part(), package), RT.CUSTOM_XML_PROPS)
    word.part.relate_to(part, RT.CUSTOM_XML)
    return str(part.partname).lstrip("/")


def read(content: bytes) -> Readback:
    """What a Word file of ours holds: proof, words of the text and of its notes, numbers of charts. Raises
    ExportError."""
    parts = open_parts(content, "Word")
    start = parts.start()
    root = parts.xml(start)
    if root.tag != f"{_W}document":
        raise ExportError("Ce n’est pas un document Word : son contenu est celui d’un autre logiciel.")
    charts = Charts(parts)
    for frame in root.iter(f"{_WP}inline", f"{_WP}anchor"):
        add_framed(charts, parts, start, frame, f"{_WP}docPr")
    words = Words(parts, start)
    texts, lines = list(words.texts(root)), list(words.lines(root, "Texte"))
    active = list(shown_by_word(parts, start, "Texte"))
    for _, notes in parts.led_to(start, "footnotes"):
        active += shown_by_word(parts, notes, "Note de bas de page")
        texts += words.texts(parts.xml(notes))
        lines += words.lines(parts.xml(notes), "Note de bas de page")
    for _, part in sorted(_around(parts, start)):
        lines += words.lines(parts.xml(part), "En-tête ou pied de page", fields=False)
    return read_back(content, parts, charts, texts, lines, active)


def _around(parts: Parts, start: str) -> Iterator[tuple[str, str]]:
    """What stands above and under the text of each page."""
    for kind in ("header", "footer"):
        yield from parts.led_to(start, kind)
