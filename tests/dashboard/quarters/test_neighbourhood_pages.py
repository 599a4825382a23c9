"""The way in to every quarter, and the rules of every page on twelve invented ones (tests/small_raw.py)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.components.place_groups import groups
from dashboard.questions.reading import Reading
from dashboard.routing import Router
from dashboard.store import Store
from tests.dashboard import test_pages_contract as contract
from tests.dashboard.quarter_pages import ONE_TOWN, REDRAWN, rows, shown, told
from tests.dashboard.walk import components, links

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
    assert told(components(page, "H1")) == "Trouver un quartier prioritaire, une commune, un département"
    assert "La France compte 11 quartiers prioritaires, contours 2024" in told(page)
    assert "La France compte" not in told(shown(router, "/quartiers?recherche=tilleuls")), "not above what was found"
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
        "Unités urbaines",
        "Départements",
    ]
    assert "Communes : 2" in headings, "that of Seine-Saint-Denis and that of La Réunion"
    assert "22 territoires trouvés" in told(page), "two communes, nine quarters a map, one unit, one département"


def test_a_commune_without_a_quarter_stands_last_and_apart(router: Router, neighbourhood_store: Store):
    places = neighbourhood_store.territories
    met = [places.record(code) for code in ("COM-93066", "QP093001", "EPCI-200054781")]
    elsewhere = replace(met[0], code="COM-49268", label="Saint-Denis-d’Anjou")  # type: ignore[type-var]
    parts = groups(neighbourhood_store, [*met, elsewhere], "saint-denis")  # type: ignore[list-item]
    assert [told([heading]) for heading in components(parts, "H2")] == [
        "Communes : 1",
        "Quartiers prioritaires, contours 2015 : 1",
        "Intercommunalités : 1",
        "Communes sans quartier prioritaire connu : 1",
    ]


def test_a_place_found_is_told_with_its_communes_and_its_departement(router: Router):
    page = told(shown(router, "/quartiers?recherche=QP093003"))
    assert "Quartier prioritaire, contours 2015 · Aubervilliers et Saint-Denis (Seine-Saint-Denis) · QP093003" in page


@pytest.mark.parametrize("typed", [ONE_TOWN.lower(), "qp 093001", "QP-093001"])
def test_the_address_of_a_quarter_may_be_typed_in_any_case(router: Router, typed: str):
    view = router.view(f"/territoire/{typed}")
    assert (view.status, view.title) == (200, router.view(f"/territoire/{ONE_TOWN}").title)
    assert router.view("/territoire/com-93066").title == "Saint-Denis"


def test_a_code_that_does_not_exist_is_helped(router: Router):
    view = router.view("/territoire/qp093099")
    assert view.status == 404
    page = list(view.lead)
    assert "Aucun quartier de code « QP093099 » n’est connu ici" in told(page)
    assert "Ce code n’est dans aucun des fichiers officiels lus." in told(page)
    assert {"/territoire/QP093001", "/territoire/DEP-93", "/quartiers"} & set(links(page)) >= {"/territoire/DEP-93"}
    near = [href for href in links(page) if href.startswith("/territoire/Q")]
    assert near
    assert all(router.view(href).status == 200 for href in near)
    assert router.view("/territoire/93066").title == "Saint-Denis", "a bare number that one place bears"


def test_without_official_files_a_quarter_s_address_says_what_to_run(built_store: Store):
    without = Router(Reading(built_store))
    for address in ("/territoire/qp093028", "/territoire/COM-93066", "/semblables/QN09328M"):
        view = without.view(address)
        text = told(list(view.lead))
        assert view.status == 404
        assert "qpv download" in text, address
        assert "qpv etl --raw data/raw" in text
        assert "À défaut :" in text
        assert "/territoire/DEP-93" in links(list(view.lead))


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


def test_an_indicator_known_only_by_quarter_says_where_to_read_it(router: Router, neighbourhood_store: Store):
    """No empty table, no « aucune valeur publiée »: links to the ranking and to the map of the quarters."""
    known = neighbourhood_store.official
    assert known is not None
    by_quarter = set(known.coverage[known.coverage["published"] > 0]["indicator"])
    alone = [name for name in sorted(by_quarter) if not neighbourhood_store.of(name)]
    assert alone
    for name in alone:
        page = shown(router, f"/indicateur/{name}")
        assert "Connu par quartier" in told(page)
        assert components(page, "Table") == []
        assert "n’a été lue" not in told(page)
        found = [link.href for link in components(page, "Link")]
        ranking = neighbourhood_store.catalogue.indicators[name].uses.ranking
        assert (f"/classement/{name}" in found) == ranking
        for rule in RULES:
            rule(f"/indicateur/{name}", router)


def test_what_must_be_known_of_an_indicator_is_said_once(router: Router, neighbourhood_store: Store):
    for name in neighbourhood_store.catalogue.indicators:
        page = components(shown(router, f"/indicateur/{name}"), "Section")
        (section,) = [part for part in page if told([part]).startswith("Ce que mesure cet indicateur")]
        items = [told([item]) for item in components([section], "Li")]
        texts = [entry.text for entry in neighbourhood_store.catalogue.breaks if name in entry.indicators]
        for text in set(texts):
            assert items.count(text.replace("\u00a0", " ").replace("\u202f", " ")) == 1, name
