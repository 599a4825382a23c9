"""State lives in the address: whatever it holds, a page answers, and what it holds comes back."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.app import create_app
from dashboard.components.filters import filter_bar
from dashboard.routing import Router, query_of
from dashboard.view import SEARCH_LENGTH, Filter, choose
from tests.conftest import ROOT
from tests.dashboard.asking import filtered, opened, served_text, values_of
from tests.dashboard.walk import components

THEMES = Filter("theme", "Thème", (("", "tous"), ("health", "Santé"), ("housing", "Logement")))
SEARCH = Filter("recherche", "Chercher", kind="search")
BOTH = [THEMES, SEARCH]
ADDRESSES = ["/", "/theme/emploi", "/indicateur/unemployment_rate", "/acteurs", "/guide", "/sources", "/methode"]

anything = st.one_of(
    st.none(), st.text(), st.integers(), st.booleans(), st.lists(st.text()), st.dictionaries(st.text(), st.text())
)
shared = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
"""The same application answers every example; a page takes longer than a function."""


def test_the_default_is_what_the_address_leaves_out():
    assert choose(BOTH, {}).values == {"theme": "", "recherche": ""}
    assert choose(BOTH, {"theme": "health", "recherche": "vélo"}).values == {"theme": "health", "recherche": "vélo"}


def test_what_does_not_exist_is_ignored_and_said():
    choice = choose(BOTH, {"theme": "astrologie", "couleur": "rouge"})
    assert choice.values == {"theme": "", "recherche": ""}
    assert choice.ignored == ["Thème : « astrologie »"]


def test_a_search_takes_any_text_and_cuts_a_long_one():
    choice = choose(BOTH, {"recherche": "é" * 5000})
    assert choice.values["recherche"] == "é" * SEARCH_LENGTH
    assert choice.ignored == []


@given(st.dictionaries(st.sampled_from(["theme", "recherche", "autre", ""]), anything))
def test_no_value_is_an_error(asked: Mapping[str, Any]):
    choice = choose(BOTH, asked)
    assert set(choice.values) == {"theme", "recherche"}
    assert all(item.accepts(choice.values[item.name]) for item in BOTH)
    assert all(len(text) < 80 for text in choice.ignored)


@given(st.sampled_from([option for option, _ in THEMES.options]), st.text(max_size=SEARCH_LENGTH))
def test_values_come_back_from_the_address(theme: str, words: str):
    kept = {name: value for name, value in (("theme", theme), ("recherche", words)) if value}
    again = choose(BOTH, query_of("?" + urlencode(kept)))
    assert again.values == {"theme": theme, "recherche": words}
    assert again.ignored == []


@given(st.text())
def test_any_query_is_read(search: str):
    query = query_of(search)
    assert all(isinstance(name, str) and isinstance(value, str) for name, value in query.items())


@pytest.mark.parametrize(
    ("search", "query"),
    [
        (None, {}),
        ("", {}),
        ("?", {}),
        ("?theme=health", {"theme": "health"}),
        ("theme=health", {"theme": "health"}),
        ("?theme=health&theme=housing", {"theme": "housing"}),
        ("?recherche=caf%C3%A9+cr%C3%A8me", {"recherche": "café crème"}),
        ("?recherche=%FF", {"recherche": "\ufffd"}),
        ("?theme", {}),
        ("?" + "&".join(f"x{n}=1" for n in range(60)), {}),
    ],
)
def test_queries(search: str | None, query: dict[str, str]):
    assert query_of(search) == query


def test_a_control_shows_its_value_and_a_page_without_filters_has_no_bar():
    bar = filter_bar(BOTH, {"theme": "health", "recherche": "vélo"})
    (select,) = components(bar, "Select")
    (search,) = components(bar, "TextInput")
    assert (select.value, select.label) == ("health", "Thème")
    assert [entry["label"] for entry in select.data] == ["tous", "Santé", "Logement"]
    assert search.value == "vélo"
    assert filter_bar([], {}) is None


@shared
@given(st.sampled_from(ADDRESSES), st.dictionaries(st.text(max_size=12), st.text(max_size=30), max_size=4))
def test_any_query_opens_a_page(client: FlaskClient, address: str, query: dict[str, str]):
    content, title = opened(client, address, "?" + urlencode(query))
    assert title != "Erreur"
    assert "n’a pas pu s’afficher" not in served_text(content)


@shared
@given(st.sampled_from(ADDRESSES), st.data())
def test_any_choice_of_options_comes_back_identical(client: FlaskClient, router: Router, address: str, data: Any):
    """The address kept by a page gives the same page: same values, same results."""
    filters = router.view(address).filters
    chosen = {
        item.name: data.draw(
            st.text("abcdé <'\"&=+%", max_size=10)
            if item.kind == "search"
            else st.sampled_from([option for option, _ in item.options])
        )
        for item in filters
    }
    kept = "?" + urlencode({name: value for name, value in chosen.items() if value})
    content, _ = opened(client, address, kept)
    assert values_of(content) == chosen
    if chosen:
        assert content[-1]["props"]["children"] == filtered(client, address, chosen)


@shared
@given(st.sampled_from([a for a in ADDRESSES if a != "/methode"]), anything)
def test_a_filter_that_sends_anything_gets_results(client: FlaskClient, router: Router, address: str, value: Any):
    names = [item.name for item in router.view(address).filters]
    results = filtered(client, address, dict.fromkeys(names, value))
    assert "n’a pas pu s’afficher" not in served_text(results)


def test_an_address_with_what_does_not_exist_says_so(client: FlaskClient):
    content, _ = opened(client, "/acteurs", "?theme=astrologie&recherche=emploi")
    text = served_text(content).replace("\u00a0", " ")
    assert "a été ignoré : Thème : « astrologie »." in text
    assert values_of(content) == {"liste": "", "theme": "", "territoire": "", "recherche": "emploi"}


def test_an_address_of_another_indicator_is_ignored_too(client: FlaskClient):
    content, _ = opened(client, "/indicateur/unemployment_rate", "?periode=1789&comparateur=all")
    text = served_text(content)
    assert "1789" in text
    assert values_of(content)["periode"] == ""


def test_filters_change_the_numbers(client: FlaskClient):
    latest, _ = opened(client, "/indicateur/unemployment_rate")
    early, _ = opened(client, "/indicateur/unemployment_rate", "?periode=2014")
    assert "18,3" in served_text(latest)[:800]
    assert "26,7" in served_text(early)[:800]
    again = filtered(client, "/indicateur/unemployment_rate", {"periode": "2014"})
    assert served_text(again) == served_text(early[-1])


def test_a_page_that_fails_says_what_to_do_and_nothing_of_the_machine(
    neighbourhood_folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    """The figures are damaged under a server that already reads them."""
    folder = tmp_path / "indicators"
    shutil.copytree(neighbourhood_folder, folder)
    client = create_app(folder, ROOT / "data" / "catalogue").server.test_client()
    damaged = folder / "insee_qpv_income.parquet"
    spoilt = bytearray(damaged.read_bytes())
    spoilt[4 : len(spoilt) // 2] = bytes(len(spoilt) // 2 - 4)
    damaged.write_bytes(spoilt)
    content, title = opened(client, "/territoire/QP093001")
    told = client.get("/api/profile.json?territory=QP093001")
    assert told.status_code == 503
    assert (
        told.get_json()["error"]["text"] == "Des fichiers de chiffres sont abîmés : relancer « qpv etl --raw DOSSIER »"
    )
    text = served_text(content)
    assert title == "Erreur"
    assert "Cette page n’a pas pu s’afficher" in text
    assert "Rechargez" in text
    assert not any(word in text for word in ("Traceback", "Error", "/"))
    assert "A page failed" in caplog.text
