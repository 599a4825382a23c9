"""The words of a sentence found again as they were typed, accents and capitals included."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from etl.catalogue import fold

LEAST_SHARED = 4
"""Letters in a row by which a part is found again in the sentence."""


def as_typed(reason: str, sentence: str) -> str:
    """``reason`` with the words it quotes as the sentence spells them, accents and capitals included."""
    plain = _plain(sentence)

    def typed(found: re.Match[str]) -> str:
        at = plain.find(found[1].casefold())
        return f"« {sentence[at : at + len(found[1])]} »" if at >= 0 else found[0]

    return re.sub("« ([^«»]+) »", typed, reason)


def _plain(sentence: str) -> str:
    """``sentence`` made even letter by letter: each stays at its place."""
    return "".join(" " if letter in "-\u00a0\u202f" else fold(letter)[:1] or " " for letter in sentence)


def quoted(sentence: str, part: str) -> str:
    """The words of ``sentence`` that ``part`` was read from, as they were typed."""
    plain = "".join(fold(letter)[:1] or " " for letter in sentence)
    blocks = SequenceMatcher(None, plain, part.casefold(), autojunk=False).get_matching_blocks()
    blocks = [block for block in blocks if block.size >= LEAST_SHARED]
    if not blocks:
        return part
    return sentence[blocks[0].a : blocks[-1].a + blocks[-1].size].strip(" ,;:.")
