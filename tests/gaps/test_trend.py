"""Does the gap narrow? Never said across a break, from an exceptional year, or of figures that form no series."""

from __future__ import annotations

import pytest

from dashboard import french
from dashboard.components.gap import trend_text
from dashboard.gaps import MOVEMENTS, Gap, Trend, gap_series, trend_of
from dashboard.gaps.convergence import Movement
from dashboard.questions.reading import Reading
from dashboard.store import Store
from etl.catalogue import Catalogue
from etl.model import Observation
from tests.dashboard.small import break_at, catalogue, gap_of, indicator, pair, store_of

REGISTER = indicator(measurement="register")


def figures(*gaps: tuple[str, float, float], **fields: float) -> list[Observation]:
    return [o for period, here, there in gaps for o in pair(here, there, period=period, **fields)]


def trend(observations: list[Observation], where: Catalogue | None = None) -> Trend:
    known = where or catalogue()
    return trend_of(gap_series(known, observations, gap_of(observations, where=known)))


def reading(observations: list[Observation], where: Catalogue | None = None) -> Reading:
    return Reading(store_of(observations, where))


def words(known: Reading) -> str:
    gap = known.gap("unemployment")
    assert isinstance(gap, Gap)
    return trend_text(known, gap)


def ends(found: Trend) -> tuple[str, str]:
    assert found.first is not None
    assert found.last is not None
    return found.first.period, found.last.period


@pytest.mark.parametrize(
    ("first", "last", "movement"),
    [
        ((27.0, 10.0), (20.0, 9.0), Movement.NARROWING),
        ((20.0, 10.0), (30.0, 10.0), Movement.WIDENING),
        ((20.0, 10.0), (20.0, 10.0), Movement.STABLE),
        ((12.0, 10.0), (8.0, 10.0), Movement.REVERSED),
        ((5.0, 10.0), (8.0, 10.0), Movement.NARROWING),
    ],
)
def test_movements_of_counted_figures(first: tuple[float, float], last: tuple[float, float], movement: Movement):
    found = trend(figures(("2014", *first), ("2018", *last)), catalogue(REGISTER))
    assert found.movement == movement
    assert found.established, "a file without sampling error allows to say it"
    assert ends(found) == ("2014", "2018")


def test_without_a_published_precision_the_movement_is_a_description():
    found = trend(figures(("2014", 27.0, 10.0), ("2018", 20.0, 9.0)))
    assert found.movement == Movement.NARROWING
    assert not found.established


def test_large_samples_establish_what_small_ones_do_not():
    moves = (("2014", 27.0, 10.0), ("2018", 20.0, 9.0))
    assert trend(figures(*moves, n=1_000_000)).established
    assert not trend(figures(*moves, n=100)).established


def test_absolute_and_relative_may_disagree_and_both_are_kept():
    """Both rates halve: half as many points, the same ratio."""
    found = trend(figures(("2014", 20.0, 10.0), ("2018", 10.0, 5.0)), catalogue(REGISTER))
    assert found.movement == Movement.ABSOLUTE_AND_RELATIVE_DISAGREE
    assert found.change is not None
    assert (found.change.absolute, found.change.relative) == (Movement.NARROWING, Movement.STABLE)


def test_a_trend_stops_at_a_break():
    known = figures(("2014", 27.0, 10.0), ("2016", 25.0, 10.0), ("2018", 15.1, 9.1), ("2020", 18.4, 9.2))
    found = trend(known, catalogue(REGISTER, breaks=(break_at("2018"),)))
    assert ends(found) == ("2018", "2020")
    assert found.movement == Movement.WIDENING, "it narrows only from one measure to the other"
    assert not found.broken_since


def test_a_single_value_after_a_break_is_no_trend_and_the_break_is_remembered():
    known = figures(("2014", 27.0, 10.0), ("2016", 25.0, 10.0), ("2018", 15.0, 9.0))
    found = trend(known, catalogue(REGISTER, breaks=(break_at("2018"),)))
    assert ends(found) == ("2014", "2016")
    assert found.broken_since


def test_an_exceptional_year_neither_starts_nor_ends_a_trend():
    known = figures(("2018", 24.0, 9.0), ("2019", 22.0, 9.0), ("2020", 10.0, 9.0))
    found = trend(known, catalogue(REGISTER, breaks=(break_at("2020", "exceptional"),)))
    assert ends(found) == ("2018", "2019")
    assert not found.broken_since


