"""« L’ESS ici », needs beside supply, the map: what they show where the register was read, and where it was not."""

from __future__ import annotations

import pytest

from dashboard.charts import draw
from dashboard.components.figure import collected
from dashboard.routing import Router
from dashboard.view import choose
from tests.dashboard.quarter_pages import rows, shown, told
from tests.dashboard.quarters.test_neighbourhood_pages import RULES
from tests.dashboard.social_economy.register import HERE, TOWN
from tests.dashboard.walk import classed, components

ADDRESSES = [f"/territoire/{code}" for code in (HERE, "QP093008", "QN09301M", TOWN, "DEP-93", "FR")]
THEME = "/theme/ess"


def links(page: list) -> list[str]:
    return [link.href for link in components(page, "Link")]


@pytest.mark.parametrize("address", [*ADDRESSES, THEME])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rules_of_every_page_hold(rule, address: str, pages: Router):
    rule(address, pages)


def test_a_quarter_tells_its_sectors_and_its_years(pages: Router):
    page = shown(pages, f"/territoire/{HERE}")
    sectors = rows(page, "Secteurs de l’ESS, ici")
    assert sectors["Culture"] == ["0 établissement", "10 sur 10"]
    assert sectors["Alimentation"] == ["secret statistique", "10 sur 10"], "a secret does not look like a zero"
    years = rows(page, "Créations, fermetures et survie")
    assert years["2025"][:2] == ["5 établissements", "1 établissement"]
    assert years["2021"] == ["1 établissement", "1 établissement", "100 %", "pas encore", "pas encore"]
    assert f"/note/{HERE}?document=programme" in links(page)
    text = told(page)
    assert "Démos" in text, "an initiative of the guide in a sector that is not there"
    assert "Médialab93" in text, "an actor of the département"


def test_a_sector_elsewhere_is_not_said_to_be_lacking(pages: Router):
    text = told(shown(pages, f"/territoire/{HERE}"))
    assert "Qu’un secteur existe ailleurs ne dit pas qu’il manque ici" in text
    assert "plus d’ESS n’est pas mieux en soi" in text


def test_a_territory_that_holds_quarters_tells_them_and_the_whole(pages: Router):
    text = told(shown(pages, f"/territoire/{TOWN}"))
    assert (
        "le répertoire compte 20 établissements employeurs de l’ESS dans ses quartiers prioritaires (contours 2015), "
        "120 établissements à Saint-Denis, quartiers compris."
    ) in text


def test_the_theme_sets_needs_beside_supply(pages: Router):
    page = shown(pages, f"{THEME}?territoire=DEP-93")
    table = rows(page, "Besoin et offre")
    assert table["Les Deux Rives (Aubervilliers, Saint-Denis)"] == [
        "47,8 %", "12,0 pour 10 000 habitants", "Besoin plus fort, ESS plus rare",
    ]  # fmt: skip
    assert list(table)[:2] == ["Les Acacias (Aubervilliers)", "Les Deux Rives (Aubervilliers, Saint-Denis)"]
    guide = rows(page, "Chiffres du guide")
    counts = next(
        cells for label, cells in guide.items() if label.endswith("QPV et bande de 300 m") and "Part" not in label
    )
    assert counts[:2] == ["29 370 établissements", "non compté : contours non lus"]
    text = told(page)
    for limit in ("pas un groupe de personnes", "plus ancien que le répertoire", "moins de 300 m", "arrondissement"):
        assert limit in text
    assert "L’un n’explique pas l’autre" in text


def test_each_quarter_is_a_point_at_its_two_figures(pages: Router):
    view = pages.view(THEME)
    with collected() as charts:
        view.results(choose(view.filters, {"territoire": "DEP-93"}).values)
    (chart,) = [one for one in charts if one.kind == "scatter"]
    assert chart.crossing is not None
    points = dict(zip(chart.crossing.names, zip(chart.crossing.across, chart.crossing.up, strict=True), strict=True))
    assert len(points) == 8
    (at,) = [place for name, place in points.items() if name.startswith("Les Deux Rives")]
    assert at == (47.8, 12.0)
    assert {group.row: group.count for group in chart.groups} == {
        "Besoin plus fort, ESS plus rare": 2,
        "Besoin plus fort, ESS plus présente": 0,
        "Besoin moins fort, ESS plus rare": 4,
        "Besoin moins fort, ESS plus présente": 2,
    }
    drawn = draw(chart)
    assert drawn.data[1].x == (chart.crossing.middle_across,) * 2


def test_a_low_need_stands_on_the_other_side_of_the_chart(pages: Router):
    view = pages.view(THEME)
    with collected() as charts:
        view.results(choose(view.filters, {"besoin": "employment_rate"}).values)
    (chart,) = [one for one in charts if one.kind == "scatter"]
    assert chart.crossing is not None
    assert chart.crossing.corners[0] == "Besoin plus fort, ESS plus présente", "few in work stand on the left"


def test_the_map_draws_establishments_by_inhabitant(pages: Router):
    page = shown(pages, "/carte?indicateur=ess_establishments_per_10000&contours=2015")
    assert "Établissements de l’ESS pour 10 000 habitants" in told(page)
    assert "21,0 pour 10 000 habitants" in told(page)


def test_without_the_register_pages_are_short_and_say_what_to_run(router: Router):
    for address in ("/territoire/DEP-93", THEME):
        page = shown(router, address)
        text = told(classed(page, "refusal"))
        assert "Le répertoire Sirene n’a pas été lu ici." in text
        assert "qpv download sirene, puis qpv ess" in text
        assert "document=programme" not in " ".join(links(page))
    assert [item.name for item in router.view(THEME).filters] == ["jugement"]
