"""One piece of work on the business register, timed in its own process: says its seconds and megabytes as JSON."""

from __future__ import annotations

import json
import resource
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.register.definitions import ASSOCIATIONS, COOPERATIVES, FOUNDATIONS, MUTUALS

PERIMETER = "QP2024"
FAMILIES = f"{ASSOCIATIONS} {COOPERATIVES} {MUTUALS} {FOUNDATIONS}".split()
LEFT_OUT, LEFT_OUT_DIVISIONS = ["94.11Z", "94.12Z", "94.20Z", "94.91Z", "94.92Z"], ["84", "97", "98", "99"]
STOCK = ["siren", "siret", "etatAdministratifEtablissement", "caractereEmployeurEtablissement",
         "trancheEffectifsEtablissement", "activitePrincipaleEtablissement", "codeCommuneEtablissement",
         "dateCreationEtablissement", "dateDebut"]  # fmt: skip
UNITS = ["siren", "etatAdministratifUniteLegale", "categorieJuridiqueUniteLegale", "activitePrincipaleUniteLegale",
         "economieSocialeSolidaireUniteLegale"]  # fmt: skip
PLACES = ["siret", "x", "y", "qualite_xy", "epsg", "plg_qp15", "plg_qp24"]
DEFINITIONS = ("flag", "law", "study")
Counts = dict[str, Any]


def _files(register: Path) -> list[Path]:
    return [next(register.glob(f"{name}*.parquet")) for name in ("StockEtab", "StockUnite", "Geolocalisation")]


def scan(register: Path) -> Counts:
    """Every value of the columns that the computation reads, through the same engine, and nothing done with it.

    A hash of each: a maximum would be read in the statistics of the file.
    """
    import duckdb

    from etl.business_register.inputs import COLUMNS, Kind

    with duckdb.connect(config={"threads": 2}) as engine:
        for path, kind in zip(_files(register), (Kind.ESTABLISHMENTS, Kind.LEGAL_UNITS, Kind.GEOLOCATION), strict=True):
            columns = ", ".join(f"bit_xor(hash({column}))" for column in COLUMNS[kind])
            engine.execute(f"SELECT {columns} FROM read_parquet(?)", [str(path)]).fetchall()  # noqa: S608 (our names)
    return {}


def run_all(register: Path) -> Counts:
    """The whole of « qpv ess » for one perimeter, but writing its result."""
    from etl.business_register.running import Request, run

    work = register / "work"
    shutil.rmtree(work, ignore_errors=True)
    stock, units, places = _files(register)
    outcome = run(Request(stock, units, places, register / "perimeters", work, perimeters=(PERIMETER,)))
    shutil.rmtree(work)
    distances = outcome.report.seconds["Distances"]
    counts = {
        observation.breakdown.removeprefix("ess_definition:"): observation.value
        for observation in outcome.observations
        if (observation.territory, observation.zone) == ("FR", "qpv")
        and observation.indicator == "ess_employer_establishments"
    }
    return {"distances": distances, "counts": {name: counts[name] for name in DEFINITIONS}}


def select(register: Path) -> Counts:
    """The selection, written as Parquet, by our expressions: the heavy part of the computation."""
    from etl.business_register.engines import connect
    from etl.business_register.inputs import Kind, open_input
    from etl.business_register.selection import selection

    work = register / "work"
    kinds = (Kind.ESTABLISHMENTS, Kind.LEGAL_UNITS, Kind.GEOLOCATION)
    with connect("duckdb", "3GB", work) as engine:
        tables = [engine.read(open_input(path, kind, work)) for path, kind in zip(_files(register), kinds, strict=True)]

        def keep(table: Any, name: str) -> Any:
            engine.write(table, work / name)
            return engine.read_stage(work / name)

        keep(selection(*tables, "2026-09-30", keep=keep), "selection")
    return _told(work / "selection", "by_law", "qp2024")


