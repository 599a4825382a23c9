"""Files that a command writes: whole or not at all, and how far it is while it does."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from qpv.errors import CommandError


@contextmanager
def written(output: Path, mode: str = "w") -> Iterator[IO[Any]]:
    """A file that takes its name only once whole: a command that is cut leaves what was there before. ``mode``: ``w``
    for text (UTF-8, line ends as written), ``wb`` for bytes."""
    part = output.with_name(f".{output.name}.{os.getpid()}.part")
    text = {} if "b" in mode else {"encoding": "utf-8", "newline": ""}
    try:
        with part.open(mode, **text) as stream:  # type: ignore[call-overload]
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)


def write_whole(output: Path, content: bytes) -> None:
    """The bytes of a file, or none. Raises CommandError when it cannot be written: what was there before stays."""
    if output.exists() and not output.is_file():
        text = f"{output} : ce n'est pas un fichier ordinaire ; en donner un autre. Rien n'a été écrit"
        raise CommandError("file", text)
    try:
        with written(output, "wb") as stream:
            stream.write(content)
    except OSError as error:
        raise unwritable(output, error) from None


def unwritable(output: Path, error: OSError) -> CommandError:
    """Why a file could not be written, in French."""
    text = f"{output.name} : écriture impossible ({error.strerror or error}) ; rien n'a été écrit"
    return CommandError("file", text)


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
