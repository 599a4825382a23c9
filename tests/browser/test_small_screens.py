"""Each page on a telephone: it never scrolls sideways, and anyone can use it."""

from __future__ import annotations

import pytest

from tests.browser.accessibility import violations
from tests.browser.conftest import Tab
from tests.browser.places import PLACES

pytestmark = pytest.mark.browser

TELEPHONE, SMALL = {"width": 390, "height": 844}, {"width": 320, "height": 640}


@pytest.mark.parametrize("path", PLACES)
def test_a_page_fits_a_telephone(tab: Tab, path: str):
    tab.page.set_viewport_size(TELEPHONE)
    tab.open(path)
    assert tab.overflow() <= 0
    tab.unfold()
    assert tab.overflow() <= 0, "nor once everything is unfolded"
    assert violations(tab.page) == []
    tab.page.set_viewport_size(SMALL)
    tab.until(lambda: tab.overflow() <= 0, "nothing overflows the narrowest screen, or a page at 400 %")


def test_the_menu_of_a_telephone_is_closed_opens_by_the_keyboard_and_says_where_one_is(tab: Tab):
    tab.page.set_viewport_size(TELEPHONE)
    tab.open("/guide")
    button = tab.page.get_by_role("button", name="Menu : Guide vérifié")
    links = tab.page.get_by_role("navigation", name="Pages").get_by_role("link")
    assert button.get_attribute("aria-expanded") == "false"
    assert links.count() == 0, "neither seen nor read"
    head = tab.page.locator("header").bounding_box()
    assert head is not None
    assert head["height"] < TELEPHONE["height"] / 10
    button.focus()
    tab.page.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    assert links.count() > 8
    assert tab.page.locator("nav [aria-current=page]").all_inner_texts() == ["Guide vérifié"]
    assert violations(tab.page) == []
    assert tab.overflow() <= 0
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.press("Escape")
    assert links.count() == 0
    assert tab.page.evaluate("document.activeElement.className") == "menu-button", "the focus comes back"
    tab.page.keyboard.press("Enter")
    links.filter(has_text="Méthode").click()
    tab.wait("Méthode")
    assert links.count() == 0, "closed once one has left"
    assert tab.page.get_by_role("button", name="Menu : Méthode").is_visible()


def test_a_wide_screen_has_no_menu_to_open(tab: Tab):
    tab.open("/")
    assert not tab.page.locator(".menu-button").is_visible()
    assert tab.page.get_by_role("navigation", name="Pages").get_by_role("link").count() > 8


def test_a_wide_table_scrolls_inside_the_page_with_the_keyboard(tab: Tab):
    tab.page.set_viewport_size({"width": 700, "height": 900})
    tab.open("/indicateurs")
    region = tab.page.locator(".table-scroll")
    assert region.evaluate("part => part.scrollWidth > part.clientWidth")
    region.focus()
    tab.page.keyboard.press("ArrowRight")
    tab.until(lambda: region.evaluate("part => part.scrollLeft") > 0, "the table scrolls")
    assert tab.overflow() <= 0


def test_a_telephone_stacks_the_rows_of_a_wide_table_which_stays_one(tab: Tab):
    """Each cell is under the one before it, after the name of its column; a screen reader still meets a table."""
    tab.page.set_viewport_size(TELEPHONE)
    tab.open("/territoire/DEP-93")
    region = tab.page.locator(".stacks").first
    assert region.evaluate("part => part.scrollWidth <= part.clientWidth"), "nothing is scrolled away"
    table = region.get_by_role("table")
    heads = table.get_by_role("columnheader").all_inner_texts()
    row = table.get_by_role("row").nth(1)
    cells = row.get_by_role("cell")
    assert row.get_by_role("rowheader").count() == 1
    assert cells.count() == len(heads) - 1
    tops = cells.evaluate_all("all => all.map(cell => cell.getBoundingClientRect().top)")
    assert tops == sorted(set(tops))
    named = cells.evaluate_all("all => all.map(cell => getComputedStyle(cell, '::before').content)")
    assert all(head in before for head, before in zip(heads[1:], named, strict=True))


def test_what_a_chart_writes_stays_inside_it(tab: Tab):
    """Labels and values are drawn, not laid out: nothing moves them when the screen is narrow."""
    tab.page.set_viewport_size(TELEPHONE)
    for path in ("/", "/theme/emploi", "/indicateur/unemployment_rate", "/indicateur/population"):
        tab.open(path)
        outside = tab.page.evaluate(
            """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
                const frame = plot.getBoundingClientRect();
                return [...plot.querySelectorAll('text')]
                    .filter(text => text.textContent.trim())
                    .filter(text => {
                        const box = text.getBoundingClientRect();
                        return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1);
                    })
                    .map(text => text.textContent);
            })"""
        )
        assert outside == [], path
