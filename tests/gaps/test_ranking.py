"""Rank intervals: what is sure, never more."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.gaps import Refusal, RefusalCode
from dashboard.gaps.distribution import Position
from dashboard.gaps.intervals import wilson
from dashboard.gaps.precision import Precision
from dashboard.gaps.ranking import Ranking, limits_of, rank_limits, rank_quarters, rounding_grid
from etl.model import PERIOD_NOTES, Face
from tests.dashboard.small import indicator
from tests.gaps.many import NAN, SHARE, SURVEYED, many

tenths = st.integers(0, 1000).map(lambda number: number / 10)


@st.composite
def intervals(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lower limit, value, upper limit of some quarters."""
    rows = draw(st.lists(st.tuples(tenths, tenths, tenths).map(sorted), min_size=1, max_size=40))
    lower, values, upper = np.array(rows).T
    return lower, values, upper


def ranking(values: list[float | None], known=SHARE, *, descending: bool = True, **columns: object) -> Ranking:
    answer = rank_quarters(many(values, known, **columns), descending=descending)
    assert isinstance(answer, Ranking), answer
    return answer


def ranks(found: Ranking) -> dict[str, tuple[int, int, int]]:
    """Best, own and worst rank of each quarter, by the end of its code."""
    return {row.code[-1]: (row.rank_low, row.rank, row.rank_high) for row in found.rows}


def test_by_hand():
    """A and B overlap, C overlaps B only, D stands below all: who is surely above whom is read off the limits."""
    lower, upper = np.array([40.0, 30.0, 25.0, 10.0]), np.array([50.0, 45.0, 35.0, 20.0])
    low, high = rank_limits(lower, upper)
    assert list(zip(low.tolist(), high.tolist(), strict=True)) == [(1, 2), (1, 3), (2, 3), (4, 4)]
    low, high = rank_limits(lower, upper, descending=False)
    assert list(zip(low.tolist(), high.tolist(), strict=True)) == [(3, 4), (2, 4), (2, 3), (1, 1)]


@given(intervals(), st.booleans())
def test_it_is_the_comparison_of_every_pair(limits: tuple[np.ndarray, ...], descending: bool):
    lower, _, upper = limits
    low, high = rank_limits(lower, upper, descending=descending)
    above = (lower[None, :] > upper[:, None]).sum(axis=1)
    below = (upper[None, :] < lower[:, None]).sum(axis=1)
    first, last = (above, below) if descending else (below, above)
    assert low.tolist() == (1 + first).tolist()
    assert high.tolist() == (len(lower) - last).tolist()


@given(intervals(), st.booleans())
def test_the_rank_of_the_value_is_in_its_interval(limits: tuple[np.ndarray, ...], descending: bool):
    lower, values, upper = limits
    low, high = rank_limits(lower, upper, descending=descending)
    own, worst = rank_limits(values, values, descending=descending)
    assert (low <= own).all()
    assert (worst <= high).all()


@given(intervals(), st.lists(tenths, min_size=80, max_size=80))
def test_wider_intervals_never_narrow_a_rank_interval(limits: tuple[np.ndarray, ...], widths: list[float]):
    lower, _, upper = limits
    more = np.array(widths)
    low, high = rank_limits(lower, upper)
    wider = rank_limits(lower - more[: len(lower)], upper + more[40 : 40 + len(lower)])
    assert (wider[0] <= low).all()
    assert (wider[1] >= high).all()


@given(st.lists(st.tuples(tenths, st.integers(20, 5000)), min_size=4, max_size=30), st.randoms())
def test_the_order_received_does_not_matter(rows: list[tuple[float, int]], random: object):
    coded = [(f"QP{place:06d}", value, float(n)) for place, (value, n) in enumerate(rows)]

    def ranked(given: list[tuple[str, float, float]]) -> Ranking:
        codes, values, n = (list(column) for column in zip(*given, strict=True))
        return ranking(values, SURVEYED, territory=codes, n=n)

    first = ranked(coded)
    random.shuffle(coded)  # type: ignore[attr-defined]
    assert ranked(coded).rows == first.rows


def test_equal_values_share_their_rank_and_stand_by_code():
    found = ranking([20.0, 30.0, 20.0, 10.0])
    assert [(row.code[-1], row.rank) for row in found.rows] == [("1", 1), ("0", 2), ("2", 2), ("3", 4)]
    assert ranks(found) == {"1": (1, 1, 1), "0": (2, 2, 3), "2": (2, 2, 3), "3": (4, 4, 4)}
    rising = ranking([20.0, 30.0, 20.0, 10.0], descending=False)
    assert [row.code[-1] for row in rising.rows] == ["3", "0", "2", "1"]
    assert ranks(rising)["0"] == (2, 2, 3)


