"""The quarters and communes among which establishments are planted: read from a folder of indicators, or made up."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import shapely

PERIMETERS = ("QP2015", "QP2024")
EPSG_OF = {"971": 5490, "972": 5490, "978": 5490, "973": 2972, "974": 2975, "976": 4471}
"""The metric system of each overseas département; 2154 elsewhere."""
NOT_LOCATED = ("975", "977", "984", "986", "987", "988", "989")
"""Lands that the geolocation leaves out."""
MADE_UP = "perimeters"
_CENTRES = {"971": (-61.53, 16.25), "972": (-61.02, 14.63), "973": (-52.32, 4.92), "974": (55.48, -20.92),
            "976": (45.22, -12.80), "978": (-63.07, 18.08)}  # fmt: skip
_MAINLAND = [*(f"{n:02d}" for n in range(1, 96) if n != 20), "2A", "2B"]
_ARRONDISSEMENTS = {
    "75056": [f"751{n:02d}" for n in range(1, 21)],
    "69123": [f"6938{n}" for n in range(1, 10)],
    "13055": [f"132{n:02d}" for n in range(1, 17)],
}


@dataclass(frozen=True, slots=True)
class Quarters:
    """The drawn quarters of both perimeters, by rank: code, perimeter (rank in PERIMETERS), commune, system and outline
    in its metres. ``undrawn``: for each perimeter and département, the codes of quarters that have no outline."""

    codes: list[str]
    perimeter: np.ndarray
    communes: list[str]
    epsg: np.ndarray
    shapes: np.ndarray
    undrawn: dict[tuple[int, str], list[str]]


@dataclass(frozen=True, slots=True)
class Communes:
    """Communes (arrondissements for Paris, Lyon and Marseille): code, name, postcode, system and a point in metres."""

    codes: list[str]
    labels: list[str]
    postcodes: list[str]
    epsg: np.ndarray
    points: np.ndarray


def department_of(commune: str) -> str:
    """The département of a commune's code."""
    return commune[:3] if commune.startswith(("97", "98")) else commune[:2]


def epsg_of(commune: str) -> int:
    """The metric system of a commune."""
    return EPSG_OF.get(department_of(commune), 2154)


def _chosen(code: str, among: list[str]) -> str:
    return among[zlib.crc32(code.encode()) % len(among)]


def read_perimeters(folder: Path) -> tuple[Quarters, Communes]:
    """Quarters and communes of ``territories.parquet`` and ``outlines.parquet`` in ``folder``."""
    territories = pq.read_table(folder / "territories.parquet").to_pandas().fillna({"communes": ""})
    outlines = pq.read_table(folder / "outlines.parquet").to_pandas()
    listed = (territories["kind"] == "neighbourhood") & (territories["status"] != "left_list")
    quarters = territories[listed & territories["perimeter"].isin(PERIMETERS)]
    home = {code: _first_commune(code, communes) for code, communes in zip(quarters["code"], quarters["communes"],
                                                                           strict=True)}  # fmt: skip
    drawn = outlines[outlines["perimeter"].isin(PERIMETERS) & outlines["code"].isin(home)]
    drawn = drawn[drawn["epsg"].isin({2154, *EPSG_OF.values()})].sort_values(["perimeter", "code"])
    undrawn: dict[tuple[int, str], list[str]] = {}
    rest = quarters[~quarters["code"].isin(set(drawn["code"]))].sort_values("code")
    for code, perimeter, department in zip(rest["code"], rest["perimeter"], rest["parent_department"], strict=True):
        undrawn.setdefault((PERIMETERS.index(perimeter), department.removeprefix("DEP-")), []).append(code)
    codes = list(drawn["code"])
    found = Quarters(codes, np.array([PERIMETERS.index(name) for name in drawn["perimeter"]]),
                     [home[code] for code in codes], drawn["epsg"].to_numpy(),
                     shapely.from_wkb(drawn["geometry"].to_numpy()), undrawn)  # fmt: skip
    return found, _communes(territories, found)


def _first_commune(code: str, communes: str) -> str:
    first = communes.replace(",", " ").replace(";", " ").split()
    commune = first[0].removeprefix("COM-") if first else f"{code[2:4]}001"
    return _chosen(code, _ARRONDISSEMENTS.get(commune, [commune]))


