"""What the drawing does not know how to draw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class DrawingError(ValueError):
    """A figure asks for something that the drawing does not know; the message says where and what."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(
            f"Figure impossible à dessiner : {where} {what}. "
            "Complétez dashboard/exports/drawing ou changez le graphique."
        )


def needed(part: Mapping[str, Any], key: str, where: str) -> Any:
    """What ``part`` says of ``key``. Raises ``DrawingError`` when it says nothing: Plotly has defaults for everything,
    the drawing only for what our charts leave out."""
    if part.get(key) is None:
        raise DrawingError(where, f"n’a pas « {key} », que le dessin ne devine pas")
    return part[key]
