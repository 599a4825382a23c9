"""A figure of ours as SVG, without a browser: the part of Plotly that our charts use, drawn alike.

``svg`` draws a chart at a width, ``picture`` draws it with its words at the size of a slide, ``parted`` makes several
pictures of one that is higher. Both are text: the same
chart gives the same bytes. What the drawing does not know is refused (``DrawingError``), never left out.
"""

from __future__ import annotations

from dashboard.charts.style import SANS
from dashboard.exports.drawing.errors import DrawingError
from dashboard.exports.drawing.heading import Heading, heading_of
from dashboard.exports.drawing.page import picture, svg
from dashboard.exports.drawing.parting import parted

__all__ = ["SANS", "DrawingError", "Heading", "heading_of", "parted", "picture", "svg"]
