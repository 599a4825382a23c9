"""Figures of the register written by hand, on the invented quarters of ``tests/small_raw.py``.

Les Tilleuls (QP093001) has 6 establishments, 14 with its band; culture exists in all the others and not there;
food is a secret there; Petit Bois (QP093008) has no outline that was read, so no band.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from etl.business_register.observations import as_table
from etl.model import Observation
from etl.official.coverage import PREFIX, coverage
from etl.official.parquet import parquet_bytes
from etl.publish import added_to_official

MONTH = "2026-09"
HERE, WITHOUT_BAND, TOWN = "QP093001", "QP093008", "COM-93066"
LAW, FLAG, STUDY = "ESS : loi de 2014", "ESS : marque", "ESS : étude de 2017"
SECTORS = ("early_childhood", "social_action", "culture", "sport", "food", "civic_life")
QUARTERS = [f"QP09300{n}" for n in range(1, 9)] + [f"QP97400{n}" for n in range(1, 5)]
DENSITY = {code: 10.0 + rank for rank, code in enumerate(QUARTERS)}
"""Establishments for 10 000 inhabitants, from 10 at the first quarter to 21 at the last."""


def figure(
    value: float | None, indicator: str = "ess_employer_establishments", unit: str = "establishments", **fields: str
) -> Observation:
    """One figure of Les Tilleuls by the law of 2014; None is a secret."""
    hidden = value is None
    given = Observation(
        indicator=indicator, territory=HERE, zone="qpv", perimeter="QP2015", period=MONTH, sex="_T", age="_T",
        breakdown="_T", value=value, unit=unit, lower=None, upper=None, n=None, obs_status="Q" if hidden else "A",
        conf_status="C" if hidden else "F", qualifier="", source="insee_business_register", locator=LAW, note="",
    )  # fmt: skip
    return replace(given, **fields)


def _kinds(code: str, zone: str, counts: dict[str, float | None]) -> list[Observation]:
    return [figure(n, territory=code, zone=zone, breakdown=f"ess_sector:{level}") for level, n in counts.items()]


def _quarter(code: str) -> list[Observation]:
    like = dict.fromkeys(SECTORS, 2.0)
    here = {"early_childhood": 0.0, "social_action": 5.0, "culture": 0.0, "sport": 0.0, "food": None, "civic_life": 4.0}
    counts: dict[str, float | None] = dict(here) if code == HERE else {**like, "early_childhood": 0.0, "sport": None}
    where = {"territory": code}
    known = [
        figure(6, **where),
        figure(6, **where, breakdown="ess_definition:law"),
        figure(4, **where, breakdown="ess_definition:flag", locator=FLAG),
        figure(None, **where, breakdown="ess_definition:study", locator=STUDY),
        figure(2, **where, breakdown="location:approximate"),
        figure(None, **where, breakdown="location:doubtful"),
        replace(figure(8.0, "ess_share_of_employer_establishments", "percent", **where), n=75.0),
        replace(
            figure(DENSITY[code], "ess_establishments_per_10000", "per_10000", **where), n=5000.0,
            note="Habitants : population de 2018.",
        ),
        figure(14, **where, zone="qpv_and_300m"),
        *_kinds(code, "qpv", counts),
        *(figure(n, **where, breakdown=f"legal_form:{level}") for level, n in (("associations", 6), ("mutuals", 0))),
        *(figure(n, "ess_creations", **where, period=f"20{20 + n}") for n in range(6)),
        *(figure(1, "ess_closures", **where, period=f"20{20 + n}") for n in range(6)),
        figure(100, "ess_survival_share", "percent", **where, period="2021", breakdown="survival:1"),
    ]  # fmt: skip
    if code == WITHOUT_BAND:  # its own establishments, as if they were those of a band
        return [*known, *_kinds(code, "qpv_and_300m", counts)]
    return [*known, figure(8, **where, zone="buffer_300m"), *_kinds(code, "qpv_and_300m", counts)]


def _whole(code: str, inside: float, everything: float) -> list[Observation]:
    where, all_of = {"territory": code}, {"zone": "all", "perimeter": ""}
    share = ("ess_share_of_employer_establishments", "percent")
    located, others = ("ess_share_located_in_qpv", "percent"), ("non_ess_share_located_in_qpv", "percent")
    return [
        figure(inside, **where),
        figure(everything, **where, **all_of),
        replace(figure(9.0, *share, **where), n=inside * 11),
        replace(figure(12.0, *share, **where, zone="outside_qpv"), n=everything * 8),
        replace(figure(12.5, *share, **where, **all_of), n=everything * 8),
        replace(figure(100 * inside / everything, *located, **where), n=everything - 10),
        replace(figure(4.0, *others, **where), n=everything * 7),
    ]


def table() -> pa.Table:
    """Every figure, as ``qpv ess`` writes them."""
    known = [o for code in QUARTERS for o in _quarter(code)]
    known += [*_whole(TOWN, 20, 120), *_whole("DEP-93", 90, 900), *_whole("FR", 10091, 209625)]
    return as_table(known)


def add_register(folder: Path) -> None:
    """Put the register beside the official files of ``folder``."""
    tables = {"business_register": table(), f"{PREFIX}business_register": coverage(table())}
    files = {f"{name}.parquet": parquet_bytes(content) for name, content in tables.items()}
    for name, content in added_to_official(folder, files, {}).items():
        (folder / name).write_bytes(content)
