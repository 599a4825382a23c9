"""Outlines and lists of the quarters: which file is which, and a spoiled one that would pass for a shorter list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from etl.official.scan import scan
from etl.sources import anct_perimeters
from tests.etl.official.reading import specimens

LAYOUTS = anct_perimeters.LAYOUTS


def layouts_of(raw: Path) -> dict[str, str]:
    found = scan(raw, LAYOUTS)
    assert found.problems == []
    return {reading.table.file.path.name: reading.layout.id for reading in found.readings}


def test_each_specimen_is_recognised(tmp_path: Path) -> None:
    raw = specimens(tmp_path, "anct_perimeters")
    assert layouts_of(raw) == {
        "qpv2024.geojson": "qpv2024_outlines",
        "qp-2024-epsg2154.geojson": "qpv2024_outlines",
        "QP_METROPOLEOUTREMER_WGS84_EPSG4326.geojson": "qpv2015_outlines",
        "centroide-4326_qpv.geojson": "qpv2024_commune_points",
        "listeqp2024-cog2024.csv": "qpv2024_list",
        "qpv_codelib_2024.csv": "qpv2024_labels",
        "qpv_correspondance_2024_2015.csv": "qpv_correspondence",
    }


def test_the_crs_and_the_geometries_are_kept(tmp_path: Path) -> None:
    found = scan(specimens(tmp_path, "anct_perimeters"), LAYOUTS)
    by_name = {reading.table.file.path.name: reading.table for reading in found.readings}
    lambert = by_name["qp-2024-epsg2154.geojson"]
    assert lambert.crs.endswith("2154")
    assert lambert.geometries is not None
    assert lambert.geometries[0]["coordinates"][0][0][0] == [655000.0, 6868000.0]
    degrees = by_name["qpv2024.geojson"]
    assert degrees.crs.endswith("CRS84")
    assert degrees.frame["INSEE_COM"].tolist() == ["93066", "02571, 02691", "97801"]
    assert degrees.frame["INSEE_REG"].tolist()[2] == ""
    listed = by_name["listeqp2024-cog2024.csv"].frame["INSEE_COM"].tolist()
    assert listed == ['="93066"', "02571;02691"]


@pytest.mark.parametrize("column", ["insee_reg", "insee_dep", "lib_com", "siren_epci"])
def test_outlines_that_lost_a_column_do_not_pass_for_a_list_of_names(tmp_path: Path, column: str) -> None:
    """Two columns make a list of names; four, points by commune: a spoiled file of outlines has them all."""
    raw = specimens(tmp_path, "anct_perimeters")
    path = raw / "anct_perimeters" / "qpv2024.geojson"
    data = json.loads(path.read_text(encoding="utf-8"))
    for feature in data["features"]:
        del feature["properties"][column]
    path.write_text(json.dumps(data), encoding="utf-8")
    found = scan(raw, LAYOUTS)
    assert [(problem.file, problem.column) for problem in found.problems] == [
        ("anct_perimeters/qpv2024.geojson", column.upper())
    ]
    assert "presque celui de « Périmètres des QPV 2024 »" in found.problems[0].reason


def test_the_official_files(real_data: Path) -> None:
    found = scan(real_data, LAYOUTS)
    assert found.problems == []
    assert {(reading.layout.id, len(reading.table.frame)) for reading in found.readings} == {
        ("qpv2024_outlines", 1609),
        ("qpv2015_outlines", 105),
        ("qpv2024_labels", 1362),
        ("qpv2024_commune_points", 824),
        ("qpv_correspondence", 1584),
    }
    assert all(reading.unread == () for reading in found.readings)
