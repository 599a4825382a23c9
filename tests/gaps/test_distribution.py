from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dashboard.gaps import Refusal, RefusalCode
from dashboard.gaps.distribution import (
    MOST_BINS,
    Distribution,
    Position,
    distribution_of,
    histogram,
    position_of,
    published_decimals,
)
from etl.model import Face
from tests.dashboard.small import indicator
from tests.gaps.many import SHARE, many

NBSP = "\u00a0"
published = st.integers(0, 1000).map(lambda tenths: tenths / 10)
lists = st.lists(published, min_size=4, max_size=60)


def spread(values: list[float | None]) -> Distribution:
    answer = distribution_of(many(values))
    assert isinstance(answer, Distribution), answer
    return answer


def position(values: list[float], place: int = 0) -> Position:
    answer = position_of(many(values), f"QP{place:06d}")
    assert isinstance(answer, Position), answer
    return answer


def test_quartiles_by_hand():
    """Type 7: ranks 1 + 3p of (10, 20, 30, 60), so 1.75, 2.5 and 3.25."""
    found = spread([60.0, 10.0, 30.0, 20.0])
    assert found.quartiles == pytest.approx((17.5, 25.0, 37.5))
    assert (found.median, found.lowest, found.highest, found.count) == (25.0, 10.0, 60.0, 4)
    assert found.deciles is None, "four quarters have no deciles"


def test_deciles_by_hand():
    """Eleven quarters: each decile is one of them."""
    found = spread([float(value) for value in range(11)])
    assert found.deciles == pytest.approx((1, 2, 3, 4, 5, 6, 7, 8, 9))
    assert spread([float(value) for value in range(9)]).deciles is None
    assert spread([float(value) for value in range(10)]).deciles is not None


def test_a_quarter_counts_once_whatever_its_population():
    small = distribution_of(many([10.0, 20.0, 30.0, 40.0], n=[1.0, 1.0, 1.0, 1e6]))
    assert isinstance(small, Distribution)
    assert small.median == 25.0


def test_absent_quarters_are_told_and_left_out():
    quarters = many(
        [10.0, None, 20.0, 30.0, 40.0, None], conf_status=["F", "C", "F", "F", "F", "F"], obs_status=list("AAUAAO")
    )
    found = distribution_of(quarters)
    assert isinstance(found, Distribution)
    assert (found.count, found.median, found.fragile) == (4, 25.0, 1)
    assert found.absent == ((Face.SECRET, 1), (Face.MISSING, 1))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([1.0, 2.0, 3.0, None], "3 quartiers seulement ont une valeur : il en faut au moins 4"),
        ([1.0, None], "Un seul quartier a une valeur"),
        ([None, None], "Aucun quartier n’a une valeur"),
    ],
)
def test_too_few_quarters_have_no_distribution_nor_position(values: list[float | None], words: str):
    for answer in (distribution_of(many(values)), position_of(many(values), "QP000000")):
        assert isinstance(answer, Refusal)
        assert answer.code == RefusalCode.TOO_FEW
        assert words in answer.text


@given(lists, st.randoms())
def test_the_order_of_the_quarters_does_not_matter(values: list[float], random: object):
    shuffled = list(values)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert spread(shuffled).quartiles == pytest.approx(spread(values).quartiles)
    assert histogram(np.array(shuffled)) == histogram(np.array(values))


@given(lists)
def test_quantiles_are_those_of_scipy_in_order(values: list[float]):
    found = spread(values)
    oracle = stats.mstats.mquantiles(values, [0.25, 0.5, 0.75], alphap=1, betap=1)
    assert found.quartiles == pytest.approx(tuple(oracle))
    assert found.lowest <= found.quartiles[0] <= found.median <= found.quartiles[2] <= found.highest


@given(lists)
def test_the_percentile_rank_is_the_mean_one_of_scipy(values: list[float]):
    found = position(values)
    assert found.percentile_rank == pytest.approx(stats.percentileofscore(values, values[0], kind="mean"))
    assert found.lower + found.equal + found.higher + 1 == found.count == len(values)


