"""What is known of quarters, counted once when the data are built: the dashboard asks it at every page."""

from __future__ import annotations

import duckdb
import pyarrow as pa

_COUNT = """
SELECT indicator, perimeter, period, sex, age, breakdown, count(*) AS quarters, count(value) AS published
FROM observations
WHERE zone = 'qpv' AND territory LIKE 'Q%'
GROUP BY ALL
ORDER BY ALL
"""


PREFIX = "coverage_"
"""One table a source, so that a source may be rebuilt alone."""


def coverage(observations: pa.Table) -> pa.Table:
    """A row an indicator, perimeter, period and stratum: how many quarters are in the files, and have a value."""
    with duckdb.connect() as engine:
        engine.register("observations", observations)
        return engine.sql(_COUNT).to_arrow_table()
