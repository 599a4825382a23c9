"""From a postal address to a point, by the national geocoder (Géoplateforme of IGN, on the Base adresse nationale).

Only the address leaves the machine. Certificates are verified. What the geocoder is not sure of is not chosen.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

import requests

LIMIT = 5
"""Answers asked for."""
TIMEOUT = 10.0
"""Seconds to connect, and between two pieces of the answer."""
LARGEST = 1_000_000
"""Bytes: five answers take some kilobytes."""
LEAST_SCORE = 0.6
"""Out of 1. Below, the geocoder has met some of the words only."""
MARGIN = 0.05
"""Two answers whose scores are that close cannot be told apart."""
SHORTEST, LONGEST = 3, 200
"""Characters that the geocoder accepts."""

KINDS = {"housenumber": "numéro", "street": "voie", "locality": "lieu-dit", "municipality": "commune"}
"""What an answer is, in French."""


class GeocoderError(Exception):
    """The geocoder cannot be reached, or does not answer as it should; the message is French."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One answer. ``score`` from 0 to 1; ``kind`` a key of KINDS, or another word of the geocoder; WGS 84 degrees."""

    label: str
    score: float
    kind: str
    commune: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Search:
    """What the geocoder found, the surest first. ``chosen`` is None when nothing is sure enough; ``reason`` says why,
    or what to know of the one chosen, in French."""

    candidates: tuple[Candidate, ...]
    chosen: Candidate | None
    reason: str


def geocode(address: str, url: str) -> Search:
    """Ask the geocoder at ``url``. Raises GeocoderError; ValueError when the address is too short or too long."""
    words = " ".join(address.split())
    if not SHORTEST <= len(words) <= LONGEST:
        raise ValueError(f"une adresse a de {SHORTEST} à {LONGEST} caractères")
    return _choose(_candidates(_answer(words, url)))


def _answer(words: str, url: str) -> Any:
    try:
        with requests.get(
            url,
            params={"q": words, "limit": str(LIMIT), "index": "address"},
            headers={"User-Agent": "qpv", "Accept": "application/json"},
            timeout=TIMEOUT,
            stream=True,
        ) as response:
            if not response.ok:
                raise GeocoderError(
                    f"le géocodeur a répondu par une erreur ({response.status_code}) ; réessayer plus tard"
                )
            content = b""
            for piece in response.iter_content(65_536):
                content += piece
                if len(content) > LARGEST:
                    raise GeocoderError("la réponse du géocodeur est trop longue : ce n'est pas un géocodeur")
    except requests.exceptions.SSLError:
        raise GeocoderError("le certificat du géocodeur est refusé : l'adresse n'a pas été envoyée") from None
    except requests.exceptions.Timeout:
        raise GeocoderError(f"le géocodeur n'a pas répondu en {TIMEOUT:.0f} s ; réessayer plus tard") from None
    except requests.exceptions.RequestException:
        reason = "le géocodeur est injoignable : pas de réseau ? Donner plutôt la longitude et la latitude"
        raise GeocoderError(reason) from None
    try:
        return json.loads(content)
    except ValueError:
        raise GeocoderError("la réponse du géocodeur est illisible : est-ce bien l'adresse d'un géocodeur ?") from None


def _candidates(answer: Any) -> list[Candidate]:
    try:
        found = [_candidate(feature) for feature in answer["features"]]
    except (KeyError, TypeError, ValueError):
        raise GeocoderError("la réponse du géocodeur n'a pas la forme attendue (GeoJSON avec un score)") from None
    return sorted(found, key=lambda candidate: -candidate.score)


def _candidate(feature: Any) -> Candidate:
    properties = feature["properties"]
    longitude, latitude = (float(number) for number in feature["geometry"]["coordinates"][:2])
    score = float(properties["score"])
    if not all(math.isfinite(number) for number in (longitude, latitude, score)):
        raise ValueError("not finite")
    kind, commune = str(properties.get("type", "")), str(properties.get("citycode", ""))
    return Candidate(str(properties["label"]), score, kind, commune, longitude, latitude)


def _choose(candidates: list[Candidate]) -> Search:
    found = tuple(candidates)
    if not found:
        return Search((), None, "Le géocodeur ne connaît pas cette adresse.")
    best = found[0]
    rivals = [other for other in found[1:] if best.score - other.score < MARGIN and other.label != best.label]
    if best.score < LEAST_SCORE:
        return Search(found, None, "Aucune réponse n’est assez sûre : compléter l’adresse.")
    if rivals:
        return Search(found, None, "Plusieurs adresses répondent presque aussi bien : préciser laquelle.")
    if best.kind == "municipality":
        return Search(found, None, "Seule la commune est reconnue : donner la voie et le numéro.")
    if best.kind != "housenumber":
        return Search(found, best, "Le numéro n’est pas reconnu : le point est celui de la voie ou du lieu-dit.")
    return Search(found, best, "")
