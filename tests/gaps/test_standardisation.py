from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from dashboard.gaps.intervals import poisson
from dashboard.gaps.standardisation import (
    Strata,
    TooFewEventsError,
    directly_standardised_rate,
    kitagawa,
    plain_kitagawa,
    plain_standardised_difference,
    plain_standardised_rate,
    standardised_difference,
    standardised_ratio,
)
from dashboard.gaps.two_groups import difference_of_proportions, plain_ratio

QPV = Strata((150, 44), (600, 400))
AROUND = Strata((42, 33), (350, 650))


def strata(size: int) -> st.SearchStrategy[Strata]:
    stratum = st.integers(10, 10**5).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
    return st.lists(stratum, min_size=size, max_size=size).map(
        lambda pairs: Strata([events for events, _ in pairs], [n for _, n in pairs])
    )


pairs = st.integers(1, 6).flatmap(lambda size: st.tuples(strata(size), strata(size)))


def enough(*groups: Strata) -> bool:
    return all(math.fsum(group.events) >= 10 for group in groups)


def test_kitagawa_golden_values():
    parts = plain_kitagawa((0.6, 0.4), (0.25, 0.11), (0.35, 0.65), (0.12, 0.05))
    assert round(100 * parts.gap.value, 2) == 11.95
    assert round(100 * parts.composition.value, 3) == 2.625
    assert round(100 * parts.rates.value, 3) == 9.325


def test_standardised_difference_golden_value():
    plain = plain_standardised_difference((0.25, 0.11), (0.12, 0.05), (0.35, 0.65))
    assert round(100 * plain.value, 2) == 8.45


def test_the_two_methods_do_not_answer_alike():
    same = plain_standardised_difference((0.25, 0.11), (0.12, 0.05), (0.35, 0.65))
    assert same.value != pytest.approx(plain_kitagawa((0.6, 0.4), (0.25, 0.11), (0.35, 0.65), (0.12, 0.05)).rates.value)


def test_counts_and_plain_figures_agree():
    from_counts = kitagawa(QPV, AROUND)
    plain = plain_kitagawa((0.6, 0.4), (0.25, 0.11), (0.35, 0.65), (0.12, 33 / 650))
    assert from_counts.composition.value == pytest.approx(plain.composition.value)
    assert from_counts.composition_by_stratum == pytest.approx(plain.composition_by_stratum)
    assert standardised_difference(QPV, AROUND).value == pytest.approx(
        plain_standardised_difference((0.25, 0.11), (0.12, 33 / 650), (0.35, 0.65)).value
    )
    assert directly_standardised_rate(QPV, (350, 650)).value == plain_standardised_rate((0.25, 0.11), (7, 13)).value


@given(pairs)
def test_kitagawa_adds_up_to_the_gap(pair: tuple[Strata, Strata]):
    assume(enough(*pair))
    parts = kitagawa(*pair)
    assert parts.composition.value + parts.rates.value == parts.gap.value
    assert parts.gap.value == pytest.approx(pair[0].crude.value - pair[1].crude.value, abs=1e-12)
    assert math.fsum(parts.composition_by_stratum) == parts.composition.value
    assert math.fsum(parts.rates_by_stratum) == parts.rates.value


@given(pairs)
def test_kitagawa_limits_contain_their_value_and_swap(pair: tuple[Strata, Strata]):
    assume(enough(*pair))
    parts, swapped = kitagawa(*pair), kitagawa(pair[1], pair[0])
    for name in ("gap", "composition", "rates"):
        there, back = getattr(parts, name), getattr(swapped, name)
        low, high = there.known_limits()
        assert -1 - 1e-9 <= low <= there.value <= high <= 1 + 1e-9
        assert back.value == pytest.approx(-there.value, abs=1e-12)
        assert back.limits == pytest.approx((-high, -low), abs=1e-9)


