"""Words of the catalogue and of the data are shown as they are, never run: on screen, on a chart, in a spreadsheet."""

from __future__ import annotations

import base64
import csv
import io
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.charts import Chart, draw, mark_of
from dashboard.components.tables import csv_link
from tests.dashboard.asking import opened, served, served_text
from tests.dashboard.small import catalogue, observed, pair
from tests.mini import Mini

SCRIPT = "<script>alert(1)</script>"
NASTY = f"""{SCRIPT}"onmouseover='x' <b>&amp; %{{x}}"""


def cells_of(link: str) -> list[list[str]]:
    """What a spreadsheet reads in a link to a CSV."""
    head, _, content = link.partition(",")
    assert head == "data:text/csv;charset=utf-8;base64"
    text = base64.b64decode(content).decode("utf-8")
    assert text.startswith("\ufeff"), "the mark that makes a French spreadsheet read UTF-8"
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


@pytest.mark.parametrize("cell", ["=cmd()", "+cmd()", "-cmd()", "@SUM(A1)", "\tx", "\rx", "=1+1", "-1+1", "+33 1"])
def test_a_cell_that_would_run_is_kept_as_text(cell: str):
    (_, (shown, same)) = cells_of(csv_link("essai", ["a", "b"], [[cell, "x"]]).href)
    assert shown == f"'{cell}"
    assert same == "x"


@pytest.mark.parametrize(
    "cell", ["18,3 %", "-29.1", "+10,8", "12", "−3", "a=b", "1e-3", "", "l’« ESS » ; suite", "a\nb"]
)
def test_a_cell_that_would_not_is_left_alone(cell: str):
    (_, (shown, _)) = cells_of(csv_link("essai", ["a", "b"], [[cell, "x"]]).href)
    assert shown == cell


def test_a_spreadsheet_finds_lines_and_columns():
    rows = [["Femmes", "18,3 %"], ["Hommes ; jeunes", 'dit « "plus" »']]
    assert cells_of(csv_link("essai", ["Qui", "Combien"], rows).href) == [["Qui", "Combien"], *rows]


@pytest.mark.parametrize("kind", ["bars", "dumbbell", "series"])
def test_a_chart_writes_a_tag_as_text(kind: str):
    """Plotly reads a few tags in texts: a label must not be one."""
    where = catalogue()
    zones = {name: zone.model_copy(update={"label": NASTY}) for name, zone in where.zones.items()}
    marks = tuple(
        mark_of(o, NASTY, side, replace(where, zones=zones))
        for side, o in zip(("priority", "reference"), pair(18.3, 7.5), strict=True)
    )
    chart = Chart(kind, "essai", NASTY, NASTY, "%", 1, marks, (NASTY,))
    figure = draw(chart)
    for trace in figure.data:
        texts = [*(trace.text or ()), *(cell for row in trace.customdata or () for cell in row)]
        assert not any("<script" in text or "<b>&" in text.replace("<b>&lt;", "") for text in texts)
    for note in figure.layout.annotations:
        assert "<script" not in note.text
    _, rows = chart.table()
    assert all(row[0] == NASTY for row in rows), "a table is text: nothing to escape"


@pytest.fixture
def spoilt(mini: Mini) -> FlaskClient:
    """A small project whose words are those of a mischief-maker, served."""
    mini.replace("catalogue/indicators/employment.yaml", "label: Taux de chômage", f"label: >-\n    Taux {SCRIPT}")
    mini.replace("catalogue/zones.yaml", "label: Autour", f"label: '{SCRIPT}\"'")
    mini.replace("sources/published/employment.csv", "tableau 1,", "=cmd(),@note")
    mini.replace("sources/guide_2019/actors.csv", "Microcrédit", f"{SCRIPT} & « Microcrédit »")
    mini.build()
    return create_app(mini.out, mini.catalogue).server.test_client()


def test_a_page_shows_a_tag_as_text(spoilt: FlaskClient):
    content, title = opened(spoilt, "/indicateur/unemployment_rate")
    assert title == f"Taux {SCRIPT}"
    assert SCRIPT in served_text(content)
    kinds = {part["type"] for part in served(content)}
    assert not kinds & {"Script", "Markdown", "DangerouslySetInnerHTML", "Iframe"}
    assert not any(key.startswith("dangerously") for part in served(content) for key in part["props"])


def test_actors_are_text_too(spoilt: FlaskClient):
    content, _ = opened(spoilt, "/acteurs")
    assert f"{SCRIPT} & «\u00a0Microcrédit\u00a0»" in served_text(content)


def test_a_spreadsheet_does_not_run_a_cell_of_the_data(spoilt: FlaskClient):
    content, _ = opened(spoilt, "/indicateur/unemployment_rate")
    files = [part["props"]["href"] for part in served(content) if "text/csv" in str(part["props"].get("href", ""))]
    cells = [cell for file in files for row in cells_of(file) for cell in row]
    assert "'=cmd()" in cells
    assert "'@note" in cells
    assert not any(cell.startswith(("=", "@")) for cell in cells)


def test_what_the_address_asks_is_text(spoilt: FlaskClient):
    content, _ = opened(spoilt, f"/{SCRIPT}", f"?theme={SCRIPT}")
    assert f"Adresse demandée\u00a0: /{SCRIPT}" in served_text(content)
    content, _ = opened(spoilt, "/acteurs", f"?theme={SCRIPT}")
    assert f"«\u00a0{SCRIPT}\u00a0»" in served_text(content)


def test_the_page_that_loads_the_rest_repeats_nothing_of_the_address(client: FlaskClient):
    answer = client.get(f"/{SCRIPT}?recherche={SCRIPT}")
    assert answer.status_code == 404
    assert "alert(1)" not in answer.text


def test_programs_get_the_data_as_they_are(spoilt: FlaskClient):
    """The API is read by programs, which run no cell: its CSV is the table, to the byte."""
    answer = spoilt.get("/api/observations.csv?zone=uue")
    (row,) = csv.DictReader(io.StringIO(answer.text, newline=""))
    assert (row["locator"], row["note"]) == ("=cmd()", "@note")


def test_an_approximate_sign_is_not_taken_for_a_tag():
    where = catalogue()
    mark = mark_of(observed(10.0, qualifier="less_than"), "Ligne", "priority", where)
    figure = draw(Chart("bars", "essai", "T", "S", "%", 1, (mark,), ()))
    assert "<b>&lt;\u00a010\u00a0%</b>" in [note.text for note in figure.layout.annotations]
