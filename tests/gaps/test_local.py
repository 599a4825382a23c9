"""The gap of a quarter with what surrounds it, and the rest of a place once its quarters are taken out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.gaps import Comparator, Gap, Refusal, RefusalCode, excluding, local_gap
from etl.catalogue import Catalogue, Territory
from etl.model import Observation
from tests.dashboard.small import catalogue, observed

QUARTER, TOWN = "QP093001", "COM-93066"
PLACES = {
    QUARTER: Territory(
        id=QUARTER, label="Les Tilleuls (Saint-Denis)", kind="neighbourhood", within="dans le quartier Les Tilleuls"
    ),
    TOWN: Territory(id=TOWN, label="Saint-Denis", kind="commune", within="à Saint-Denis"),
}
SMALL: Catalogue = replace(catalogue(), territories={**catalogue().territories, **PLACES})
UNEMPLOYMENT = SMALL.indicators["unemployment"]
HERE = observed(24.0, territory=QUARTER, zone="qpv", period="2019")
THERE = observed(16.0, territory=TOWN, zone="all", perimeter="", period="2019")


def share(value: float | None, n: float | None, **fields: str) -> Observation:
    return replace(
        observed(value, **{"territory": TOWN, "zone": "all", "perimeter": "", "period": "2019", **fields}), n=n
    )


def gap_of(here: list[Observation], there: list[Observation], period: str | None = None) -> Gap | Refusal:
    where = Comparator(TOWN, "all")
    return local_gap(UNEMPLOYMENT, here, there, SMALL, territory=QUARTER, comparator=where, period=period)


def test_a_quarter_is_put_beside_its_town() -> None:
    gap = gap_of([HERE], [THERE])
    assert isinstance(gap, Gap)
    assert gap.difference.value == pytest.approx(8.0)
    assert gap.ratio is not None
    assert gap.ratio.value == pytest.approx(1.5)
    assert "comprend le quartier" in gap.caveats[0]


def test_the_latest_period_that_both_have_is_taken() -> None:
    gap = gap_of([HERE, replace(HERE, period="2022", value=30.0)], [THERE])
    assert isinstance(gap, Gap)
    assert gap.period == "2019"


def test_periods_that_do_not_cross_are_refused_and_named() -> None:
    refusal = gap_of([replace(HERE, period="2022")], [THERE])
    assert isinstance(refusal, Refusal)
    assert refusal.code == RefusalCode.DIFFERENT_PERIOD
    assert "2022" in refusal.text
    assert "2019" in refusal.text


@pytest.mark.parametrize(
    ("here", "there", "place"), [([], [THERE], "dans le quartier Les Tilleuls"), ([HERE], [], "à Saint-Denis")]
)
def test_a_side_without_figure_is_named(here: list[Observation], there: list[Observation], place: str) -> None:
    refusal = gap_of(here, there)
    assert isinstance(refusal, Refusal)
    assert refusal.code == RefusalCode.MISSING
    assert place in refusal.text


def test_a_secret_value_says_where() -> None:
    refusal = gap_of([replace(HERE, value=None, conf_status="C")], [THERE])
    assert isinstance(refusal, Refusal)
    assert refusal.code == RefusalCode.SECRET
    assert "dans le quartier Les Tilleuls" in refusal.text


def test_the_rest_of_a_town_is_what_its_counts_leave() -> None:
    """20 % of 1 000 less 40 % of 200 and 30 % of 100: 200 − 80 − 30 = 90 of 700."""
    quarters = [share(40.0, 200, territory=QUARTER, zone="qpv", perimeter="QP2015"), share(30.0, 100, zone="qpv")]
    rest = excluding(share(20.0, 1000), quarters)
    assert isinstance(rest, Observation)
    assert rest.value == pytest.approx(100 * 90 / 700)
    assert rest.n == 700
    assert rest.zone == "outside_qpv"
    assert rest.perimeter == "QP2015"
    assert rest.territory == TOWN


@pytest.mark.parametrize(
    ("whole", "quarters", "code"),
    [
        (share(20.0, 1000), [], RefusalCode.NOT_ADDITIVE),
        (share(20.0, None), [share(40.0, 200)], RefusalCode.NOT_ADDITIVE),
        (share(20.0, 1000), [share(None, None)], RefusalCode.NOT_ADDITIVE),
        (share(20.0, 1000), [share(40.0, 200, period="2020")], RefusalCode.DIFFERENT_PERIOD),
        (share(20.0, 1000), [share(90.0, 900)], RefusalCode.DIFFERENT_UNIVERSE),
        (share(50.0, 300), [share(50.0, 295)], RefusalCode.TOO_FEW),  # five people left
        (share(21.0, 1000), [share(100.0, 200)], RefusalCode.TOO_FEW),  # ten left with the trait
        (share(98.0, 1000), [share(95.0, 200)], RefusalCode.TOO_FEW),  # ten left without it
    ],
)
def test_a_rest_that_would_reveal_or_mislead_is_refused(
    whole: Observation, quarters: list[Observation], code: RefusalCode
) -> None:
    answer = excluding(whole, quarters)
    assert isinstance(answer, tuple)
    assert answer[0] == code
    assert answer[1].endswith(".")


@given(
    outside=st.tuples(st.integers(11, 5000), st.integers(11, 5000)),
    inside=st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=1, max_size=5),
)
def test_taking_the_quarters_out_gives_back_what_was_outside(
    outside: tuple[int, int], inside: list[tuple[int, int]]
) -> None:
    """From counts known on both sides, whatever the sizes: the rest is recovered exactly."""
    groups = [outside, *inside]
    with_trait, total = sum(a for a, _ in groups), sum(a + b for a, b in groups)
    quarters = [share(100 * a / (a + b), a + b, zone="qpv") for a, b in inside]
    rest = excluding(share(100 * with_trait / total, total), quarters)
    assert isinstance(rest, Observation)
    assert rest.value == pytest.approx(100 * outside[0] / sum(outside))
    assert rest.n == sum(outside)
