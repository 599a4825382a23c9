"""The pages about many quarters in a browser, on twelve invented ones (tests/small_raw.py)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.accessibility import violations
from tests.browser.conftest import Tab
from tests.serving import running_server

pytestmark = pytest.mark.browser

TELEPHONE = {"width": 390, "height": 844}
PLACES = [
    "/quartiers",
    "/quartiers?recherche=saint-denis",
    "/classement",
    "/classement/poverty_rate_60?quartier=QP093001&territoire=DEP-93",
    "/classement/caf_rsa_share",
    "/classement/poverty_rate_60?contours=2024",
    "/comparer",
    "/comparer?territoires=QP093001,QN09301M,QP093003,DEP-93,REG-04,FR&reference=DEP-93",
    "/semblables/QP093001",
]


@pytest.fixture(scope="module")
def dashboard_url(neighbourhood_folder: Path) -> Iterator[str]:
    """« qpv serve » on the invented quarters."""
    with running_server({"QPV_INDICATORS_DIR": str(neighbourhood_folder)}) as url:
        yield url


def query(tab: Tab) -> dict[str, list[str]]:
    return parse_qs(urlsplit(tab.page.url).query)


@pytest.mark.parametrize("path", PLACES)
def test_a_page_of_quarters_fits_every_screen_and_anyone_can_use_it(tab: Tab, path: str):
    assert tab.open(path).status == 200
    assert tab.page.locator("h1").count() == 1
    assert tab.page.locator(".js-plotly-plot").count() == tab.page.locator(".chart").count()
    tab.unfold()
    assert tab.overflow() <= 0
    assert violations(tab.page) == []
    tab.page.set_viewport_size(TELEPHONE)
    tab.open(path)
    tab.unfold()
    assert tab.overflow() <= 0
    assert violations(tab.page) == []


def test_from_a_name_to_the_profile(tab: Tab):
    tab.open("/quartiers")
    tab.page.get_by_label("Chercher un quartier, une commune ou un code").fill("tilleuls")
    tab.until(lambda: "2 territoires trouvés" in tab.results, "both maps")
    assert query(tab) == {"recherche": ["tilleuls"]}
    tab.page.locator("#results").get_by_role("link", name="Les Tilleuls").last.click()
    tab.wait("Les Tilleuls (Saint-Denis)")
    assert tab.path.startswith("/territoire/")


def test_a_comparison_is_made_by_links_and_kept_by_its_address(tab: Tab):
    tab.open("/comparer")
    for words, name in (
        ("QP093001", "Les Tilleuls"),
        ("deux rives", "Les Deux Rives"),
        ("DEP-93", "Seine-Saint-Denis"),
    ):
        tab.page.get_by_label("Ajouter un territoire (nom, commune ou code)").fill(words)
        link = tab.page.locator("#results").get_by_role("link", name=f"Ajouter {name}").last
        before = query(tab).get("territoires")
        link.click()
        tab.until(lambda before=before: query(tab).get("territoires") != before, f"{name} is in the address")
        tab.wait()
    (codes,) = query(tab)["territoires"]
    assert codes.split(",")[0::2] == ["QP093001", "DEP-93"]
    tab.page.get_by_role("link", name="Mesurer l’écart avec Seine-Saint-Denis").click()
    tab.until(lambda: query(tab).get("reference") == ["DEP-93"], "the reference is in the address")
    tab.wait()
    assert "L’écart avec Seine-Saint-Denis" in tab.results
    tab.page.get_by_role("textbox", name="Représenter", exact=True).click()
    tab.page.get_by_role("option", name="Premier décile du niveau de vie", exact=True).click()
    tab.until(lambda: query(tab).get("indicateur") == ["living_standard_d1"], "the indicator is in the address")
    assert query(tab)["territoires"] == [codes], "what the links chose stays when a filter changes"
    tab.page.get_by_role("link", name="Retirer Seine-Saint-Denis").click()
    tab.until(lambda: "reference" not in query(tab), "the reference goes with its territory")
    tab.wait()
    assert "L’écart avec" not in tab.results


def test_a_quarter_is_placed_as_one_types(tab: Tab):
    tab.open("/classement/poverty_rate_60")
    tab.page.get_by_label("Situer un quartier (nom, commune ou code)").fill("grand pre")
    tab.until(lambda: "dans le quartier Grand Pré, dans le" in tab.results, "its place")
    assert query(tab) == {"quartier": ["grand pre"]}
