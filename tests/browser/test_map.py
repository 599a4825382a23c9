"""The map in a browser: it keeps its shape, a mark leads to its profile, the keyboard and a telephone do as well."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.accessibility import violations
from tests.browser.conftest import WIDE, Tab
from tests.browser.test_small_screens import TELEPHONE
from tests.serving import running_server

pytestmark = pytest.mark.browser

# Address of each mark of the map, and where it is on the screen.
MARKS = """() => {
    const plot = document.querySelector('.sheet .js-plotly-plot'), box = plot.getBoundingClientRect();
    const {xaxis, yaxis} = plot._fullLayout;
    return plot._fullData.filter(trace => trace.customdata).flatMap(trace =>
        [...trace.customdata].map((path, i) => ({
            path, x: box.left + xaxis._offset + xaxis.c2p(trace.x[i]),
            y: box.top + yaxis._offset + yaxis.c2p(trace.y[i])
        })));
}"""
# Pixels for one unit of the sheet, both ways; and what is drawn out of the picture.
SCALES = """() => {
    const {xaxis, yaxis} = document.querySelector('.sheet .js-plotly-plot')._fullLayout;
    return [xaxis._length / (xaxis.range[1] - xaxis.range[0]), yaxis._length / (yaxis.range[1] - yaxis.range[0])];
}"""
OUTSIDE = """() => [...document.querySelectorAll('.sheet .js-plotly-plot')].flatMap(plot => {
    const frame = plot.getBoundingClientRect();
    return [...plot.querySelectorAll('text')].filter(text => text.textContent.trim()).filter(text => {
        const box = text.getBoundingClientRect();
        return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1);
    }).map(text => text.textContent);
})"""


@pytest.fixture(scope="module")
def dashboard_url(neighbourhood_folder: Path) -> Iterator[str]:
    """The address of « qpv serve » on a few invented quarters."""
    with running_server({"QPV_INDICATORS_DIR": str(neighbourhood_folder)}) as url:
        yield url


def marks(tab: Tab) -> list[dict[str, Any]]:
    tab.page.locator(".sheet").scroll_into_view_if_needed()
    tab.page.wait_for_timeout(200)
    found: list[dict[str, Any]] = tab.page.evaluate(MARKS)
    assert found
    return found


@pytest.mark.parametrize("path", ["/carte?territoire=DEP-974", "/carte?territoire=DEP-93&indicateur=passage"])
def test_a_mark_says_what_it_is_and_leads_to_its_profile(tab: Tab, path: str):
    """A dot, then an outline, which answers at its middle."""
    tab.open(path)
    mark = max(marks(tab), key=lambda found: found["y"] < WIDE["height"] - 60)
    tab.page.mouse.move(mark["x"] - 3, mark["y"] - 3)
    tab.page.mouse.move(mark["x"], mark["y"])
    label = tab.page.locator(".hoverlayer text").first
    label.wait_for()
    assert "(Saint-Denis" in (label.text_content() or "").replace("Aubervilliers, ", "")
    tab.page.mouse.click(mark["x"], mark["y"])
    tab.until(lambda: tab.path.split("?")[0] == mark["path"], "the profile of that quarter")


def test_the_profile_leads_back_to_the_map_with_the_quarter_ringed(tab: Tab):
    tab.open("/territoire/QP974001")
    tab.page.get_by_role("link", name="Voir sur la carte").click()
    tab.wait("Carte des quartiers")
    assert tab.path == "/carte?territoire=DEP-974&quartier=QP974001"
    assert tab.page.locator("#results .count").inner_text() == "1 quartier trouvé"


def test_the_keyboard_reaches_every_quarter_by_the_list(tab: Tab):
    tab.open("/carte")
    link = tab.page.locator("#results table").last.get_by_role("link", name="Camp Vert")
    link.focus()
    tab.page.keyboard.press("Enter")
    tab.until(lambda: tab.path.split("?")[0] == "/territoire/QP974001", "the profile")


@pytest.mark.parametrize("screen", [WIDE, TELEPHONE], ids=["wide", "telephone"])
@pytest.mark.parametrize("path", ["/carte", "/carte?territoire=DEP-93&indicateur=passage"])
def test_a_map_keeps_its_shape_and_its_texts_inside_it(tab: Tab, path: str, screen: Any):
    tab.page.set_viewport_size(screen)
    tab.open(path)
    across, up = tab.page.evaluate(SCALES)
    assert across == pytest.approx(up, rel=0.01)
    assert tab.page.evaluate(OUTSIDE) == []
    assert tab.overflow() <= 0
    tab.unfold()
    assert violations(tab.page) == []


@pytest.mark.parametrize(("screen", "least"), [(WIDE, 0.4), (TELEPHONE, 0.15)], ids=["wide", "telephone"])
def test_the_answer_and_part_of_the_map_are_on_the_first_screen(tab: Tab, screen: Any, least: float):
    tab.page.set_viewport_size(screen)
    tab.open("/carte")
    answer = tab.page.locator(".finding").bounding_box()
    drawing = tab.page.locator(".sheet").bounding_box()
    assert answer is not None
    assert drawing is not None
    assert answer["y"] + answer["height"] < screen["height"]
    assert screen["height"] - drawing["y"] > least * screen["height"]


def test_the_key_is_beside_a_wide_map_under_a_narrow_one_and_in_its_picture(tab: Tab, tmp_path: Path):
    tab.open("/carte?territoire=DEP-974")
    key, drawing = tab.page.locator(".map-key"), tab.page.locator(".sheet")
    words = key.locator("li").all_inner_texts()
    assert words

    def boxes() -> tuple[Any, Any]:
        return key.bounding_box(), drawing.bounding_box()

    beside, wide = boxes()
    assert beside["x"] + beside["width"] <= wide["x"]
    assert tab.page.locator(".sheet .annotation-text").filter(has_text="Classe (nombre").count() == 0, "said once"
    with tab.page.expect_download() as event:
        tab.page.get_by_role("button", name="Télécharger l’image en SVG").click()
    picture = Path(event.value.path()).read_text(encoding="utf-8").replace("\u00a0", " ").replace("\u202f", " ")
    for word in words:
        assert word.lstrip("×◇□").replace("\u00a0", " ").replace("\u202f", " ").strip() in picture, word
    tab.page.set_viewport_size(TELEPHONE)
    tab.open("/carte?territoire=DEP-974")
    under, narrow = boxes()
    assert under["y"] >= narrow["y"] + narrow["height"] - 1


def test_a_map_fills_a_telephone_and_leaves_no_hole(tab: Tab):
    tab.page.set_viewport_size(TELEPHONE)
    tab.open("/carte?territoire=DEP-974")
    height, width = tab.page.evaluate("(g => [g.offsetHeight, g.offsetWidth])(document.querySelector('.sheet'))")
    assert width > 300
    assert height < 2 * width, "as high as its width asks"
