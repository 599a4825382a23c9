"""One figure, several files: the same value is kept once, two values stop the build.

Done by the engine on the whole of a source: the key columns of the model identify a figure, whatever file gave it.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from etl.errors import Problem
from etl.model import COLUMNS

_RANK = """
CREATE TABLE ranked AS
SELECT *, row_number() OVER (
    PARTITION BY indicator, territory, zone, perimeter, period, sex, age, breakdown
    ORDER BY value IS NULL, precedence DESC, edition DESC, locator
) AS rank
FROM observations
"""
_CONFLICTS = """
SELECT kept.indicator, kept.territory, kept.period, kept.value, other.value, kept.locator, other.locator
FROM ranked AS kept
JOIN ranked AS other USING (indicator, territory, zone, perimeter, period, sex, age, breakdown)
WHERE kept.rank = 1 AND other.rank > 1 AND kept.precedence = other.precedence AND kept.value <> other.value
ORDER BY ALL
"""
_KEPT = """
SELECT * EXCLUDE (rank, precedence, edition) FROM ranked WHERE rank = 1
ORDER BY territory, indicator, zone, perimeter, period, sex, age, breakdown
"""


@dataclass(frozen=True, slots=True)
class Merged:
    """``table``: one line a figure, in the columns of the model, by territory, indicator and period. ``repeated``:
    how many lines said the same thing again. ``problems``: figures on which two files disagree."""

    table: pa.Table
    repeated: int
    problems: list[Problem]


def merge(parts: list[pa.Table], limit: int = 20) -> Merged:
    """Keep one line a figure: a value rather than an absence, then the highest precedence, then the latest edition.

    Two published values that differ within the same precedence are a problem, named with both locators (the first
    ``limit``).
    """
    observations = pa.concat_tables(parts)
    with duckdb.connect() as engine:
        engine.register("observations", observations)
        engine.execute(_RANK)
        conflicts = engine.execute(_CONFLICTS).fetchall()
        table = engine.sql(_KEPT).to_arrow_table().select(COLUMNS)
    problems = [
        Problem(second.split(", ligne ")[0], _line(second), second.rpartition("colonne ")[2], f"{other:g}",
                f"deux fichiers se contredisent sur {indicator} {territory} {period} : {first} donne {value:g}. "
                "Retirer le fichier périmé")
        for indicator, territory, period, value, other, first, second in conflicts[:limit]
    ]  # fmt: skip
    if len(conflicts) > limit:
        problems.append(Problem("", 0, "", "", f"… et {len(conflicts) - limit} autres contradictions de même nature"))
    return Merged(table, observations.num_rows - table.num_rows, problems)


def _line(locator: str) -> int:
    number = locator.rpartition(", ligne ")[2].partition(",")[0]
    return int(number) if number.isascii() and number.isdigit() else 0
