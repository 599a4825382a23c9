"""What must be said next to a gap."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.gaps import Gap
from etl.catalogue import Catalogue
from etl.model import PERIOD_NOTES, Observation, Qualifier
from tests.dashboard.small import between, break_at, catalogue, checked, disputed, gap_of, indicator, observed, pair

HERE, THERE = pair(18.3, 7.5, n=1000)


def said(here: Observation = HERE, there: Observation = THERE, where: Catalogue | None = None) -> tuple[str, ...]:
    return between(here, there, where).caveats


def test_nothing_is_said_when_there_is_nothing_to_say():
    assert said() == ()


def test_a_comparator_that_contains_the_quarters_understates_the_gap():
    (caveat,) = said(there=observed(9.0, "all", n=1000))
    assert "(ensemble) comprend les QPV" in caveat
    assert "plus grand" in caveat


def test_an_acronym_keeps_its_capitals_inside_a_sentence():
    where = catalogue()
    zones = {**where.zones, "all": where.zones["all"].model_copy(update={"label": "Communes ayant un QPV"})}
    (caveat,) = said(there=observed(9.0, "all", n=1000), where=replace(where, zones=zones))
    assert "(communes ayant un QPV)" in caveat


@pytest.mark.parametrize(
    ("at", "period", "told"),
    [
        ("2022", "2022", True),
        ("2022", "2021", False),
        ("2022", "2023", False),
        ("2022", "2022-Q3", True),
        ("2022-06", "2022", True),
        ("2022-09/2023-08", "2023", True),
    ],
)
def test_the_first_period_of_a_new_measure_says_so(at: str, period: str, told: bool):
    where = catalogue(breaks=(break_at(at),))
    here, there = (replace(side, period=period) for side in (HERE, THERE))
    assert (f"La mesure change en {at}." in said(here, there, where)) == told


def test_a_break_of_other_zones_or_indicators_is_not_said():
    elsewhere = break_at("2022", zones=["zus"])
    other = break_at("2022", "concept", indicators=["income"])
    assert said(where=catalogue(breaks=(elsewhere, other))) == ()
    assert said(where=catalogue(breaks=(break_at("2022", zones=["qpv"]),))) == ("La mesure change en 2022.",)


def test_precision_that_is_not_published():
    (caveat,) = said(*pair(18.3, 7.5))
    assert caveat.startswith("Précision non publiée")
    assert "aucun intervalle n’est calculé" in caveat


def test_a_small_count_of_the_census_is_fragile():
    where = catalogue(indicator(measurement="census"))
    (caveat,) = said(*pair(18.3, 7.5, n=199), where)
    assert caveat.startswith("Recensement")
    assert "inférieur à 200" in caveat
    assert said(*pair(18.3, 7.5, n=200), where) == ()


def test_a_figure_that_the_check_of_the_guide_found_wrong_says_so():
    here, there = (replace(side, source="guide_2019") for side in (HERE, THERE))
    for verdict, told in (("wrong_year", True), ("contradicted", True), ("confirmed", False), ("rounded", False)):
        where = catalogue(guide_claims={"claim": checked(verdict)})
        words = [caveat for caveat in said(here, there, where) if caveat.startswith("Vérification du guide")]
        assert words == (["Vérification du guide : Le guide se trompe d’année."] if told else [])
    assert not any("guide" in caveat for caveat in said(where=catalogue(guide_claims={"claim": checked("wrong_year")})))


def test_an_exhaustive_file_is_not_blamed_for_its_precision():
    where = catalogue(indicator(measurement="register"))
    assert said(*pair(18.3, 7.5), where) == ()


@pytest.mark.parametrize(
    ("qualifier", "words"),
    [
        (Qualifier.ABOUT, "à lire comme « environ »"),
        (Qualifier.NEARLY, "à lire comme « environ »"),
        (Qualifier.MORE_THAN, "la source écrit « plus de »"),
        (Qualifier.LESS_THAN, "la source écrit « moins de »"),
        (Qualifier.AT_LEAST, "la source écrit « au moins »"),
        (Qualifier.AT_MOST, "la source écrit « au plus »"),
        (Qualifier.IN_WORDS, "la source l’écrit en toutes lettres"),
    ],
)
def test_the_wording_of_the_source_is_kept(qualifier: Qualifier, words: str):
    assert said(here=replace(HERE, qualifier=qualifier.value)) == (f"Valeur approchée : {words}.",)


def test_two_wordings_are_said_once_each():
    here, there = replace(HERE, qualifier="more_than"), replace(THERE, qualifier="about")
    both = "Valeur approchée : la source écrit « plus de » et à lire comme « environ »."
    assert said(here, there) == (both,)
    once = "Valeur approchée : la source écrit « plus de »."
    assert said(here, replace(THERE, qualifier="more_than")) == (once,)


def test_a_secondary_source_names_who_reports_it():
    (caveat,) = said(*(replace(side, source="echo") for side in (HERE, THERE)))
    assert caveat.startswith("Source secondaire")
    assert "(Un journal)" in caveat


def test_two_publications_are_said():
    first, second = said(there=replace(THERE, source="echo"))
    assert first == "Les deux valeurs viennent de deux publications différentes."
    assert second.startswith("Source secondaire")


def test_a_contradiction_between_publications_is_said_even_to_the_preferred_value():
    where = catalogue(contradictions=(disputed(18.3, 26.0),))
    assert said(where=where) == ("Deux valeurs sont publiées.",)
    assert said(*(replace(side, period="2020") for side in (HERE, THERE)), where) == ()


@pytest.mark.parametrize("basis", ["deduced", "publication"])
def test_a_period_that_is_not_written_is_said_apart_from_the_note(basis: str):
    words = PERIOD_NOTES[basis]
    assert said(here=replace(HERE, note=f"{words} Champ non rappelé.")) == (words, "Champ non rappelé.")


def test_caveats_of_the_indicator_and_notes_come_last_and_once():
    where = catalogue(indicator(caveats=["Les perspectives d’emploi ne sont pas mesurées."]))
    here, there = (replace(side, note="Champ non rappelé.", n=None) for side in (HERE, THERE))
    precision, own, note = said(here, there, where)
    assert precision.startswith("Précision non publiée")
    assert own == "Les perspectives d’emploi ne sont pas mesurées."
    assert note == "Champ non rappelé."


def test_a_caveat_changes_no_number():
    plain: Gap = gap_of([HERE, THERE])
    warned = gap_of([replace(HERE, note="Attention."), THERE])
    assert (plain.difference, plain.ratio, plain.verdict) == (warned.difference, warned.ratio, warned.verdict)
