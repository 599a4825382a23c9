"""Ranks, spreads and residents: the sentence of the page, with its numbers."""

from __future__ import annotations

import pytest

from dashboard import french
from dashboard.claims.claim import Measure
from dashboard.claims.inhabitants import residents_sentences
from dashboard.claims.of_place import claim_of_spread, claims_of_place, claims_of_residents, observation_of
from dashboard.claims.placing import place_sentence, spread_sentence
from dashboard.gaps import Distribution, Funnel, Ranking
from dashboard.gaps.ranking import RankedQuarter
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.ranked import Ranked, ranked
from dashboard.questions.reading import Reading
from dashboard.questions.standing import Standing
from dashboard.store import Store
from etl.model import Perimeter
from tests.dashboard.claims.proof import check_form, check_words, check_written

NAMES = ("poverty_rate_60", "caf_rsa_share", "median_living_standard", "employment_rate", "under_25_share")


@pytest.fixture(scope="module")
def standing(neighbourhood_store: Store) -> Standing:
    return Standing(Neighbourhoods(Reading(neighbourhood_store)))


@pytest.fixture(scope="module")
def answers(standing: Standing) -> list[Ranked]:
    found = [ranked(standing, name, Perimeter.QP2015, None, "FR") for name in NAMES]
    return [answer for answer in found if isinstance(answer, Ranked)]


def rows(answers: list[Ranked]) -> list[tuple[Ranked, Ranking, RankedQuarter]]:
    return [
        (answer, answer.ranking, row)
        for answer in answers
        if isinstance(answer.ranking, Ranking)
        for row in answer.ranking.rows
    ]


def test_where_each_quarter_stands_is_told_with_its_numbers(answers: list[Ranked], standing: Standing):
    catalogue = standing.near.catalogue
    known = rows(answers)
    assert known
    for answer, ranking, row in known:
        funnel = answer.funnel if isinstance(answer.funnel, Funnel) else None
        first, *more = claims_of_place(ranking, row, "Les Tilleuls", catalogue, funnel)
        assert first.text == french.typography(place_sentence(ranking, row, "Les Tilleuls", catalogue))
        for claim in (first, *more):
            check_form(claim.text)
            check_words(claim.text)
            assert len(claim.observations) == 1
        for quantity in first.quantities:
            assert quantity.text in first.text, (quantity, first.text)
            check_written(quantity)
        by_measure = {q.measure: q.value for q in first.quantities}
        assert by_measure[Measure.LEVEL] == row.value
        if first.rule == "place.ranks":
            assert {q.value for q in first.quantities if q.measure == Measure.RANK} == {row.rank_low, row.rank_high}
        else:
            assert "rang " not in first.text or first.rule == "place.unranked"


def test_the_figure_behind_a_rank_is_found_again_in_the_store(answers: list[Ranked], standing: Standing):
    """The observation made from a row has the key of the one in the store, and its value as it is told."""
    for answer, ranking, row in rows(answers):
        told = observation_of(row, answer.quarters.subject)
        known = [
            o
            for o in standing.near.by_indicator(row.code).get(told.indicator, ())
            if (o.territory, o.zone, o.perimeter, o.period, o.stratum, o.source)
            == (told.territory, told.zone, told.perimeter, told.period, told.stratum, told.source)
        ]
        assert len(known) == 1
        assert known[0].locator == told.locator
        assert known[0].value is not None
        assert round(known[0].value, ranking.subject.indicator.decimals) == told.value


def test_how_quarters_are_spread_is_told_with_its_quartiles(answers: list[Ranked], standing: Standing):
    spreads = [answer.spread for answer in answers if isinstance(answer.spread, Distribution)]
    assert spreads
    for spread in spreads:
        claim = claim_of_spread(spread, standing.near.catalogue)
        assert claim.text == french.typography(spread_sentence(spread, standing.near.catalogue))
        for quantity in claim.quantities:
            assert quantity.text in claim.text
            check_written(quantity)
        levels = [q.value for q in claim.quantities if q.measure == Measure.LEVEL]
        assert levels[0] == spread.median
        assert set(levels) <= set(spread.quartiles)


def test_who_lives_in_a_place_is_told_as_the_page_tells_it(standing: Standing):
    near = standing.near
    met = 0
    for record in near.store.territories.of_kind("neighbourhood"):
        known = [o for name in ("population", "under_25_share") for o in near.by_indicator(record.code).get(name, ())]
        claims = claims_of_residents(known, near.catalogue)
        assert [claim.text for claim in claims] == [
            french.typography(text) for text in residents_sentences(known, near.catalogue)
        ]
        for claim in claims:
            check_form(claim.text)
            assert [q.value for q in claim.quantities] == [o.value for o in claim.observations]
            assert all(q.text in claim.text for q in claim.quantities)
            met += 1
    assert met
