"""The file that says where establishments are."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from benchmarks.register.columns import chance, coded, digits, text, words
from benchmarks.register.establishments import ABSENT, WITH, Establishments
from benchmarks.register.layout import GEOLOCATION, filled
from benchmarks.register.marginals import QUALITIES
from benchmarks.register.perimeters import PERIMETERS, Communes, transformer
from benchmarks.register.planting import Places

SYSTEMS = (2154, 5490, 2972, 2975, 4471, 32620)
"""32620, the WGS 84 twin of 5490: some establishments of the Antilles are written in it."""
_COLUMNS = {"QP2015": ("plg_qp15", "qualite_qp15"), "QP2024": ("plg_qp24", "qualite_qp24")}
_PRECISION = np.array([10.0, 80.0, 60.0, 250.0, 3000.0])
_CERTAINTY = np.array([0, 1, 1, 1, 2])
_GRADES = words("1", "2", "3")


def geolocation_table(
    rng: np.random.Generator, here: Establishments, places: Places, communes: Communes, until: int
) -> pa.Table:
    """A line for each establishment that the file holds at that day."""
    kept = np.flatnonzero((here.location != ABSENT) & (here.born <= until))
    place, size = here.place[kept], len(kept)
    without = here.location[kept] != WITH
    x, y, longitude, latitude = _points(rng, places, place)
    system = np.searchsorted(np.array(sorted(SYSTEMS)), places.epsg[place])
    values = words(*map(str, sorted(SYSTEMS)))
    twin = (places.epsg[place] == 5490) & chance(rng, 0.3, size)
    if twin.any():
        x[twin], y[twin] = transformer(5490, 32620).transform(x[twin], y[twin])
        system[twin] = sorted(SYSTEMS).index(32620)
    quality = np.where(without, -1, here.quality[kept])
    commune = np.where(without, -1, places.commune[place])
    whole = (places.code[place] == len(places.plg) - 1).all(axis=1)
    columns = {
        "siret": text(here.siret[kept]),
        "x": pa.array(np.round(x, 2), mask=without),
        "y": pa.array(np.round(y, 2), mask=without),
        "qualite_xy": coded(quality, QUALITIES),
        "epsg": coded(np.where(without, -1, system), values),
        "plg_iris": coded(np.where(without, -1, np.where(whole, 20, rng.integers(0, 20, size))), _IRIS),
        "plg_qva": coded(np.where(without, -1, 0), words("HZ")),
        "plg_code_commune": coded(commune, pa.array(communes.codes)),
        "distance_precision": pa.array(
            np.round(_PRECISION[quality] * rng.random(size), 1), mask=without | chance(rng, 0.05, size)
        ),
        "y_latitude": pa.array(np.round(latitude, 7), mask=without),
        "x_longitude": pa.array(np.round(longitude, 7), mask=without),
    }
    plg = pa.array(places.plg)
    certainty = np.where(without, -1, _CERTAINTY[quality])
    for name in ("qualite_iris", "qualite_qva"):
        columns[name] = coded(certainty, _GRADES)
    for p, perimeter in enumerate(PERIMETERS):
        zone, grade = _COLUMNS[perimeter]
        columns[zone] = coded(here.codes[kept, p], plg)
        columns[grade] = coded(certainty, _GRADES)
    return filled(GEOLOCATION, size, columns)


_IRIS = words(*(bytes(line).decode() for line in digits(np.arange(101, 121), 4)), "CSZ")


def _points(rng: np.random.Generator, places: Places, place: np.ndarray) -> tuple[np.ndarray, ...]:
    """Points no farther from their place than its radius; metres, then degrees."""
    angle = rng.random(len(place)) * (2 * np.pi)
    radius = places.radius[place] * np.sqrt(rng.random(len(place)))
    east, north = radius * np.cos(angle), radius * np.sin(angle)
    x, y = places.points[place].T
    at = places.to_degrees[place]
    longitude = at[:, 0] + east * at[:, 2] + north * at[:, 4]
    latitude = at[:, 1] + east * at[:, 3] + north * at[:, 5]
    return x + east, y + north, longitude, latitude
