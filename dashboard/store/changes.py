"""What differs between two builds of the data, figure by figure: changed, appeared, vanished, another status.

A figure is told by its key and its source. Where in its source it was read, and its note, are not the figure: a build
that only words them otherwise has no change. Official files are compared a stretch of territories at a time, on disk.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard.store.embedded import REBUILD, StoreError, read_contents
from dashboard.store.official import open_official
from dashboard.store.store import version_of
from etl.model import KEY_COLUMNS, Face, Observation

if TYPE_CHECKING:
    import duckdb

KEY = (*KEY_COLUMNS, "source")
TOLD = ("value", "unit", "lower", "upper", "n", "obs_status", "conf_status", "qualifier")
"""What may change of a figure."""
STATUS = ("obs_status", "conf_status", "qualifier")
MEMORY, THREADS = "160MB", 2
STRETCH = 100_000
"""Lines of both builds compared at once, more or less: territories are not cut."""
FETCHED = 2_000


class Kind(StrEnum):
    """How a figure differs, in the order in which it is told."""

    CHANGED = "changed"
    STATUS = "status"
    PRECISION = "precision"
    APPEARED = "appeared"
    VANISHED = "vanished"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in one build; ``value``, ``lower``, ``upper`` in ``unit``, None when absent."""

    value: float | None
    unit: str
    lower: float | None
    upper: float | None
    n: float | None
    obs_status: str
    conf_status: str
    qualifier: str


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that differs: ``key`` has the columns of KEY, a side is None where the figure is not."""

    kind: Kind
    key: dict[str, str]
    old: Figure | None
    new: Figure | None


@dataclass(frozen=True, slots=True)
class SourceChanges:
    """How many figures of one source differ, by kind; those that do not happen are 0."""

    source: str
    counts: dict[Kind, int]


class Changes:
    """The differences between two builds, on disk: counts at once, rows as they are read."""

    def __init__(self, engine: duckdb.DuckDBPyConnection, versions: tuple[str, str], known: tuple[int, int]) -> None:
        """``versions`` and ``known``, how many figures there are, of the old build and of the new one."""
        self._engine = engine
        self.versions = versions
        self.known = known
        found: dict[str, dict[Kind, int]] = {}
        counted = engine.execute("SELECT source, kind, count(*) FROM changes GROUP BY ALL ORDER BY ALL").fetchall()
        for source, kind, count in counted:
            found.setdefault(source, dict.fromkeys(Kind, 0))[Kind(kind)] = count
        self.by_source = [SourceChanges(source, counts) for source, counts in found.items()]

    @property
    def total(self) -> int:
        """How many figures differ."""
        return sum(sum(source.counts.values()) for source in self.by_source)

    def rows(self, most: int | None = None) -> Iterator[Change]:
        """The figures that differ, by source, kind, then key; ``most`` of each kind of each source."""
        ranked = "" if most is None else f"QUALIFY row_number() OVER (PARTITION BY source, rank ORDER BY {_SORT}) <= ?"
        asked = [] if most is None else [most]
        cursor = self._engine.cursor()
        # Column names are ours; every value is bound
        cursor.execute(f"SELECT kind, {_COLUMNS} FROM changes {ranked} ORDER BY source, rank, {_SORT}", asked)  # noqa: S608
        while lines := cursor.fetchmany(FETCHED):
            yield from map(_change, lines)


_OLD, _NEW = (tuple(f"{side}_{name}" for name in TOLD) for side in ("old", "new"))
_COLUMNS = ", ".join((*KEY, *_OLD, *_NEW, "in_old", "in_new"))
_SORT = ", ".join((*KEY_COLUMNS, "source"))


def _change(line: Sequence[Any]) -> Change:
    kind, *cells = line
    key = dict(zip(KEY, cells, strict=False))
    start = len(KEY)
    old, new = cells[start : start + len(TOLD)], cells[start + len(TOLD) : start + 2 * len(TOLD)]
    was, now = cells[-2:]
    return Change(Kind(kind), key, Figure(*old) if was else None, Figure(*new) if now else None)


@contextmanager
def compare_builds(old: Path, new: Path) -> Iterator[Changes]:
    """What differs from the build of folder ``old`` to that of ``new``, in place of the settings' own.

    Raises StoreError when a folder is not a build or cannot be read, or when the disk is full.
    """
    import duckdb

    try:
        scratch = tempfile.TemporaryDirectory(prefix="lisiere-")
    except OSError:
        raise StoreError("aucun dossier temporaire où écrire : libérer de la place, ou régler TMPDIR") from None
    with scratch as name:
        engine = None
        try:
            engine = _engine(Path(name))
            versions = tuple(_open(engine, side, folder) for side, folder in (("old", old), ("new", new)))
            _compare(engine)
            known = tuple(engine.execute(f"SELECT count(*) FROM {side}").fetchall()[0][0] for side in ("old", "new"))  # noqa: S608
            yield Changes(engine, (versions[0], versions[1]), (known[0], known[1]))
        except duckdb.Error as error:
            raise StoreError(f"{old} et {new} : comparaison impossible ({error}) ; {REBUILD}") from None
        finally:
            if engine is not None:
                engine.close()


def _engine(work: Path) -> duckdb.DuckDBPyConnection:
    """An engine that works in a folder of its own, with little memory."""
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "threads": THREADS,
        "temp_directory": str(work / "spilled"),
    }
    return duckdb.connect(str(work / "changes.duckdb"), config=config)


def _open(engine: duckdb.DuckDBPyConnection, name: str, folder: Path) -> str:
    """Make the view ``name`` of the observations of a folder; the version of its data."""
    contents, official = read_contents(folder), open_official(folder)
    if not contents.observations and official is None:
        raise StoreError(f"{folder} : ce dossier n'est pas une construction des données, il n'a aucune observation")
    columns = ", ".join((*KEY, *TOLD))
    frames = list(contents.observations.values())
    parts = []
    if frames:
        engine.register(f"{name}_frame", pd.concat(frames, ignore_index=True)[[*KEY, *TOLD]])
        # A frame says « not a number » where a file says nothing
        cells = ", ".join(f"nullif({c}, 'nan'::DOUBLE) AS {c}" if c in _NUMBERS else c for c in (*KEY, *TOLD))
        engine.execute(f"CREATE TABLE {name}_embedded AS SELECT {cells} FROM {name}_frame")  # noqa: S608
        engine.unregister(f"{name}_frame")
        parts.append(f"SELECT {columns} FROM {name}_embedded")  # noqa: S608
    if official is not None:
        engine.read_parquet([str(path) for path in official.files]).create_view(f"{name}_official")
        parts.append(f"SELECT {columns} FROM {name}_official")  # noqa: S608
    engine.execute(f"CREATE VIEW {name} AS {' UNION ALL '.join(parts)}")
    return version_of(contents, official)


_NUMBERS = ("value", "lower", "upper", "n")


def _compare(engine: duckdb.DuckDBPyConnection) -> None:
    """Fill the table of changes, one stretch of territories after the other."""
    differs = {name: f"o.{name} IS DISTINCT FROM n.{name}" for name in TOLD}
    status = " OR ".join([*(differs[name] for name in STATUS), "(o.value IS NULL) <> (n.value IS NULL)"])
    kind = (
        f"CASE WHEN o.indicator IS NULL THEN '{Kind.APPEARED}' WHEN n.indicator IS NULL THEN '{Kind.VANISHED}' "
        f"WHEN {status} THEN '{Kind.STATUS}' WHEN {differs['value']} OR {differs['unit']} THEN '{Kind.CHANGED}' "
        f"ELSE '{Kind.PRECISION}' END"
    )
    told = ", ".join(f"{side[0]}.{name} AS {side}_{name}" for side in ("old", "new") for name in TOLD)
    order = ", ".join(f"'{kind}'" for kind in Kind)
    select = (
        f"SELECT *, list_position([{order}], kind) AS rank FROM (SELECT {kind} AS kind, {', '.join(KEY)}, {told}, "  # noqa: S608
        "o.indicator IS NOT NULL AS in_old, n.indicator IS NOT NULL AS in_new "
        "FROM (SELECT * FROM old WHERE territory BETWEEN $first AND $last) o "
        "FULL OUTER JOIN (SELECT * FROM new WHERE territory BETWEEN $first AND $last) n "
        f"USING ({', '.join(KEY)}) WHERE o.indicator IS NULL OR n.indicator IS NULL OR {' OR '.join(differs.values())})"
    )
    stretches = _stretches(engine) or [("", "")]
    for at, (first, last) in enumerate(stretches):
        how = "INSERT INTO changes" if at else "CREATE TABLE changes AS"
        engine.execute(f"{how} {select}", {"first": first, "last": last})


def _stretches(engine: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """First and last territories of each stretch, in order: all of them, each once."""
    asked = (
        "SELECT territory, count(*) FROM (SELECT territory FROM old UNION ALL SELECT territory FROM new) "
        "GROUP BY territory ORDER BY territory"
    )
    found: list[tuple[str, str]] = []
    first, lines = "", 0
    last = ""
    for last, count in engine.execute(asked).fetchall():
        first = first if lines else last
        lines += count
        if lines >= STRETCH:
            found.append((first, last))
            lines = 0
    return [*found, (first, last)] if lines else found


def face_of(change: Change, figure: Figure) -> Face:
    """How one side of a change is present or absent, as ``Observation.face`` tells it."""
    cells: dict[str, Any] = {**change.key, **{name: getattr(figure, name) for name in TOLD}}
    return Observation(**cells, locator="", note="").face
