"""Lines of a file that are not those that were written, each beside what stands in its place.

Lines may be put in another order, and lines may be added: only what was written is judged. A line that was added and
says what a line of ours says with other numbers is told all the same: the one of ours may be out of sight.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Line = tuple[str, str]
MOST_CHANGED = 300
"""Lines put beside one another; a file with more changes is another file, and says so by their number."""
LIKE = 0.5
"""Words that two lines must share to be one line, changed."""
TWIN = 0.9
"""The same for a line that stands beside ours."""
SHORT, TWIN_LETTERS = 4, 20
"""Words of a line under which one word in common is enough; letters from which a line is itself."""
SAME_PLACE = 0.3
"""What being at the same place is worth."""
LONGEST = 600
"""Words that are compared in order, between what two lines have alike at their ends; more are told as a whole."""
_MARKERS = re.compile(r"(?: ?\[[0-9, ]+\][0-9, ]*)+$")
_NUMBER = re.compile(r"[0-9]+(?:[.,  ][0-9]+)*")


@dataclass(frozen=True, slots=True)
class Changed:
    """A line as it was written (``told``) and as it stands now at ``place`` (``found``, empty: it is gone)."""

    place: str
    told: str
    found: str


def changed_lines(was: Sequence[Line], now: Sequence[Line]) -> tuple[list[Changed], list[str]]:
    """The lines that changed or are gone, in order, and those that were added."""
    before, after = Counter(text for _, text in was), Counter(text for _, text in now)
    lost = list(_left(was, before - after, set(now)))[:MOST_CHANGED]
    gained = list(_left(now, after - before, set(was)))
    pairs = _paired(lost, gained[:MOST_CHANGED])
    changed = []
    for rank, (place, told) in enumerate(lost):
        there = gained[pairs[rank]] if rank in pairs else (place, "")
        changed.append(Changed(there[0], told, there[1]))
    taken = set(pairs.values())
    alone = [line for rank, line in enumerate(gained) if rank not in taken and line[1] not in before]
    twins = list(_twins(alone[:MOST_CHANGED], [text for _, text in was]))
    known = {twin.found for twin in twins}
    return [*changed, *twins], [text for _, text in alone if text not in known]


def _left(lines: Sequence[Line], missing: Counter[str], others: set[Line]) -> Iterator[Line]:
    """As many lines of each text as are missing, those that are nowhere at their own place first; in order."""
    chosen = set()
    for at in sorted(range(len(lines)), key=lambda at: (lines[at] in others, at)):
        if missing[lines[at][1]] > 0:
            missing[lines[at][1]] -= 1
            chosen.add(at)
    return (lines[at] for at in sorted(chosen))


def _paired(lost: Sequence[Line], gained: Sequence[Line]) -> dict[int, int]:
    """For each line that is gone, the added one that is most like it; each is that of one line."""
    bags = [Counter(text.split()) for _, text in gained]
    scores = []
    for one, (place, told) in enumerate(lost):
        mine = Counter(told.split())
        for other, bag in enumerate(bags):
            shared, size = (mine & bag).total(), max(mine.total(), bag.total())
            near = SAME_PLACE * (gained[other][0] == place)
            if shared >= LIKE * size or (shared and near and size <= SHORT):
                scores.append((shared / size + near, -abs(one - other), one, other))
    pairs: dict[int, int] = {}
    for _, _, one, other in sorted(scores, reverse=True):
        if one not in pairs and other not in pairs.values():
            pairs[one] = other
    return pairs


def _twins(added: Sequence[Line], ours: Sequence[str]) -> Iterator[Changed]:
    """Lines that say what one of ours says with other numbers, or nearly in its words."""
    by_words = {_without_numbers(text): text for text in ours if len(text) >= TWIN_LETTERS}
    holding: dict[str, list[str]] = defaultdict(list)
    for text in dict.fromkeys(ours):
        for word in set(text.split()):
            holding[word].append(text)
    for place, text in added:
        if len(text) < TWIN_LETTERS:
            continue
        twin = by_words.get(_without_numbers(text)) or _closest(text, holding)
        if twin and _MARKERS.sub("", twin) not in text:
            yield Changed(place, twin, text)


def _without_numbers(text: str) -> str:
    """The words of a line, whatever its numbers and its references."""
    return _NUMBER.sub("#", _MARKERS.sub("", text))


def _closest(text: str, holding: dict[str, list[str]]) -> str:
    words = text.split()
    rare = sorted(set(words), key=lambda word: len(holding.get(word, ())))
    met = Counter(told for word in rare for told in holding.get(word, ())[:50])
    for told, shared in met.most_common(3):
        size = max(len(words), len(told.split()))
        if len(words) >= 2 * SHORT and shared >= LIKE * size and TWIN < _ratio(told.split(), words) < 1:
            return told
    return ""


def _ratio(one: Sequence[str], other: Sequence[str]) -> float:
    return SequenceMatcher(None, one[:LONGEST], other[:LONGEST], autojunk=False).ratio()


Block = tuple[int, int, int, int]
"""Words of the line as it was, from and to, then those that stand in their place."""


def blocks_of(change: Changed) -> list[Block]:
    """Where the words of a line differ; a line that is gone is one block."""
    told, found = change.told.split(), change.found.split()
    if not found:
        return [(0, len(told), 0, 0)]
    head = _alike(told, found)
    tail = _alike(told[head:][::-1], found[head:][::-1])
    mine, theirs = told[head : len(told) - tail], found[head : len(found) - tail]
    if max(len(mine), len(theirs)) > LONGEST:
        return [(head, head + len(mine), head, head + len(theirs))]
    codes = SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    return [(head + a, head + b, head + c, head + d) for how, a, b, c, d in codes if how != "equal"]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def counterpart(change: Changed, blocks: Iterable[Block], start: int, end: int) -> str:
    """What stands in the place of the words ``start`` to ``end`` of a line; empty when they are gone."""
    found = change.found.split()
    told = change.told.split()
    at, kept, alike = 0, list[str](), 0
    shift = 0
    for first, last, there, until in [*blocks, (len(told), len(told), len(found), len(found))]:
        equal = range(max(at, start), min(first, end))
        kept += [found[word + shift] for word in equal]
        alike += len(equal)
        if start <= first < end or start < last <= end:
            taken = found[there + max(0, start - first) : until if last <= end else there + end - first]
            kept += taken
        at, shift = last, until - last
    return " ".join(kept) if 2 * alike >= end - start or len(kept) == end - start else ""
