"""A made-up register and a folder of indicators that holds its territories, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.register import Truth, write_register
from benchmarks.register.perimeters import read_perimeters, write_made_up
from etl.business_register.running import Request

ROWS = 40_000
WHOLE_CITIES = {"751": "75056", "693": "69123", "132": "13055"}
_REGIONS = {"971": "REG-01", "972": "REG-02", "973": "REG-03", "974": "REG-04", "976": "REG-06"}
_FILES = {"establishments": "StockEtablissement", "legal_units": "StockUniteLegale", "geolocation": "Geolocalisation"}


@dataclass(frozen=True)
class MadeUp:
    """A register, what is true of it, and the folder of indicators it was planted in."""

    folder: Path
    indicators: Path
    truth: Truth

    def file(self, kind: str) -> Path:
        return next(path for path in self.folder.iterdir() if path.name.startswith(_FILES[kind]))

    def request(self, work: Path, **asked: Any) -> Request:
        files = {kind: self.file(kind) for kind in _FILES}
        given: Mapping[str, Any] = {**files, "indicators": self.indicators, "work": work, "memory": "1GB", **asked}
        return Request(**given)


def write_made_up_register(folder: Path, rows: int = ROWS, *, csv: bool = False, **asked: Any) -> MadeUp:
    """The register in ``folder/register``, its territories in ``folder/indicators``."""
    indicators = write_territories(folder)
    truth = write_register(folder / "register", rows, perimeters=indicators, csv=csv, **asked)
    return MadeUp(folder / "register", indicators, truth)


def write_territories(folder: Path) -> Path:
    """Made-up quarters with their communes, EPCI, départements and régions: all those of 2024 are drawn,
    three in four of those of 2015."""
    made = write_made_up(folder)
    indicators = made.rename(folder / "indicators")
    path = indicators / "territories.parquet"
    quarters = pd.read_parquet(path)
    home = quarters["communes"].str.removeprefix("COM-")
    quarters["communes"] = "COM-" + home.map(_whole)
    quarters["epci"] = home.map(_epci)
    quarters["parent_region"] = quarters["parent_department"].str[4:].map(_region)
    pq.write_table(pa.Table.from_pandas(quarters, preserve_index=False), path)
    codes = sorted({_whole(code) for code in read_perimeters(indicators)[1].codes})
    communes = pd.DataFrame(
        {"code": [f"COM-{code}" for code in codes], "kind": "commune", "perimeter": "", "status": "",
         "label": [f"Commune {code}" for code in codes], "arrondissements": "", "urban_unit": "",
         "parent_department": [f"DEP-{_department(code)}" for code in codes],
         "parent_region": [_region(_department(code)) for code in codes],
         "communes": [f"COM-{code}" for code in codes], "epci": [_epci(code) for code in codes],
         "longitude": np.nan, "latitude": np.nan, "area_m2": np.nan, "communes_basis": ""}
    )  # fmt: skip
    whole = pd.concat([quarters, communes], ignore_index=True)[quarters.columns]
    pq.write_table(pa.Table.from_pandas(whole, preserve_index=False), path)
    return indicators


def _whole(commune: str) -> str:
    return WHOLE_CITIES.get(commune[:3], commune)


def _department(commune: str) -> str:
    return commune[:3] if commune.startswith("97") else commune[:2]


def _epci(commune: str) -> str:
    """A handful of communes each; those of an EPCI are neighbours in the list of codes."""
    return f"EPCI-2{_department(commune):0>3}{int(_whole(commune)[-3:]) // 6:05d}"


def _region(department: str) -> str:
    return _REGIONS.get(department, f"REG-{11 + sum(map(ord, department)) % 13}")
