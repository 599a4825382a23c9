"""A file is what its header says, whatever its name; a header that is almost right is refused with the difference."""

from __future__ import annotations

import zipfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from etl.errors import Problem
from etl.official.layout import Layout, Measure
from etl.official.recognition import Recognised, recognise
from etl.official.scan import scan

INCOME = Layout(
    id="income",
    source="x",
    title="Revenus",
    grain="neighbourhood",
    key="CODGEO",
    required=("CODGEO", "DISP_MED_A{yy}", "DISP_TP60_A{yy}", "DISP_NOTE_A{yy}"),
    optional=("DISP_Q1_A{yy}",),
    measures=(Measure("DISP_MED_A{yy}", "median_living_standard"),),
)
WIDER = Layout(
    id="wider",
    source="x",
    title="Revenus et plus",
    grain="neighbourhood",
    key="CODGEO",
    required=(*INCOME.required, "DISP_D9_A{yy}"),
)
HEADER = ["CODGEO", "DISP_MED_A19", "DISP_TP60_A19", "DISP_NOTE_A19"]


def test_the_year_is_read_in_the_header() -> None:
    found = recognise(HEADER, [INCOME, WIDER], "x.csv")
    assert isinstance(found, Recognised)
    assert (found.layout.id, found.year) == ("income", "2019")


@given(st.permutations([*HEADER, "DISP_Q1_A19", "NOUVELLE"]), st.booleans())
def test_order_case_and_spaces_do_not_matter(header: list[str], lower: bool) -> None:
    written = [f" {name.lower() if lower else name} " for name in header]
    found = recognise(written, [INCOME], "x.csv")
    assert isinstance(found, Recognised)
    assert found.unread == ("NOUVELLE",)


def test_the_layout_that_asks_for_most_wins() -> None:
    found = recognise([*HEADER, "DISP_D9_A19"], [INCOME, WIDER], "x.csv")
    assert isinstance(found, Recognised)
    assert found.layout.id == "wider"


def test_almost_the_header_is_refused_with_the_difference() -> None:
    found = recognise(["CODGEO", "DISP_MEDIANE_A19", "DISP_TP60_A19", "DISP_NOTE_A19"], [INCOME], "dossier/x.csv")
    assert isinstance(found, Problem)
    assert str(found).startswith("dossier/x.csv, ligne 1, colonne DISP_MED_A{yy} : ")
    assert "DISP_MED_A{yy} (au lieu de DISP_MEDIANE_A19 ?)" in found.reason
    assert "« Revenus »" in found.reason


def test_another_file_is_nothing() -> None:
    assert recognise(["nom", "prenom", "CODGEO"], [INCOME], "x.csv") is None


def test_an_archive_of_shapefiles_alone_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "qp2015.zip", "w") as archive:
        archive.writestr("QP_METROPOLE_LB93.shp", b"\x00\x00\x27\x0a")
    found = scan(tmp_path, [INCOME])
    assert found.problems == []
    assert found.unknown == ["qp2015.zip (archive sans fichier lisible : ni csv, ni json, ni geojson, ni classeur)"]