def _communes(territories: pd.DataFrame, quarters: Quarters) -> Communes:
    table = territories[territories["kind"] == "commune"]
    known: dict[str, tuple[str, float, float]] = {}
    for code, label, x, y in zip(table["code"].str.removeprefix("COM-"), table["label"], table["longitude"],
                                 table["latitude"], strict=True):  # fmt: skip
        for part in _ARRONDISSEMENTS.get(code, [code]):
            known[part] = (label.upper().replace(",", " ").replace(";", " ").replace('"', " "), x, y)
    if len(known) < 100:
        known |= {f"{department}{n:03d}"[:5]: (f"COMMUNE {department} {n}", np.nan, np.nan)
                  for department in _MAINLAND for n in range(1, 41)}  # fmt: skip
        known |= {f"{department}{n:02d}": (f"COMMUNE {department} {n}", np.nan, np.nan)
                  for department in EPSG_OF for n in range(1, 11)}  # fmt: skip
        for code in [one for several in _ARRONDISSEMENTS.values() for one in several]:
            known[code] = (f"ARRONDISSEMENT {code}", np.nan, np.nan)
    for code in quarters.communes:
        known.setdefault(code, (f"COMMUNE {code}", np.nan, np.nan))
    codes = sorted(code for code in known if department_of(code) not in NOT_LOCATED)
    degrees = np.array([_degrees(code, *known[code][1:]) for code in codes])
    epsg = np.array([epsg_of(code) for code in codes])
    points = np.empty_like(degrees)
    for system in np.unique(epsg):
        here = epsg == system
        points[here] = np.column_stack(transformer(4326, int(system)).transform(degrees[here, 0], degrees[here, 1]))
    return Communes(codes, [known[code][0] for code in codes], [_postcode(code) for code in codes], epsg, points)


def _degrees(code: str, longitude: float, latitude: float) -> tuple[float, float]:
    """Where the commune is, or a place of its land that only depends on its code."""
    if longitude == longitude and latitude == latitude:
        return longitude, latitude
    rng = np.random.default_rng(zlib.crc32(code.encode()))
    if (centre := _CENTRES.get(department_of(code))) is not None:
        return centre[0] + rng.normal(0, 0.02), centre[1] + rng.normal(0, 0.02)
    return float(rng.uniform(-0.5, 6.5)), float(rng.uniform(44, 49))


def _postcode(code: str) -> str:
    if code.startswith(("97", "98")):
        return code[:3] + f"{zlib.crc32(code.encode()) % 10}0"
    department = {"2A": "20", "2B": "20"}.get(code[:2], code[:2])
    return department + f"{zlib.crc32(code.encode()) % 100:02d}0"


def transformer(source: int, target: int) -> pyproj.Transformer:
    """Longitude or easting first, on both sides."""
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def write_made_up(folder: Path, quarters: int = 48) -> Path:
    """Made-up perimeters of both years in every land, as ``qpv etl --raw`` would write them; the folder."""
    target = folder / MADE_UP
    target.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(5)
    departments = ["93", "59", "13", "69", "75", "2A", "971", "972", "973", "974", "976", "978"]
    territories, outlines = [], []
    for number in range(quarters):
        department = departments[number % len(departments)]
        commune = {"75": "75118", "69": "69388", "13": "13215"}.get(
            department, f"{department}{number // 12 + 1:03d}"[:5]
        )
        epsg = EPSG_OF.get(department, 2154)
        degrees = _degrees(f"{commune}{number // 24}", np.nan, np.nan)
        x, y = transformer(4326, epsg).transform(*degrees)
        shape = _blob(rng, x, y)
        for perimeter, code in zip(PERIMETERS, _two_codes(department, number), strict=True):
            territories.append(
                {"code": code, "label": f"Quartier {number}", "kind": "neighbourhood", "perimeter": perimeter,
                 "parent_department": f"DEP-{department}", "parent_region": "", "communes": f"COM-{commune}",
                 "arrondissements": "", "epci": "", "urban_unit": "", "longitude": degrees[0],
                 "latitude": degrees[1], "area_m2": shape.area, "status": "modified", "communes_basis": "code"}
            )  # fmt: skip
            moved = shapely.affinity.translate(shape, *rng.uniform(-150, 150, 2))
            if perimeter == "QP2015" and number % 4 == 3:
                continue
            forward = transformer(epsg, 4326)
            wgs84 = shapely.transform(moved, lambda xy, t=forward: np.column_stack(t.transform(xy[:, 0], xy[:, 1])))
            outlines.append(
                {"code": code, "perimeter": perimeter, "epsg": epsg, "geometry": shapely.to_wkb(moved),
                 "geometry_wgs84": shapely.to_wkb(wgs84), "area_m2": moved.area, "repaired": False,
                 "origin": "made_up"}
            )  # fmt: skip
    pq.write_table(pa.Table.from_pandas(pd.DataFrame(territories), preserve_index=False),
                   target / "territories.parquet")  # fmt: skip
    frame = pd.DataFrame(outlines).astype({"epsg": "int32"})
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), target / "outlines.parquet")
    return target


def _two_codes(department: str, number: int) -> tuple[str, str]:
    short = f"{department:0>3}"
    return f"QP{short}{number + 1:03d}", f"QN{(department + '0')[:3]}{number + 1:02d}M"


def _blob(rng: np.random.Generator, x: float, y: float) -> shapely.Polygon:
    """A star-shaped outline, 150 to 500 m from its centre, with a hole in one of three."""
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    radii = rng.uniform(150, 500, 24)
    edge = np.column_stack([x + radii * np.cos(angles), y + radii * np.sin(angles)])
    hole = np.column_stack([x + 60 * np.cos(angles[::-1]), y + 60 * np.sin(angles[::-1])])
    return shapely.Polygon(edge, [hole] if rng.random() < 1 / 3 else [])
