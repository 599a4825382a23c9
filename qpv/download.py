"""``qpv download``: the official files that exist, and how they come into the raw folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from etl.catalogue import UnknownIdError
from qpv.errors import USER_ERROR, CommandError
from qpv.output import Format, FormatOption, Row, tell, write_rows
from qpv.settings import load_settings

if TYPE_CHECKING:
    from etl.download import Ledger, OfficialFile
    from etl.download.fetch import Outcome, Progress

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it."""

_LISTED = ("id", "title", "publisher", "licence", "date", "size", "state", "how", "feeds", "address", "uncertain")
_SHORT = (*_LISTED[:8], "address")
"""What tells a file from another; the rest is for programs, or for the few files named."""
_REPORTED = ("id", "result", "size", "previous_size", "previous_date", "detail")


def download(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FICHIERS",
            help="Fichiers officiels (qpv download --list) ; par défaut tous, sauf les gros.",
            show_default=False,
        ),
    ] = None,
    listing: Annotated[
        bool, typer.Option("--list", help="Liste les fichiers et leur état, sans réseau.", show_default=False)
    ] = False,
    raw: Annotated[
        Path | None,
        typer.Option("--raw", metavar="DOSSIER", help="Dossier où les mettre, avant QPV_RAW_DIR.", show_default=False),
    ] = None,
    style: FormatOption = Format.TABLE,
) -> None:
    """Télécharge les fichiers officiels dans QPV_RAW_DIR : vérifiés, repris après coupure, comparés."""
    from etl.download import RawFolderError, read_downloads, read_ledger

    settings = load_settings(raw_dir=raw)
    files = _chosen(read_downloads(settings.catalogue_dir), names or [], listing=listing)
    try:
        if listing:
            ledger = read_ledger(settings.raw_dir)
            columns = _SHORT if style is Format.TABLE and not names else _LISTED
            write_rows([_listed(file, ledger, style) for file in files], columns, style)
        else:
            _fetch(files, settings.raw_dir, style, named=bool(names))
    except RawFolderError as error:
        raise CommandError("download", "Le dossier brut est inutilisable.", problems=[str(error)]) from None
    except KeyboardInterrupt:
        tell("Interrompu. Ce qui est déjà reçu est gardé : la même commande reprendra là.")
        raise typer.Exit(INTERRUPTED) from None


def _chosen(known: dict[str, OfficialFile], names: Sequence[str], *, listing: bool) -> list[OfficialFile]:
    names = [file for name in names for file in _group(name, known) or [name]]
    for name in names:
        if name not in known:
            error = UnknownIdError("file", name, known)
            text = f"{error.text} (voir « qpv download --list »)"
            raise CommandError(error.code, text, status=USER_ERROR, closest=error.closest)
    if names:
        return [known[name] for name in dict.fromkeys(names)]
    return [file for file in known.values() if listing or not file.large]


def _group(name: str, known: dict[str, OfficialFile]) -> list[str]:
    """The files of a family by the start of their id: « sirene » is its three files."""
    return [] if name in known else [file for file in known if file.startswith(f"{name}_")]


def _listed(file: OfficialFile, ledger: Ledger, style: Format) -> Row:
    """One file; its size, known once it came, is in bytes for programs."""
    from etl.files import readable_size

    line = ledger.lines.get(file.id)
    how = "à la main" if file.by_hand else "à nommer" if file.large else "d'office"
    return {
        "id": file.id,
        "title": file.title,
        "publisher": file.publisher,
        "licence": file.licence,
        "date": file.date or (line.published if line else ""),
        "size": None if line is None else readable_size(line.bytes) if style is Format.TABLE else line.bytes,
        "state": ledger.state(file.id, file.name),
        "how": how,
        "feeds": file.feeds or "",
        "address": file.url or file.page,
        "uncertain": file.uncertain,
    }


def _fetch(files: Sequence[OfficialFile], folder: Path, style: Format, *, named: bool) -> None:
    """Fetch, report, and end with status 1 when something that was asked for did not come."""
    from etl.download.fetch import Result, fetch

    with _progress() as progress:
        outcomes = fetch(files, folder, progress=progress)
    write_rows([_reported(outcome) for outcome in outcomes], _REPORTED, style)
    missing = (Result.FAILED, Result.BY_HAND) if named else (Result.FAILED,)
    failed = [outcome.file.id for outcome in outcomes if outcome.result in missing]
    if failed:
        text = f"Non téléchargé : {', '.join(failed)} (motifs dans le compte rendu). Les fichiers d'avant sont restés."
        raise CommandError("download", text)


def _reported(outcome: Outcome) -> Row:
    return {
        "id": outcome.file.id,
        "result": outcome.result,
        "size": outcome.size,
        "previous_size": outcome.previous_size,
        "previous_date": outcome.previous_date,
        "detail": outcome.detail,
    }


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on the standard error when somebody watches; nothing otherwise."""
    if not sys.stderr.isatty():
        yield lambda name, received, expected: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    from etl.files import readable_size

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[received]}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, received="")
        yield lambda name, received, expected: bar.update(
            task, description=name, completed=received, total=expected, received=readable_size(received)
        )
