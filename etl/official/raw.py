"""The files of a raw folder, plain, compressed or in an archive, read without ever trusting their size."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from etl.archives import open_member, read_members
from etl.errors import Problem, SourceError
from etl.files import system_reason

DELIMITED = (".csv", ".txt")
SUFFIXES = (*DELIMITED, ".json", ".geojson", ".xlsx", ".xls")
LARGEST_FILE = 2 * 1024**3
LONGEST_LINE = 4 * 1024**2
"""Bytes, of a delimited text; the longest real line, a polygon, has a few hundred thousand."""
HEADER_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file of the raw folder, or a member of an archive of that folder. ``name`` is how locators call it."""

    path: Path
    name: str
    member: str = ""

    @property
    def suffix(self) -> str:
        """What kind of file it is, by the end of its name, compression aside."""
        return Path((self.member or self.path.name).removesuffix(".gz")).suffix.lower()

    def content(self) -> bytes:
        """Its bytes, unpacked.

        Raises SourceError when it cannot be read or goes past the bounds: a file, or one line of a delimited text, that
        is too long is given up as soon as it is known to be.
        """
        try:
            with self._opened() as stream:
                return b"".join(self._bounded(stream))
        except (OSError, EOFError, zlib.error) as error:
            raise self._unreadable(error) from None

    def start(self) -> bytes:
        """Its first bytes, unpacked, enough for a header. Raises SourceError when it cannot be read."""
        try:
            with self._opened() as stream:
                return stream.read(HEADER_BYTES)
        except (OSError, EOFError, zlib.error) as error:
            raise self._unreadable(error) from None

    def _opened(self) -> AbstractContextManager[IO[bytes]]:
        if self.member:
            return open_member(self.path, self.member)
        return cast(IO[bytes], gzip.open(self.path)) if self.path.suffix == ".gz" else self.path.open("rb")

    def _bounded(self, stream: IO[bytes]) -> Iterator[bytes]:
        """The content by pieces no longer than the longest line: a longer one runs over the edge of a piece."""
        size, line, width = 0, 1, 0
        while piece := stream.read(LONGEST_LINE):
            size += len(piece)
            if size > LARGEST_FILE:
                raise self.error("plus de 2 Go : ce n'est pas un fichier de ces sources ; il n'a pas été lu")
            first, last = piece.find(b"\n"), piece.rfind(b"\n")
            width += len(piece) if first < 0 else first
            if width > LONGEST_LINE and self.suffix in DELIMITED:
                reason = (
                    f"une ligne de plus de {LONGEST_LINE // 1024**2} Mo : fichier abîmé ; le télécharger de nouveau"
                )
                raise self.error(reason, line)
            line += piece.count(b"\n")
            width = width if last < 0 else len(piece) - 1 - last
            yield piece

    def _unreadable(self, error: Exception) -> SourceError:
        damaged = self.path.suffix == ".gz" and not (isinstance(error, OSError) and error.errno)
        told = "compression tronquée ou abîmée" if damaged else system_reason(cast(OSError, error))
        return self.error(f"fichier illisible ({told}) ; le télécharger de nouveau")

    def error(self, reason: str, line: int = 0, column: str = "", value: str = "") -> SourceError:
        """One thing wrong with it, as an exception."""
        return SourceError([Problem(self.name, line, column, value[:60], reason)])


def raw_files(folder: Path) -> Iterator[RawFile]:
    """The files under ``folder`` that may hold official data, archives opened; in order of name.

    Raises SourceError when the folder is missing or an archive is unsafe.
    """
    if not folder.is_dir():
        raise SourceError([Problem(str(folder.name), 0, "", "", "le dossier des fichiers officiels n'existe pas")])
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() == ".zip":
            members = read_members(path, SUFFIXES)
            yield from (RawFile(path, f"{name}/{member.name}", member.name) for member in members)
            if not members:  # a shapefile, say: told, not passed over
                yield RawFile(path, name)
        elif Path(name.removesuffix(".gz")).suffix.lower() in SUFFIXES:
            yield RawFile(path, name)
