"""A funnel: what chance allows a share, given how many people it is measured on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dashboard.gaps import Refusal, RefusalCode
from dashboard.gaps.funnel import (
    FEWEST_EXPECTED,
    LEVELS,
    PLACES,
    Funnel,
    Place,
    funnel_of,
    is_overdispersed,
)
from dashboard.gaps.intervals import wilson
from etl.model import Face
from tests.dashboard.small import indicator
from tests.gaps.many import NAN, SHARE, SURVEYED, many

NINE = [20.0] * 9


def funnel(values: list[float | None], n: list[float], known=SHARE, *, inflate: bool = False, **columns: object):
    answer = funnel_of(many(values, known, n=n, **columns), inflate=inflate)
    assert isinstance(answer, Funnel), answer
    return answer


def place_of(found: Funnel, at: int) -> Place:
    return Place(str(found.places[at]))


def test_the_target_is_the_share_of_all_of_them():
    """100 of 1 000 and nine times 40 of 200: 460 of 2 800, 16.43 %; the mean of the ten shares would be 19 %."""
    found = funnel([10.0, *NINE], [1000.0] + [200.0] * 9)
    assert found.target == pytest.approx(100 * 460 / 2800)


def test_limits_by_hand():
    """Around 20 % with 400 people: one standard error is 2 points, so 16.08 to 23.92 and 13.82 to 26.18."""
    found = funnel([20.0, *NINE], [400.0] * 10)
    low, high = (limit[0] for limit in found.limits(np.array([400.0]), 0.95))
    assert (low, high) == pytest.approx((16.08, 23.92), abs=0.001)
    low, high = (limit[0] for limit in found.limits(np.array([400.0]), 0.998))
    assert (low, high) == pytest.approx((13.82, 26.18), abs=0.001)
    low, _ = (limit[0] for limit in found.limits(np.array([4.0]), 0.998))
    assert low == 0.0, "a share is not negative"


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (20.0, Place.WITHIN), (23.8, Place.WITHIN), (24.1, Place.ABOVE_95), (26.1, Place.ABOVE_95),
        (26.3, Place.ABOVE_998), (16.2, Place.WITHIN), (15.9, Place.BELOW_95), (13.9, Place.BELOW_95),
        (13.7, Place.BELOW_998),
    ],
)  # fmt: skip
def test_places_by_hand(value: float, place: Place):
    """One quarter of 400 people beside nine of 100 000 that hold the target at 20 %."""
    found = funnel([value, *NINE], [400.0] + [100_000.0] * 9)
    assert place_of(found, 0) == place
    assert [place_of(found, at) for at in range(1, 10)] == [Place.WITHIN] * 9
    assert found.counts[Place.WITHIN] == 9 + (place == Place.WITHIN)


def test_a_quarter_with_too_few_expected_is_not_classified():
    """Of 24 people 4.8 are expected, under five; of 26, 5.2."""
    small, large = (funnel([90.0, *NINE], [n] + [100_000.0] * 9) for n in (24.0, 26.0))
    assert (place_of(small, 0), place_of(large, 0)) == (Place.TOO_SMALL, Place.ABOVE_998)
    assert (24 * small.target / 100 < FEWEST_EXPECTED) is True


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(50, 5000)), min_size=10, max_size=40))
def test_outside_is_when_the_interval_of_wilson_leaves_the_target_out(rows: list[tuple[int, int]]):
    values, n = [float(value) for value, _ in rows], [float(count) for _, count in rows]
    answer = funnel_of(many(list(values), n=n))
    if isinstance(answer, Refusal):
        assert sum(values) in (0, 100 * len(values))
        return
    for at, (value, count) in enumerate(rows):
        low, high = wilson(value / 100 * count, count).scaled(100).known_limits()
        near = min(abs(low - answer.target), abs(high - answer.target)) < 1e-6
        if place_of(answer, at) != Place.TOO_SMALL and not near:
            assert (place_of(answer, at) == Place.WITHIN) == (low <= answer.target <= high)


@given(st.lists(st.tuples(st.integers(1, 99), st.integers(50, 5000)), min_size=10, max_size=40), st.booleans())
def test_a_place_agrees_with_the_limits_drawn(rows: list[tuple[int, int]], inflate: bool):
    found = funnel([float(value) for value, _ in rows], [float(n) for _, n in rows], inflate=inflate)
    for level, outside in zip(LEVELS, (list(Place)[1:5], [Place.ABOVE_998, Place.BELOW_998]), strict=True):
        low, high = found.limits(found.n, level)
        beyond = (found.values < low - 1e-9) | (found.values > high + 1e-9)
        for at in range(len(rows)):
            if (
                place_of(found, at) != Place.TOO_SMALL
                and min(abs(found.values[at] - low[at]), abs(found.values[at] - high[at])) > 1e-6
            ):
                assert beyond[at] == (place_of(found, at) in outside)


@pytest.mark.parametrize("target", [0.05, 0.2, 0.5])
@pytest.mark.parametrize("expected", [6, 20, 200])
def test_chance_alone_stays_inside_about_as_often_as_said(target: float, expected: int):
    """Against the exact binomial, from the fewest people classified on."""
    n = int(expected / target)
    found = funnel([100 * target] * 10, [float(n)] * 10)
    for level, worst in zip(LEVELS, (0.93, 0.992), strict=True):
        low, high = (float(limit[0]) * n / 100 for limit in found.limits(np.array([float(n)]), level))
        inside = stats.binom.cdf(np.floor(high), n, target) - stats.binom.cdf(np.ceil(low) - 1, n, target)
        assert worst < inside < 0.9999


def test_the_design_effect_widens_the_limits():
    plain, surveyed = (funnel([25.0, *NINE], [400.0] + [100_000.0] * 9, known) for known in (SHARE, SURVEYED))
    assert (place_of(plain, 0), place_of(surveyed, 0)) == (Place.ABOVE_95, Place.WITHIN)
    width = [np.subtract(*found.limits(np.array([400.0]), 0.95)[::-1])[0] for found in (plain, surveyed)]
    assert width[1] / width[0] == pytest.approx(2**0.5)


def test_quarters_that_differ_by_chance_are_not_overdispersed():
    generator = np.random.default_rng(11)
    n = generator.integers(500, 4000, 1000)
    by_chance = 100 * generator.binomial(n, 0.25) / n
    real = 100 * generator.binomial(n, generator.normal(0.25, 0.08, 1000).clip(0.02, 0.9)) / n
    calm, wild = (funnel(list(map(float, shares)), n.astype(float).tolist()) for shares in (by_chance, real))
    chance = stats.norm.expect(lambda z: np.clip(z, *stats.norm.ppf([0.1, 0.9])) ** 2)
    assert calm.overdispersion == pytest.approx(chance, rel=0.1), "winsorised: two thirds"
    assert not is_overdispersed(calm.overdispersion, 1000)
    assert wild.overdispersion > 10
    assert any("fois plus que le hasard" in caveat for caveat in wild.caveats)
    assert not any("fois plus" in caveat for caveat in calm.caveats)
    assert calm.counts[Place.WITHIN] > 930
    assert wild.counts[Place.WITHIN] < 500


def test_inflated_limits_take_the_differences_between_quarters_as_given():
    generator = np.random.default_rng(12)
    n = generator.integers(500, 4000, 500).astype(float)
    values = (100 * generator.normal(0.25, 0.08, 500).clip(0.02, 0.9)).tolist()
    plain, wide = (funnel(values, n.tolist(), inflate=inflate) for inflate in (False, True))
    assert (plain.inflated, wide.inflated) == (False, True)
    ratio = [np.subtract(*found.limits(np.array([9000.0]), 0.95)[::-1])[0] for found in (plain, wide)]
    assert ratio[1] / ratio[0] == pytest.approx(plain.overdispersion**0.5)
    assert wide.counts[Place.WITHIN] > 400 > plain.counts[Place.WITHIN]
    assert any("élargies" in caveat for caveat in wide.caveats)
    calm = funnel([20.0, *NINE], [400.0] * 10, inflate=True)
    assert not calm.inflated, "limits are never narrowed"


def test_who_is_left_out_is_told():
    found = funnel(
        [20.0, None, 30.0, *NINE], [400.0, 400.0, NAN] + [400.0] * 9, conf_status=["F", "C"] + ["F"] * 10,
        obs_status=["U"] + ["A"] * 11,
    )  # fmt: skip
    assert (found.absent, found.without_n, len(found.codes)) == (((Face.SECRET, 1),), 1, 10)
    assert found.fragile.tolist() == [True] + [False] * 9
    assert "QP000002" not in found.codes


RATE = {"default_age": "_T", "aggregation": "weighted_mean", "weight": "actifs"}


@pytest.mark.parametrize(
    ("values", "n", "known", "code", "words"),
    [
        ([20.0, *NINE], 400.0, indicator(default_age="_T"), RefusalCode.NOT_ADDITIVE, "s’additionnent"),
        ([20.0, *NINE], 400.0, indicator(unit="eur", **RATE), RefusalCode.NOT_ADDITIVE, "n’est pas une part"),
        ([20.0, *NINE], 400.0, indicator(bounds=[None, None], **RATE), RefusalCode.NOT_ADDITIVE, "pas une part"),
        (
            [20.0, *NINE], 400.0, indicator(measurement="census", design_effect=None, **RATE), RefusalCode.MISSING,
            "précision n’est pas publiée",
        ),
        ([20.0, *NINE], NAN, SHARE, RefusalCode.MISSING, "que pour 0 quartiers sur 10"),
        (NINE, 400.0, SHARE, RefusalCode.TOO_FEW, "(9) : il en faut au moins 10"),
        ([0.0] * 10, 400.0, SHARE, RefusalCode.NOT_APPLICABLE, "même extrême"),
        ([100.0] * 10, 400.0, SHARE, RefusalCode.NOT_APPLICABLE, "même extrême"),
    ],
)  # fmt: skip
def test_refused(values: list[float], n: float, known, code: RefusalCode, words: str):
    answer = funnel_of(many(values, known, n=[n] * len(values)))
    assert isinstance(answer, Refusal)
    assert answer.code == code
    assert words in answer.text


def test_every_place_has_its_words():
    assert set(PLACES) == set(Place)
    assert len(set(PLACES.values())) == len(Place)
