"""What is said of one quarter, on twelve invented ones in the formats of the publishers (tests/small_raw.py)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.gaps import Comparator, Gap, Refusal, RefusalCode
from dashboard.gaps.caveats import CONTAINS, PARTLY
from dashboard.gaps.distribution import Position
from dashboard.questions import neighbourhoods
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.profile import Profile, profile_as_dict, profile_of
from dashboard.questions.reading import Ask, Reading
from dashboard.questions.standing import Standing
from dashboard.store import Store
from etl.catalogue import UnknownIdError
from tests.small_raw import QUARTERS

ONE_TOWN, TWO_TOWNS, LEFT, REUNION, REDRAWN, ADDED = (
    "QP093001", "QP093003", "QP093008", "QP974001", "QN09303M", "QN09307N",
)  # fmt: skip


@pytest.fixture(scope="module")
def near(neighbourhood_store: Store) -> Neighbourhoods:
    return Neighbourhoods(Reading(neighbourhood_store))


@pytest.fixture(scope="module")
def standing(near: Neighbourhoods) -> Standing:
    return Standing(near)


def profile(code: str, near: Neighbourhoods, standing: Standing) -> Profile:
    return profile_of(code, near, standing)


def test_what_surrounds_a_quarter_comes_closest_first(near: Neighbourhoods) -> None:
    assert near.surroundings(ONE_TOWN) == [
        "COM-93066", "EPCI-200054781", "UU-00851", "DEP-93", "REG-11", "FRM", "FR",
    ]  # fmt: skip
    assert near.surroundings(TWO_TOWNS)[:2] == ["COM-93001", "COM-93066"]
    assert near.surroundings(REUNION)[-3:] == ["DEP-974", "REG-04", "FR"], "metropolitan France does not contain it"


def test_few_territories_are_kept_and_readers_at_once_get_theirs(
    neighbourhood_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With room for two, eight threads that read twelve quarters drop each other's: every answer is still whole."""
    monkeypatch.setattr(neighbourhoods, "KEPT", 2)
    crowded = Neighbourhoods(Reading(neighbourhood_store))
    expected = {code: neighbourhood_store.at([code]) for code in QUARTERS}
    assert sum(map(len, expected.values())) > 0
    with ThreadPoolExecutor(8) as threads:
        asked = [*QUARTERS] * 40
        answers = list(threads.map(lambda code: crowded.observations([code]), asked))
    for code, answer in zip(asked, answers, strict=True):
        assert set(answer) == set(expected[code])
    assert set(crowded.fetch([*QUARTERS])) == {*QUARTERS}, "what one question needs is kept whole"


def test_every_comparator_is_named(near: Neighbourhoods) -> None:
    labels = [near.comparator_label(comparator) for comparator in near.comparators(ONE_TOWN)]
    assert labels[:2] == ["Saint-Denis hors QPV", "Saint-Denis"]
    assert labels[-2:] == ["Ensemble des QPV (France)", "Ensemble des QPV (France métropolitaine)"]
    assert near.comparators(REUNION)[-1] == Comparator("FR", "qpv"), "metropolitan France does not contain it"
    assert Comparator("COM-93001", "outside_qpv") not in near.comparators(TWO_TOWNS), "its part in each town is unknown"


def test_the_median_of_a_quarter_against_its_town(near: Neighbourhoods) -> None:
    """12 810 euros in the quarter, 15 880 in Saint-Denis, both in 2019."""
    gap = near.ask("median_living_standard", Ask(ONE_TOWN, reference="COM-93066"))
    assert isinstance(gap, Gap)
    assert (gap.priority.value, gap.reference.value, gap.period) == (12810, 15880, "2019")
    assert gap.difference.value == -3070
    assert "dans le quartier Les Tilleuls qu’à Saint-Denis" in near.reading.finding(gap)
    assert gap.priority.locator.startswith("data_filo19_qp_revdis.csv, ligne 3, colonne DISP_MED_A19")