@given(pairs)
def test_a_gap_without_structure_is_all_rates(pair: tuple[Strata, Strata]):
    group, other = pair
    parts = plain_kitagawa(group.shares.tolist(), group.rates.tolist(), group.shares.tolist(), other.rates.tolist())
    assert parts.composition.value == 0.0
    parts = plain_kitagawa(group.shares.tolist(), group.rates.tolist(), other.shares.tolist(), group.rates.tolist())
    assert parts.rates.value == 0.0


@given(pairs, st.floats(1.01, 10))
def test_design_effects_widen(pair: tuple[Strata, Strata], design_effect: float):
    assume(enough(*pair))
    clustered = [Strata(group.events, group.denominators, design_effect) for group in pair]
    for measure in (standardised_difference, lambda *groups: kitagawa(*groups).rates):
        narrow, wide = measure(*pair).known_limits(), measure(*clustered).known_limits()
        assert wide[1] - wide[0] >= narrow[1] - narrow[0]


@given(strata(4), st.integers(1, 100))
def test_identical_structures_give_the_crude_gap(group: Strata, times: int):
    comparator = Strata([0.5 * n * times for n in group.denominators], [n * times for n in group.denominators])
    assume(enough(group))
    difference = standardised_difference(group, comparator)
    crude = difference_of_proportions(group.crude, comparator.crude)
    assert difference.value == pytest.approx(crude.value, abs=1e-12)
    ratio = standardised_ratio(group, comparator)
    assert ratio.value == pytest.approx(plain_ratio(group.crude.value, comparator.crude.value).value)


@given(pairs)
def test_standardised_limits_contain_their_value(pair: tuple[Strata, Strata]):
    assume(enough(*pair))
    rate = directly_standardised_rate(pair[0], pair[1].shares)
    low, high = rate.known_limits()
    assert 0 <= low <= rate.value <= high <= 1
    assert rate.value <= max(pair[0].rates) + 1e-12
    difference = standardised_difference(*pair)
    assert difference.known_limits()[0] <= difference.value <= difference.known_limits()[1]


@given(st.integers(10, 1000), st.integers(10**4, 10**6))
def test_one_stratum_has_the_limits_of_its_count(events: int, denominator: int):
    rate = directly_standardised_rate(Strata([events], [denominator]), [1.0])
    assert rate.limits == pytest.approx(poisson(events).scaled(1 / denominator).limits)


def test_dobson_is_close_to_the_gamma_limits_of_fay_and_feuer():
    group, weights = Strata((15, 30, 60), (9_000, 6_000, 4_000)), np.array([0.2, 0.3, 0.5])
    rate = directly_standardised_rate(group, weights)
    contributions = weights / np.array(group.denominators)
    variance = float(contributions**2 @ np.array(group.events))
    low = stats.gamma.ppf(0.025, rate.value**2 / variance, scale=variance / rate.value)
    raised, spread = rate.value + contributions.max(), variance + contributions.max() ** 2
    high = stats.gamma.ppf(0.975, raised**2 / spread, scale=spread / raised)
    assert rate.limits == pytest.approx((low, high), rel=0.03)


def test_kitagawa_delta_agrees_with_a_bootstrap():
    generator = np.random.default_rng(11)
    draws = []
    for _ in range(1_500):
        sides = []
        for group in (QPV, AROUND):
            denominators = generator.multinomial(1000, group.shares)
            sides.append((denominators / 1000, generator.binomial(denominators, group.rates) / denominators))
        parts = plain_kitagawa(*(numbers.tolist() for side in sides for numbers in side))
        draws.append((parts.composition.value, parts.rates.value))
    percentiles = np.quantile(draws, [0.025, 0.975], axis=0)
    parts = kitagawa(QPV, AROUND)
    assert parts.composition.limits == pytest.approx(tuple(percentiles[:, 0]), abs=0.003)
    assert parts.rates.limits == pytest.approx(tuple(percentiles[:, 1]), abs=0.003)


