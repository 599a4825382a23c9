"""The sheet a map is drawn on: true proportions, frames that do not overlap, round scale bars, places told apart."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.plane import (
    WIDTH,
    Bounds,
    around,
    bounds_of,
    boxes_meet,
    grown,
    scale_bar,
    single,
    spread,
    with_insets,
)

MAINLAND = (100_000.0, 6_050_000.0, 1_240_000.0, 7_110_000.0)
ISLAND = (310_000.0, 7_630_000.0, 380_000.0, 7_695_000.0)
SMALL = (480_000.0, 1_990_000.0, 495_000.0, 2_005_000.0)


def overlap(one: Bounds, other: Bounds) -> bool:
    return bool(boxes_meet(one, np.array([other]))[0])


def test_a_place_keeps_its_proportions_and_stays_in_its_frame():
    sheet = single("FRM", "", MAINLAND)
    frame = sheet.frames["FRM"]
    x, y = frame.place(np.array([100_000.0, 200_000.0, 100_000.0]), np.array([6_050_000.0, 6_050_000.0, 6_150_000.0]))
    assert x[1] - x[0] == pytest.approx(y[2] - y[0]), "100 km is as long both ways"
    assert x[1] - x[0] == pytest.approx(100_000 * frame.scale)
    assert 0 < x.min() < x.max() < WIDTH
    assert 0 < y.min() < y.max() < sheet.height


@given(st.floats(200, 1_500_000), st.floats(200, 1_500_000))
def test_any_land_fits_its_sheet(wide: float, high: float):
    bounds = (500_000.0, 6_000_000.0, 500_000.0 + wide, 6_000_000.0 + high)
    sheet = single("FRM", "", bounds)
    assert 0.6 * WIDTH <= sheet.height <= 1.36 * WIDTH
    x, y = sheet.frames["FRM"].place(np.array([bounds[0], bounds[2]]), np.array([bounds[1], bounds[3]]))
    assert x[0] >= 0
    assert x[1] <= WIDTH
    assert y[0] >= 0
    assert y[1] <= sheet.height


@given(st.integers(0, 9))
def test_insets_lie_under_the_mainland_and_over_no_other(count: int):
    insets = [(str(rank), f"Terre {rank}", ISLAND if rank % 2 else SMALL) for rank in range(count)]
    sheet = with_insets(("FRM", "", MAINLAND), insets)
    assert list(sheet.frames) == ["FRM", *(name for name, *_ in insets)]
    boxes = [frame.box for frame in sheet.frames.values()]
    assert not any(overlap(one, other) for one, other in combinations(boxes, 2))
    assert all(box[0] >= 0 and box[1] >= -1e-6 and box[2] <= WIDTH and box[3] <= sheet.height for box in boxes)
    assert all(box[3] <= boxes[0][1] for box in boxes[1:]), "under the mainland"
    for (_, _, bounds), frame in zip(insets, list(sheet.frames.values())[1:], strict=True):
        x, y = frame.place(np.array([bounds[0], bounds[2]]), np.array([bounds[1], bounds[3]]))
        west, south, east, north = frame.inner
        assert west <= x[0] < x[1] <= east
        assert south <= y[0] < y[1] <= north


def test_each_frame_has_its_own_scale_and_says_it():
    sheet = with_insets(("FRM", "", MAINLAND), [("DEP-974", "La Réunion", ISLAND), ("DEP-978", "Saint-Martin", SMALL)])
    told = {name: frame.bar[1] for name, frame in sheet.frames.items()}
    assert told == {"FRM": "200\u00a0km", "DEP-974": "20\u00a0km", "DEP-978": "5\u00a0km"}
    for frame in sheet.frames.values():
        length, text = frame.bar
        assert length / frame.scale == pytest.approx(float(text.split("\u00a0")[0]) * 1000)


@pytest.mark.parametrize(
    ("longest", "metres", "text"),
    [
        (480_000, 200_000, "200\u00a0km"),
        (9_900, 5_000, "5\u00a0km"),
        (1_000, 1_000, "1\u00a0km"),
        (640, 500, "500\u00a0m"),
    ],
)
def test_a_scale_bar_is_round(longest: float, metres: float, text: str):
    assert scale_bar(longest, 0.5) == (metres * 0.5, text)


def test_places_that_are_one_are_moved_apart_and_the_others_stay():
    x, y = np.array([10.0, 10.0, 30.0, 10.0]), np.array([20.0, 20.0, 5.0, 20.0])
    moved_x, moved_y = spread(x, y, 4.0)
    assert (moved_x[0], moved_y[0]) == (10.0, 20.0), "the first stays"
    assert (moved_x[2], moved_y[2]) == (30.0, 5.0)
    apart = [np.hypot(moved_x[i] - moved_x[j], moved_y[i] - moved_y[j]) for i, j in combinations((0, 1, 3), 2)]
    assert min(apart) >= 3.9
    assert max(apart) <= 12


@given(st.integers(2, 60))
def test_however_many_share_a_place_no_two_end_in_one(count: int):
    x, y = spread(np.zeros(count), np.zeros(count), 4.5)
    pairs = np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :]) + 1e9 * np.eye(count)
    assert pairs.min() > 3.5
    assert np.hypot(x, y).max() < 4.5 * count**0.5 + 1e-6, "and they stay around it"


def test_nothing_to_move_is_not_moved():
    x, y = spread(np.array([1.0, 2.0]), np.array([3.0, 4.0]), 4.0)
    assert (x.tolist(), y.tolist()) == ([1.0, 2.0], [3.0, 4.0])
    empty, _ = spread(np.empty(0), np.empty(0), 4.0)
    assert len(empty) == 0


def test_bounds():
    x, y = np.array([1.0, 5.0, 3.0]), np.array([7.0, 2.0, 4.0])
    assert bounds_of(x, y) == (1.0, 2.0, 5.0, 7.0)
    assert around([(0, 1, 2, 3), (-1, 2, 1, 9)]) == (-1.0, 1.0, 2.0, 9.0)
    assert grown((0.0, 0.0, 100_000.0, 50_000.0), 0.1) == (-10_000.0, -10_000.0, 110_000.0, 60_000.0)
    assert grown((5.0, 5.0, 5.0, 5.0), 0.1, least=20) == (-15.0, -15.0, 25.0, 25.0), "a single place has room"


def test_boxes_that_only_touch_do_not_meet():
    others = np.array([(1.0, 0.0, 2.0, 1.0), (0.5, 0.5, 2.0, 2.0), (3.0, 3.0, 4.0, 4.0)])
    assert boxes_meet((0.0, 0.0, 1.0, 1.0), others).tolist() == [False, True, False]
