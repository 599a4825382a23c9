"""What is taken away of a chart that counts quarters is every quarter, absent ones too."""

from __future__ import annotations

import pytest

from dashboard.briefs.views import behind_of, document_of_charts
from dashboard.charts.chart import Chart
from dashboard.exports import xlsx
from dashboard.questions.standing import Standing, standing_of
from dashboard.routing import Router
from etl.model import Face
from tests.dashboard.exports.test_tabular import rows
from tests.small_raw import QUARTERS

POVERTY = 3
"""Column of the rate in QUARTERS."""


@pytest.fixture
def standing(router: Router) -> Standing:
    return standing_of(router.reading)


def counted(chart: Chart) -> int:
    return sum(group.count for group in chart.groups)


@pytest.mark.parametrize("view", ["/carte?indicateur=poverty_rate_60", "/classement/poverty_rate_60"])
def test_every_quarter_of_a_map_or_a_ranking_is_in_the_file(router: Router, standing: Standing, view: str):
    shown = router.shown_at(view)
    made = document_of_charts(standing, shown, "Dossier", "2026-11-24")
    found = {row["territory"]: row["value"] for row in rows(xlsx, xlsx.write(made)) if row["territory"] in QUARTERS}
    assert found == {code: quarter[POVERTY] for code, quarter in QUARTERS.items()}
    first = shown[0].chart
    assert counted(first) == len(QUARTERS)
    for one in shown:
        for mark in one.chart.marks:
            if mark.ranks is not None:
                assert mark.value in found.values()


def test_only_the_quarters_of_the_group_are(router: Router, standing: Standing):
    (shown,) = router.shown_at("/classement/poverty_rate_60?territoire=DEP-974#repartition")
    codes = {o.territory for o in behind_of(standing, shown.chart.behind)}
    assert codes == {code for code in QUARTERS if code.startswith("QP974")}


def test_absent_figures_of_quarters_are_there_with_their_face(router: Router, standing: Standing):
    faces: set[Face] = set()
    for indicator in router.reading.catalogue.indicators:
        for one in router.shown_at(f"/carte?indicateur={indicator}") if _mapped(router, indicator) else []:
            found = list(behind_of(standing, one.chart.behind))
            faces |= {o.face for o in found}
            known = {o.territory for o in found if o.value is not None}
            assert {m.value for m in one.chart.marks if m.value} <= {o.value for o in found}
            assert len(known) <= len(found)
    assert Face.PUBLISHED in faces
    assert faces - {Face.PUBLISHED, Face.ZERO}, "an absence or a fragile figure"


def _mapped(router: Router, indicator: str) -> bool:
    (choice,) = [item for item in router.view("/carte").filters if item.name == "indicateur"]
    return choice.accepts(indicator)


def test_a_quarter_page_leaves_with_the_sentences_of_its_gap(router: Router, standing: Standing):
    shown = [one for one in router.shown_at("/territoire/QP093001") if len(one.chart.marks) == 2]
    made = document_of_charts(standing, shown, "Dossier", "2026-11-24")
    assert made.statements
    text = xlsx.read(xlsx.write(made)).text
    for statement in made.statements:
        assert " ".join(statement.claim.text.split()) in text
