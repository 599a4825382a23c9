"""The keyboard alone reaches and works everything, and one always sees where one is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Tab

pytestmark = pytest.mark.browser

# What a reader can act on and sees, in the order of the page, each given a number.
REACHABLE = """() => [...document.querySelectorAll(
        'a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter(part => part.tabIndex >= 0 && !part.disabled && part.getClientRects().length
        && (part.checkVisibility ? part.checkVisibility() : true))
    .map((part, rank) => { part.dataset.rank = rank; return part.outerHTML.slice(0, 120); })"""

# The element that has the focus: its number, whether it is seen, and what shows that it has the focus.
FOCUSED = """() => {
    const part = document.activeElement;
    if (!part || part === document.body) { return null; }
    const style = getComputedStyle(part), box = part.getBoundingClientRect();
    const under = document.elementFromPoint(
        Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1),
        Math.min(Math.max(box.top + Math.min(box.height, 20) / 2, 0), innerHeight - 1));
    return {
        rank: part.dataset.rank === undefined ? null : Number(part.dataset.rank),
        html: part.outerHTML.slice(0, 120),
        inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        covered: !(under && (part.contains(under) || under.contains(part))),
        outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        border: style.borderTopColor + style.borderBottomColor + style.boxShadow,
    };
}"""
AT_REST = "rank => { const s = getComputedStyle(document.querySelector(`[data-rank='${rank}']`)); " \
    "return s.borderTopColor + s.borderBottomColor + s.boxShadow; }"  # fmt: skip


def focused(tab: Tab) -> dict[str, Any] | None:
    told: dict[str, Any] | None = tab.page.evaluate(FOCUSED)
    return told


@pytest.mark.parametrize("path", ["/", "/theme/revenus", "/indicateur/unemployment_rate", "/sources", "/nulle-part"])
def test_the_tab_key_reaches_everything_and_shows_where_it_is(tab: Tab, path: str):
    tab.open(path)
    tab.unfold()
    tab.page.add_style_tag(content="* { transition: none !important; scroll-behavior: auto !important; }")
    expected = tab.page.evaluate(REACHABLE)
    rest = [tab.page.evaluate(AT_REST, rank) for rank in range(len(expected))]
    reached: list[int] = []
    for _ in range(len(expected) + 10):
        tab.page.keyboard.press("Tab")
        here = focused(tab)
        if here is None:
            break
        assert here["rank"] is not None, f"reached, but not for a reader: {here['html']}"
        assert here["inside"], f"out of sight: {here['html']}"
        assert not here["covered"], f"under something else: {here['html']}"
        shown = here["outline"] or here["border"] != rest[here["rank"]]
        assert shown, f"nothing shows the focus: {here['html']}"
        reached.append(here["rank"])
    else:
        raise AssertionError("a trap: the keyboard never leaves the page")
    missing = [expected[rank] for rank in range(len(expected)) if rank not in reached]
    assert missing == []
    assert reached == sorted(reached), "in the order of the page"


def test_the_first_key_leads_to_the_content(tab: Tab):
    tab.open("/indicateur/unemployment_rate")
    tab.page.keyboard.press("Tab")
    skip = tab.page.locator("a.skip")
    assert tab.page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0, "it is seen once it has the focus"
    tab.page.keyboard.press("Enter")
    tab.until(lambda: tab.page.evaluate("document.activeElement.id") == "page", "the focus is on the content")
    tab.page.keyboard.press("Tab")
    assert tab.page.evaluate("document.getElementById('page').contains(document.activeElement)")
    assert tab.page.locator("h1").count() == 1, "and the page is still there"


def test_a_filter_is_chosen_with_arrows_and_enter(tab: Tab):
    tab.open("/indicateur/unemployment_rate")
    before = tab.results
    tab.page.get_by_label("Comparer avec").count()
    tab.page.get_by_role("textbox", name="Période").focus()
    keyboard = tab.page.keyboard
    keyboard.press("Enter")
    tab.page.get_by_role("option").first.wait_for()
    keyboard.press("ArrowDown")
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    tab.until(lambda: "periode=" in tab.path, "the choice is in the address")
    tab.until(lambda: tab.results != before, "the figures follow")
    assert tab.page.evaluate("document.activeElement.tagName") == "INPUT", "the focus stays on the filter"


def test_escape_closes_a_list_and_changes_nothing(tab: Tab):
    tab.open("/indicateur/unemployment_rate")
    before = tab.path
    tab.page.get_by_role("textbox", name="Période").focus()
    tab.page.keyboard.press("Enter")
    tab.page.get_by_role("option").first.wait_for()
    tab.page.keyboard.press("Escape")
    tab.until(lambda: not tab.page.get_by_role("option").first.is_visible(), "the list is closed")
    assert tab.path == before


@pytest.mark.parametrize("key", ["Enter", " "])
def test_the_table_of_a_chart_opens_with_a_key(tab: Tab, key: str):
    tab.open("/theme/emploi")
    summary = tab.page.locator("summary", has_text="Voir les chiffres en tableau").first
    table = tab.page.locator(".chart table").first
    assert not table.is_visible()
    summary.focus()
    tab.page.keyboard.press(key)
    tab.until(table.is_visible, "the table is open")


def test_a_picture_is_saved_with_a_key(tab: Tab):
    tab.open("/theme/emploi")
    tab.page.get_by_role("button", name="Télécharger l’image en SVG").first.focus()
    with tab.page.expect_download() as saved:
        tab.page.keyboard.press("Enter")
    assert saved.value.suggested_filename.endswith(".svg")


def test_a_sentence_is_copied_from_the_keyboard(tab: Tab):
    tab.open("/guide")
    button = tab.page.locator("[data-copy]").first
    assert button.evaluate("element => element.tabIndex") == 0
    button.focus()
    tab.page.keyboard.press("Enter")
    tab.page.get_by_text("Phrase copiée").first.wait_for()
