"""The files that leave the screen, as a browser asks for them: what it gets, under which name, and why it gets none."""

from __future__ import annotations

import re
import threading
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from dashboard import downloads
from dashboard.briefs.views import LONGEST, MOST_VIEWS
from dashboard.downloads import BusyError, Turn
from dashboard.exports import ExportError, csv, format_of, formats, xlsx
from dashboard.routing import Router
from dashboard.security import HEADERS
from tests.dashboard.asking import filtered, header, opened, served

VIEW = "/theme/emploi#employment-frm-qpv-uue"


def address(name: str, *views: str) -> str:
    return f"/telecharger/{name}?vues={quote(' '.join(views))}"


@pytest.mark.parametrize("name", formats())
def test_any_format_of_one_chart_and_of_several(client: FlaskClient, name: str):
    """Every format of the folder answers, with its type, a safe name, and what it reads back."""
    for views in ([VIEW], [VIEW, "/indicateur/unemployment_rate", "/"]):
        answer = client.get(address(name, *views))
        assert answer.status_code == 200, answer.text[:400]
        kind = format_of(name)
        assert header(answer, "Content-Type") == kind.MEDIA_TYPE
        saved = re.fullmatch(
            r'attachment; filename="lisiere-([a-z0-9-]+)(\.[a-z]+)"', header(answer, "Content-Disposition")
        )
        assert saved
        assert saved[2] == kind.SUFFIX
        assert header(answer, "Cache-Control") == "no-store"
        for known, value in HEADERS.items():
            assert header(answer, known) == value
        proof = kind.read(answer.data).proof
        if proof:  # a text to paste carries none
            assert proof["asked"]["views"][0] == VIEW
            assert len(proof["charts"]) >= len(views)


def test_the_data_are_those_of_the_filters(client: FlaskClient, router: Router):
    view = "/theme/emploi?jugement=favorable"
    wanted = {m.observation.indicator for one in router.shown_at(view) for m in one.chart.marks if m.observation}
    rows = csv.figures_of(client.get(address("csv", view)).data)
    assert {row["indicator"] for row in rows} == wanted


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/telecharger/xlsx", 400, "Aucune vue demandée"),
        (address("xlsx", "emploi"), 400, "n’est pas l’adresse d’une page"),
        (address("xlsx", "//exemple.org/a"), 400, "n’est pas l’adresse d’une page"),
        (address("xlsx", *(f"/theme/{n}" for n in range(MOST_VIEWS + 1))), 400, "au plus 30 vues"),
        (address("xlsx", "/" + "x" * LONGEST), 400, "trop longue"),
        (address("exe", VIEW), 404, "n’est pas un format"),
        (address("tabular", VIEW), 404, "n’est pas un format"),
        (address("xlsx", "/nulle-part"), 404, "aucune page n’a cette adresse"),
        (address("xlsx", "/theme/emploi#rien"), 404, "ne montre pas ce graphique"),
        (address("xlsx", "/methode"), 404, "aucun graphique"),
        (address("xlsx", "/theme/emploi?jugement=faux"), 404, "n’existe pas"),
        (address("xlsx", "/dossier?vues=/theme/emploi"), 404, "n’en contient pas un autre"),
        (address("xlsx", "/<script>alert(1)</script>"), 404, "&lt;script&gt;"),
    ],
)
def test_why_there_is_no_file_is_told_in_french(client: FlaskClient, path: str, status: int, words: str):
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.content_type == "text/html; charset=utf-8"
    assert words in answer.text
    assert "<script" not in answer.text
    assert "Content-Disposition" not in answer.headers
    assert header(answer, "Content-Security-Policy").startswith("default-src 'self'")


def test_a_document_that_cannot_be_written_is_told(client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    def fails(_document: object) -> bytes:
        raise ExportError("Le disque est plein.")

    monkeypatch.setattr(xlsx, "write", fails)
    answer = client.get(address("xlsx", VIEW))
    assert answer.status_code == 500
    assert "Le disque est plein." in answer.text


def test_two_exports_take_turns_and_too_many_are_refused():
    turn = Turn(waiting=1, patience=30)
    inside, go, order = threading.Event(), threading.Event(), []

    def first() -> None:
        with turn.taken():
            inside.set()
            go.wait(10)
            order.append("first")

    def second() -> None:
        with turn.taken():
            order.append("second")

    one, two = threading.Thread(target=first), threading.Thread(target=second)
    one.start()
    assert inside.wait(10)
    two.start()
    refused = False
    for _ in range(1000):  # until the second waits: then there is room for nobody
        try:
            with turn.taken():
                pytest.fail("two at once")
        except BusyError:
            refused = True
            break
    go.set()
    one.join(10)
    two.join(10)
    assert refused
    assert order == ["first", "second"]
    with turn.taken():
        pass


def test_a_turn_that_never_comes_is_not_waited_for():
    turn = Turn(waiting=1, patience=0.01)
    with turn.taken(), pytest.raises(BusyError), turn.taken():
        pytest.fail("two at once")
    with turn.taken():
        pass


def test_a_reader_is_told_when_to_come_back(client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    full = Turn(waiting=0)
    monkeypatch.setattr(downloads, "TURN", full)
    with full.taken():
        answer = client.get(address("csv", VIEW))
        assert client.get("/api/indicators.json").status_code == 200, "pages and data still answer"
    assert answer.status_code == 503
    assert int(header(answer, "Retry-After")) > 0
    assert "Réessayez" in answer.text
    assert client.get(address("csv", VIEW)).status_code == 200


def test_every_chart_links_to_its_own_files(client: FlaskClient):
    """As served, with the filters of the address, and again when a filter changes."""
    page, _ = opened(client, "/theme/emploi", "?jugement=favorable")
    other = filtered(client, "/theme/emploi", {"jugement": "defavorable"})
    for parts, kept in ((page, "favorable"), (other, "defavorable")):
        links = [p["props"].get("href", "") for p in served(parts) if p["type"] == "A"]
        files = [link for link in links if link.startswith("/telecharger/")]
        charts = [p for p in served(parts) if p["type"] == "Graph"]
        assert len(files) == 2 * len(charts)
        for link in files:
            answer = client.get(link)
            assert answer.status_code == 200
            name = link.removeprefix("/telecharger/").partition("?")[0]
            (view,) = format_of(name).read(answer.data).proof["asked"]["views"]
            assert f"jugement={kept}#" in view
        views = [p["props"]["data-view"] for p in served(parts) if "data-view" in p["props"]]
        assert len(views) == len(charts)
        assert all(f"?jugement={kept}#" in view for view in views)
