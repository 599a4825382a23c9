"""The social economy of a quarter and the needs beside supply, in a browser, where the register was read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.accessibility import violations
from tests.browser.conftest import Tab
from tests.dashboard.social_economy.register import HERE, add_register
from tests.serving import running_server

pytestmark = pytest.mark.browser


TELEPHONE = {"width": 390, "height": 844}
PLACES = [
    f"/territoire/{HERE}",
    "/territoire/DEP-93",
    "/theme/ess?territoire=DEP-93",
    f"/note/{HERE}?document=programme",
]


@pytest.fixture(scope="module")
def dashboard_url(neighbourhood_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """« qpv serve » on the invented quarters, their register read."""
    folder = tmp_path_factory.mktemp("register") / "indicators"
    shutil.copytree(neighbourhood_folder, folder)
    add_register(folder)
    with running_server({"QPV_INDICATORS_DIR": str(folder)}) as url:
        yield url


@pytest.mark.parametrize("path", PLACES)
def test_a_page_of_the_social_economy_fits_every_screen_and_anyone_can_use_it(tab: Tab, path: str):
    assert tab.open(path).status == 200
    assert tab.page.locator("h1").count() == 1
    tab.unfold()
    assert tab.overflow() <= 0
    assert violations(tab.page) == []
    tab.page.set_viewport_size(TELEPHONE)
    tab.until(lambda: tab.overflow() <= 0, "a page that fits a telephone")


def test_a_reader_goes_from_the_quarter_to_the_page_that_opens_a_programme(tab: Tab):
    tab.open(f"/territoire/{HERE}")
    tab.page.get_by_role("link", name="Ouvrir un programme ici").click()
    tab.wait("Note : Les Tilleuls (Saint-Denis)")
    assert tab.path.startswith(f"/note/{HERE}?document=programme")
    links = tab.page.locator("a[href*='.pdf']")
    assert links.first.get_attribute("href") == f"/note/{HERE}.pdf?document=programme"
