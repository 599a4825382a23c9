"""Texts that may stand in a cell, whoever wrote them."""

from __future__ import annotations

import re

NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""Characters that no XML file may hold, and halves of characters."""
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a text starts that a spreadsheet would run as a formula."""


def clean(text: str) -> str:
    """``text`` without what a file cannot hold: each such character is told by « \ufffd ». One kind of line end."""
    if text.isascii() and text.isprintable():
        return text
    return NEVER.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def inert(text: str) -> str:
    """``text`` that a spreadsheet reads as text, after an apostrophe when it would run it; ``told`` gives it back."""
    return f"'{text}" if text.startswith((*STARTS, "'")) else text


def told(cell: str) -> str:
    """The text that ``inert`` made a cell of."""
    return cell[1:] if cell.startswith("'") else cell
