"""A real browser on the real server. Everything happens in one context: its cache is warm, as a reader's is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright

WIDE = {"width": 1440, "height": 900}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

# Dash has rendered the page, said its title and drawn every chart.
READY = """() => document.title.endsWith(' · Lisière')
    && document.querySelector('#page h1') !== null
    && document.querySelector('[data-dash-is-loading]') === null
    && document.querySelectorAll('.graph').length
        === document.querySelectorAll('.graph .js-plotly-plot .main-svg:first-child').length"""


@dataclass
class Tab:
    """One tab, and what it did that a reader does not see."""

    page: Page
    root: str
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def open(self, path: str) -> Response:
        """Open an address of the site and wait until it is whole."""
        response = self.page.goto(self.root + path)
        assert response is not None
        self.wait()
        return response

    def wait(self, title: str = "") -> None:
        """Wait until the page is whole, and bears ``title`` when there is one."""
        if title:
            self.until(lambda: self.page.title() == f"{title} · Lisière", f"the page « {title} »")
        self.page.wait_for_function(READY)

    @property
    def path(self) -> str:
        """The address, without the server's."""
        return self.page.url.removeprefix(self.root)

    @property
    def results(self) -> str:
        """What the filters select, as text."""
        return self.page.locator("#results").inner_text()

    def unfold(self) -> None:
        """Open every « details »."""
        self.page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")

    def overflow(self) -> int:
        """How many pixels the page scrolls sideways."""
        return int(self.page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth"))

    def until(self, told: Callable[[], Any], what: str) -> None:
        """Wait at most ten seconds until ``told`` is true."""
        for _ in range(200):
            if told():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"not after ten seconds: {what}")

    def watch(self) -> None:
        """Note what the page complains of, and every request to another host."""
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("request", self._request)
        self.page.on("requestfailed", self._failed)
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))

    def _console(self, message: ConsoleMessage) -> None:
        lost = "status of 404" in message.text and message.location.get("url") == self.page.url
        if message.type in ("error", "warning") and not lost:  # a lost page is said to be lost
            self.complaints.append(f"{message.type}: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page that is left drops what it was still asking for
            self.complaints.append(f"failed: {request.url} ({request.failure})")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.root + "/", "data:", "blob:")):
            self.strangers.append(request.url)


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """The machine's Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(chromium), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One visitor, in French."""
    opened = browser.new_context(viewport=WIDE, locale="fr-FR", accept_downloads=True)
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


@pytest.fixture
def tab(context: BrowserContext, dashboard_url: str) -> Iterator[Tab]:
    """A new tab. Whatever the test looks at, the page complains of nothing and asks nothing of another host."""
    opened = Tab(context.new_page(), dashboard_url.rstrip("/"))
    opened.watch()
    yield opened
    opened.page.close()
    assert opened.complaints == []
    assert opened.strangers == []
    assert opened.dialogs == []
