"""Spark gives, line by line, what DuckDB gives. One session for the whole file: it takes seconds to start."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from etl.business_register.counting import Inside
from etl.business_register.definitions import Definition
from etl.business_register.engines import connect
from etl.business_register.running import Sheet, count_register, run
from etl.business_register.stages import Stages
from tests.etl.business_register.made_up import MadeUp
from tests.etl.business_register.test_truth import same

pytestmark = [
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),  # PySpark 4 over pandas 3
    pytest.mark.filterwarnings("ignore:.*distutils Version classes"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # its sockets, left to the collector
]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A session of this machine that somebody else opened, with settings that would change results: ours must rule.

    Without pyspark or Java the tests are skipped, or fail when QPV_REQUIRE_SPARK=1 (in CI)."""
    missing = missing_part()
    if missing:
        reason = f"pas de Spark : {missing}"
        if os.environ.get("QPV_REQUIRE_SPARK") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    from pyspark.sql import SparkSession

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.sql.ansi.enabled", "true").config("spark.driver.memory", "1g")
        session = builder.config("spark.sql.session.timeZone", "America/Cayenne").getOrCreate()
    yield session
    session.stop()


def missing_part() -> str:
    try:
        import pyspark  # noqa: F401
    except ImportError:
        return "installer l’extra « spark »"
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java") or (home and shutil.which("java", path=f"{home}/bin"))
    return "" if java else "installer Java 17 (Debian : apt-get install openjdk-17-jre-headless)"


def counted(made_up: MadeUp, work: Path, **asked: Any) -> Sheet:
    return count_register(made_up.request(work, engine="local[2]", **asked), Stages(work, lambda _: None))


def test_every_count_is_the_same(
    spark: Any, made_up: MadeUp, counting: Callable[[str, str], Sheet], tmp_path: Path
) -> None:
    sheet, expected = counted(made_up, tmp_path), counting("law", "code")
    same(sheet, expected)
    assert sheet.report.engine == "spark"
    assert sheet.report.fates == expected.report.fates
    assert sheet.report.locations == expected.report.locations
    assert sheet.report.last_day == expected.report.last_day
    assert spark.conf.get("spark.sql.session.timeZone") == "UTC"


def test_every_observation_is_the_same_from_csv_by_coordinates(
    spark: Any, made_up: MadeUp, made_up_csv: MadeUp, tmp_path: Path
) -> None:
    asked = {"definition": Definition.FLAG, "inside": Inside.COORDINATES, "perimeters": ("QP2024",)}
    of_spark = run(made_up_csv.request(tmp_path / "spark", engine="local[2]", **asked))
    of_duckdb = run(made_up.request(tmp_path / "duckdb", **asked))
    assert of_spark.observations == of_duckdb.observations
    assert of_spark.table().equals(of_duckdb.table())
    assert len(of_spark.observations) > 10_000


def test_a_session_that_was_lent_is_given_back(spark: Any, tmp_path: Path) -> None:
    with connect("spark", "1GB", tmp_path) as engine:
        assert engine.name == "spark"
        assert not engine.embedded
    assert spark.sql("select 1 as one").collect()[0].one == 1
