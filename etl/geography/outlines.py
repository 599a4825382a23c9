"""Outlines of quarters, départements and régions: read from GeoJSON, checked, mended, carried to metres.

Only GeoJSON is read, alone or in a zip: a shapefile is the same data and is left aside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import shapely

from etl.errors import Problem
from etl.geography.codes import department_of, department_of_quarter, fold_place, perimeter_of, quarter_of, region_of
from etl.geography.communes import Register
from etl.geography.correspondence import Correspondence, Status, status_of_letter
from etl.geography.inputs import GivenTable, Inputs
from etl.geography.misplaced import misplaced
from etl.geography.outline import Outline
from etl.geography.projections import DEGREES, LANDS, Land, land_of, reproject
from etl.geography.shapes import astray, in_metres, mended, surface, system_of
from etl.model import Perimeter


@dataclass
class Outlines:
    """The outlines by code of territory, and points given for communes, départements and régions."""

    found: dict[str, Outline] = field(default_factory=dict)
    points: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Longitude and latitude; for a quarter, only when its outline is unusable and shrunk to a point."""
    drawn: list[tuple[GivenTable, int, Outline]] = field(default_factory=list)
    """Every drawing of a quarter, whole or part, with its file and the rank of its feature."""
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    def keep(self, outline: Outline) -> None:
        """Of two outlines of one territory, the more detailed is kept."""
        known = self.found.get(outline.code)
        if known is None or _detail(outline) > _detail(known):
            self.found[outline.code] = outline


def _detail(outline: Outline) -> int:
    return int(shapely.get_num_coordinates(outline.degrees))


def read_outlines(inputs: Inputs, register: Register, correspondence: Correspondence) -> Outlines:
    """Every outline of the tables; what cannot be used is in ``problems``, what was mended in ``remarks``."""
    outlines = Outlines()
    for table in inputs.of("qpv2024_outlines", "qpv2015_outlines"):
        if table.geometries is not None:
            _read_quarters(table, outlines)
    for table in inputs.of("department_outlines", "region_outlines", "named_outlines"):
        _read_areas(table, register, outlines)
    outlines.problems += misplaced(outlines.drawn, outlines.found)
    for table in inputs.of("qpv2024_commune_points"):
        for _, row, geometry in _drawn(table):
            _keep_point(geometry, f"COM-{row['INSEE_COM']}", outlines)
    _carry_unchanged(correspondence, outlines)
    return outlines


def _drawn(table: GivenTable) -> Iterator[tuple[int, dict[str, str], Any]]:
    """Rank of the feature, its attributes, its geometry; nothing for a table without geometry."""
    if table.geometries is not None:
        for (line, row), geometry in zip(table.rows(), table.geometries, strict=True):
            yield line, row, geometry


def _read_quarters(table: GivenTable, outlines: Outlines) -> None:
    """Quarters of a file, drawn whole or commune by commune."""
    system = system_of(table.crs)
    if isinstance(system, str):
        outlines.problems.append(table.problem(0, "crs", table.crs, system))
        return
    parts: dict[str, list[Outline]] = {}
    for line, row, geometry in _drawn(table):
        code = row[table.key]
        if quarter_of(code) is None:
            continue  # told with the codes and the names
        land = LANDS[land_of(department_of_quarter(code))]
        outline = _outline(geometry, system, land, code, table.name)
        if isinstance(outline, str):
            outlines.problems.append(table.problem(line, "geometry", code, outline))
        elif outline.collapsed:
            outlines.points.setdefault(code, outline.point)
            reason = "contour réduit à un point par la simplification : seule sa place est connue"
            outlines.remarks.append(table.problem(line, "geometry", code, reason))
        else:
            outlines.drawn.append((table, line, outline))
            parts.setdefault(code, []).append(replace(outline, perimeter=perimeter_of(code)))
    whole = [drawn[0] if len(drawn) == 1 else _together(drawn) for drawn in parts.values()]
    for outline in whole:
        outlines.keep(outline)
    if crossed := [outline.code for outline in whole if outline.repaired]:
        reason = f"contours qui se croisaient eux-mêmes, réparés ({len(crossed)}) : {', '.join(crossed)}"
        outlines.remarks.append(table.problem(0, "geometry", "", reason))


