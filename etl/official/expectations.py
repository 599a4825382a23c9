"""What must hold inside one table, and the declared exceptions: one that no longer serves stops the build."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from etl.catalogue import Catalogue, OfficialException
from etl.errors import Problem
from etl.official.observing import Reading

ROUNDING = 1e-9


def table_problems(reading: Reading) -> list[Problem]:
    """Quantiles out of order, and parts that do not add up to their whole, cell by cell."""
    problems: list[Problem] = []
    for columns in reading.layout.ordered:
        problems += _order_problems(reading, columns)
    for parts, whole, tolerance in reading.layout.sums:
        problems += _sum_problems(reading, parts, whole, tolerance)
    return problems


def _order_problems(reading: Reading, columns: Sequence[str]) -> list[Problem]:
    found = [column for declared in columns if (column := reading.column(declared))]
    problems = []
    for left, right in pairwise(found):
        low, high = reading.numbers(left).values, reading.numbers(right).values
        with np.errstate(invalid="ignore"):
            wrong = np.flatnonzero(low > high + ROUNDING).tolist()
        problems += [
            _at(reading, position, right, f"plus petit que {left}, qui doit être au-dessous") for position in wrong
        ]
    return problems


def _sum_problems(reading: Reading, parts: Sequence[str], whole: str | float, tolerance: float) -> list[Problem]:
    columns = [column for part in parts if (column := reading.column(part))]
    total = reading.column(whole) if isinstance(whole, str) else columns[0] if columns else None
    if total is None or len(columns) < len(parts):
        return []
    added = np.sum([reading.numbers(column).values for column in columns], axis=0)
    expected = reading.numbers(total).values if isinstance(whole, str) else np.full(len(added), whole)
    national = reading.table.frame[reading.layout.key.upper()].isin(list(reading.layout.national)).to_numpy()
    rounding = 0 if tolerance else 100 * len(parts)  # exact counts, but to the hundred on the aggregate lines
    allowed = np.where(national, tolerance + rounding, tolerance)
    with np.errstate(invalid="ignore"):
        wrong = np.flatnonzero(np.abs(added - expected) > allowed + ROUNDING).tolist()
    told = " + ".join(columns)
    meant = "l'ensemble devrait en être la somme" if isinstance(whole, str) else f"le total devrait être {whole:g}"
    return [_at(reading, position, total, f"{told} font {added[position]:g} : {meant}") for position in wrong]


def _at(reading: Reading, position: int, column: str, reason: str) -> Problem:
    table = reading.table
    return table.problem(int(table.frame.index[position]), column, str(table.frame[column].iloc[position]), reason)


def without_exceptions(
    problems: Iterable[tuple[Reading, Problem]], readings: Iterable[Reading], catalogue: Catalogue
) -> list[Problem]:
    """The problems that no exception of the catalogue forgives, and the exceptions that no longer serve.

    An exception names a layout, an edition, the code of a line and a column; it expires when the line that it is
    about was read without that problem.
    """
    left: list[Problem] = []
    used: set[str] = set()
    for reading, problem in problems:
        found = next(
            (case for case in catalogue.official_exceptions.values() if _forgives(case, reading, problem)), None
        )
        if found is None:
            left.append(problem)
        else:
            used.add(found.id)
    idle = [case for case in catalogue.official_exceptions.values() if case.id not in used]
    told = [_expired(case, reading) for case in idle for reading in readings]
    return left + [problem for problem in told if problem is not None]


def _expired(case: OfficialException, reading: Reading) -> Problem | None:
    """That an exception serves no more, told at the cell it is about; None when the table does not have its line."""
    if (case.layout, case.edition) != (reading.layout.id, reading.edition):
        return None
    frame = reading.table.frame
    lines = frame.index[frame[reading.layout.key.upper()] == case.code]
    column = reading.column(case.column)
    if lines.empty or column is None:
        return None
    reason = f"cette case n'a plus de défaut : retirer l'exception « {case.id} » de official_exceptions.yaml"
    return reading.table.problem(int(lines[0]), column, str(frame.at[lines[0], column]), reason)


def _forgives(case: OfficialException, reading: Reading, problem: Problem) -> bool:
    if (case.layout, case.edition) != (reading.layout.id, reading.edition) or case.column != problem.column:
        return False
    frame = reading.table.frame
    return problem.line in frame.index and str(frame.at[problem.line, reading.layout.key.upper()]) == case.code
