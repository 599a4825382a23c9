"""The exported page in the real browser: from a file, without any request, for everyone, on any screen and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page
from pypdf import PdfReader

from dashboard.exports import html
from tests.browser.accessibility import violations
from tests.dashboard.exports.paper import ODD, folded, full

pytestmark = pytest.mark.browser


@pytest.fixture
def page(context: BrowserContext, tmp_path: Path) -> Iterator[Page]:
    """A document with strange words, opened from the disk: the browser complains of nothing and asks for nothing."""
    file = tmp_path / "note.html"
    file.write_bytes(html.write(full(odd=ODD)))
    opened = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(file.as_uri())
    yield opened
    opened.close()
    assert asked == [file.as_uri()]
    assert complaints == []


@pytest.mark.parametrize("width", [1440, 390])
def test_it_is_accessible_and_fits(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    assert violations(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth") <= 0
    assert page.locator("svg:visible").count() == 2
    box = page.locator("svg:visible").first.bounding_box()
    assert box is not None
    assert box["width"] >= 330 if width == 390 else box["width"] >= 700


def test_it_prints_with_its_tables_open(page: Page) -> None:
    printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    text = folded(" ".join(sheet.extract_text() for sheet in printed.pages))
    assert "Intervalle à 95 %" in text
    assert "secret statistique" in text
    assert printed.pages[0].mediabox.width == pytest.approx(595, abs=1)
