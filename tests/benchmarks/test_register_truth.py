"""The truth told beside a made-up register is what a plain reading of its files finds."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from benchmarks.register import TRUTH
from tests.benchmarks.reading import CODES, POPULATIONS, ROWS, Register


def test_the_truth_kept_beside_the_files_is_the_one_returned(register: Register) -> None:
    assert json.loads((register.folder / TRUTH).read_text()) == register.truth
    counts = {"establishments": len(register.establishments), "legal_units": len(register.units),
              "geolocation": len(register.locations)}  # fmt: skip
    assert register.truth["rows"] == counts
    assert counts["establishments"] == ROWS


def test_every_row_has_the_fate_that_is_told(register: Register, joined: pd.DataFrame) -> None:
    fate = pd.Series("kept", index=joined.index)
    tests = {
        "foreign_address": joined["codeCommuneEtablissement"].isna(),
        "legal_unit_ceased": joined["etatAdministratifUniteLegale"] == "C",
        "legal_unit_missing": joined["unit"] == "left_only",
        "not_employer": joined["caractereEmployeurEtablissement"] != "O",
        "closed": joined["etatAdministratifEtablissement"] == "F",
    }
    for name, holds in tests.items():
        fate[holds] = name
    found = fate.value_counts().to_dict()
    found["kept_without_location"] = int((joined["field"] & joined["x"].isna()).sum())
    told = {name: count for name, count in register.truth["fates"].items() if count}
    assert found == told
    assert set(told) == {*tests, "kept", "kept_without_location"}
    assert sum(part["rows"] for part in register.truth["joint"]) == ROWS
    closed_without_unit = sum(
        part["rows"] for part in register.truth["joint"]
        if part["establishment"] == "F" and part["legal_unit"] == "" and part["location"] == "absent"
    )  # fmt: skip
    assert closed_without_unit == (tests["closed"] & tests["legal_unit_missing"] & joined["located_siret"].isna()).sum()


@pytest.mark.parametrize("perimeter", ["QP2015", "QP2024"])
def test_counts_inside_and_in_the_band_are_those_told(
    perimeter: str, register: Register, joined: pd.DataFrame, distances: pd.DataFrame
) -> None:
    truth = register.truth["perimeters"][perimeter]
    nearest = distances[distances["perimeter"] == perimeter].groupby("siret")["distance"].min()
    rows = joined[joined["field"]].copy()
    rows["nearest"] = rows["siret"].map(nearest)
    rows["total"] = True
    rows["located"] = rows["x"].notna()
    rows["coded"] = rows[CODES[perimeter]].notna()
    rows["code"] = rows[CODES[perimeter]].fillna("").str.startswith("Q")
    rows["coordinates"] = rows["nearest"] < 0
    rows["band"] = (rows["nearest"] > 0) & (rows["nearest"] <= 300)
    rows["code_only"] = rows["code"] & ~rows["coordinates"]
    rows["coordinates_only"] = rows["coordinates"] & ~rows["code"]
    rows["department"] = rows["codeCommuneEtablissement"].str.extract("^(9[78].|..)", expand=False)
    measures = ["total", "located", "coded", "code", "coordinates", "band", "code_only", "coordinates_only"]

    def counted(part: pd.DataFrame) -> dict[str, dict[str, int]]:
        return {name: part.loc[part[name], measures].sum().astype(int).to_dict() for name in POPULATIONS}

    assert truth["totals"]["all"] == counted(rows)
    metropolitan = ~rows["codeCommuneEtablissement"].str.startswith(("97", "98"))
    assert truth["totals"]["metropolitan"] == counted(rows[metropolitan])
    assert truth["totals"]["all"]["everything"]["code_only"] > 0
    assert truth["totals"]["all"]["everything"]["coordinates_only"] > 0
    assert truth["totals"]["all"]["study"]["coordinates"] > 0
    assert truth["totals"]["all"]["everything"]["band"] > truth["totals"]["all"]["everything"]["coordinates"]
    rows["activity"] = rows["activitePrincipaleEtablissement"].fillna("")
    keys = {"by_family": "family", "by_activity": "activity", "by_size": "trancheEffectifsEtablissement",
            "by_department": "department"}  # fmt: skip
    for name, column in keys.items():
        assert truth[name] == {key: counted(part) for key, part in rows.groupby(column)}, name
    located = rows[rows["located"]]
    assert truth["by_quality"] == {key: counted(part) for key, part in located.groupby("qualite_xy")}


@pytest.mark.parametrize("perimeter", ["QP2015", "QP2024"])
def test_counts_by_quarter_are_those_told(
    perimeter: str, register: Register, joined: pd.DataFrame, distances: pd.DataFrame
) -> None:
    rows = joined.loc[joined["field"], ["siret", *POPULATIONS, *CODES.values()]]
    pairs = distances[distances["perimeter"] == perimeter].merge(rows, on="siret")
    lowest = pairs.groupby("siret")["distance"].transform("min")
    rules = {
        "coordinates": pairs[pairs["distance"] < 0],
        "within_300m": pairs[pairs["distance"] <= 300],
        "band": pairs[(pairs["distance"] <= 300) & (lowest > 0)],
        "code": rows.assign(code=rows[CODES[perimeter]]).loc[lambda t: t["code"].fillna("").str.startswith("Q")],
    }
    told = register.truth["perimeters"][perimeter]["by_quarter"]
    for measure, found in rules.items():
        for name in POPULATIONS:
            counts = found[found[name]].groupby("code").size().to_dict()
            assert counts == {code: part[name][measure] for code, part in told.items() if part[name][measure]}
    assert len(told) > 30


def test_years_of_creation_and_closure_are_those_told(register: Register, joined: pd.DataFrame) -> None:
    known = joined[joined["unit"] == "both"].copy()
    known["all"] = True
    known["employers"] = known["caractereEmployeurEtablissement"] == "O"
    known["open"] = known["etatAdministratifEtablissement"] == "A"
    closed = known[~known["open"]]

    def by_year(rows: pd.DataFrame, column: str, measures: list[str]) -> dict[str, dict[str, dict[str, int]]]:
        year = rows[column].map(lambda day: f"{day.year:04d}" if day is not None and day == day else "")
        return {key: {name: part.loc[part[name], measures].sum().astype(int).to_dict() for name in POPULATIONS}
                for key, part in rows.groupby(year)}  # fmt: skip

    assert register.truth["creations"] == by_year(known, "dateCreationEtablissement", ["all", "employers", "open"])
    assert register.truth["closures"] == by_year(closed, "dateDebut_x", ["all", "employers"])
    assert {"0004", "2218", ""} < set(register.truth["creations"])
    coded = known["plg_qp24"].fillna("").str.startswith("Q")
    told = register.truth["perimeters"]["QP2024"]["creations"]
    assert sum(part["everything"]["code"] for part in told.values()) == coded.sum()
