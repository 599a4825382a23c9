"""What a page is made of: its components and its text, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dash.development.base_component import Component


def walk(part: Any) -> Iterator[Any]:
    """Every component and text of a piece of page, in reading order."""
    if part is None:
        return
    if isinstance(part, list | tuple):
        for piece in part:
            yield from walk(piece)
        return
    yield part
    if isinstance(part, Component):
        yield from walk(getattr(part, "children", None))


def text_of(part: Any) -> str:
    """The text of a piece of page, as a reader meets it."""
    return "".join(piece for piece in walk(part) if isinstance(piece, str))


def components(part: Any, kind: str) -> list[Component]:
    """The components of one kind (``H1``, ``Graph``, ``Table``…) in a piece of page."""
    return [piece for piece in walk(part) if isinstance(piece, Component) and type(piece).__name__ == kind]


def classed(part: Any, name: str) -> list[Component]:
    """The components that bear a class."""
    return [
        piece
        for piece in walk(part)
        if isinstance(piece, Component) and name in str(getattr(piece, "className", "") or "").split()
    ]
