"""The pages about many quarters, on twelve invented ones in the formats of the publishers (tests/small_raw.py)."""

from __future__ import annotations

from pathlib import Path

import dash
import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.reading import Reading
from dashboard.routing import Router, query_of
from dashboard.store import Store
from dashboard.view import Part, choose
from tests.conftest import ROOT
from tests.dashboard import test_pages_contract as contract
from tests.dashboard.asking import filtered, opened, served_text, values_of
from tests.dashboard.walk import classed, components, links, text_of

ONE_TOWN, TWO_TOWNS, REUNION, REDRAWN = "QP093001", "QP093003", "QP974001", "QN09301M"
ADDRESSES = [
    "/quartiers",
    "/classement",
    "/classement/poverty_rate_60",
    "/classement/caf_rsa_share",
    "/classement/employment_rate",
    "/classement/gini",
    "/classement/unemployment_rate",
    "/comparer",
    f"/semblables/{ONE_TOWN}",
    f"/semblables/{REDRAWN}",
    "/semblables/DEP-93",
]
RULES = [
    contract.test_a_page_is_found_and_titled,
    contract.test_one_h1_and_headings_without_a_hole,
    contract.test_every_id_is_unique,
    contract.test_every_chart_has_title_subtitle_source_and_alternative,
    contract.test_no_number_is_bare,
    contract.test_every_table_says_what_it_is,
    contract.test_the_text_is_for_readers,
    contract.test_each_option_of_each_filter_renders,
    contract.test_filters_have_names_and_labels,
    contract.test_a_page_can_be_sent,
]


@pytest.fixture(scope="module")
def router(neighbourhood_store: Store) -> Router:
    return Router(Reading(neighbourhood_store))


@pytest.fixture(scope="module")
def application(neighbourhood_folder: Path) -> dash.Dash:
    return create_app(neighbourhood_folder, ROOT / "data" / "catalogue")


@pytest.fixture
def client(application: dash.Dash) -> FlaskClient:
    return application.server.test_client()


def shown(router: Router, address: str) -> list[Part]:
    """The whole page at an address with its query; everything that the query asks exists."""
    path, _, query = address.partition("?")
    view = router.view(path)
    choice = choose(view.filters, query_of(query))
    assert set(query_of(query)) <= {item.name for item in view.filters}
    assert choice.ignored == []
    return [*view.lead, *view.results(choice.values)]


def told(page: list[Part]) -> str:
    return text_of(page).replace("\u00a0", " ").replace("\u202f", " ")


def answer(page: list[Part]) -> str:
    (first,) = classed(page, "answer")
    return told([first])


def rows(page: list[Part], caption: str) -> dict[str, list[str]]:
    """The cells of the table whose caption starts so, by their row."""
    (table,) = [t for t in components(page, "Table") if text_of(components(t, "Caption")).startswith(caption)]
    lines = [[told([cell]) for cell in row.children] for row in components(components(table, "Tbody"), "Tr")]
    return {line[0]: line[1:] for line in lines}


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rules_of_every_page_hold_with_quarters(rule, address: str, router: Router):
    rule(address, router)


@pytest.mark.parametrize(
    "address",
    [
        *ADDRESSES,
        "/quartiers?recherche=saint-denis",
        f"/classement/poverty_rate_60?quartier={ONE_TOWN}&territoire=DEP-93",
        "/classement/poverty_rate_60?quartier=saint-denis",
        "/classement/poverty_rate_60?contours=2024",
        f"/comparer?territoires={ONE_TOWN},{REDRAWN},DEP-93,FR&reference=DEP-93&ajouter=la",
        f"/semblables/{ONE_TOWN}?sans=poverty_rate_60",
    ],
)
def test_every_link_leads_to_a_page_that_knows_its_keys(address: str, router: Router):
    for href in dict.fromkeys(links(shown(router, address))):
        if href.startswith("/"):
            path, _, query = href.partition("?")
            assert router.view(path).status == 200, href
            shown(router, href) if query else None


# Find a quarter ------------------------------------------------------------------------------------------------------


