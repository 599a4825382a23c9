"""A few territories side by side, and the quarters that are alike (tests/small_raw.py)."""

from __future__ import annotations

from pathlib import Path

import dash
import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.routing import Router
from tests.conftest import ROOT
from tests.dashboard.asking import filtered, opened, served_text, values_of
from tests.dashboard.quarter_pages import ONE_TOWN, REDRAWN, TWO_TOWNS, answer, rows, shown, told
from tests.dashboard.walk import components, links, text_of


@pytest.fixture(scope="module")
def application(neighbourhood_folder: Path) -> dash.Dash:
    return create_app(neighbourhood_folder, ROOT / "data" / "catalogue")


@pytest.fixture
def client(application: dash.Dash) -> FlaskClient:
    return application.server.test_client()


# Compare -------------------------------------------------------------------------------------------------------------


def test_figures_stand_side_by_side_each_with_what_it_is_about(router: Router):
    page = shown(router, f"/comparer?territoires={ONE_TOWN},DEP-93")
    lines = rows(page, "Chiffres des territoires")
    assert lines["Niveau de vie médian (par an) (2019)"][0] == "12 810 € par an"
    assert lines["Niveau de vie médian (par an) (2019)"][1] == (
        "18 110 € par an (ensemble du territoire)13 080 € par an (son quartier médian, contours 2015)"
    )
    assert lines["Habitants (2018, date déduite)"] == [
        "4 200 personnes",
        "25 750 personnes (ses quartiers réunis, contours 2015)",
    ]
    assert lines["Part des 60 ans ou plus (2018, date déduite)"] == ["15,5 %", "rien n’a été lu"]
    assert "En 2019, le taux de pauvreté va de 41,9 % pour « Seine-Saint-Denis, son quartier médian" in answer(page)
    assert "L’ensemble d’un territoire comprend ses quartiers prioritaires" in told(page)


def test_two_maps_side_by_side_are_said_to_be_two(router: Router):
    page = shown(router, f"/comparer?territoires={ONE_TOWN},{REDRAWN}")
    assert "Des quartiers de 2015 et de 2024 sont côte à côte : deux cartes, deux dessins." in told(page)
    assert "succède à « Les Tilleuls (Saint-Denis) » (2015)" in told(page)
    (table,) = [t for t in components(page, "Table") if "côte à côte" in text_of(components(t, "Caption"))]
    assert [told([cell]) for cell in components(components(table, "Thead"), "Th")[1:]] == [
        "Les Tilleuls (Saint-Denis), contours 2015",
        "Les Tilleuls (Saint-Denis), contours 2024",
    ]
    one = shown(router, f"/comparer?territoires={ONE_TOWN},{TWO_TOWNS}")
    assert "deux cartes" not in told(one)


def test_gaps_are_measured_or_refused_never_subtracted(router: Router):
    """12 810 euros in the quarter and 18 110 in the département; the poverty of the département is not published."""
    page = shown(router, f"/comparer?territoires={ONE_TOWN},REG-04,DEP-93&reference=DEP-93")
    gaps = rows(page, "Écarts avec Seine-Saint-Denis")
    assert gaps["Niveau de vie médian (par an)"] == [
        "−5 300 € par an, 0,7 fois (2019)✕ Défavorable aux habitants",
        "Pas d’écart : sans objet",
    ]
    assert answer(page).startswith(
        "En 2019, le niveau de vie médian est plus faible de 5 300 € par an dans le quartier"
    )
    assert "Taux de pauvreté" not in gaps
    assert "Taux de pauvreté : Aucune valeur publiée n’a été lue en Seine-Saint-Denis." in told(page)
    assert "Un écart se mesure à partir d’un quartier" in told(page)


def test_a_report_behind_the_answer_is_named_with_it(router: Router):
    """Of the poverty of metropolitan France is known what another publication reports."""
    page = shown(router, f"/comparer?territoires={ONE_TOWN},FRM&reference=FRM&indicateur=poverty_rate_60")
    assert answer(page).startswith("En 2018, le taux de pauvreté est 3 fois plus élevé")
    assert "43,7 % contre 14,6 %. Source secondaire pour 14,6 % : lu dans " in answer(page)


def test_the_gap_between_two_quarters_does_not_call_one_a_whole(router: Router):
    page = shown(router, f"/comparer?territoires={ONE_TOWN},{TWO_TOWNS}&reference={TWO_TOWNS}")
    gaps = rows(page, "Écarts avec Les Deux Rives")
    assert gaps["Taux de pauvreté"][0].startswith("−3,7 points, 0,9 fois (2019)")
    assert "réunit tous les quartiers" not in told(page)
    assert "comprend le quartier" not in told(page)