@pytest.mark.parametrize(
    ("values", "counts", "percentile", "text"),
    [
        ([72.0, *range(1, 73), *range(100, 127)], (71, 1, 27), 72.0, f"au-dessus de 72{NBSP}% des autres quartiers"
         ", à égalité avec 1 autre quartier"),
        ([40.0, 30.0, 20.0, 10.0], (3, 0, 0), 87.5, "au-dessus de tous les autres quartiers"),
        ([10.0, 30.0, 20.0, 40.0], (0, 0, 3), 12.5, "en dessous de tous les autres quartiers"),
        ([5.0, 5.0, 5.0, 5.0], (0, 3, 0), 50.0, "au même niveau que tous les autres quartiers"),
        ([9.0, 9.0, 9.0, 1.0], (1, 2, 0), 62.5, "au niveau le plus haut, à égalité avec 2 autres quartiers"),
        ([1.0, 1.0, 5.0, 9.0], (0, 1, 2), 25.0, "au niveau le plus bas, à égalité avec 1 autre quartier"),
        ([998.5, *map(float, range(1000))], (999, 0, 1), 99.85, f"au-dessus de 99{NBSP}% des autres quartiers"),
        ([0.5, *map(float, range(1000))], (1, 0, 999), 0.15, f"au-dessus de 1{NBSP}% des autres quartiers"),
    ],
)  # fmt: skip
def test_position_by_hand(values: list[float], counts: tuple[int, ...], percentile: float, text: str):
    found = position(values)
    assert (found.lower, found.equal, found.higher) == counts
    assert found.percentile_rank == pytest.approx(percentile, abs=0.01)
    assert found.text == text


def test_a_quarter_without_a_value_has_no_position():
    values = [None, 10.0, 20.0, 30.0, 40.0]
    for status, secrecy, code, words in (
        ("A", "C", RefusalCode.SECRET, "secret statistique"),
        ("O", "F", RefusalCode.MISSING, "n’est pas publiée"),
        ("M", "F", RefusalCode.NOT_APPLICABLE, "est sans objet"),
    ):
        quarters = many(values, obs_status=[status, *"AAAA"], conf_status=[secrecy, *"FFFF"])
        answer = position_of(quarters, "QP000000")
        assert isinstance(answer, Refusal)
        assert answer.code == code
        assert words in answer.text


def test_an_indicator_that_ranks_nobody_gives_no_position_but_a_distribution():
    known = indicator(uses={"ranking": False}, default_age="_T")
    answer = position_of(many([1.0, 2.0, 3.0, 4.0], known), "QP000000")
    assert isinstance(answer, Refusal)
    assert answer.code == RefusalCode.NOT_RANKED
    assert "« Taux de chômage »" in answer.text
    assert isinstance(distribution_of(many([1.0, 2.0, 3.0, 4.0], known)), Distribution)


@given(st.lists(published, min_size=1, max_size=300))
def test_bins_count_every_quarter_once(values: list[float]):
    bins = histogram(np.array(values))
    assert 1 <= len(bins) <= MOST_BINS
    assert sum(bar.count for bar in bins) == len(values)
    assert bins[0].count > 0
    assert bins[-1].count > 0
    for bar in bins:
        assert bar.count == sum(bar.low - 1e-9 <= value < bar.high - 1e-9 for value in values)
    assert {round(bar.high - bar.low, 9) for bar in bins} == {round(bins[0].high - bins[0].low, 9)}
    assert all(left.high == right.low for left, right in pairwise(bins))


def test_bins_by_hand():
    """2 × interquartile range (3.5) × 8^(-1/3) = 3.5, made round: 5."""
    assert [(bar.low, bar.high, bar.count) for bar in histogram(np.arange(8.0))] == [(0, 5, 5), (5, 10, 3)]
    (only,) = histogram(np.array([27.3, 27.3]))
    assert (only.low, only.high, only.count) == (27.3, 27.4, 2)


def test_bins_are_never_finer_than_what_is_published():
    """Whole numbers in bins of a half would leave every other bin empty."""
    bins = histogram(np.repeat(np.arange(5.0), 400))
    assert [(bar.low, bar.count) for bar in bins] == [(value, 400) for value in range(5)]


@pytest.mark.parametrize(
    ("values", "decimals"),
    [([27.0, 40.0], 0), ([27.3, 40.0], 1), ([0.1 + 0.2, 40.0], 1), ([27.35], 2), ([1 / 3], 6), ([1_234_567.0], 0)],
)
def test_decimals_are_read_on_all_values_together(values: list[float], decimals: int):
    assert published_decimals(np.array(values)) == decimals


def test_poverty_of_the_quarters_in_2019(real_data: Path):
    """The official file: its quarters, without the line of France, spread as a spreadsheet finds it."""
    path = real_data / "insee_qpv2015_revenus" / "data_filo19_qp_revdis.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        cells = [row["DISP_TP60_A19"] for row in csv.DictReader(lines, delimiter=";") if row["CODGEO"].startswith("QP")]
    values = [float(cell.replace(",", ".")) if cell else None for cell in cells]
    found = distribution_of(many(values, SHARE, obs_status=["A" if value is not None else "O" for value in values]))
    assert isinstance(found, Distribution)
    kept = sorted(value for value in values if value is not None)
    assert (found.count, found.absent) == (len(kept), ((Face.MISSING, 1352 - len(kept)),))
    whole, part = divmod((len(kept) - 1) * 0.5, 1)
    assert found.median == pytest.approx(kept[int(whole)] * (1 - part) + kept[int(whole) + (part > 0)] * part)
    assert 40 < found.median < 46
