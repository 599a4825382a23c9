"""Every page on a project that has almost nothing: no guide, no headline, a single gap, or none."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

from dashboard.questions.reading import Reading
from dashboard.routing import Router, page_modules
from dashboard.view import Part
from etl.catalogue import ClaimFigure
from tests.dashboard.small import break_at, catalogue, disputed, observed, pair, store_of, theme
from tests.dashboard.walk import classed, components, content, text_of

SMALL = catalogue()
PARTS = {"slug": "employment", "indicator": "unemployment", "code": "FR"}
ADDRESSES = [
    re.sub(r"<([a-z]+)>", lambda hole: PARTS[hole[1]], module.PATH) for module in page_modules().values() if module.PATH
]
STORES = {
    "one gap": store_of(pair(18.3, 7.5)),
    "one figure": store_of([observed(18.3)]),
    "one secret": store_of([observed(None, conf_status="C"), observed(7.5, "uue")]),
    "nothing of what is asked": store_of([observed(18.3, "zus")]),
}


@pytest.mark.parametrize("name", STORES)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_needs_nothing(name: str, address: str):
    view = Router(Reading(STORES[name])).view(address)
    page = content(view)
    assert view.status == 200
    assert len(components(page, "H1")) == 1
    assert text_of(page)


def page_of(reading: Reading, address: str) -> list[Part]:
    return content(Router(reading).view(address))


def test_a_gap_with_its_interval_shows_it():
    page = page_of(Reading(store_of(pair(18.3, 7.5, n=1000))), "/indicateur/unemployment")
    (box,) = classed(page, "between")
    text = text_of(box).replace("\u00a0", " ")
    assert "[7,9 ; 13,7], à 95 %" in text
    assert "[1,89 ; 3,15], à 95 %" in text
    assert "non publiée" not in text


def test_a_secret_is_said_to_be_one():
    page = page_of(Reading(STORES["one secret"]), "/indicateur/unemployment")
    (panel,) = classed(page, "refusal")
    assert "secret statistique" in text_of(panel)
    (chart,) = classed(page, "chart")
    assert "secret statistique" in text_of(components(chart, "Table"))


def test_a_period_that_makes_no_gap_shows_what_is_known():
    reading = Reading(store_of([*pair(26.7, 9.9, period="2014"), observed(18.3)]))
    view = Router(reading).view("/indicateur/unemployment")
    page = content(view, {"periode": "2022"})
    (panel,) = classed(page, "refusal")
    assert "point de comparaison" in text_of(panel)
    assert "18,3" in text_of(components(page, "Table"))


def test_contradictions_and_figures_left_out_are_shown_when_there_are_some():
    left_out = pd.DataFrame(
        {"reference": ["12"], "indicator": ["Niveau de vie"], "reason": ["Champ inconnu."]}, dtype=str
    )
    where = replace(SMALL, contradictions=(disputed(18.3, 26.0),))
    page = text_of(page_of(Reading(store_of(pair(18.3, 7.5), where, left_out=left_out)), "/sources"))
    assert "Deux valeurs sont publiées." in page
    assert "26\u00a0%" in page
    assert "Champ inconnu." in page
    bare = text_of(page_of(Reading(STORES["one gap"]), "/sources"))
    assert "Quand les sources se contredisent" not in bare
    assert "écartés" not in bare


def test_a_theme_says_why_it_has_no_headline():
    where = replace(SMALL, themes={"employment": theme(headline_absent="Rien n’est comparable.")})
    page = text_of(page_of(Reading(store_of([observed(18.3)], where)), "/theme/employment"))
    assert "Rien n’est comparable." in page


def test_a_break_is_told_where_the_indicator_is_defined():
    where = replace(SMALL, breaks=(break_at("2022"),))
    page = text_of(page_of(Reading(store_of(pair(18.3, 7.5), where)), "/indicateur/unemployment"))
    assert page.count("La mesure change en 2022.") == 2, "next to the gap, and with the definition"


def test_a_claim_whose_figure_is_not_in_the_data_is_an_error_that_names_it():
    figure = ClaimFigure(
        indicator="unemployment", territory="FRM", zone="qpv", period="1999", age="Y15T64", source="survey_2020"
    )
    with pytest.raises(LookupError, match="1999"):
        Reading(STORES["one gap"]).observation(figure)
