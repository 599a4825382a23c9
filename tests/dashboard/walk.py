"""What a page is made of: its components and its text, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dash.development.base_component import Component

from dashboard.view import Part, View


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


def defaults(view: View) -> dict[str, str]:
    """The filters as nobody has touched them."""
    return {item.name: item.default for item in view.filters}


def content(view: View, values: Mapping[str, str] | None = None) -> list[Part]:
    """All that a page shows for those ``values`` of its filters."""
    return [*view.lead, *view.results({**defaults(view), **(values or {})})]


def props(component: Component) -> dict[str, Any]:
    """What a component is given, « aria- » and « data- » included."""
    return dict(component.to_plotly_json()["props"])


def links(part: Any) -> list[str]:
    """Where the links of a piece of page lead."""
    return [props(link)["href"] for kind in ("A", "Link") for link in components(part, kind)]
