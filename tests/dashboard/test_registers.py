"""The contrats de ville that a quarter comes under."""

from __future__ import annotations

import json
from pathlib import Path

from dashboard.questions.registers import contracts, passport
from dashboard.store import open_store
from etl.catalogue import Catalogue
from etl.pipeline import build
from tests.small_raw import sources_without_its_places, write_raw


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
