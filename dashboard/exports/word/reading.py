"""The words of a Word file as a reader sees them: paragraphs, rows of tables, alternative texts of pictures."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from dashboard.exports.office.package import Parts

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
TINY = 4
"""Half points: nobody reads letters of this size."""
OFF = ("0", "false", "off")


class Words:
    """The words of the parts of a file. A word that is hidden, by itself or by its style, or too small to be read, is
    not one of them."""

    def __init__(self, parts: Parts, start: str) -> None:
        self.hidden: set[str] = set()
        for _, part in parts.led_to(start, "styles"):
            for style in parts.xml(part).iter(f"{W}style"):
                if _is_unseen(style.find(f"{W}rPr")):
                    self.hidden.add(style.get(f"{W}styleId", ""))

    def texts(self, root: etree._Element) -> Iterator[str]:
        """Each paragraph, its runs put together; what was deleted with changes tracked is no longer said."""
        yield from filter(None, (self._text(paragraph) for paragraph in root.iter(f"{W}p")))

    def lines(self, root: etree._Element, place: str, fields: bool = True) -> Iterator[tuple[str, str]]:
        """Each paragraph, each row of a table and each alternative text, with its place. Without ``fields``, what Word
        fills by itself (the number of the page) is left out."""
        for node in root.iter(f"{W}tr", f"{W}p", f"{WP}docPr"):
            if node.tag == f"{WP}docPr":
                told = " ".join(filter(None, (node.get("title"), node.get("descr"))))
                if told:
                    yield f"Texte alternatif du graphique {node.get('name', '')}", told
            elif not any(parent.tag == f"{W}tr" for parent in node.iterancestors(f"{W}tr")):
                text = self._row(node) if node.tag == f"{W}tr" else self._text(node, fields)
                if text:
                    yield place, text

    def _row(self, row: etree._Element) -> str:
        cells = (" ".join(filter(None, map(self._text, cell.iter(f"{W}p")))) for cell in row.iterchildren(f"{W}tc"))
        return " | ".join(cells)

    def _text(self, paragraph: etree._Element, fields: bool = True) -> str:
        kept, inside = [], False
        for node in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab", f"{W}fldChar"):
            if node.tag == f"{W}fldChar":
                inside = node.get(f"{W}fldCharType") != "end"
            elif node.tag != f"{W}t":
                kept.append(" ")
            elif self._is_seen(node) and (fields or not (inside or _in_field(node))):
                kept.append(node.text or "")
        return "".join(kept).replace("\u200b", "").strip()

    def _is_seen(self, text: etree._Element) -> bool:
        run = next(text.iterancestors(f"{W}r"), None)
        look = run.find(f"{W}rPr") if run is not None else None
        paragraph = next(text.iterancestors(f"{W}p"), None)
        styles = {style.get(f"{W}val") for style in look.iter(f"{W}rStyle")} if look is not None else set()
        if paragraph is not None:
            styles |= {style.get(f"{W}val") for style in paragraph.findall(f"{W}pPr/{W}pStyle")}
        return not _is_unseen(look) and not styles & self.hidden


def _in_field(node: etree._Element) -> bool:
    return next(node.iterancestors(f"{W}fldSimple"), None) is not None


def _is_unseen(look: etree._Element | None) -> bool:
    if look is None:
        return False
    for name in ("vanish", "webHidden", "specVanish"):
        mark = look.find(f"{W}{name}")
        if mark is not None and mark.get(f"{W}val", "1") not in OFF:
            return True
    size = look.find(f"{W}sz")
    told = size.get(f"{W}val", "") if size is not None else ""
    return told.isdigit() and int(told) <= TINY
