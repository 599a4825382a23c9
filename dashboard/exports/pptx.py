"""PowerPoint: one slide a finding, its chart native and editable, its proof in the notes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from dashboard.briefs.document import Document
from dashboard.briefs.seal import sealed
from dashboard.briefs.whole import printed
from dashboard.exports import ExportError, Readback
from dashboard.exports.native_charts.reading import Charts
from dashboard.exports.office.package import Parts, open_parts, packed_again
from dashboard.exports.office.proofs import (
    ITEM_TYPE,
    PROPERTIES_TYPE,
    proof_part,
    properties_part,
)
from dashboard.exports.office.readback import add_framed, read_back
from dashboard.exports.office.signing import free_rank, sign
from dashboard.exports.slides.deck import Deck
from dashboard.exports.slides.reading import lines_of, texts_of
from dashboard.exports.slides.template import open_template

SUFFIX = ".pptx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
NAME = "Présentation (PowerPoint)"
TEMPLATES = True

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def write(document: Document, template: bytes | None = None) -> bytes:
    """The deck of a document, on ``template`` (a .pptx whose layouts are used) or on ours. Raises ExportError."""
    slides = Deck(document, open_template(template))
    deck, document = slides.fill(), slides.document
    part = _prove(deck, document)
    sign(deck.core_properties, document)
    out = io.BytesIO()
    deck.save(out)
    # What the file shows is known once it is written; the proof, which holds it, is not shown
    packed = packed_again(out.getvalue())
    shown = read(packed)
    seal = printed(shown.proof, sealed(shown.lines) | {"active": shown.active}, shown.parts)
    return packed_again(packed, {part: proof_part(document, seal)})


def _prove(deck: Any, document: Document) -> str:
    """Puts the proof in; the name of its part."""
    package = deck.part.package
    rank = free_rank(package)
    part = Part(PackURI(f"/customXml/item{rank}.xml"), ITEM_TYPE, package, proof_part(document))
    named = PackURI(f"/customXml/itemProps{rank}.xml")
    part.relate_to(Part(named, PROPERTIES_TYPE, package, properties_part()), RT.CUSTOM_XML_PROPS)
    deck.part.relate_to(part, RT.CUSTOM_XML)
    return str(part.partname).lstrip("/")


def read(content: bytes) -> Readback:
    """What a deck of ours holds: proof, words of slides and notes, numbers of charts. Raises ExportError."""
    parts = open_parts(content, "PowerPoint")
    slides = list(_slides(parts))
    charts = Charts(parts)
    texts: list[str] = []
    lines: list[tuple[str, str]] = []
    for rank, name in enumerate(slides, 1):
        root = parts.xml(name)
        if root.get("show") in ("0", "false"):  # nobody sees it
            continue
        texts += texts_of(root)
        lines += lines_of(root, f"Diapositive {rank}")
        for frame in root.iter(f"{_P}graphicFrame"):
            add_framed(charts, parts, name, frame, f"{_P}nvGraphicFramePr/{_P}cNvPr")
        for _, notes in parts.led_to(name, "notesSlide"):
            texts += texts_of(parts.xml(notes))
            lines += lines_of(parts.xml(notes), f"Notes de la diapositive {rank}")
    return read_back(content, parts, charts, texts, lines)


def _slides(parts: Parts) -> Iterator[str]:
    start = parts.start()
    root = parts.xml(start)
    if root.tag != f"{_P}presentation":
        raise ExportError("Ce n’est pas une présentation PowerPoint : son contenu est celui d’un autre logiciel.")
    relations = parts.relations(start)
    for slide in root.iter(f"{_P}sldId"):
        relation = relations.get(slide.get(f"{_R}id", ""))
        if relation is None:
            raise ExportError("Une diapositive de ce fichier n’est plus désignée : il est incomplet ou a été abîmé.")
        yield relation.target
