"""The sentence of a gap: what it says, and what it never says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.claims.finding import both_values, finding, short_finding, that
from dashboard.gaps import Gap, Verdict, find_gap
from dashboard.store import Store
from etl.catalogue import Catalogue
from etl.model import PERIOD_NOTES, Observation
from tests.dashboard.small import CADRES, INCOME, between, catalogue, indicator, observed, of, pair

SMALL = catalogue()
NBSP = "\u00a0"


def told(here: Observation, there: Observation, where: Catalogue = SMALL) -> str:
    return finding(between(here, there, where), where).replace(NBSP, " ")


def test_a_ratio_is_said_from_one_and_a_half_times():
    assert told(*pair(18.3, 7.5)) == (
        "En 2022, le taux de chômage est 2,4 fois plus élevé dans les QPV que dans les autres quartiers : "
        "18,3 % contre 7,5 %."
    )


def test_a_page_that_names_the_place_need_not_say_it_again():
    gap = between(*pair(18.3, 7.5), SMALL)
    text = finding(gap, SMALL, "dans le quartier").replace(NBSP, " ")
    assert text == (
        "En 2022, le taux de chômage est 2,4 fois plus élevé dans le quartier que dans les autres quartiers : "
        "18,3 % contre 7,5 %."
    )
    assert text == f"{short_finding(gap, SMALL, 'dans le quartier')} : {both_values(gap, SMALL)}.".replace(NBSP, " ")


def test_a_smaller_gap_is_said_in_points():
    assert told(*pair(9.0, 7.5)) == (
        "En 2022, le taux de chômage est plus élevé de 1,5 point dans les QPV que dans les autres quartiers : "
        "9 % contre 7,5 %."
    )


def test_a_lower_value_is_never_so_many_times_lower():
    text = told(*pair(3.0, 9.0))
    assert "plus faible de 6 points dans les QPV" in text
    assert "fois" not in text


def test_money_is_said_in_euros():
    assert told(of(INCOME, 14_000), of(INCOME, 22_000, "uue")) == (
        "En 2022, le niveau de vie médian est plus faible de 8\u202f000 € dans les QPV que dans les autres quartiers : "
        "14\u202f000 € contre 22\u202f000 €."
    )


@pytest.mark.parametrize(
    ("gender", "here", "words"),
    [("f", 30.0, "2 fois plus élevée dans"), ("f", 17.0, "plus élevée de"), ("m", 30.0, "plus élevé dans")],
)
def test_the_adjective_agrees(gender: str, here: float, words: str):
    where = catalogue(CADRES.model_copy(update={"gender": gender}))
    assert words in told(of(CADRES, here), of(CADRES, 15.0, "uue"), where)


def test_a_difference_that_rounding_explains_has_no_direction():
    text = told(of(CADRES, 15.1), of(CADRES, 15.0, "uue"))
    assert (
        "se situe à un niveau proche dans les QPV et dans les autres quartiers (écart trop petit pour conclure)" in text
    )
    assert "plus" not in text


def test_a_lower_value_needs_no_agreement():
    assert "la part des cadres est plus faible de" in told(of(CADRES, 5.0), of(CADRES, 15.0, "uue"))


def test_que_is_elided_before_a_vowel():
    assert "dans les QPV qu’à l’échelle du pays" in told(observed(18.3), observed(9.0, "all"))
    assert "que hors des QPV" in told(observed(18.3), observed(9.0, "outside_qpv"))


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("à moins de 300 m", "qu’à moins de 300 m"),
        ("en milieu rural", "qu’en milieu rural"),
        ("ailleurs", "qu’ailleurs"),
        ("Île-de-France", "qu’Île-de-France"),
        ("dans les QPV", "que dans les QPV"),
        ("hors des QPV", "que hors des QPV"),
    ],
)
def test_that(words: str, text: str):
    assert that(words) == text


def test_no_comparative_when_the_interval_contains_zero():
    text = told(*pair(10.0, 9.0, n=100))
    assert text.startswith(
        "En 2022, le taux de chômage ne se distingue pas nettement dans les QPV et dans les autres quartiers"
    )
    assert "plus" not in text
    assert "fois" not in text


def test_no_comparative_between_equal_values():
    text = told(*pair(9.0, 9.0))
    assert "est au même niveau dans les QPV et dans les autres quartiers : 9 % contre 9 %." in text
    assert "plus" not in text


def test_the_people_are_named_when_they_are_not_the_usual_ones():
    assert "le taux de chômage (femmes) est" in told(*pair(20.0, 8.0, sex="F"))
    assert "le taux de chômage (15 à 29 ans) est" in told(*pair(38.4, 15.0, age="Y15T29"))
    assert "(" not in told(*pair(18.3, 7.5)), "the usual ones are not"


def test_everybody_is_named_when_the_indicator_is_about_some():
    where = catalogue(indicator(default_sex="F"))
    assert "le taux de chômage (femmes et hommes) est" in told(*pair(18.3, 7.5), where)
    assert "le taux de chômage (femmes) est" in told(*pair(18.3, 7.5, sex="F"), where), "never only the usual ones"


def test_the_place_is_named_when_it_is_not_the_country():
    assert told(*pair(16.0, 8.0, territory="REG-11")).startswith("En 2022, en Île-de-France, le taux de chômage est 2")
    assert told(*pair(16.0, 8.0, territory="COM-93066")).startswith("En 2022, COM-93066, le taux")


def test_a_figure_dated_by_its_publication_is_not_dated_by_its_data():
    pair_ = [replace(side, period="2019-04", note=PERIOD_NOTES["publication"]) for side in pair(18.3, 7.5)]
    assert told(*pair_).startswith("D’après une publication d’avril 2019, le taux")


def test_approximate_values_stay_approximate():
    here, there = pair(30.0, 15.0)
    assert told(replace(here, qualifier="nearly"), replace(there, qualifier="about")).endswith(
        ": près de 30 % contre environ 15 %."
    )


def test_the_title_is_the_sentence_without_its_values():
    gap = between(*pair(18.3, 7.5))
    assert finding(gap, SMALL).startswith(short_finding(gap, SMALL) + f" : 18,3{NBSP}%")
    assert not short_finding(gap, SMALL).endswith(".")


@given(st.integers(0, 1000), st.integers(0, 1000), st.sampled_from([None, 20, 100, 5000]))
def test_a_sentence_never_says_more_than_its_gap(here: int, there: int, people: int | None):
    gap = between(*pair(here / 10, there / 10, n=people))
    text = finding(gap, SMALL)
    assert text.endswith(".")
    unclear = (Verdict.EQUAL, Verdict.CLOSE, Verdict.UNDETERMINED)
    assert ("plus élevé" in text or "plus faible" in text) == (gap.verdict not in unclear)
    if "plus élevé" in text:
        assert here > there
    if "plus faible" in text:
        assert here < there
    if "fois" in text:
        assert gap.ratio is not None
        assert gap.ratio.value >= 1.5
    for word in ("cause", "discrimin", "à cause", "grâce", "parce", "donc", "échec"):
        assert word not in text


def test_the_project_says_what_was_published(catalogue: Catalogue, built_store: Store):
    gap = find_gap(catalogue, built_store.of("unemployment_rate"), "unemployment_rate")
    assert isinstance(gap, Gap)
    assert finding(gap, catalogue).replace(NBSP, " ") == (
        "En 2022, le taux de chômage est 2,4 fois plus élevé dans les QPV que dans les autres quartiers des mêmes "
        "agglomérations : 18,3 % contre 7,5 %."
    )


def test_every_sentence_of_the_project_reads(catalogue: Catalogue, built_store: Store):
    for name, known in catalogue.indicators.items():
        gap = find_gap(catalogue, built_store.of(name), name)
        if not isinstance(gap, Gap):
            continue
        text = finding(gap, catalogue)
        assert text[0].isupper()
        assert text.endswith(".")
        for wrong in ("  ", "..", " ,", "None", "_", "que à", "que en", "que a", " de le ", " de les "):
            assert wrong not in text, (name, text)
        assert ("plus élevée" in text) <= (known.gender == "f"), text


def test_neutral_indicators_are_not_judged_in_words():
    where = catalogue(indicator(polarity="neutral"))
    text = told(*pair(18.3, 7.5), where)
    assert not any(word in text for word in ("défavorable", "favorable", "mieux", "pire"))


def test_a_ratio_bears_no_more_digits_than_its_values():
    rounded = [replace(side, qualifier="about") for side in pair(43.0, 14.0)]
    assert "est environ 3 fois plus élevé" in told(*rounded)
    small = [replace(side, qualifier="in_words") for side in pair(16.7, 10.0)]
    assert "est environ 1,7 fois plus élevé" in told(*small)
