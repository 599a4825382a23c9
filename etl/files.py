"""Files of this machine: sizes and system errors told to people, and replacement that is all or nothing."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

_UNITS = ("octets", "ko", "Mo", "Go", "To")
_STEP = 1000


def readable_size(size: int) -> str:
    """``10,6 Mo``: decimal units, three figures or so."""
    amount, rank = float(size), 0
    while round(amount) >= _STEP and rank < len(_UNITS) - 1:
        amount, rank = amount / _STEP, rank + 1
    digits = 1 if rank and round(amount, 1) < 100 else 0
    return f"{amount:.{digits}f} {_UNITS[rank]}".replace(".", ",")


def system_reason(error: OSError) -> str:
    """A system error in French, without the folders of the machine."""
    what = _SYSTEM.get(error.errno or 0, error.strerror)
    return f"{what}, {Path(error.filename).name}" if error.filename else str(what)


_SYSTEM = {
    errno.EACCES: "permission refusée",
    errno.EPERM: "permission refusée",
    errno.EROFS: "système de fichiers en lecture seule",
    errno.ENOSPC: "disque plein",
    errno.EDQUOT: "quota de disque atteint",
    errno.EEXIST: "un fichier porte déjà ce nom",
    errno.ENOENT: "ce fichier ou ce dossier n’existe pas",
    errno.ENOTDIR: "un fichier se trouve là où un dossier est attendu",
    errno.EISDIR: "un dossier se trouve là où un fichier est attendu",
    errno.EIO: "erreur du disque",
    errno.ENAMETOOLONG: "nom trop long",
    errno.ELOOP: "des liens se mènent l’un à l’autre",
    errno.EFBIG: "fichier trop gros pour ce disque",
    errno.EMFILE: "trop de fichiers ouverts",
    errno.ENFILE: "trop de fichiers ouverts",
    errno.ENOMEM: "mémoire insuffisante",
    errno.ETXTBSY: "le fichier est en cours d’usage",
    errno.EBUSY: "le fichier est en cours d’usage",
    errno.EINVAL: "nom refusé par le système",
    errno.ENXIO: "ce n’est pas un fichier ordinaire",
}
"""The system errors one may meet, in French; the system's own words for the others."""


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def replace_file(written: Path, target: Path) -> None:
    """Put a whole file in the place of another: after a cut, ``target`` is the old one or the new one, never half."""
    with written.open("rb") as stream:
        os.fsync(stream.fileno())
    written.replace(target)


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` beside ``path``, then put it in the place of what was there."""
    written = path.with_name(f"{path.name}.new")
    written.write_bytes(content)
    replace_file(written, path)
