"""The official files that can be had, as ``downloads.yaml`` of the catalogue says: read on demand only."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from etl.catalogue.reader import read_entries
from etl.catalogue.schema import Entry, Identifier, Text, Year
from etl.download.content import Kind

DOWNLOADS = "downloads.yaml"
"""The file of the catalogue that lists the official files."""

Address = Annotated[str, StringConstraints(pattern=r"^https://\S+$")]
_FILE_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]*"
FileName = Annotated[str, StringConstraints(pattern=f"^{_FILE_NAME}$")]
_MEGA = 1000**2


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"expression régulière illisible ({error})") from None
    return text


class Dataset(Entry):
    """A file of data.gouv.fr found by its title, since its address changes with each edition."""

    id: Text
    """Id or name of the dataset."""
    title: Annotated[str, AfterValidator(_pattern)]
    """Regular expression that the title of the one right file holds."""
    format: Text


class OfficialFile(Entry):
    """One official file: what it is, where it is, how it is recognised when it comes."""

    id: Identifier
    title: Text
    publisher: Text
    licence: Text
    page: Address
    """The page for people."""
    url: Address | None = None
    dataset: Dataset | None = None
    """Where to find the address when it changes. Without it or ``url``, the file is fetched by hand from ``page``."""
    feeds: Identifier | None = None
    """The source of the ETL that reads it; none when it is only known to exist."""
    kind: Kind
    file: FileName | None = None
    """The publisher's name of the file, when the address does not end with it."""
    date: Year = ""
    """When it was published, when that is known."""
    certain: bool
    """Whether the address was read in the publisher's documents or in code that loads it; else ``uncertain`` says."""
    uncertain: str = ""
    large: bool = False
    """Fetched only when it is named."""
    megabytes: Annotated[int, Field(gt=0)] = 300
    """Size beyond which it is refused."""

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.url and self.dataset:
            raise ValueError("url ou dataset, pas les deux")
        if self.file and not self.file.endswith(f".{self.kind}"):
            raise ValueError(f"file doit finir par .{self.kind}")
        if self.certain == bool(self.uncertain):
            raise ValueError("uncertain est à remplir avec certain: false, et seulement alors")
        return self

    @property
    def by_hand(self) -> bool:
        """Whether only a person can fetch it."""
        return not self.url and not self.dataset

    @property
    def name(self) -> str:
        """The name of the file in the raw folder: the publisher's, since some say their year nowhere else."""
        last = urlsplit(self.url or "").path.rsplit("/", 1)[-1]
        theirs = last if re.fullmatch(_FILE_NAME, last) and last.endswith(f".{self.kind}") else ""
        return self.file or theirs or f"{self.id}.{self.kind}"

    @property
    def bound(self) -> int:
        """The most bytes it may have."""
        return self.megabytes * _MEGA


def read_downloads(catalogue: Path) -> dict[str, OfficialFile]:
    """The official files by id, in the order of ``downloads.yaml``. Raises CatalogueError with every reason."""
    return read_entries(catalogue, DOWNLOADS, OfficialFile)
