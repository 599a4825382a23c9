"""What the pages about many quarters are made of: ranks as told, places named by words, dates that do not mix."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.claims.placing import chance_sentence, ordinal, place_sentence, ranks_words
from dashboard.components.side_by_side import finding, lines_table, path
from dashboard.gaps import Funnel, Place, Quarters, Ranking, rank_quarters
from dashboard.gaps.quarters import as_told
from dashboard.illustrations.ranks import funnel_chart, order_chart, spread_chart
from dashboard.questions.comparison import MOST, Kind, compared, named
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.ranked import Ranked, ranked, spreads
from dashboard.questions.reading import Reading
from dashboard.questions.standing import Standing
from dashboard.routing import Router, query_of
from dashboard.store import Store
from etl.model import PERIOD_NOTES, Perimeter
from tests.dashboard.small import observed, store_of
from tests.dashboard.walk import text_of


@pytest.fixture(scope="module")
def standing(neighbourhood_store: Store) -> Standing:
    return Standing(Neighbourhoods(Reading(neighbourhood_store)))


def quarters(standing: Standing, values: list[float], people: float = float("nan")) -> Quarters:
    """The quarters of the RSA share, an exhaustive file told to one decimal, with other values, each among so many
    people, when that is published."""
    known = standing.quarters(standing.near.catalogue.indicators["caf_rsa_share"], Perimeter.QP2015, "2020-12-31")
    assert isinstance(known, Quarters)
    count = len(values)
    return replace(
        known,
        codes=known.codes[:count],
        locators=known.locators[:count],
        values=np.array(values),
        lower=known.lower[:count],
        upper=known.upper[:count],
        n=np.full(count, people),
        faces=known.faces[:count],
    )


def test_two_shares_that_read_alike_have_the_same_ranks(standing: Standing):
    """25.96 and 26.04 both read 26,0 %: nothing tells them apart."""
    order = rank_quarters(as_told(quarters(standing, [26.04, 25.96, 30.0, 20.0])))
    assert isinstance(order, Ranking)
    assert [(row.value, row.rank_low, row.rank_high) for row in order.rows] == [
        (30.0, 1, 1), (26.0, 2, 3), (26.0, 2, 3), (20.0, 4, 4),
    ]  # fmt: skip


@given(values=st.lists(st.floats(0, 100), min_size=4, max_size=10))
def test_values_as_told_never_cross(standing: Standing, values: list[float]):
    told = as_told(quarters(standing, values)).values
    assert np.all(np.abs(told - np.array(values)) <= 0.05 + 1e-9)
    assert all(np.diff(told[np.argsort(values, kind="stable")]) >= 0)


def test_the_answer_is_computed_once_and_each_part_may_be_refused(standing: Standing):
    found = ranked(standing, "poverty_rate_60", "QP2015", None, "REG-04")
    assert isinstance(found, Ranked)
    assert found.quarters.count == 4
    assert sum(group.count for group in found.bins) == 4
    assert ranked(standing, "poverty_rate_60", "QP2015", None, "REG-04") is found


def test_rank_words():
    assert ranks_words(1, 1) == "au 1ᵉʳ rang"
    assert ranks_words(2, 1234) == "entre le 2ᵉ et le 1\u202f234ᵉ rang"
    assert ordinal(3) == "3ᵉ"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place.WITHIN, "ne dépasse pas ce que le hasard"),
        (Place.ABOVE_95, "à la limite de ce que le hasard"),
        (Place.BELOW_998, "dépasse ce que le hasard"),
        (Place.TOO_SMALL, "trop peu de monde"),
    ],
)
def test_what_chance_explains_is_told_of_each_place(place: Place, words: str, standing: Standing):
    found = ranked(standing, "caf_rsa_share", "QP2015", None, "FR")
    assert isinstance(found, Ranked)
    assert isinstance(found.funnel, Funnel)
    cone = replace(found.funnel, places=np.full(len(found.funnel.codes), place.value))
    assert words in chance_sentence(cone, cone.codes[0])
    assert chance_sentence(cone, "QP000000") == ""


def test_the_lowest_first_is_told_too(standing: Standing):
    order = rank_quarters(quarters(standing, [10.0, 20.0, 30.0, 40.0], people=2000), descending=False)
    assert isinstance(order, Ranking)
    sentence = place_sentence(order, order.rows[0], "Les Tilleuls", standing.near.catalogue)
    assert "au 1ᵉʳ rang des 4 quartiers" in sentence
    assert sentence.endswith("le 1ᵉʳ rang étant celui de la valeur la plus faible.")


def test_without_numbers_of_people_a_fifth_is_told_and_no_rank(standing: Standing):
    """Ten values, two in each fifth: the third has seven of the nine others under it."""
    order = rank_quarters(quarters(standing, [float(10 * rank) for rank in range(1, 11)]))
    assert isinstance(order, Ranking)
    told = place_sentence(order, order.rows[2], "Les Tilleuls", standing.near.catalogue)
    assert told.endswith(
        "est de 80,0\u00a0% dans le quartier Les Tilleuls, dans le deuxième cinquième des 10 quartiers publiés : "
        "au-dessus de 78\u00a0% des autres quartiers."
    )
    assert "rang" not in told


def test_quartiles_are_those_of_the_latest_period(standing: Standing):
    known = spreads(standing.near, standing.near.catalogue.indicators["poverty_rate_60"])
    assert known[0].territory == "FR"
    assert {row.median.period for row in known} == {"2019"}
    by_place = {row.territory: row.median.value for row in known}
    assert by_place["DEP-93"] == pytest.approx(41.9)
    assert spreads(standing.near, standing.near.catalogue.indicators["gini"]) == []


def test_a_figure_of_another_period_says_so():
    """The rate of métropole is of 2022, that of Île-de-France of 2014: neither takes the date of the other."""
    near = Neighbourhoods(Reading(store_of([observed(18.3), observed(20.0, territory="REG-11", period="2014")])))
    (line,) = compared(near, ["FRM", "REG-11"], "unemployment")
    assert line.period == "2022"
    assert [(f.kind, f.observation.period) for cell in line.cells for f in cell] == [
        (Kind.TOGETHER, "2022"),
        (Kind.TOGETHER, "2014"),
    ]
    assert [f.observation.territory for f in line.shared] == ["FRM"], "what is of another period is not drawn with it"
    text = text_of(lines_table(near, ["FRM", "REG-11"], [line]))
    assert "18,3\u00a0% (ses quartiers réunis, contours 2015)" in text
    assert "20\u00a0% (ses quartiers réunis, contours 2015, 2014)" in text


def test_the_period_of_a_line_is_the_one_most_territories_have():
    near = Neighbourhoods(
        Reading(
            store_of([observed(18.3), observed(26.7, period="2014"), observed(20.0, territory="REG-11", period="2014")])
        )
    )
    (line,) = compared(near, ["FRM", "REG-11"], "unemployment")
    assert line.period == "2014"
    assert [f.observation.value for f in line.shared] == [26.7, 20.0]


def test_a_doubtful_period_comes_last_in_a_comparison():
    """Both have 2024, that nobody vouches for: the line is of 2014, and a cell without it falls back on 2010."""
    doubtful = {"period": "2024", "obs_status": "U", "note": PERIOD_NOTES["doubtful"]}
    figures = [
        observed(18.3, **doubtful),
        observed(20.0, territory="REG-11", **doubtful),
        observed(26.7, period="2014"),
        observed(27.1, territory="REG-11", period="2010"),
    ]
    near = Neighbourhoods(Reading(store_of(figures)))
    (line,) = compared(near, ["FRM", "REG-11"], "unemployment")
    assert line.period == "2014"
    assert [f.observation.period for cell in line.cells for f in cell] == ["2014", "2010"]
    (alone,) = compared(Neighbourhoods(Reading(store_of(figures[:2]))), ["FRM", "REG-11"], "unemployment")
    assert alone.period == "2024", "when there is no other"
    assert finding(near, alone).startswith("Vers 2024 (date incertaine), le taux de chômage va de")
    assert "(2024, date incertaine)" in text_of(lines_table(near, ["FRM", "REG-11"], [alone]))
    assert "2010)" in text_of(lines_table(near, ["FRM", "REG-11"], [line]))


def test_a_deduced_period_is_told_in_the_place_of_a_quarter(standing: Standing):
    known = quarters(standing, [10.0, 20.0, 30.0, 40.0], people=2000)
    order = rank_quarters(replace(known, subject=replace(known.subject, period="2018", note=PERIOD_NOTES["deduced"])))
    assert isinstance(order, Ranking)
    sentence = place_sentence(order, order.rows[0], "Les Tilleuls", standing.near.catalogue)
    assert sentence.startswith("Vers 2018 (date déduite), le quartier Les Tilleuls se place")
    assert PERIOD_NOTES["deduced"] in order_chart(standing.near, order, "").caveats


def test_every_chart_of_a_ranking_says_that_its_period_is_deduced(standing: Standing):
    found = ranked(standing, "caf_rsa_share", "QP2015", None, "FR")
    assert isinstance(found, Ranked)
    words = found.quarters.subject.note
    assert words == PERIOD_NOTES["deduced"]
    near = standing.near
    charts = [spread_chart(near, found, found.spread, ""), order_chart(near, found.ranking, "")]  # type: ignore[arg-type]
    for chart in [*charts, funnel_chart(near, found.funnel, "")]:  # type: ignore[arg-type]
        assert chart.caveats.count(words) == 1
        assert "31 décembre 2020, date déduite" in chart.subtitle


def test_a_secret_keeps_its_place_in_a_comparison():
    near = Neighbourhoods(Reading(store_of([observed(None, conf_status="C"), observed(20.0, territory="REG-11")])))
    (line,) = compared(near, ["FRM", "REG-11"], "unemployment")
    assert "secret statistique" in text_of(lines_table(near, ["FRM", "REG-11"], [line]))
    assert [f.observation.territory for f in line.shared] == ["REG-11"]


@given(text=st.text("QPDEFR0913-,; é<", max_size=100))
def test_any_text_names_at_most_six_territories(standing: Standing, text: str):
    found = named(standing.near, text)
    assert len(found.codes) <= MOST
    assert len(set(found.codes)) == len(found.codes)
    assert all(code in standing.near.store.territories for code in found.codes)


def test_codes_are_read_as_people_write_them(standing: Standing):
    found = named(standing.near, "qp093001; DEP-93 , QP093001,,FR")
    assert found.codes == ("QP093001", "DEP-93", "FR")
    assert (found.unknown, found.beyond) == ((), ())


def test_the_longest_comparison_fits_the_address(standing: Standing):
    """Six EPCI and a reference: what the page writes is what it reads back."""
    codes = [f"EPCI-20005478{digit}" for digit in range(6)]
    query = query_of(path(codes, "living_standard_d1", codes[0]).partition("?")[2])
    view = Router(standing.near.reading).view("/comparer")
    assert {item.name for item in view.filters} >= set(query)
    assert len(query["territoires"]) <= 100