def test_the_way_in_says_how_many_quarters_there_are_and_lists_every_place(router: Router):
    page = shown(router, "/quartiers")
    assert told(components(page, "H1")) == "La France compte 11 quartiers prioritaires, contours 2024"
    assert {"/territoire/REG-11", "/territoire/DEP-93", "/territoire/REG-04", "/territoire/DEP-2A"} <= set(links(page))
    assert "Seine-Saint-Denis (7)" in told(page)
    assert "11 sur la carte de 2024 et 12 sur la carte de 2015" in told(page)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("tilleuls", ["/territoire/QN09301M", "/territoire/QP093001"]),
        ("QP093003", ["/territoire/QP093003"]),
        ("93066", ["/territoire/COM-93066"]),
        ("ACACIAS aubervilliers", ["/territoire/QN09305M", "/territoire/QP093006"]),
        ("Réunion", ["/territoire/EPCI-249740119", "/territoire/DEP-974", "/territoire/REG-04"]),
        ("france", ["/territoire/FR", "/territoire/REG-11"]),
    ],
)
def test_a_place_is_found_by_name_commune_and_code(words: str, found: list[str], router: Router):
    assert set(found) <= set(links(shown(router, f"/quartiers?recherche={words}")))


def test_places_found_stand_by_kind_the_two_maps_apart(router: Router):
    page = shown(router, "/quartiers?recherche=saint-denis")
    headings = [told([heading]) for heading in components(page, "H2")]
    assert [heading.split(" : ")[0] for heading in headings] == [
        "Communes",
        "Quartiers prioritaires, contours 2024",
        "Quartiers prioritaires, contours 2015",
        "Départements",
    ]
    assert "Communes : 2" in headings, "that of Seine-Saint-Denis and that of La Réunion"
    assert "21 territoires trouvés" in told(page), "two communes, nine quarters a map, one département"


def test_a_name_mistyped_is_helped(router: Router):
    page = shown(router, "/quartiers?recherche=aubervilier")
    assert "Aucun territoire ne répond à « aubervilier »." in told(page)
    assert "/quartiers?recherche=Aubervilliers" in links(page)


def test_without_official_files_the_pages_say_what_to_run_and_keep_the_regions(built_store: Store):
    without = Router(Reading(built_store))
    for address in ("/quartiers", "/classement", "/classement/poverty_rate_60", "/comparer", "/semblables/DEP-93"):
        text = told(shown(without, address))
        assert "Les fichiers officiels des quartiers n’ont pas été lus ici." in text, address
        assert "qpv etl --raw data/raw" in text
    assert "/territoire/DEP-93" in links(shown(without, "/quartiers"))
    assert "/territoire/REG-04" in links(shown(without, "/quartiers?recherche=reunion"))


def test_without_official_files_the_quartiles_of_each_territory_stand_in_for_the_ranking(built_store: Store):
    without = Router(Reading(built_store))
    everywhere = rows(shown(without, "/classement/poverty_rate_60"), "Taux de pauvreté")
    assert "France" in everywhere
    inside = rows(shown(without, "/classement/poverty_rate_60?territoire=REG-11"), "Taux de pauvreté")
    assert {"Île-de-France", "Seine-Saint-Denis"} <= set(inside)
    assert "Nord" not in inside
    for cells in everywhere.values():
        first, median, third = (float(cell.removesuffix(" %").replace(",", ".")) for cell in cells[:3])
        assert first <= median <= third


# Rank ----------------------------------------------------------------------------------------------------------------


def test_the_spread_is_the_answer_when_nobody_is_asked_for(router: Router):
    """Twelve poverty rates: 45.95 in the middle, 56 % or more in the upper quarter (type 7)."""
    page = shown(router, "/classement/poverty_rate_60")
    assert answer(page) == (
        "En 2019, le taux de pauvreté ne dépasse pas 46,0 % dans la moitié des 12 quartiers prioritaires de France, et "
        "atteint 53,5 % ou plus dans un quart d’entre eux."
    )
    titles = [told([title]) for title in classed(page, "finding")]
    assert titles[0] == "Le quartier médian est à 46,0 %, la moitié des quartiers se tiennent entre 40,8 % et 53,5 %"
    assert titles[1] == "Les 12 quartiers, chacun avec les rangs qu’il peut avoir"


