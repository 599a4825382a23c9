"""A code of quarter that one file alone names, while others list the same département: a mistyped code, not a quarter.

A well-formed code tells nothing of whether the quarter exists; the files of a folder do, by what they say together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from etl.errors import Problem
from etl.geography.codes import quarter_of
from etl.official.observing import Reading
from etl.official.table import Table

TOLD = 20
_DRAWN_OR_LISTED = "qpv2024_outlines"
"""Perimeters of 2024 draw quarters that the official list has since left out: told as such by the geography."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A code as a line of a table gives it."""

    table: Table
    line: int
    column: str
    code: str
    layout: str

    @property
    def place(self) -> str:
        """Perimeter and département: QP093, QN974."""
        return self.code[:5]


def lone_codes(readings: Iterable[Reading]) -> list[Problem]:
    """The quarters that a single table names, where another table gives quarters of that perimeter and département.

    A table that is alone to speak of a département cannot be contradicted. The first ``TOLD`` are told one by one.
    """
    named = [one for reading in readings if reading.layout.grain == "neighbourhood" for one in _codes(reading)]
    by_code: dict[str, set[str]] = defaultdict(set)
    by_place: dict[str, set[str]] = defaultdict(set)
    for one in named:
        by_code[one.code].add(one.table.name)
        by_place[one.place].add(one.table.name)
    lone = [one for one in named if len(by_code[one.code]) == 1 and len(by_place[one.place]) > 1]
    wrong = [one for one in lone if one.layout != _DRAWN_OR_LISTED]
    problems = [_problem(one, len(by_place[one.place]) - 1) for one in wrong[:TOLD]]
    if len(wrong) > TOLD:
        problems.append(Problem("", 0, "", "", f"… et {len(wrong) - TOLD} autres codes qu'un seul fichier nomme"))
    return problems


def _codes(reading: Reading) -> Iterator[_Named]:
    """Every well-formed code of quarter of a table: its own, and those of 2015 that a correspondence names."""
    frame = reading.table.frame
    key = reading.layout.key.upper()
    for column in [key, *(name for name in frame.columns if name.startswith("QP2015_") and name != key)]:
        for line, code in frame[column].items():
            if quarter_of(code):
                yield _Named(reading.table, int(str(line)), column, code, reading.layout.id)


def _problem(one: _Named, others: int) -> Problem:
    files = "l'autre fichier lu ne le donne pas" if others == 1 else f"aucun des {others} autres fichiers lus ne le donne"
    reason = (
        f"quartier que ce fichier est seul à nommer : {files}, alors que ce département y est. Code altéré ? "
        "Télécharger de nouveau le fichier, ou ajouter au dossier une liste officielle qui a ce quartier"
    )
    return one.table.problem(one.line, one.column, one.code, reason)
