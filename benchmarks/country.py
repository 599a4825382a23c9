"""What a country of the promised size costs: profiles, the national map, memory, growth; and the official files."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from math import inf, nan
from pathlib import Path

import numpy as np

from benchmarks.dashboard import Dashboard, running, worker_megabytes
from benchmarks.quarters import QUARTERS, codes, write_country

QPV = str(Path(sys.executable).with_name("qpv"))
Result = tuple[str, float, float, str]
PROFILES, MAPS = 80, 20
MAP_INDICATORS = ("poverty_rate_60", "employment_rate", "under_25_share", "foreign_share", "over_60_share")
POINTS = 100_000
RAW = Path(__file__).parents[2] / "shared" / "data"
"""Official files, when they stand beside the project."""


def measure_country() -> list[Result]:
    """Answers of a server that holds 3.2 million observations, the memory of its worker, and how costs grow."""
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full" / "indicators"
        count = write_country(full)
        with running(full) as (url, process):
            dashboard = Dashboard(url)
            chosen = codes()[:: QUARTERS // PROFILES][:PROFILES]
            dashboard.open(f"/territoire/{chosen[0]}")  # the worker opens its engine once
            profiles = sorted(dashboard.open(f"/territoire/{code}")[0] for code in chosen)
            maps = [
                dashboard.open(f"/carte?indicateur={MAP_INDICATORS[n % len(MAP_INDICATORS)]}")[:2] for n in range(MAPS)
            ]
            memory = worker_megabytes(process)
        quarter = Path(folder) / "quarter" / "indicators"
        small = write_country(quarter, quarters=QUARTERS // 4)
        growth = _first_profile(full) / _first_profile(quarter)
        located = _seconds_to_locate(full)
    return [
        (f"fiche d'un quartier, p95 ({count / 1e6:.1f} M d'observations)", 1000 * _p95(profiles), 50.0, "ms"),
        ("carte nationale, p95", 1000 * _p95(sorted(seconds for seconds, _ in maps)), 150.0, "ms"),
        ("carte nationale, compressée", max(size for _, size in maps) / 1000, 400.0, "ko"),
        ("mémoire d'un processus", memory, 400.0, "Mo"),
        (f"fiche à froid, {count / small:.0f} fois plus d'observations", growth, float(count / small), "fois"),
        (f"{POINTS} points situés", located, 2.0, "s"),
    ]


def _p95(ordered: list[float]) -> float:
    return ordered[max(0, round(0.95 * len(ordered)) - 1)]


def _first_profile(folder: Path) -> float:
    """Seconds of ``qpv profile`` in a new process, on a folder of that size: the best of three."""
    env = {**os.environ, "QPV_INDICATORS_DIR": str(folder)}
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([QPV, "profile", codes()[0], "--format", "json"], check=True, stdout=subprocess.DEVNULL, env=env)
        times.append(time.perf_counter() - start)
    return min(times)


def _seconds_to_locate(folder: Path) -> float:
    from etl.geography.locate import open_locator

    locator = open_locator(folder)
    rng = np.random.default_rng(1)
    longitudes, latitudes = rng.uniform(-1, 6, POINTS), rng.uniform(43.5, 49.5, POINTS)
    locator.locate(longitudes[:10], latitudes[:10])
    times = []
    for _ in range(3):
        start = time.perf_counter()
        locator.locate(longitudes, latitudes)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def measure_official_files() -> list[Result]:
    """Seconds and memory of « qpv etl --raw » on the official files, when they are there."""
    if not RAW.is_dir():
        return [("qpv etl --raw (pas de fichiers officiels ici)", nan, inf, "s")]
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        command = [QPV, "etl", "--raw", str(RAW), "--out", str(Path(folder) / "indicators")]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=300)
        seconds = time.perf_counter() - start
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return [
        ("qpv etl --raw, tous les fichiers officiels", seconds, 20.0, "s"),
        ("qpv etl --raw, mémoire (le plus gros des processus)", largest, 1500.0, "Mo"),
    ]