@given(pairs)
def test_kitagawa_delta_is_that_of_numerical_derivatives(pair: tuple[Strata, Strata]):
    assume(enough(*pair))
    point = [numbers for group in pair for numbers in (group.shares, group.rates)]
    variance = {"composition": 0.0, "rates": 0.0}
    for side, group in enumerate(pair):
        n, shares, rates = group.crude.denominator, group.shares, group.rates
        covariances = (np.diag(shares) - np.outer(shares, shares)) / n, np.diag(rates * (1 - rates) / (n * shares))
        for kind, covariance in enumerate(covariances):
            slopes = _slopes(point, 2 * side + kind)
            for name in variance:
                variance[name] += float(slopes[name] @ covariance @ slopes[name])
    for name, expected in variance.items():
        part = getattr(kitagawa(*pair), name)
        low, high = part.known_limits()
        if low > -1 and high < 1:
            assert (high - part.value) / 1.959964 == pytest.approx(math.sqrt(max(expected, 0)), rel=1e-4, abs=1e-7)


def _slopes(point: list[np.ndarray], moved: int) -> dict[str, np.ndarray]:
    """Derivatives of the two sums in one of their four arguments; the shares are left free, not brought to 1."""
    slopes: dict[str, list[float]] = {"composition": [], "rates": []}
    for stratum in range(len(point[moved])):
        ends = []
        for step in (1e-3, -1e-3):
            s1, r1, s0, r0 = (array.copy() for array in point)
            (s1, r1, s0, r0)[moved][stratum] += step
            ends.append((((s1 - s0) * (r1 + r0) / 2).sum(), ((r1 - r0) * (s1 + s0) / 2).sum()))
        for name, up, down in zip(slopes, *ends, strict=True):
            slopes[name].append((up - down) / 2e-3)
    return {name: np.array(numbers) for name, numbers in slopes.items()}


def test_parts_stay_within_what_a_gap_can_be():
    parts = kitagawa(Strata((11,), (12,)), Strata((10,), (1000,)))
    assert parts.rates.upper == 1.0
    assert kitagawa(Strata((10,), (1000,)), Strata((11,), (12,))).rates.lower == -1.0


def test_under_ten_events_is_refused():
    few = Strata((4, 5), (600, 400))
    with pytest.raises(TooFewEventsError, match="9 events") as refusal:
        directly_standardised_rate(few, (0.5, 0.5))
    assert refusal.value.events == 9
    for measure in (standardised_difference, standardised_ratio, kitagawa):
        with pytest.raises(TooFewEventsError):
            measure(few, AROUND)
    with pytest.raises(TooFewEventsError):
        kitagawa(AROUND, few)


@pytest.mark.parametrize(
    ("events", "denominators", "message"),
    [
        ((), (), "0 counts"),
        ((1,), (10, 20), "1 counts of events for 2"),
        ((1, 2), (10, 0), "positive denominator"),
        ((1, 12), (10, 10), "cannot come from"),
        ((1, math.nan), (10, 10), "finite"),
    ],
)
def test_strata_are_checked(events: tuple[float, ...], denominators: tuple[float, ...], message: str):
    with pytest.raises(ValueError, match=message):
        Strata(events, denominators)
    with pytest.raises(ValueError, match="design effect"):
        Strata((1,), (10,), 0.5)


@pytest.mark.parametrize(
    ("structure", "message"),
    [
        ((1.0,), "1 numbers for 2 strata"),
        ((0, 0), "more than 0"),
        ((-1, 2), "not negative"),
        ((1, math.nan), "finite"),
    ],
)
def test_structures_are_checked(structure: tuple[float, ...], message: str):
    with pytest.raises(ValueError, match=message):
        directly_standardised_rate(QPV, structure)
    with pytest.raises(ValueError, match=message):
        plain_standardised_rate((0.25, 0.11), structure)
    with pytest.raises(ValueError, match=message):
        plain_kitagawa(structure, (0.25, 0.11), (0.35, 0.65), (0.12, 0.05))


def test_kitagawa_needs_the_same_strata():
    with pytest.raises(ValueError, match="2 strata on one side, 1 on the other"):
        plain_kitagawa((0.6, 0.4), (0.25, 0.11), (0.6, 0.4), (0.12,))