def test_a_quarter_is_placed_among_those_of_its_departement(router: Router):
    """44.1 %, third of eight, under 49.3 and 47.8."""
    page = shown(router, f"/classement/poverty_rate_60?quartier={ONE_TOWN}&territoire=DEP-93")
    assert answer(page) == (
        "En 2019, en Seine-Saint-Denis, le quartier Les Tilleuls (Saint-Denis) se place au 3ᵉ rang (à l’arrondi près) "
        "des 8 quartiers classés pour le taux de pauvreté (44,1 %), le 1ᵉʳ rang étant celui de la valeur la plus "
        "élevée."
    )
    assert "ne dépasse pas 41,9 % dans la moitié des 8 quartiers prioritaires" in told(page)
    ranks = rows(page, "Quartiers 1 à 8 sur 8")
    assert [cells[0] for cells in ranks.values()] == [
        "49,3 % (fragile)", "47,8 %", "44,1 %", "42,6 %", "41,2 %", "39,5 %", "36,4 %", "33 %",
    ]  # fmt: skip
    assert [cells[1] for cells in ranks.values()][:3] == ["1ᵉʳ", "2ᵉ", "3ᵉ"]
    assert all(cells[-1].startswith("data_filo19_qp_revdis.csv, ligne ") for cells in ranks.values())


def test_no_rank_is_told_where_the_precision_is_not_published(router: Router):
    page = shown(router, f"/classement/employment_rate?quartier={ONE_TOWN}")
    assert answer(page) == (
        "En 2018, le taux d’emploi est de 44,2 % dans le quartier Les Tilleuls (Saint-Denis) ; sa précision n’est pas "
        "publiée : parmi 12 quartiers, son rang peut être n’importe lequel."
    )
    assert {cells[1] for cells in rows(page, "Quartiers 1 à 12").values()} == {"1ᵉʳ à 12ᵉ"}


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
    assert "La Source (Saint-Denis) n’a pas de valeur publiée pour cette période : il n’a pas de rang." in told(page)


def test_only_indicators_that_rank_and_are_known_are_listed(router: Router):
    listed = rows(shown(router, "/classement"), "Indicateurs par quartier")
    assert listed["Taux de pauvreté"][1:] == ["2019", "2015", "12"]
    assert "Indice de Gini" not in " ".join(listed)
    assert not any("chômage" in name for name in listed)


# Compare -------------------------------------------------------------------------------------------------------------


def test_figures_stand_side_by_side_each_with_what_it_is_about(router: Router):
    page = shown(router, f"/comparer?territoires={ONE_TOWN},DEP-93")
    lines = rows(page, "Chiffres des territoires")
    assert lines["Niveau de vie médian (par an) (2019)"][0] == "12 810 € par an"
    assert lines["Niveau de vie médian (par an) (2019)"][1] == (
        "18 110 € par an (ensemble du territoire)13 075 € par an (son quartier médian, contours 2015)"
    )
    assert lines["Habitants (2018)"] == ["4 200 personnes", "25 750 personnes (ses quartiers réunis, contours 2015)"]
    assert lines["Part des 60 ans ou plus (2018)"] == ["15,5 %", "rien n’a été lu"]
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
    assert "Taux de pauvreté" not in gaps
    assert "Taux de pauvreté : Aucune valeur publiée n’a été lue en Seine-Saint-Denis." in told(page)
    assert "Un écart se mesure à partir d’un quartier" in told(page)


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
        "Parmi 11 quartiers comparés, « Grand Pré (Saint-Denis) » est celui qui ressemble le plus à « Les Tilleuls "
        "(Saint-Denis) »."
    )
    first = rows(page, "Les Tilleuls (Saint-Denis) et Grand Pré (Saint-Denis)")
    assert first["Taux de pauvreté"] == ["44,1 %", "42,6 %", "proche"]
    assert first["Habitants"] == ["4 200 personnes", "5 400 personnes", "proche"]
    far = rows(page, "Les Tilleuls (Saint-Denis) et Centre Ancien (Aubervilliers)")
    assert far["Part des moins de 25 ans"][2] == "nettement plus bas"
    assert any(href.startswith(f"/comparer?territoires={ONE_TOWN},QP093007,") for href in links(page))


def test_what_is_studied_is_left_out_of_the_likeness(router: Router):
    page = shown(router, f"/semblables/{ONE_TOWN}?sans=median_living_standard")
    assert "Laissés de côté, parce qu’ils mesurent ce que vous étudiez : taux de pauvreté." in told(page)
    assert "Taux de pauvreté" not in rows(page, "Les Tilleuls (Saint-Denis) et Grand Pré (Saint-Denis)")


def test_who_has_no_peers_is_told_why(router: Router):
    assert "Moins de 4 caractéristiques de ce quartier sont publiées" in told(shown(router, f"/semblables/{REDRAWN}"))
    assert "Seuls des quartiers se comparent" in told(shown(router, "/semblables/DEP-93"))
    assert router.view("/semblables/QP999999").status == 404