def pandas(register: Path) -> Counts:
    """The same in plain pandas: whole columns in memory. Sectors, sizes and bounds of systems are left out."""
    import numpy as np
    import pandas as pd

    stock, units, places = (
        pd.read_parquet(path, columns=columns)
        for path, columns in zip(_files(register), (STOCK, UNITS, PLACES), strict=True)
    )
    form = units["categorieJuridiqueUniteLegale"].astype("Int64").astype("string").fillna("")
    activity = units["activitePrincipaleUniteLegale"].fillna("")
    left_out = activity.isin(LEFT_OUT) | activity.str[:2].isin(LEFT_OUT_DIVISIONS)
    flag = units["economieSocialeSolidaireUniteLegale"].fillna("") == "O"
    units = units.assign(by_flag=flag, by_study=form.isin(FAMILIES) & ~left_out)
    units["by_law"] = units["by_study"] | (flag & form.str.startswith("5") & ~form.isin(FAMILIES))
    kept = (
        (stock["etatAdministratifEtablissement"] == "A")
        & (stock["caractereEmployeurEtablissement"] == "O")
        & (stock["codeCommuneEtablissement"].fillna("") != "")
    )
    field = stock[kept].merge(units, on="siren", how="left")
    rest = stock[~kept].merge(units[units["by_flag"] | units["by_law"]], on="siren")
    placed = pd.concat([field, rest]).merge(places, on="siret", how="left")
    placed["by_law"] = placed["by_law"].fillna(np.False_)
    target = register / "work.pandas.parquet"
    placed.to_parquet(target, index=False)
    return _told(target, "by_law", "plg_qp24")


def polars(register: Path) -> Counts:
    """The same in polars, lazily, written as it comes. Sectors, sizes and bounds of systems are left out."""
    import polars as pl

    stock, units, places = (
        pl.scan_parquet(path).select(columns)
        for path, columns in zip(_files(register), (STOCK, UNITS, PLACES), strict=True)
    )
    form = pl.col("categorieJuridiqueUniteLegale").cast(pl.String).fill_null("")
    activity = pl.col("activitePrincipaleUniteLegale").fill_null("")
    left_out = activity.is_in(LEFT_OUT) | activity.str.slice(0, 2).is_in(LEFT_OUT_DIVISIONS)
    flag = pl.col("economieSocialeSolidaireUniteLegale").fill_null("") == "O"
    units = units.with_columns(by_flag=flag, by_study=form.is_in(FAMILIES) & ~left_out).with_columns(
        by_law=pl.col("by_study") | (flag & form.str.starts_with("5") & ~form.is_in(FAMILIES))
    )
    kept = (
        (pl.col("etatAdministratifEtablissement") == "A")
        & (pl.col("caractereEmployeurEtablissement") == "O").fill_null(False)
        & (pl.col("codeCommuneEtablissement").fill_null("") != "")
    )
    field = stock.filter(kept).join(units, on="siren", how="left")
    rest = stock.filter(~kept).join(units.filter(pl.col("by_flag") | pl.col("by_law")), on="siren")
    placed = pl.concat([field, rest.select(field.collect_schema().names())]).join(places, on="siret", how="left")
    target = register / "work.polars.parquet"
    placed.with_columns(pl.col("by_law").fill_null(False)).sink_parquet(target)
    return _told(target, "by_law", "plg_qp24")


def _told(written: Path, member: str, quarter: str) -> Counts:
    """How many lines, members of the social economy, and lines in a quarter; the file is then thrown away."""
    import duckdb

    where = f"{written}/*.parquet" if written.is_dir() else str(written)
    query = f"SELECT count(*), count_if({member}), count_if({quarter} LIKE 'Q%') FROM read_parquet(?)"  # noqa: S608
    lines, members, inside = duckdb.execute(query, [where]).fetchall()[0]
    _forget(written if written.suffix else written.parent)
    return {"counts": {"lines": lines, "by_law": members, "inside": inside}}


def _forget(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


WORKS: dict[str, Callable[[Path], Counts]] = {
    "scan": scan, "run": run_all, "select": select, "pandas": pandas, "polars": polars,
}  # fmt: skip


def main(what: str, register: str) -> None:
    """Do ``what`` on a folder, and print one line of JSON."""
    start = time.perf_counter()
    result = WORKS[what](Path(register))
    seconds = time.perf_counter() - start
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    timed = {"seconds": seconds, "megabytes": megabytes, "without_distances": seconds - result.get("distances", 0.0)}
    print(json.dumps({**timed, **result}))


if __name__ == "__main__":
    main(*sys.argv[1:])
