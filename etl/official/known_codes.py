"""A code of quarter that one file alone names, while others list the same département: a mistyped code, not a quarter.

A well-formed code tells nothing of whether the quarter exists; the files of a folder do, by what they say together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from etl.errors import Problem
from etl.geography.codes import quarter_of
from etl.official.observing import Reading
from etl.official.table import Table
from etl.words import counted

TOLD = 20
FEW = 0.1
"""Share of the codes of a table up to which those that no other names are taken for mistakes. Extracts of a few
quarters have more codes of their own, and there is no telling which file is right."""
MANY = 100
"""Quarters that the other files list, from which they are no extracts: any number of unknown codes is then told."""
_DRAWN_2024 = "qpv2024_outlines"
"""It still has quarters that the official list left out, and Mayotte as it was before its whole communes: the geography
tells of those."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A code as a line of a table gives it. ``listed``: by a table that lists quarters. A drawing, or a correspondence
    for the quarters of 2015, bears witness for a code and never against one: quarters are missing there by nature."""

    table: Table
    line: int
    column: str
    code: str
    layout: str
    listed: bool

    @property
    def place(self) -> str:
        """Perimeter and département: QP093, QN974."""
        return self.code[:5]


def lone_codes(readings: Iterable[Reading]) -> list[Problem]:
    """The quarters that a single table names, where another table lists quarters of that perimeter and département.

    A table that is alone to speak of a département cannot be contradicted. The first ``TOLD`` are told one by one.
    """
    named = [one for reading in readings if reading.layout.grain == "neighbourhood" for one in _codes(reading)]
    tables: dict[str, set[str]] = defaultdict(set)
    lists: dict[str, set[str]] = defaultdict(set)
    for one in named:
        tables[one.code].add(one.table.name)
        if one.listed:
            lists[one.place].add(one.table.name)
    facing = [one for one in named if one.layout != _DRAWN_2024 and lists[one.place] - {one.table.name}]
    lone = [one for one in facing if len(tables[one.code]) == 1]
    every, own = Counter(map(_whose, facing)), Counter(map(_whose, lone))
    known = {whose: _listed_elsewhere(named, *whose) for whose in own}
    wrong = [one for one in lone if own[_whose(one)] <= FEW * every[_whose(one)] or known[_whose(one)] >= MANY]
    problems = [_problem(one, len(lists[one.place] - {one.table.name})) for one in wrong[:TOLD]]
    if len(wrong) > TOLD:
        problems.append(
            Problem("", 0, "", "", f"… et {counted(len(wrong) - TOLD, 'autre code')} qu'un seul fichier nomme")
        )
    return problems


def _whose(one: _Named) -> tuple[str, str]:
    """The table and the perimeter of a code."""
    return one.table.name, one.code[:2]


def _listed_elsewhere(named: Iterable[_Named], table: str, perimeter: str) -> int:
    """How many quarters of a perimeter the other tables list."""
    return len({o.code for o in named if o.listed and o.table.name != table and o.code.startswith(perimeter)})


def _codes(reading: Reading) -> Iterator[_Named]:
    """Every well-formed code of quarter of a table: its own, and those of 2015 that a correspondence names."""
    table, key = reading.table, reading.layout.key.upper()
    for column in [key, *(name for name in table.frame.columns if name.startswith("QP2015_") and name != key)]:
        listed = column == key and table.geometries is None
        for line, code in table.frame[column].items():
            if quarter_of(code):
                yield _Named(table, int(str(line)), column, code, reading.layout.id, listed)


def _problem(one: _Named, others: int) -> Problem:
    files = (
        "l'autre liste lue ne le donne pas" if others == 1 else f"aucune des {others} autres listes lues ne le donne"
    )
    reason = (
        f"quartier que ce fichier est seul à nommer : {files}, alors que son département y est. Code altéré ? "
        "Télécharger de nouveau ce fichier, ou ajouter au dossier une liste officielle qui a ce quartier"
    )
    return one.table.problem(one.line, one.column, one.code, reason)
