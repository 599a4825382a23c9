"""A small invented country beside the project's own data, and a server that plays the geocoder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.questions.reading import Reading
from dashboard.routing import Router
from dashboard.store import open_store
from etl.catalogue import Catalogue
from etl.geography.stored import OUTLINES, TERRITORIES
from etl.model import COLUMNS
from tests.conftest import ROOT, Built
from tests.dashboard.small import observed
from tests.etl.geography.country import country
from tests.geocoder import playing_geocoder


@pytest.fixture(scope="module")
def folder(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own data with the geography of the small country beside them, as « qpv etl --raw » leaves them.

    The list is made as long as the State's, so that « outside » may be said: the quarters added stand on one in Paris.
    """
    out = tmp_path_factory.mktemp("located") / "indicators"
    shutil.copytree(built.folder, out)
    tables = country(tmp_path_factory.mktemp("raw"))
    for name, table in ((TERRITORIES, tables.territories), (OUTLINES, tables.outlines)):
        copies = [
            table[table["code"] == code].assign(code=f"{code}{number}")
            for code in ("QN07518M", "QP075018")
            for number in range(1600)
        ]
        pd.concat([table, *copies], ignore_index=True).to_parquet(out / name)
    (out / "passports.parquet").write_bytes(tables.parquet_files()["passports.parquet"])
    figure = observed(4200, territory="QN03101I", perimeter="QP2024", indicator="population", unit="persons", age="_T")
    pd.DataFrame([{name: getattr(figure, name) for name in COLUMNS}]).to_parquet(out / "invented.parquet")
    names = ["invented.parquet", "outlines.parquet", "passports.parquet", "territories.parquet"]
    (out / "official.json").write_text(json.dumps({"resources": [{"path": name, "hash": name} for name in names]}))
    return out


@pytest.fixture(scope="module")
def located(folder: Path, catalogue: Catalogue) -> Router:
    """The pages on that folder."""
    return Router(Reading(open_store(folder, catalogue)))


@pytest.fixture(scope="module")
def geocoder() -> Iterator[tuple[str, list[tuple[str, dict[str, str]]]]]:
    """A server that plays the geocoder, and what it is asked."""
    with playing_geocoder() as playing:
        yield playing


@pytest.fixture(scope="module")
def seeking(folder: Path, catalogue: Catalogue, geocoder: tuple[str, object]) -> Router:
    """The pages where the operator lets them ask the geocoder."""
    return Router(Reading(open_store(folder, catalogue), geocoder[0]))


@pytest.fixture(scope="module")
def open_client(folder: Path, geocoder: tuple[str, object]) -> FlaskClient:
    """The application where the operator lets pages ask the geocoder."""
    return create_app(folder, ROOT / "data" / "catalogue", geocoder=geocoder[0]).server.test_client()
