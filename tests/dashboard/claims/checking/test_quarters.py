"""Sentences about one quarter, on the twelve invented ones."""

from __future__ import annotations

import pytest

from dashboard import french
from dashboard.claims.checking import Verdict
from dashboard.claims.finding import finding
from dashboard.gaps import Gap
from dashboard.questions.checking import check_claim
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.reading import Reading
from dashboard.store import Store
from tests.small_raw import QUARTERS

QUARTER = "QP093001"


@pytest.fixture(scope="module")
def near(neighbourhood_store: Store) -> Neighbourhoods:
    return Neighbourhoods(Reading(neighbourhood_store))


def gaps_of(near: Neighbourhoods, code: str) -> list[Gap]:
    """Every latest gap of a quarter, one a comparator and indicator."""
    answers = [
        reference.answer
        for indicator in near.catalogue.indicators.values()
        if near.by_indicator(code).get(indicator.id)
        for reference in near.references(code, indicator)
    ]
    return [answer for answer in answers if isinstance(answer, Gap)]


def named_for_sure(near: Neighbourhoods, code: str) -> bool:
    """Whether no other quarter bears the name that a sentence gives it."""
    name = french.place_name(near.store.territories[code])
    others = [r for r in near.store.territories.of_kind("neighbourhood") if r.code != code]
    return all(french.place_name(near.store.territories[other.code]) != name for other in others)


def test_what_the_product_writes_of_a_quarter_is_confirmed(near: Neighbourhoods) -> None:
    told = 0
    for code in QUARTERS:
        if not named_for_sure(near, code):
            continue
        for gap in gaps_of(near, code):
            sentence = finding(gap, near.catalogue)
            answer = check_claim(sentence, near.reading)
            assert answer.verdict == Verdict.SUPPORTED, f"{sentence}\n{answer.reason}"
            told += 1
    assert told > 20


def test_a_quarter_is_known_by_its_code(near: Neighbourhoods) -> None:
    figure = near.latest(QUARTER, near.catalogue.indicators["poverty_rate_60"])
    assert figure is not None
    assert figure.value is not None
    value = french.value(figure, near.catalogue)
    sentence = f"En {figure.period}, le taux de pauvreté du quartier {QUARTER} est de {{}}."
    assert check_claim(sentence.format(value), near.reading).verdict == Verdict.SUPPORTED
    other = f"{french.number(figure.value + 3)} %"
    answer = check_claim(sentence.format(other), near.reading)
    assert answer.verdict == Verdict.UNSUPPORTED
    assert {checked.observation.territory for checked in answer.figures} == {QUARTER}


@pytest.mark.parametrize(
    "sentence",
    [
        "Le taux de pauvreté du quartier Les Inconnus est de 40 %.",
        "Dans le quartier QP999999, le taux de pauvreté est de 40 %.",
        "Le taux de chômage est de 40 % dans le quartier {name}.",
    ],
)
def test_a_quarter_without_figures_is_not_checked(near: Neighbourhoods, sentence: str) -> None:
    name = french.place_name(near.store.territories[QUARTER])
    assert check_claim(sentence.format(name=name), near.reading).verdict == Verdict.NOT_CHECKABLE


def test_a_rank_among_quarters_goes_too_far(near: Neighbourhoods) -> None:
    name = french.place_name(near.store.territories[QUARTER])
    for sentence in (
        f"Le quartier {name} est le 2e quartier le plus pauvre de Seine-Saint-Denis.",
        f"Pour le taux de pauvreté, le quartier {name} arrive en tête.",
    ):
        assert check_claim(sentence, near.reading).verdict == Verdict.OVER_CLAIMED
