"""What leaving the screen costs: a deck, a note, a workbook, 1,500 notes, and pages asked for meanwhile."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.dashboard import Dashboard, running
from benchmarks.quarters import codes, write_country
from qpv.server import rest

if TYPE_CHECKING:
    from dashboard.briefs.document import Document
    from dashboard.questions.standing import Standing

QPV = str(Path(sys.executable).with_name("qpv"))
Result = tuple[str, float, float, str]
REPEATS = 5
CHARTS, ROWS, NOTES = 10, 10_000, 1_500
MADE = "2026-01-01"
ASKED_MEANWHILE = 60


def measure_exports() -> list[Result]:
    """Documents of a quarter of a country of the promised size, then those of all its quarters, then both at once."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "indicators"
        write_country(folder)
        return [*_one_by_one(folder), *_batches(folder, Path(name)), *_pages_meanwhile(folder)]


def _standing(folder: Path) -> Standing:
    from dashboard.questions.neighbourhoods import neighbourhoods_of
    from dashboard.questions.reading import Reading
    from dashboard.questions.standing import standing_of
    from dashboard.store import open_store
    from etl.catalogue import load_catalogue

    catalogue = load_catalogue(Path(__file__).parents[1] / "data" / "catalogue")
    reading = Reading(open_store(folder, catalogue))
    neighbourhoods_of(reading)
    return standing_of(reading)


def _one_by_one(folder: Path) -> list[Result]:
    from dashboard.briefs.document import Asked
    from dashboard.briefs.territory import build_brief
    from dashboard.exports import format_of

    standing = _standing(folder)
    asked = Asked(codes()[0])

    def brief() -> Document:
        return build_brief(standing.near, standing, asked, MADE)

    def note(name: str) -> float:
        return _median(lambda: format_of(name).write(brief()))

    country = build_brief(standing.near, standing, Asked("FR"), MADE)
    deck = _of_charts(country, CHARTS)
    observations = standing.near.store.official
    rows = () if observations is None else tuple(observations.at(codes())[:ROWS])
    workbook = replace(brief(), observations=rows)
    count = len(deck.illustrations)
    return [
        (f"présentation de {count} graphiques", _median(lambda: format_of("pptx").write(deck)), 1.0, "s"),
        *((f"note d'un quartier, {name}", note(name), limit, "s") for name, limit in _NOTES),
        ("note de la France, pdf", _median(lambda: format_of("pdf").write(country)), inf, "s"),
        (f"classeur de {len(rows)} observations", _median(lambda: format_of("xlsx").write(workbook)), 1.0, "s"),
    ]


_NOTES: Sequence[tuple[str, float]] = (("pdf", 0.5), ("docx", 0.5), ("pptx", inf), ("html", inf))


def _of_charts(document: Document, count: int) -> Document:
    """The same with its first charts alone."""
    kept = {id(one) for one in document.illustrations[:count]}
    sections = tuple(
        replace(part, blocks=tuple(block for block in part.blocks if id(block) in kept)) for part in document.sections
    )
    return replace(document, sections=tuple(part for part in sections if part.blocks))


def _median(make: Callable[[], object]) -> float:
    """Median seconds, once everything is loaded, as in a server."""
    make()
    rest()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        make()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _batches(folder: Path, out: Path) -> list[Result]:
    """Notes of one page for a département's worth of quarters, then for all: seconds, and the largest process."""
    places = sorted({f"DEP-{code[3:5]}" for code in codes()})
    few_seconds, few_memory, few = _batch(folder, out / "few", places[0])
    seconds, memory, count = _batch(folder, out / "all", "FR")
    return [
        (f"{count} notes d'une page en pdf, sur {os.cpu_count()} cœurs", seconds, 300.0 * count / NOTES, "s"),
        (f"mémoire du plus gros processus, {count} notes", memory, inf, "Mo"),
        (f"la même, {few} notes ({few_seconds:.1f} s)", few_memory, inf, "Mo"),
        ("mémoire : toutes les notes, par rapport à quelques-unes", memory / few_memory, 1.5, "fois"),
    ]


_LARGEST = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""A small process between the command and us: a process starts with the largest size of the one that starts it."""


def _batch(folder: Path, out: Path, within: str) -> tuple[float, float, int]:
    """Seconds, MB of the largest process, and how many notes. Raises CalledProcessError when the command fails."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _LARGEST,
         QPV, "brief", "--within", within, "--length", "page", "--format", "pdf", "-o", str(out)],
        check=True, capture_output=True, text=True, env={**os.environ, "QPV_INDICATORS_DIR": str(folder)},
    )  # fmt: skip
    return time.perf_counter() - start, float(done.stdout) / 1024, len(list(out.glob("*.pdf")))


def _pages_meanwhile(folder: Path) -> list[Result]:
    """Pages that other readers open while one exports without a pause."""
    with running(folder) as (url, _):
        dashboard = Dashboard(url)
        chosen = codes()[:ASKED_MEANWHILE]
        dashboard.open(f"/territoire/{chosen[0]}")
        alone = sorted(dashboard.open(f"/territoire/{code}")[0] for code in chosen)
        done = threading.Event()
        exported: list[float] = []
        thread = threading.Thread(target=_export_until, args=(url, done, exported))
        thread.start()
        try:
            busy = sorted(dashboard.open(f"/territoire/{code}")[0] for code in codes()[-ASKED_MEANWHILE:])
        finally:
            done.set()
            thread.join()
    rank = round(0.95 * ASKED_MEANWHILE) - 1
    return [
        ("fiche pendant que quelqu'un exporte, p95", 1000 * busy[rank], 500.0, "ms"),
        ("la même, seule, p95", 1000 * alone[rank], inf, "ms"),
        (f"export pendant ce temps, médiane de {len(exported)}", statistics.median(exported), inf, "s"),
    ]


def _export_until(url: str, done: threading.Event, exported: list[float]) -> None:
    """Notes asked for one after the other until told to stop."""
    for code in codes()[100:400]:
        start = time.perf_counter()
        with urllib.request.urlopen(f"{url}note/{code}.pdf", timeout=60) as answer:  # noqa: S310 (our own server)
            answer.read()
        exported.append(time.perf_counter() - start)
        if done.is_set():
            return
