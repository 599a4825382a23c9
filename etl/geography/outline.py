"""One outline: a surface of a territory, in metres and in degrees."""

from __future__ import annotations

from dataclasses import dataclass

import shapely


@dataclass(frozen=True, slots=True)
class Outline:
    """A surface. ``shape`` is in the metres of ``epsg``, ``degrees`` the same in WGS 84.

    ``repaired``: it crossed itself. ``origin``: the file, or the quarter of 2024 whose unchanged outline it is.
    """

    code: str
    perimeter: str
    epsg: int
    shape: shapely.Geometry
    degrees: shapely.Geometry
    repaired: bool
    origin: str

    @property
    def collapsed(self) -> bool:
        """Whether a simplification has left nothing of the surface but a point."""
        return isinstance(self.degrees, shapely.Point)

    @property
    def area(self) -> float:
        """In m²."""
        return float(shapely.area(self.shape))

    @property
    def point(self) -> tuple[float, float]:
        """Longitude and latitude of a point inside it."""
        inside = shapely.point_on_surface(self.degrees)
        return float(shapely.get_x(inside)), float(shapely.get_y(inside))
