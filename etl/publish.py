"""Writes ``data/indicators``: same input, same bytes; all or nothing; one build at a time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from etl.catalogue import Catalogue
from etl.errors import BuildError
from etl.files import sha256_of, system_reason
from etl.model import COLUMNS, NUMERIC_COLUMNS, Observation, period_order, plain_number
from etl.transcription import LeftOut, Row

PACKAGE = "datapackage.json"
OFFICIAL = "official.json"
"""Names the Parquet files made from official files, as the package names the small tables. Not committed."""
LOCK_TIMEOUT = 120
"""Seconds a build waits for another one to end."""


def observations_csv(observations: Iterable[Observation]) -> bytes:
    """The tidy table, sorted by key then source, in UTF-8 with LF."""
    ordered = sorted(observations, key=_order)
    rows = [[plain_number(getattr(o, c)) if c in NUMERIC_COLUMNS else getattr(o, c) for c in COLUMNS] for o in ordered]
    return _csv(COLUMNS, rows)


def _order(o: Observation) -> tuple[Any, ...]:
    return (
        o.indicator,
        o.territory,
        o.zone,
        o.perimeter,
        period_order(o.period),
        o.stratum,
        o.source,
        o.locator,
    )


def rows_csv(rows: Sequence[Row]) -> bytes:
    """A plain table of transcribed rows, in the order of its file."""
    columns = list(type(rows[0]).model_fields)
    return _csv(columns, [[getattr(row, column) for column in columns] for row in rows])


def left_out_csv(left_out: Iterable[LeftOut]) -> bytes:
    """What was read and not kept, with the reason."""
    return _csv(
        ("source", "reference", "indicator", "reason"),
        [[x.source, x.reference, x.indicator, x.reason] for x in left_out],
    )


def _csv(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def datapackage(files: Mapping[str, bytes], titles: Mapping[str, str], catalogue: Catalogue) -> bytes:
    """The Data Package (v1) that describes ``files``: size, hash, columns, licence and sources."""
    resources = []
    for name, content in sorted(files.items()):
        header = content.split(b"\n", 1)[0].decode("utf-8").split(",")
        fields = [{"name": c, "type": "number" if c in NUMERIC_COLUMNS else "string"} for c in header]
        resources.append(
            {
                "name": name.removesuffix(".csv").replace("_", "-"),
                "title": titles.get(name, ""),
                "path": name,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(content),
                "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
                "schema": {"fields": fields, "missingValues": [""]},
            }
        )
    package = {
        "profile": "tabular-data-package",
        "name": "lisiere-indicators",
        "title": "Lisière : les écarts entre les QPV et ce qui les entoure",
        "licenses": [{"name": "etalab-2.0", "title": "Licence Ouverte 2.0"}],
        "sources": [
            {"title": f"{source.publisher}, {source.title}", "path": source.url}
            for source in catalogue.sources.values()
        ],
        "resources": resources,
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def official_manifest(files: Mapping[str, bytes], report: Mapping[str, Any], kept: Mapping[str, Any]) -> bytes:
    """What ``official.json`` says: name, size and hash of each Parquet file, then what was read (``report``).

    ``kept`` are the entries of files of an earlier build that this one leaves in place.
    """
    entries = dict(kept) | {
        name: {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
        for name, content in files.items()
    }
    resources = [{"path": name, **entries[name]} for name in sorted(entries)]
    return (json.dumps({"resources": resources, **report}, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def added_to_official(out: Path, files: Mapping[str, bytes], report: Mapping[str, Any]) -> dict[str, bytes]:
    """Official files that join those of an earlier build, with the manifest that names them all."""
    try:
        told = json.loads((out / OFFICIAL).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        told = {"editions": []}
    told.pop("resources", None)
    return {**files, OFFICIAL: official_manifest(files, {**told, **report}, official_entries(out))}


def official_entries(out: Path) -> dict[str, Any]:
    """Size and hash of each official file that an earlier build left in ``out``."""
    try:
        package = json.loads((out / OFFICIAL).read_text(encoding="utf-8"))
        return {
            Path(entry["path"]).name: {"bytes": entry["bytes"], "hash": entry["hash"]} for entry in package["resources"]
        }
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def official_sources(out: Path) -> set[str]:
    """The sources whose observations an earlier build left in ``out``."""
    try:
        package = json.loads((out / OFFICIAL).read_text(encoding="utf-8"))
        return {str(entry["source"]) for entry in package["editions"] if entry["observations"]}
    except (OSError, ValueError, LookupError, TypeError):
        return set()


def publish(
    files: Mapping[str, bytes], package: bytes, out: Path, official: Mapping[str, bytes] | None = None
) -> list[str]:
    """Put ``files`` with their package, and the ``official`` ones with theirs, in ``out``; the names that changed.

    ``official`` holds its manifest under ``OFFICIAL``; None leaves the official files of an earlier build in place.
    Everything is first written whole beside ``out``, then moved file by file, the packages last: a failure before the
    move leaves the previous build untouched, and the hashes of the packages tell a build cut in the middle.
    Raises BuildError when the folder cannot be written or when another build holds the lock too long.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with FileLock(out.parent / f".{out.name}.lock", timeout=LOCK_TIMEOUT):
            return _publish_locked({**(official or {}), **files, PACKAGE: package}, out)
    except Timeout:
        raise BuildError(
            [f"{out.name} : une autre construction occupe le dossier depuis {LOCK_TIMEOUT} s ; réessayer ensuite"]
        ) from None
    except OSError as error:
        raise BuildError(
            [f"{out.name} : écriture impossible ({system_reason(error)}) ; rien n'a été modifié"]
        ) from error


