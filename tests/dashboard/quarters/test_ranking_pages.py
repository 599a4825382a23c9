"""Where a quarter stands among the others: what the page says, and what it refuses to say (tests/small_raw.py)."""

from __future__ import annotations

import pytest

from dashboard.routing import Router
from tests.dashboard.quarter_pages import ONE_TOWN, REDRAWN, REUNION, answer, rows, shown, told
from tests.dashboard.walk import classed, components, links, text_of


def test_the_spread_is_the_answer_when_nobody_is_asked_for(router: Router):
    """Twelve poverty rates: 45.95 in the middle, 56 % or more in the upper quarter (type 7)."""
    page = shown(router, "/classement/poverty_rate_60")
    assert answer(page) == (
        "En 2019, le taux de pauvreté ne dépasse pas 46,0 % dans la moitié des 12 quartiers prioritaires de France, et "
        "atteint 53,5 % ou plus dans un quart d’entre eux."
    )
    titles = [told([title]) for title in classed(page, "finding")]
    assert titles[0] == "Le quartier médian est à 46,0 %, la moitié des quartiers se tiennent entre 40,8 % et 53,5 %"
    assert titles[1:] == [], "no order of quarters whose numbers of people are not published"
    assert "rien ne dit ce que le hasard d’une année déplace" in told(page)


def test_quarters_without_a_denominator_are_told_by_fifths(router: Router):
    """Twelve quarters: 3, 2, 3, 2, 2 by fifths, in the order of their names; never a rank."""
    page = shown(router, "/classement/poverty_rate_60")
    fifths = [text_of(summary) for summary in components(page, "Summary") if "cinquième" in text_of(summary)]
    assert [words.partition(" :")[0] for words in fifths] == [
        "Le cinquième le plus élevé", "Le deuxième cinquième", "Le cinquième du milieu", "Le quatrième cinquième",
        "Le cinquième le plus bas",
    ]  # fmt: skip
    counts = [int(words.partition(" : ")[2].split()[0]) for words in fifths]
    assert counts == [3, 2, 3, 2, 2]
    first = rows(page, "Le cinquième le plus élevé")
    assert list(first) == sorted(first)
    for cells in first.values():
        value = float(cells[0].split()[0].replace(",", "."))
        low, high = (float(part.replace(",", ".")) for part in cells[-1].removeprefix("à l’arrondi : ").split(" à "))
        assert (value - low, high - value) == pytest.approx((0.05, 0.05))
    assert "1ᵉʳ" not in told(page)


def test_a_quarter_is_placed_among_those_of_its_departement(router: Router):
    """44.1 %, above five of the seven others; eight quarters are too few for fifths, and are listed by name."""
    page = shown(router, f"/classement/poverty_rate_60?quartier={ONE_TOWN}&territoire=DEP-93")
    assert answer(page) == (
        "En 2019, en Seine-Saint-Denis, le taux de pauvreté est de 44,1 % dans le quartier Les Tilleuls, parmi 8 "
        "quartiers publiés : au-dessus de 71 % des autres quartiers."
    )
    assert "ne dépasse pas 41,9 % dans la moitié des 8 quartiers prioritaires" in told(page)
    listed = rows(page, "Les 8 quartiers, par ordre alphabétique")
    assert list(listed) == sorted(listed)
    assert sorted(cells[0] for cells in listed.values()) == [
        "33,0 %", "36,4 %", "39,5 %", "41,2 %", "42,6 %", "44,1 %", "47,8 %", "49,3 % (fragile)",
    ]  # fmt: skip
    assert all(cells[1].startswith("data_filo19_qp_revdis.csv, ligne ") for cells in listed.values())
    assert {cells[0]: cells[-1] for cells in listed.values()}["44,1 %"] == "à l’arrondi : 44,05 à 44,15"


