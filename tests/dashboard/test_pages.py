"""What each page of the project answers: its own numbers, in its own order."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dashboard.questions.reading import Reading, relative_size
from dashboard.routing import Router
from etl.catalogue import Catalogue
from etl.model import COLUMNS
from tests.dashboard.walk import classed, components, content, defaults, text_of


def test_the_overview_puts_the_widest_gap_first(router: Router, reading: Reading):
    view = router.view("/")
    ranked = reading.widest()
    assert len(ranked) > 3
    assert {gap.reference.zone for _, gap in ranked} == {"uue"}, "only the comparator of the law"
    assert text_of(components(view.lead, "H1")) == reading.finding(ranked[0][1])
    (chart, *_) = classed(content(view), "chart")
    rows = [text_of(row) for row in components(components(chart, "Tbody"), "Tr")]
    shown = list(dict.fromkeys(row.split(" : ")[0] for row in rows))
    assert shown == [theme.label for theme, _ in ranked]
    sizes = [relative_size(gap) for _, gap in ranked]
    assert sizes == sorted(sizes, reverse=True)


def test_orders_of_the_overview(router: Router, catalogue: Catalogue, reading: Reading):
    view = router.view("/")

    def themes(order: str) -> list[str]:
        (chart, *_) = classed(content(view, {"ordre": order}), "chart")
        rows = components(components(chart, "Tbody"), "Tr")
        return list(dict.fromkeys(text_of(components(row, "Th")).split(" : ")[0] for row in rows))

    assert sorted(themes("")) == sorted(themes("points")) == sorted(themes("guide"))
    order = [theme.label for theme in catalogue.themes.values()]
    assert themes("guide") == sorted(themes("guide"), key=order.index)
    gaps = {theme.label: gap for theme, gap in reading.widest()}
    assert themes("points") == sorted(gaps, key=lambda label: -abs(gaps[label].difference.value))
    assert len({gap.reference.zone for gap in gaps.values()}) == 1, "a ranking never mixes comparators"


def test_the_unemployment_page_shows_its_numbers(router: Router):
    page = text_of(content(router.view("/indicateur/unemployment_rate"))).replace("\u00a0", " ")
    for words in ("18,3 %", "7,5 %", "+10,8 points", "2,4 fois", "Précision non publiée", "Rupture de série en 2022"):
        assert words in page


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"periode": "2014"}, ("26,7 %", "9,9 %", "+16,8 points", "2,7 fois")),
        ({"population": "F.Y15T64._T", "periode": "2014"}, ("23,9 %", "9,5 %", "+14,4 points", "2,5 fois")),
    ],
)
def test_filters_change_the_numbers(values: dict[str, str], words: Sequence[str], router: Router):
    view = router.view("/indicateur/unemployment_rate")
    boxes = classed(view.results({**defaults(view), **values}), "figures")
    text = text_of(boxes).replace("\u00a0", " ")
    for word in words:
        assert word in text


def test_a_refusal_shows_its_reason_and_the_values_known(router: Router):
    view = router.view("/indicateur/unemployment_rate")
    page = view.results({**defaults(view), "periode": "2010"})
    (panel,) = classed(page, "refusal")
    assert "Pas d’écart affiché." in text_of(panel)
    assert classed(page, "figures") == []


def test_the_method_names_every_refusal_zone_and_break(router: Router, catalogue: Catalogue):
    page = text_of(content(router.view("/methode")))
    for zone in catalogue.zones.values():
        assert zone.label in page
    for entry in catalogue.breaks:
        assert entry.text in page


def test_the_sources_page_counts_the_figures_of_each(router: Router, catalogue: Catalogue, reading: Reading):
    (table, *_) = components(content(router.view("/sources")), "Table")
    rows = components(components(table, "Tbody"), "Tr")
    assert len(rows) == len(catalogue.sources)
    counts = [int(text_of(components(row, "Td")[3]).replace("\u202f", "")) for row in rows]
    assert sum(counts) == len(reading.store.observations)


def test_every_claim_of_the_guide_is_shown_with_its_verdict(router: Router, catalogue: Catalogue):
    cards = classed(content(router.view("/guide")), "claim")
    assert [card.id for card in cards] == list(catalogue.guide_claims)
    for card, claim in zip(cards, catalogue.guide_claims.values(), strict=True):
        for words in (claim.claim, claim.quotable, claim.verdict_note, claim.primary_source):
            assert words in text_of(card)


def test_the_verdict_filter_keeps_only_its_claims(router: Router, catalogue: Catalogue):
    view = router.view("/guide")
    for verdict in {claim.verdict.value for claim in catalogue.guide_claims.values()}:
        cards = classed(content(view, {"verdict": verdict}), "claim")
        assert {catalogue.guide_claims[card.id].verdict.value for card in cards} == {verdict}


def test_actors_and_initiatives_are_filtered_by_theme_place_and_word(router: Router, reading: Reading):
    view = router.view("/acteurs")
    tables = reading.store.tables
    assert len(classed(content(view), "card")) == len(tables["guide_actors"]) + len(tables["guide_initiatives"])
    assert len(classed(content(view, {"liste": "acteurs"}), "card")) == len(tables["guide_actors"])
    only = {"liste": "initiatives", "theme": "health"}
    health = tables["guide_initiatives"].query("theme == 'health'")
    assert len(classed(content(view, only), "card")) == len(health) > 0
    none = content(view, {"recherche": "zzzz"})
    assert classed(none, "card") == []
    assert "Aucun résultat parmi les initiatives et acteurs." in text_of(none)


def test_a_department_is_found_under_its_region(router: Router, catalogue: Catalogue, reading: Reading):
    view = router.view("/acteurs")
    (place,) = [item for item in view.filters if item.name == "territoire"]
    codes = [code for code, _ in place.options if code]
    departments = [code for code in codes if code.startswith("DEP-")]
    assert departments
    for code in departments:
        region = catalogue.territories[code].parent
        assert region
        here = {text_of(card) for card in classed(content(view, {"territoire": code}), "card")}
        wide = {text_of(card) for card in classed(content(view, {"territoire": region}), "card")}
        assert here <= wide
        assert here


def test_the_five_practice_sheets_are_there(router: Router, reading: Reading):
    view = router.view("/fiches-pratiques")
    advice = reading.store.tables["guide_practices"]
    page = content(view)
    assert len(components(page, "H2")) == advice["stage"].nunique() == 5
    assert all(text in text_of(page) for text in advice["advice"])
    (stage, _) = view.filters
    for value, label in stage.options[1:]:
        shown = content(view, {"etape": value})
        assert [text_of(heading) for heading in components(shown, "H2")] == [label]


def test_every_column_of_the_data_is_explained(router: Router):
    page = content(router.view("/donnees"))
    (table,) = components(page, "Table")
    assert [text_of(cell) for cell in components(components(table, "Tbody"), "Th")] == list(COLUMNS)
