"""Paragraphs of a slide: their runs, their sizes, the room they take. Nothing counts on a suite shrinking them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from dashboard.exports.office.texts import BOLD, cut, in_xml, is_right_to_left, lines, typeset

EMU = 12_700
"""A point of a page."""
LEADING = 1.2
INSET = 14.4
"""Points that a text box keeps on both sides of its text."""
LINKED = ("http://", "https://", "mailto:")
CUT = 0.94
"""Of its lines, that a text which is cut fills: its end must not be a line more in the font of a house."""
MORE = "… (suite en commentaire)"
"""Ends a text that does not hold on its slide."""


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
    whole: str = ""
    """The paragraph before it was cut; empty when it was not."""

    @property
    def text(self) -> str:
        """The paragraph as one text."""
        return "".join(run.text for run in self.runs)

    def height(self, room: float) -> float:
        """Points it takes in ``room`` points."""
        return self.lines(room) * self.size * LEADING + self.after

    def lines(self, room: float) -> int:
        """Lines it takes in ``room`` points."""
        return lines(self.text, self._letters, self._inner(room))

    def resized(self, scale: float, least: float = 0.0) -> Words:
        """The same in letters larger or smaller, not under ``least`` points where it was not."""
        return replace(self, size=max(min(self.size, least), round(self.size * scale * 2) / 2))

    def cut(self, room: float, most: int) -> Words:
        """The same in at most ``most`` lines of ``room`` points."""
        shown = cut(self.text, self._letters, CUT * self._inner(room), most, MORE)
        if shown == self.text or self.lines(room) <= most:
            return self
        runs, left = [], len(shown) - len(MORE)
        for run in self.runs:
            if left > 0:
                runs.append(replace(run, text=run.text[:left]))
            left -= len(run.text)
        return replace(self, runs=(*runs, Run(MORE, italic=True, colour="tx2")), whole=self.whole or self.text)

    @property
    def _letters(self) -> float:
        """The size its letters are measured in."""
        return self.size * BOLD if all(run.bold for run in self.runs[:1]) else self.size

    def _inner(self, room: float) -> float:
        return room - INSET - (26 if self.bulleted else self.hang)


def plain(text: str, size: float = 16, after: float = 8, **look: Any) -> Words:
    """A paragraph of one look."""
    return Words((Run(text, **look),), size, after)


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
