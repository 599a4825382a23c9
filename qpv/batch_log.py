"""What a folder of notes remembers of the batch that wrote them, so that a batch goes on where it was stopped."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any

from qpv.files import write_whole

LOG = "lisiere-lot.json"
LARGEST, LARGEST_NOTE = 20_000_000, 100_000_000
"""Bytes of a log and of a note that are read: ours are far below."""
KEPT_EVERY = 25
"""Notes between two writings of the log."""
_PART = re.compile(r"\.lisiere-.*\.([0-9]{1,10})\.part")
"""A file being written (``qpv.files.written``), with the number of its process."""


class BatchLog:
    """The notes that ``folder`` holds of the batch that ``key`` describes; those of another are written again. The log
    is a file that anybody may have changed: what it says is believed of nothing but notes of this folder."""

    def __init__(self, folder: Path, key: dict[str, Any]) -> None:
        self.folder = folder
        self.path = folder / LOG
        self.key = json.loads(json.dumps(key))  # as the file gives it back
        self.notes = self._read()
        self._unsaved = 0

    def _read(self) -> dict[str, dict[str, str]]:
        """The notes told by the log; none when it cannot be read, which only costs them to be written again."""
        content = _content(self.path, LARGEST)
        try:
            known = json.loads(content) if content else {}
        except (ValueError, RecursionError):
            return {}
        if not isinstance(known, dict) or known.get("key") != self.key or not isinstance(known.get("notes"), dict):
            return {}
        return {code: note for code, note in known["notes"].items() if _is_note(note)}

    def has(self, code: str) -> bool:
        """Whether the note of a quarter is there, unchanged."""
        note = self.notes.get(code)
        content = _content(self.folder / note["file"], LARGEST_NOTE) if note else None
        return note is not None and content is not None and hashlib.sha256(content).hexdigest() == note["sha256"]

    def add(self, code: str, name: str, digest: str) -> None:
        """One more note is there."""
        self.notes[code] = {"file": name, "sha256": digest}
        self._unsaved += 1
        if self._unsaved >= KEPT_EVERY:
            self.save()

    def save(self) -> None:
        """Write the log, when something is new. Raises CommandError."""
        if self._unsaved:
            content = {"key": self.key, "notes": dict(sorted(self.notes.items()))}
            write_whole(self.path, json.dumps(content, ensure_ascii=False, indent=1).encode())
            self._unsaved = 0


def forget_dead(folder: Path) -> None:
    """Remove the notes and logs that killed processes left half written in ``folder``; those of a living process, which
    another batch may be, stay."""
    for path in sorted(folder.glob(".lisiere-*.part")):
        owner = _PART.fullmatch(path.name)
        if owner and path.is_file() and not path.is_symlink() and not _is_alive(int(owner[1])):
            with suppress(OSError):  # in the way of nothing: the batch goes on
                path.unlink()


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # of somebody else, or a number that no process has
        return True
    return True


def _is_note(note: Any) -> bool:
    """Whether a line of the log names a file of its folder: never one elsewhere."""
    if not isinstance(note, dict) or set(note) != {"file", "sha256"}:
        return False
    name = note["file"]
    return isinstance(note["sha256"], str) and isinstance(name, str) and "\0" not in name and Path(name).name == name


def _content(path: Path, most: int) -> bytes | None:
    """The bytes of a regular file; None without one, or when it is too large to be ours."""
    try:
        known = path.stat()
        return path.read_bytes() if stat.S_ISREG(known.st_mode) and known.st_size <= most else None
    except OSError:
        return None
