"""Which quarters are alike, and in what."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dashboard.gaps.comparability import RefusalCode
from dashboard.gaps.similarity import DESCRIPTORS, Descriptor, NoPeers, Peers, similar_quarters, standard_scores
from etl.catalogue import UnknownIdError
from tests.dashboard.small import indicator

FOUR = tuple(Descriptor(name) for name in ("a", "b", "c", "d"))
NAN = float("nan")


def coded(rows: object, columns: tuple[str, ...] = ("a", "b", "c", "d")) -> pd.DataFrame:
    values = np.array(rows, dtype=float)
    return pd.DataFrame(values, columns=list(columns), index=[f"QP{place:06d}" for place in range(len(values))])


def drawn(count: int, seed: int = 1) -> pd.DataFrame:
    """Quarters with every descriptor of the project, in plausible units, without a gap."""
    generator = np.random.default_rng(seed)
    return pd.DataFrame(
        {d.id: generator.lognormal(8, 1, count) if d.count else generator.normal(30, 8, count) for d in DESCRIPTORS},
        index=[f"QP{place:06d}" for place in range(count)],
    )


def peers(table: pd.DataFrame, code: str = "QP000000", k: int = 5, **asked: object) -> Peers:
    answer = similar_quarters(table, code, k, **asked)  # type: ignore[arg-type]
    assert isinstance(answer, Peers), answer
    return answer


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """Ten quarters or more; about one cell in five is absent."""
    cells = st.one_of(*[st.integers(0, 100).map(float)] * 4, st.just(NAN))
    return coded(draw(st.lists(st.lists(cells, min_size=4, max_size=4), min_size=10, max_size=25)))


STAIRS = coded([[step, 10 * step, -step, step + 100] for step in range(11)])
"""Eleven quarters on a line: in each descriptor the median is the sixth, and the median deviation three steps."""


def test_by_hand():
    """One step is 1 / (1.4826 × 3) of a standard deviation, in each of the four descriptors."""
    found = peers(STAIRS, "QP000005", 2, descriptors=FOUR)
    step = 1 / (1.4826 * 3)
    assert [(peer.code, round(peer.distance, 9)) for peer in found.peers] == [
        ("QP000004", round(step, 9)), ("QP000006", round(step, 9)),
    ]  # fmt: skip
    assert found.compared == 10
    (first, _) = found.peers
    assert [part.descriptor for part in first.contributions] == ["a", "b", "c", "d"], "equal ones by name"
    assert [round(part.apart, 6) for part in first.contributions] == [round(sign * step, 6) for sign in (-1, -1, 1, -1)]
    assert [part.share for part in first.contributions] == pytest.approx([0.25] * 4)
    assert (first.contributions[1].here, first.contributions[1].there) == (50.0, 40.0)


def test_scores_are_those_of_the_median_absolute_deviation():
    table = drawn(200)
    shares = [d for d in DESCRIPTORS if not d.count]
    values = table[[d.id for d in shares]].to_numpy()
    scale = stats.median_abs_deviation(values, axis=0, scale="normal")
    oracle = (values - np.median(values, axis=0)) / scale
    np.testing.assert_allclose(standard_scores(values, shares), oracle, rtol=1e-4)


def test_twice_as_many_people_is_one_same_step():
    people = standard_scores(
        np.array([[100.0], [200], [400], [800], [0], [NAN]]), [Descriptor("population", count=True)]
    )
    steps = np.diff(people[:4, 0])
    assert steps == pytest.approx([steps[0]] * 3)
    assert np.isnan(people[4:, 0]).all(), "nobody has no logarithm"


def test_a_giant_quarter_does_not_make_all_the_others_alike():
    calm = standard_scores(STAIRS.to_numpy(), FOUR)
    stretched = STAIRS.copy()
    stretched.iloc[10] = 1e9
    np.testing.assert_allclose(standard_scores(stretched.to_numpy(), FOUR)[:10, 0], calm[:10, 0])


@given(tables())
def test_a_distance_is_the_same_both_ways_and_never_to_oneself(table: pd.DataFrame):
    codes = list(table.index)
    found = {code: similar_quarters(table, code, len(table), descriptors=FOUR) for code in codes}
    away = {
        (code, peer.code): peer.distance
        for code, answer in found.items()
        if isinstance(answer, Peers)
        for peer in answer.peers
    }
    for (here, there), distance in away.items():
        assert here != there
        assert away[there, here] == distance
        assert distance >= 0


@given(tables(), st.randoms())
def test_the_order_of_the_table_does_not_matter(table: pd.DataFrame, random: object):
    order = list(table.index)
    random.shuffle(order)  # type: ignore[attr-defined]
    columns = ["d", "b", "a", "c"]
    first = similar_quarters(table, "QP000003", 5, descriptors=FOUR)
    assert similar_quarters(table.loc[order, columns], "QP000003", 5, descriptors=FOUR) == first


@given(tables(), st.floats(0.1, 10), st.floats(-50, 50))
def test_a_unit_does_not_matter(table: pd.DataFrame, factor: float, shift: float):
    first = similar_quarters(table, "QP000003", 3, descriptors=FOUR)
    other = similar_quarters(table.assign(a=table["a"] * factor + shift), "QP000003", 3, descriptors=FOUR)
    assert type(other) is type(first)
    if isinstance(first, Peers) and isinstance(other, Peers):
        assert [peer.distance for peer in other.peers] == pytest.approx(
            [peer.distance for peer in first.peers], rel=1e-6, abs=1e-9
        )


@given(tables())
def test_peers_come_nearest_first_and_ties_by_code(table: pd.DataFrame):
    answer = similar_quarters(table, "QP000003", len(table), descriptors=FOUR)
    if isinstance(answer, Peers):
        order = [(round(peer.distance, 9), peer.code) for peer in answer.peers]
        assert order == sorted(order)
        assert len(order) == answer.compared
        for peer in answer.peers:
            shares = sum(part.share for part in peer.contributions)
            assert shares == pytest.approx(1.0 if peer.distance else 0.0)
            assert peer.distance**2 == pytest.approx(np.mean([part.apart**2 for part in peer.contributions]))


def test_what_is_missing_is_left_out_and_the_rest_is_scaled():
    """Quarter 4 lacks one descriptor of five, all one step away: the mean step does not shrink."""
    five = (*FOUR, Descriptor("e"))
    table = STAIRS.assign(e=STAIRS["a"] * 2.0)
    table.loc["QP000004", "e"] = NAN
    found = {peer.code: peer for peer in peers(table, "QP000005", 4, descriptors=five).peers}
    assert len(found["QP000004"].contributions) == 4
    assert len(found["QP000006"].contributions) == 5
    assert found["QP000004"].distance == pytest.approx(1 / (1.4826 * 3))


def test_fewer_than_four_in_common_is_not_compared():
    table = STAIRS.copy()
    table.loc["QP000004", "a"] = NAN
    found = peers(table, "QP000005", 20, descriptors=FOUR)
    assert "QP000004" not in {peer.code for peer in found.peers}
    assert found.compared == 9
    answer = similar_quarters(table, "QP000004", descriptors=FOUR)
    assert isinstance(answer, NoPeers)
    assert answer.code == RefusalCode.MISSING
    assert "Moins de 4 caractéristiques" in answer.text


def test_a_descriptor_without_spread_says_nothing():
    five = (*FOUR, Descriptor("e"))
    found = peers(STAIRS.assign(e=[7.0] * 10 + [9.0]), "QP000005", 1, descriptors=five)
    assert found.descriptors == ("a", "b", "c", "d")
    assert found.unknown == ("e",)


def test_columns_that_lack_are_unknown():
    found = peers(drawn(50).drop(columns=["population", "poverty_rate_60"]))
    assert found.unknown == ("population", "poverty_rate_60")
    assert len(found.descriptors) == len(DESCRIPTORS) - 2


@pytest.mark.parametrize(
    ("outcome", "theme", "excluded"),
    [
        ("employment_rate", "employment", ("employment_rate",)),
        ("jobseekers_abc", "employment", ("employment_rate",)),
        ("median_living_standard", "income", ("poverty_rate_60",)),
        ("under_25_share", "population", ("under_25_share",)),
        ("brevet_success_rate", "education", ()),
    ],
)
def test_quarters_are_not_found_alike_on_what_is_to_be_explained(outcome: str, theme: str, excluded: tuple[str, ...]):
    found = peers(drawn(50), outcome=indicator(outcome, theme=theme))
    assert found.excluded == excluded
    assert not set(excluded) & {*found.descriptors, *found.unknown}
    for peer in found.peers:
        assert not set(excluded) & {part.descriptor for part in peer.contributions}


def test_why_they_are_alike_and_in_what_they_differ():
    """Twin of the middle quarter but for one descriptor, far away."""
    table = pd.concat([STAIRS, pd.DataFrame([[5.0, 50, -5, 112]], columns=list("abcd"), index=["QP000099"])])
    (twin,) = [peer for peer in peers(table, "QP000005", 12, descriptors=FOUR).peers if peer.code == "QP000099"]
    assert [part.descriptor for part in twin.alike] == ["a", "b", "c"]
    assert [part.descriptor for part in twin.different] == ["d"]
    assert twin.different[0].share == pytest.approx(1.0)
    assert twin.different[0].apart > 1


def test_a_mistake_of_the_caller_is_an_error():
    with pytest.raises(UnknownIdError):
        similar_quarters(STAIRS, "QP999999", descriptors=FOUR)
    with pytest.raises(ValueError, match="comes once"):
        similar_quarters(pd.concat([STAIRS, STAIRS]), "QP000005", descriptors=FOUR)
    with pytest.raises(ValueError, match="at least one"):
        similar_quarters(STAIRS, "QP000005", 0, descriptors=FOUR)


def test_too_few_quarters_have_no_scale():
    answer = similar_quarters(STAIRS.head(9), "QP000005", descriptors=FOUR)
    assert isinstance(answer, NoPeers)
    assert answer.code == RefusalCode.TOO_FEW
    assert "au moins 10 quartiers" in answer.text