def _publish_locked(files: Mapping[str, bytes], out: Path) -> list[str]:
    changed = [name for name, content in files.items() if not _same(out / name, content)]
    stale = set(_promised(out, PACKAGE))
    if OFFICIAL in files:
        stale |= set(_promised(out, OFFICIAL)) - set(_hashes(json.loads(files[OFFICIAL])))
    stale -= set(files)
    # One name, not a random one: under the lock nobody else uses it, and what a killed build left is swept here.
    staging = out.parent / f".staging-{out.name}"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    try:
        for name in changed:
            _write(staging / name, files[name])
        _move(changed, stale, staging, out)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return changed


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _move(changed: Iterable[str], stale: Iterable[str], staging: Path, out: Path) -> None:
    """Put the new files in place; the package, last of ``changed``, only when all the rest is done.

    What no package names any more goes after it: a build killed in the middle leaves all that the old ones promise.
    """
    try:
        for name in changed:
            (staging / name).replace(out / name)
        for name in stale:
            (out / name).unlink(missing_ok=True)
    except OSError as error:
        reason = (
            f"{out.name} : écriture interrompue ({system_reason(error)}) ; relancer « qpv etl » pour un dossier complet"
        )
        raise BuildError([reason]) from error


def _same(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _promised(out: Path, package: str) -> dict[str, str]:
    """Hash by name of the files that the previous ``package`` lists; only those are ever removed."""
    try:
        return _hashes(json.loads((out / package).read_text(encoding="utf-8")))
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def _hashes(package: Any) -> dict[str, str]:
    return {Path(resource["path"]).name: str(resource["hash"]) for resource in package["resources"]}


def hash_problems(out: Path) -> list[str]:
    """Files of ``out`` that are missing or do not have the bytes their package promises."""
    problems = _package_problems(out, PACKAGE, "qpv etl")
    if (out / OFFICIAL).exists():
        problems += _package_problems(out, OFFICIAL, "qpv etl --raw")
    return problems


def _package_problems(out: Path, package: str, command: str) -> list[str]:
    try:
        promised = _hashes(json.loads((out / package).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return [f"{package} : le fichier manque ; lancer « {command} »"]
    except (OSError, ValueError, LookupError, TypeError):
        return [f"{package} : illisible ; lancer « {command} »"]
    problems = []
    for name, digest in promised.items():
        path = out / name
        if not path.is_file():
            problems.append(f"{name} : annoncé par {package}, mais absent ; lancer « {command} »")
        elif f"sha256:{sha256_of(path)}" != digest:
            problems.append(
                f"{name} : les octets ne sont pas ceux qu'annonce {package} "
                f"(modifié à la main, ou construction coupée) ; lancer « {command} »"
            )
    return problems
