"""The spaces and capitals of French typesetting."""

from __future__ import annotations

import re
from collections.abc import Sequence

NBSP = "\u00a0"
NARROW = "\u202f"


def listed(names: Sequence[str]) -> str:
    """« Aubervilliers et Saint-Denis », « Lyon, Bron et Vaulx-en-Velin »."""
    *first, last = names or [""]
    return f"{', '.join(first)} et {last}" if first else last


_SPACES = [
    (re.compile(r"« "), f"«{NBSP}"),
    (re.compile(r" »"), f"{NBSP}»"),
    (re.compile(r" (?=[:%€])"), NBSP),
    (re.compile(r" (?=[;?!])"), NARROW),
    (re.compile(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))"), NARROW),
]


def typography(text: str) -> str:
    """``text`` with the spaces of French typesetting, so that no line starts with « : » or « % »."""
    for pattern, space in _SPACES:
        text = pattern.sub(space, text)
    return text


def sentence(text: str) -> str:
    """First letter in capitals, the rest as it is."""
    return text[:1].upper() + text[1:]


def inside(text: str) -> str:
    """The same text inside a sentence: no capital, but for an acronym (« CAP ou BEP »)."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
