"""Opens an address of the network: certificate verified, redirects followed one by one, failures told in French."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

Answer = TypeVar("Answer")

_REDIRECTS = (301, 302, 303, 307, 308)
_PASSING = (408, 425, 429, 500, 502, 503, 504)
"""Statuses that may be gone at the next try."""
_THIS_MACHINE = ("127.0.0.1", "localhost")


class DownloadError(Exception):
    """A file cannot be had: why, and what to do, both in French."""

    def __init__(self, reason: str, advice: str) -> None:
        self.reason, self.advice = reason, advice
        super().__init__(f"{reason} ; {advice}")


class PassingError(Exception):
    """What may be gone at the next try; ``wait`` is how many seconds the server asks for, 0 when it does not say.

    ``silent`` names the host that could not be reached at all.
    """

    def __init__(self, reason: str, *, wait: float = 0, silent: str = "") -> None:
        self.reason, self.wait, self.silent = reason, wait, silent
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Policy:
    """How patient and how trusting a download is. Sizes in bytes, durations in seconds.

    There is no way to accept a certificate that cannot be verified.
    """

    attempts: int = 5
    pause: float = 1.0
    """Before the second attempt; doubled before each of the following ones."""
    longest_pause: float = 60.0
    connect_timeout: float = 10.0
    read_timeout: float = 30.0
    """Without a single byte."""
    slow_after: float = 60.0
    """After so long, a transfer under ``slowest`` bytes a second counts as cut."""
    slowest: int = 500
    redirects: int = 5
    disk_reserve: int = 200_000_000
    """What must stay free on the disk."""
    plain_http_here: bool = False
    """Plain HTTP to this very machine: for tests, no option gives it."""

    def permits(self, url: str) -> bool:
        """Whether an address may be asked at all."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        if parts.username or parts.password or not parts.hostname:
            return False
        return parts.scheme == "https" or (
            self.plain_http_here and parts.scheme == "http" and parts.hostname in _THIS_MACHINE
        )


class _Session(requests.Session):
    """Even told not to follow a redirection, requests reads its body whole and looks at where it leads: ours do not."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


class Client:
    """Opens addresses under a policy. A host that every attempt found silent is not waited for again."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._silent: set[str] = set()
        self._session = _Session()
        self._session.headers.update({"User-Agent": "lisiere (qpv download)", "Accept-Encoding": "identity"})
        # Without this, requests would send a password that the user keeps for the host in a .netrc file
        self._session.auth = lambda request: request

    def close(self) -> None:
        """Leave the servers."""
        self._session.close()

    def retried(self, action: Callable[[], Answer]) -> Answer:
        """What ``action`` answers, tried again after each PassingError with a pause that doubles.

        Raises DownloadError when every attempt failed.
        """
        pause = self.policy.pause
        for attempt in range(1, self.policy.attempts + 1):
            try:
                return action()
            except PassingError as error:
                if attempt == self.policy.attempts:
                    self._silent.add(error.silent)
                    advice = _NETWORK if error.silent else "recommencer plus tard, le téléchargement reprendra là"
                    raise DownloadError(f"{error.reason} ({attempt} essais)", advice) from None
                time.sleep(min(max(pause, error.wait), self.policy.longest_pause))
                pause *= 2
        raise AssertionError("attempts is at least 1")

    @contextmanager
    def opened(self, url: str, headers: Mapping[str, str]) -> Iterator[requests.Response]:
        """The answer to a GET, its body not read yet: 200, 206, 304 or 416. ``response.url`` is the final address.

        Raises DownloadError, or PassingError when another try may do.
        """
        response = self._followed(url, headers)
        try:
            _check_status(response)
            yield response
        finally:
            response.close()

    def _followed(self, url: str, headers: Mapping[str, str]) -> requests.Response:
        for _ in range(self.policy.redirects + 1):
            if not self.policy.permits(url):
                raise DownloadError(f"adresse non sûre refusée : {url!r}", "prévenir l'éditeur ; ne pas suivre ce lien")
            response = self._asked(url, headers)
            if response.status_code not in _REDIRECTS or "location" not in response.headers:
                return response
            response.close()
            url = _joined(url, response.headers["location"])
        raise DownloadError(f"plus de {self.policy.redirects} redirections à la suite", "recommencer plus tard")

    def _asked(self, url: str, headers: Mapping[str, str]) -> requests.Response:
        host = urlsplit(url).netloc
        if host in self._silent:
            raise DownloadError(f"{host} est injoignable", _NETWORK)
        timeout = (self.policy.connect_timeout, self.policy.read_timeout)
        try:
            return self._session.get(url, headers=headers, timeout=timeout, stream=True, allow_redirects=False)
        except requests.exceptions.SSLError as error:
            # Also raised when the line is cut during the handshake: then there is no certificate to blame
            if "CERTIFICATE_VERIFY_FAILED" not in str(error):
                raise PassingError(f"liaison sécurisée avec {host} impossible") from error
            raise DownloadError(f"le certificat de {host} n'est pas reconnu : rien n'a été demandé", _TRUST) from error
        except requests.exceptions.ReadTimeout as error:
            raise PassingError(f"{host} ne répond pas", silent=host) from error
        except (requests.ConnectionError, requests.Timeout) as error:
            raise PassingError(f"{host} est injoignable", silent=host) from error
        except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
            raise DownloadError(
                f"réponse ou adresse illisible ({type(error).__name__})", "prévenir l'éditeur"
            ) from error


_NETWORK = "vérifier le réseau (connexion, pare-feu, mandataire) et recommencer"
_TRUST = (
    "vérifier l'heure de la machine ; derrière un mandataire, donner son autorité de certification "
    "par la variable REQUESTS_CA_BUNDLE"
)


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:  # not an address: refused as it stands
        return location


def _check_status(response: requests.Response) -> None:
    status = response.status_code
    if status in (200, 206, 304, 416):
        return
    if status in _PASSING:
        raise PassingError(f"le serveur répond par l'erreur {status}", wait=_wait(response))
    if status in (404, 410):
        raise DownloadError(f"aucun fichier à cette adresse (erreur {status})", "l'éditeur l'a sans doute déplacé")
    raise DownloadError(f"le serveur refuse (réponse {status})", "recommencer plus tard")


def _wait(response: requests.Response) -> float:
    """The seconds of ``Retry-After``; its other form, a date, is left to our own pauses."""
    text = response.headers.get("retry-after", "")
    return float(text) if text.isascii() and text.isdecimal() else 0


def read_some(response: requests.Response, most: int) -> bytes:
    """What has come of the body, at most ``most`` bytes, not decoded; nothing at its end.

    Never waits for ``most`` bytes: a server that sends them one by one is seen. Raises PassingError on a cut.
    """
    try:
        return response.raw.read1(most, decode_content=False) or b""
    except (urllib3.exceptions.TimeoutError, TimeoutError) as error:
        raise PassingError("le serveur n'envoie plus rien") from error
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise PassingError("la liaison a été coupée") from error
