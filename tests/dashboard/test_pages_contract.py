"""What every page must obey, at every address it can have. A new file of ``dashboard/pages`` is picked up by itself."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import pytest
from dash.development.base_component import Component
from flask.testing import FlaskClient
from plotly.utils import PlotlyJSONEncoder
from werkzeug.routing import Map, Rule

from dashboard.components.figure import CONFIG
from dashboard.routing import Router, page_modules, query_of
from dashboard.view import Part, View, choose
from etl.catalogue import load_catalogue
from etl.model import COLUMNS
from tests.conftest import ROOT
from tests.dashboard.asking import opened, served_text
from tests.dashboard.walk import classed, components, text_of, walk

CATALOGUE = load_catalogue(ROOT / "data" / "catalogue")
PARTS = {
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


def defaults(view: View) -> dict[str, str]:
    return {item.name: item.default for item in view.filters}


def content(view: View, values: Mapping[str, str] | None = None) -> list[Part]:
    return [*view.lead, *view.results({**defaults(view), **(values or {})})]


def props(component: Component) -> dict[str, Any]:
    return dict(component.to_plotly_json()["props"])


def links(part: Any) -> list[str]:
    return [props(link)["href"] for kind in ("A", "Link") for link in components(part, kind)]


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
        if href.startswith("/api/"):
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
        made = text_of(content(router.view(address)))
        assert _plain(served_text(body)) == _plain(made), "but for its spaces"


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_the_overview_puts_the_widest_gap_first(router: Router):
    view = router.view("/")
    assert "2,4" in text_of(components(view.lead, "H1")), "unemployment, of the gaps with the statutory comparator"
    (chart, *_) = classed(content(view), "chart")
    rows = [text_of(row) for row in components(components(chart, "Tbody"), "Tr")]
    assert "Taux de chômage" in rows[0]


def test_orders_of_the_overview(router: Router, reading: Any):
    view = router.view("/")

    def themes(order: str) -> list[str]:
        (chart, *_) = classed(content(view, {"ordre": order}), "chart")
        rows = components(components(chart, "Tbody"), "Tr")
        return list(dict.fromkeys(text_of(components(row, "Th")).split(" : ")[0] for row in rows))

    assert sorted(themes("")) == sorted(themes("points")) == sorted(themes("guide"))
    order = [theme.label for theme in CATALOGUE.themes.values()]
    assert themes("guide") == sorted(themes("guide"), key=order.index)
    gaps = {theme.label: gap for theme, gap in reading.widest()}
    assert themes("points") == sorted(gaps, key=lambda label: -abs(gaps[label].difference.value))
    assert len({gap.reference.zone for gap in gaps.values()}) == 1, "a ranking never mixes comparators"


def test_the_unemployment_page_shows_its_numbers(router: Router):
    page = text_of(content(router.view("/indicateur/unemployment_rate"))).replace("\u00a0", " ")
    for words in ("18,3 %", "7,5 %", "+10,8 points", "2,4 fois", "Précision non publiée", "Rupture de série en 2022"):
        assert words in page


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"periode": "2014"}, ("26,7 %", "9,9 %", "+16,8 points", "2,7 fois")),
        ({"population": "F.Y15T64._T", "periode": "2014"}, ("23,9 %", "9,5 %", "+14,4 points", "2,5 fois")),
    ],
)
def test_filters_change_the_numbers(values: dict[str, str], words: Sequence[str], router: Router):
    view = router.view("/indicateur/unemployment_rate")
    boxes = classed(view.results({**defaults(view), **values}), "figures")
    text = text_of(boxes).replace("\u00a0", " ")
    for word in words:
        assert word in text


def test_a_refusal_shows_its_reason_and_the_values_known(router: Router):
    view = router.view("/indicateur/unemployment_rate")
    page = view.results({**defaults(view), "periode": "2010"})
    (panel,) = classed(page, "refusal")
    assert "Pas d’écart affiché." in text_of(panel)
    assert classed(page, "figures") == []


def test_the_method_names_every_refusal_zone_and_break(router: Router):
    page = text_of(content(router.view("/methode")))
    for zone in CATALOGUE.zones.values():
        assert zone.label in page
    for entry in CATALOGUE.breaks:
        assert entry.text in page


def test_the_sources_page_counts_the_figures_of_each(router: Router, reading: Any):
    (table, *_) = components(content(router.view("/sources")), "Table")
    rows = components(components(table, "Tbody"), "Tr")
    assert len(rows) == len(CATALOGUE.sources)
    counts = [int(text_of(components(row, "Td")[3]).replace("\u202f", "")) for row in rows]
    assert sum(counts) == len(reading.store.observations)


def test_every_claim_of_the_guide_is_shown_with_its_verdict(router: Router):
    cards = classed(content(router.view("/guide")), "claim")
    assert [card.id for card in cards] == list(CATALOGUE.guide_claims)
    for card, claim in zip(cards, CATALOGUE.guide_claims.values(), strict=True):
        for words in (claim.claim, claim.quotable, claim.verdict_note, claim.primary_source):
            assert words in text_of(card)


def test_the_verdict_filter_keeps_only_its_claims(router: Router):
    view = router.view("/guide")
    for verdict in {claim.verdict.value for claim in CATALOGUE.guide_claims.values()}:
        cards = classed(content(view, {"verdict": verdict}), "claim")
        assert {CATALOGUE.guide_claims[card.id].verdict.value for card in cards} == {verdict}


def test_actors_and_initiatives_are_filtered_by_theme_place_and_word(router: Router, reading: Any):
    view = router.view("/acteurs")
    tables = reading.store.tables
    assert len(classed(content(view), "card")) == len(tables["guide_actors"]) + len(tables["guide_initiatives"])
    assert len(classed(content(view, {"liste": "acteurs"}), "card")) == len(tables["guide_actors"])
    only = {"liste": "initiatives", "theme": "health"}
    health = tables["guide_initiatives"].query("theme == 'health'")
    assert len(classed(content(view, only), "card")) == len(health) > 0
    none = content(view, {"recherche": "zzzz"})
    assert classed(none, "card") == []
    assert "Aucun résultat parmi les initiatives et acteurs." in text_of(none)


def test_a_department_is_found_under_its_region(router: Router, reading: Any):
    view = router.view("/acteurs")
    (place,) = [item for item in view.filters if item.name == "territoire"]
    codes = [code for code, _ in place.options if code]
    departments = [code for code in codes if code.startswith("DEP-")]
    assert departments
    for code in departments:
        region = CATALOGUE.territories[code].parent
        assert region
        here = {text_of(card) for card in classed(content(view, {"territoire": code}), "card")}
        wide = {text_of(card) for card in classed(content(view, {"territoire": region}), "card")}
        assert here <= wide
        assert here


def test_the_five_practice_sheets_are_there(router: Router, reading: Any):
    view = router.view("/fiches-pratiques")
    advice = reading.store.tables["guide_practices"]
    page = content(view)
    assert len(components(page, "H2")) == advice["stage"].nunique() == 5
    assert all(text in text_of(page) for text in advice["advice"])
    (stage, _) = view.filters
    for value, label in stage.options[1:]:
        shown = content(view, {"etape": value})
        assert [text_of(heading) for heading in components(shown, "H2")] == [label]


def test_every_column_of_the_data_is_explained(router: Router):
    page = content(router.view("/donnees"))
    (table,) = components(page, "Table")
    assert [text_of(cell) for cell in components(components(table, "Tbody"), "Th")] == list(COLUMNS)