@pytest.mark.parametrize("values", [[27.3, 27.4, 27.5, 27.6], [11.0, 12.0, 13.0, 14.0], [0.1, 0.2, 0.3, 0.4]])
def test_what_rounding_tells_apart_is_told_apart(values: list[float]):
    """Rounded intervals touch, they do not overlap; and 27.3 stands for 27.25 to 27.35."""
    found = ranking(list(values))
    assert [(row.rank_low, row.rank_high) for row in found.rows] == [(1, 1), (2, 2), (3, 3), (4, 4)]
    step = round(values[1] - values[0], 1)
    for row in found.rows:
        assert row.precision == Precision.EXHAUSTIVE
        assert (row.lower, row.upper) == pytest.approx((row.value - step / 2, row.value + step / 2), abs=1e-5)


def test_published_limits_come_first():
    lower, upper = [25.0, 24.0, NAN, 5.0], [35.0, 36.0, NAN, 15.0]
    found = ranking([30.0, 31.0, 20.0, 10.0], lower=lower, upper=upper)
    by_code = {row.code[-1]: row for row in found.rows}
    assert (by_code["0"].lower, by_code["0"].upper) == (25.0, 35.0)
    assert [by_code[code].precision for code in "012"] == ["published", "published", "exhaustive"]
    assert ranks(found) == {"1": (1, 1, 2), "0": (1, 2, 2), "2": (3, 3, 3), "3": (4, 4, 4)}


def test_limits_that_leave_the_value_out_are_widened_to_it():
    found = ranking([30.0, 20.0, 10.0, 5.0], lower=[31.0, 18.0, 8.0, 4.0], upper=[35.0, 22.0, 12.0, 6.0])
    assert (found.rows[0].lower, found.rows[0].upper) == (30.0, 35.0)


def test_a_surveyed_share_has_the_limits_of_wilson():
    """183 of 1 000 with a design effect of 2: 15.16 to 21.93 %, the golden value of the method."""
    found = ranking([18.3, 7.5, 0.0, 100.0], SURVEYED, n=[1000.0, 1000.0, 50.0, 50.0])
    by_code = {row.code[-1]: row for row in found.rows}
    assert {row.precision for row in found.rows} == {Precision.COMPUTED}
    assert (by_code["0"].lower, by_code["0"].upper) == pytest.approx((15.16, 21.93), abs=0.005)
    assert by_code["2"].lower == 0.0
    assert by_code["3"].upper == 100.0


@given(st.lists(st.tuples(tenths, st.integers(1, 10_000)), min_size=4, max_size=30))
def test_limits_of_a_column_are_those_of_one_quarter_at_a_time(rows: list[tuple[float, int]]):
    values, n = [value for value, _ in rows], [float(count) for _, count in rows]
    lower, upper, _ = limits_of(many(list(values), SURVEYED, n=n))
    for place, (value, count) in enumerate(rows):
        oracle = wilson(value / 100 * count, count, 2).scaled(100)
        assert (lower[place], upper[place]) == pytest.approx(oracle.limits, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("known", "n"),
    [
        (indicator(measurement="survey", design_effect=None, default_age="_T"), 1000.0),
        (indicator(measurement="census", design_effect=None, default_age="_T"), 1000.0),
        (indicator(measurement="study", design_effect=None, default_age="_T"), 1000.0),
        (indicator(measurement="survey", design_effect=2, default_age="_T"), NAN),
        (indicator(measurement="survey", design_effect=2, unit="eur", default_age="_T"), 1000.0),
    ],
)
def test_no_interval_is_invented(known, n: float):
    """A census without its design effect, or a median: every rank is possible, and it is said."""
    found = ranking([40.0, 30.0, 20.0, 10.0], known, n=[n] * 4)
    assert [(row.rank_low, row.rank, row.rank_high) for row in found.rows] == [
        (1, 1, 4), (1, 2, 4), (1, 3, 4), (1, 4, 4),
    ]  # fmt: skip
    assert {(row.lower, row.upper, row.precision) for row in found.rows} == {(None, None, Precision.NOT_PUBLISHED)}
    assert found.caveats[0].startswith("Précision non publiée pour tous les quartiers")


