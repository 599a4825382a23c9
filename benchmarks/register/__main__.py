"""``python -m benchmarks.register FOLDER --rows 1000000 [--perimeters DIR] [--months 2026-08 2026-09] [--csv]``."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from benchmarks.register import LAST_MONTH, write_register


def main() -> None:
    """One register, or one folder a month."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.register", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, required=True, help="establishments, from 1,000 to 38,000,000")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--perimeters", type=Path, help="a folder of indicators; made-up quarters without it")
    parser.add_argument("--months", nargs="+", help=f"a folder each, as 2026-08; {LAST_MONTH} in FOLDER without it")
    parser.add_argument("--csv", action="store_true", help="CSV in zips instead of Parquet")
    given = parser.parse_args()
    for month in given.months or [None]:
        started = time.perf_counter()
        folder = given.folder / month if month else given.folder
        truth = write_register(folder, given.rows, seed=given.seed, perimeters=given.perimeters,
                               month=month or LAST_MONTH, csv=given.csv)  # fmt: skip
        size = sum(path.stat().st_size for path in folder.iterdir() if path.suffix in (".parquet", ".zip"))
        print(f"{folder}: {truth['rows']}, {size / 1e6:,.0f} MB, {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
