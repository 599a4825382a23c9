"""The profile of a territory on twelve invented quarters: the name, then what stands out, then the figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.gaps import Verdict
from dashboard.illustrations.territory import side_of_most
from dashboard.routing import Router
from tests.dashboard.quarter_pages import ONE_TOWN, REUNION, TWO_TOWNS, rows, shown, told
from tests.dashboard.quarters.test_neighbourhood_pages import RULES
from tests.dashboard.small import between, catalogue, pair
from tests.dashboard.walk import classed, components, text_of

ADDRESSES = [f"/territoire/{code}" for code in (ONE_TOWN, TWO_TOWNS, REUNION, "QP093008", "QN09301M", "DEP-93")]
SMALL = catalogue()
VERDICTS = {1: Verdict.HIGHER, -1: Verdict.LOWER, 0: Verdict.EQUAL}


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rules_of_every_page_hold_on_a_profile(rule, address: str, router: Router):
    rule(address, router)


def test_the_name_comes_first_then_what_stands_out(router: Router):
    page = shown(router, ADDRESSES[0])
    assert told(components(page, "H1")) == "Les Tilleuls (Saint-Denis)"
    (first,) = classed(page, "stands-out")
    assert told([first]) == (
        "En 2019, le niveau de vie médian est plus faible de 3 070 € par an dans le quartier qu’à Saint-Denis : "
        "12 810 € par an contre 15 880 € par an."
    )
    assert told(components([first], "Strong")) == "12 810 € par an contre 15 880 € par an"


def test_what_stands_out_follows_the_comparator(router: Router):
    (first,) = classed(shown(router, f"{ADDRESSES[0]}?comparateur=DEP-93.all"), "stands-out")
    assert "que dans la Seine-Saint-Denis" in told([first]) or "qu’en Seine-Saint-Denis" in told([first])
    assert told(components([first], "Strong")) == "12 810 € par an contre 18 110 € par an"


def test_the_table_of_who_lives_there_says_how_sure_its_dates_are(router: Router):
    assert rows(shown(router, ADDRESSES[0]), "Qui y vit")["Habitants"][1] == "2018, date déduite"


def test_the_files_of_posts_are_said_to_be_silent_not_the_place(router: Router):
    text = told(shown(router, ADDRESSES[0]))
    assert "1 poste connu pour ce contrat, tous quartiers confondus." in text
    assert "22 000" in text
    assert "1 poste d’adultes-relais ne nomme aucun contrat" in text
    assert "Le fichier des postes Fonjep n’a aucune ligne" in text


def test_charts_that_leave_the_page_name_the_quarter_and_its_communes(router: Router):
    page = shown(router, ADDRESSES[0])
    titles = [told([title]) for title in classed(page, "finding")]
    assert all("dans le quartier Les Tilleuls" in title for title in titles)
    assert all(told([line]).startswith("Les Tilleuls (Saint-Denis) · ") for line in classed(page, "subtitle"))


def test_the_sentences_of_the_page_say_the_quarter(router: Router):
    (sentences,) = classed(shown(router, ADDRESSES[0]), "findings")
    assert "Tilleuls" not in told([sentences])
    assert "plus faible de 3 070 € par an dans le quartier qu’à Saint-Denis" in told([sentences])


def test_what_may_not_be_followed_is_counted_not_followed(router: Router):
    page = shown(router, ADDRESSES[0])
    title, subtitle = told(classed(page, "finding")[-1:]), told(classed(page, "subtitle")[-1:])
    assert title.startswith("Aux 2 dates comparées, le taux de pauvreté est plus élevé dans le quartier Les Tilleuls")
    assert subtitle.endswith("de 2018 à 2019, des niveaux qui ne se suivent pas")
    assert not {"augmente", "baisse", "progresse", "recule"} & set(title.split())


def test_a_figure_is_followed_where_its_comparator_is_known_once(router: Router):
    """The median is known of the quarter in 2018 and 2019, of Saint-Denis in 2019 alone."""
    page = shown(router, f"{ADDRESSES[0]}?suivre=median_living_standard&comparateur=COM-93066.all")
    (figures,) = [d for d in classed(page, "data") if "2018" in told([d]) and "12 750" in told([d])][:1]
    lines = [told([line]) for line in components(components([figures], "Tbody"), "Tr")]
    assert len(lines) == 3
    for line, told_there in zip(lines, ("12 750 €", "12 810 €", "15 880 €"), strict=True):
        assert told_there in line
    assert "Sans point de comparaison mesurable : 2018." in told(page)


@pytest.mark.parametrize(
    ("verdicts", "title"),
    [
        ((1, 1, 1), "Aux 3 dates comparées, le taux de chômage est plus élevé {}"),
        ((-1, -1), "Aux 2 dates comparées, le taux de chômage est plus faible {}"),
        ((1, -1, 1), "À 2 dates sur 3, le taux de chômage est plus élevé {}"),
        ((0, -1, 0), "À 1 date sur 3, le taux de chômage est plus faible {}"),
        ((1, -1), "Le taux de chômage est à 1 date plus élevé, à 1 date plus faible, {}"),
    ],
)
def test_a_history_counts_the_dates_on_each_side(verdicts: tuple[int, ...], title: str):
    gaps = [
        replace(between(*pair(20.0 + 5 * side, 20.0, period=str(2015 + rank))), verdict=VERDICTS[side])
        for rank, side in enumerate(verdicts)
    ]
    assert side_of_most(gaps, SMALL) == title.format("dans les QPV que dans les autres quartiers")


def test_a_history_where_nothing_is_told_apart_says_so():
    gaps = [replace(between(*pair(20.0, 20.0, period=year)), verdict=Verdict.EQUAL) for year in ("2015", "2016")]
    assert side_of_most(gaps, SMALL).startswith(
        "Aux 2 dates comparées, le taux de chômage ne se distingue pas nettement"
    )


def test_two_territories_of_one_name_are_told_apart(router: Router):
    """La Réunion is a région and a département: both may be compared with, and both hold the same quarters, once."""
    view = router.view(ADDRESSES[2])
    assert view is not None
    (compared,) = [item for item in view.filters if item.name == "comparateur"]
    labels = [label for _, label in compared.options]
    assert {"La Réunion (région)", "La Réunion (département)"} <= set(labels)
    heads = [told([cell]) for cell in components(shown(router, ADDRESSES[2]), "Th")]
    assert heads.count("La Réunion") == 1
    assert not {"La Réunion (région)", "La Réunion (département)"} & set(heads)
    (kicker,) = classed(shown(router, ADDRESSES[2]), "kicker")
    assert told([kicker]).count("La Réunion") == 1


def test_a_wide_table_names_the_column_of_each_cell(router: Router):
    """On a telephone its rows are stacked: each cell comes after the name of its column, and it stays a table."""
    page = shown(router, ADDRESSES[0])
    (wrapper,) = [d for d in classed(page, "stacks") if "Sa place" in text_of(components([d], "Caption"))]
    heads = [text_of([head]) for head in components(components([wrapper], "Thead"), "Th")]
    for line in components(components([wrapper], "Tbody"), "Tr"):
        first, *cells = line.children
        assert (line.role, first.role) == ("row", "rowheader")
        assert [getattr(cell, "data-label") for cell in cells] == heads[1:]
        assert {cell.role for cell in cells} == {"cell"}
