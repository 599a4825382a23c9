"""The files of the register, recognised by their header whatever their name, case or separator."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa
import pyarrow.parquet as pq

from etl.archives import ArchiveLimits, open_member, read_members
from etl.errors import Problem, SourceError
from etl.files import system_reason

LIMITS = ArchiveLimits(total=40_000_000_000, member=30_000_000_000)
"""The stock of establishments has nine gigabytes once unpacked."""
_CHUNK = 1 << 22
_HEADER_BYTES = 1 << 16
_SAMPLE_BYTES = 1 << 20
_BYTES_PER_LINE = 240


class Kind(StrEnum):
    """Which file of the register."""

    ESTABLISHMENTS = "establishments"
    LEGAL_UNITS = "legal_units"
    GEOLOCATION = "geolocation"
    ESS_LIST = "ess_list"


TITLES = MappingProxyType(
    {
        Kind.ESTABLISHMENTS: "StockEtablissement",
        Kind.LEGAL_UNITS: "StockUniteLegale",
        Kind.GEOLOCATION: "géolocalisation des établissements pour les études statistiques",
        Kind.ESS_LIST: "liste des entreprises de l’ESS",
    }
)
COLUMNS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.ESTABLISHMENTS: (
            "siren", "siret", "datecreationetablissement", "datederniertraitementetablissement", "datedebut",
            "etatadministratifetablissement", "caractereemployeuretablissement", "trancheeffectifsetablissement",
            "activiteprincipaleetablissement", "codecommuneetablissement",
        ),
        Kind.LEGAL_UNITS: (
            "siren", "etatadministratifunitelegale", "categoriejuridiqueunitelegale", "activiteprincipaleunitelegale",
            "economiesocialesolidaireunitelegale",
        ),
        Kind.GEOLOCATION: ("siret", "x", "y", "qualite_xy", "epsg", "plg_qp24", "plg_qp15"),
        Kind.ESS_LIST: ("siren", "famille juridique de l'entreprise"),
    }
)  # fmt: skip
"""What is read of each, in lower case: the files are published in both cases."""
PADDED = MappingProxyType({"siren": 9, "siret": 14, "codecommuneetablissement": 5, "categoriejuridiqueunitelegale": 4})
"""Codes that a program may have read as numbers, and their length: the zeros that it dropped are put back."""
_SEEN_SHORT = ("siren", "siret", "codecommuneetablissement")
"""Those whose loss is told: Insee itself publishes the legal form as a number in Parquet."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file, ready for an engine. ``columns``: the name in the file of each column that is read; ``rows`` is known
    of Parquet files only; ``numbers``: codes that the file holds as numbers, or without their first zeros;
    ``delimiter`` is empty for Parquet."""

    kind: Kind
    path: Path
    name: str
    columns: Mapping[str, str]
    delimiter: str
    rows: int | None
    numbers: tuple[str, ...] = ()

    @property
    def lines(self) -> int:
        """About how many lines it has: of a CSV, as many as its size holds of the stock's."""
        return self.rows if self.rows is not None else self.path.stat().st_size // _BYTES_PER_LINE

    @property
    def repaired(self) -> tuple[str, ...]:
        """Codes whose zeros are put back, and which a reader should know of."""
        return tuple(name for name in self.numbers if name in _SEEN_SHORT)

    @property
    def stamp(self) -> str:
        """What tells two editions of the file apart, without reading it whole: name, size, time of writing."""
        stat = self.path.stat()
        return f"{self.name}:{stat.st_size}:{stat.st_mtime_ns}"


def open_input(path: Path, kind: Kind, folder: Path) -> Input:
    """The file ``path``, which must be of that ``kind``; a CSV in a zip is unpacked in ``folder``.

    Raises SourceError when it is missing, damaged, or has another header: what differs is told.
    """
    try:
        if zipfile.is_zipfile(path):
            return _delimited(_unpacked(path, folder), kind, path.name)
        with path.open("rb") as stream:
            start = stream.read(4)
        if start[:2] == b"PK":
            raise _refused(path.name, "archive zip tronquée ou abîmée : la télécharger de nouveau")
        return _parquet(path, kind) if start == b"PAR1" else _delimited(path, kind, path.name)
    except OSError as error:
        raise _refused(path.name, f"illisible ({system_reason(error)})") from None