def test_what_surrounds_comes_before_the_quarters_of_france(near: Neighbourhoods) -> None:
    """Poverty is known of France in 2018, of all the quarters together in 2019: the gap aims at what surrounds."""
    gap = near.ask("poverty_rate_60", Ask(ONE_TOWN))
    assert isinstance(gap, Gap)
    assert (gap.period, gap.reference.territory, gap.reference.zone) == ("2018", "FRM", "all")
    together = near.ask("poverty_rate_60", Ask(ONE_TOWN, reference="FR/qpv"))
    assert isinstance(together, Gap)
    assert (together.period, together.reference.value) == ("2019", 43.6)
    assert together.reference.source == "insee_filosofi_qpv", "the producer's own figure before a report of it"


def test_a_town_that_holds_a_part_of_the_quarter_is_never_chosen(near: Neighbourhoods) -> None:
    """Les Deux Rives lies in Saint-Denis and in Aubervilliers: it may have more households than either of them."""
    asked = near.ask("single_parent_share_of_caf", Ask(TWO_TOWNS, reference="COM-93066"))
    assert isinstance(asked, Gap)
    assert PARTLY in asked.caveats
    assert CONTAINS not in asked.caveats
    chosen = near.ask("single_parent_share_of_caf", Ask(TWO_TOWNS))
    assert not isinstance(chosen, Gap) or not chosen.reference.territory.startswith("COM-")
    held = {r.label: r.holds_all for r in near.references(TWO_TOWNS, asked.indicator)}
    assert [label for label, whole in held.items() if not whole] == ["Aubervilliers", "Saint-Denis"]
    assert all(r.holds_all for r in near.references(ONE_TOWN, asked.indicator))
    alone = near.ask("single_parent_share_of_caf", Ask(ONE_TOWN, reference="COM-93066"))
    assert isinstance(alone, Gap)
    assert CONTAINS in alone.caveats


def test_a_figure_of_a_wider_population_is_not_compared(near: Neighbourhoods) -> None:
    """The rate of France in 2019 was read in a table that covers more people than the files of Insee."""
    refusal = near.ask("poverty_rate_60", Ask(ONE_TOWN, reference="FR", period="2019"))
    assert isinstance(refusal, Refusal)
    assert refusal.code == RefusalCode.DIFFERENT_UNIVERSE


def test_poverty_is_not_compared_with_a_town_that_has_none(near: Neighbourhoods) -> None:
    refusal = near.ask("poverty_rate_60", Ask(ONE_TOWN, reference="COM-93066"))
    assert isinstance(refusal, Refusal)
    assert refusal.code == RefusalCode.MISSING
    assert "à Saint-Denis" in refusal.text


def test_a_comparator_that_does_not_exist_gives_the_closest(near: Neighbourhoods) -> None:
    with pytest.raises(UnknownIdError) as raised:
        near.ask("poverty_rate_60", Ask(ONE_TOWN, reference="COM-93067"))
    assert raised.value.code == "unknown_comparator"
    assert "COM-93066" in raised.value.closest


def test_the_rest_of_a_town_is_refused_where_a_quarter_overlaps_another_town(near: Neighbourhoods) -> None:
    """Les Deux Rives lies in Saint-Denis and in Aubervilliers: nobody knows how much in each."""
    refusal = near.ask("single_parent_share_of_caf", Ask(ONE_TOWN, reference="COM-93066/outside_qpv"))
    assert isinstance(refusal, Refusal)
    assert refusal.code == RefusalCode.NOT_ADDITIVE


@pytest.mark.parametrize(
    ("indicator", "code", "words"),
    [
        ("median_living_standard", RefusalCode.NOT_ADDITIVE, "« Niveau de vie médian (par an) » ne s’additionne pas"),
        ("gini", RefusalCode.NOT_COMPARABLE, "se décrit, sans écart à mesurer"),
        ("caf_households", RefusalCode.NOT_COMPARABLE, "se décrit, sans écart à mesurer"),
    ],
)
def test_the_rest_of_a_town_is_refused_for_its_own_reason(
    near: Neighbourhoods, indicator: str, code: RefusalCode, words: str
) -> None:
    """Counts that are not published are no reason where no count would help: a median never subtracts."""
    refusal = near.ask(indicator, Ask(ONE_TOWN, reference="COM-93066/outside_qpv"))
    assert isinstance(refusal, Refusal)
    assert refusal.code == code
    assert words in refusal.text


