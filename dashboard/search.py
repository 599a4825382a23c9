"""Finds words the way people type them: any order, any case, with or without accents."""

from __future__ import annotations

import re

from etl.catalogue import fold


def matches(asked: str, *texts: str) -> bool:
    """True when every word asked for starts a word of ``texts``: « vélo » is not in « développement ».

    Nothing asked for matches everything.
    """
    where = fold(" ".join(texts))
    return all(re.search(rf"(?<!\w){re.escape(word)}", where) for word in fold(asked).split())
