"""The words of a slide as a reader sees them: paragraphs, rows of tables, alternative texts."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
TINY = 200
"""Hundredths of a point: nobody reads letters of this size."""


def texts_of(root: etree._Element) -> Iterator[str]:
    """Each paragraph that is seen, its runs put together."""
    hidden = _hidden(root)
    for paragraph in root.iter(f"{A}p"):
        text = _text(paragraph)
        if text and not _is_within(paragraph, hidden):
            yield text


def lines_of(root: etree._Element, place: str) -> Iterator[tuple[str, str]]:
    """Each paragraph and each row of a table that is seen, and each alternative text, with its place."""
    hidden = _hidden(root)
    for node in root.iter(f"{A}tr", f"{A}p", f"{P}cNvPr"):
        if _is_within(node, hidden):
            continue
        if node.tag == f"{P}cNvPr":
            told = " ".join(filter(None, (node.get("title"), node.get("descr"))))
            if told:
                drawn = next(node.iterancestors(f"{P}graphicFrame"), None) is not None
                yield f"Texte alternatif du graphique {node.get('name', '')}" if drawn else f"{place}, image", told
        elif node.tag == f"{A}tr":
            cells = (" ".join(filter(None, map(_text, cell.iter(f"{A}p")))) for cell in node.iterchildren(f"{A}tc"))
            yield place, " | ".join(cells)
        elif next(node.iterancestors(f"{A}tr"), None) is None and (text := _text(node)):
            yield place, text


def _hidden(root: etree._Element) -> set[etree._Element]:
    """The shapes that nobody sees."""
    marks = (mark for mark in root.iter(f"{P}cNvPr") if mark.get("hidden") in ("1", "true"))
    return {shape for mark in marks for shape in [mark.getparent().getparent()] if shape is not None}


def _is_within(node: etree._Element, shapes: set[etree._Element]) -> bool:
    return bool(shapes) and any(parent in shapes for parent in node.iterancestors())


def _text(paragraph: etree._Element) -> str:
    """The runs of a paragraph, but those too small to be read and what PowerPoint fills by itself (its number)."""
    kept = []
    for node in paragraph.iter(f"{A}t", f"{A}br"):
        look = node.getparent().find(f"{A}rPr") if node.tag == f"{A}t" else None
        size = look.get("sz", "") if look is not None else ""
        if node.tag == f"{A}br":
            kept.append(" ")
        elif not (size.isdigit() and int(size) <= TINY) and node.getparent().tag != f"{A}fld":
            kept.append(node.text or "")
    return "".join(kept).replace("\u200b", "").strip()
