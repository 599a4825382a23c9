"""What the business register costs: time against a raw scan of the same columns, memory, growth, and two other tools.

``python benchmarks/register_speed.py [--rows 38000000] [--folder FOLDER]``. The register is generated, with a planted
truth: a result that is not the planted one stops the measure. Each measure is a process of its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

SIZES = (1_000_000, 5_000_000, 15_000_000, 38_000_000)
SIDE_BY_SIDE = 5_000_000
"""Rows of the comparison with pandas, which holds whole columns in memory."""
SECONDS, SECONDS_WITH_DISTANCES, MEGABYTES, MEGABYTES_WITH_DISTANCES, RATIO = 45.0, 120.0, 3000.0, 4000.0, 3.0
PERIMETER = "QP2024"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every size, print a line each; 0 when every promise is kept."""
    parser = argparse.ArgumentParser(description="Mesure le calcul de l'ESS sur un répertoire inventé.")
    parser.add_argument("--rows", type=int, default=SIZES[-1], help="the largest size")
    parser.add_argument(
        "--folder", type=Path, help="where registers are generated, and kept; a temporary one without it"
    )
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.folder or Path(temporary)
        sizes = [size for size in SIZES if size < chosen.rows] + [chosen.rows]
        kept = _growth(folder, sizes)
        return 0 if _side_by_side(folder, min(SIDE_BY_SIDE, chosen.rows)) and kept else 1


def _growth(folder: Path, sizes: list[int]) -> bool:
    """One line a size: seconds, megabytes and ratio to the raw scan; whether the largest keeps the promises."""
    print(
        f"{'lignes':>12} {'lecture brute':>14} {'calcul':>8} {'distances':>10} {'rapport':>8} {'mémoire':>9}  µs/ligne"
    )
    for rows in sizes:
        register = registered(folder, rows)
        scan = measured("scan", register)
        found = measured("run", register)
        _check_truth(found, register)
        ratio = found["without_distances"] / scan["seconds"]
        per_row = 1e6 * found["seconds"] / rows
        print(
            f"{rows:>12,} {scan['seconds']:>12.1f} s {found['without_distances']:>6.1f} s {found['distances']:>8.1f} s "
            f"{ratio:>8.2f} {found['megabytes']:>6.0f} Mo  {per_row:.2f}"
        )
    if sizes[-1] < SIZES[-1]:
        return True
    promises = {
        f"sans distances, {SECONDS:.0f} s": found["without_distances"] <= SECONDS,
        f"avec distances, {SECONDS_WITH_DISTANCES:.0f} s": found["seconds"] <= SECONDS_WITH_DISTANCES,
        f"mémoire, {MEGABYTES:.0f} Mo": found["megabytes"] <= MEGABYTES,
        f"au plus {RATIO:.0f} fois la lecture brute": ratio <= RATIO,
    }
    for promise, held in promises.items():
        print(f"{promise} : {'tenu' if held else 'DÉPASSÉ'}")
    return all(promises.values())


def _side_by_side(folder: Path, rows: int) -> bool:
    """The same selection by our engine, polars and pandas; whether ours is the fastest and all three agree."""
    register = registered(folder, rows)
    results = {tool: measured(tool, register) for tool in ("select", "polars", "pandas")}
    for tool, result in results.items():
        name = "DuckDB par Ibis" if tool == "select" else tool
        print(f"{rows:>12,} lignes, {name:<16} {result['seconds']:>6.1f} s {result['megabytes']:>6.0f} Mo")
    if len({json.dumps(result["counts"], sort_keys=True) for result in results.values()}) > 1:
        raise SystemExit("les trois outils ne comptent pas la même chose")
    return results["select"]["seconds"] <= min(result["seconds"] for result in results.values())


def registered(folder: Path, rows: int) -> Path:
    """The folder of the register of that size, generated when it is not there."""
    from benchmarks.register import TRUTH, write_register

    register = folder / str(rows)
    if not (register / TRUTH).is_file():
        write_register(register, rows)
    return register


def measured(what: str, register: Path) -> dict[str, Any]:
    """What ``benchmarks/register_work.py`` says of one piece of work, done in a process of its own."""
    work = Path(__file__).with_name("register_work.py")
    start = time.perf_counter()
    done = subprocess.run([sys.executable, str(work), what, str(register)], check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return {"wall": time.perf_counter() - start, **result}


def _check_truth(found: dict[str, Any], register: Path) -> None:
    from benchmarks.register import TRUTH

    planted = json.loads((register / TRUTH).read_text(encoding="utf-8"))["perimeters"][PERIMETER]["totals"]["all"]
    for definition in ("flag", "law", "study"):
        if found["counts"][definition] != planted[definition]["code"]:
            told = f"{definition} : {found['counts'][definition]} comptés, {planted[definition]['code']} plantés"
            raise SystemExit(f"la vérité plantée n’est pas retrouvée : {told}")


if __name__ == "__main__":
    sys.exit(main())