def test_a_quarter_of_unknown_precision_bounds_no_other():
    found = ranking([40.0, 30.0, 20.0, 10.0], SURVEYED, n=[NAN, 10_000.0, 10_000.0, 10_000.0])
    assert ranks(found) == {"0": (1, 1, 4), "1": (1, 2, 2), "2": (2, 3, 3), "3": (3, 4, 4)}
    assert found.caveats[0].startswith("Précision non publiée pour 1 quartier :")


def test_absent_quarters_are_counted_not_ranked():
    found = ranking([40.0, None, 30.0, None, 20.0, 10.0], obs_status=list("AAUOAA"), conf_status=list("FCFFFF"))
    assert found.absent == ((Face.SECRET, 1), (Face.MISSING, 1))
    assert found.count == 4
    assert [row.code for row in found.rows if row.fragile] == ["QP000002"]
    assert found.of("QP000001") is None
    row = found.of("QP000002")
    assert row is not None
    assert (row.value, row.locator) == (30.0, "fichier.csv, ligne 3, colonne TX")


@pytest.mark.parametrize(
    ("values", "known", "code", "words"),
    [
        ([4.0, 3.0, 2.0, 1.0], indicator(uses={"ranking": False}, default_age="_T"), RefusalCode.NOT_RANKED, "ranger"),
        ([3.0, 2.0, 1.0, None], SHARE, RefusalCode.TOO_FEW, "3 quartiers seulement ont une valeur"),
    ],
)
def test_refused(values: list[float | None], known, code: RefusalCode, words: str):
    answer = rank_quarters(many(values, known))
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.territory, answer.period) == (code, "DEP-93", "2022")
    assert words in answer.text


def test_what_is_said_depends_on_where_the_intervals_come_from():
    exhaustive, sampled = ranking([4.0, 3.0, 2.0, 1.0]), ranking([4.0, 3.0, 2.0, 1.0], SURVEYED, n=[100.0] * 4)
    assert exhaustive.caveats[0].startswith("Fichier exhaustif")
    assert "se recouvrent" in sampled.caveats[0]
    noted = indicator(measurement="administrative", caveats=["À savoir."], default_age="_T")
    assert ranking([4.0, 3.0, 2.0, 1.0], noted).caveats[-1] == "À savoir."


@pytest.mark.parametrize(("code", "shown"), [("0", "012"), ("1", "012"), ("4", "345"), ("7", "678"), ("9", "789")])
def test_the_rows_around_a_quarter(code: str, shown: str):
    found = ranking([float(100 - place) for place in range(10)])
    assert "".join(row.code[-1] for row in found.around(f"QP00000{code}", 3)) == shown
    assert len(found.around("QP000000", 25)) == 10


def test_a_quarter_that_is_not_ranked_has_no_surroundings():
    with pytest.raises(KeyError):
        ranking([4.0, 3.0, 2.0, 1.0]).around("QP000009", 3)


def test_the_middle_half_is_that_of_the_quarters():
    assert ranking([60.0, 10.0, 30.0, 20.0]).middle_half == pytest.approx((17.5, 37.5))


@pytest.mark.slow
def test_ranks_hold_as_often_as_said():
    """200 draws of 60 quarters: the true rank is inside its interval for nearly all of them, every time by far more
    than 95 in 100, since a pair is only told apart by two intervals that do not overlap."""
    generator = np.random.default_rng(3)
    held = []
    for _ in range(200):
        truth, n = generator.uniform(0.1, 0.5, 60), generator.integers(200, 3000, 60)
        drawn = 100 * generator.binomial(n, truth) / n
        known = indicator(measurement="survey", design_effect=1, default_age="_T")
        quarters = many(drawn.tolist(), known, n=n.astype(float))
        lower, upper, _ = limits_of(quarters)
        low, high = rank_limits(lower, upper)
        own = rank_limits(truth, truth)[0]
        held.append(((low <= own) & (own <= high)).mean())
    assert np.mean(held) > 0.99
    assert min(held) > 0.9


EUROS = indicator(unit="eur", decimals=0, measurement="administrative", design_effect=None, default_age="_T")
TENS = [10.0 * rank for rank in range(1200, 1225)]


@pytest.mark.parametrize(
    ("values", "decimals", "grid"),
    [
        (TENS, 0, 10.0),
        ([*TENS, 0.0], 0, 10.0),
        ([*TENS, 12345.0], 0, 1.0),
        (TENS[:19], 0, 1.0),
        ([0.0] * 30, 0, 1.0),
        ([100.0 * rank for rank in range(120, 145)], 0, 100.0),
        ([27.3, 40.0], 1, 0.1),
        ([27.3125, 40.0], 1, 0.1),
    ],
)
def test_the_rounding_of_a_column_is_measured(values: list[float], decimals: int, grid: float):
    assert rounding_grid(np.array(values), decimals) == pytest.approx(grid)


