"""How many people live somewhere, from the indicators already built: what establishments are set against."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from etl.model import COLUMNS, TOTAL, Qualifier, period_order

INDICATOR = "population"
Inhabitants = Mapping[tuple[str, str, str], tuple[float, str]]
"""People and their period by territory, zone and perimeter (empty for a whole territory)."""
_KEY = ["territory", "zone", "perimeter"]


def inhabitants_of(folder: Path) -> Inhabitants:
    """The latest exact population of each place that the observations of ``folder`` know."""
    frames = [*_tables(folder), *_parquet(folder)]
    if not frames:
        return {}
    known = pd.concat(frames, ignore_index=True)
    known = known[(known["qualifier"] == Qualifier.EXACT) & known["value"].notna() & (known["value"] > 0)]
    for stratum in ("sex", "age", "breakdown"):
        known = known[known[stratum] == TOTAL]
    ranks = {period: rank for rank, period in enumerate(sorted(known["period"].unique(), key=period_order))}
    ordered = known.assign(rank=known["period"].map(ranks)).sort_values("rank", kind="stable")
    latest = ordered.drop_duplicates(_KEY, keep="last")
    keys = zip(*(latest[name] for name in _KEY), strict=True)
    people = zip(latest["value"].astype(float), latest["period"].astype(str), strict=True)
    return dict(zip(keys, people, strict=True))


def _tables(folder: Path) -> list[pd.DataFrame]:
    frames = []
    for path in sorted(folder.glob("*.csv")):
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        if tuple(frame.columns) == COLUMNS:
            chosen = frame[frame["indicator"] == INDICATOR]
            frames.append(chosen.assign(value=pd.to_numeric(chosen["value"])))
    return frames


def _parquet(folder: Path) -> list[pd.DataFrame]:
    """Only the groups of lines that may speak of inhabitants are read."""
    wanted = ds.field("indicator") == INDICATOR
    columns = [*_KEY, "period", "sex", "age", "breakdown", "value", "qualifier"]
    return [
        ds.dataset(path).to_table(columns=columns, filter=wanted).to_pandas()
        for path in sorted(folder.glob("*.parquet"))
        if tuple(pq.read_schema(path).names) == COLUMNS
    ]
