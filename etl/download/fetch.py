"""Fetches official files into the raw folder: each is whole, checked and written down, or the previous one stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from filelock import FileLock, Timeout

from etl.download.connection import Client, DownloadError, Policy
from etl.download.content import ContentError, verify
from etl.download.entries import OfficialFile
from etl.download.ledger import Ledger, Line, RawFolderError, State, read_ledger
from etl.download.resolver import DATA_GOUV, address_of
from etl.download.transfer import Version, discard, receive
from etl.files import replace_file, sha256_of, system_reason

Progress = Callable[[str, int, int | None], None]
"""Called with the id of a file, the bytes received and those expected (None when not known)."""

LOCK_TIMEOUT = 2
"""Seconds to wait for another download: one that runs may last an hour, better say so at once."""


class Result(StrEnum):
    """What became of a file."""

    NEW = "nouveau"
    UNCHANGED = "inchangé"
    CHANGED = "changé"
    FAILED = "échec"
    BY_HAND = "à la main"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file; ``detail`` says why and what to do. Sizes in bytes, absent when they make no sense."""

    file: OfficialFile
    result: Result
    size: int | None = None
    previous_size: int | None = None
    previous_date: str = ""
    detail: str = ""


def fetch(
    files: Iterable[OfficialFile],
    folder: Path,
    *,
    policy: Policy | None = None,
    api: str = DATA_GOUV,
    progress: Progress = lambda name, received, expected: None,
) -> list[Outcome]:
    """Fetch ``files`` one after the other into ``folder``; one that fails does not stop the others.

    Raises RawFolderError when the folder cannot be written, or when another download is using it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".downloads.lock", timeout=LOCK_TIMEOUT), closing(Client(policy or Policy())) as client:
            fetcher = _Fetcher(read_ledger(folder), client, api, progress)
            return [fetcher.outcome(file) for file in files]
    except Timeout:
        raise RawFolderError("un autre téléchargement occupe ce dossier ; attendre sa fin") from None
    except OSError as error:
        raise RawFolderError(f"écriture impossible ({system_reason(error)})") from error


@dataclass(frozen=True, slots=True)
class _Fetcher:
    """What all the files of one run share."""

    ledger: Ledger
    client: Client
    api: str
    progress: Progress

    def outcome(self, file: OfficialFile) -> Outcome:
        if file.by_hand:
            where = "à déposer dans le dossier brut sous le nom que l'éditeur lui donne"
            return Outcome(file, Result.BY_HAND, detail=f"à télécharger depuis {file.page} et {where}")
        try:
            return self._fetched(file)
        except DownloadError as error:
            reason, advice = error.reason, error.advice
        except ContentError as error:
            reason, advice = str(error), "recommencer plus tard"
        except OSError as error:
            reason, advice = system_reason(error), "vérifier le dossier brut"
        doubt = f" ; adresse incertaine ({file.uncertain})" if file.uncertain else ""
        detail = f"{reason}. Que faire : {advice}, ou voir {file.page}{doubt}"
        return Outcome(file, Result.FAILED, detail=detail)

    def _fetched(self, file: OfficialFile) -> Outcome:
        url = address_of(file, self.client, self.api)
        line = self.ledger.lines.get(file.id)
        known = None
        if line and line.url == url and self.ledger.state(file.id, file.name) is State.PRESENT:
            known = Version(url, line.final_url, line.etag, line.last_modified)
        part = self.ledger.folder / f".{file.name}.part"
        version = receive(
            self.client, url, part, file.bound, known, lambda done, total: self.progress(file.id, done, total)
        )
        if version is None:
            line = self.ledger.lines[file.id]
            self.ledger.write(file.id, line.model_copy(update={"checked": _now()}))
            return Outcome(file, Result.UNCHANGED, line.bytes)
        try:
            verify(part, file.kind)
        except ContentError:
            discard(part)
            raise
        return self._kept(file, part, version)

    def _kept(self, file: OfficialFile, part: Path, version: Version) -> Outcome:
        """Put a checked file in its place and in the ledger."""
        target = self.ledger.folder / file.name
        before = self.ledger.lines.get(file.id) or _found(target)
        on_disk = sha256_of(target) if target.is_file() else ""
        now = _now()
        line = Line(
            file=file.name,
            url=version.url,
            final_url=version.final_url,
            date=now,
            checked=now,
            sha256=sha256_of(part),
            bytes=part.stat().st_size,
            etag=version.etag,
            last_modified=version.last_modified,
        )
        if on_disk != line.sha256:
            replace_file(part, target)
        discard(part)
        if before is None:
            self.ledger.write(file.id, line)
            return Outcome(file, Result.NEW, line.bytes)
        same = before.sha256 == line.sha256
        self.ledger.write(file.id, line.model_copy(update=_past(before, same=same)))
        if same:
            restored = "le fichier du dossier n'était plus celui de l'éditeur : remis" if on_disk != line.sha256 else ""
            return Outcome(file, Result.UNCHANGED, line.bytes, detail=restored)
        return Outcome(file, Result.CHANGED, line.bytes, before.bytes, before.date.date().isoformat())


def _past(before: Line, *, same: bool) -> dict[str, object]:
    """What a new line takes from the previous one: its own past when nothing changed, else the line itself."""
    if same:
        names = ("date", "previous_sha256", "previous_bytes", "previous_date")
        return {name: getattr(before, name) for name in names}
    return {"previous_sha256": before.sha256, "previous_bytes": before.bytes, "previous_date": before.date}


def _found(target: Path) -> Line | None:
    """A line for a file that somebody else put there."""
    with suppress(FileNotFoundError):
        status = target.stat()
        date = datetime.fromtimestamp(status.st_mtime, UTC).replace(microsecond=0)
        digest = sha256_of(target)
        return Line(
            file=target.name, url="", final_url="", date=date, checked=date, sha256=digest, bytes=status.st_size
        )
    return None


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
