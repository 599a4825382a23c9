"""The selection of views in a real browser: kept, moved, taken away, with the keyboard and without storage."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Download, Locator

from dashboard.exports import csv, pptx, xlsx
from tests.browser.accessibility import violations
from tests.browser.conftest import WIDE, Tab
from tests.browser.test_downloads import saved

pytestmark = pytest.mark.browser

FORBIDDEN = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden'); } })"


@pytest.fixture(autouse=True)
def empty(tab: Tab) -> None:
    """Every test starts with an empty selection."""
    tab.open("/dossier")
    tab.page.evaluate("localStorage.clear()")


def keep(tab: Tab, path: str, rank: int = 0) -> Locator:
    """Open a page and keep one of its charts."""
    tab.open(path)
    button = tab.page.locator(".keep-view").nth(rank)
    button.click()
    return button


def file(tab: Tab, control: Locator, folder: Path) -> tuple[Download, bytes]:
    """The file that a link leads to: for the browser, a page that it left for a download."""
    found = saved(tab, control, folder)
    tab.complaints[:] = [text for text in tab.complaints if not text.startswith(f"failed: {tab.root}/telecharger/")]
    return found


PART = re.compile(r" \((?:suite, )?[0-9]+ sur [0-9]+\)$")
"""What ends the title of a chart that slides hold in several parts."""


def titles(proof: dict[str, Any]) -> list[str]:
    """The titles of the charts of a file, in order; one in several parts is told once."""
    told = [PART.sub("", " ".join(chart["title"].split())) for chart in proof["charts"]]
    return list(dict.fromkeys(told))


def link(tab: Tab) -> Locator:
    return tab.page.locator(".basket-link")


def test_a_view_is_kept_told_and_taken_back(tab: Tab):
    button = keep(tab, "/theme/emploi")
    assert link(tab).inner_text() == "Mon dossier (1)"
    assert button.inner_text() == "Retirer du dossier"
    assert tab.page.locator("#announced").inner_text() == "Ajouté au dossier : 1 vue."
    tab.page.reload()
    tab.wait()
    assert link(tab).inner_text() == "Mon dossier (1)", "the browser remembers"
    tab.page.locator(".keep-view").first.click()
    assert link(tab).inner_text() == "Mon dossier"
    assert tab.page.locator("#announced").inner_text() == "Retiré du dossier : 0 vue."


def test_the_filter_on_screen_is_the_one_that_is_kept(tab: Tab):
    tab.open("/theme/emploi")
    tab.page.get_by_role("textbox", name="Montrer").click()
    tab.page.get_by_role("option", name="les écarts favorables ou sans jugement").click()
    tab.until(lambda: "jugement=favorable" in tab.path, "the filter in the address")
    tab.until(
        lambda: "favorable" in (tab.page.locator(".keep-view").first.get_attribute("data-view") or ""), "the new charts"
    )
    tab.page.locator(".keep-view").first.click()
    told = tab.page.locator(".chart .finding").first.inner_text()
    link(tab).click()
    tab.wait("Mon dossier")
    assert tab.page.locator(".kept-views .finding a").all_inner_texts() == [told]
    tab.page.locator(".kept-views .finding a").click()
    tab.wait("Emploi")
    assert "jugement=favorable" in tab.path


def test_from_charts_to_one_deck_with_the_keyboard_alone(tab: Tab, tmp_path: Path):
    for path in ("/theme/emploi", "/indicateur/unemployment_rate"):
        tab.open(path)
        tab.page.locator(".keep-view").first.focus()
        tab.page.keyboard.press("Enter")
    assert link(tab).inner_text() == "Mon dossier (2)"
    link(tab).focus()
    tab.page.keyboard.press("Enter")
    tab.wait("Mon dossier")
    findings = tab.page.locator(".kept-views .finding").all_inner_texts()
    tab.page.get_by_role("link", name=re.compile("^Descendre : ")).focus()
    with tab.page.expect_navigation():
        tab.page.keyboard.press("Enter")
    tab.wait("Mon dossier")
    assert tab.page.locator(".kept-views .finding").all_inner_texts() == findings[::-1]
    for name, kind in (("Présentation PowerPoint", pptx), ("Classeur Excel", xlsx), ("Données CSV (zip)", csv)):
        told, content = file(tab, tab.page.get_by_role("link", name=name), tmp_path)
        assert told.suggested_filename == f"lisiere-dossier{kind.SUFFIX}"
        assert titles(kind.read(content).proof) == [" ".join(text.split()) for text in findings[::-1]]
    with tab.page.expect_navigation():
        tab.page.get_by_role("link", name=re.compile("^Retirer : ")).first.click()
    tab.wait("Mon dossier")
    assert tab.page.locator(".kept-views li").count() == 1
    tab.open("/")
    assert link(tab).inner_text() == "Mon dossier (1)", "what the page changes, the browser keeps"
    link(tab).click()
    tab.wait("Mon dossier")
    with tab.page.expect_navigation():
        tab.page.get_by_role("link", name="Retirer toutes les vues du dossier").click()
    tab.wait("Mon dossier")
    assert "Le dossier est vide" in tab.page.locator("#page").inner_text()
    assert link(tab).inner_text() == "Mon dossier"


def test_one_chart_leaves_as_a_workbook_and_as_a_slide(tab: Tab, tmp_path: Path):
    tab.open("/theme/emploi")
    chart = tab.page.locator(".chart").first
    told = " ".join(chart.locator(".finding").inner_text().split())
    for name, kind in (("Excel", xlsx), ("PowerPoint", pptx)):
        _, content = file(tab, chart.get_by_role("link", name=name), tmp_path)
        assert titles(kind.read(content).proof) == [told]


def test_a_selection_that_someone_sends_is_shown_and_kept_only_when_asked(tab: Tab):
    keep(tab, "/theme/emploi")
    tab.open("/dossier?vues=/indicateur/unemployment_rate%23temps")
    assert tab.page.locator(".kept-views li").count() == 1
    assert link(tab).inner_text() == "Mon dossier (1)"
    assert "/theme/emploi" in (link(tab).get_attribute("href") or ""), "still mine"
    tab.page.get_by_role("button", name="Garder ce dossier dans ce navigateur").click()
    assert "unemployment_rate" in (link(tab).get_attribute("href") or "")
    assert not tab.page.locator(".keep-all").is_visible()


def test_the_page_without_its_selection_finds_mine(tab: Tab):
    keep(tab, "/theme/emploi")
    tab.page.goto(tab.root + "/dossier")
    tab.until(lambda: "vues=" in tab.path, "the selection in the address")
    tab.wait("Mon dossier")
    assert tab.page.locator(".kept-views li").count() == 1


@pytest.mark.parametrize("width", [390, 1440])
def test_anyone_can_use_the_page(tab: Tab, width: int):
    tab.page.set_viewport_size({"width": width, "height": 900})
    tab.open("/dossier?vues=/theme/emploi+/indicateur/unemployment_rate%23temps+/theme/emploi%23disparu")
    assert violations(tab.page) == []
    assert tab.overflow() <= 0
    head = tab.page.locator("header").bounding_box()
    assert head is not None
    assert head["height"] < 120


def test_without_storage_the_address_holds_the_selection(browser: Browser, dashboard_url: str):
    """A browser that forbids storage: a page keeps what it is told, the address keeps it between pages."""
    context = browser.new_context(viewport=WIDE, locale="fr-FR")
    context.set_default_timeout(15_000)
    context.add_init_script(FORBIDDEN)
    tab = Tab(context.new_page(), dashboard_url.rstrip("/"))
    tab.watch()
    try:
        keep(tab, "/theme/emploi")
        assert link(tab).inner_text() == "Mon dossier (1)"
        link(tab).click()
        tab.wait("Mon dossier")
        assert tab.page.locator(".kept-views li").count() == 1
        tab.page.get_by_role("navigation", name="Pages").get_by_role("link", name="Vue d’ensemble").click()
        tab.wait("Vue d’ensemble")
        tab.page.locator(".keep-view").first.click()
        link(tab).click()
        tab.wait("Mon dossier")
        assert tab.page.locator(".kept-views li").count() == 2
        assert tab.complaints == []
    finally:
        context.close()


def test_a_full_selection_says_so(tab: Tab):
    tab.page.evaluate(
        "localStorage.setItem('lisiere-dossier', JSON.stringify([...Array(30).keys()].map(n => `/theme/emploi#${n}`)))"
    )
    button = keep(tab, "/theme/emploi")
    assert button.inner_text() == "Dossier plein"
    assert tab.page.locator("#announced").inner_text() == "Le dossier est plein : 30 vues au plus."
    assert link(tab).inner_text() == "Mon dossier (30)"
