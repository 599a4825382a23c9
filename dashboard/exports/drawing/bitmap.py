"""A drawing as a bitmap, by Typst: no browser is needed, and the same drawing gives the same bytes."""

from __future__ import annotations

import re

import typst

from dashboard.exports.drawing.errors import DrawingError

FONT = "Libertinus Serif"
"""The family to draw with: it comes inside Typst, so that pictures are the same on every machine."""
PAGE = (
    "#set page(width: {width}pt, height: {height}pt, margin: 0pt)\n"
    '#image(bytes(sys.inputs.svg), format: "svg", width: {width}pt, alt: "")'
)
POINTS = 72
"""Points of an inch: at that many pixels an inch, a pixel of the drawing is one of the picture."""
_SIZE = re.compile(r'<svg[^>]* width="([0-9.]+)"[^>]* height="([0-9.]+)"')


def png(svg: str, scale: float = 1.0) -> bytes:
    """The picture of a drawing of ours, ``scale`` times its size in pixels. Raises DrawingError."""
    found = _SIZE.search(svg)
    if found is None:
        raise DrawingError("le dessin", "n’a pas de taille")
    page = PAGE.format(width=found[1], height=found[2])
    made = typst.compile(
        page.encode(), format="png", ppi=POINTS * scale, sys_inputs={"svg": svg}, ignore_system_fonts=True
    )
    if not isinstance(made, bytes):
        raise DrawingError("le dessin", "tient sur plusieurs pages")
    return made
