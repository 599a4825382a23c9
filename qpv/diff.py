"""``qpv diff``: what changed from one build of the data to another, and what a note may no longer say."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qpv.check_brief import describe_part, read_document, refused
from qpv.data import open_catalogue
from qpv.output import Format, FormatOption, Row, cell_text, emit, table, tell

if TYPE_CHECKING:
    from dashboard.briefs.checked import Checked
    from dashboard.store.changes import Change, Changes, Figure

MOST = 10
"""Figures of one kind of one source in a table to read."""
AT_ONCE = 5_000
"""Lines written together."""
KIND_WORDS = {
    "changed": "changé", "status": "statut", "precision": "précision", "appeared": "apparu", "vanished": "disparu",
}  # fmt: skip
COUNTED = {
    "changed": "changés", "status": "de statut changé", "precision": "de précision changée", "appeared": "apparus",
    "vanished": "disparus",
}  # fmt: skip
"""How many of each kind, at the head of a table."""


def diff(
    old: Annotated[
        Path,
        typer.Argument(
            metavar="ANCIEN", help="Construction d'avant : un dossier écrit par « qpv etl ».", show_default=False
        ),
    ],
    new: Annotated[Path, typer.Argument(metavar="NOUVEAU", help="Construction d'après.", show_default=False)],
    style: FormatOption = Format.TABLE,
    note: Annotated[
        Path | None,
        typer.Option(
            "--note",
            metavar="FICHIER",
            help="Note dont dire les phrases que NOUVEAU ne permet plus.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Compare deux constructions des données : chiffres changés, apparus, disparus, statuts changés.

    Qu'il y ait des changements ou non, le code de sortie est 0.
    """
    from dashboard.store.changes import compare_builds

    failing = None if note is None else failing_claims(note, new)
    with compare_builds(old, new) as changes:
        _warn_of_altered(*dict.fromkeys((old, new)))
        match style:
            case Format.TABLE:
                emit(_describe(changes))
            case Format.CSV:
                _write_csv(changes)
            case Format.JSON:
                _write_json(changes, note, failing)
    if note is not None and failing is not None and style != Format.JSON:
        told = _describe_note(note, failing)
        if style == Format.CSV:
            tell(told.rstrip("\n"))  # a CSV holds one table: what is said of the note goes beside it
        else:
            emit(f"\n{told}")


def _warn_of_altered(*folders: Path) -> None:
    """A build whose files are not those that it announces is compared, but not in silence."""
    from etl.publish import hash_problems

    for folder in folders:
        for problem in hash_problems(folder):
            tell(f"Attention : {folder.name}, {problem}")


def failing_claims(note: Path, folder: Path) -> list[Checked]:
    """The sentences of a note that the build of ``folder`` does not allow any more."""
    from dashboard.briefs.checking import claims_that_fail
    from dashboard.briefs.proven import ProofError
    from dashboard.questions.neighbourhoods import Neighbourhoods
    from dashboard.questions.reading import Reading
    from dashboard.questions.standing import Standing
    from dashboard.store import open_store

    held = read_document(note)
    near = Neighbourhoods(Reading(open_store(folder, open_catalogue())))
    try:
        return claims_that_fail(held.proof, near, Standing(near))
    except ProofError as error:
        raise refused(note, str(error)) from None


def _describe(changes: Changes) -> str:
    from dashboard import french

    old, new = changes.versions
    before, after = (french.number(count, 0) for count in changes.known)
    if not changes.total:
        return f"Aucun changement : {after} chiffres, les mêmes dans {old} et dans {new}.\n"
    head = f"De {old} à {new} : {french.counted(changes.total, 'chiffre')} de différence ({before}, puis {after}).\n\n"
    counts: list[Row] = [
        {"source": s.source, **{COUNTED[kind.value]: french.number(count, 0) for kind, count in s.counts.items()}}
        for s in changes.by_source
    ]
    parts = [head, table(counts, list(counts[0]))]
    shown: dict[str, list[Change]] = {}
    for change in changes.rows(MOST):
        shown.setdefault(change.key["source"], []).append(change)
    for source in changes.by_source:
        rows = [_row_to_read(change) for change in shown[source.source]]
        parts += [f"\n{source.source}\n", table(rows, list(rows[0]), lift=True)]
        left = {COUNTED[kind.value]: count - MOST for kind, count in source.counts.items() if count > MOST}
        if left:
            told = ", ".join(f"{french.number(count, 0)} {words}" for words, count in left.items())
            parts.append(f"et d'autres : {told} (tous avec --format csv ou json)\n")
    return "".join(parts)


