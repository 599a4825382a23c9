"""The ledger of the raw folder: what was fetched, from where, when, and which bytes exactly."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from etl.files import sha256_of, system_reason, write_whole

LEDGER = ".downloads.json"
"""Hidden, as all that is ours in the raw folder: what is seen there is read as an official file."""


class RawFolderError(Exception):
    """The raw folder cannot be used; the reason is in French."""


class State(StrEnum):
    """What stands on the disk, against what was fetched."""

    ABSENT = "absent"
    PRESENT = "présent"
    ALTERED = "modifié"
    """Not the bytes that were fetched."""
    UNKNOWN = "déposé"
    """There, but not by us."""


class Line(BaseModel):
    """One fetched file. Dates are ISO 8601 with their time zone; ``previous_…`` are of the last different content."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    url: str
    """The address asked for."""
    final_url: str
    """The one that the bytes came from, after redirections."""
    date: datetime
    """When these bytes were first received."""
    checked: datetime
    """When the publisher was last asked."""
    sha256: str
    bytes: int
    etag: str = ""
    last_modified: str = ""
    previous_sha256: str = ""
    previous_bytes: int | None = None
    previous_date: datetime | None = None

    @property
    def published(self) -> str:
        """The day the publisher's server gives to the file; empty when it gives none that can be read."""
        try:
            return parsedate_to_datetime(self.last_modified).date().isoformat()
        except ValueError:
            return ""


@dataclass(slots=True)
class Ledger:
    """The lines of one raw folder, by id of file."""

    folder: Path
    lines: dict[str, Line] = field(default_factory=dict)

    def write(self, entry: str, line: Line) -> None:
        """Add or replace a line; the whole file is rewritten at once."""
        self.lines[entry] = line
        content = {name: self.lines[name].model_dump(mode="json") for name in sorted(self.lines)}
        write_whole(self.folder / LEDGER, (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode())

    def state(self, entry: str, name: str) -> State:
        """What stands on the disk under ``name``; a file of another size is not read."""
        path, line = self.folder / name, self.lines.get(entry)
        if not path.is_file():
            return State.ABSENT
        if line is None:
            return State.UNKNOWN
        same = path.stat().st_size == line.bytes and sha256_of(path) == line.sha256
        return State.PRESENT if same else State.ALTERED


def read_ledger(folder: Path) -> Ledger:
    """The ledger of ``folder``, empty when nothing was ever fetched. Raises RawFolderError when it is damaged."""
    path = folder / LEDGER
    try:
        content = json.loads(path.read_bytes())
        if not isinstance(content, Mapping):
            raise ValueError(LEDGER)
        return Ledger(folder, {str(name): Line.model_validate(line) for name, line in content.items()})
    except FileNotFoundError:
        return Ledger(folder)
    except OSError as error:
        raise RawFolderError(f"lecture impossible ({system_reason(error)})") from error
    except ValueError:  # not JSON, or not a ledger: pydantic's errors are ValueErrors
        raise RawFolderError(
            f"{LEDGER} : journal des téléchargements illisible ; le renommer pour repartir sans lui : les fichiers "
            "déjà là restent"
        ) from None