def test_a_territory_that_does_not_hold_the_quarter_is_not_said_to(router: Router):
    """La Réunion does not hold a quarter of Saint-Denis in Seine-Saint-Denis."""
    away = told(shown(router, f"/comparer?territoires={ONE_TOWN},REG-04&reference=REG-04"))
    home = told(shown(router, f"/comparer?territoires={ONE_TOWN},REG-11&reference=REG-11"))
    assert "Le point de comparaison comprend le quartier" in home
    assert "Le point de comparaison comprend le quartier" not in away


def test_two_maps_have_no_gap(router: Router):
    page = shown(router, f"/comparer?territoires={ONE_TOWN},{REDRAWN}&reference={REDRAWN}")
    assert "Aucun écart ne peut être mesuré entre ces territoires." in told(page)
    assert answer(page) == "Aucun écart avec Les Tilleuls (Saint-Denis), contours 2024 ne peut être mesuré."


def test_one_indicator_is_drawn_when_it_is_chosen(router: Router):
    page = shown(router, f"/comparer?territoires={ONE_TOWN},{TWO_TOWNS}&indicateur=living_standard_d1")
    assert [graph.id["chart"] for graph in components(page, "Graph")] == ["comparer-living_standard_d1"]
    assert next(iter(rows(page, "Chiffres des territoires"))) == "Premier décile du niveau de vie (2019)"


def test_territories_are_added_and_taken_away_by_links(router: Router):
    page = shown(router, f"/comparer?territoires={ONE_TOWN},DEP-93&ajouter=deux+rives&reference=DEP-93")
    assert f"/comparer?territoires={ONE_TOWN},DEP-93,{TWO_TOWNS}&reference=DEP-93" in links(page)
    assert f"/comparer?territoires={ONE_TOWN}" in links(page), "without the département nor the gap with it"
    assert f"/comparer?territoires={ONE_TOWN},DEP-93" in links(page), "without the gap"


def test_a_seventh_territory_and_unknown_ones_are_left_aside_aloud(router: Router):
    six = "QP093001,QP093002,QP093003,QP093004,QP093005,QP093006"
    text = told(shown(router, f"/comparer?territoires={six},QP093007&ajouter=gare"))
    assert "6 territoires au plus : laissés de côté, QP093007." in text
    assert "retirez-en un avant d’en ajouter un autre" in text
    text = told(shown(router, "/comparer?territoires=QP093001,QP093O02"))
    assert "Territoire inconnu : QP093O02." in text
    assert "Un territoire seul" in text


def test_the_hidden_keys_stay_in_the_address(client: FlaskClient):
    asked = {"territoires": f"{ONE_TOWN},DEP-93", "reference": "DEP-93", "ajouter": "", "indicateur": ""}
    content, _ = opened(client, "/comparer", f"?territoires={ONE_TOWN},DEP-93&reference=DEP-93")
    assert values_of(content) == asked
    assert served_text(filtered(client, "/comparer", asked)) == served_text(content[-1])


# Similar quarters ----------------------------------------------------------------------------------------------------


def test_similar_quarters_come_with_what_makes_them_so(router: Router):
    page = shown(router, f"/semblables/{ONE_TOWN}")
    assert answer(page) == (
        "Parmi 11 quartiers comparés, « Grand Pré » est celui qui ressemble le plus à « Les Tilleuls »."
    )
    first = rows(page, "Les Tilleuls et Grand Pré")
    assert first["Taux de pauvreté"] == ["44,1 %", "42,6 %", "proche"]
    assert first["Habitants"] == ["4 200 personnes", "5 400 personnes", "proche"]
    far = rows(page, "Les Tilleuls et Centre Ancien")
    assert far["Part des moins de 25 ans"][2] == "nettement plus bas"
    assert any(href.startswith(f"/comparer?territoires={ONE_TOWN},QP093007,") for href in links(page))


def test_what_is_studied_is_left_out_of_the_likeness(router: Router):
    page = shown(router, f"/semblables/{ONE_TOWN}?sans=median_living_standard")
    assert "Laissés de côté, parce qu’ils mesurent ce que vous étudiez : taux de pauvreté." in told(page)
    assert "Taux de pauvreté" not in rows(page, "Les Tilleuls et Grand Pré")


def test_a_quarter_that_kept_its_outline_is_like_those_it_was_like(router: Router):
    page = told(shown(router, "/semblables/QN09302I"))
    assert "Ses chiffres sont ceux de QP093002, le quartier de 2015 dont il a gardé le contour." in page
    assert "Moins de 4 caractéristiques" not in page


def test_who_has_no_peers_is_told_why(router: Router):
    assert "Moins de 4 caractéristiques de ce quartier sont publiées" in told(shown(router, f"/semblables/{REDRAWN}"))
    assert "Seuls des quartiers se comparent" in told(shown(router, "/semblables/DEP-93"))
    assert router.view("/semblables/QP999999").status == 404
