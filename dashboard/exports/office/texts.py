"""Texts that XML accepts, how much room they take, and which way they are read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

from dashboard import french

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SPACES = re.compile(r"\s+")
_WORDS = re.compile("[ \n\t\u2009\u200b]+")
_NARROW = frozenset("iljtfrI.,;:!'’|()[]/ \u202f\u00a0-·")
_WIDE = frozenset("mwMW@%—…œŒæÆ")
CELL = 7
"""Points that a cell keeps on each side of its text."""
LONGEST_WORD = 40
"""Characters of a word before it may be cut: no office suite cuts one by itself in a cell."""
LONG_WORD = 24
"""Characters of a word (the path of a file, an address) before it may be cut after « / » and « _ »."""
_JOINED = re.compile("(?<=[/_])")
_WIDEST, BOLD = 1.15, 1.25
"""Times the width of letters: in the widest of usual fonts, and in bold."""
_CUT_AT_A_WORD = 0.7
"""Of what is kept: a text is cut between two words when that leaves out no more."""


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
    return " ".join(word if len(word) <= LONG_WORD else _broken(word) for word in text.split(" "))


def _broken(word: str) -> str:
    parts = (part for part in _JOINED.split(word) if part)
    return "\u200b".join(part[at : at + LONGEST_WORD] for part in parts for at in range(0, len(part), LONGEST_WORD))


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
    return size * sum(0.36 if c in _NARROW else 0.97 if c in _WIDE else _of(c) for c in text)


def _of(char: str) -> float:
    rank = ord(char)
    if rank > 0x2000:
        return (
            0.0 if char in "\u200b\u200c\u200d\ufe0f" else 1.4 if rank >= 0x1F000 else 1.05 if rank >= 0x2E80 else 0.92
        )
    return 0.72 if char.isupper() else 0.6


def lines(text: str, size: float, room: float) -> int:
    """How many lines ``text`` takes in ``room`` points."""
    count, room = 0, max(room, size)
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


def cut(text: str, size: float, room: float, most: int, more: str = "…") -> str:
    """``text`` in at most ``most`` lines of ``room`` points; ``more`` in place of what does not hold."""
    if lines(text, size, room) <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = lines(text[:middle] + more, size, room) <= most
        low, high = (middle, high) if fits else (low, middle - 1)
    while low and _inside(text, low):
        low -= 1
    between = text[:low].rpartition(" ")[0]
    kept = between if len(between) >= _CUT_AT_A_WORD * low else text[:low]
    return kept.rstrip(" ,;:(-\u200b\u00a0\u202f") + more


def _inside(text: str, at: int) -> bool:
    """Whether ``at`` is in the middle of a letter with its accent, or of a picture made of several characters."""
    after = text[at : at + 1]
    return text[at - 1] == "\u200d" or (bool(after) and (after in "\u200d\ufe0f" or bool(unicodedata.combining(after))))


def column_widths(header: Sequence[str], rows: Sequence[Sequence[str]], room: float, size: float) -> list[float]:
    """The columns of a table in ``room`` points: none narrower than its longest word where they all hold, the rest
    given to those whose texts ask for it; else the widest are the ones made narrower."""
    columns = [[head, *(row[at] for row in rows)] for at, head in enumerate(header)]
    least = [
        max(width(word, size * _WIDEST) for text in column for word in _WORDS.split(breakable(text)))
        for column in columns
    ]
    heads = [max(width(word, size * BOLD) for word in _WORDS.split(breakable(head))) for head in header]
    least = [max(pair) + 2 * CELL for pair in zip(least, heads, strict=True)]
    if sum(least) >= room:
        level = _level(least, room, min)
        return [min(points, level) for points in least]
    wants = [float(min(max(len(text) for text in column), 60)) or 1.0 for column in columns]
    level = _level([points / want for points, want in zip(least, wants, strict=True)], room, max, wants)
    return [max(points, level * want) for points, want in zip(least, wants, strict=True)]


def _level(
    values: Sequence[float], room: float, bound: Callable[[float, float], float], weights: Sequence[float] = ()
) -> float:
    """The level at which ``values``, each bounded by it and weighted, add up to ``room``."""
    weights = weights or [1.0] * len(values)
    low, high = 0.0, max(*values, room / min(weights), 1.0)
    for _ in range(60):
        middle = (low + high) / 2
        taken = sum(bound(value, middle) * weight for value, weight in zip(values, weights, strict=True))
        low, high = (middle, high) if taken < room else (low, middle)
    return low


def references(numbers: Sequence[int]) -> str:
    """« [1], [3] », empty without any."""
    return ", ".join(f"[{number}]" for number in numbers)


def typeset(text: str) -> str:
    """French typography on a text without what XML does not allow."""
    return french.typography(clean(text))
