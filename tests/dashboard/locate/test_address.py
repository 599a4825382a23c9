"""A postal address: sought only with leave, its score shown, ambiguous answers listed."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.components.filters import filter_bar
from dashboard.questions.locating import AT_ONCE, BusyError, Locating
from dashboard.questions.reading import Reading
from dashboard.routing import Router
from dashboard.store import open_store
from etl.catalogue import Catalogue
from etl.geography.address import GeocoderError
from tests.conftest import ROOT
from tests.dashboard.asking import UPDATE, filtered, opened, page_request, served_text
from tests.dashboard.locate.asked import INSIDE, PATH, page, plain, refused
from tests.dashboard.walk import classed, components, links, text_of
from tests.serving import qpv, running_server


def test_without_leave_no_address_is_sought(folder: Path, geocoder: tuple[str, list[object]]):
    """The page has no such key: an address in its URL changes nothing, and the command is given."""
    _, asked = geocoder
    before = len(asked)
    client = create_app(folder, ROOT / "data" / "catalogue").server.test_client()
    body, _ = opened(client, PATH, "?adresse=12+rue+des+tilleuls+grandville")
    assert 'qpv locate --address "' in served_text(body)
    assert "Ce site n’envoie aucune adresse à l’extérieur" in served_text(body)
    assert len(asked) == before


def test_an_address_is_located_with_its_score_and_sent_alone(
    open_client: FlaskClient, geocoder: tuple[str, list[tuple[str, dict[str, str]]]]
):
    body, _ = opened(open_client, PATH, "?adresse=12+rue+des+tilleuls++grandville")
    text = re.sub("[\u00a0\u202f]", " ", served_text(body))
    assert "12 Rue des Tilleuls 31000 Grandville : trouvée avec un score de 0,95 sur 1." in text
    assert "Ce point est dans un QPV, avec les contours de 2024" in text
    assert "127.0.0.1" in text, "the host that is told the address is named"
    path, headers = geocoder[1][-1]
    assert path == "/search?q=12+rue+des+tilleuls+grandville&limit=5&index=address"
    assert set(headers) == {"Host", "User-Agent", "Accept-Encoding", "Accept", "Connection"}


def test_a_page_that_is_reloaded_asks_nothing_again(open_client: FlaskClient, geocoder: tuple[str, list[object]]):
    opened(open_client, PATH, "?adresse=rue+sans+numero")
    count = len(geocoder[1])
    values = {"longitude": "", "latitude": "", "adresse": " rue  sans numero "}
    text = served_text(filtered(open_client, PATH, values))
    assert "Le numéro n’est pas reconnu" in text
    assert len(geocoder[1]) == count


def test_ambiguous_answers_are_listed_as_links_and_none_is_located(seeking: Router):
    shown = page(seeking, {"adresse": "rue de la gare"})
    assert classed(shown, "answer") == []
    assert "préciser laquelle" in plain(classed(shown, "refusal"))
    (found,) = classed(shown, "places")
    assert links(found)[:2] == [f"{PATH}?longitude=1.405&latitude=43.605", f"{PATH}?longitude=0.6&latitude=43.6"]
    assert "Rue de la Gare 32000 Autrebourg · voie · score 0,82 sur 1" in plain(found)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nulle part", "Le géocodeur ne connaît pas cette adresse."),
        ("presque rien", "Aucune réponse n’est assez sûre : compléter l’adresse."),
        ("grandville", "Seule la commune est reconnue"),
        ("ab", "Adresse non cherchée : une adresse a de 3 à 200 caractères."),
        ("erreur", "Adresse non cherchée : le géocodeur a répondu par une erreur (503)"),
        ("page", "Adresse non cherchée : la réponse du géocodeur est illisible"),
    ],
)
def test_what_the_geocoder_does_not_know_is_said(seeking: Router, address: str, said: str):
    assert said in refused(seeking, {"adresse": address})


def test_no_network_is_told_plainly(folder: Path, catalogue: Catalogue):
    router = Router(Reading(open_store(folder, catalogue), "http://127.0.0.1:9/search"))
    told = refused(router, {"adresse": "12 rue des tilleuls"})
    assert told == (
        "Adresse non cherchée : le géocodeur est injoignable : pas de réseau ? "
        "Donner plutôt la longitude et la latitude."
    )


def test_coordinates_come_first_and_the_address_stays(seeking: Router, geocoder: tuple[str, list[object]]):
    count = len(geocoder[1])
    shown = page(seeking, {**INSIDE, "adresse": "une autre rue"})
    assert "L’adresse n’a pas été cherchée : effacer d’abord les coordonnées." in plain(classed(shown, "refusal"))
    assert "Ce point est dans un QPV" in plain(classed(shown, "answer"))
    assert len(geocoder[1]) == count


def test_an_address_waits_to_be_whole(seeking: Router):
    """Half an address typed is not sent: the field answers to Enter, the others as one types."""
    assert [(item.name, item.whole) for item in seeking.view(PATH).filters] == [
        ("longitude", False),
        ("latitude", False),
        ("adresse", True),
    ]
    bar = filter_bar(seeking.view(PATH).filters, {"longitude": "", "latitude": "", "adresse": ""})
    assert [field.debounce for field in components(bar, "TextInput")] == [300, 300, True]


def test_the_setting_lets_the_page_ask(folder: Path, geocoder: tuple[str, list[object]]):
    url, asked = geocoder
    env = {"QPV_INDICATORS_DIR": str(folder), "QPV_GEOCODER_URL": url}
    count = len(asked)
    for allowed, sent in (({}, 0), ({"QPV_PAGE_GEOCODER": "1"}, 1)):
        with running_server({**env, **allowed}) as root:
            question = page_request(PATH, "?adresse=12+rue+des+tilleuls+grandville")
            response = requests.post(root.rstrip("/") + UPDATE, json=question, timeout=30)
        assert response.status_code == 200
        assert ("12 Rue des Tilleuls 31000 Grandville" in response.text) == bool(sent)
        assert len(asked) == count + sent


def test_the_setting_is_checked():
    result = qpv("settings", QPV_PAGE_GEOCODER="oui")
    assert result.returncode == 2
    assert "QPV_PAGE_GEOCODER : un nombre entier est attendu" in result.stderr
    assert "QPV_PAGE_GEOCODER" in qpv("settings", QPV_PAGE_GEOCODER="2").stderr


def test_the_address_of_the_geocoder_is_not_shown_but_for_its_host(folder: Path, catalogue: Catalogue):
    address = "https://user:motdepasse@geocodeur.example:8443/search?cle=42"
    router = Router(Reading(open_store(folder, catalogue), address))
    text = text_of(router.view(PATH).lead)
    assert "geocodeur.example" in text
    assert not any(word in text for word in ("motdepasse", "8443", "cle"))


def test_a_slow_geocoder_holds_few_threads(tmp_path: Path, geocoder: tuple[str, object]):
    locating = Locating(tmp_path, geocoder[0])
    together = threading.Barrier(AT_ONCE + 4)

    def seek(number: int) -> str:
        together.wait()
        try:
            locating.search("lenteur" + " " * number)
        except BusyError:
            return "busy"
        except GeocoderError:
            return "no answer"
        return "found"

    with ThreadPoolExecutor(AT_ONCE + 4) as pool:
        told = sorted(pool.map(seek, range(AT_ONCE + 4)))
    assert told == ["busy"] * 4 + ["no answer"] * AT_ONCE, "it answers, late, what is no list of addresses"
