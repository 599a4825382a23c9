"""The intercommunality of a commune, and the contrats de ville that a quarter comes under."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from dashboard.questions.registers import contracts, passport
from dashboard.store import open_store
from dashboard.store.territories import Territories
from etl.catalogue import Catalogue
from etl.geography.territories import COLUMNS, NUMBERS
from etl.pipeline import build
from tests.small_raw import sources_without_its_places, write_raw

METROPOLE, NORTH, EAST = "EPCI-200054781", "EPCI-200057867", "EPCI-200057875"
ALL = "COM-93001;COM-93008;COM-93066"
QUARTERS = {
    "QN09328M": (ALL, f"{NORTH};{EAST}"),
    "QN09337M": ("COM-93066", NORTH),
    "QN09310M": ("COM-93008", EAST),
    "QP093028": ("COM-93001;COM-93066", METROPOLE),
}


def places() -> Territories:
    """Three towns of Greater Paris; a quarter of 2024 goes over all three, and lists both établissements."""
    towns = [{"code": code, "kind": "commune", "communes": code, "epci": METROPOLE} for code in ALL.split(";")]
    quarters = [
        {"code": code, "kind": "neighbourhood", "communes": communes, "epci": epci,
         "perimeter": "QP2015" if code.startswith("QP") else "QP2024"}
        for code, (communes, epci) in QUARTERS.items()
    ]  # fmt: skip
    blank = {column: float("nan") if column in NUMBERS else "" for column in COLUMNS}
    return Territories({}, pd.DataFrame([blank | row for row in (*towns, *quarters)]))


@pytest.mark.parametrize(
    ("communes", "found"),
    [
        (["COM-93066"], [METROPOLE, NORTH]),
        (["COM-93008"], [METROPOLE, EAST]),
        (["COM-93001"], [METROPOLE]),  # only the quarter of both lists it: which one is not told
        (["COM-93001", "COM-93066"], [METROPOLE, NORTH]),
        ([], []),
    ],
)
def test_of_a_commune_is_kept_what_all_its_quarters_list(communes: list[str], found: list[str]) -> None:
    assert places().intercommunalities(communes) == found


def test_a_contract_of_a_town_that_only_the_successor_covers_is_not_that_of_a_quarter(
    tmp_path: Path, catalogue: Catalogue, project_root: Path
) -> None:
    """La Gare is in Aubervilliers; what it became with Les Deux Rives also covers Saint-Denis, which has a contract."""
    raw = write_raw(tmp_path / "raw")
    path = raw / "geom_cv_ctr_2024.json"
    known = json.loads(path.read_text(encoding="utf-8"))
    known["features"].append(
        {
            "type": "Feature",
            "properties": {
                "codgeo": "93066", "code_cv": "CN09302M", "lib_cv": "93 - Saint-Denis", "insee_dep": "93", "pop": 9.0,
            },
            "geometry": {"type": "Point", "coordinates": [2.36, 48.94]},
        }
    )  # fmt: skip
    path.write_text(json.dumps(known), encoding="utf-8")
    folder = tmp_path / "indicators"
    folder.mkdir()
    sources = sources_without_its_places(project_root / "data" / "sources", tmp_path / "sources")
    build(project_root / "data" / "catalogue", sources, folder, raw=raw)
    store = open_store(folder, catalogue)
    assert [row["related"] for row in passport(store, "QP093004")] == ["QN09303M"]
    assert {row["code"] for row in contracts(store, "QP093004")} == {"CN09301M"}
    for code in ("QP093003", "QN09303M", "QP093001"):
        assert {row["code"] for row in contracts(store, code)} == {"CN09301M", "CN09302M"}, code
