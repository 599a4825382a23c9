"""The engines that run the expressions of this package: DuckDB on one machine, Spark on several. Both through Ibis."""

from __future__ import annotations

import math
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import pandas as pd
from ibis.expr.types import StringValue, Table, Value

from etl.business_register.inputs import PADDED, Input
from etl.errors import BuildError

EMBEDDED = "duckdb"
DEFAULT_MEMORY = "3GB"


@dataclass(frozen=True, slots=True)
class Engine:
    """A connected engine. ``name`` is what reports call it; ``memory`` what it was given, ``rows`` those of the largest
    file as far as known: what to say when memory is short."""

    name: str
    backend: Any
    memory: str = DEFAULT_MEMORY
    rows: int = 0

    @property
    def embedded(self) -> bool:
        """Whether it is DuckDB, in this process."""
        return self.name == EMBEDDED

    def read(self, given: Input) -> Table:
        """A file of the register as text columns named in lower case; codes have the zeros they may have lost."""
        with _told(self):
            table = self._table(given)
        return table.select(**{name: _text(table[written], name, given) for name, written in given.columns.items()})

    def _table(self, given: Input) -> Table:
        if not given.delimiter:
            return self.backend.read_parquet(str(given.path))
        if self.embedded:
            return self.backend.read_csv(str(given.path), delim=given.delimiter, header=True, all_varchar=True)
        return self.backend.read_csv(str(given.path), sep=given.delimiter, header=True, quote='"', escape='"')

    def read_stage(self, path: Path) -> Table:
        """What ``write`` wrote."""
        return self.backend.read_parquet(f"{path}/*.parquet" if path.is_dir() and self.embedded else str(path))

    def table(self, frame: pd.DataFrame, folder: Path) -> Table:
        """A small frame as a table of the engine; it passes by a file in ``folder``."""
        path = folder / "table.parquet"
        frame.to_parquet(path, index=False)
        return self.backend.read_parquet(str(path))

    def write(self, expression: Table, path: Path) -> None:
        """The rows of ``expression`` as Parquet at ``path``: a file, or a folder of them on Spark; whole or not at all.

        Raises BuildError when memory or disk is too small, with what to do.
        """
        partial = path.with_name(f"{path.name}.part")
        _remove(partial)
        try:
            with _told(self):
                self.backend.to_parquet(expression, partial)
            _remove(path)
            partial.replace(path)
        finally:
            _remove(partial)

    def frame(self, expression: Any) -> Any:
        """The result of a small expression as a pandas frame. Raises BuildError as ``write`` does."""
        with _told(self):
            return expression.to_pandas()


@contextmanager
def connect(name: str, memory: str, spill: Path, threads: int = 2, rows: int = 0) -> Iterator[Engine]:
    """The engine ``name``: ``duckdb``, ``spark`` (in this machine) or ``spark://…``; ``memory`` as DuckDB writes it.

    Raises BuildError when Spark is asked for and not installed.
    """
    spill.mkdir(parents=True, exist_ok=True)
    if name == EMBEDDED:
        backend = ibis.duckdb.connect(memory_limit=memory, temp_directory=str(spill), threads=threads)
        backend.raw_sql("SET preserve_insertion_order = false")
        try:
            yield Engine(name, backend, memory, rows)
        finally:
            backend.disconnect()
        return
    with _spark(name, memory, spill, threads) as session:
        yield Engine("spark", ibis.pyspark.connect(session), memory, rows)


@contextmanager
def _spark(name: str, memory: str, spill: Path, threads: int) -> Iterator[Any]:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        reason = "Spark n’est pas installé : « pip install lisiere[spark] », avec Java 17 ou plus récent"
        raise BuildError([reason]) from None
    master = f"local[{threads}]" if name in ("spark", "local") else name
    builder = SparkSession.builder.master(master).appName("lisiere-ess")
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.memory": memory.lower().replace("gb", "g").replace("mb", "m"),
        "spark.local.dir": str(spill),
        "spark.sql.shuffle.partitions": str(8 * threads),
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.ansi.enabled": "false",
        "spark.log.level": "ERROR",
    }
    for key, value in settings.items():
        builder = builder.config(key, value)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # pyspark warns of pandas 3, of which only frames are read here
        lent = SparkSession.getActiveSession() is not None
        try:
            session = builder.getOrCreate()
        except Exception as error:  # what Java says has no class of its own here
            told = str(error).splitlines()[0][:160]
            raise BuildError([f"Spark ne démarre pas ({told}) : vérifier Java et l’adresse {master}"]) from None
        try:
            yield session
        finally:
            if not lent:  # a notebook's or a job's own session outlives this run
                session.stop()


def _text(column: Value, name: str, given: Input) -> StringValue:
    """Codes are padded where a program may have read them as numbers: Insee's own Parquet files are right."""
    text: StringValue = column.cast("string")
    if name in given.numbers:
        whole = text.re_replace("[.]0+$", "") if given.delimiter else column.try_cast("int64").cast("string")
        return whole.lpad(PADDED[name], "0")
    return text.lpad(PADDED[name], "0") if name in PADDED and given.delimiter else text


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def _told(engine: Engine) -> Iterator[None]:
    """What an engine lacks, said with what to do."""
    try:
        yield
    except _failures() as error:
        raise BuildError([_reason(error, engine)]) from None


def _failures() -> tuple[type[Exception], ...]:
    """What an engine raises; Spark's only where Spark is."""
    import duckdb

    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
    except ImportError:
        return (duckdb.Error,)
    return duckdb.Error, Py4JError, PySparkException


def _reason(error: Exception, engine: Engine) -> str:
    import duckdb

    told = str(error)
    first = told.splitlines()[0][:200] if told else type(error).__name__
    if any(word in told for word in ("No space left", "max_temp_directory_size", "File too large")):
        return "disque plein pendant le calcul : libérer de la place, ou donner un autre dossier avec --out"
    if isinstance(error, duckdb.OutOfMemoryException) or "OutOfMemoryError" in told:
        return f"mémoire insuffisante ({engine.memory}) : relancer avec --memory {memory_for(engine.rows)} ou plus"
    if isinstance(error, duckdb.IOException):
        return f"lecture ou écriture impossible : {first}"
    return f"un fichier du répertoire ne peut pas être lu jusqu’au bout : {first} ; le télécharger de nouveau"


def memory_for(rows: int) -> str:
    """The memory that a register of so many rows is known to need, as DuckDB writes it.

    Measured (benchmarks/register, two threads): 80MB are enough for 40,000 rows, 100MB for 300,000 and 2GB for 38
    million.
    """
    megabytes = 200 + 50 * math.ceil(max(rows, 0) / 1_000_000)
    return f"{megabytes}MB" if megabytes < 1000 else f"{math.ceil(megabytes / 1000)}GB"
