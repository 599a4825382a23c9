"""Goes through a raw folder: which file is what, by its header, and everything that cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from etl.errors import Problem, SourceError
from etl.official.edition import edition_of
from etl.official.layout import Layout
from etl.official.observing import Reading
from etl.official.raw import RawFile, raw_files
from etl.official.recognition import Recognised, recognise
from etl.official.table import Table, read_header, read_tables

OnFile = Callable[[str], None]


@dataclass
class Scan:
    """What a raw folder holds: the tables recognised, the files that are nothing known, and what is wrong."""

    readings: list[Reading] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def scan(folder: Path, layouts: Sequence[Layout], on_file: OnFile | None = None) -> Scan:
    """Open and recognise every file of ``folder``. Raises SourceError when there is no such folder."""
    result = Scan()
    for file in raw_files(folder):
        if on_file:
            on_file(file.name)
        try:
            _scan_file(file, layouts, result)
        except SourceError as error:
            result.problems += error.problems
    return result


def _scan_file(file: RawFile, layouts: Iterable[Layout], result: Scan) -> None:
    if file.suffix == ".zip":
        result.unknown.append(f"{file.name} (archive sans fichier lisible : ni csv, ni json, ni geojson, ni classeur)")
        return
    header = read_header(file)
    if header and recognise(header, layouts, file.name) is None and not _is_a_page(header):
        result.unknown.append(file.name)  # not opened any further: it may be anything
        return
    tables = read_tables(file)
    known = 0
    for table in tables:
        found = recognise(list(table.written.values()), layouts, table.name, table)
        if isinstance(found, Problem):
            result.problems.append(found)
        elif found is not None:
            known += 1
            _read(table, found, result)
    if not known and not any(problem.file.startswith(file.name) for problem in result.problems):
        result.unknown.append(file.name)


def _is_a_page(header: Sequence[str]) -> bool:
    """An HTML page saved as data: it must be told, not passed over."""
    return bool(header) and header[0].lstrip("\ufeff \t").startswith("<")


def _read(table: Table, found: Recognised, result: Scan) -> None:
    edition = edition_of(table, found.layout, found.year)
    if isinstance(edition, Problem):
        result.problems.append(edition)
    else:
        result.readings.append(Reading(table, found.layout, edition, found.unread))
