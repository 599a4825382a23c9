"""Draws the register chunk by chunk, writes it and tells what is true of it."""

from __future__ import annotations

import json
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np

from benchmarks.register.columns import day
from benchmarks.register.establishments import Establishments, draw_establishments, establishment_table
from benchmarks.register.geolocation import geolocation_table
from benchmarks.register.layout import ESTABLISHMENTS, FILES, GEOLOCATION, LEGAL_UNITS
from benchmarks.register.perimeters import read_perimeters, write_made_up
from benchmarks.register.planting import plant
from benchmarks.register.truth import Tally, Truth
from benchmarks.register.units import LAST_DAY, Units, draw_units, unit_table
from benchmarks.register.writing import Outputs

CHUNK = 500_000
LAST_MONTH = "2026-09"
LARGEST = 38_000_000
TRUTH = "truth.json"


def write_register(
    folder: Path,
    rows: int,
    *,
    seed: int = 5,
    perimeters: Path | None = None,
    month: str = LAST_MONTH,
    csv: bool = False,
) -> Truth:
    """Writes the three files and ``truth.json`` in ``folder``; the truth.

    ``rows``: establishments at LAST_MONTH; an earlier ``month`` has those already born, open until they close.
    ``perimeters``: a folder of indicators; without it, made-up ones are written in ``folder/perimeters``. The same
    arguments give the same files. Raises ValueError for a size or a month out of reach.
    """
    if not 1000 <= rows <= LARGEST:
        raise ValueError(f"rows: from 1,000 to {LARGEST:,}")
    until = day(f"{month}-01")
    if until > LAST_DAY:
        raise ValueError(f"month: {LAST_MONTH} at the latest")
    folder.mkdir(parents=True, exist_ok=True)
    quarters, communes = read_perimeters(perimeters or write_made_up(folder))
    by_quarter = int(np.clip(rows // 20 // len(quarters.codes), 6, 40))
    places = plant(quarters, communes, by_quarter, int(np.clip(rows // 4, 1000, 200_000)), seed)
    tally = Tally(places, communes, len(quarters.codes), until)

    def tables(number: int, units: Units, here: Establishments) -> None:
        def own(table: int) -> np.random.Generator:
            return np.random.default_rng([seed, number, table])

        outputs.write(ESTABLISHMENTS, establishment_table(own(3), units, here, places, communes, until))
        outputs.write(LEGAL_UNITS, unit_table(own(4), units, until))
        outputs.write(GEOLOCATION, geolocation_table(own(5), here, places, communes, until))

    step = 99_000_000 // (rows + CHUNK)
    with Outputs(folder, FILES, csv=csv) as outputs, ThreadPoolExecutor(1) as writer:
        writing: Future[None] | None = None
        for number, first in enumerate(range(0, rows, CHUNK)):
            rng = np.random.default_rng([seed, number, 2])
            units = draw_units(rng, min(CHUNK, rows - first), first, step)
            here = draw_establishments(rng, units, places)
            if writing is not None:
                writing.result()
            writing = writer.submit(tables, number, units, here)
            tally.add(units, here)
        if writing is not None:
            writing.result()
    truth = tally.truth({"seed": seed, "month": month, "perimeters_made_up": perimeters is None})
    (folder / TRUTH).write_text(json.dumps(truth, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    return truth
