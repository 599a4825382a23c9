"""A document of charts: one section a chart, references numbered once, and every figure that the charts are made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.briefs.views import (
    LONGEST,
    MOST_VIEWS,
    SelectionError,
    address_of,
    claims_of_chart,
    document_of_charts,
    selection_address,
    selection_of,
    split_view,
)
from dashboard.charts.chart import publications
from dashboard.questions.reading import Reading
from dashboard.questions.standing import standing_of
from dashboard.routing import Router, query_of

MADE = "2026-11-24"
NAMES = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_", min_size=1, max_size=20)
VALUES = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


@given(NAMES, st.dictionaries(st.sampled_from(["territoire", "quartier", "contours"]), VALUES), NAMES)
def test_a_view_keeps_its_page_its_filters_and_its_chart(slug: str, values: dict[str, str], name: str):
    """Through its address, alone and in that of a selection."""
    view = f"{address_of(f'/theme/{slug}', values)}#{name}"
    assert split_view(view) == (f"/theme/{slug}", {n: v for n, v in values.items() if v}, name)
    query = query_of(selection_address([view, "/carte#carte"]).partition("?")[2])
    assert selection_of(query["vues"]) == (view, "/carte#carte")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("emploi", "n’est pas l’adresse"),
        ("//exemple.org/x", "n’est pas l’adresse"),
        ("https://exemple.org", "n’est pas l’adresse"),
        (" ".join(f"/theme/{n}" for n in range(MOST_VIEWS + 1)), "au plus 30 vues"),
        ("/" + "x" * LONGEST, "trop longue"),
    ],
)
def test_what_is_no_selection_is_refused_in_french(text: str, reason: str):
    with pytest.raises(SelectionError, match=reason):
        selection_of(text)


def test_a_view_asked_twice_is_kept_once():
    assert selection_of(" /a#x  /b /a#x ") == ("/a#x", "/b")
    assert selection_of("") == ()


def test_references_are_numbered_once_for_all_the_charts(router: Router, reading: Reading):
    shown = [*router.shown_at("/theme/emploi"), *router.shown_at("/indicateur/unemployment_rate")]
    document = document_of_charts(standing_of(reading), shown, "Dossier", MADE)
    assert [section.title for section in document.sections] == [one.page for one in shown]
    assert len({section.name for section in document.sections}) == len(shown)
    assert len({block.chart.name for block in document.illustrations}) == len(shown)
    assert [reference.number for reference in document.references] == list(range(1, len(document.references) + 1))
    assert len({reference.text for reference in document.references}) == len(document.references)
    by_number = {reference.number: reference.text for reference in document.references}
    for block, one in zip(document.illustrations, shown, strict=True):
        assert [block.chart.title, block.chart.marks] == [one.chart.title, one.chart.marks]
        assert {by_number[number] for number in block.references} >= set(one.chart.sources)
    assert {by_number[r.number] for r in document.references} <= set(
        publications(reading.catalogue.sources, reading.catalogue)
    )
    assert document.permalink.startswith("/dossier?vues=/theme/emploi")
    assert document.asked.views == tuple(one.view for one in shown)


@pytest.mark.parametrize("view", ["/theme/logement#housing", "/theme/emploi#employment-frm-qpv-uue"])
def test_the_gap_that_a_chart_tells_is_told_in_full(router: Router, reading: Reading, view: str):
    """The only gap of a chart, or the one of its title: its sentences, each with its references."""
    shown = router.shown_at(view)
    document = document_of_charts(standing_of(reading), shown, shown[0].chart.title, MADE)
    (block,) = document.illustrations
    assert block.statements == tuple(document.statements)
    assert all(statement.numbers for statement in document.statements)
    first = document.statements[0].claim
    assert set(first.observations) <= set(document.observations)
    assert set(first.observations) <= {mark.observation for mark in shown[0].chart.marks}
    if "emploi" in view:
        assert first.text.startswith(" ".join(shown[0].chart.title.split()[:2]))


@pytest.mark.parametrize("view", ["/#themes", "/indicateur/unemployment_rate#temps", "/indicateur/population#niveaux"])
def test_a_chart_that_tells_no_gap_has_no_sentence(router: Router, reading: Reading, view: str):
    for one in router.shown_at(view):
        assert claims_of_chart(standing_of(reading).near, one.chart) == []
