"""Reads zip files that may be hostile or damaged: every member is checked before one byte of it is unpacked.

Nothing is ever written to disk: a member is listed, then read in memory or as a stream. What is refused: more members
or more unpacked bytes than the limits, a compression ratio no real file has, names that leave the folder, links,
encryption, two members of the same name, unknown compression methods, contents that do not match their checksum.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import IO

from etl.errors import Problem, SourceError, short_path
from etl.files import readable_size, system_reason

_MEGA = 1000**2
_CHUNK = 1024**2
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError)
_DAMAGED_TABLE = (*_DAMAGE, NotImplementedError, ValueError, OverflowError, struct.error)
"""What zipfile lets through when the table of contents or a header is damaged."""


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How far an archive may unpack; sizes in bytes."""

    total: int = 4000 * _MEGA
    """All members together."""
    member: int = 2000 * _MEGA
    """One member."""
    ratio: int = 200
    """Unpacked size over the size of the archive: a table of text stays under 50, deflate cannot exceed 1032."""
    ratio_from: int = 8 * _MEGA
    """Unpacked size below which the ratio is not looked at: a small archive does no harm."""
    count: int = 5000
    """Members, folders included."""


DEFAULT_LIMITS = ArchiveLimits()


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its name as written there, its size unpacked in bytes."""

    name: str
    size: int


def read_members(path: Path, suffixes: tuple[str, ...], limits: ArchiveLimits = DEFAULT_LIMITS) -> list[Member]:
    """The files of ``path`` whose name ends with one of ``suffixes`` (whatever the case), in the archive's order.

    Folders, archives inside the archive and the shadow files that macOS adds are left out.
    Raises SourceError when the archive as a whole is refused: see the module.
    """
    wanted = tuple(suffix.lower() for suffix in suffixes)
    with _opened(path, limits) as archive:
        return [
            Member(info.filename, info.file_size)
            for info in archive.infolist()
            if info.filename.lower().endswith(wanted) and not _left_out(info)
        ]


def read_member(path: Path, name: str, limits: ArchiveLimits = DEFAULT_LIMITS) -> bytes:
    """The whole content of one member, its checksum verified. Raises SourceError as ``read_members`` does."""
    with open_member(path, name, limits) as stream:
        return stream.read()


@contextmanager
def open_member(path: Path, name: str, limits: ArchiveLimits = DEFAULT_LIMITS) -> Iterator[IO[bytes]]:
    """One member as a stream of bytes, for what does not fit in memory.

    The checksum is verified when the end is reached. Raises SourceError as ``read_members`` does, and inside the block
    when the content proves damaged.
    """
    with _opened(path, limits) as archive:
        try:
            info = archive.getinfo(name)
        except KeyError:
            raise _refused(path, "ce fichier n'est pas dans l'archive", name) from None
        with _streamed(path, archive, info) as stream:
            yield stream


def verify_archive(path: Path, limits: ArchiveLimits = DEFAULT_LIMITS) -> None:
    """Read every member to its end, keeping nothing. Raises SourceError when one is damaged or refused."""
    with _opened(path, limits) as archive:
        for info in archive.infolist():
            with _streamed(path, archive, info) as stream:
                while stream.read(_CHUNK):
                    pass


@contextmanager
def _opened(path: Path, limits: ArchiveLimits) -> Iterator[zipfile.ZipFile]:
    """The archive, once its table of contents is found within the limits."""
    try:
        archive = zipfile.ZipFile(path)
    except _DAMAGED_TABLE:
        reason = "archive zip tronquée, abîmée ou d'une autre nature ; la télécharger de nouveau"
        raise _refused(path, reason) from None
    except OSError as error:
        raise _refused(path, f"lecture impossible ({system_reason(error)})") from error
    with archive:
        if reason := _excess(archive.infolist(), path.stat().st_size, limits):
            raise _refused(path, f"{reason} : archive refusée")
        _check_members(path, archive.infolist())
        yield archive


@contextmanager
def _streamed(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[IO[bytes]]:
    # zipfile reads no further than the size announced: a content that is longer shows as a wrong checksum too
    damaged = _refused(path, "contenu abîmé dans l'archive ; la télécharger de nouveau", info.filename)
    try:
        stream = archive.open(info)
    except (*_DAMAGED_TABLE, OSError):  # a wrong place in the file is asked of the system
        raise damaged from None
    try:
        with stream:
            yield stream
    except _DAMAGE:
        raise damaged from None


def _excess(members: list[zipfile.ZipInfo], packed: int, limits: ArchiveLimits) -> str:
    """How the archive goes past the limits; empty when it does not. Announced sizes do: zipfile unpacks no more."""
    if len(members) > limits.count:
        return f"{len(members)} fichiers dans l'archive, {limits.count} au plus sont admis"
    largest = max((info.file_size for info in members), default=0)
    if largest > limits.member:
        return (
            f"un fichier de {readable_size(largest)} dans l'archive, {readable_size(limits.member)} au plus sont admis"
        )
    total = sum(info.file_size for info in members)
    if total > limits.total:
        return f"{readable_size(total)} une fois décompressée, {readable_size(limits.total)} au plus sont admis"
    if total > limits.ratio_from and total > limits.ratio * packed:
        return f"{total // packed} fois plus grosse une fois décompressée, {limits.ratio} fois au plus sont admises"
    return ""


def _check_members(path: Path, members: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for info in members:
        if reason := _forbidden(info):
            raise _refused(path, reason, info.filename)
        if info.filename in seen:
            raise _refused(path, "deux fichiers de ce nom dans l'archive : lequel lire est ambigu", info.filename)
        seen.add(info.filename)


def _forbidden(info: zipfile.ZipInfo) -> str:
    """Why a member may not be read; empty when it may."""
    # The rules of Windows forbid all that those of the other systems do, and more
    name = PureWindowsPath(info.filename)
    if name.drive or name.root or ".." in name.parts:
        return "ce nom sort du dossier de l'archive : archive refusée"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "lien symbolique dans l'archive : archive refusée"
    if info.flag_bits & _ENCRYPTED:
        return "fichier chiffré ; fournir une archive sans mot de passe"
    if info.compress_type not in _METHODS:
        return f"compression de type {info.compress_type} non lue ; décompresser l'archive et donner ses fichiers"
    return ""


def _left_out(info: zipfile.ZipInfo) -> bool:
    return info.is_dir() or info.filename.lower().endswith(".zip") or info.filename.startswith("__MACOSX/")


def _refused(path: Path, reason: str, name: str = "") -> SourceError:
    return SourceError([Problem(short_path(path), 0, "", name, reason)])