@pytest.mark.parametrize(
    ("known", "where", "why"),
    [
        (figures(("2014", 27.0, 10.0)), catalogue(), "une seule valeur"),
        (
            figures(("2014", 27.0, 10.0), ("2018", 20.0, 9.0)),
            catalogue(breaks=(break_at("2018"),)),
            "une seule valeur",
        ),
        (
            figures(("2014", 27.0, 10.0), ("2018", 20.0, 9.0)),
            catalogue(indicator(uses={"level": True, "comparison": True, "evolution": False})),
            "ne forment pas une série",
        ),
        (figures(("2014", 27.0, 10.0), ("2018", 20.0, 0.0)), catalogue(), "pas de rapport"),
        (figures(("2014", 0.0, 10.0), ("2018", 20.0, 9.0)), catalogue(), "pas de rapport"),
        (figures(("2014", 27.0, 10.0), ("2018", 0.0, 9.0)), catalogue(), "pas de rapport"),
    ],
)
def test_nothing_is_said_when_nothing_may_be(known: list[Observation], where: Catalogue, why: str):
    found = trend(known, where)
    assert found.movement == Movement.UNDETERMINED
    assert (found.first, found.last, found.change, found.established) == (None, None, None, False)
    assert why in found.why


def test_figures_whose_year_is_deduced_give_no_trend():
    known = [o for period in ("2014", "2018") for o in pair(20.0, 9.0, period=period, obs_status="U")]
    found = trend(known)
    assert found.movement == Movement.UNDETERMINED
    assert "assez sûre" in found.why


def test_a_worded_value_neither_starts_nor_ends_a_trend():
    worded = pair(35.0, 10.0, period="2012", qualifier="about") + pair(10.0, 9.0, period="2022", qualifier="nearly")
    found = trend([*worded, *figures(("2014", 27.3, 10.1), ("2018", 20.4, 9.2))], catalogue(REGISTER))
    assert ends(found) == ("2014", "2018")


@pytest.mark.parametrize(("last", "movement"), [((26.0, 9.0), Movement.STABLE), ((22.0, 9.0), Movement.NARROWING)])
def test_what_rounding_may_do_is_not_a_movement(last: tuple[float, float], movement: Movement):
    """Four values rounded to the unit: two points of difference may be nothing, five may not."""
    found = trend(figures(("2014", 28.0, 10.0), ("2018", *last)), catalogue(REGISTER))
    assert found.change is not None
    assert found.change.absolute == movement


def test_every_movement_on_one_scale_has_its_words():
    assert set(MOVEMENTS) == set(Movement) - {Movement.ABSOLUTE_AND_RELATIVE_DISAGREE}


def test_the_words_of_a_trend_give_both_ends_and_both_scales():
    known = reading(figures(("2014", 27.0, 10.0), ("2018", 20.0, 9.0)), catalogue())
    text = words(known)
    assert text == french.typography(
        "L’écart se resserre : de 17\u00a0points et 2,7\u00a0fois en 2014 à 11\u00a0points et 2,2\u00a0fois en 2018 "
        "(mouvement des valeurs publiées, sans précision connue)."
    )


def test_the_words_of_a_disagreement_say_both():
    known = reading(figures(("2014", 20.0, 10.0), ("2018", 10.0, 5.0)), catalogue(REGISTER))
    text = words(known)
    assert text == french.typography(
        "En points, l’écart se resserre (de 10\u00a0points en 2014 à 5\u00a0points en 2018), mais le rapport ne change "
        "guère (2\u00a0fois aux deux dates)."
    )
    assert "sans précision" not in text


def test_the_words_of_a_broken_measure_say_so():
    where = catalogue(REGISTER, breaks=(break_at("2018"),))
    known = reading(figures(("2014", 27.0, 10.0), ("2016", 25.0, 10.0), ("2018", 15.0, 9.0)), where)
    assert "(la mesure a changé depuis)" in words(known)


def test_the_words_of_school_years_and_quarters_are_french():
    years = (("2015-09/2016-08", 20.0, 10.0), ("2016-09/2017-08", 18.0, 10.0))
    known = reading(figures(*years), catalogue())
    assert "sur l’année scolaire 2015-2016 à 8" in words(known)
    known = reading(figures(("2017-Q4", 20.0, 10.0), ("2018-Q4", 18.0, 10.0)), catalogue())
    assert "au 4ᵉ trimestre 2017 à 8" in words(known)


def test_the_words_of_silence_say_why():
    known = reading(figures(("2014", 27.0, 10.0)), catalogue())
    assert words(known) == french.typography("Évolution non mesurable : une seule valeur comparable.")


def test_unemployment_narrows_from_2014_to_2019_then_the_measure_changes(catalogue: Catalogue, built_store: Store):
    known = Reading(built_store)
    gap = known.gap("unemployment_rate")
    assert isinstance(gap, Gap)
    found = known.trend(gap)
    assert ends(found) == ("2014", "2019"), "neither 2020, exceptional, nor 2022, of another series"
    assert found.broken_since
    assert not found.established
    assert found.change is not None
    assert found.change.absolute == Movement.NARROWING
