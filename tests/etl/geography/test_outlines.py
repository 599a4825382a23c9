"""Outlines read from GeoJSON: their system, their place, their repairs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from etl.errors import SourceError
from etl.geography.projections import LANDS, land_of, reproject
from etl.geography.shapes import mended, surface, system_of
from etl.geography.tables import OUTLINE_COLUMNS, GeographyTables, build_geography
from etl.official.scan import scan
from tests.etl.geography.country import (
    DEPARTMENT_OUTLINES,
    PERIMETERS_2024,
    collection,
    country,
    department,
    layouts,
    quarter_2024,
    square,
)

BOW_TIE = [[[1.40, 43.60], [1.41, 43.61], [1.41, 43.60], [1.40, 43.61], [1.40, 43.60]]]


def spoiled(rings: list[Any], kind: str = "Polygon", code: str = "QN03101I") -> str:
    """The perimeters of 2024, one drawn otherwise."""
    kept = [feature for feature in PERIMETERS_2024 if feature["properties"]["code_qp"] != code]
    return collection([*kept, quarter_2024(code, rings, kind=kind)])


def test_metres_of_each_land(tmp_path: Path) -> None:
    outlines = country(tmp_path).outlines.set_index("code", drop=False)
    assert tuple(outlines.columns) == OUTLINE_COLUMNS
    assert outlines.loc[["QN03101I", "QN97601M", "DEP-976"], "epsg"].tolist() == [2154, 4471, 4471]
    # 0.01° by 0.01° on the GRS 80 ellipsoid: 111 112 m a degree of latitude, 80 721 m of longitude at 43.605°
    assert outlines.loc["QN03101I", "area_m2"] == pytest.approx(1111.12 * 807.21, rel=2e-3)
    for metric, degrees, epsg in zip(outlines["geometry"], outlines["geometry_wgs84"], outlines["epsg"], strict=True):
        back = reproject(shapely.from_wkb(metric), int(epsg), 4326)
        assert shapely.equals_exact(back, shapely.from_wkb(degrees), tolerance=1e-8)


@pytest.mark.parametrize(("code", "epsg"), [("93", 2154), ("2A", 2154), ("971", 5490), ("972", 5490), ("973", 2972)])
def test_the_system_of_a_department(code: str, epsg: int) -> None:
    assert LANDS[land_of(code)].epsg == epsg


def test_lambert_93_is_read_from_the_crs_member(tmp_path: Path) -> None:
    metric = reproject(shapely.Polygon(square(1.40, 43.60)[0]), 4326, 2154)
    rings = json.loads(shapely.to_geojson(metric))["coordinates"]
    only = collection([quarter_2024("QN03101I", rings)], crs="urn:ogc:def:crs:EPSG::2154")
    outlines = country(tmp_path, **{"2024": only}).outlines.set_index("code")
    degrees = shapely.from_wkb(outlines.loc["QN03101I", "geometry_wgs84"])
    assert shapely.equals_exact(degrees, shapely.Polygon(square(1.40, 43.60)[0]), tolerance=1e-8)


@pytest.mark.parametrize(
    ("crs", "code"),
    [
        ("", 4326),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
        ("EPSG:2154", 2154),
        ("urn:ogc:def:crs:EPSG::4326", 4326),
        ("urn:ogc:def:crs:EPSG::2975", 2975),
    ],
)
def test_systems_that_are_read(crs: str, code: int) -> None:
    assert system_of(crs) == code


@pytest.mark.parametrize("crs", ["urn:ogc:def:crs:EPSG::27572", "Lambert II", "EPSG:32631"])
def test_systems_that_are_not(crs: str, tmp_path: Path) -> None:
    assert isinstance(system_of(crs), str)
    with pytest.raises(SourceError, match="système de coordonnées non lu"):
        country(tmp_path, **{"2024": collection(PERIMETERS_2024, crs)})


def test_a_polygon_that_crosses_itself_is_mended_and_told(tmp_path: Path) -> None:
    tables = country(tmp_path, **{"2024": spoiled(BOW_TIE)})
    row = tables.outlines.set_index("code").loc["QN03101I"]
    shape = shapely.from_wkb(row["geometry"])
    assert bool(row["repaired"])
    assert shapely.is_valid(shape)
    assert row["area_m2"] == pytest.approx(897_589 / 2, rel=1e-3)  # two triangles, half of the square
    assert any(remark.reason.endswith("se croisaient eux-mêmes, réparés (1) : QN03101I") for remark in tables.remarks)
    assert not tables.outlines.set_index("code").loc["QN03102M", "repaired"]


def test_an_outline_shrunk_to_a_point_keeps_its_place(tmp_path: Path) -> None:
    tables = country(tmp_path, **{"2024": spoiled([[[1.4, 43.6]] * 4])})
    row = tables.territories.set_index("code").loc["QN03101I"]
    assert (row["longitude"], row["latitude"]) == (1.4, 43.6)
    assert row["area_m2"] != row["area_m2"]
    assert "QN03101I" not in set(tables.outlines["code"])
    assert any("réduit à un point" in remark.reason for remark in tables.remarks)


BAD = {
    "swapped": ([[[43.60, 1.40], [43.60, 1.41], [43.61, 1.41], [43.60, 1.40]]], "Polygon", "inversées"),
    "abroad": (square(13.4, 52.5), "Polygon", "hors de la France métropolitaine"),
    "in another land": (square(55.5, -21.0), "Polygon", "hors de la France métropolitaine"),
    "empty": ([], "Polygon", "contour vide"),
    "a point": ([1.4, 43.6], "Point", "un polygone est attendu"),
    "a ring that is not closed": ([[[1.4, 43.6], [1.5, 43.6], [1.5, 43.7], [1.4, 43.7]]], "Polygon", "illisible"),
    "words": ([[["a", "b"]]], "Polygon", "illisible"),
}


@pytest.mark.parametrize("case", BAD)
def test_outlines_that_are_refused(case: str, tmp_path: Path) -> None:
    rings, kind, reason = BAD[case]
    with pytest.raises(SourceError) as raised:
        country(tmp_path, **{"2024": spoiled(rings, kind)})
    (problem,) = raised.value.problems
    assert problem.value == "QN03101I"
    assert problem.line == 5
    assert reason in problem.reason


def test_an_outline_in_another_departement_is_refused(tmp_path: Path) -> None:
    """The quarter of 31 drawn within 32, whose outlines begin 10 km away or more."""
    west, south = DEPARTMENT_OUTLINES[1]["geometry"]["coordinates"][0][0]
    with pytest.raises(SourceError) as raised:
        country(tmp_path, **{"2024": spoiled(square(west + 0.01, south + 0.01))})
    (problem,) = raised.value.problems
    assert (problem.line, problem.column, problem.value) == (5, "geometry", "QN03101I")
    assert problem.file.endswith(".geojson")
    assert "à plus de 5 km du département 31 de son code : il tombe dans le département 32" in problem.reason


def test_an_outline_across_a_limit_is_within_the_slack(tmp_path: Path) -> None:
    west, south, _, _ = shapely.Polygon(DEPARTMENT_OUTLINES[0]["geometry"]["coordinates"][0]).bounds
    just_outside = square(west - 0.05, south + 0.1)  # its east side 3 km west of the limit
    tables = country(tmp_path, **{"2024": spoiled(just_outside)})
    assert "QN03101I" in set(tables.outlines["code"])


def test_without_the_outline_of_the_departement_nothing_is_said(tmp_path: Path) -> None:
    tables = country(tmp_path, departements=None, **{"2024": spoiled(square(5.0, 47.0))})
    assert "QN03101I" in set(tables.outlines["code"])


def test_a_geometry_that_is_null_is_refused() -> None:
    assert surface(None) == "contour vide"
    assert surface({"type": "Polygon", "coordinates": [[[float("nan"), 1.0]]]}).__class__ is str


def test_mending_leaves_a_sound_surface_alone() -> None:
    whole = shapely.box(0, 0, 1, 1)
    assert mended(whole) == (whole, False)


def test_a_drawing_that_moves_the_overseas_is_left_aside(tmp_path: Path) -> None:
    moved = [*DEPARTMENT_OUTLINES[:3], department("976", "Ile", square(-4.0, 44.0, 0.3))]
    tables = country(tmp_path, departements=collection(moved))
    assert not [code for code in tables.outlines["code"] if code.startswith("DEP-")]
    assert any("dessin d'affichage" in remark.reason for remark in tables.remarks)


def test_the_most_detailed_of_two_drawings_is_kept(tmp_path: Path) -> None:
    detailed = [[[1.40, 43.60], [1.405, 43.60], [1.41, 43.60], [1.41, 43.61], [1.40, 43.61], [1.40, 43.60]]]
    more = collection([quarter_2024("QN03101I", detailed)])
    tables = country(tmp_path, **{"2024": collection(PERIMETERS_2024), "zz": None})
    (tmp_path / "qpv" / "2024-bis.geojson").write_text(more, encoding="utf-8")
    again = build_geography(scan(tmp_path, layouts()).readings)
    for built, points in ((tables, 5), (again, 6)):
        shape = shapely.from_wkb(built.outlines.set_index("code").loc["QN03101I", "geometry"])
        assert shapely.get_num_coordinates(shape) == points


def test_an_unchanged_quarter_has_the_outline_of_2024(tmp_path: Path) -> None:
    outlines = country(tmp_path).outlines.set_index("code")
    assert outlines.loc["QP031001", "origin"] == "QN03101I"
    assert outlines.loc["QP031001", "perimeter"] == "QP2015"
    assert outlines.loc["QP031001", "geometry"] == outlines.loc["QN03101I", "geometry"]
    assert "QP075018" not in outlines.index  # the letter of its successor says that it was modified


# The official files, when they are there ----------------------------------------------------------------------------


def test_official_outlines(official: GeographyTables) -> None:
    outlines = official.outlines
    drawn = outlines[outlines["origin"].str.contains("geojson")]
    quarters = drawn[drawn["perimeter"] != ""]
    # 1 609 drawings, three of which a simplification has shrunk to a point; 105 of 2015 in Occitanie
    assert quarters["perimeter"].value_counts().to_dict() == {"QP2024": 1606, "QP2015": 105}
    assert sum("réduit à un point" in remark.reason for remark in official.remarks) == 3
    shapes = shapely.from_wkb(outlines["geometry"].to_numpy())
    assert shapely.is_valid(shapes).all()
    assert int(quarters["repaired"].sum()) == 82 + 32
    assert outlines["area_m2"].min() > 0
    departments = outlines[outlines["code"].str.startswith("DEP-")]
    assert len(departments) == 101
    # The mainland has 544 thousand km² with its inland waters
    mainland = departments[departments["epsg"] == 2154]
    assert mainland["area_m2"].sum() / 1e9 == pytest.approx(544, rel=0.01)
