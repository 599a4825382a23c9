"""``qpv claim``: whether a French sentence may be written, and why."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from qpv.data import open_data
from qpv.errors import USER_ERROR, CommandError
from qpv.output import emit, write_json

if TYPE_CHECKING:
    from dashboard.questions.checking import ClaimCheck


class ClaimFormat(StrEnum):
    """How to write a verdict."""

    TABLE = "table"
    JSON = "json"


def claim(
    sentence: Annotated[
        str,
        typer.Argument(metavar="PHRASE", help="Phrase en français, entre guillemets droits.", show_default=False),
    ],
    style: Annotated[
        ClaimFormat,
        typer.Option("--format", "-f", help="Présentation : table (à lire, par défaut) ou json.", show_default=False),
    ] = ClaimFormat.TABLE,
) -> None:
    """Vérifie une phrase : confirmée, contredite, exagérée, mal datée, mal comparée, périmée ou invérifiable.

    Un verdict, quel qu'il soit, est une réponse : le code de sortie est 0.
    """
    from dashboard.questions.checking import check_claim
    from dashboard.questions.reading import Reading

    try:
        answer = check_claim(sentence, Reading(open_data()))
    except ValueError as error:
        raise CommandError("sentence", f"Phrase refusée : {error}", status=USER_ERROR) from error
    if style == ClaimFormat.JSON:
        write_json(answer.as_dict())
    else:
        emit(describe(answer))


def describe(answer: ClaimCheck) -> str:
    """The verdict for a reader, why, the figures with their sources, and what may be written instead."""
    from dashboard.questions.checking import VERDICTS

    lines = [
        f"« {answer.sentence} »",
        f"  Verdict : {VERDICTS[answer.verdict]} ({answer.verdict.value})",
        f"  {answer.reason}",
    ]
    for figure in answer.figures:
        lines.append(f"  {figure.label}, {figure.zone}, {figure.territory}, {figure.period} : {figure.text}")
        lines.append(f"    Source : {figure.source} ({figure.locator})")
    if answer.suggestion:
        lines.append(f"  On peut écrire : {answer.suggestion}")
    return "\n".join(lines) + "\n"
