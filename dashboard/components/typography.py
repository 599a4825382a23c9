"""French spaces in every text of a page, set once at the end rather than in each page."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import french

VERBATIM = (html.Code, dcc.Graph)


def typeset(part: Any) -> Any:
    """``part`` with the spaces of French typesetting in its texts; code and what people copy stay as they are."""
    if isinstance(part, str):
        return french.typography(part)
    if isinstance(part, list | tuple):
        return [typeset(child) for child in part]
    if isinstance(part, Component) and not isinstance(part, VERBATIM):
        children = getattr(part, "children", None)
        if children is not None:
            part.children = typeset(children)
    return part
