"""Puts the observations of the business register beside those of the other official files."""

from __future__ import annotations

import json
from pathlib import Path

from etl.business_register.running import Outcome
from etl.errors import BuildError
from etl.official.coverage import PREFIX, coverage
from etl.official.parquet import parquet_bytes
from etl.publish import PACKAGE, added_to_official, publish

STEM = "business_register"


def publish_register(outcome: Outcome, out: Path) -> list[str]:
    """Write the observations and what they cover in ``out``, with the manifest; the names of the files that changed.

    Raises BuildError when the folder cannot be written or is busy.
    """
    table = outcome.table()
    tables = {STEM: table, f"{PREFIX}{STEM}": coverage(table)}
    files = {f"{name}.parquet": parquet_bytes(content) for name, content in tables.items()}
    report = outcome.report
    told = {"day": report.last_day, "rows": report.fates, "places": report.locations, "notes": report.notes}
    small, package = _small_files(out)
    return publish(small, package, out, added_to_official(out, files, {STEM: told}))


def _small_files(out: Path) -> tuple[dict[str, bytes], bytes]:
    """The tables that the package names, and the package: they stay as they are, for what is not published goes."""
    try:
        package = (out / PACKAGE).read_bytes()
        names = [Path(str(resource["path"])).name for resource in json.loads(package)["resources"]]
        return {name: (out / name).read_bytes() for name in names}, package
    except (OSError, ValueError, LookupError, TypeError):
        raise BuildError([f"{out.name} : {PACKAGE} ou une table qu’il annonce manque ; lancer « qpv etl »"]) from None
