"""Each page, on a wide screen: it opens whole, complains of nothing, and anyone can use it."""

from __future__ import annotations

import re

import pytest

from tests.browser.accessibility import violations
from tests.browser.conftest import Tab
from tests.browser.places import LOST, PLACES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", PLACES)
def test_a_page_opens_whole_and_anyone_can_use_it(tab: Tab, path: str):
    response = tab.open(path)
    assert response.status == (404 if path == LOST else 200)
    page = tab.page
    assert page.locator("html").get_attribute("lang") == "fr"
    assert re.fullmatch(r".+ · Lisière", page.title())
    assert page.locator("h1").count() == 1
    assert page.locator("h1").inner_text().strip()
    assert page.locator("main").count() == page.locator("header").count() == 1
    assert page.locator("nav[aria-label]").count() == 1
    assert not re.search(r"undefined|\[object|NaN", page.locator("body").inner_text())
    assert page.locator(".js-plotly-plot").count() == page.locator(".chart").count()
    assert page.locator(".modebar-btn").count() == 0, "no button of Plotly's, and none that uploads"
    assert tab.overflow() <= 0
    tab.unfold()
    assert violations(page) == []


def test_the_page_where_one_is_is_marked_in_the_navigation(tab: Tab):
    tab.open("/guide")
    current = tab.page.locator("nav [aria-current=page]")
    assert current.all_inner_texts() == ["Guide vérifié"]
    tab.page.get_by_role("link", name="Méthode").first.click()
    tab.wait("Méthode")
    assert current.all_inner_texts() == ["Méthode"]


def test_a_link_opens_a_page_says_its_title_and_takes_the_focus_there(tab: Tab):
    tab.open("/")
    tab.page.get_by_role("link", name="Emploi", exact=True).first.click()
    tab.wait("Emploi")
    assert tab.path == "/theme/emploi"
    assert tab.page.locator("#announced").inner_text() == "Page : Emploi"
    assert tab.page.evaluate("document.activeElement.id") == "page"
    tab.until(lambda: tab.page.evaluate("window.scrollY") == 0, "the top of the page")


def test_a_lost_reader_is_helped(tab: Tab):
    assert tab.open("/indicateur/unemployment_rat").status == 404
    assert "Cette adresse ne mène à aucune page" in tab.page.locator("h1").inner_text()
    tab.page.get_by_role("link", name="Taux de chômage au sens du BIT", exact=True).click()
    tab.wait("Taux de chômage au sens du BIT")
    assert tab.path == "/indicateur/unemployment_rate"


def test_from_a_number_to_its_source_in_one_click(tab: Tab):
    tab.open("/indicateur/unemployment_rate")
    tab.page.locator(".figure-box.priority .origin a").click()
    tab.wait("Sources")
    assert tab.page.locator("#results .count").inner_text() == "1 source"


def test_paper_has_no_controls_and_keeps_the_figures(tab: Tab):
    tab.open("/indicateur/unemployment_rate")
    tab.page.emulate_media(media="print")
    for control in (".top nav", ".filters", ".actions", ".skip"):
        for part in tab.page.locator(control).all():
            assert not part.is_visible(), control
    for kept in ("h1", ".answer", ".figures", ".chart .js-plotly-plot", ".source"):
        assert tab.page.locator(kept).first.is_visible(), kept
    assert len(tab.page.pdf(format="A4")) > 20_000
