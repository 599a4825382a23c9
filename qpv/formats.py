"""The format of a file to write: the one that is asked for, else the one that its name tells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qpv.errors import USER_ERROR, CommandError, one_of


def format_to_write(style: str | None, output: Path | None, known: Sequence[str], default: str = "") -> str:
    """The one of ``known`` that ``style`` names, else the suffix of ``output``, else ``default``.

    Raises CommandError for another format, and when the two disagree: a note that its own name belies does not open.
    """
    told = _told_by(output, known) if output is not None and not output.is_dir() else ""
    name = one_of(style or told or default, known, "Format (--format)")
    if output is not None and told and told != name:
        text = f"{output.name} : ce nom est celui d'un fichier {told}, et --format demande {name} : choisir."
        raise CommandError("usage", text, status=USER_ERROR)
    return name


def _told_by(output: Path, known: Sequence[str]) -> str:
    """The format that the suffix of a name tells; empty when it tells none."""
    from dashboard.exports import format_of, formats

    suffix = output.suffix.lower()
    of_ours = {format_of(name).SUFFIX: name for name in formats()}
    name = of_ours.get(suffix, suffix.removeprefix("."))
    return name if name in known else ""
