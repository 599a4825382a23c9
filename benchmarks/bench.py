"""``make bench``: the times and sizes that are promised, measured on this machine, on loopback, in bounded loops.

Exit status 1 when a promise is not kept. Single figures of one machine: to compare with themselves, not to be quoted.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from math import inf
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.country import measure_country, measure_official_files
from benchmarks.dashboard import Answer, Dashboard, running, seconds_to_first_page
from benchmarks.exports import measure_exports

QPV = str(Path(sys.executable).with_name("qpv"))
REPEATS = 3


def main() -> int:
    """Measure everything, print one line each; 0 when every promise is kept."""
    results = [
        ("qpv etl", run_seconds("etl", into_temporary=True), 5.0, "s"),
        ("qpv gap, à froid", run_seconds("gap", "unemployment_rate", "--territory", "FRM"), 4.0, "s"),
        ("qpv list, à froid", run_seconds("list", "indicators", "--format", "csv"), 4.0, "s"),
        ("qpv serve, à froid, jusqu'à la première page", median(seconds_to_first_page, REPEATS), 4.0, "s"),
    ]
    with running() as (url, _):
        dashboard = Dashboard(url)
        answers = sorted([*dashboard.open_pages(), *dashboard.change_filters()])
        results += [
            (f"interaction, médiane de {len(answers)}", 1000 * percentile(answers, 0.5).seconds, inf, "ms"),
            ("interaction, p95", 1000 * percentile(answers, 0.95).seconds, 50.0, "ms"),
            ("plus grosse réponse après le premier chargement", max(a.bytes for a in answers) / 1000, 300.0, "ko"),
            ("premier chargement, plotly compris", sum(dashboard.first_load().values()) / 1000, inf, "ko"),
        ]
    results += measure_country()
    results += measure_exports()
    results += measure_official_files()
    kept = True
    for name, value, limit, unit in results:
        kept &= value <= limit
        told = "" if limit == inf else f"  (limite {limit:g} {unit}){'' if value <= limit else '  DÉPASSÉE'}"
        print(f"{name:<50} {value:8.2f} {unit}{told}")
    slowest = {answer.asked: answer.seconds for answer in answers}
    print("les plus lentes :")
    for asked, seconds in sorted(slowest.items(), key=lambda item: -item[1])[:8]:
        print(f"  {1000 * seconds:6.0f} ms  {asked}")
    return 0 if kept else 1


def run_seconds(*arguments: str, into_temporary: bool = False) -> float:
    """Median seconds of one whole command, interpreter start included."""
    with tempfile.TemporaryDirectory() as folder:
        out = {"QPV_INDICATORS_DIR": str(Path(folder) / "indicators")} if into_temporary else {}
        return median(lambda: once(arguments, out), REPEATS)


def once(arguments: tuple[str, ...], env: dict[str, str]) -> float:
    """Seconds of one run. Raises CalledProcessError when the command fails."""
    start = time.perf_counter()
    subprocess.run([QPV, *arguments], check=True, stdout=subprocess.DEVNULL, timeout=60, env={**os.environ, **env})
    return time.perf_counter() - start


def median(measure: Callable[[], float], repeats: int) -> float:
    """Median of ``repeats`` calls of ``measure``."""
    return statistics.median(measure() for _ in range(repeats))


def percentile(ordered: Sequence[Answer], share: float) -> Answer:
    """The answer below which ``share`` of an ordered list lies (nearest rank)."""
    return ordered[max(0, round(share * len(ordered)) - 1)]


if __name__ == "__main__":
    sys.exit(main())
