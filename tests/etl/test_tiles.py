"""The grid of départements: one tile each, near its neighbours, and mistakes named with their file and key."""

from __future__ import annotations

import pytest

from etl.catalogue import Catalogue, CatalogueError
from tests.mini import Mini

OVERSEAS = ("971", "972", "973", "974", "976", "978", "987")


def cell(catalogue: Catalogue, number: str) -> tuple[int, int]:
    tile = catalogue.tiles[f"DEP-{number}"]
    return tile.column, tile.row


def test_every_departement_has_a_tile_of_its_own(catalogue: Catalogue):
    departments = {code for code, place in catalogue.territories.items() if place.kind == "department"}
    assert set(catalogue.tiles) == departments
    assert len(departments) == 103
    assert len({(tile.column, tile.row) for tile in catalogue.tiles.values()}) == len(catalogue.tiles)


def test_the_grid_holds_on_a_telephone(catalogue: Catalogue):
    """At 300 pixels, eleven columns leave 27 pixels a tile: two short lines."""
    assert max(tile.column for tile in catalogue.tiles.values()) == 11
    assert max(tile.row for tile in catalogue.tiles.values()) == 13


@pytest.mark.parametrize(
    ("north", "south"),
    [("59", "13"), ("62", "66"), ("76", "64"), ("50", "17"), ("75", "94"), ("93", "75"), ("57", "74"), ("2B", "2A")],
)
def test_the_north_is_above(catalogue: Catalogue, north: str, south: str):
    assert cell(catalogue, north)[1] < cell(catalogue, south)[1]


@pytest.mark.parametrize(
    ("west", "east"),
    [("29", "35"), ("35", "75"), ("75", "67"), ("33", "69"), ("69", "74"), ("64", "06"), ("13", "2A"), ("44", "25")],
)
def test_the_west_is_on_the_left(catalogue: Catalogue, west: str, east: str):
    assert cell(catalogue, west)[0] < cell(catalogue, east)[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("59", "62"), ("75", "92"), ("75", "93"), ("75", "94"), ("35", "22"), ("22", "29"), ("44", "49"), ("33", "40"),
        ("31", "32"), ("69", "42"), ("38", "73"), ("13", "84"), ("13", "83"), ("67", "68"), ("57", "67"), ("2A", "2B"),
    ],
)  # fmt: skip
def test_neighbours_are_near(catalogue: Catalogue, one: str, other: str):
    (column, row), (next_column, next_row) = cell(catalogue, one), cell(catalogue, other)
    assert max(abs(column - next_column), abs(row - next_row)) == 1


def test_overseas_stands_apart_in_the_first_column(catalogue: Catalogue):
    assert {cell(catalogue, number)[0] for number in OVERSEAS} == {1}
    beside = {tile.id for tile in catalogue.tiles.values() if tile.column == 2 and tile.row >= 6}
    assert beside == set(), "an empty column between them and the mainland"


TERRITORIES = """
DEP-93: {label: Seine-Saint-Denis, kind: department, within: en Seine-Saint-Denis, parent: FRM}
DEP-94: {label: Val-de-Marne, kind: department, within: dans le Val-de-Marne, parent: FRM}
"""


@pytest.mark.parametrize(
    ("tiles", "problem"),
    [
        (
            "DEP-93: {column: 7, row: 3}\nDEP-94: {column: 7, row: 3}",
            "tiles.yaml : clé DEP-94.column : la case est déjà celle de DEP-93",
        ),
        ("DEP-99: {column: 7, row: 3}", "tiles.yaml : clé DEP-99.territory : 'DEP-99' absent du catalogue"),
        ("DEP-93: {column: 0, row: 3}", "tiles.yaml : clé DEP-93.column : "),
        ("DEP-93: {column: 7}", "tiles.yaml : clé DEP-93.row : "),
        ("REG-11: {column: 7, row: 3}", "tiles.yaml : clé REG-11.id : "),
    ],
)
def test_a_mistake_in_the_grid_is_named(mini: Mini, tiles: str, problem: str):
    path = mini.catalogue / "territories.yaml"
    path.write_text(path.read_text(encoding="utf-8") + TERRITORIES, encoding="utf-8")
    (mini.catalogue / "tiles.yaml").write_text(tiles + "\n", encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        mini.load()
    assert any(line.startswith(problem) for line in caught.value.problems), caught.value.problems
