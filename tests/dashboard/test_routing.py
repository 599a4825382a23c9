"""From an address to a page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dashboard.routing import Router, page_modules
from tests.dashboard.asking import opened, served_text


def test_pages_are_found_by_listing_the_folder():
    modules = page_modules()
    assert {"overview", "theme", "indicator", "guide", "actors", "practices", "sources", "method"} <= set(modules)
    assert all(callable(module.view) for module in modules.values())
    assert all(module.__doc__ for module in modules.values())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=40).map(lambda text: "/" + text))
@example("/../../etc/passwd")
@example("/theme/%2e%2e")
@example("/indicateur/\x00")
@example("/indicateur/" + "x" * 4000)
@example("/theme/emploi/../revenus")
@example("//exemple.org/")
@example("")
@example("/Guide")
def test_any_address_gets_a_page(router: Router, path: str):
    view = router.view(path)
    assert view.status in (200, 404)
    assert view.title
    assert (view.status == 200) == router.knows(path)


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/", "Vue d’ensemble"),
        ("/theme/emploi", "Emploi"),
        ("/guide", "Le guide de 2019, vérifié"),
        ("/nulle-part", "Page introuvable"),
    ],
)
def test_addresses(router: Router, path: str, title: str):
    assert router.view(path).title == title


@pytest.mark.parametrize("path", ["/", "/theme/emploi", "/indicateur/unemployment_rate?periode=2014", "/methode"])
def test_a_page_answers_200(client: FlaskClient, path: str):
    answer = client.get(path)
    assert answer.status_code == 200
    assert 'lang="fr"' in answer.text


@pytest.mark.parametrize("path", ["/nulle-part", "/theme/inconnu", "/indicateur/zzz", "/GUIDE"])
def test_an_address_that_leads_nowhere_answers_404_with_a_page_that_helps(client: FlaskClient, path: str):
    answer = client.get(path)
    assert answer.status_code == 404
    content, title = opened(client, path)
    assert title == "Page introuvable"
    assert f"Adresse demandée\u00a0: {path}" in served_text(content)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("/territoire/dep-93", "Seine-Saint-Denis"),
        ("/territoire/reg 11", "Île-de-France"),
        ("/territoire/fr", "France"),
        ("/semblables/dep-93", "Quartiers semblables à Seine-Saint-Denis"),
    ],
)
def test_the_code_of_a_territory_may_be_typed_in_any_case(router: Router, typed: str, title: str):
    view = router.view(typed)
    assert (view.status, view.title) == (200, title)


def test_a_script_that_does_not_exist_is_not_a_page(client: FlaskClient):
    assert client.get("/assets/inconnu.js").status_code == 404
    assert client.get("/_dash-component-suites/inconnu/x.js").status_code >= 400
