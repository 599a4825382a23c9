"""Says whether a received file is what it should be, before it takes the place of the previous one."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from etl.archives import DEFAULT_LIMITS, ArchiveLimits, read_members, verify_archive
from etl.errors import SourceError

_CHUNK = 1024**2
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script")
_ZIP, _OLE, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1"
_FOOTER = 8
"""Bytes that end a Parquet file: the size of its description, then its mark."""


class Kind(StrEnum):
    """What a file should be, and the end of its name."""

    CSV = "csv"
    ZIP = "zip"
    GEOJSON = "geojson"
    JSON = "json"
    PARQUET = "parquet"
    XLSX = "xlsx"
    XLS = "xls"


class ContentError(Exception):
    """What was received is not the file expected; the reason is in French."""


def verify(path: Path, kind: Kind, limits: ArchiveLimits = DEFAULT_LIMITS) -> None:
    """Check that ``path`` is whole and of its kind. Raises ContentError."""
    with path.open("rb") as stream:
        start = stream.read(1024).removeprefix(codecs.BOM_UTF8).lstrip()
    if not start:
        raise ContentError("le fichier reçu est vide")
    if start.lower().startswith(_PAGE_STARTS):
        raise ContentError("une page web a été reçue à la place du fichier (page d'erreur, d'accueil ou de connexion)")
    _CHECKS[kind](path, start, limits)


def _csv(path: Path, start: bytes, limits: ArchiveLimits) -> None:
    if start.startswith((b"<", b"{", b"[{", _ZIP, _OLE, _PARQUET)):
        raise ContentError(f"un fichier csv est attendu ; reçu : {_shown(start)}")
    if not any(_decodes(path, encoding) for encoding in ("utf-8", "cp1252")):
        raise ContentError("un fichier csv est attendu : ce n'est pas du texte")
    lines = 0
    with path.open("rb") as stream:
        while lines < 2 and stream.readline(_CHUNK).strip():
            lines += 1
    if lines < 2:
        raise ContentError("le fichier csv n'a pas de ligne sous son en-tête")


def _decodes(path: Path, encoding: str) -> bool:
    """Whether the whole file is text in that encoding; a null byte is in no text."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                if "\0" in decoder.decode(chunk):
                    return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _zip(path: Path, start: bytes, limits: ArchiveLimits) -> None:
    _starts(start, _ZIP, "une archive zip est attendue")
    try:
        verify_archive(path, limits)
    except SourceError as error:
        (problem,) = error.problems
        raise ContentError(f"{problem.value} : {problem.reason}" if problem.value else problem.reason) from None


def _xlsx(path: Path, start: bytes, limits: ArchiveLimits) -> None:
    _starts(start, _ZIP, "un classeur xlsx est attendu")
    _zip(path, start, limits)
    if not any(member.name == "xl/workbook.xml" for member in read_members(path, (".xml",), limits)):
        raise ContentError("un classeur xlsx est attendu : l'archive reçue n'en est pas un")


def _xls(path: Path, start: bytes, limits: ArchiveLimits) -> None:
    _starts(start, _OLE, "un classeur xls est attendu")


def _parquet(path: Path, start: bytes, limits: ArchiveLimits) -> None:
    _starts(start, _PARQUET, "un fichier Parquet est attendu")
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(0, size - _FOOTER))
        footer = stream.read()
    description = int.from_bytes(footer[:4], "little")
    if not footer.endswith(_PARQUET) or not 0 < description <= size - _FOOTER - len(_PARQUET):
        raise ContentError("fichier Parquet tronqué")


def _json(path: Path, start: bytes, limits: ArchiveLimits) -> None:
    _parsed(path)


def _geojson(path: Path, start: bytes, limits: ArchiveLimits) -> None:
    content = _parsed(path)
    if not isinstance(content, dict) or not isinstance(content.get("features"), list):
        raise ContentError("un fichier GeoJSON est attendu : la liste « features » manque")


def _parsed(path: Path) -> object:
    try:
        return json.loads(path.read_bytes().removeprefix(codecs.BOM_UTF8))
    except (ValueError, RecursionError):
        raise ContentError("fichier JSON tronqué ou mal formé") from None


def _starts(start: bytes, mark: bytes, expected: str) -> None:
    if not start.startswith(mark):
        raise ContentError(f"{expected} ; reçu : {_shown(start)}")


def _shown(start: bytes) -> str:
    """The first characters received, so that one sees what came."""
    return repr(start[:40].decode("utf-8", errors="replace"))


_CHECKS: dict[Kind, Callable[[Path, bytes, ArchiveLimits], None]] = {
    Kind.CSV: _csv,
    Kind.ZIP: _zip,
    Kind.GEOJSON: _geojson,
    Kind.JSON: _json,
    Kind.PARQUET: _parquet,
    Kind.XLSX: _xlsx,
    Kind.XLS: _xls,
}
