"""Thousands of bad cells with one cause: the first of each column, how many more, and the cause when it shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from etl.errors import Problem

TOLD = 20
"""Bad cells of a column that are told one by one."""
MANY = 20
_GARBLED = re.compile("[\x80-\x9f\ufffd]|\u00e2\u20ac|\u00c2")
"""What another encoding leaves in a number: control characters of Latin-1, the replacement character, the first bytes
of a space in UTF-8 read as letters."""


def shortened(problems: Iterable[Problem]) -> list[Problem]:
    """The first ``TOLD`` problems of each column of each file, in order, then how many more the column has.

    A file with more than ``MANY`` bad cells, most of them garbled, opens with the likely cause.
    """
    every = list(problems)
    cells = Counter((problem.file, problem.column) for problem in every)
    causes = _garbled_files(every)
    seen: Counter[tuple[str, str]] = Counter()
    kept: list[Problem] = []
    for problem in every:
        if cause := causes.pop(problem.file, None):
            kept.append(cause)
        where = (problem.file, problem.column)
        seen[where] += 1
        if seen[where] <= TOLD:
            kept.append(problem)
        more = cells[where] - TOLD
        if seen[where] == TOLD and more > 0:
            others = "1 autre case" if more == 1 else f"{more} autres cases"
            kept.append(Problem(problem.file, 0, problem.column, "", f"… et {others} de cette colonne"))
    return kept


def _garbled_files(problems: Iterable[Problem]) -> dict[str, Problem]:
    """By file, that its encoding is the likely cause of its bad cells."""
    bad: Counter[str] = Counter()
    garbled: Counter[str] = Counter()
    for problem in problems:
        bad[problem.file] += 1
        garbled[problem.file] += bool(_GARBLED.search(problem.value))
    return {
        file: Problem(
            file, 0, "", "",
            f"encodage abîmé, cause probable : {garbled[file]} des {count} cases refusées ont des caractères qui n'ont "
            "pas leur place dans un nombre. Télécharger de nouveau le fichier, sans l'enregistrer depuis un tableur",
        )
        for file, count in bad.items()
        if count > MANY and 2 * garbled[file] > count
    }  # fmt: skip