def test_euros_published_to_the_ten_leave_five_on_each_side():
    """And those of a département, too few to show it, are rounded as the column they come from."""
    whole = many(TENS, EUROS)
    for quarters in (whole, whole.within(frozenset(whole.codes[:4]), "DEP-93")):
        lower, upper, _ = limits_of(quarters)
        assert quarters.values - lower == pytest.approx(5, abs=1e-4)
        assert upper - quarters.values == pytest.approx(5, abs=1e-4)


def test_a_deduced_period_is_among_what_is_said():
    words = PERIOD_NOTES["deduced"]
    assert words in ranking([40.0, 30.0, 20.0, 10.0], note=words).caveats
    assert words not in ranking([40.0, 30.0, 20.0, 10.0]).caveats


def test_chance_bounds_the_share_of_a_file_that_counts_everybody():
    """183 of 1 000: 16.03 to 20.82 %, the golden value of Wilson; and a group ten times smaller moves far more."""
    found = ranking([18.3, 18.3, 7.5, 30.0], SHARE, n=[1000.0, 100.0, 1000.0, 1000.0])
    by_code = {row.code[-1]: row for row in found.rows}
    assert {row.precision for row in found.rows} == {Precision.CHANCE}
    assert (by_code["0"].lower, by_code["0"].upper) == pytest.approx((16.03, 20.82), abs=0.005)
    assert (by_code["1"].lower, by_code["1"].upper) == pytest.approx(wilson(18.3, 100).scaled(100).limits)
    assert ranks(found) == {"3": (1, 1, 1), "0": (2, 2, 3), "1": (2, 2, 3), "2": (4, 4, 4)}
    assert found.one_by_one
    assert "le hasard d’une année explique" in found.caveats[0]


@given(st.lists(st.tuples(tenths, st.integers(1, 10_000)), min_size=4, max_size=30))
def test_quarters_that_chance_orders_are_never_told_apart(rows: list[tuple[float, int]]):
    """Whoever is surely above another has its whole score interval above."""
    values, n = [value for value, _ in rows], [float(count) for _, count in rows]
    found = ranking(list(values), SHARE, n=n)
    for row in found.rows:
        above = sum(other.lower > row.upper for other in found.rows)  # type: ignore[operator]
        below = sum(other.upper < row.lower for other in found.rows)  # type: ignore[operator]
        assert (row.rank_low, row.rank_high) == (1 + above, len(rows) - below)


def test_a_quarter_whose_denominator_is_not_published_may_have_any_rank_among_those_that_have_one():
    found = ranking([40.0, 30.0, 20.0, 10.0], n=[NAN, 10_000.0, 10_000.0, 10_000.0])
    assert ranks(found) == {"0": (1, 1, 4), "1": (1, 2, 2), "2": (2, 3, 3), "3": (3, 4, 4)}
    assert found.caveats[0].startswith("Précision non publiée pour 1 quartier :")


def test_where_few_denominators_are_published_only_the_rounding_is_known():
    found = ranking([40.0, 30.0, 20.0, 10.0], n=[NAN, NAN, 10_000.0, 10_000.0])
    assert {row.precision for row in found.rows} == {Precision.EXHAUSTIVE}
    assert not found.one_by_one


@given(st.lists(st.integers(0, 40).map(float), min_size=10, max_size=60), st.booleans())
def test_fifths_follow_the_values_and_never_part_equals(values: list[float], descending: bool):
    found = ranking(list(values), descending=descending)
    fifths = [row.fifth or 0 for row in found.rows]
    assert fifths == sorted(fifths)
    assert fifths[0] == 1
    assert max(fifths) <= 5
    by_value: dict[float, set[int]] = {}
    for row, fifth in zip(found.rows, fifths, strict=True):
        by_value.setdefault(row.value, set()).add(fifth)
    assert all(len(met) == 1 for met in by_value.values())
    if len(set(values)) == len(values):
        counts = np.bincount(fifths, minlength=6)[1:]
        assert counts.max() - counts.min() <= 1


def test_under_ten_quarters_there_are_no_fifths():
    assert {row.fifth for row in ranking([float(value) for value in range(9)]).rows} == {None}


def test_the_position_of_a_row_is_that_among_all():
    found = ranking([40.0, 30.0, 30.0, 10.0])
    assert found.position(found.rows[1]) == Position(30.0, 4, 1, 1, 1)
