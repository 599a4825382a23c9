"""The figures of gaps written by hand, number for number. A change of look changes nothing here."""

from __future__ import annotations

import json
from typing import Any

import plotly.graph_objects as go
from syrupy.assertion import SnapshotAssertion

from dashboard.charts import bars, draw, dumbbell, series
from dashboard.gaps import gap_series
from tests.dashboard.small import JOBSEEKERS, break_at, catalogue, gap_of, of, pair

SMALL = catalogue()


def _drawn(figure: go.Figure) -> dict[str, Any]:
    """What a snapshot keeps: numbers and words, not the look."""
    traces = []
    for trace in figure.data:
        told = [list(row) for row in trace.customdata] if trace.customdata is not None else None
        text = list(trace.text) if trace.text is not None else None
        at = [[round(x, 2), round(y, 2)] for x, y in zip(trace.x, trace.y, strict=True)]
        traces.append({"type": trace.type, "at": at, "text": text, "told": told})
    notes = [note.text for note in figure.layout.annotations]
    lines = [[round(shape.x0, 2), round(shape.x1, 2)] for shape in figure.layout.shapes]
    body = {"traces": traces, "annotations": notes, "shapes": lines, "height": figure.layout.height}
    return json.loads(json.dumps(body))


def test_dumbbell(snapshot: SnapshotAssertion):
    rows = [("Ensemble", gap_of(pair(18.3, 7.5))), ("Femmes", gap_of(pair(16.6, 9.0, sex="F"), sex="F"))]
    made = dumbbell.define("essai", "Titre", "Sous-titre", rows, SMALL)
    assert made.labels == {"priority": "Quartiers prioritaires (QPV)", "reference": "Autres quartiers"}
    assert _drawn(draw(made)) == snapshot


def test_series(snapshot: SnapshotAssertion):
    years = (("2014", 26.7, 9.9), ("2016", 25.3, 9.9), ("2018", 23.4, 8.9), ("2022", 18.3, 7.5))
    known = [figure for year, here, there in years for figure in pair(here, there, period=year)]
    where = catalogue(breaks=(break_at("2022"), break_at("2018", "exceptional")))
    made = series.define("temps", "T", "S", gap_series(where, known, gap_of(known, where=where)), where)
    assert made.caveats[:2] == ("La mesure change en 2022.", "La mesure change en 2018.")
    assert _drawn(draw(made)) == snapshot


def test_bars(snapshot: SnapshotAssertion):
    rows = [
        ("QPV, 2022", of(JOBSEEKERS, 1234.0, qualifier="more_than", note="Catégorie A.")),
        ("Ensemble, 2022", of(JOBSEEKERS, 5_300_000.0, "all")),
        ("QPV, 2020", of(JOBSEEKERS, None, period="2020", conf_status="C")),
    ]
    made = bars.define("niveaux", "Titre", "Sous-titre", rows, JOBSEEKERS, SMALL)
    assert made.caveats == ("Catégorie A.",)
    assert [mark.side for mark in made.marks] == ["priority", "reference", "priority"]
    assert _drawn(draw(made)) == snapshot
