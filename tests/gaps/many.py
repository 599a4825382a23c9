"""Tables of invented quarters, as the store gives them: what statistics of many quarters are tested on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from dashboard.gaps.quarters import Quarters, quarters_of
from etl.catalogue import Indicator
from tests.dashboard.small import catalogue, indicator

SHARE = indicator(
    aggregation="weighted_mean", weight="actifs", measurement="administrative", design_effect=None, default_age="_T"
)
"""A share read in an exhaustive file."""
SURVEYED = indicator(aggregation="weighted_mean", weight="actifs", design_effect=2, default_age="_T")
"""The same from a survey with a design effect."""
NAN = float("nan")


def table(values: Sequence[float | None], known: Indicator = SHARE, **columns: Any) -> pd.DataFrame:
    """One row a quarter, coded QP000000, QP000001… in the order of ``values``; ``columns`` are whole columns."""
    count = len(values)
    given: dict[str, Any] = {
        "indicator": known.id,
        "territory": [f"QP{rank:06d}" for rank in range(count)],
        "zone": "qpv",
        "perimeter": "QP2015",
        "period": "2022",
        "sex": "_T",
        "age": "_T",
        "breakdown": "_T",
        "value": np.array([NAN if value is None else value for value in values], dtype=float),
        "lower": NAN,
        "upper": NAN,
        "n": NAN,
        "obs_status": "A",
        "conf_status": "F",
        "source": "survey_2020",
        "locator": "fichier.csv, ligne 3, colonne TX",
    }
    return pd.DataFrame({**given, **columns}, index=range(count))


def many(values: Sequence[float | None], known: Indicator = SHARE, **columns: Any) -> Quarters:
    """The quarters of that table, which must stand together."""
    answer = quarters_of(table(values, known, **columns), known, catalogue(known), "DEP-93")
    assert isinstance(answer, Quarters), answer
    return answer
