"""What changed over one comparable stretch, and what is not said of it."""

from __future__ import annotations

import pytest

from dashboard import french
from dashboard.claims.claim import Claim, Measure
from dashboard.claims.of_trend import claims_of_trend, trend_text
from dashboard.gaps import GapSeries, gap_series, series_of, trend_of
from etl.catalogue import Catalogue, Indicator, Territory
from etl.model import PERIOD_NOTES, Observation
from tests.dashboard.claims.proof import check
from tests.dashboard.small import between, break_at, catalogue, gap_of, indicator, observed, pair

REGISTER = catalogue(indicator(measurement="register"))


def figures(*ends: tuple[str, float, float], **fields: str) -> list[Observation]:
    return [o for period, here, there in ends for o in pair(here, there, period=period, **fields)]


def series(known: list[Observation], where: Catalogue = REGISTER) -> GapSeries:
    return gap_series(where, known, gap_of(known, where=where))


def told(known: list[Observation], where: Catalogue = REGISTER) -> dict[str, Claim]:
    claims = claims_of_trend(series(known, where), where)
    for claim in claims:
        check(claim, where)
    return {claim.rule: claim for claim in claims}


def plain(claim: Claim) -> str:
    return claim.text.replace(french.NBSP, " ").replace("\u202f", " ")


def test_a_movement_gives_both_ends_on_both_scales():
    claim = told(figures(("2014", 27.0, 10.0), ("2018", 20.0, 9.0)))["trend.movement"]
    assert plain(claim) == ("L’écart se resserre : de 17 points et 2,7 fois en 2014 à 11 points et 2,2 fois en 2018.")
    assert [(q.measure, q.value) for q in claim.quantities] == [
        (Measure.DIFFERENCE, 17.0), (Measure.DIFFERENCE, 11.0), (Measure.RATIO, 2.7), (Measure.RATIO, 20 / 9),
    ]  # fmt: skip
    assert len(claim.observations) == 4


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((30.0, 20.0), (12.0, 6.0), "mais le rapport augmente (1,5 fois, puis 2 fois)"),
        ((20.0, 10.0), (10.0, 5.0), "mais le rapport ne change guère (2 fois aux deux dates)"),
        ((10.0, 20.0), (3.0, 9.0), "mais le rapport s’éloigne de l’égalité (0,5 fois, puis 0,3 fois)"),
    ],
)
def test_two_scales_that_disagree_are_both_said(first: tuple[float, float], last: tuple[float, float], words: str):
    rules = told(figures(("2014", *first), ("2018", *last)))
    text = plain(rules["trend.disagreement"])
    assert text.startswith("En points, l’écart se resserre (de 10 points en 2014 à ")
    assert words in text
    assert "trend.movement" not in rules


def test_a_wider_difference_with_a_smaller_ratio_is_said_too():
    text = plain(told(figures(("2014", 10.0, 5.0), ("2018", 30.0, 20.0)))["trend.disagreement"])
    assert text.startswith("En points, l’écart se creuse (de 5 points en 2014 à 10 points en 2018), mais le rapport ")
    assert "diminue (2 fois, puis 1,5 fois)" in text


def test_the_levels_of_both_ends_are_told():
    claim = told(figures(("2014", 27.0, 10.0), ("2018", 20.0, 10.0)))["trend.levels"]
    assert plain(claim) == (
        "De 2014 à 2018, le taux de chômage passe de 27 % à 20 % dans les QPV, et reste à 10 % dans les autres "
        "quartiers."
    )


def test_a_break_is_said_and_nothing_is_compared_across_it():
    where = catalogue(indicator(measurement="register"), breaks=(break_at("2018"),))
    rules = told(figures(("2014", 27.0, 10.0), ("2016", 25.0, 10.0), ("2018", 15.0, 9.0)), where)
    assert plain(rules["trend.break"]) == "La mesure change en 2018 : rien n’est comparé entre avant et après."
    assert rules["trend.break"].caveats == ("La mesure change en 2018.",)
    assert "la mesure a changé depuis" in rules["trend.movement"].text
    assert not any("15 %" in plain(claim) for claim in rules.values())


def test_an_odd_year_is_no_end():
    where = catalogue(indicator(measurement="register"), breaks=(break_at("2020", "exceptional"),))
    rules = told(figures(("2018", 24.0, 9.0), ("2019", 22.0, 9.0), ("2020", 10.0, 9.0)), where)
    assert plain(rules["trend.exceptional"]) == (
        "2020, période exceptionnelle, n’est ni le départ ni l’arrivée de ce mouvement."
    )
    assert "2020" not in rules["trend.movement"].text


def test_publications_that_form_no_series_have_no_evolution():
    where = catalogue(indicator(uses={"level": True, "comparison": True, "evolution": False}))
    rules = told(figures(("2014", 27.0, 10.0), ("2018", 20.0, 9.0)), where)
    assert plain(rules["trend.not_followed"]) == "Deux millésimes ne font pas une évolution."
    assert set(rules) == {"trend.none", "trend.not_followed"}


@pytest.mark.parametrize(
    ("universe", "words"),
    [("actifs de 15 ans ou plus", "des habitants partent, d’autres arrivent"), ("commerces", "ce qui s’y trouve")],
)
def test_places_are_followed_not_people(universe: str, words: str):
    known: Indicator = indicator(measurement="register", universe=universe)
    text = told(figures(("2014", 27.0, 10.0), ("2018", 20.0, 9.0)), catalogue(known))["trend.places"].text
    assert words in text


def quarter_series(**fields: str) -> tuple[GapSeries, Catalogue]:
    where = catalogue(indicator())
    place = Territory(id="QP093001", label="Les Tilleuls", kind="neighbourhood", within="dans le quartier Les Tilleuls")
    where = catalogue(indicator(), territories={**where.territories, place.id: place})
    gaps = [
        between(observed(here, territory=place.id, period=p, **fields), observed(there, "all", period=p), where)
        for p, here, there in (("2014", 27.0, 10.0), ("2018", 20.0, 9.0))
    ]
    return series_of(gaps, where), where


def test_no_movement_is_told_of_one_quarter_of_unknown_precision():
    known, where = quarter_series()
    claims = {claim.rule: claim for claim in claims_of_trend(known, where, "dans le quartier")}
    for claim in claims.values():
        check(claim, where)
    text = plain(claims["trend.unestablished"])
    assert text.startswith("L’écart n’a pas d’évolution établie : de 17 points et 2,7 fois en 2014 à")
    assert "précision non publiée pour un seul quartier" in text
    assert "dans le quartier" in claims["trend.levels"].text


def test_a_date_that_is_not_written_is_not_made_surer():
    known, where = quarter_series(note=PERIOD_NOTES["deduced"])
    claims = {claim.rule: plain(claim) for claim in claims_of_trend(known, where)}
    assert "vers 2014 (date déduite)" in claims["trend.unestablished"]
    assert claims["trend.levels"].startswith("De 2014 à 2018 (dates que la source n’écrit pas), ")


def test_the_text_of_pages_is_the_first_sentence():
    known = series(figures(("2014", 27.0, 10.0), ("2018", 20.0, 9.0)))
    text = trend_text(trend_of(known), known.gaps[-1], REGISTER)
    assert text == claims_of_trend(known, REGISTER)[0].text


def test_nothing_is_said_of_no_gap():
    assert claims_of_trend(GapSeries((), (), ()), REGISTER) == []
