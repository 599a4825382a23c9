"""``qpv brief``: a note on a territory, in the format of one's choice; on all the quarters of a place; or a check."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from etl.files import readable_size
from qpv.brief_batch import Batch, write_batch
from qpv.errors import USER_ERROR, CommandError, one_of
from qpv.files import reason_alone, write_whole
from qpv.formats import format_to_write
from qpv.output import emit
from qpv.places import find_territory
from qpv.profile import open_questions
from qpv.settings import load_settings

if TYPE_CHECKING:
    from dashboard.briefs.document import Asked
    from dashboard.exports import Format

KINDS: tuple[Literal["note"], Literal["programme"]] = ("note", "programme")
LENGTHS: tuple[Literal["page"], Literal["full"]] = ("page", "full")
DEFAULT_FORMAT = "pdf"
REPORT_FORMATS = ("table", "json")
"""Of ``--check``, which writes no file."""
LARGEST_TEMPLATE = 50_000_000
"""Bytes: a house template with its pictures is far below."""


def brief(
    code: Annotated[
        str | None,
        typer.Argument(metavar="[CODE]", help="Code d'un territoire : FR, DEP-93, QP093001…", show_default=False),
    ] = None,
    style: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="pdf (par défaut), docx, pptx, html, md, xlsx ou csv ; avec --check : table ou json.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FICHIER", help="Fichier à écrire ; avec --within, dossier."),
    ] = None,
    themes: Annotated[
        str | None,
        typer.Option(
            "--themes",
            metavar="THÈMES",
            help="Thèmes gardés : emploi,revenus… Tous par défaut.",
            show_default=False,
        ),
    ] = None,
    reference: Annotated[
        str,
        typer.Option(
            "--reference",
            metavar="ZONE",
            help="Point de comparaison : uue, all… ; d'un quartier : COM-93066, FR/qpv… Le plus proche par défaut.",
        ),
    ] = "",
    length: Annotated[str, typer.Option("--length", metavar="page|full", help="Une page, ou tout.")] = "full",
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="note|programme",
            help="La note d'un territoire, ou la page pour y ouvrir un programme de l'ESS.",
        ),
    ] = "note",
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FICHIER", help="Modèle maison (docx ou pptx).")
    ] = None,
    within: Annotated[
        str | None,
        typer.Option(
            "--within", metavar="CODE", help="Une note par quartier de ce territoire (DEP-93, FR…).", show_default=False
        ),
    ] = None,
    perimeter: Annotated[
        str, typer.Option("--perimeter", metavar="CARTE", help="Avec --within : QP2015 ou QP2024.")
    ] = "QP2015",
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", min=1, max=64, help="Avec --within : processus.", show_default=False),
    ] = None,
    check: Annotated[
        Path | None,
        typer.Option(
            "--check",
            metavar="FICHIER",
            help="Dit ce qui, dans une note, a été modifié à la main ou n'est plus à jour.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Écrit la note d'un territoire, ou celles de tous les quartiers d'un autre, ou en vérifie une."""
    from dashboard.exports import formats

    _check_one_of(code, within, check)
    if check is not None:
        from qpv.check_brief import check_file

        check_file(check, one_of(style or "table", REPORT_FORMATS, "Format"))
        return
    name = format_to_write(style, output if within is None else None, formats(), DEFAULT_FORMAT)
    content = _template(template, name)
    asked = _asked(
        code or "", _themes(themes), reference, one_of(length, LENGTHS, "Longueur"), one_of(kind, KINDS, "Document")
    )
    if within is not None:
        if output is None:
            raise _refused("Avec --within, -o donne le dossier où écrire les notes.")
        write_batch(Batch(within, perimeter, name, asked, output, content, workers))
        return
    _write_one(asked, name, content, output)


def _check_one_of(code: str | None, within: str | None, check: Path | None) -> None:
    given = [part for part in (code, within, check) if part is not None]
    if len(given) != 1:
        raise _refused("Il faut le code d'un territoire, ou --within, ou --check : l'un des trois, et un seul.")


def _asked(code: str, themes: tuple[str, ...], reference: str, length: str, kind: str) -> Asked:
    from dashboard.briefs.document import Asked

    return Asked(
        code,
        themes,
        reference,
        "page" if length == "page" else "full",
        kind="programme" if kind == "programme" else "note",
    )


def _write_one(asked: Asked, name: str, template: bytes | None, output: Path | None) -> None:
    from dataclasses import replace

    from dashboard.briefs.asking import build
    from dashboard.exports import format_of

    near, standing = open_questions()
    code = find_territory(near.store.territories, asked.territory)
    module: Format = format_of(name)
    site = load_settings().site_url
    document = build(near, standing, replace(asked, territory=code), date.today().isoformat(), site)
    path = output or Path(f"lisiere-{document.name}{module.SUFFIX}")
    if path.is_dir():
        path = path / f"lisiere-{document.name}{module.SUFFIX}"
    content = module.write(document, template)
    write_whole(path, content)
    emit(f"{path} : {document.title}, {module.NAME}, {readable_size(len(content))}\n")


def _themes(asked: str | None) -> tuple[str, ...]:
    """The themes asked for, none for all. Raises CommandError when some are announced and none is named."""
    if asked is None:
        return ()
    kept = tuple(part for part in asked.replace(" ", "").split(",") if part)
    if not kept:
        raise _refused("--themes est vide : nommer des thèmes (emploi,revenus…), ou retirer l'option pour tous.")
    return kept


def _template(path: Path | None, name: str) -> bytes | None:
    """The bytes of a house template. Raises CommandError when it cannot be read, or when the format takes none."""
    from dashboard.exports import format_of

    if path is None:
        return None
    if not format_of(name).TEMPLATES:
        raise _refused(f"Le format {name} ne prend pas de modèle : --template va avec docx ou pptx.")
    try:
        if path.stat().st_size > LARGEST_TEMPLATE:
            raise _refused(f"{path.name} : modèle trop gros ({readable_size(path.stat().st_size)}).")
        return path.read_bytes()
    except OSError as error:
        raise _refused(f"{path.name} : modèle illisible ({reason_alone(error)}).") from None


def _refused(text: str) -> CommandError:
    return CommandError("usage", text, status=USER_ERROR)
