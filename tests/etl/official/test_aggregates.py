"""Figures of régions and départements computed from those of the quarters: what is left out is said."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from etl.catalogue import Catalogue
from etl.model import Observation
from etl.official.aggregates import aggregate
from tests.etl.official.reading import read, spoil
from tests.small_raw import QUARTERS, write_raw

SOURCES = ("insee_qpv_demography", "insee_qpv_employment", "insee_geography", "anct_perimeters")
IN_FRANCE = 1514
"""Quarters of 2015: decrees 2014-1750 and 2014-1751."""


def aggregates(raw: Path, catalogue: Catalogue) -> list[Observation]:
    return aggregate(read(raw, catalogue, *SOURCES), catalogue)


def found(among: list[Observation], indicator: str, territory: str) -> Observation:
    (one,) = [
        o
        for o in among
        if (o.indicator, o.territory) == (indicator, territory) and o.breakdown in ("_T", "quarters:median")
    ]
    return one


def jobseekers(department: str) -> int:
    return sum(values[2] // 8 for code, values in QUARTERS.items() if code[2:5] == department)


def test_a_sum_of_every_quarter_of_a_place_is_exact(tmp_path: Path, catalogue: Catalogue) -> None:
    one = found(aggregates(write_raw(tmp_path), catalogue), "jobseekers_abc", "DEP-93")
    assert (one.value, one.qualifier) == (jobseekers("093"), "")
    assert "Somme de 8 quartiers sur 8." in one.note


def test_a_quarter_without_value_makes_a_sum_a_lower_bound(tmp_path: Path, catalogue: Catalogue) -> None:
    one = found(aggregates(write_raw(tmp_path), catalogue), "caf_households", "DEP-974")
    assert (one.value, one.qualifier) == (1800 + 1020 + 740, "at_least")
    assert "Somme de 3 quartiers sur 4. 1 manque, sans valeur publiée : le total est au moins celui-là." in one.note


def test_a_quarter_that_is_not_in_the_file_makes_a_sum_a_lower_bound(tmp_path: Path, catalogue: Catalogue) -> None:
    """Les Acacias leaves the file of jobseekers and stays known of the others."""
    raw = write_raw(tmp_path)
    path = raw / "IPRO_2022.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "QP093006" not in line), encoding="utf-8", newline="")
    made = aggregates(raw, catalogue)
    for territory, count in (("DEP-93", 8), ("REG-11", 8)):
        one = found(made, "jobseekers_abc", territory)
        assert (one.value, one.qualifier) == (jobseekers("093") - 1250 // 8, "at_least")
        assert f"Somme de 7 quartiers sur {count}. 1 manque, absent du fichier" in one.note
    assert found(made, "population", "DEP-93").qualifier == ""


def test_france_has_as_many_quarters_as_the_state_counts(tmp_path: Path, catalogue: Catalogue) -> None:
    made = aggregates(write_raw(tmp_path), catalogue)
    one = found(made, "caf_households", "FR")
    assert one.qualifier == "at_least"
    assert f"Somme de 11 quartiers sur {IN_FRANCE}." in one.note
    assert f"{IN_FRANCE - 11} manquent, absents du fichier ou, pour 1, sans valeur publiée" in one.note
    assert f"Distribution de 12 quartiers publiés sur {IN_FRANCE}" in found(made, "employment_rate", "FR").note


def test_a_place_whose_every_quarter_is_hidden_has_no_sum(tmp_path: Path, catalogue: Catalogue) -> None:
    raw = write_raw(tmp_path)
    path = raw / "DEMO_2022.csv"
    for code in ("QP974001", "QP974002", "QP974003"):
        line = next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(code))
        cells = line.split(";")
        spoil(path, line, ";".join([*cells[:17], *[""] * 16, "5", *cells[34:]]))
    one = found(aggregates(raw, catalogue), "caf_households", "DEP-974")
    assert (one.value, one.qualifier, one.obs_status) == (None, "", "O")
    assert "Somme de 0 quartier sur 4." in one.note


def test_the_committed_totals_say_au_moins_where_a_quarter_is_left_out(project_root: Path) -> None:
    with (project_root / "data/indicators/neighbourhood_aggregates.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if "Somme de " in row["note"]]
    assert len(rows) > 300
    for row in rows:
        told = re.search("Somme de ([0-9]+) quartiers? sur ([0-9]+)", row["note"])
        assert told, row
        left_out = int(told[1]) < int(told[2])
        assert (row["qualifier"] == "at_least") == (left_out and row["value"] != ""), row
        assert ("au moins" in row["note"]) == left_out
