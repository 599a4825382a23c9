"""A sketch of the point that was asked and of the outlines around it: lines in one small picture, nothing asked of
another host."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import shapely
from dash import html
from dash.development.base_component import Component

from dashboard import french
from dashboard.charts.atlas import RAMP
from dashboard.charts.plane import scale_bar
from dashboard.charts.style import INK, MUTED, PAPER, PRIORITY, REFERENCE
from dashboard.components.places import place_link
from dashboard.maps.cartography import Cartography, land_of, system_of
from dashboard.questions.locating import Located
from dashboard.store import PlaceRecord
from dashboard.store.territories import OFF_THE_LIST
from etl.geography.layer import BAND_M
from etl.geography.projections import to_metres
from etl.geography.sentences import quarter
from etl.model import Perimeter

WIDTH, HEIGHT = 600, 450
"""Of the picture, in its own units."""
LEAST, MOST = 450.0, 3000.0
"""Metres shown on each side of the point, up and down: less tells nothing of the edge, more shows it no better."""
ROOM = 1.3
"""What is shown, over the distance to the edge."""
LISTED = 6
"""Quarters named under the sketch."""
LOOKS = {
    Perimeter.QP2024: f'fill="{RAMP[1]}" stroke="{PRIORITY}" stroke-width="2"',
    Perimeter.QP2015: f'fill="none" stroke="{REFERENCE}" stroke-width="3" stroke-dasharray="9 6"',
}


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a land that is drawn: its middle in metres, and how many metres up and down."""

    x: float
    y: float
    reach: float

    @property
    def scale(self) -> float:
        """Units of the picture for a metre."""
        return HEIGHT / (2 * self.reach)

    def box(self, room: float = 1.0) -> tuple[float, float, float, float]:
        """West, south, east, north in metres; ``room`` more than is seen, so that no border is drawn at the side."""
        high, wide = room * self.reach, room * self.reach * WIDTH / HEIGHT
        return self.x - wide, self.y - high, self.x + wide, self.y + high

    def path(self, shape: Any) -> str:
        """A surface, clipped to the window, as an SVG path."""
        clipped = shapely.clip_by_rect(shapely.simplify(shape, 0.5 / self.scale), *self.box(1.2))
        polygons = [part for part in shapely.get_parts(clipped) if part.geom_type == "Polygon"]
        rings = [ring for part in polygons for ring in (part.exterior, *part.interiors)]
        return " ".join(self._ring(np.asarray(ring.coords)[:-1]) for ring in rings)

    def _ring(self, corners: Any) -> str:
        across = WIDTH / 2 + (corners[:, 0] - self.x) * self.scale
        down = HEIGHT / 2 - (corners[:, 1] - self.y) * self.scale
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in zip(across, down, strict=True)) + "Z"


def sketch(cartography: Cartography, located: Located) -> Component | None:
    """The point among the outlines around it; None where no quarter is near enough to be seen."""
    found = _window(cartography, located)
    if found is None:
        return None
    window, land = found
    drawn = {perimeter: _around(cartography, window, land, perimeter) for perimeter in LOOKS}
    picture = base64.b64encode(_picture(cartography, window, drawn).encode("utf-8")).decode("ascii")
    names = [
        html.Li([place_link(cartography.near.store, r.code, quarter(r.code, located.labels)), f", {perimeter[-4:]}"])
        for perimeter, records in drawn.items()
        for r in records[:LISTED]
    ]
    image = html.Img(
        src=f"data:image/svg+xml;base64,{picture}",
        alt=f"Le point demandé au milieu des contours, sur {french.number(2 * window.reach, 0)} m de haut.",
        style={"width": "100%", "height": "auto", "display": "block"},
    )
    parts = [
        html.H2("Autour du point"),
        html.Figure([image, html.Figcaption(_key(drawn), style={"marginTop": "0.5rem"})], style={"margin": 0}),
        html.Ul(names),
    ]
    return html.Section(parts, className="card")


def _window(cartography: Cartography, located: Located) -> tuple[Window, str] | None:
    """What to draw, and in which land: enough to see the nearest edge."""
    near = [
        (abs(answer.distance), record)
        for answer in located.answers.values()
        if answer.distance is not None and (record := cartography.near.record(answer.nearest)) is not None
    ]
    if not near:
        return None
    distance, record = min(near, key=lambda pair: pair[0])
    if ROOM * distance > MOST:
        return None
    x, y = to_metres(np.array([located.longitude]), np.array([located.latitude]), system_of(record))
    return Window(float(x[0]), float(y[0]), max(LEAST, ROOM * distance)), land_of(record)


def _around(cartography: Cartography, window: Window, land: str, perimeter: Perimeter) -> list[PlaceRecord]:
    """The quarters of a map that are seen, the nearest first."""
    seen, point = shapely.box(*window.box()), shapely.Point(window.x, window.y)
    found = []
    for record in cartography.near.store.territories.of_kind("neighbourhood"):
        if record.perimeter == perimeter and land_of(record) == land and record.status != OFF_THE_LIST:
            shape = cartography.outlines.get(record.code)
            if shape is not None and shapely.intersects(shape, seen):
                found.append((shapely.distance(shape, point), record.code, record))
    return [record for *_, record in sorted(found)]


def _picture(cartography: Cartography, window: Window, drawn: dict[Perimeter, list[PlaceRecord]]) -> str:
    """The sketch as SVG: outlines, the circle of the band, the point, a scale bar."""
    surfaces = [
        f'<path {LOOKS[perimeter]} fill-rule="evenodd" d="{window.path(cartography.outlines.get(record.code))}"/>'
        for perimeter, records in drawn.items()
        for record in records
    ]
    middle = f'cx="{WIDTH / 2}" cy="{HEIGHT / 2}"'
    length, text = scale_bar(2 * window.reach / 4, window.scale)
    marks = [
        f'<circle {middle} r="{BAND_M * window.scale:.1f}" fill="none" stroke="{INK}" stroke-dasharray="2 5"/>',
        f'<circle {middle} r="8" fill="{INK}" stroke="{PAPER}" stroke-width="3"/>',
        f'<path d="M14 {HEIGHT - 22}v8h{length:.1f}v-8" fill="none" stroke="{INK}" stroke-width="2"/>',
        f'<text x="{20 + length:.1f}" y="{HEIGHT - 12}" font-family="sans-serif" font-size="20" fill="{INK}" '
        f'stroke="{PAPER}" stroke-width="4" paint-order="stroke">{escape(text)}</text>',
    ]
    frame = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}" stroke="{MUTED}"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
    return "".join([head, frame, *surfaces, *marks, "</svg>"])


def _key(drawn: dict[Perimeter, list[PlaceRecord]]) -> str:
    """What the lines are; a map that has none here says so."""
    words: Sequence[tuple[Perimeter, str]] = (
        (Perimeter.QP2024, "Surface pleine : contours de 2024."),
        (Perimeter.QP2015, "Tirets : contours de 2015."),
    )
    told = [text if drawn[perimeter] else f"Aucun contour connu de {perimeter[-4:]} ici." for perimeter, text in words]
    return " ".join([*told, "Point noir : le point demandé. Cercle pointillé : 300 m autour."])
