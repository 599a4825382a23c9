"""Is a point in a quarter? Against a computation by hand, and where the reference is missing."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from etl.geography.coverage import OFFICIAL_COUNTS, may_be_abroad
from etl.geography.layer import BAND_M
from etl.geography.locate import REASONS, Answer, Locator, NoLocator, State, Within, open_locator
from etl.geography.projections import reproject, to_metres
from etl.geography.sentences import as_dict, sentence
from etl.geography.tables import GeographyTables
from etl.model import Perimeter
from tests.etl.geography.country import (
    PERIMETERS_2024,
    collection,
    country,
    quarter_2024,
    square,
)

QP2015, QP2024 = Perimeter.QP2015, Perimeter.QP2024
WHOLE = {QP2015: (4, 4), QP2024: (4, 5)}
"""How many quarters the small country has."""
METRE = 1 / 111_000
"""A metre north, in degrees."""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> GeographyTables:
    """The small country."""
    return country(tmp_path_factory.mktemp("raw"))


@pytest.fixture(scope="module")
def locator(tables: GeographyTables) -> Locator:
    """Its locator, its list of quarters taken for whole."""
    return Locator(tables.territories, tables.outlines, WHOLE)


def told(answer: Answer) -> tuple[str, str, str]:
    """State, code and reason."""
    return (answer.state, answer.code, answer.reason)


# Answers ------------------------------------------------------------------------------------------------------------


def test_inside_with_the_distance_to_the_edge(locator: Locator) -> None:
    answer = locator.one(1.405, 43.605)[QP2024]
    assert told(answer) == ("inside", "QN03101I", "")
    # the middle of the square: half of its width, 807 m
    assert answer.distance == pytest.approx(-403.6, abs=0.5)
    assert answer.within_300m == Within.YES
    assert answer.nearest == "QN03101I"


@pytest.mark.parametrize(
    ("metres", "within"), [(100, Within.YES), (299, Within.YES), (301, Within.NO), (5000, Within.NO)]
)
def test_outside_with_the_nearest_and_the_band(locator: Locator, metres: float, within: Within) -> None:
    answer = locator.one(1.405, 43.60 - metres * METRE)[QP2024]
    assert told(answer) == ("outside", "", "")
    assert answer.nearest == "QN03101I"
    assert answer.distance == pytest.approx(metres, rel=2e-3)
    assert answer.within_300m == within
    assert answer.nearest_certain


def test_on_the_edge_is_in(locator: Locator) -> None:
    for longitude, latitude in ((1.40, 43.60), (1.40, 43.605), (1.41, 43.61)):
        answer = locator.one(longitude, latitude)[QP2024]
        assert told(answer) == ("inside", "QN03101I", "")
        assert answer.distance == 0


def test_both_perimeters(locator: Locator) -> None:
    answers = locator.one(1.4525, 43.6025)
    assert told(answers[QP2015]) == ("inside", "QP031002", "")
    assert told(answers[QP2024]) == ("inside", "QN03102M", "")
    answers = locator.one(1.4525, 43.6080)
    assert answers[QP2015].state == State.OUTSIDE
    assert answers[QP2024].state == State.INSIDE


def test_overlapping_quarters_are_all_told(tmp_path: Path) -> None:
    drawn = [*PERIMETERS_2024[1:], quarter_2024("QN03101I", square(1.4520, 43.60))]
    tables = country(tmp_path, **{"2024": collection(drawn)})
    answer = Locator(tables.territories, tables.outlines, WHOLE).one(1.4530, 43.605)[QP2024]
    assert (answer.code, answer.others) == ("QN03102M", ("QN03101I",))  # 240 m inside the one, 80 m inside the other
    assert "le recouvre" in sentence(answer, {})


# What a missing reference answers -----------------------------------------------------------------------------------


def test_a_quarter_without_outline_makes_its_department_unknown(tmp_path: Path) -> None:
    tables = country(tmp_path, **{"2024": collection(PERIMETERS_2024[1:])})
    locator = Locator(tables.territories, tables.outlines, WHOLE)
    assert told(locator.one(1.6, 43.5)[QP2024]) == ("unknown", "", "not_covered")
    assert told(locator.one(1.455, 43.605)[QP2024]) == ("inside", "QN03102M", "")  # certain all the same
    near = locator.one(1.455, 43.60 - 100 * METRE)[QP2024]
    assert told(near) == ("unknown", "", "not_covered")
    assert near.within_300m == Within.YES  # of the one that is drawn
    assert (near.nearest, round(near.distance or 0)) == ("QN03102M", 100)
    other = locator.one(0.5, 43.5)[QP2024]  # the other département has all of its own
    assert told(other) == ("outside", "", "")


def test_what_is_not_drawn_may_be_nearer(tmp_path: Path) -> None:
    tables = country(tmp_path, **{"2024": collection(PERIMETERS_2024[1:])})
    locator = Locator(tables.territories, tables.outlines, WHOLE)
    far = locator.one(0.9, 43.5)[QP2024]  # 23 km from the known one, 7 km from the département that hides one
    assert (far.state, far.nearest, far.nearest_certain) == (State.OUTSIDE, "QN03203N", False)
    assert far.within_300m == Within.NO
    assert "Un autre, sans contour ici, peut être plus près" in sentence(far, {})
    assert locator.one(0.58, 43.605)[QP2024].nearest_certain


def test_a_list_that_is_not_whole_never_says_outside(tables: GeographyTables) -> None:
    locator = Locator(tables.territories, tables.outlines, OFFICIAL_COUNTS)
    assert told(locator.one(1.6, 43.5)[QP2024]) == ("unknown", "", "incomplete_list")
    assert locator.one(1.405, 43.605)[QP2024].state == State.INSIDE


def test_the_border_of_a_department_belongs_to_both(tmp_path: Path) -> None:
    tables = country(tmp_path, **{"2024": collection(PERIMETERS_2024[1:])})
    locator = Locator(tables.territories, tables.outlines, WHOLE)
    assert told(locator.one(0.995, 43.5)[QP2024]) == ("unknown", "", "not_covered")  # 400 m: a simplified border
    assert locator.one(0.98, 43.5)[QP2024].state == State.OUTSIDE


def test_beyond_the_drawn_limit_a_point_may_be_abroad(tmp_path: Path) -> None:
    """The limits are simplified: up to a kilometre beyond them, nothing tells France from abroad, nor from the sea."""
    tables = country(tmp_path)
    locator = Locator(tables.territories, tables.outlines, WHOLE)
    inside, beyond = locator.one(0.5, 43.0 + 400 * METRE), locator.one(0.5, 43.0 - 400 * METRE)
    for perimeter in QP2024, QP2015:
        assert inside[perimeter].state == State.OUTSIDE
        assert told(beyond[perimeter]) == ("unknown", "", "border")
    assert "peut être en mer ou à l’étranger" in sentence(beyond[QP2024], {})


def test_monaco_is_not_told_from_france() -> None:
    longitudes = np.array([7.4246, 7.42, 7.40, 7.2662])
    latitudes = np.array([43.7384, 43.74, 43.74, 43.7034])
    assert may_be_abroad(longitudes, latitudes).tolist() == [True, True, False, False]


def test_no_outline_at_all(tmp_path: Path) -> None:
    tables = country(tmp_path, **{"2024": None, "2015": None})
    answers = Locator(tables.territories, tables.outlines, WHOLE).one(1.405, 43.605)
    assert {told(answer) for answer in answers.values()} == {("unknown", "", "no_outline")}


def test_an_outline_shrunk_to_a_point_blinds_its_surroundings(tmp_path: Path) -> None:
    drawn = [quarter_2024("QN03101I", [[[1.4, 43.6]] * 4]), *PERIMETERS_2024[1:]]
    tables = country(tmp_path, **{"2024": collection(drawn)})
    locator = Locator(tables.territories, tables.outlines, WHOLE)
    assert told(locator.one(1.4, 43.6 + 900 * METRE)[QP2024]) == ("unknown", "", "blind")
    beside = locator.one(1.4, 43.6 + 1200 * METRE)[QP2024]
    assert (beside.state, beside.within_300m, beside.nearest_certain) == (State.OUTSIDE, Within.UNKNOWN, False)
    assert locator.one(1.6, 43.5)[QP2024].state == State.OUTSIDE


def test_a_department_whose_every_commune_is_a_quarter(locator: Locator) -> None:
    answer = locator.one(45.15, -12.85)[QP2024]
    assert told(answer) == ("inside", "", "")
    assert answer.distance is None
    assert answer.within_300m == Within.YES
    assert "toutes les communes" in sentence(answer, {})
    # drawn for 2024, then replaced by the whole commune: no longer a quarter by itself
    assert locator.one(45.205, -12.795)[QP2024].code == ""
    assert told(locator.one(45.3 + 500 * METRE, -12.85)[QP2024]) == ("unknown", "", "at_sea")


def test_at_sea_abroad_and_swapped(locator: Locator) -> None:
    for perimeter in Perimeter.QP2015, Perimeter.QP2024:
        assert told(locator.one(-3.5, 46.5)[perimeter]) == ("unknown", "", "at_sea")
        assert told(locator.one(6.14, 46.2)[perimeter]) == ("unknown", "", "at_sea")  # Geneva
        assert told(locator.one(43.605, 1.405)[perimeter]) == ("unknown", "", "swapped")
        assert told(locator.one(-74.0, 40.7)[perimeter]) == ("unknown", "", "outside_lands")
        assert told(locator.one(float("nan"), 43.6)[perimeter]) == ("unknown", "", "not_a_number")
        assert told(locator.one(float("inf"), 43.6)[perimeter]) == ("unknown", "", "not_a_number")


def test_without_outlines_of_departments_only_the_surroundings_of_quarters_are_judged(tmp_path: Path) -> None:
    tables = country(tmp_path, departements=None)
    locator = Locator(tables.territories, tables.outlines, WHOLE)
    assert locator.one(1.42, 43.60)[QP2024].state == State.OUTSIDE
    assert told(locator.one(1.6, 43.2)[QP2024]) == ("unknown", "", "far")
    assert told(locator.one(-3.5, 46.5)[QP2024]) == ("unknown", "", "far")


def test_no_table_at_all(tmp_path: Path) -> None:
    locator = open_locator(tmp_path)
    assert isinstance(locator, NoLocator)
    answer = locator.one(1.405, 43.605)[QP2024]
    assert told(answer) == ("unknown", "", "no_tables")
    assert "qpv download" in sentence(answer, {})
    assert told(locator.one(43.605, 1.405)[QP2024]) == ("unknown", "", "swapped")


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_a_sentence(reason: str) -> None:
    answer = Answer(State.UNKNOWN, "", (), "", None, False, Within.UNKNOWN, reason)
    assert sentence(answer, {}) == f"Inconnu : {REASONS[reason]}."
    assert as_dict(answer, {})["reason"] == reason


# Against a computation by hand --------------------------------------------------------------------------------------


@st.composite
def stars(draw: st.DrawFn) -> list[tuple[float, float]]:
    """The corners of a polygon around (0, 0), in metres, up to a kilometre: it never crosses itself."""
    radii = draw(st.lists(st.floats(50, 1000), min_size=3, max_size=12))
    return [
        (radius * math.cos(2 * math.pi * rank / len(radii)), radius * math.sin(2 * math.pi * rank / len(radii)))
        for rank, radius in enumerate(radii)
    ]


def edges(corners: list[tuple[float, float]]) -> Iterable[tuple[tuple[float, float], tuple[float, float]]]:
    """Each side of a polygon."""
    return zip(corners, [*corners[1:], corners[0]], strict=True)


def crossings(corners: list[tuple[float, float]], x: float, y: float) -> int:
    """How many sides a half-line going east meets (Jordan)."""
    return sum(
        (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in edges(corners)
    )


def to_side(start: tuple[float, float], end: tuple[float, float], x: float, y: float) -> float:
    """Distance from a point to a segment."""
    (x1, y1), (x2, y2) = start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length))
    return math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1))


ORIGIN = (574_000.0, 6_280_000.0)
"""In Lambert-93, in the département 31 of the small country."""


@given(stars(), st.lists(st.tuples(st.floats(-1500, 1500), st.floats(-1500, 1500)), min_size=1, max_size=20))
def test_state_and_distance_agree_with_a_computation_by_hand(
    corners: list[tuple[float, float]], offsets: list[tuple[float, float]]
) -> None:
    shape = shapely.Polygon([(ORIGIN[0] + x, ORIGIN[1] + y) for x, y in corners])
    locator = of_one_quarter(shape)
    points = [reproject(shapely.Point(ORIGIN[0] + x, ORIGIN[1] + y), 2154, 4326) for x, y in offsets]
    found = locator.locate(shapely.get_x(points), shapely.get_y(points))[QP2024]
    for rank, (x, y) in enumerate(offsets):
        distance = min(to_side(start, end, x, y) for start, end in edges(corners))
        if distance < 0.02:  # on the edge, give or take a rounding
            continue
        inside = crossings(corners, x, y) % 2 == 1
        assert found.inside[rank] == inside
        assert found.outside[rank] != inside
        assert found.distance[rank] == pytest.approx(-distance if inside else distance, abs=1e-3)
        assert found.near[rank] == ("yes" if inside or distance <= BAND_M else "no")


def of_one_quarter(shape: shapely.Polygon) -> Locator:
    """A country that has one quarter, in the département 31."""
    quarter = {"code": "QN03101I", "label": "Le quartier", "kind": "neighbourhood", "perimeter": "QP2024"}
    rows = [
        quarter | {"parent_department": "DEP-31", "status": "new"},
        {"code": "DEP-31", "label": "Nord-Test", "kind": "department"},
    ]
    territories = pd.DataFrame(rows).fillna("").assign(communes="", longitude=np.nan, latitude=np.nan)
    around = shapely.buffer(shapely.Point(*ORIGIN), 20_000)
    outlines = pd.DataFrame(
        {"code": ["QN03101I", "DEP-31"], "perimeter": ["QP2024", ""], "geometry": shapely.to_wkb([shape, around])}
    )
    return Locator(territories, outlines, {QP2015: (0, 0), QP2024: (1, 1)})


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_any_point_has_an_answer(longitude: float, latitude: float) -> None:
    locator = of_one_quarter(shapely.box(ORIGIN[0], ORIGIN[1], ORIGIN[0] + 500, ORIGIN[1] + 500))
    for answer in locator.one(longitude, latitude).values():
        assert (answer.state == State.UNKNOWN) == (answer.reason != "")
        assert (answer.state == State.INSIDE) == (answer.code != "")
        assert sentence(answer, locator.labels)


def test_many_points_at_once_answer_as_one_by_one(locator: Locator) -> None:
    rng = np.random.default_rng(3)
    longitudes, latitudes = rng.uniform(0.2, 1.8, 200), rng.uniform(43.3, 43.9, 200)
    together = locator.locate(longitudes, latitudes)
    for rank in range(0, 200, 10):
        alone = locator.one(float(longitudes[rank]), float(latitudes[rank]))
        for perimeter, judgement in together.items():
            assert judgement.state[rank] == alone[perimeter].state
            assert judgement.code[rank] == alone[perimeter].code
            distance = alone[perimeter].distance
            assert judgement.distance[rank] == pytest.approx(
                float("nan") if distance is None else distance, nan_ok=True
            )


def test_threads_share_a_cold_locator(tables: GeographyTables) -> None:
    rng = np.random.default_rng(5)
    longitudes, latitudes = rng.uniform(0.2, 1.8, 2000), rng.uniform(43.3, 43.9, 2000)
    alone = Locator(tables.territories, tables.outlines, WHOLE).locate(longitudes, latitudes)[QP2024]
    cold = Locator(tables.territories, tables.outlines, WHOLE)
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(lambda _: cold.locate(longitudes, latitudes)[QP2024], range(16)):
            assert (found.state == alone.state).all()
            assert np.array_equal(found.distance, alone.distance, equal_nan=True)


# The official files, when they are there ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def everywhere(official: GeographyTables) -> Locator:
    """The locator of the official files."""
    return Locator(official.territories, official.outlines)


def test_official_quarters_hold_their_own_point(official: GeographyTables, everywhere: Locator) -> None:
    drawn = official.territories[official.territories["code"].isin(official.outlines["code"])]
    drawn = drawn[(drawn["perimeter"] != "") & (drawn["status"] != "left_list")]
    assert len(drawn) > 1950
    found = everywhere.locate(drawn["longitude"].to_numpy(), drawn["latitude"].to_numpy())
    for perimeter in QP2015, QP2024:
        own = (drawn["perimeter"] == perimeter).to_numpy()
        codes, others = found[perimeter].code[own], found[perimeter].others[own]
        wanted = drawn["code"].to_numpy()[own]
        held = [w in (c, *o.split(";")) for w, c, o in zip(wanted, codes, others, strict=True)]
        assert all(held)


@pytest.mark.parametrize(
    ("place", "longitude", "latitude", "now", "before"),
    [
        ("Notre-Dame de Paris", 2.3499, 48.8530, ("outside", ""), ("unknown", "not_covered")),
        ("le Capitole de Toulouse", 1.4437, 43.6043, ("outside", ""), ("outside", "")),
        ("Mamoudzou", 45.2277, -12.7806, ("inside", ""), ("unknown", "no_outline")),
        ("Monaco", 7.4246, 43.7384, ("unknown", "border"), ("unknown", "border")),
        ("Monaco, où le tracé simplifié mord", 7.42, 43.74, ("unknown", "border"), ("unknown", "border")),
        ("Kehl", 7.81, 48.573, ("unknown", "border"), ("unknown", "border")),
        ("Llivia", 1.98, 42.464, ("unknown", "border"), ("unknown", "border")),
        ("Strasbourg", 7.75, 48.58, ("outside", ""), ("unknown", "not_covered")),
        ("Genève", 6.1432, 46.2044, ("unknown", "at_sea"), ("unknown", "at_sea")),
        ("le golfe de Gascogne", -3.5, 45.5, ("unknown", "at_sea"), ("unknown", "at_sea")),
        ("les hauteurs de Tahiti", -149.57, -17.60, ("outside", ""), ("unknown", "incomplete_list")),
        ("un champ de Lozère", 3.45, 44.60, ("outside", ""), ("outside", "")),
    ],
)
def test_official_places(
    everywhere: Locator,
    place: str,
    longitude: float,
    latitude: float,
    now: tuple[str, str],
    before: tuple[str, str],
) -> None:
    answers = everywhere.one(longitude, latitude)
    assert (answers[QP2024].state, answers[QP2024].reason) == now, place
    assert (answers[QP2015].state, answers[QP2015].reason) == before, place


def test_a_hundred_thousand_points_are_located_quickly(official: GeographyTables, everywhere: Locator) -> None:
    """Two seconds are the promise of the bench; here a wide margin, for a machine busy with other tests."""
    outlines = official.outlines
    land = shapely.union_all(
        shapely.from_wkb(outlines.loc[outlines["code"].str.startswith("DEP-"), "geometry_wgs84"].to_numpy())
    )
    shapely.prepare(land)
    rng = np.random.default_rng(1)
    longitudes, latitudes = rng.uniform(-5, 9, 300_000), rng.uniform(42, 51, 300_000)
    kept = shapely.contains_xy(land, longitudes, latitudes)
    longitudes, latitudes = longitudes[kept][:100_000], latitudes[kept][:100_000]
    assert len(longitudes) == 100_000
    start = time.perf_counter()
    found = everywhere.locate(longitudes, latitudes)[QP2024]
    assert time.perf_counter() - start < 10
    assert int(found.outside.sum()) + int(found.inside.sum()) > 99_000
    # A few of them against the whole of the outlines, one by one
    quarters = outlines[(outlines["perimeter"] == "QP2024") & (outlines["epsg"] == 2154)]
    shapes = shapely.from_wkb(quarters["geometry"].to_numpy())
    x, y = to_metres(longitudes[:50], latitudes[:50], 2154)
    for rank in range(50):
        distances = shapely.distance(shapely.Point(x[rank], y[rank]), shapes)
        if found.outside[rank]:
            assert found.distance[rank] == pytest.approx(float(distances.min()), abs=1e-6)