def test_no_rank_is_told_where_the_precision_is_not_published(router: Router):
    page = shown(router, f"/classement/employment_rate?quartier={ONE_TOWN}")
    assert answer(page) == (
        "Vers 2018 (date déduite), le taux d’emploi est de 44,2 % dans le quartier Les Tilleuls ; sa "
        "précision n’est pas publiée : parmi 12 quartiers, son rang peut être n’importe lequel."
    )
    assert "La précision de ces valeurs n’est pas publiée" in told(page)
    listed = [
        cells
        for caption in ("Le cinquième le plus élevé", "Le cinquième du milieu")
        for cells in rows(page, caption).values()
    ]
    assert {cells[-1] for cells in listed} == {"précision non publiée"}


def test_equal_shares_share_every_rank_and_chance_explains_them(router: Router):
    """One household in five everywhere, and one quarter withheld."""
    page = shown(router, f"/classement/caf_rsa_share?quartier={ONE_TOWN}")
    assert "entre le 1ᵉʳ et le 11ᵉ rang des 11 quartiers classés" in answer(page)
    assert "ne dépasse pas ce que le hasard peut produire" in told(page)
    ranks = rows(page, "Quartiers 1 à 11")
    assert {(cells[1], cells[2]) for cells in ranks.values()} == {("1ᵉʳ à 11ᵉ", "entre les limites")}
    assert any(chart.id["chart"] == "entonnoir" for chart in components(page, "Graph"))


def test_a_funnel_that_cannot_be_drawn_says_why(router: Router):
    text = told(shown(router, "/classement/poverty_rate_60"))
    assert "Pas d’entonnoir." in text
    assert "n’est publié que pour 0 quartiers sur 12" in text


def test_an_indicator_that_may_not_rank_shows_its_spread_alone(router: Router):
    page = shown(router, "/classement/gini")
    assert "Pas de classement." in told(page)
    assert [graph.id["chart"] for graph in components(page, "Graph")] == ["repartition"]
    assert not [t for t in components(page, "Table") if "Quartiers 1" in text_of(components(t, "Caption"))]


def test_an_indicator_unknown_by_quarter_says_so(router: Router):
    page = shown(router, "/classement/unemployment_rate")
    assert "aucune valeur par quartier n’a été lue" in told(page)
    assert components(page, "Graph") == []


def test_the_map_of_a_quarter_asked_by_its_code_is_that_of_the_ranking(router: Router):
    page = shown(router, f"/classement/poverty_rate_60?quartier={REDRAWN}")
    assert "Contours demandés : 2024." in told(page)
    assert "/classement/poverty_rate_60?contours=2015&periode=2019" in links(page)


def test_a_search_that_means_several_quarters_asks_which(router: Router):
    page = shown(router, "/classement/poverty_rate_60?quartier=saint-denis&territoire=DEP-93")
    assert "« saint-denis » peut désigner 5 quartiers. Lequel situer ?" in told(page), "that of two communes included"
    asked = [href for href in links(page) if "territoire=DEP-93&contours=2015&quartier=" in href]
    assert len(asked) == 5
    assert "ne dépasse pas" in answer(page), "none is chosen for the reader"


def test_a_quarter_of_elsewhere_is_not_placed(router: Router):
    page = shown(router, f"/classement/poverty_rate_60?quartier={REUNION}&territoire=DEP-93")
    assert f"ne répond à « {REUNION} » en Seine-Saint-Denis" in told(page)
    assert "ne dépasse pas" in answer(page), "the spread remains"


def test_a_quarter_without_a_value_has_no_rank(router: Router):
    page = shown(router, "/classement/caf_rsa_share?quartier=QP974004")
    assert "La Source n’a pas de valeur publiée pour cette période : il n’a pas de rang." in told(page)


def test_only_indicators_that_rank_and_are_known_are_listed(router: Router):
    listed = rows(shown(router, "/classement"), "Indicateurs par quartier")
    assert listed["Taux de pauvreté"][1:] == ["2019", "2015", "12"]
    assert "Indice de Gini" not in " ".join(listed)
    assert not any("chômage" in name for name in listed)
