"""Texts in the room that slides have: as few slides as hold them, made smaller, larger or cut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from dashboard.exports.slides.words import Words

LEAST = 10
"""Points: a text is cut, and told whole in the notes, rather than smaller."""
SMALLER = (1.0, 0.92, 0.85, 0.78, 0.7)
CLOSER = (0.92, 0.86)
LARGER = (1.4, 1.3, 1.2, 1.1)
AIRY = 0.6
"""Of a slide, that letters made larger may take."""
EVEN = 16
"""Heights tried between that of slides all alike and that of a full one."""
_Item = TypeVar("_Item")


def tall(paragraphs: Sequence[Words], room: float) -> float:
    """Points that paragraphs take, one under the other."""
    return sum(words.height(room) for words in paragraphs)


def held(paragraphs: Sequence[Words], room: float, height: float, least: float = LEAST) -> list[Words]:
    """Paragraphs that hold in a box: in smaller letters, down to ``least`` points, then cut, the longest first."""
    smaller = list(paragraphs)
    for scale in SMALLER:
        smaller = [words.resized(scale, least) for words in paragraphs]
        if tall(smaller, room) <= height:
            return smaller
    longest = max((words.lines(room) for words in smaller), default=1)
    shorter = ([words.cut(room, most) for words in smaller] for most in range(longest - 1, 0, -1))
    return next((one for one in shorter if tall(one, room) <= height), [words.cut(room, 1) for words in smaller])


def grown(paragraphs: Sequence[Words], room: float, height: float) -> list[Words]:
    """Paragraphs alone on a slide, in larger letters when they are few: they are read from the end of a room."""
    larger = ([words.resized(scale) for words in paragraphs] for scale in LARGER)
    return next((one for one in larger if tall(one, room) <= AIRY * height), list(paragraphs))


def left_out(paragraphs: Sequence[Words]) -> list[str]:
    """What the notes must tell, since the slide does not hold it."""
    return [words.whole for words in paragraphs if words.whole]


def split(paragraphs: Sequence[Words], room: float, height: float) -> list[list[Words]]:
    """Paragraphs in slides, as few as hold them, filled evenly; in letters a little smaller where that saves a slide.
    One taller than a slide is made smaller, then cut."""
    found = _laid(paragraphs, room, height)
    for scale in CLOSER if len(found) > 1 else ():
        closer = _laid([words.resized(scale, LEAST) for words in paragraphs], room, height)
        if len(closer) < len(found):
            return closer
    return found


def _laid(paragraphs: Sequence[Words], room: float, height: float) -> list[list[Words]]:
    units = _units([words for one in paragraphs for words in held([one], room, height)], room, height)
    pages = evenly(units, lambda unit: tall(unit, room), height)
    return [[words for unit in page for words in unit] for page in pages]


def evenly(items: Sequence[_Item], taken: Callable[[_Item], float], height: float) -> list[list[_Item]]:
    """Items in slides of ``height``, as few as hold them, none much emptier than the others."""
    heights = [taken(item) for item in items]
    pages = _filled(heights, height)
    share = sum(heights) / max(len(pages), 1)
    for step in range(EVEN):
        even = _filled(heights, share + (height - share) * step / EVEN)
        if len(even) == len(pages):
            pages = even
            break
    return [[items[at] for at in page] for page in pages]


def _filled(heights: Sequence[float], room: float) -> list[list[int]]:
    pages: list[list[int]] = []
    left = 0.0
    for at, taken in enumerate(heights):
        if not pages or taken > left:
            pages.append([])
            left = room
        pages[-1].append(at)
        left -= taken
    return pages


def _units(paragraphs: Sequence[Words], room: float, height: float) -> list[list[Words]]:
    """Paragraphs that stay together, as long as a slide holds them."""
    units: list[list[Words]] = [[]]
    for words in paragraphs:
        if tall([*units[-1], words], room) > height:
            units.append([])
        units[-1].append(words)
        if not words.keep:
            units.append([])
    return [unit for unit in units if unit]
