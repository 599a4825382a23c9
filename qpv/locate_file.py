"""Every point of a CSV: the same lines come out, each with its number and its answers."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from etl.errors import french_csv_reason
from etl.words import counted
from qpv.files import progress, unwritable, written
from qpv.output import Row, emit, table, write_json
from qpv.points import Points, as_wide, chunks, coordinate, look_through, refused, why_not

if TYPE_CHECKING:
    from etl.geography.layer import Judgement
    from etl.geography.locate import Locator, NoLocator
    from etl.model import Perimeter

ANSWERS = ("state", "code", "nearest", "distance_m", "nearest_certain", "within_300m", "reason")
"""Columns added for each perimeter."""


def locate_file(path: Path, output: Path, locator: Locator | NoLocator, *, as_json: bool) -> None:
    """Locate the points of ``path`` into ``output``, a CSV (UTF-8, comma, LF), and tell how many are where.

    Raises CommandError: a file that cannot be read or written, columns that are not found, an output that is the input.
    """
    points = look_through(path, _answer_columns())
    if output.exists() and output.samefile(path):
        raise refused("le fichier à écrire est celui des points : en choisir un autre", path)
    counts: Counter[tuple[str, str]] = Counter()
    try:
        with written(output) as stream, progress("Points", points.lines) as advance:
            count = _locate_all(points, locator, stream, counts, advance)
    except csv.Error as error:
        raise refused(f"CSV illisible : {french_csv_reason(error)}", path) from None
    except OSError as error:
        raise unwritable(output, error) from None
    _summarise(count, output, counts, as_json=as_json)


def _answer_columns() -> list[str]:
    from etl.geography.locate import PERIMETERS

    return ["line", *(f"{perimeter}_{name}" for perimeter in PERIMETERS for name in ANSWERS)]


def _locate_all(
    points: Points,
    locator: Locator | NoLocator,
    stream: IO[str],
    counts: Counter[tuple[str, str]],
    advance: Callable[[int], None],
) -> int:
    """Write every line with its answers; how many."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*points.header, *_answer_columns()])
    total = 0
    for numbers, rows in chunks(points):
        wrong = [why_not(cells, points) for cells in rows]
        longitudes = np.array(
            [coordinate(cells, points.longitude, bad) for cells, bad in zip(rows, wrong, strict=True)]
        )
        latitudes = np.array([coordinate(cells, points.latitude, bad) for cells, bad in zip(rows, wrong, strict=True)])
        answers = _answers(locator.locate(longitudes, latitudes), wrong, counts)
        for number, cells, answer in zip(numbers, rows, answers, strict=True):
            writer.writerow([*as_wide(cells, len(points.header)), number, *answer])
        total += len(rows)
        advance(len(rows))
    return total


def _answers(
    found: dict[Perimeter, Judgement], wrong: list[str], counts: Counter[tuple[str, str]]
) -> Iterator[list[str]]:
    """The answer columns of each line."""
    from etl.geography.locate import PERIMETERS, REASONS

    columns: list[Any] = []
    for perimeter in PERIMETERS:
        judgement = found[perimeter]
        counts.update((str(perimeter), state) for state in judgement.state)
        distances = ["" if distance != distance else f"{distance:.1f}" for distance in judgement.distance]
        certain = ["yes" if sure else "no" for sure in judgement.certain]
        told = [bad or REASONS.get(reason, "") for bad, reason in zip(wrong, judgement.reason, strict=True)]
        columns += [judgement.state, judgement.code, judgement.nearest, distances, certain, judgement.near, told]
    return (list(cells) for cells in zip(*columns, strict=True))


def _summarise(written: int, output: Path, counts: Counter[tuple[str, str]], *, as_json: bool) -> None:
    from etl.geography.locate import PERIMETERS, State
    from etl.geography.sentences import STATES

    by_perimeter = {
        str(perimeter): {str(state): counts[str(perimeter), str(state)] for state in State} for perimeter in PERIMETERS
    }
    if as_json:
        write_json({"points": written, "file": str(output), "perimeters": by_perimeter})
        return
    rows: list[Row] = [
        {"contours": perimeter[-4:], **{STATES[State(state)]: count for state, count in found.items()}}
        for perimeter, found in by_perimeter.items()
    ]
    emit(f"{table(rows, list(rows[0]))}{counted(written, 'point écrit')} dans {output}\n")
