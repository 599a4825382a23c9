"""What was read of a raw folder, for sources that need more than one file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd
import pyarrow as pa

from etl.catalogue import Catalogue
from etl.errors import Problem
from etl.geography.tables import GeographyTables
from etl.official.observing import SCHEMA, Reading


@dataclass
class Context:
    """The readings of every source, and what was already made of them."""

    catalogue: Catalogue
    readings: list[Reading]
    geography: GeographyTables | None = None
    """Territories, outlines and passports; None when no file gives them."""
    observed: dict[str, pa.Table] = field(default_factory=dict)
    """Observations by source module, in ``SCHEMA``."""
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What a reader of the build report must know (French)."""

    def of(self, *layouts: str) -> list[Reading]:
        """The readings of some layouts, the latest edition last."""
        found = [reading for reading in self.readings if reading.layout.id in layouts]
        return sorted(found, key=lambda reading: (reading.edition, reading.table.name))


def observations_from(frame: pd.DataFrame) -> pa.Table:
    """Computed observations, in the schema of those that were read.

    ``frame`` has the columns of the model; ``precedence`` and ``edition`` may be absent.
    """
    full = frame.assign(
        precedence=frame.get("precedence", 0),
        edition=frame.get("edition", ""),
    )
    return pa.Table.from_pandas(full[SCHEMA.names], schema=SCHEMA, preserve_index=False)


def named(readings: Iterable[Reading]) -> str:
    """The files of some readings, each once, for a locator."""
    return ", ".join(dict.fromkeys(reading.table.name for reading in readings))
