"""``qpv brief --check``: what of a document was edited by hand, and what is out of date."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from etl.files import system_reason
from qpv.errors import USER_ERROR, CommandError
from qpv.output import emit, write_json

if TYPE_CHECKING:
    from dashboard.briefs.checked import Checked, CheckReport
    from dashboard.exports import Readback

LARGEST = 100_000_000
"""Bytes of a file that is opened: a document of ours has some millions at most."""
UNSOUND = 1
"""Exit status when something was edited or is out of date."""
_FOLDERS = {"word": "docx", "ppt": "pptx", "xl": "xlsx"}
"""The format of an office file by the folder that its parts are in."""
_FIRST_FOLDER = re.compile(rb"PK\x03\x04.{26}(word|ppt|xl)/", re.DOTALL)
"""The first part of such a folder, where the list of the parts is lost."""


def check_file(path: Path, style: str = "table") -> None:
    """Check a document and write the report, as text or (``json``) for programs.

    Ends with status 1 when something was edited or is out of date. Raises CommandError when the file cannot be read.
    """
    from dashboard.briefs.checking import check
    from dashboard.briefs.proven import ProofError
    from qpv.profile import open_questions

    held = read_document(path)
    near, standing = open_questions()
    try:
        report = check(held, near, standing)
    except ProofError as error:
        raise refused(path, str(error)) from None
    if style == "json":
        write_json({"file": path.name, **report.as_dict()})
    else:
        emit(describe(report, path.name))
    if not report.is_sound:
        raise typer.Exit(UNSOUND)


def refused(path: Path, reason: str) -> CommandError:
    """Why a file cannot be read as a document of ours."""
    return CommandError("document", f"{path.name or path} : {reason}", status=USER_ERROR)


def read_document(path: Path) -> Readback:
    """What a document of ours holds, whatever its format: that of its content, else that of its name.

    Raises CommandError on a file that is missing, too large, damaged, or not ours.
    """
    from dashboard.exports import ExportError, format_of

    content = _content(path)
    name = _format_within(content) or _format_named(path)
    if name is None:
        known = ", ".join(_readable().values())
        raise refused(path, f"format inconnu ; une note se vérifie dans l'un de ceux-ci : {known}.")
    try:
        held = format_of(name).read(content)
    except ExportError as error:
        raise refused(path, str(error)) from None
    if name == "md":
        raise refused(path, "ce format n'emporte pas de preuve : vérifier la note en PDF, DOCX, PPTX ou HTML.")
    return held


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise refused(path, "c'est un dossier ; donner le fichier d'une note.")
        if not path.is_file():
            raise refused(path, "ce fichier n'existe pas.")
        size = path.stat().st_size
        if size > LARGEST:
            most = f"{LARGEST // 1_000_000} Mo"
            raise refused(path, f"{size // 1_000_000} Mo, c'est trop pour une note ({most} au plus) : non lu.")
        content = path.read_bytes()
    except OSError as error:
        raise refused(path, f"illisible ({system_reason(error)}).") from None
    if not content:
        raise refused(path, "ce fichier est vide.")
    return content


def _readable() -> dict[str, str]:
    """The suffix of each format, by its name."""
    from dashboard.exports import format_of, formats

    return {name: format_of(name).SUFFIX for name in formats()}


def _format_named(path: Path) -> str | None:
    return next((name for name, suffix in _readable().items() if suffix == path.suffix.lower()), None)


def _format_within(content: bytes) -> str | None:
    """The format that the first bytes tell; None when they tell none that is known here."""
    found = None
    if content.startswith(b"%PDF-"):
        found = "pdf"
    elif content.startswith(b"PK"):
        found = _office_format(content)
    elif content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html")):
        found = "html"
    return found if found in _readable() else None


def _office_format(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            if min((item.header_offset for item in archive.infolist()), default=0):
                raise zipfile.BadZipFile  # cut short: what opens is only the last zip that it holds
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        begun = _FIRST_FOLDER.search(content)
        return _FOLDERS[begun[1].decode()] if begun else None
    if "lisiere-preuve.json" in names:
        return "csv"
    folders = {name.partition("/")[0] for name in names}
    return next((name for folder, name in _FOLDERS.items() if folder in folders), None)


def describe(report: CheckReport, name: str) -> str:
    """A report for a reader: the counts, then each part that is not sound, with what to write in its place."""
    from dashboard import french
    from dashboard.briefs.whole import INTACT

    data = f"données {report.data_version}"
    if report.current_version != report.data_version:
        data += f" ; données actuelles : {report.current_version}"
    lines = [f"{name} : note du {french.published(report.made)} ({data})", report.summary]
    lines += [INTACT] if report.intact else []
    lines += [f"À savoir : {remark}" for remark in report.remarks]
    for part in report.unsound:
        lines += ["", *describe_part(part)]
    return "\n".join(lines) + "\n"


def describe_part(part: Checked) -> list[str]:
    """One part that is not sound: what it says, what happened to it, what to write."""
    from dashboard import french
    from dashboard.briefs.checked import KIND_WORDS, STATUS_WORDS

    status = STATUS_WORDS[part.kind][part.status][0]
    lines = [f"{french.sentence(KIND_WORDS[part.kind])} {status} : {part.told}"]
    for edit in part.edits:
        place = f" ({edit.where})" if edit.where else ""
        if part.kind != "claim" and place:
            lines.append(f"  Dans le fichier : {edit.text}")
        elif edit.found:
            lines.append(f"  Le fichier dit : {edit.found}{place}")
        else:
            lines.append(f"  Absente : elle n'est plus dans le fichier{place}.")
    lines += [f"  {entry.text}" for entry in part.outdated]
    if part.now:
        lines.append(f"  À écrire : {part.now}")
    return lines
