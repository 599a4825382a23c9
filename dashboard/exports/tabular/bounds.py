"""How far the cells of a workbook go, before a library makes room for all of them.

One cell at the far corner of a sheet makes readers reserve seventeen thousand million others, and the process with
them; formats that tell such cells in other ways are none of ours.
"""

from __future__ import annotations

import re

from dashboard.exports import ExportError
from dashboard.exports.office.package import Parts

FEW, TIMES = 1_000_000, 8
"""Cells that any sheet may span, and how many times those it really has."""
_CELL = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]{1,9})([0-9]{1,20})""")
_OTHERS = ("content.xml", "xl/workbook.bin")
"""What other formats of spreadsheets hold in a zip."""


def bound(parts: Parts) -> None:
    """Raises ExportError when a sheet spans far more cells than it has, or when it is in another format."""
    if any(name in parts.content for name in _OTHERS) or "xl/workbook.xml" not in parts.content:
        raise ExportError("Classeur illisible : ce n’est pas un classeur .xlsx tel que Lisière en fait.")
    for name, blob in parts.content.items():
        if b"sheetData" in blob:
            _bound_sheet(name, blob)


def _bound_sheet(name: str, blob: bytes) -> None:
    cells = _CELL.findall(blob)
    if not cells:
        return
    row = max(int(told) for told in {told for _, told in cells})
    column = max(_rank(letters) for letters in {letters for letters, _ in cells})
    if row * column > max(FEW, TIMES * len(cells)):
        raise ExportError(
            f"Classeur illisible : une cellule de « {name} » est bien trop loin des autres (ligne {row}, colonne "
            f"{column}). Reprenez le fichier d’origine, ou refaites la note."
        )


def _rank(letters: bytes) -> int:
    """The number of a column: 1 for A, 28 for AB."""
    rank = 0
    for letter in letters.upper():
        rank = 26 * rank + letter - ord("A") + 1
    return rank
