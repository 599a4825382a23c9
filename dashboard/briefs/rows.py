"""Rows of data that a file no longer has as they were written: which row, which column, what stands there."""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.briefs.checked import Edit
from etl.model import COLUMNS

MOST_ROWS = 5_000
"""Rows of data that are told one by one; of more, only that something changed."""
LETTERS = 12
"""Of the digest of a row."""
PRINT = 4
"""Hexadecimal digits that tell a cell from another one at its place."""
MOST_EDITS = 200
"""Changes told of one file."""
Sealed = tuple[str, str, str]
"""The digest of a row, its value as written, the prints of its cells."""
Numbered = tuple[int, Sequence[str]]
VALUE = COLUMNS.index("value")


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row whose ``value`` was another one, with its other cells as they are now (empty: the row is gone)."""

    value: str
    cells: tuple[str, ...]


def digest(cells: Sequence[str]) -> str:
    """What tells a row, or a list, from any other."""
    return hashlib.sha256("\x1f".join(cells).encode("utf-8", "surrogatepass")).hexdigest()[:LETTERS]


def print_of(cells: Sequence[str]) -> str:
    """What tells each cell of a row from another one, end to end."""
    return "".join(f"{zlib.crc32(cell.encode('utf-8', 'surrogatepass')) & 0xFFFF:04x}" for cell in cells)


def changed_rows(
    sealed: Sequence[Sealed] | None, data: str, rows: Sequence[Numbered], sheet: str
) -> tuple[list[Edit], list[ChangedRow]]:
    """The cells that are not those that were written, each with its sheet, row and column; and the rows that they are
    in. Rows in another order are the same rows. ``data``: the digest of all rows as they were."""
    digests = [digest(row) for _, row in rows]
    if digest(digests) == data:
        return [], []
    if sealed is None:
        told = "les lignes d’origine"
        return [Edit(sheet, told, "d’autres lignes, ou les mêmes dans un autre ordre (trop pour être comparées)")], []
    left = Counter(name for name, _, _ in sealed)
    others: list[Numbered] = []
    for row, name in zip(rows, digests, strict=True):
        if left[name] > 0:
            left[name] -= 1
        else:
            others.append(row)
    lost = [(at, row) for at, row in enumerate(sealed) if left[row[0]] > 0 and not left.subtract([row[0]])]
    edits: list[Edit] = []
    changed: list[ChangedRow] = []
    for was, now in _paired(lost[:MOST_EDITS], others[:MOST_EDITS]):
        edits += _edits_of(was, now, sheet)
        if was is not None:
            changed.append(ChangedRow(was[1][1], tuple(now[1]) if now is not None else ()))
    return edits[:MOST_EDITS], changed


Lost = tuple[int, Sealed]


def _paired(lost: Sequence[Lost], others: Sequence[Numbered]) -> Iterator[tuple[Lost | None, Numbered | None]]:
    """Each row that is gone with the row that has most of its cells, at its place first; then those that are alone."""
    left = list(others)
    for was in lost:
        alike = [(_alike(was[1][2], print_of(now[1])), now[0] == was[0] + 2, -rank) for rank, now in enumerate(left)]
        best = max(alike, default=(0, False, 0))
        if 2 * best[0] > len(was[1][2]) // PRINT:
            yield was, left.pop(-best[2])
        else:
            yield was, None
    yield from ((None, now) for now in left)


def _alike(one: str, other: str) -> int:
    cells = range(0, min(len(one), len(other)), PRINT)
    return sum(one[at : at + PRINT] == other[at : at + PRINT] for at in cells)


def _edits_of(was: Lost | None, now: Numbered | None, sheet: str) -> Iterator[Edit]:
    if now is None:
        if was is not None:
            yield Edit(f"{sheet}, ligne {was[0] + 2}", f"la ligne de valeur {_value(was[1][1])}", "")
        return
    number, row = now
    if was is None:
        yield Edit(f"{sheet}, ligne {number}", "rien", f"une ligne de plus : {' ; '.join(filter(None, row))[:200]}")
        return
    prints = print_of(row)
    for column, cell in enumerate(row):
        at = column * PRINT
        if prints[at : at + PRINT] == was[1][2][at : at + PRINT]:
            continue
        name = COLUMNS[column] if column < len(COLUMNS) else f"n° {column + 1}"
        told = _value(was[1][1]) if column == VALUE else "une autre cellule"
        found = _value(cell) if column == VALUE else cell or "rien"
        yield Edit(f"{sheet}, ligne {number}, colonne {name}", told, found)


def _value(text: str) -> str:
    return text.replace(".", ",") if text else "sans valeur"
