"""French words that messages and notes share."""

from __future__ import annotations


def agreed_with(count: int, one: str, many: str = "") -> str:
    """``one`` as it is written after ``count``: French counts from two up as plural.

    ``many``: the plural, when it is not ``one`` with an s at the end of each word.
    """
    if count < 2:
        return one
    return many or " ".join(f"{word}s" for word in one.split(" "))


def counted(count: int, one: str, many: str = "") -> str:
    """« 1 quartier », « 0 quartier », « 37 quartiers publiés »."""
    return f"{count} {agreed_with(count, one, many)}"
