"""A country of the size that is promised, made up: 1,600 quarters × 200 indicators × 10 years, and what it costs."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from etl.catalogue import load_catalogue
from etl.geography.tables import OUTLINE_COLUMNS
from etl.model import COLUMNS
from etl.official.coverage import coverage
from etl.official.parquet import parquet_bytes
from etl.publish import OFFICIAL, official_manifest

ROOT = Path(__file__).parents[1]
QUARTERS, INDICATORS, YEARS = 1600, 200, 10
SEED = 20261124
FIRST_YEAR = 2013
OWN = ("poverty_rate_60", "median_living_standard", "employment_rate", "under_25_share", "foreign_share", "population",
       "over_60_share", "single_parent_share_of_caf", "caf_rsa_share", "single_person_households_share")  # fmt: skip


def codes(quarters: int = QUARTERS) -> list[str]:
    """Codes of made-up quarters, spread over the départements as the real ones are."""
    departments = [
        f"{n:03d}" for n in (93, 59, 13, 69, 62, 75, 94, 95, 91, 77, 78, 92, 31, 33, 34, 67, 68, 76, 80, 974)
    ]
    return sorted(f"QP{departments[n % 20]}{n // 20 + 1:03d}" for n in range(quarters))


def write_country(folder: Path, quarters: int = QUARTERS, indicators: int = INDICATORS, years: int = YEARS) -> int:
    """A folder of indicators of that size, beside the committed tables; how many observations were added."""
    shutil.copytree(ROOT / "data" / "indicators", folder, ignore=shutil.ignore_patterns("*.parquet", OFFICIAL))
    names = codes(quarters)
    observations = _observations(names, indicators, years)
    tables = {
        "made_up.parquet": observations,
        "coverage_made_up.parquet": coverage(observations),
        "territories.parquet": _territories(names),
        "outlines.parquet": _outlines(names),
        "passports.parquet": _passports(names),
    }
    files = {name: parquet_bytes(table) for name, table in tables.items()}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / OFFICIAL).write_bytes(official_manifest(files, {"editions": []}, {}))
    return observations.num_rows


def _observations(names: list[str], indicators: int, years: int) -> pa.Table:
    catalogue = load_catalogue(ROOT / "data" / "catalogue")
    chosen = [*OWN, *(name for name in catalogue.indicators if name not in OWN)][:indicators]
    if len(chosen) < indicators:
        raise ValueError(f"the catalogue has {len(chosen)} indicators, {indicators} are asked")
    rng = np.random.default_rng(SEED)
    rows = len(names) * len(chosen) * years
    territory = np.repeat(np.arange(len(names)), len(chosen) * years)
    indicator = np.tile(np.repeat(np.arange(len(chosen)), years), len(names))
    year = np.tile(np.arange(years), len(names) * len(chosen))
    units = [catalogue.indicators[name].unit for name in chosen]
    ages = [catalogue.indicators[name].default_age for name in chosen]
    sexes = [catalogue.indicators[name].default_sex for name in chosen]
    high = np.array([95.0 if unit == "percent" else 20000.0 for unit in units])
    columns = {
        "indicator": _coded(indicator, chosen),
        "territory": _coded(territory, names),
        "period": _coded(year, [str(FIRST_YEAR + n) for n in range(years)]),
        "sex": _coded(indicator, sexes),
        "age": _coded(indicator, ages),
        "unit": _coded(indicator, units),
        "value": pa.array(np.round(rng.random(rows) * high[indicator], 1)),
        "locator": pa.array([f"made_up.csv, ligne {n % 1600 + 2}, colonne C{n % 200}" for n in range(rows)]),
    }
    constant = {"zone": "qpv", "perimeter": "QP2015", "breakdown": "_T", "obs_status": "A", "conf_status": "F",
                "qualifier": "", "source": "insee_qpv_demography", "note": ""}  # fmt: skip
    columns |= {name: _coded(np.zeros(rows, dtype=int), [text]) for name, text in constant.items()}
    columns |= {name: pa.nulls(rows, pa.float64()) for name in ("lower", "upper", "n")}
    return pa.table({name: columns[name] for name in COLUMNS})


def _coded(positions: np.ndarray, texts: list[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(positions.astype(np.int32)), pa.array(texts))


def _territories(names: list[str]) -> pa.Table:
    rows = []
    for number, code in enumerate(names):
        department = code[2:5].lstrip("0")
        x, y = _centre(number, department)
        rows.append(
            {
                "code": code,
                "label": f"Quartier {number}",
                "kind": "neighbourhood",
                "perimeter": "QP2015",
                "parent_department": f"DEP-{department}",
                "parent_region": "REG-11",
                "communes": f"COM-{department:0>2}001",
                "arrondissements": "",
                "epci": "EPCI-200054781",
                "urban_unit": "UU-00851",
                "longitude": x,
                "latitude": y,
                "area_m2": 250_000.0,
                "status": "modified",
                "communes_basis": "",
            }
        )
    return pa.Table.from_pandas(pd.DataFrame(rows), preserve_index=False)


def _centre(number: int, department: str) -> tuple[float, float]:
    rng = random.Random(number)  # noqa: S311 (made-up places)
    if department == "974":
        return 55.3 + rng.random() * 0.4, -21.2 + rng.random() * 0.3
    return -1 + rng.random() * 7, 43.5 + rng.random() * 6


def _outlines(names: list[str]) -> pa.Table:
    from etl.geography.projections import LANDS, land_of, reproject

    rows = []
    for number, code in enumerate(names):
        department = code[2:5].lstrip("0")
        x, y = _centre(number, department)
        degrees = shapely.Point(x, y).buffer(0.003, quad_segs=6)
        epsg = LANDS[land_of(department)].epsg
        shape = reproject(degrees, 4326, epsg)
        rows.append((code, "QP2015", epsg, shapely.to_wkb(shape), shapely.to_wkb(degrees), shape.area, False, ""))
    frame = pd.DataFrame(rows, columns=list(OUTLINE_COLUMNS)).astype({"epsg": "int32"})
    return pa.Table.from_pandas(frame, preserve_index=False)


def _passports(names: list[str]) -> pa.Table:
    frame = pd.DataFrame({"code": names, "perimeter": "QP2015", "status": "modified", "related": "", "relation": "",
                          "share_of_this": np.nan, "share_of_related": np.nan, "remark": ""})  # fmt: skip
    return pa.Table.from_pandas(frame, preserve_index=False)


def described(folder: Path) -> dict[str, int]:
    """Bytes of each Parquet file of a folder."""
    return {entry["path"]: entry["bytes"] for entry in json.loads((folder / OFFICIAL).read_text())["resources"]}
