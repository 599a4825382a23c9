"""One note a quarter, for all the quarters of a territory: in parallel, resumable, a failure told and not fatal."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.words import counted
from qpv.errors import CommandError, command_error_of, one_of
from qpv.files import progress, unwritable, write_whole
from qpv.output import emit
from qpv.places import WITHOUT_FILES, find_territory
from qpv.profile import open_questions

if TYPE_CHECKING:
    from dashboard.briefs.document import Asked
    from dashboard.questions.neighbourhoods import Neighbourhoods
    from dashboard.questions.standing import Standing

LOG = "lisiere-lot.json"
"""What a folder of notes holds: enough to go on where a batch was stopped."""
PERIMETERS = ("QP2015", "QP2024")
KEPT_EVERY = 25
"""Notes between two writings of the log."""
MOST_TOLD = 20
LOST = "processus interrompu (mémoire ?) ; essayer --workers 1"


@dataclass(frozen=True, slots=True)
class Batch:
    """What was asked: the quarters of ``within`` on one map, in one format, into ``folder``."""

    within: str
    perimeter: str
    format: str
    asked: Asked
    folder: Path
    template: bytes | None
    workers: int | None


def write_batch(batch: Batch) -> None:
    """Write every note that is not there yet. Raises CommandError: nothing to write, a folder that cannot be written,
    and, once all the others are written, the notes that failed."""
    one_of(batch.perimeter, PERIMETERS, "Contours")
    near, standing = open_questions()
    if near.store.official is None:
        raise CommandError("data", WITHOUT_FILES)
    codes = _codes(batch, near, standing)
    try:
        batch.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(batch.folder, error) from None
    log = _Log(batch, near.store.version)
    left = [code for code in codes if not log.has(code)]
    del near, standing  # each process reads its own
    failed: dict[str, str] = {}
    with progress("Notes", len(codes)) as advance:
        advance(len(codes) - len(left))
        try:
            for code, outcome in _written(batch, left):
                if isinstance(outcome, str):
                    failed[code] = outcome
                else:
                    log.add(code, *outcome)
                advance(1)
        finally:  # also when stopped by Ctrl-C: what is written need not be written again
            log.save()
    done = len(left) - len(failed)
    there = f", {len(codes) - len(left)} déjà là" if len(left) < len(codes) else ""
    emit(f"{counted(done, 'note écrite', 'notes écrites')} dans {batch.folder}{there}\n")
    if failed:
        raise _failure(failed)


def _failure(failed: dict[str, str]) -> CommandError:
    told = [f"{code} : {reason}" for code, reason in sorted(failed.items())]
    left = [f"et {len(told) - MOST_TOLD} autres"] if len(told) > MOST_TOLD else []
    text = f"{counted(len(failed), 'note')} en échec ; relancer la même commande n'écrira que ce qui manque."
    return CommandError("batch", text, problems=[*told[:MOST_TOLD], *left])


def _codes(batch: Batch, near: Neighbourhoods, standing: Standing) -> list[str]:
    within = find_territory(near.store.territories, batch.within)
    codes = sorted(standing.inside(within, batch.perimeter))
    if not codes:
        text = f"Aucun quartier de {batch.perimeter[-4:]} n'est connu dans « {near.store.territory_label(within)} »."
        raise CommandError("unknown_territory", text)
    return codes


class _Log:
    """The notes that a folder holds of the same batch on the same data; those of another are written again."""

    def __init__(self, batch: Batch, version: str) -> None:
        self.folder = batch.folder
        self.path = batch.folder / LOG
        self.key = {
            "version": version,
            "format": batch.format,
            "asked": {**asdict(batch.asked), "territory": ""},
            "template": hashlib.sha256(batch.template).hexdigest() if batch.template else "",
        }
        self.key = json.loads(json.dumps(self.key))  # as the file gives it back
        self.notes: dict[str, dict[str, str]] = self._read()
        self._unsaved = 0

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            known = json.loads(self.path.read_bytes())
            return dict(known["notes"]) if known["key"] == self.key else {}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, LookupError, TypeError):
            return {}  # a log that cannot be read only costs the notes to be written again

    def has(self, code: str) -> bool:
        """Whether the note of a quarter is there, unchanged."""
        note = self.notes.get(code)
        if not isinstance(note, dict):
            return False
        try:
            content = (self.folder / str(note.get("file", ""))).read_bytes()
        except OSError:
            return False
        return hashlib.sha256(content).hexdigest() == note.get("sha256")

    def add(self, code: str, name: str, digest: str) -> None:
        """One more note is there."""
        self.notes[code] = {"file": name, "sha256": digest}
        self._unsaved += 1
        if self._unsaved >= KEPT_EVERY:
            self.save()

    def save(self) -> None:
        """Write the log, when something is new."""
        if self._unsaved:
            content: dict[str, Any] = {"key": self.key, "notes": dict(sorted(self.notes.items()))}
            write_whole(self.path, json.dumps(content, ensure_ascii=False, indent=1).encode())
            self._unsaved = 0


def _written(batch: Batch, codes: list[str]) -> Iterator[tuple[str, tuple[str, str] | str]]:
    """Each code with the name and the hash of its note, or why it failed, as they come."""
    if not codes:
        return
    workers = min(batch.workers or os.cpu_count() or 1, len(codes))
    made = date.today().isoformat()
    # Spawned, not forked: engines and their threads do not survive a fork
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _open, (batch, made)) as pool:
        futures: dict[Future[tuple[str, str] | str], str] = {pool.submit(_write, code): code for code in codes}
        try:
            for future in as_completed(futures):
                error = future.exception()
                yield futures[future], future.result() if error is None else LOST
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


_STATE: dict[str, Any] = {}
"""What one process keeps between two notes: the data it opened, and what was asked."""


def _open(batch: Batch, made: str) -> None:
    """In a new process: open the data once."""
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    from dashboard.exports import format_of

    _STATE.update(batch=batch, made=made, questions=open_questions(), format=format_of(batch.format))


def _write(code: str) -> tuple[str, str] | str:
    """In that process: the note of one quarter, its name and its hash; or why there is none, in words: most errors do
    not travel from one process to another, and none must stop the other notes."""
    try:
        return _write_note(code)
    except Exception as error:
        known = command_error_of(error)
        return known.text if known is not None else f"{type(error).__name__} : {error}"


def _write_note(code: str) -> tuple[str, str]:
    from dashboard.briefs.territory import build_brief

    batch: Batch = _STATE["batch"]
    near, standing = _STATE["questions"]
    document = build_brief(near, standing, replace(batch.asked, territory=code), _STATE["made"])
    content = _STATE["format"].write(document, batch.template)
    name = f"lisiere-{document.name}{_STATE['format'].SUFFIX}"
    write_whole(batch.folder / name, content)
    return name, hashlib.sha256(content).hexdigest()
