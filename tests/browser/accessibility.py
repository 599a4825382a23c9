"""axe-core, told which rules count."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA, each with the first element at fault."""
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG_22_AA}})
    assert len(results.response["passes"]) > 5, "axe has looked at something"
    return [
        f"{found['id']} ({found['impact']}, {len(found['nodes'])}) : {found['nodes'][0]['html'][:200]} "
        f"{found['nodes'][0]['failureSummary']}"
        for found in results.response["violations"]
    ]
