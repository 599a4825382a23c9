"""The national geocoder, played by a local server."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

import etl.geography.address
from etl.geography.address import LIMIT, Candidate, GeocoderError, geocode
from tests.geocoder import playing_geocoder


@pytest.fixture(scope="module")
def geocoder() -> Iterator[tuple[str, list[tuple[str, dict[str, str]]]]]:
    """Its address, and what it was asked."""
    with playing_geocoder() as found:
        yield found


@pytest.fixture
def url(geocoder: tuple[str, list[tuple[str, dict[str, str]]]]) -> str:
    """Its address."""
    return geocoder[0]


def test_a_sure_answer_is_chosen(url: str) -> None:
    search = geocode("12 rue des tilleuls grandville", url)
    assert search.chosen == Candidate(
        "12 Rue des Tilleuls 31000 Grandville", 0.95, "housenumber", "31001", 1.405, 43.605
    )
    assert search.reason == ""
    assert [candidate.score for candidate in search.candidates] == [0.95, 0.61]


@pytest.mark.parametrize(
    ("words", "count", "reason"),
    [
        ("rue de la gare", 3, "préciser laquelle"),
        ("grandville", 1, "Seule la commune"),
        ("presque rien", 1, "Aucune réponse n’est assez sûre"),
        ("nulle part", 0, "ne connaît pas"),
    ],
)
def test_what_is_not_sure_is_listed_and_not_chosen(url: str, words: str, count: int, reason: str) -> None:
    search = geocode(words, url)
    assert search.chosen is None
    assert len(search.candidates) == count
    assert reason in search.reason


def test_a_street_is_told_from_an_address(url: str) -> None:
    search = geocode("rue sans numero", url)
    assert search.chosen is not None
    assert "le point est celui de la voie" in search.reason


def test_only_the_address_leaves(geocoder: tuple[str, list[tuple[str, dict[str, str]]]]) -> None:
    url, asked = geocoder
    geocode("  12 rue des tilleuls   grandville ", url)
    path, headers = asked[-1]
    assert parse_qs(urlsplit(path).query) == {
        "q": ["12 rue des tilleuls grandville"], "limit": [str(LIMIT)], "index": ["address"],
    }  # fmt: skip
    assert headers["User-Agent"] == "qpv"
    assert not {"Cookie", "Referer", "Authorization"} & set(headers)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("erreur", "erreur (503)"),
        ("page", "illisible"),
        ("autre forme", "pas la forme attendue"),
        ("trop long", "trop longue"),
    ],
)
def test_an_answer_that_is_none_is_told(url: str, words: str, reason: str) -> None:
    with pytest.raises(GeocoderError) as raised:
        geocode(words, url)
    assert reason in str(raised.value)


def test_a_silent_geocoder_is_not_waited_for(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(etl.geography.address, "TIMEOUT", 0.3)
    with pytest.raises(GeocoderError, match="n'a pas répondu"):
        geocode("lenteur", url)


def test_without_network_the_message_is_plain() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(GeocoderError, match="pas de réseau"):
        geocode("12 rue des tilleuls", f"http://127.0.0.1:{port}/search")


def test_a_server_without_certificate_is_refused(url: str) -> None:
    with pytest.raises(GeocoderError, match=r"certificat|injoignable"):
        geocode("12 rue des tilleuls grandville", url.replace("http://", "https://"))


@pytest.mark.parametrize("words", ["", "  a ", "x" * 201])
def test_an_address_too_short_or_too_long_is_not_sent(words: str, geocoder: tuple[str, list[object]]) -> None:
    url, asked = geocoder
    before = len(asked)
    with pytest.raises(ValueError, match="caractères"):
        geocode(words, url)
    assert len(asked) == before
