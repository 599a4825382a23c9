"""What was read of a raw folder, for sources that need more than one file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from etl.catalogue import Catalogue, Indicator
from etl.errors import Problem
from etl.geography.tables import GeographyTables
from etl.model import TOTAL
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


def of_everyone(frame: pd.DataFrame, entry: Indicator, reading: Reading) -> pd.DataFrame:
    """Computed figures of one indicator, of everyone in each territory, in the columns of the model.

    ``frame`` has one row per territory: territory, value (in the indicator's unit), n, obs_status, conf_status,
    locator, note and, unless it is the reading's edition, period. No interval: a sum of published counts has none.
    """
    return frame.assign(
        indicator=entry.id,
        zone="all",
        perimeter="",
        period=frame.get("period", reading.edition),
        sex=TOTAL,
        age=entry.default_age,
        breakdown=TOTAL,
        unit=entry.unit,
        lower=np.nan,
        upper=np.nan,
        qualifier="",
        source=reading.source,
        edition=reading.edition,
    )


def named(readings: Iterable[Reading]) -> str:
    """The files of some readings, each once, for a locator."""
    return ", ".join(dict.fromkeys(reading.table.name for reading in readings))
