"""State lives in the address: it follows the filters, and gives the same page back."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import Tab

pytestmark = pytest.mark.browser

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def choose(tab: Tab, label: str, option: str) -> None:
    """Choose an option with the mouse and wait for the figures."""
    before = tab.path
    tab.page.get_by_role("textbox", name=label, exact=True).click()
    with tab.page.expect_response(lambda response: "_dash-update-component" in response.url):
        tab.page.get_by_role("option", name=option, exact=True).click()
    tab.until(lambda: tab.path != before, f"« {option} » is in the address")
    tab.wait()


def query(tab: Tab) -> dict[str, list[str]]:
    return parse_qs(urlsplit(tab.page.url).query)


def test_a_filter_changes_the_figures_and_the_address(tab: Tab):
    tab.open("/indicateur/unemployment_rate")
    assert query(tab) == {}, "what nobody chose is not in the address"
    assert "18,3" in tab.page.locator(".figure-box.priority .number").inner_text()
    choose(tab, "Période", "2014")
    assert query(tab) == {"periode": ["2014"]}
    assert "26,7" in tab.page.locator(".figure-box.priority .number").inner_text()
    assert "+16,8" in tab.page.locator(".figure-box.between .number").inner_text()
    choose(tab, "Population", "Femmes")
    assert query(tab) == {"periode": ["2014"], "population": ["F.Y15T64._T"]}
    assert "23,9" in tab.page.locator(".figure-box.priority .number").inner_text()
    choose(tab, "Période", "la dernière comparable")
    assert set(query(tab)) == {"population"}


@pytest.mark.parametrize(
    "path",
    [
        "/indicateur/unemployment_rate?periode=2014&population=F.Y15T64._T",
        "/acteurs?liste=initiatives&recherche=insertion",
        "/?ordre=points",
        "/guide?verdict=confirmed",
    ],
)
def test_an_address_comes_back_identical(tab: Tab, context: BrowserContext, path: str):
    tab.open(path)
    first, figures = tab.results, tab.page.locator("#results").inner_html()
    assert tab.path == path
    again = Tab(context.new_page(), tab.root)
    again.open(tab.path)
    try:
        assert again.path == path
        assert again.results == first
        assert len(again.page.locator("#results").inner_html()) == pytest.approx(len(figures), rel=0.01)
    finally:
        again.page.close()


def test_a_page_reached_by_its_filters_is_the_page_of_its_address(tab: Tab):
    tab.open("/indicateur/unemployment_rate")
    choose(tab, "Période", "2014")
    chosen = tab.results
    tab.page.reload()
    tab.wait()
    assert tab.results == chosen
    assert tab.page.get_by_role("textbox", name="Période").input_value() == "2014"


def test_a_search_narrows_the_list_and_says_how_many_are_left(tab: Tab):
    tab.open("/acteurs")
    everyone = tab.page.locator("#results .card").count()
    tab.page.get_by_label("Chercher").fill("vélo")
    tab.until(lambda: 0 < tab.page.locator("#results .card").count() < everyone, "fewer cards")
    tab.until(lambda: query(tab) == {"recherche": ["vélo"]}, "the words are in the address")
    count = tab.page.locator("#results .count")
    assert count.get_attribute("role") == "status"
    assert count.inner_text().split()[0] == str(tab.page.locator("#results .card").count())
    for card in tab.page.locator("#results .card").all():
        assert "vélo" in card.inner_text().lower()
    tab.page.get_by_label("Chercher").fill("")
    tab.until(lambda: tab.page.locator("#results .card").count() == everyone, "everyone is back")
    tab.until(lambda: query(tab) == {}, "the address is bare again")


def test_a_link_to_the_same_page_without_its_filters_clears_them(tab: Tab):
    tab.open("/acteurs?recherche=v%C3%A9lo")
    few = tab.page.locator("#results .card").count()
    tab.page.get_by_role("link", name="Acteurs et initiatives").click()
    tab.until(lambda: tab.path == "/acteurs", "the bare address")
    tab.until(lambda: tab.page.locator("#results .card").count() > few, "everyone is back")
    tab.wait("Acteurs et initiatives")
    assert tab.page.get_by_label("Chercher").input_value() == ""


def test_back_and_forward(tab: Tab):
    tab.open("/")
    tab.page.get_by_role("link", name="Guide vérifié").click()
    tab.wait("Le guide de 2019, vérifié")
    choose(tab, "Verdict", "Confirmé")
    confirmed = tab.results
    tab.page.get_by_role("link", name="Sources").first.click()
    tab.wait("Sources")
    tab.page.go_back()
    tab.wait("Le guide de 2019, vérifié")
    assert tab.path == "/guide?verdict=confirmed"
    assert tab.results == confirmed, "with its filters"
    tab.page.go_back()
    tab.wait("Vue d’ensemble")
    assert tab.path == "/"
    tab.page.go_forward()
    tab.wait("Le guide de 2019, vérifié")
    assert tab.results == confirmed


def test_what_the_address_invents_is_ignored_and_said(tab: Tab):
    tab.open("/acteurs?theme=astrologie&recherche=emploi")
    said = tab.page.locator(".refusal[role=status]").inner_text()
    assert "a été ignoré" in said
    assert "astrologie" in said
    assert query(tab) == {"recherche": ["emploi"]}


@pytest.mark.parametrize("path", ["/acteurs?recherche=", "/acteurs?theme=", "/"])
def test_a_script_in_the_address_is_only_text(tab: Tab, path: str):
    tab.open(path + quote(SCRIPT))
    assert tab.page.locator("#page script, #page img").count() == 0
    tab.page.wait_for_timeout(200)
    assert tab.dialogs == []
    shown = tab.page.locator("#page").inner_text() + "".join(
        field.input_value() for field in tab.page.locator("#page input").all()
    )
    assert "<script>alert(1)</script>" in shown


def test_a_script_that_is_typed_is_only_text(tab: Tab):
    tab.open("/indicateurs")
    tab.page.get_by_label("Chercher un indicateur").fill(SCRIPT)
    tab.until(lambda: "Aucun résultat" in tab.results, "nothing is found")
    assert tab.page.locator("#page script, #page img").count() == 0


def test_the_theme_page_keeps_only_what_is_asked(tab: Tab):
    tab.open("/theme/emploi")
    everything = tab.results
    choose(tab, "Montrer", "les écarts défavorables aux habitants")
    assert query(tab) == {"jugement": ["defavorable"]}
    assert tab.results != everything
    verdicts = tab.page.locator("#results td .badge").all_inner_texts()
    assert verdicts
    assert all("Défavorable" in text for text in verdicts)
