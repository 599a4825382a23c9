"""What the tests of pages on the invented quarters share: a page at an address, its text, its tables."""

from __future__ import annotations

from dashboard.routing import Router, query_of
from dashboard.view import Part, choose
from tests.dashboard.walk import classed, components, text_of

ONE_TOWN, TWO_TOWNS, REUNION, REDRAWN = "QP093001", "QP093003", "QP974001", "QN09301M"
"""Quarters of tests/small_raw.py: in one commune, in two, in La Réunion, and the one of 2024 that follows the first."""


def shown(router: Router, address: str) -> list[Part]:
    """The whole page at an address with its query; everything that the query asks exists."""
    path, _, query = address.partition("?")
    view = router.view(path)
    choice = choose(view.filters, query_of(query))
    assert set(query_of(query)) <= {item.name for item in view.filters}
    assert choice.ignored == []
    return [*view.lead, *view.results(choice.values)]


def told(page: list[Part]) -> str:
    return text_of(page).replace("\u00a0", " ").replace("\u202f", " ")


def answer(page: list[Part]) -> str:
    (first,) = classed(page, "answer")
    return told([first])


def rows(page: list[Part], caption: str) -> dict[str, list[str]]:
    """The cells of the table whose caption starts so, by their row."""
    (table,) = [t for t in components(page, "Table") if text_of(components(t, "Caption")).startswith(caption)]
    lines = [[told([cell]) for cell in row.children] for row in components(components(table, "Tbody"), "Tr")]
    return {line[0]: line[1:] for line in lines}
