"""Figures of ONPV, Insee, ANCT, DEPP and others, read one by one in published pages and transcribed by theme.

What is odd here: the same survey reaches us through several reports of reports. Each figure keeps the publication
it was read in, primary or secondary, and the facts that could not be made safe are listed with the reason.
"""

from __future__ import annotations

from pathlib import Path

from etl.catalogue import Catalogue
from etl.errors import Problem, SourceError, short_path
from etl.transcription import Code, Extract, FigureRow, LeftOut, Row, Words, read_rows, to_observation

TITLE = "Chiffres publiés (ONPV, Insee, Anct, Depp…)"


class PublishedRow(FigureRow):
    """A fact of ``data/sources/published/<theme>.csv``; ``fact`` numbers it once and for all."""

    fact: int
    source: Code


class LeftOutRow(Row):
    """A fact of ``data/sources/published/left_out/<theme>.csv``, with the reason in French."""

    fact: int
    indicator: Words
    reason: Words


def extract(folder: Path, catalogue: Catalogue) -> Extract:
    """Every published fact under ``folder``, kept or left out. Raises SourceError on the first file that is wrong."""
    result = Extract()
    seen: dict[int, Problem] = {}
    for path in sorted(folder.glob("*.csv")):
        for line, row in read_rows(path, PublishedRow):
            where = Problem(short_path(path), line, "fact", str(row.fact), "")
            _once(row.fact, where, seen)
            result.observations.append(to_observation(row, row.source, where, catalogue))
    for path in sorted((folder / "left_out").glob("*.csv")):
        for line, left in read_rows(path, LeftOutRow):
            _once(left.fact, Problem(short_path(path), line, "fact", str(left.fact), ""), seen)
            result.left_out.append(LeftOut("published", f"fait {left.fact}", left.indicator, left.reason))
    return result


def _once(fact: int, where: Problem, seen: dict[int, Problem]) -> None:
    if fact in seen:
        first = seen[fact]
        reason = f"fact already given in {first.file}, line {first.line}"
        raise SourceError([Problem(where.file, where.line, "fact", str(fact), reason)])
    seen[fact] = where
