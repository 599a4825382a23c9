"""One note a quarter, for all the quarters of a territory: in parallel, resumable, a failure told and not fatal."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.words import counted
from qpv.batch_log import BatchLog, forget_dead
from qpv.errors import CommandError, command_error_of, one_of
from qpv.files import progress, unwritable, write_whole
from qpv.output import emit
from qpv.places import WITHOUT_FILES, find_territory
from qpv.profile import open_questions
from qpv.settings import load_settings

if TYPE_CHECKING:
    from dashboard.briefs.document import Asked
    from dashboard.questions.neighbourhoods import Neighbourhoods
    from dashboard.questions.standing import Standing

PERIMETERS = ("QP2015", "QP2024")
MOST_TOLD = 20
LOST = "processus interrompu deux fois (mémoire ?)"
Outcome = tuple[str, str] | str
"""The name and the hash of a note, or why there is none."""


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
    forget_dead(batch.folder)
    log = BatchLog(batch.folder, _key(batch, near.store.version))
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


def _key(batch: Batch, version: str) -> dict[str, Any]:
    """What makes two batches one: the same question, on the same data, in the same look."""
    return {
        "version": version,
        "format": batch.format,
        "asked": {**asdict(batch.asked), "territory": ""},
        "site": load_settings().site_url,
        "template": hashlib.sha256(batch.template).hexdigest() if batch.template else "",
    }


def _codes(batch: Batch, near: Neighbourhoods, standing: Standing) -> list[str]:
    within = find_territory(near.store.territories, batch.within)
    codes = sorted(standing.inside(within, batch.perimeter))
    if not codes:
        text = f"Aucun quartier de {batch.perimeter[-4:]} n'est connu dans « {near.store.territory_label(within)} »."
        raise CommandError("unknown_territory", text)
    return codes


def _written(batch: Batch, codes: list[str]) -> Iterator[tuple[str, Outcome]]:
    """Each code with the name and the hash of its note, or why it failed, as they come. A process that is killed takes
    its pool with it, not the notes: what was in progress is tried again alone, the rest goes on in a new pool."""
    made = date.today().isoformat()
    workers = batch.workers or os.cpu_count() or 1
    left = codes
    while left:
        lost: list[str] = []
        alive = False
        for code, outcome in _in_a_pool(batch, made, left, min(workers, len(left))):
            if outcome is None:
                lost.append(code)
            else:
                alive = True
                yield code, outcome
        suspects, left = lost[:workers], lost[workers:]
        for code in suspects:
            outcome = next((found for _, found in _in_a_pool(batch, made, [code], 1)), None)
            alive = alive or outcome is not None
            yield code, LOST if outcome is None else outcome
        if not alive:  # no process holds: the rest would fare no better
            yield from ((code, LOST) for code in left)
            return


def _in_a_pool(batch: Batch, made: str, codes: list[str], workers: int) -> Iterator[tuple[str, Outcome | None]]:
    """Each code with what became of it; None for those that a broken pool lost, those in progress first."""
    # Spawned, not forked: engines and their threads do not survive a fork
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _open, (batch, made)) as pool:
        futures: dict[Future[Outcome], str] = {}
        with suppress(BrokenProcessPool):  # broken while it is filled: what it did not take is lost too
            for code in codes:
                futures[pool.submit(_write, code)] = code
        try:
            lost = set(codes) - set(futures.values())
            for future in as_completed(futures):
                error = future.exception()
                if error is None:
                    yield futures[future], future.result()
                elif isinstance(error, BrokenProcessPool):
                    lost.add(futures[future])
                else:
                    yield futures[future], f"{type(error).__name__} : {error}"
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    # Notes are begun in the order they were asked for: those in progress are the first that are lost
    yield from ((code, None) for code in codes if code in lost)


_STATE: dict[str, Any] = {}
"""What one process keeps between two notes: the data it opened, and what was asked."""


def _open(batch: Batch, made: str) -> None:
    """In a new process: open the data once."""
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    from dashboard.exports import format_of

    _STATE.update(batch=batch, made=made, questions=open_questions(), format=format_of(batch.format))
    _STATE["site"] = load_settings().site_url


def _write(code: str) -> Outcome:
    """In that process: the note of one quarter, its name and its hash; or why there is none, in words: most errors do
    not travel from one process to another, and none must stop the other notes."""
    try:
        return _write_note(code)
    except Exception as error:
        known = command_error_of(error)
        return known.text if known is not None else f"{type(error).__name__} : {error}"


def _write_note(code: str) -> tuple[str, str]:
    from dashboard.briefs.asking import build

    batch: Batch = _STATE["batch"]
    near, standing = _STATE["questions"]
    document = build(near, standing, replace(batch.asked, territory=code), _STATE["made"], _STATE["site"])
    content = _STATE["format"].write(document, batch.template)
    name = f"lisiere-{document.name}{_STATE['format'].SUFFIX}"
    write_whole(batch.folder / name, content)
    return name, hashlib.sha256(content).hexdigest()
