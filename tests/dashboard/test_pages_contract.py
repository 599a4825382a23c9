"""What every page must obey, at every address it can have. A new file of ``dashboard/pages`` is picked up by itself."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import pairwise

import pytest
from dash.development.base_component import Component
from flask.testing import FlaskClient
from plotly.utils import PlotlyJSONEncoder
from werkzeug.routing import Map, Rule

from dashboard.components.figure import CONFIG
from dashboard.components.taking import made_at
from dashboard.routing import Router, page_modules, query_of
from dashboard.view import choose
from etl.catalogue import load_catalogue
from tests.conftest import ROOT
from tests.dashboard.asking import opened, served_text
from tests.dashboard.walk import classed, components, content, links, props, text_of, walk

CATALOGUE = load_catalogue(ROOT / "data" / "catalogue")
PARTS = {
    "code": ["FR", "REG-04", "DEP-93", "DEP-978"],
    "slug": [theme.slug for theme in CATALOGUE.themes.values()],
    "indicator": list(CATALOGUE.indicators),
}
"""What can stand in an address, by the name of its place in PATH."""
LOST = ["/nulle-part", "/theme/inconnu", "/indicateur/taux_de_chomage", "/indicateur/", "/theme", "/a/b/c?x=1"]


def addresses() -> list[str]:
    """Every address that a page answers."""
    found = []
    for name, module in page_modules().items():
        if not module.PATH:
            continue
        holes = re.findall(r"<([a-z]+)>", module.PATH)
        assert len(holes) <= 1, f"{name}: extend PARTS and this function to several parts"
        if not holes:
            found.append(module.PATH)
            continue
        assert holes[0] in PARTS, f"{name}: say in PARTS what <{holes[0]}> may be"
        found += [module.PATH.replace(f"<{holes[0]}>", part) for part in PARTS[holes[0]]]
    return found


ADDRESSES = addresses()


@pytest.fixture(params=ADDRESSES)
def address(request: pytest.FixtureRequest) -> str:
    """Each address in turn."""
    return str(request.param)


def test_every_page_has_an_address_of_its_own():
    paths = [module.PATH for module in page_modules().values()]
    assert len(set(paths)) == len(paths)
    assert paths.count("") == 1, "one page helps the lost"
    Map([Rule(path) for path in paths if path])


def test_the_navigation_names_each_page_once():
    names = [module.NAVIGATION for module in page_modules().values() if getattr(module, "NAVIGATION", "")]
    assert len(set(names)) == len(names)
    assert all("<" not in module.PATH for module in page_modules().values() if getattr(module, "NAVIGATION", ""))


def test_a_page_is_found_and_titled(address: str, router: Router):
    view = router.view(address)
    assert view.status == 200
    assert router.knows(address)
    assert view.title
    assert view.title[0].isupper() or view.title[0].isdigit()


def test_titles_are_not_given_twice(router: Router):
    counts = Counter(router.view(address).title for address in ADDRESSES)
    assert [title for title, count in counts.items() if count > 1] == []


def test_one_h1_and_headings_without_a_hole(address: str, router: Router):
    page = content(router.view(address))
    levels = [
        int(type(part).__name__[1])
        for part in walk(page)
        if isinstance(part, Component) and re.fullmatch(r"H[1-6]", type(part).__name__)
    ]
    assert levels.count(1) == 1
    assert levels[0] == 1
    for before, after in pairwise(levels):
        assert after <= before + 1, f"h{before} then h{after}"
    assert all(text_of(heading).strip() for level in "123" for heading in components(page, f"H{level}"))


def test_every_id_is_unique(address: str, router: Router):
    view = router.view(address)
    ids = [
        json.dumps(part.id, sort_keys=True)
        for part in walk(content(view))
        if isinstance(part, Component) and getattr(part, "id", None) is not None
    ]
    ids += [json.dumps({"name": item.name, "type": "filter"}) for item in view.filters]
    assert [name for name, count in Counter(ids).items() if count > 1] == []


def test_every_chart_has_title_subtitle_source_and_alternative(address: str, router: Router):
    page = content(router.view(address))
    cards = classed(page, "chart")
    assert len(components(page, "Graph")) == len(cards), "a chart without its card says nothing of itself"
    for card in cards:
        (title,) = classed(card, "finding")
        assert text_of(title)
        assert props(card)["aria-labelledby"] == title.id
        assert text_of(classed(card, "subtitle"))
        assert re.match(r"Sources? : ", text_of(classed(card, "source")))
        (picture,) = [part for part in components(card, "Div") if getattr(part, "role", "") == "img"]
        assert len(props(picture)["aria-label"]) > 40
        (graph,) = components(card, "Graph")
        assert graph.config == CONFIG
        (table,) = components(card, "Table")
        assert len(components(table, "Tr")) > 1
        assert [text_of(button) for button in components(card, "Button")] == ["PNG", "SVG"]
        assert any(link.startswith("data:text/csv") for link in links(card))


def test_no_number_is_bare(address: str, router: Router):
    """Both values of a gap lead to their publication; a sentence leads to its indicator, its theme or its source."""
    page = content(router.view(address))
    for side in (*classed(page, "priority"), *classed(page, "reference")):
        if "figure-box" in side.className:
            assert any(link.startswith("/sources?recherche=") for link in links(classed(side, "origin")))
    for card in classed(page, "claim"):
        for figure in [item for definition in components(card, "Dd") for item in components(definition, "Li")]:
            assert any(link.startswith("/sources?recherche=") for link in links(figure))
    for card in classed(page, "card"):
        if classed(card, "finding") and "chart" not in card.className:
            assert any(link.startswith(("/theme/", "/indicateur/")) for link in links(card))


def test_every_table_says_what_it_is(address: str, router: Router):
    for table in components(content(router.view(address)), "Table"):
        (caption,) = components(table, "Caption")
        assert text_of(caption)
        (head,) = components(table, "Thead")
        columns = components(head, "Th")
        assert all(props(cell)["scope"] == "col" and text_of(cell) for cell in columns)
        (body,) = components(table, "Tbody")
        for row in components(body, "Tr"):
            cells = [cell for cell in walk(row.children) if type(cell).__name__ in ("Th", "Td")]
            assert len(cells) == len(columns)
            assert props(cells[0])["scope"] == "row"


def test_every_link_leads_somewhere(address: str, router: Router, client: FlaskClient):
    view = router.view(address)
    for href in dict.fromkeys(links(content(view))):
        if href.startswith("data:"):
            continue
        if href.startswith(("/api/", "/telecharger/")) or re.match(r"/note/[^?]+\.[a-z]+", href):  # a file
            assert client.get(href).status_code == 200, href
            continue
        if href.startswith("/"):
            path, _, query = href.partition("?")
            target = router.view(path)
            assert target.status == 200, href
            choice = choose(target.filters, query_of(query))
            assert set(query_of(query)) <= {item.name for item in target.filters}, href
            assert choice.ignored == [], href
            continue
        assert re.fullmatch(r"https?://[^\s]+", href), href


def test_the_text_is_for_readers(address: str, router: Router):
    """No value that a program forgot to word, no code of the catalogue, no doubled punctuation."""
    codes = address == "/donnees"  # the page that explains them
    for part in walk(content(router.view(address))):
        if not isinstance(part, str) or part.startswith("/api/"):
            continue
        assert not re.search(r"\bNone\b|\bnan\b|\bNaN\b|\bTrue\b|\bFalse\b", part), part
        assert codes or not re.search(r"\b(Y_LT|Y_GE|Y[0-9]+T)[0-9]|\b(diploma|origin|household):", part), part
        assert not re.search(r"\.\.(?!\.)|,,|\( |\s\)", part.replace("…", "")), part


def test_each_option_of_each_filter_renders(address: str, router: Router):
    view = router.view(address)
    for item in view.filters:
        assert item.kind == "search" or item.accepts(item.default)
        values = [option for option, _ in item.options] or ["emploi", "<b>"]
        assert len(set(values)) == len(values), item.name
        labels = [label for _, label in item.options]
        assert len(set(labels)) == len(labels), f"{item.name}: two options read alike"
        for value in values:
            page = content(view, {item.name: value})
            assert text_of(page)
            ids = [json.dumps(p.id, sort_keys=True) for p in walk(page) if getattr(p, "id", None) is not None]
            assert len(set(ids)) == len(ids), (item.name, value)
            for graph in components(page, "Graph"):
                assert graph.figure.data


def test_filters_have_names_and_labels(address: str, router: Router):
    view = router.view(address)
    assert len({item.name for item in view.filters}) == len(view.filters)
    for item in view.filters:
        assert re.fullmatch(r"[a-z]+", item.name), "a name that reads in an address"
        assert item.label
        assert item.default == "", "what the address leaves out"


def test_a_page_can_be_sent(address: str, router: Router):
    text = json.dumps(content(router.view(address)), cls=PlotlyJSONEncoder)
    assert "NaN" not in text
    assert "Infinity" not in text


@pytest.mark.parametrize("path", LOST)
def test_an_unknown_address_helps(path: str, router: Router, client: FlaskClient):
    view = router.view(path.partition("?")[0])
    assert view.status == 404
    assert not router.knows(path.partition("?")[0])
    page = content(view)
    assert len(components(page, "H1")) == 1
    assert "/" in links(page)
    assert "/indicateurs" in links(page)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "suggested"),
    [
        ("/indicateur/unemployment_rat", "/indicateur/unemployment_rate"),
        ("/theme/emplois", "/theme/emploi"),
        ("/themes/securite", "/theme/securite"),
    ],
)
def test_an_address_nearly_right_is_recognised(path: str, suggested: str, router: Router):
    assert suggested in links(content(router.view(path)))


@pytest.mark.parametrize("path", ["/theme/emploi/", "/indicateur/unemployment_rate/", "/guide/"])
def test_a_slash_at_the_end_changes_nothing(path: str, router: Router, client: FlaskClient):
    assert router.view(path).title == router.view(path.rstrip("/")).title
    assert client.get(path).status_code == 200


def test_pages_are_served_as_they_are_made(client: FlaskClient, router: Router):
    for address in ("/", "/theme/emploi", "/indicateur/unemployment_rate", "/guide", "/sources"):
        body, title = opened(client, address)
        assert title == router.view(address).title
        with made_at(address, {}):
            made = text_of(content(router.view(address)))
        assert _plain(served_text(body)) == _plain(made), "but for its spaces"


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)