def _parquet(path: Path, kind: Kind) -> Input:
    try:
        file = pq.ParquetFile(path)
    except pa.ArrowException as error:
        told = str(error).splitlines()[0][:120]
        raise _refused(path.name, f"Parquet tronqué ou abîmé ({told}) : le télécharger de nouveau") from None
    with file:
        schema = file.schema_arrow
        columns = _found(schema.names, kind, path.name)
        numbers = tuple(name for name in PADDED if name in columns and _is_number(schema.field(columns[name]).type))
        if not file.metadata.num_rows:
            raise _refused(path.name, "aucune ligne")
        return Input(kind, path, path.name, columns, "", file.metadata.num_rows, numbers)


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _delimited(path: Path, kind: Kind, name: str) -> Input:
    with path.open("rb") as stream:
        first = stream.readline(_HEADER_BYTES)
        sample = stream.read(_SAMPLE_BYTES)
        if not sample:
            raise _refused(name, "aucune ligne après l’en-tête")
    try:
        text = first.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise _refused(name, "l’en-tête n’est pas en UTF-8 : ni CSV ni Parquet du répertoire") from None
    delimiter = ";" if text.count(";") > text.count(",") else ","
    header = next(csv.reader([text], delimiter=delimiter), [])
    columns = _found(header, kind, name)
    return Input(kind, path, name, columns, delimiter, None, _shortened(sample, header, columns, delimiter))


def _shortened(sample: bytes, header: list[str], columns: Mapping[str, str], delimiter: str) -> tuple[str, ...]:
    """The codes that have lost digits in the first lines: files are sorted by SIREN, those with zeros come first."""
    lines = sample.decode("utf-8", errors="replace").splitlines()[: -1 if len(sample) == _SAMPLE_BYTES else None]
    rows = [row for row in csv.reader(lines, delimiter=delimiter) if len(row) == len(header)]
    ranks = {name: header.index(columns[name]) for name in _SEEN_SHORT if name in columns}
    return tuple(
        name
        for name, rank in ranks.items()
        if any(row[rank] and len(row[rank].removesuffix(".0")) < PADDED[name] for row in rows)
    )


def _folded(name: str) -> str:
    """A column's name without case, edge spaces, arrows (the list of the social economy has some) or curly quotes."""
    return name.replace("->", "").replace("’", "'").strip().lower()


def _found(header: list[str], kind: Kind, file: str) -> dict[str, str]:
    """The name in the file of every column that is read. Raises SourceError, which tells what is missing."""
    names = {_folded(name): name for name in header}
    missing = [column for column in COLUMNS[kind] if column not in names]
    if not missing:
        return {column: names[column] for column in COLUMNS[kind]}
    other = next((k for k, columns in COLUMNS.items() if all(column in names for column in columns)), None)
    if other is not None:
        reason = f"ce fichier est « {TITLES[other]} », pas « {TITLES[kind]} »"
        raise _refused(file, reason, column=missing[0])
    told = []
    for column in missing:
        near = get_close_matches(column, [name for name in names if name not in COLUMNS[kind]], n=1, cutoff=0.6)
        told.append(f"{column} (au lieu de {names[near[0]]} ?)" if near else column)
    reason = f"ce n’est pas « {TITLES[kind]} » : il manque {', '.join(told)}"
    raise _refused(file, reason, line=1, column=missing[0])


def _unpacked(path: Path, folder: Path) -> Path:
    """The only CSV of an archive, written in ``folder`` whole or not at all."""
    members = read_members(path, (".csv",), LIMITS)
    if len(members) != 1:
        raise _refused(path.name, f"{len(members)} fichiers CSV dans l’archive, un seul est attendu")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{path.stem}-{path.stat().st_mtime_ns}.csv"
    if target.is_file() and target.stat().st_size == members[0].size:
        return target
    partial = target.with_suffix(".part")
    try:
        with open_member(path, members[0].name, LIMITS) as stream, partial.open("wb") as written:
            while block := stream.read(_CHUNK):
                written.write(block)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return target


def _refused(file: str, reason: str, line: int = 0, column: str = "") -> SourceError:
    return SourceError([Problem(file, line, column, "", reason)])
