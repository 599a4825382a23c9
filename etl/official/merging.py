"""One figure, several files: the same value is kept once, two values stop the build.

Done by the engine, source by source: the key columns of the model identify a figure, whatever file gave it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from etl.errors import Problem
from etl.model import COLUMNS
from etl.words import counted

_NARROW = ("indicator", "territory")
_RANK = """
CREATE OR REPLACE TABLE ranked AS
SELECT *, row_number() OVER (
    PARTITION BY indicator, territory, zone, perimeter, period, sex, age, breakdown
    ORDER BY value IS NULL, precedence DESC, edition DESC, locator
) AS rank
FROM (
    SELECT *, true AS own FROM own
    UNION ALL SELECT *, false AS own FROM others
    SEMI JOIN own USING (indicator, territory, zone, perimeter, period, sex, age, breakdown)
)
"""
"""The figures of a source, with those of the others that say the same thing."""
_CONFLICTS = r"""
WITH written AS (
    SELECT *, regexp_replace(locator, ', ligne [0-9]+', '') AS series FROM ranked
),
precise AS (
    SELECT series, max(length(rtrim(split_part(CAST(value AS VARCHAR), '.', 2), '0'))) AS decimals
    FROM written WHERE value IS NOT NULL GROUP BY series
),
pairs AS (
    SELECT kept.*, other.value AS value2, other.locator AS locator2, kept.precedence = other.precedence AS alike,
        one.decimals AS decimals1, two.decimals AS decimals2
    FROM written AS kept
    JOIN written AS other USING (indicator, territory, zone, perimeter, period, sex, age, breakdown)
    JOIN precise AS one ON one.series = kept.series
    JOIN precise AS two ON two.series = other.series
    WHERE kept.rank = 1 AND other.rank > 1 AND kept.value <> other.value
)
SELECT indicator, territory, period, value, value2, locator, locator2 FROM pairs
WHERE alike OR abs(value - value2) > 1e-9 * abs(value) + CASE
    WHEN decimals1 = decimals2 THEN 0 ELSE 0.5 * pow(10, -least(decimals1, decimals2)) END
ORDER BY ALL
"""
"""A better file may be more precise, no more: what it gives must round to what the other gives. How precise a column is
comes from the longest of its figures, for 44.0 is written like 44."""
_KEPT = """
SELECT * FROM ranked WHERE rank = 1 AND own
ORDER BY territory, indicator, zone, perimeter, period, sex, age, breakdown
"""


@dataclass(frozen=True, slots=True)
class Merged:
    """``tables``: by source, one line a figure, in the columns of the model, by territory, indicator and period; a
    figure that two sources give is in one of them. ``repeated``: by source, how many lines said the same thing again.
    ``problems``: figures on which two files disagree."""

    tables: dict[str, pa.Table]
    repeated: dict[str, int]
    problems: list[Problem]


def merge(parts: Mapping[str, Sequence[pa.Table]], limit: int = 20) -> Merged:
    """Keep one line a figure: a value rather than an absence, then the highest precedence, then the latest edition.

    Two published values that differ are a problem, named with both locators (the first ``limit``); across precedences,
    only beyond what rounding explains.
    """
    given = {name: pa.concat_tables(tables) for name, tables in parts.items()}
    tables: dict[str, pa.Table] = {}
    conflicts: set[tuple[str, str, str, float, float, str, str]] = set()
    with duckdb.connect() as engine:
        for name, own in given.items():
            others = [_alike(given[other], own) for other in given if other != name]
            engine.register("own", own)
            engine.register("others", pa.concat_tables([own.slice(0, 0), *others]))
            engine.execute(_RANK)
            conflicts.update(engine.execute(_CONFLICTS).fetchall())
            tables[name] = engine.sql(_KEPT).to_arrow_table().select(COLUMNS)
    problems = [
        Problem(second.split(", ligne ")[0], _line(second), second.rpartition("colonne ")[2], f"{other:g}",
                f"deux fichiers se contredisent sur {indicator} {territory} {period} : {first} donne {value:g}. "
                "Retirer le fichier périmé")
        for indicator, territory, period, value, other, first, second in sorted(conflicts)[:limit]
    ]  # fmt: skip
    if len(conflicts) > limit:
        problems.append(
            Problem("", 0, "", "", f"… et {counted(len(conflicts) - limit, 'autre contradiction')} de même nature")
        )
    repeated = {name: given[name].num_rows - tables[name].num_rows for name in given}
    return Merged(tables, {name: count for name, count in repeated.items() if count}, problems)


def _alike(table: pa.Table, own: pa.Table) -> pa.Table:
    """The lines on indicators and territories of ``own``: the few that may say the same thing."""
    met = [pc.is_in(table[name].cast(pa.string()), own[name].cast(pa.string()).unique()) for name in _NARROW]
    return table.filter(pc.and_(*met))


def _line(locator: str) -> int:
    number = locator.rpartition(", ligne ")[2].partition(",")[0]
    return int(number) if number.isascii() and number.isdigit() else 0
