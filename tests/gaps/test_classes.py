"""Classes of values: every value in one class, none empty, bounds round and the same whatever the order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.gaps.classes import MOST_CLASSES, Classes, classes_of

VALUES = st.lists(st.integers(-5000, 5000).map(lambda n: n / 10), min_size=1, max_size=200)


def test_quintiles_are_rounded_to_the_coarsest_step_that_keeps_them_apart():
    values = np.arange(30.0, 55.0, 0.1)  # quintiles 35, 40, 45, 50
    assert classes_of(values).bounds == (35.0, 40.0, 45.0, 50.0)
    incomes = np.linspace(12_140, 15_310, 1000)
    assert classes_of(incomes).bounds == (13_000.0, 13_500.0, 14_000.0, 14_500.0)


def test_a_value_equal_to_a_bound_is_in_the_class_above():
    classes = Classes((35.0, 40.0))
    assert classes.of(np.array([34.9, 35.0, 39.9, 40.0, np.nan])).tolist() == [0, 1, 1, 2, -1]
    assert classes.edges == [(None, 35.0), (35.0, 40.0), (40.0, None)]
    assert classes.count == 3


@pytest.mark.parametrize("values", [[], [np.nan, np.nan], [3.0], [7.0, 7.0, 7.0]])
def test_values_that_do_not_differ_are_not_divided(values: list[float]):
    assert classes_of(np.array(values, dtype=float)).bounds == ()


def test_a_zero_that_most_places_have_keeps_a_class_of_its_own():
    values = np.array([0.0] * 70 + [2.0, 4.0, 6.0, 8.0, 10.0, 12.0])
    classes = classes_of(values)
    assert classes.bounds[0] > 0
    assert np.bincount(classes.of(values))[0] == 70


@given(VALUES)
def test_each_value_has_one_class_and_no_class_is_empty(values: list[float]):
    known = np.array(values)
    classes = classes_of(known)
    assert list(classes.bounds) == sorted(set(classes.bounds))
    assert classes.count <= min(MOST_CLASSES, len(np.unique(known)))
    sizes = np.bincount(classes.of(known), minlength=classes.count)
    assert sizes.sum() == len(known)
    assert sizes.min() >= 1
    for value, rank in zip(known, classes.of(known), strict=True):
        low, high = classes.edges[rank]
        assert low is None or value >= low
        assert high is None or value < high


@given(VALUES)
def test_the_order_and_absences_change_nothing(values: list[float]):
    known = np.array(values)
    assert classes_of(known[::-1]) == classes_of(known)
    assert classes_of(np.concatenate([known, [np.nan]])) == classes_of(known)


@given(VALUES, st.sampled_from([10.0, 100.0, 0.1]))
def test_a_change_of_unit_by_a_power_of_ten_changes_no_class(values: list[float], factor: float):
    known = np.array(values)
    classes, scaled = classes_of(known), classes_of(np.round(known * factor, 6))
    assert scaled.of(np.round(known * factor, 6)).tolist() == classes.of(known).tolist()
