"""A CSV of points as people have them: any usual encoding, separator, decimal sign and name of column."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.catalogue.lookup import fold
from etl.errors import Problem
from qpv.errors import USER_ERROR, CommandError
from qpv.files import reason_alone

CHUNK = 20_000
"""Lines given at once."""
LONGEST_LINE = 1_000_000
"""Bytes: a longer line is no list of points."""
LONGITUDES = ("longitude", "lon", "long", "lng", "x_longitude", "longitude_x", "coord_x", "coordonnee_x", "x")
LATITUDES = ("latitude", "lat", "y_latitude", "latitude_y", "coord_y", "coordonnee_y", "y")
"""Names of columns, accents, case and signs aside; the first found wins, else the only one that holds the first."""

_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Points:
    """A file of points, looked through once: how it is written and where its coordinates are."""

    path: Path
    encoding: str
    separator: str
    header: list[str]
    longitude: int
    latitude: int
    lines: int


def refused(reason: str, path: Path, column: str = "", line: int = 0) -> CommandError:
    """Why a file of points cannot be used."""
    return CommandError("points", str(Problem(path.name, line, column, "", reason)), status=USER_ERROR)


def look_through(path: Path, answers: Collection[str]) -> Points:
    """Read the file once without keeping it: its encoding, how many lines, none too long; then its header.

    ``answers``: names its columns may not have. Raises CommandError on what cannot be a list of points.
    """
    encoding, lines = "utf-8-sig", 0
    try:
        with path.open("rb") as stream:
            while line := stream.readline(LONGEST_LINE + 1):
                lines += 1
                if len(line) > LONGEST_LINE:
                    raise refused(
                        f"la ligne {lines} dépasse {LONGEST_LINE} octets : ce n'est pas un CSV de points", path
                    )
                if b"\0" in line:
                    raise refused(f"ce n'est pas un fichier texte (octet nul ligne {lines})", path)
                if encoding == "utf-8-sig":
                    try:
                        line.decode("utf-8")
                    except UnicodeDecodeError:
                        encoding = "cp1252"
        with path.open(encoding=encoding, errors="replace", newline="") as text:
            first = text.readline()
    except OSError as error:
        raise refused(f"lecture impossible ({reason_alone(error)})", path) from None
    separator = max(";,\t", key=first.count)
    header = [name.strip() for name in next(csv.reader([first], delimiter=separator), [])]
    if not any(header):
        raise refused("le fichier est vide", path)
    longitude, latitude = _column(header, LONGITUDES, path), _column(header, LATITUDES, path)
    if taken := set(answers) & set(header):
        names = ", ".join(sorted(taken))
        raise refused(f"ces noms sont ceux des colonnes de réponse, à renommer : {names}", path)
    return Points(path, encoding, separator, header, longitude, latitude, lines - 1)


def _column(header: Sequence[str], names: Sequence[str], path: Path) -> int:
    """The column of a coordinate."""
    folded = [re.sub("[^a-z0-9]+", "_", fold(name)).strip("_") for name in header]
    for name in names:
        if folded.count(name) == 1:
            return folded.index(name)
    holding = [position for position, name in enumerate(folded) if names[0] in name]
    if len(holding) == 1:
        return holding[0]
    found = f"plusieurs colonnes de {names[0]}" if holding else f"aucune colonne de {names[0]}"
    listed = ", ".join(header)
    raise refused(f"{found} ; noms reconnus : {', '.join(names)} ; colonnes du fichier : {listed}", path, names[0])


def chunks(points: Points) -> Iterator[tuple[list[int], list[list[str]]]]:
    """Lines by CHUNK, each with its number in the file; blank lines are none. Raises CommandError on a stray quote."""
    numbers: list[int] = []
    rows: list[list[str]] = []
    with points.path.open(encoding=points.encoding, errors="replace", newline="") as text:
        reader = csv.reader(text, delimiter=points.separator, strict=True)
        next(reader)
        start = reader.line_num + 1
        try:
            for cells in reader:
                if cells:
                    numbers.append(start)
                    rows.append(cells)
                start = reader.line_num + 1
                if len(rows) == CHUNK:
                    yield numbers, rows
                    numbers, rows = [], []
        except csv.Error:
            reason = "un guillemet n'est pas fermé, ou se trouve au milieu d'une case : le corriger, ou le doubler"
            raise refused(reason, points.path, line=start) from None
    yield numbers, rows


def why_not(cells: list[str], points: Points) -> str:
    """Why a line gives no point; empty when it does."""
    if len(cells) != len(points.header):
        return f"{len(cells)} cases, l'en-tête en a {len(points.header)}"
    for name, position in (("longitude", points.longitude), ("latitude", points.latitude)):
        text = cells[position].strip()
        if not text:
            return f"{name} absente"
        if not _NUMBER.fullmatch(text):
            return f"{name} illisible : {text[:40]!r}"
    if abs(coordinate(cells, points.longitude, "")) > 180 or abs(coordinate(cells, points.latitude, "")) > 180:
        return "coordonnées en mètres ? Des degrés WGS 84 sont attendus"
    return ""


def coordinate(cells: list[str], position: int, wrong: str) -> float:
    """A coordinate of a line; not a number when the line is ``wrong``."""
    return float("nan") if wrong else float(cells[position].strip().replace(",", "."))


def as_wide(cells: list[str], width: int) -> list[str]:
    """A ragged line keeps its cells, the last ones together."""
    if len(cells) > width:
        return [*cells[: width - 1], ";".join(cells[width - 1 :])]
    return cells + [""] * (width - len(cells))
