"""Any page that shows a chart can be taken away, with the very numbers of its charts. New pages are picked up."""

from __future__ import annotations

import json

import pytest

from dashboard.briefs.proof import proof_of
from dashboard.briefs.views import UnknownViewError, document_of_charts
from dashboard.exports import csv, xlsx
from dashboard.questions.reading import Reading
from dashboard.questions.standing import standing_of
from dashboard.routing import Router
from etl.model import COLUMNS, NUMERIC_COLUMNS
from tests.dashboard.exports.test_tabular import cells, rows
from tests.dashboard.test_pages_contract import ADDRESSES
from tests.dashboard.walk import components, content

KEYS = [name for name in COLUMNS if name not in NUMERIC_COLUMNS]


@pytest.fixture(params=ADDRESSES)
def address(request: pytest.FixtureRequest) -> str:
    """Each address in turn."""
    return str(request.param)


def test_what_a_page_shows_leaves_it_with_its_numbers(address: str, router: Router, reading: Reading):
    graphs = [graph.id["chart"] for graph in components(content(router.view(address)), "Graph")]
    if not graphs:
        with pytest.raises(UnknownViewError, match=address):
            router.shown_at(address)
        return
    shown = router.shown_at(address)
    assert [one.chart.name for one in shown] == graphs, "the very charts on screen, in order"
    assert {one.page for one in shown} == {router.view(address).title}
    made = document_of_charts(standing_of(reading), shown, "Dossier", "2026-11-24")
    for module in (xlsx, csv):
        file = module.write(made)
        found = {tuple(row[name] for name in KEYS): row for row in rows(module, file)}
        for mark in (mark for one in shown for mark in one.chart.marks):
            if mark.observation is not None:
                wanted = cells(mark.observation)
                assert found[tuple(wanted[name] for name in KEYS)] == wanted
                assert wanted["value"] == mark.value
        back = module.read(file)
        assert back.proof == json.loads(json.dumps(proof_of(made)))
        computed = [m for one in shown for m in one.chart.marks if m.observation is None]
        if module is xlsx:
            assert all(" ".join(mark.text.split()) in back.text for mark in computed)


def test_one_chart_of_a_page_is_found_by_its_name(router: Router):
    first, *_ = every = router.shown_at("/theme/emploi")
    assert router.shown_at(first.view) == [first]
    assert len(every) > 1
    assert router.shown_at(f"{first.address}?jugement=#{first.chart.name}")[0].chart == first.chart


def test_filters_change_what_is_shown(router: Router):
    view = "/theme/emploi?jugement=favorable"
    kept = [mark.row for one in router.shown_at(view) for mark in one.chart.marks]
    every = [mark.row for one in router.shown_at("/theme/emploi") for mark in one.chart.marks]
    assert 0 < len(kept) < len(every)
    assert {one.address for one in router.shown_at(view)} == {view}


@pytest.mark.parametrize(
    "view",
    [
        "/nulle-part",
        "/theme/inconnu#temps",
        "/theme/emploi#inconnu",
        "/theme/emploi?jugement=faux",
        "/theme/emploi?jugemen=favorable",
        "/methode",
        "/dossier?vues=/theme/emploi",
    ],
)
def test_a_view_that_does_not_exist_is_never_replaced_by_another(router: Router, view: str):
    with pytest.raises(UnknownViewError) as error:
        router.shown_at(view)
    assert view.partition("#")[0] in error.value.text
