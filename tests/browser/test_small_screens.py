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


def test_a_wide_table_scrolls_inside_the_page_with_the_keyboard(tab: Tab):
    tab.page.set_viewport_size(TELEPHONE)
    tab.open("/indicateurs")
    region = tab.page.locator(".table-scroll")
    assert region.evaluate("part => part.scrollWidth > part.clientWidth")
    region.focus()
    tab.page.keyboard.press("ArrowRight")
    tab.until(lambda: region.evaluate("part => part.scrollLeft") > 0, "the table scrolls")
    assert tab.overflow() <= 0


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
