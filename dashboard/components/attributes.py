"""Attributes that Python cannot write as keyword names."""

from __future__ import annotations

from typing import Any


def aria(**attributes: str) -> dict[str, Any]:
    """``aria(label="Filtres")`` as ``{"aria-label": "Filtres"}``, to unpack in a component."""
    return {f"aria-{name}": value for name, value in attributes.items()}


def data(**attributes: str) -> dict[str, Any]:
    """``data(title="…")`` as ``{"data-title": "…"}``, to unpack in a component."""
    return {f"data-{name}": value for name, value in attributes.items()}
