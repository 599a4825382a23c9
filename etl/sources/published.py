"""Figures of ONPV, Insee, ANCT, DEPP and others, read one by one in published pages and transcribed by theme.

What is odd here: the same survey reaches us through several reports of reports. Each figure keeps the publication
it was read in, primary or secondary, and the facts that could not be made safe are listed with the reason.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from etl.catalogue import Catalogue
from etl.errors import Problem, SourceError, short_path
from etl.model import Observation
from etl.transcription import Code, Extract, FigureRow, LeftOut, Row, Whole, Words, convert, read_rows, to_observation

TITLE = "Chiffres publiés (ONPV, Insee, ANCT, DEPP…)"


class PublishedRow(FigureRow):
    """A fact of ``data/sources/published/<theme>.csv``; ``fact`` numbers it once and for all."""

    fact: Whole
    source: Code


class LeftOutRow(Row):
    """A fact of ``data/sources/published/left_out/<theme>.csv``, with the reason in French."""

    fact: Whole
    source: Code
    indicator: Words
    reason: Words


AnyFact = TypeVar("AnyFact", PublishedRow, LeftOutRow)


def extract(folder: Path, catalogue: Catalogue) -> Extract:
    """Every published fact under ``folder``, kept or left out. Raises SourceError with every bad cell."""
    facts: list[tuple[Problem, PublishedRow]] = []
    left_out: list[tuple[Problem, LeftOutRow]] = []
    problems: list[Problem] = []
    if not folder.is_dir():
        raise SourceError([Problem(short_path(folder), 0, "", "", "le dossier manque")])
    for path in sorted(folder.glob("*.csv")):
        problems += _read(path, PublishedRow, facts)
    for path in sorted((folder / "left_out").glob("*.csv")):
        problems += _read(path, LeftOutRow, left_out)
    problems += [
        replace(where, column="source", value=row.source, reason="absent du catalogue")
        for where, row in left_out
        if row.source not in catalogue.sources
    ]
    problems += _twice([where for where, _ in (*facts, *left_out)])
    if problems:
        raise SourceError(problems)

    def observation(fact: tuple[Problem, PublishedRow]) -> Observation:
        where, row = fact
        return to_observation(row, row.source, where, catalogue)

    return Extract(
        convert(facts, observation),
        [LeftOut(row.source, f"fait {row.fact}", row.indicator, row.reason) for _, row in left_out],
    )


def _read(path: Path, model: type[AnyFact], into: list[tuple[Problem, AnyFact]]) -> list[Problem]:
    """Add the rows of a file, each with where its number stands; what is wrong with the file."""
    try:
        rows = read_rows(path, model)
    except SourceError as error:
        return error.problems
    into += [(Problem(short_path(path), line, "fact", str(row.fact), ""), row) for line, row in rows]
    return []


def _twice(numbers: list[Problem]) -> list[Problem]:
    """A fact is kept or left out, once."""
    seen: dict[str, Problem] = {}
    problems = []
    for where in numbers:
        first = seen.setdefault(where.value, where)
        if first is not where:
            problems.append(replace(where, reason=f"fait déjà donné dans {first.file}, ligne {first.line}"))
    return problems
