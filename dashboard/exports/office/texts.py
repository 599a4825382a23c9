"""Texts that XML accepts, how much room they take, and which way they are read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from xml.sax.saxutils import escape

from dashboard import french

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SPACES = re.compile(r"\s+")
_WORDS = re.compile("[ \n\t\u2009]+")
_NARROW = frozenset("iljtfrI.,;:!'’|()[]/ \u202f\u00a0-·")
_WIDE = frozenset("mwMW@%—…œŒæÆ")
CELL = 7
"""Points that a cell keeps on each side of its text."""
LONGEST_WORD = 40
"""Characters of a word before it may be cut: no office suite cuts one by itself in a cell."""


def clean(text: str) -> str:
    """``text`` without what XML does not allow."""
    return _ILLEGAL.sub("", text)


def in_xml(text: str) -> str:
    """``text`` as the content of an element or of a quoted attribute."""
    return escape(clean(text), {'"': "&quot;", "\n": "&#10;", "\t": " ", "\r": " "})


def folded(text: str) -> str:
    """Spaces of all kinds as one plain space each run."""
    return _SPACES.sub(" ", text).strip()


def breakable(text: str) -> str:
    """``text`` with places to cut its words that are longer than a line."""
    return " ".join(
        "\u200b".join(word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD)) or word
        for word in text.split(" ")
    )


def is_right_to_left(text: str) -> bool:
    """True when the first letter that has a direction is read from the right."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def directions(text: str) -> list[tuple[str, bool]]:
    """``text`` in stretches, each with whether it is read from the right; spaces go with what is before them."""
    found: list[tuple[str, bool]] = []
    for char in text:
        strong = unicodedata.bidirectional(char)
        right = found[-1][1] if found and strong not in ("L", "R", "AL") else strong in ("R", "AL")
        if found and found[-1][1] == right:
            found[-1] = (found[-1][0] + char, right)
        else:
            found.append((char, right))
    return found


def width(text: str, size: float) -> float:
    """Points that ``text`` takes in letters of ``size`` points, rather more than less: no font is known here."""
    return size * sum(0.34 if c in _NARROW else 0.92 if c in _WIDE or ord(c) > 0x2000 else _of(c) for c in text)


def _of(char: str) -> float:
    return 0.72 if char.isupper() else 0.59


def lines(text: str, size: float, room: float) -> int:
    """How many lines ``text`` takes in ``room`` points."""
    count = 0
    for paragraph in text.split("\n"):
        left, count = room, count + 1
        for word in _WORDS.split(paragraph):
            taken = width(word + " ", size)
            if taken > left and left < room:
                count, left = count + 1, room
            while taken > room:
                taken, count = taken - room, count + 1
            left -= taken
    return count


def fitting(text: str, sizes: Sequence[float], room: float, height: float, leading: float = 1.2) -> float:
    """The largest of ``sizes`` (in decreasing order) at which ``text`` holds in ``room`` × ``height`` points."""
    return next((size for size in sizes if lines(text, size, room) * size * leading <= height), sizes[-1])


def column_widths(header: Sequence[str], rows: Sequence[Sequence[str]], room: float, size: float) -> list[float]:
    """The columns of a table in ``room`` points: none narrower than its longest word, the rest shared as texts ask."""
    columns = [[head, *(row[at] for row in rows)] for at, head in enumerate(header)]
    least = [max(width(word, size) for text in column for word in breakable(text).split(" ")) for column in columns]
    least = [min(points + 2 * CELL, room / 2) for points in least]
    if sum(least) >= room:
        return [room * points / sum(least) for points in least]
    wants = [min(max(len(text) for text in column), 60) for column in columns]
    left = room - sum(least)
    return [points + left * want / max(sum(wants), 1) for points, want in zip(least, wants, strict=True)]


def references(numbers: Sequence[int]) -> str:
    """« [1], [3] », empty without any."""
    return ", ".join(f"[{number}]" for number in numbers)


def typeset(text: str) -> str:
    """French typography on a text without what XML does not allow."""
    return french.typography(clean(text))