def test_ranks_among_the_quarters_of_each_territory(near: Neighbourhoods, standing: Standing) -> None:
    latest = near.latest(ONE_TOWN, near.catalogue.indicators["poverty_rate_60"])
    assert latest is not None
    position = standing.position(ONE_TOWN, latest, "DEP-93")
    assert isinstance(position, Position)
    poorer = sum(values[3] > QUARTERS[ONE_TOWN][3] for code, values in QUARTERS.items() if code[2:5] == "093")
    assert (position.count, position.higher) == (8, poorer)
    ranks = standing.ranked(ONE_TOWN, latest, "DEP-93")
    assert ranks is not None
    assert (ranks.rank_low, ranks.rank_high) == (poorer + 1, poorer + 1)
    assert standing.ranked(ONE_TOWN, latest, "FR").rank_low == 3 + 4  # type: ignore[union-attr]


def test_a_place_without_quarters_says_so(near: Neighbourhoods, standing: Standing) -> None:
    answer = standing.quarters(near.catalogue.indicators["poverty_rate_60"], "QP2015", None, "DEP-01")
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.territory) == (RefusalCode.MISSING, "DEP-01")
    assert answer.text == "Aucun quartier de ce territoire n’est dans le fichier lu."


def test_a_quarter_whose_caf_counts_are_withheld_keeps_its_face(near: Neighbourhoods) -> None:
    latest = near.latest("QP974004", near.catalogue.indicators["caf_households"])
    assert latest is not None
    assert latest.value is None
    assert latest.face == "missing"


def test_similar_quarters_say_why(standing: Standing) -> None:
    peers = standing.peers(ONE_TOWN, 3)
    assert [peer.code[:5] for peer in peers.peers] == ["QP093"] * 3  # type: ignore[union-attr]
    assert ONE_TOWN not in [peer.code for peer in peers.peers]  # type: ignore[union-attr]
    assert all(peer.alike for peer in peers.peers)  # type: ignore[union-attr]


@pytest.mark.parametrize("code", [ONE_TOWN, TWO_TOWNS, LEFT, REUNION, REDRAWN, ADDED, "DEP-93", "COM-93066", "FR"])
def test_every_profile_can_be_written_for_programs(code: str, near: Neighbourhoods, standing: Standing) -> None:
    told = profile_as_dict(profile(code, near, standing), near)
    assert told["territory"]["code"] == code
    assert told["territory"]["label"]
    for figure in [*told["residents"], *told["figures"], *told["others"]]:
        assert figure["source"] in near.catalogue.sources
        assert figure["locator"]


def test_the_profile_of_a_quarter_over_two_towns(near: Neighbourhoods, standing: Standing) -> None:
    found = profile(TWO_TOWNS, near, standing)
    assert found.territory.label == "Les Deux Rives (Aubervilliers, Saint-Denis)"
    assert [o.value for o in found.residents if o.indicator == "population"] == [6100]
    assert [row["related"] for row in found.passport] == [REDRAWN]


def test_a_quarter_that_left_and_one_that_came(near: Neighbourhoods, standing: Standing) -> None:
    left, came = profile(LEFT, near, standing), profile(ADDED, near, standing)
    assert left.record is not None
    assert came.record is not None
    assert (left.record.status, came.record.status) == ("left", "new")
    assert left.figures
    assert not came.figures, "nothing is read on the map of 2024 yet: nothing is joined to it"


def test_no_figure_crosses_from_one_map_to_the_other(near: Neighbourhoods) -> None:
    for code in (ONE_TOWN, "QN09301M"):
        perimeters = {o.perimeter for o in near.observations([code])}
        assert perimeters <= {near.record(code).perimeter}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("asked", "first"), [("tilleuls", "QN09301M"), ("QP093003", "QP093003"), ("saint denis", "COM-93066")]
)
def test_a_search_finds_quarters_towns_and_codes(asked: str, first: str, near: Neighbourhoods) -> None:
    found = [record.code for record in near.store.territories.search(asked)]
    assert first in found[:3]


def test_a_territory_that_nothing_names_is_refused(near: Neighbourhoods, standing: Standing) -> None:
    with pytest.raises(UnknownIdError):
        profile("QP093099", near, standing)
