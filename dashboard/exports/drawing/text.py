"""Texts in a picture: the little markup that figures use, the room that words take, and SVG's own text.

No font file is read: widths are those of Helvetica (Adobe's font metrics, 1990), which serif faces do not reach. The
sans serif face of a screen is not known: its widths are those of the widest usual one, DejaVu Sans.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from html import escape, unescape
from typing import NamedTuple

from dashboard.charts.style import SANS
from dashboard.exports.drawing.canvas import element
from dashboard.exports.drawing.errors import DrawingError

LINE_SPACING = 1.3
HALO = 4
"""Pixels of the halo of a text, half of them outside its letters."""
ASCENT, DESCENT = 0.905, 0.212
"""Of the font size: over and under the line that letters stand on."""
BOLD_WIDER, SANS_WIDER = 1.07, 1.14
_WIDTHS = {
    "\u2009\u200a\u202f": 200, "'ijl": 222, " \u00a0,.:;!ftI/|[]\\": 278, "()-r‑`°“”\"’‘": 335, "ckszxyvJ": 500,
    "?abdeghnopquL0123456789_$€«»–•": 556, "+=<>±×FTZ~": 600, "&ABEKPSVXY": 667, "CDHNRUw": 722, "GOQ": 778,
    "mMW%": 890, "—…": 1000,
}  # fmt: skip
_WIDTH = {character: width / 1000 for characters, width in _WIDTHS.items() for character in characters}
_OTHERS = 0.78
"""Of the font size: signs that the table does not have (circles, triangles)."""
_MARKUP = re.compile(r"<(/?)(\w+)\s*/?>")

Run = tuple[str, bool]
"""Words, and whether they are bold."""
Line = tuple[Run, ...]


def lines_of(markup: str, where: str) -> list[Line]:
    """The lines of a text in which ``<br>`` and ``<b>`` mean something and characters are escaped.

    Raises ``DrawingError`` at any other markup.
    """
    lines: list[list[Run]] = [[]]
    bold, at = False, 0
    for found in _MARKUP.finditer(markup):
        _say(lines, markup[at : found.start()], bold)
        at, (closing, tag) = found.end(), found.groups()
        if tag == "br":
            lines.append([])
        elif tag == "b":
            bold = not closing
        else:
            raise DrawingError(where, f"contient la balise « {found.group()} » que le dessin ne connaît pas")
    _say(lines, markup[at:], bold)
    return [tuple(line) for line in lines]


def _say(lines: list[list[Run]], words: str, bold: bool) -> None:
    if words:
        lines[-1].append((unescape(words), bold))


@lru_cache(maxsize=4096)
def _advance(character: str) -> float:
    known = _WIDTH.get(character)
    if known is None:
        base = unicodedata.normalize("NFKD", character)[0]
        known = _WIDTH.get(base, _OTHERS)
    return known


class Face(NamedTuple):
    """Letters of a size, in pixels, of a CSS list of families."""

    size: float
    family: str

    def width(self, words: str, *, bold: bool = False) -> float:
        """Pixels that ``words`` take, at most but for rare faces."""
        factor = (BOLD_WIDER if bold else 1) * (SANS_WIDER if self.family == SANS else 1)
        return sum(map(_advance, words)) * self.size * factor

    def block_width(self, lines: Sequence[Line]) -> float:
        """Those of the longest line."""
        return max((sum(self.width(words, bold=bold) for words, bold in line) for line in lines), default=0.0)

    def wrapped(self, words: str, room: float) -> list[str]:
        """Words cut in lines that fit ``room`` pixels; a word longer than that has a line of its own."""
        lines = [""]
        for word in words.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.width(longer) > room:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines


def block_height(lines: Sequence[Line], size: float) -> float:
    """From the top of the first line to the bottom of the last."""
    return (ASCENT + DESCENT + (len(lines) - 1) * LINE_SPACING) * size


def written(
    lines: Sequence[Line], x: float, baseline: float, *, size: float, colour: str, anchor: str = "start",
    family: str | None = None, upright: bool = False, halo: str | None = None,
) -> str:  # fmt: skip
    """The lines, the first standing at ``baseline``; ``anchor`` is SVG's; ``upright`` reads downwards from there;
    ``halo`` is the colour around letters, which stops the lines that pass behind them."""
    steps = [baseline + rank * LINE_SPACING * size for rank in range(len(lines))]
    content = "".join(
        _one(line) if len(lines) == 1 else element("tspan", _one(line), x=x, y=y)
        for line, y in zip(lines, steps, strict=True)
        if line
    )
    place = {"x": x, "y": baseline} if len(lines) == 1 else {}
    turned = f"rotate(90 {x:.2f} {baseline:.2f})" if upright else None
    return element(
        "text", content, **place, font_size=size, fill=colour, font_family=family, transform=turned,
        text_anchor=None if anchor == "start" else anchor, stroke=halo, stroke_width=HALO if halo else None,
        stroke_linejoin="round" if halo else None, paint_order="stroke" if halo else None,
    )  # fmt: skip


def _one(line: Line) -> str:
    return "".join(
        element("tspan", escape(words, quote=False), font_weight="bold") if bold else escape(words, quote=False)
        for words, bold in line
    )