def _row_to_read(change: Change) -> Row:
    key = {name: cell for name, cell in change.key.items() if name != "source"}
    units = dict.fromkeys(figure.unit for figure in (change.old, change.new) if figure is not None)
    return {
        "changement": KIND_WORDS[change.kind.value],
        **key,
        "avant": _told(change, change.old),
        "après": _told(change, change.new),
        "unit": ", puis ".join(units),
    }


def _told(change: Change, figure: Figure | None) -> str:
    """« 18,3 [16 ; 20,8] (B) », « secret statistique »; empty where the figure is not."""
    from dashboard import french
    from dashboard.store.changes import face_of

    if figure is None:
        return ""
    if figure.value is None:
        return french.ABSENCES[face_of(change, figure).value]
    told = french.number(figure.value, 6)
    if figure.lower is not None and figure.upper is not None:
        told += f" [{french.number(figure.lower, 6)} ; {french.number(figure.upper, 6)}]"
    marks = [mark for mark in (figure.obs_status, figure.qualifier) if mark not in ("", "A")]
    return f"{told} ({', '.join(marks)})" if marks else told


def _flat(change: Change) -> dict[str, Any]:
    """A change as one row: its kind, its key, then each side column by column, null where the figure is not."""
    from dashboard.store.changes import TOLD

    row: dict[str, Any] = {"change": change.kind.value, **change.key}
    for side, figure in (("old", change.old), ("new", change.new)):
        row |= {f"{side}_{name}": None if figure is None else getattr(figure, name) for name in TOLD}
    return row


def _batches(changes: Changes) -> Iterator[list[dict[str, Any]]]:
    rows = (_flat(change) for change in changes.rows())
    while batch := list(islice(rows, AT_ONCE)):
        yield batch


def _write_csv(changes: Changes) -> None:
    from dashboard.store.changes import KEY, TOLD

    columns = ["change", *KEY, *(f"old_{name}" for name in TOLD), *(f"new_{name}" for name in TOLD)]
    emit(",".join(columns) + "\n")
    for batch in _batches(changes):
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows([cell_text(row[c]) for c in columns] for row in batch)
        emit(text.getvalue())


def _write_json(changes: Changes, note: Path | None, failing: list[Checked] | None) -> None:
    """The same as one JSON object, written as it is read: there may be millions of changes."""
    head: dict[str, Any] = {
        side: {"version": version, "figures": count}
        for side, version, count in zip(("old", "new"), changes.versions, changes.known, strict=True)
    }
    head["total"] = changes.total
    head["sources"] = [
        {"source": s.source, **{kind.value: count for kind, count in s.counts.items()}} for s in changes.by_source
    ]
    if note is not None and failing is not None:
        head["note"] = {"file": note.name, "claims": [part.as_dict() for part in failing]}
    text = json.dumps(head, ensure_ascii=False, indent=2, allow_nan=False)
    emit(text.removesuffix("\n}") + ',\n  "changes": [')
    first = True
    for batch in _batches(changes):
        lines = ",\n    ".join(json.dumps(row, ensure_ascii=False, allow_nan=False) for row in batch)
        emit(("\n    " if first else ",\n    ") + lines)
        first = False
    emit("]\n}\n" if first else "\n  ]\n}\n")


def _describe_note(note: Path, failing: list[Checked]) -> str:
    from dashboard import french

    if not failing:
        return f"{note.name} : toutes ses phrases tiennent encore.\n"
    count = french.counted(len(failing), "phrase ne tient plus", "phrases ne tiennent plus")
    lines = [f"{note.name} : {count}."]
    for part in failing:
        lines += ["", *describe_part(part)]
    return "\n".join(lines) + "\n"