def _outline(geometry: Any, system: int, land: Land, code: str, origin: str) -> Outline | str:
    """A surface ready for use, or why it is not usable."""
    written = surface(geometry)
    if isinstance(written, str):
        return written
    degrees = reproject(written, system, DEGREES)
    if reason := astray(degrees, land):
        return reason
    whole, repaired = mended(degrees)
    if shapely.is_empty(whole):
        whole = shapely.Point(shapely.get_coordinates(degrees)[0])
    return Outline(code, "", land.epsg, in_metres(whole, land.epsg), whole, repaired, origin)


def _together(parts: list[Outline]) -> Outline:
    return replace(
        parts[0],
        shape=shapely.union_all([part.shape for part in parts]),
        degrees=shapely.union_all([part.degrees for part in parts]),
        repaired=any(part.repaired for part in parts),
    )


def _read_areas(table: GivenTable, register: Register, outlines: Outlines) -> None:
    """Départements and régions. A drawing that brings the overseas near the mainland is for display: left aside."""
    found: list[Outline] = []
    for line, row, geometry in _drawn(table):
        code, department = _area(row, register)
        if not code:
            continue
        if isinstance(geometry, dict) and geometry.get("type") == "Point":
            _keep_point(geometry, code, outlines)
            continue
        land = LANDS[land_of(department)]
        outline = _outline(geometry, DEGREES, land, code, table.name)
        if not isinstance(outline, str):
            found.append(outline)
        elif land.departments:  # overseas
            reason = f"laissé de côté, dessin d'affichage : l'outre-mer n'y est pas à sa place ({outline})"
            outlines.remarks.append(table.problem(line, "geometry", code, reason))
            return
        else:
            outlines.problems.append(table.problem(line, "geometry", code, outline))
    for outline in found:
        outlines.keep(outline)


def _area(row: dict[str, str], register: Register) -> tuple[str, str]:
    """The territory of a line, and one of its départements; empty when it is neither a département nor a région."""
    code, label = (row.get("INSEE_DEP") or row.get("CODE", "")), row.get("LIB_DEP") or row.get("NOM", "")
    known = register.departments.get(code)
    if department_of(code) and known and fold_place(known[0]) == fold_place(label):
        return f"DEP-{code}", code
    code, label = (row.get("INSEE_REG") or row.get("CODE", "")), row.get("LIB_REG") or row.get("NOM", "")
    if region_of(code) and fold_place(register.regions.get(code, "")) == fold_place(label):
        within = (department for department, (_, region) in register.departments.items() if region == code)
        return f"REG-{code}", next(within, "")
    return "", ""


def _keep_point(geometry: Any, code: str, outlines: Outlines) -> None:
    if isinstance(geometry, dict) and geometry.get("type") == "Point":
        longitude, latitude = geometry["coordinates"][:2]
        outlines.points.setdefault(code, (float(longitude), float(latitude)))


def _carry_unchanged(correspondence: Correspondence, outlines: Outlines) -> None:
    """A quarter of 2015 without outline that is officially unchanged has that of 2024.

    Not where the letter of the code says otherwise, nor where the quarter of 2015 gave several.
    """
    for link in correspondence.links.values():
        outline = outlines.found.get(link.quarter)
        if outline is None or {link.status, status_of_letter(link.quarter)} != {Status.UNCHANGED}:
            continue
        before = link.predecessors[0]
        if before not in outlines.found and len(correspondence.successors[before]) == 1:
            outlines.keep(replace(outline, code=before, perimeter=Perimeter.QP2015, origin=link.quarter))
