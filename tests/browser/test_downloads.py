"""What leaves the screen: pictures, tables and data, with the same numbers and sources."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Download, Locator

from tests.browser.conftest import Tab

pytestmark = pytest.mark.browser

PNG = b"\x89PNG\r\n\x1a\n"
CHARTS = [
    ("/indicateur/unemployment_rate", 0),  # over time, nine publications
    ("/theme/emploi", 0),  # two values a line
    ("/indicateur/population", 0),  # one bar a figure
    ("/carte", 0),  # beside its key
]


def charts(tab: Tab, path: str, rank: int) -> Locator:
    tab.open(path)
    return tab.page.locator(".chart").nth(rank)


def saved(tab: Tab, control: Locator, folder: Path) -> tuple[Download, bytes]:
    """The file that a control gives."""
    with tab.page.expect_download() as event:
        control.click()
    path = folder / event.value.suggested_filename
    event.value.save_as(path)
    return event.value, path.read_bytes()


@pytest.mark.parametrize(("path", "rank"), CHARTS)
def test_a_chart_is_saved_as_a_png(tab: Tab, tmp_path: Path, path: str, rank: int):
    chart = charts(tab, path, rank)
    file, content = saved(tab, chart.get_by_role("button", name="PNG"), tmp_path)
    assert re.fullmatch(r"lisiere-[a-z0-9_-]+\.png", file.suggested_filename)
    assert content.startswith(PNG)
    assert len(content) > 10_000
    width, height = (int.from_bytes(content[at : at + 4]) for at in (16, 20))
    assert width == 2560, "sharp on paper"
    assert height >= 1440, "a slide, 16:9; taller where the chart does not fit"
    assert height == 1440 or chart.locator(".graph").bounding_box()["height"] > 460


@pytest.mark.parametrize(("path", "rank"), CHARTS)
def test_a_chart_is_saved_as_an_svg_with_its_words(tab: Tab, tmp_path: Path, path: str, rank: int):
    """Title, subtitle, key and every source are in the picture, none of them cut or over another."""
    chart = charts(tab, path, rank)
    file, content = saved(tab, chart.get_by_role("button", name="SVG"), tmp_path)
    assert file.suggested_filename.endswith(".svg")
    ElementTree.fromstring(content)  # noqa: S314 (our own picture)
    words = _plain("".join(text for _, text in drawn(tab, content)))
    assert _plain(chart.locator(".finding").inner_text()) in words
    assert _plain(chart.locator(".subtitle").first.inner_text()) in words
    button = chart.get_by_role("button", name="SVG")
    cited, _, day = button.get_attribute("data-source").partition("{jour}")
    assert day == "."
    for told in (*cited.split(" ; "), *button.get_attribute("data-caveats").splitlines()):
        assert _plain(told) in words
    assert re.search(r"Lisière,le[0-9]{1,2}(er)?[a-zéû]+20[0-9]{2}\.", words)
    titles = [box for box, text in drawn(tab, content) if len(text) > 12]
    picture = ElementTree.fromstring(content)  # noqa: S314
    width, height = float(picture.attrib["width"]), float(picture.attrib["height"])
    for left, top, right, bottom in titles:
        assert left >= -1, "cut on the left"
        assert right <= width + 1, "cut on the right"
        assert top >= -1, "cut above"
        assert bottom <= height + 1, "cut below"
    for rank_, one in enumerate(titles):
        for other in titles[rank_ + 1 :]:
            wide = min(one[2], other[2]) - max(one[0], other[0])
            tall = min(one[3], other[3]) - max(one[1], other[1])
            assert wide < 2 or tall < 6, ("two texts over each other", one, other)


def drawn(tab: Tab, content: bytes) -> list[tuple[tuple[float, float, float, float], str]]:
    """Each line of text of a picture and its box, as a browser draws it."""
    page = tab.page.context.new_page()
    try:
        page.set_content(content.decode("utf-8"))
        found = page.evaluate(
            """() => {
                const frame = document.querySelector('svg').getBoundingClientRect();
                return [...document.querySelectorAll('text')].flatMap(text => {
                    const lines = text.querySelectorAll('tspan.line');
                    return (lines.length ? [...lines] : [text]).map(line => {
                        const box = line.getBoundingClientRect();
                        return [[box.left - frame.left, box.top - frame.top,
                                 box.right - frame.left, box.bottom - frame.top], line.textContent];
                    });
                });
            }"""
        )
    finally:
        page.close()
    return [(tuple(box), text) for box, text in found if text.strip()]


def test_a_picture_is_saved_even_when_the_button_has_not_the_focus(tab: Tab):
    """Some browsers do not focus a button that is clicked."""
    button = charts(tab, "/theme/emploi", 0).get_by_role("button", name="PNG")
    with tab.page.expect_download() as event:
        button.evaluate("part => part.click()")
    assert event.value.suggested_filename.endswith(".png")


@pytest.mark.parametrize(("path", "rank"), CHARTS)
def test_a_chart_is_saved_as_the_csv_of_its_table(tab: Tab, tmp_path: Path, path: str, rank: int):
    chart = charts(tab, path, rank)
    chart.locator("summary", has_text="Voir les chiffres en tableau").click()
    file, content = saved(tab, chart.get_by_role("link", name="CSV"), tmp_path)
    assert file.suggested_filename.endswith(".csv")
    assert content.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    table = chart.locator("table")
    shown = [
        [_plain(cell) for cell in row.locator("th, td").all_inner_texts()] for row in table.locator("tbody tr").all()
    ]
    columns = [_plain(cell) for cell in table.locator("thead th").all_inner_texts()]
    assert [_plain(cell) for cell in header] == [*columns, "Nombre", "Unité"]
    assert [[_plain(cell) for cell in row[:-2]] for row in rows] == shown
    assert all(row[-2].replace(",", ".").replace(".", "", 1).lstrip("-").isdigit() for row in rows if row[-2])
    assert any(re.search(r"[0-9]", row[3]) for row in rows)


def test_every_figure_of_an_indicator_is_saved_as_it_is_in_the_data(tab: Tab, tmp_path: Path):
    tab.open("/indicateur/unemployment_rate")
    _, content = saved(tab, tab.page.get_by_role("link", name="CSV de tous les chiffres"), tmp_path)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    (latest,) = [
        row
        for row in rows
        if (row["period"], row["zone"], row["sex"], row["age"], row["breakdown"])
        == ("2022", "qpv", "_T", "Y15T64", "_T")
    ]
    assert latest["value"] == "18,3", "a French spreadsheet reads a comma"
    assert latest["source"]


def test_all_the_data_are_one_click_away(tab: Tab, tmp_path: Path):
    tab.open("/donnees")
    file, content = saved(tab, tab.page.get_by_role("link", name="Toutes les observations (CSV)"), tmp_path)
    assert file.suggested_filename == "lisiere-observations.csv"
    assert content.startswith(b"indicator,territory,zone")
    assert content.count(b"\n") > 500


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)
