"""Files that a command writes: whole or not at all, and how far it is while it does."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from etl.files import system_reason
from qpv.errors import CommandError

LONGEST_KEPT = 40
"""Characters of a name that the file being written keeps: a system takes 255 bytes."""


@contextmanager
def written(output: Path, mode: str = "w") -> Iterator[IO[Any]]:
    """A file that takes its name only once whole: a command that is cut leaves what was there before. ``mode``: ``w``
    for text (UTF-8, line ends as written), ``wb`` for bytes. Behind a link, what it leads to is written: the link
    stays. Raises CommandError when what is there must not be replaced, OSError when writing fails."""
    target = replaceable(output)
    part = target.with_name(f".{target.name[:LONGEST_KEPT]}.{os.getpid()}.part")
    text = {} if "b" in mode else {"encoding": "utf-8", "newline": ""}
    try:
        with part.open(mode, **text) as stream:  # type: ignore[call-overload]
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    finally:
        _forget(part)


def _forget(part: Path) -> None:
    with suppress(OSError):  # why the file could not be written says more
        part.unlink(missing_ok=True)


def replaceable(output: Path) -> Path:
    """The file that ``output`` names, behind its links. Raises CommandError when it is there and is a folder, a
    device, a pipe, or a file that nobody may write."""
    try:
        target = output.resolve()
        kind = target.stat().st_mode
    except FileNotFoundError:
        return target
    except RuntimeError:  # links that lead to one another, as Python 3.11 tells them
        raise _kept(output, "ce lien ne mène nulle part ; en donner un autre") from None
    except OSError as error:
        raise unwritable(output, error) from None
    if stat.S_ISDIR(kind):
        raise _kept(output, "c'est un dossier ; donner un nom de fichier")
    if not stat.S_ISREG(kind):
        raise _kept(output, "ce n'est pas un fichier ordinaire ; en donner un autre")
    if not kind & stat.S_IWUSR:  # its owner protects it, even from an administrator
        raise _kept(output, "ce fichier est protégé en écriture ; en donner un autre, ou lever la protection")
    return target


def _kept(output: Path, reason: str) -> CommandError:
    return CommandError("file", f"{output.name or output} : {reason}. Rien n'a été écrit")


def write_whole(output: Path, content: bytes) -> None:
    """The bytes of a file, or none. Raises CommandError when it cannot be written: what was there before stays."""
    try:
        with written(output, "wb") as stream:
            stream.write(content)
    except OSError as error:
        raise unwritable(output, error) from None


def unwritable(output: Path, error: OSError) -> CommandError:
    """Why a file could not be written, in French."""
    return CommandError("file", f"{output.name} : écriture impossible ({reason_alone(error)}) ; rien n'a été écrit")


def reason_alone(error: OSError) -> str:
    """A system error in French, without the name of the file, which a sentence has already."""
    return system_reason(OSError(error.errno, error.strerror)) if error.errno else "erreur du système"


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on the standard error when somebody watches; nothing otherwise. Called with how many more are done."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda done: bar.advance(task, done)
