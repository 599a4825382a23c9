"""Brings the bytes of an address into a file, and goes on from where a cut left it.

What is half received is kept in a hidden file ending with ``.part``, and what tells whether it can be completed
(address, ETag or date of the server) in another ending with ``.part.json``. Only bytes of one and the same version are
ever joined: ``If-Range`` asks the server for it, and its answer is checked against what it said the first time.
"""

from __future__ import annotations

import json
import re
import shutil
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import requests

from etl.download.connection import Client, DownloadError, PassingError, Policy, read_some
from etl.files import readable_size, system_reason

Tell = Callable[[int, int | None], None]
"""Called with the bytes received and those expected (None when the server does not say)."""

_CHUNK = 64 * 1024
_RANGE = re.compile(r"bytes ([0-9]+)-([0-9]+)/([0-9]+|\*)")


@dataclass(frozen=True, slots=True)
class Version:
    """What a server says to tell one version of a file from another; empty when it does not."""

    url: str
    """The address asked for."""
    final_url: str = ""
    """That of the bytes, after redirections."""
    etag: str = ""
    last_modified: str = ""

    @property
    def strong(self) -> str:
        """What ``If-Range`` may hold: a weak ETag does not promise the same bytes."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified

    def differs(self, other: Version) -> bool:
        """Whether both say something, and not the same."""
        pairs = ((self.etag, other.etag), (self.last_modified, other.last_modified))
        return any(mine and theirs and mine != theirs for mine, theirs in pairs)


def receive(client: Client, url: str, part: Path, bound: int, known: Version | None, tell: Tell) -> Version | None:
    """Fill ``part`` with the whole content of ``url``, at most ``bound`` bytes; the version received.

    None, and no ``part``, when the server says that the version is still the ``known`` one. Raises DownloadError; the
    bytes received stay beside for the next time unless they can be of no use.
    """
    return client.retried(lambda: _Attempt(client, url, part, bound, tell).run(known))


def discard(part: Path) -> None:
    """Forget what was received."""
    part.unlink(missing_ok=True)
    _memo(part).unlink(missing_ok=True)


def _memo(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _remembered(part: Path, url: str) -> Version | None:
    """The version that ``part`` is the start of, when it can be completed."""
    try:
        version = Version(**json.loads(_memo(part).read_bytes()))
        usable = version.url == url and bool(version.strong) and part.stat().st_size > 0
    except (OSError, ValueError, TypeError):
        return None
    return version if usable else None


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One request, from the headers to the last byte."""

    client: Client
    url: str
    part: Path
    bound: int
    tell: Tell

    def run(self, known: Version | None) -> Version | None:
        started = _remembered(self.part, self.url)
        headers = {}
        if started:
            headers = {"Range": f"bytes={self.part.stat().st_size}-", "If-Range": started.strong}
        elif known:
            headers = _conditions(known)
        with self.client.opened(self.url, headers) as response:
            if response.status_code == 304:
                if known and not started:
                    return None
                raise DownloadError("le serveur dit inchangé un fichier qu'on n'a pas", "recommencer plus tard")
            version = _version(response, self.url, started)
            self._write(response, version, self._offset(response, version, started))
            return version

    def _offset(self, response: requests.Response, version: Version, started: Version | None) -> int:
        """Where the body starts in the file. An answer that cannot be joined to what is there is asked for anew."""
        if response.status_code == 200:
            return 0
        if response.status_code == 206 and started and not version.differs(started) and not _encoding(response):
            size = self.part.stat().st_size
            if _goes_on_to_the_end(response.headers.get("content-range", ""), size):
                return size
        discard(self.part)
        raise PassingError("le serveur n'a pas su reprendre le téléchargement")

    def _write(self, response: requests.Response, version: Version, offset: int) -> None:
        announced = _announced(response)
        encoding = _encoding(response)
        total = offset + announced if announced is not None and not encoding else None
        try:
            self._check_room(total or offset, offset)
            if offset == 0:
                # Written first: a part without its memo starts again from nothing
                discard(self.part)
                if not encoding:
                    _memo(self.part).write_text(json.dumps(asdict(version)), encoding="utf-8")
            with self.part.open("ab") as out:
                size = offset
                for piece in _decoded(_body(response, self.client.policy), encoding):
                    size += len(piece)
                    if size > self.bound:
                        raise self._too_large("plus que")
                    out.write(piece)
                    self.tell(size, total)
        except OSError as error:
            raise DownloadError(f"écriture impossible ({system_reason(error)})", "libérer le dossier") from error

    def _check_room(self, total: int, offset: int) -> None:
        if total > self.bound:
            raise self._too_large(f"{readable_size(total)}, plus que")
        free = shutil.disk_usage(self.part.parent).free
        if total - offset + self.client.policy.disk_reserve > free:
            reason = f"{readable_size(total - offset)} à recevoir, {readable_size(free)} libres sur le disque"
            raise DownloadError(reason, "libérer de la place")

    def _too_large(self, start: str) -> DownloadError:
        discard(self.part)
        reason = f"{start} les {readable_size(self.bound)} attendus au plus"
        return DownloadError(reason, "vérifier la page de l'éditeur ; la borne est dans data/catalogue/downloads.yaml")


def _conditions(known: Version) -> dict[str, str]:
    pairs = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in pairs.items() if value}


def _version(response: requests.Response, url: str, started: Version | None) -> Version:
    """The version of an answer; an answer that completes another may leave out what the first one said."""
    before = started if started and response.status_code == 206 else Version(url)
    etag = response.headers.get("etag", before.etag)
    return Version(url, response.url, etag, response.headers.get("last-modified", before.last_modified))


def _goes_on_to_the_end(content_range: str, size: int) -> bool:
    """Whether an answer holds all that follows the first ``size`` bytes."""
    found = _RANGE.fullmatch(content_range)
    if not found or int(found.group(1)) != size:
        return False
    return found.group(3) == "*" or int(found.group(2)) + 1 == int(found.group(3))


def _announced(response: requests.Response) -> int | None:
    text = response.headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdecimal() else None


def _encoding(response: requests.Response) -> str:
    """How the body is wrapped, though plain bytes were asked for."""
    return response.headers.get("content-encoding", "identity").strip().lower().removeprefix("identity")


def _body(response: requests.Response, policy: Policy) -> Iterator[bytes]:
    """The bytes as they come. Raises PassingError when fewer come than announced (urllib3 counts), or too slowly."""
    received, marked, since = 0, 0, time.monotonic()
    while chunk := read_some(response, _CHUNK):
        received += len(chunk)
        yield chunk
        if (elapsed := time.monotonic() - since) > policy.slow_after:
            if received - marked < policy.slowest * elapsed:
                raise PassingError("le serveur envoie trop lentement")
            marked, since = received, time.monotonic()


def _decoded(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """The content itself, in pieces of bounded size: a bomb is stopped by the bound of the file, not by the memory."""
    if not encoding:
        yield from chunks
        return
    if encoding not in ("gzip", "x-gzip"):
        raise DownloadError(f"contenu codé en « {encoding} », qui n'a pas été demandé", "recommencer plus tard")
    decoder = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        for chunk in chunks:
            while chunk and not decoder.eof:
                yield decoder.decompress(chunk, _CHUNK)
                chunk = decoder.unconsumed_tail
    except zlib.error:
        raise DownloadError("contenu compressé abîmé", "recommencer plus tard") from None
    if not decoder.eof:
        raise PassingError("contenu compressé incomplet")
