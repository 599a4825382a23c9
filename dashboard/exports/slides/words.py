"""Paragraphs of a slide: their runs, their sizes, the room they take. Nothing counts on a suite shrinking them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from dashboard.exports.office.texts import fitting, in_xml, is_right_to_left, lines, typeset

EMU = 12_700
"""A point of a page."""
LEADING = 1.2
INSET = 14.4
"""Points that a text box keeps on both sides of its text."""
LINKED = ("http://", "https://", "mailto:")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one look; ``colour`` is one of the theme."""

    text: str
    bold: bool = False
    italic: bool = False
    colour: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph. ``after`` is the space under it in points; ``bulleted`` keeps the bullet of the template; ``hang``
    is its indent."""

    runs: tuple[Run, ...]
    size: float = 16
    after: float = 8
    bulleted: bool = False
    hang: float = 0
    keep: bool = False
    """On the same slide as the paragraph after it."""

    @property
    def text(self) -> str:
        """The paragraph as one text."""
        return "".join(run.text for run in self.runs)

    def height(self, room: float) -> float:
        """Points it takes in ``room`` points."""
        inner = room - INSET - (26 if self.bulleted else self.hang)
        return lines(self.text, self.size, inner) * self.size * LEADING + self.after


def plain(text: str, size: float = 16, after: float = 8, **look: Any) -> Words:
    """A paragraph of one look."""
    return Words((Run(text, **look),), size, after)


def split(paragraphs: Sequence[Words], room: float, height: float) -> list[list[Words]]:
    """Paragraphs in slides, as few as hold them, filled evenly; none is cut, one taller than a slide is made
    smaller."""
    units = _units([_held(words, room, height) for words in paragraphs])
    pages = _filled(units, room, height)
    total = sum(words.height(room) for unit in units for words in unit)
    for share in range(EVEN):
        lower = total / len(pages) + (height - total / len(pages)) * share / EVEN
        even = _filled(units, room, lower)
        if len(even) == len(pages):
            return even
    return pages


EVEN = 8
"""Heights tried between that of slides all alike and that of a full one."""


def _held(words: Words, room: float, height: float) -> Words:
    if words.height(room) <= height:
        return words
    size = fitting(words.text, (words.size, 14, 12, 11, 10, 9, 8, 7), room - INSET - 26, height - words.after)
    return replace(words, size=min(size, words.size))


def _units(paragraphs: Sequence[Words]) -> list[list[Words]]:
    """Paragraphs that stay together."""
    units: list[list[Words]] = [[]]
    for words in paragraphs:
        units[-1].append(words)
        if not words.keep:
            units.append([])
    return [unit for unit in units if unit]


def _filled(units: Sequence[list[Words]], room: float, height: float) -> list[list[Words]]:
    pages: list[list[Words]] = [[]]
    left = height
    for unit in units:
        taken = sum(words.height(room) for words in unit)
        if pages[-1] and taken > left:
            pages.append([])
            left = height
        pages[-1] += unit
        left -= taken
    return [page for page in pages if page]


def fill(body: Any, paragraphs: Sequence[Words], part: Any) -> None:
    """Writes paragraphs in a ``p:txBody``, in place of those it has; links go through ``part``."""
    for old in body.findall("{*}p"):
        body.remove(old)
    written = "".join(_paragraph(words, part) for words in paragraphs) or "<a:p/>"
    for paragraph in parse_xml(f"<a:txBody {nsdecls('a', 'r')}>{written}</a:txBody>"):
        body.append(paragraph)


def _paragraph(words: Words, part: Any) -> str:
    right = ' algn="r" rtl="1"' if is_right_to_left(words.text) else ""
    indent = "" if words.bulleted else f' marL="{round(words.hang * EMU)}" indent="{round(-words.hang * EMU)}"'
    bullet = "" if words.bulleted else "<a:buNone/>"
    space = f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft><a:spcPts val="{round(words.after * 100)}"/></a:spcAft>'
    runs = "".join(_run(run, words.size, part) for run in words.runs)
    return f"<a:p><a:pPr{indent}{right}>{space}{bullet}</a:pPr>{runs}</a:p>"


def _run(run: Run, size: float, part: Any) -> str:
    colour = f'<a:solidFill><a:schemeClr val="{run.colour}"/></a:solidFill>' if run.colour else ""
    link = ""
    if run.link.startswith(LINKED):
        key = part.relate_to(run.link, _HYPERLINK, is_external=True)
        link = f'<a:hlinkClick r:id="{key}"/>'
    look = (' b="1"' if run.bold else "") + (' i="1"' if run.italic else "")
    pieces = in_xml(typeset(run.text)).split("&#10;")
    one = f'<a:rPr lang="fr-FR" sz="{round(size * 100)}"{look}>{colour}{link}</a:rPr>'
    return "<a:br/>".join(f"<a:r>{one}<a:t>{piece}</a:t></a:r>" for piece in pieces)


_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
