"""Finds words the way people type them: any order, any case, with or without accents."""

from __future__ import annotations

import re
import unicodedata


def fold(text: str) -> str:
    """``text`` without accents, case or typographic apostrophes."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("œ", "oe"))
    return "".join(character for character in plain if not unicodedata.combining(character)).casefold()


def matches(asked: str, *texts: str) -> bool:
    """True when every word asked for starts a word of ``texts``: « vélo » is not in « développement ».

    Nothing asked for matches everything.
    """
    where = fold(" ".join(texts))
    return all(re.search(rf"(?<!\w){re.escape(word)}", where) for word in fold(asked).split())
