"""Sentences that a file no longer says as its document did when it was made.

Only what the document said is judged: what somebody added is theirs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from dashboard.briefs.checked import Edit
from dashboard.briefs.proven import Proof

NEAR = 0.9
"""From this likeness on, a sentence of the file is a sentence of the document with a word or a number changed."""
SAME = 0.75
"""From this likeness on, what stands in the place of a sentence that is gone is that sentence, changed."""
LIKE = 0.6
"""Below it, the closest sentence of the file is another sentence."""
SHARED = 0.5
"""Words that two sentences must share to be worth comparing letter by letter."""
LONGER = 3
"""Times that a sentence of the file may be as long as the one it is put beside."""
ANCHOR, MOST_PLACES, MOST_STARTS, MORE_WORDS = 3, 50, 5, 2
"""Words in a row that say where a sentence may be, how many such places are looked at, and words that it may gain."""
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_BETWEEN = re.compile(r"(?<=[.!?…]) (?=[^a-z])|(?<=\]) (?=[A-ZÀ-Ý«])")
_NUMBER = re.compile(r"[0-9]+(?: [0-9]{3})*(?:,[0-9]+)?")
_MARKERS = re.compile(r"^(?:\[[0-9, ]+\],? ?)+|(?: ?\[[0-9, ]+\])+\.?$")


def plain(text: str) -> str:
    """``text`` with one plain space wherever it has some of any kind, and nothing that is not seen."""
    return " ".join(_UNSEEN.sub("", text).split())


@dataclass(frozen=True)
class Words:
    """What a file says, beside what its document said."""

    text: str
    sentences: frozenset[str]
    """The sentences of the document."""
    others: frozenset[str]
    """Its other texts, which may stand in the file by themselves: titles, caveats, cells."""

    @cached_property
    def pieces(self) -> list[str]:
        """The sentences of the file, without their references."""
        found = (_MARKERS.sub("", piece).strip() for piece in _BETWEEN.split(self.text))
        return [piece for piece in found if piece]

    @cached_property
    def _known(self) -> str:
        return "\n".join(sorted(self.sentences | self.others))

    def windows(self, size: int, asked: frozenset[str]) -> list[tuple[str, frozenset[str]]]:
        """``size`` sentences on end, each once, with their words; those that hold a sentence of the document, or one
        of the texts ``asked``, are left out."""
        runs = dict.fromkeys(" ".join(self.pieces[at : at + size]) for at in range(len(self.pieces) - size + 1))
        ours = self.sentences | asked
        return [
            (run, frozenset(run.split()))
            for run in runs
            if run not in self._known and not any(told in run for told in ours)
        ]

    @cached_property
    def _runs_of_words(self) -> tuple[list[str], dict[tuple[str, ...], list[int]]]:
        told = self.text.split()
        places: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for at in range(len(told) - ANCHOR + 1):
            places[tuple(told[at : at + ANCHOR])].append(at)
        return told, places

    def stretch_like(self, text: str) -> str:
        """The words of the file that are most like ``text``, wherever sentences begin there; empty when none are."""
        told, places = self._runs_of_words
        asked = text.split()
        starts = Counter(
            place - at
            for at in range(len(asked) - ANCHOR + 1)
            for place in places.get(tuple(asked[at : at + ANCHOR]), ())[:MOST_PLACES]
        )
        best, closest = SAME, ""
        for start, _ in starts.most_common(MOST_STARTS):
            stretch = " ".join(told[max(start, 0) : start + len(asked) + MORE_WORDS])
            matcher = SequenceMatcher(None, text, stretch, autojunk=False)
            found = _cropped(matcher, text, stretch)
            likeness = SequenceMatcher(None, text, found, autojunk=False).ratio()
            if likeness > best and text not in found:
                best, closest = likeness, found
        return closest

    def tail(self, text: str, run: str) -> tuple[str, str]:
        """What follows, in both, the longest title that both hold: a title alone is not its sentence, cut."""
        shared = max((told for told in self.others if told in run and told in text), key=len, default="")
        return text.partition(shared)[2] if shared else text, run.partition(shared)[2] if shared else run


def words_of(text: str, proof: Proof) -> Words:
    """The words of a file, whose document is told by ``proof``."""
    others = [caveat for claim in proof.claims for caveat in claim.caveats]
    for chart in proof.charts:
        others += [chart.title, *(mark.text for mark in chart.marks)]
    for table in proof.tables:
        others += [table.caption, *table.header, *(cell for row in table.rows for cell in row)]
    return Words(plain(text), _texts([claim.text for claim in proof.claims]), _texts(others))


def _texts(told: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(plain, told)))


def edited_sentences(texts: Sequence[str], words: Words) -> list[Edit | None]:
    """For each sentence of the document, in order, how the file says it otherwise; None where it is there.

    A sentence that stands twice must be there twice: the last ones are those that are missing. One that is there, and
    there again with a word or a number changed (on a slide and in its notes), is edited too.
    """
    asked = [plain(text) for text in texts]
    left = {text: words.text.count(text) for text in dict.fromkeys(asked)}
    variants = _variants(frozenset(asked), words)
    found: list[Edit | None] = []
    last = {text: at for at, text in enumerate(asked)}
    for at, (text, told) in enumerate(zip(asked, texts, strict=True)):
        left[text] -= 1
        likeness, variant = variants.get(text, (0.0, ""))
        if left[text] < 0:
            # What stands near is another sentence of ours: theirs alone is this one, changed
            found.append(Edit("", told, variant if likeness >= SAME else words.stretch_like(text)))
        elif likeness >= NEAR and last[text] == at:
            found.append(Edit("", told, variant))
        else:
            found.append(None)
    return found


def _variants(texts: frozenset[str], words: Words) -> dict[str, tuple[float, str]]:
    """The sentence of the file that is closest to each text without being one of the document; each is that of the one
    text that it is closest to."""
    best: dict[str, tuple[float, str, str]] = {}
    windows: dict[int, list[tuple[str, frozenset[str]]]] = {}
    for text in sorted(texts):
        size = len(_BETWEEN.split(text))
        if size not in windows:
            windows[size] = words.windows(size, texts)
        mine = frozenset(text.split())
        for run, theirs in windows[size]:
            if len(run) > LONGER * len(text) or len(mine & theirs) < SHARED * max(len(mine), len(theirs)):
                continue
            matcher = SequenceMatcher(None, text, run, autojunk=False)
            likeness = matcher.ratio()
            if likeness > best.get(run, (0.0, "", ""))[0]:
                best[run] = (likeness, text, _cropped(matcher, text, run))
    found: dict[str, tuple[float, str]] = {}
    for likeness, text, run in sorted(best.values(), reverse=True):
        if _goes_on_alike(*words.tail(text, run)):
            found.setdefault(text, (likeness, run))
    return found | {text: (1.0, other) for text in texts if (other := _with_other_numbers(text, texts, words))}


def _with_other_numbers(text: str, texts: frozenset[str], words: Words) -> str:
    """``text`` as the file has it with other numbers, wherever it stands; empty when it has not. A title, which may be
    the beginning of a sentence, is not looked for."""
    if not _NUMBER.search(text) or text[-1] not in ".!?":
        return ""
    pattern = _NUMBER.pattern.join(re.escape(part) for part in _NUMBER.split(text))
    known = texts | words.sentences | words.others
    return next(
        (found[0] for found in re.finditer(pattern, words.text) if found[0] not in known and text not in found[0]), ""
    )


def _goes_on_alike(tail: str, other: str) -> bool:
    return SequenceMatcher(None, tail, other, autojunk=False).ratio() >= LIKE


def _cropped(matcher: SequenceMatcher[str], text: str, run: str) -> str:
    """``run`` from where ``text`` begins to where it ends: a heading before it is not the sentence."""
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    first, last = blocks[0], blocks[-1]
    start = first.b if first.a == 0 else 0
    end = last.b + last.size if last.a + last.size == len(text) else len(run)
    return run[start:end].strip()
