"""A code of quarter that no other file has: told where files can be set against each other, and only there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from etl.catalogue import Catalogue
from etl.errors import SourceError
from tests.etl.official.reading import read
from tests.small_raw import write_raw

SOURCES = ("insee_qpv_demography", "insee_qpv_employment", "insee_qpv_income")


def rename(path: Path, old: str, new: str) -> None:
    """Give another code to the line of a quarter."""
    content = path.read_bytes()
    assert content.count(f"{old};".encode()) == 1
    path.write_bytes(content.replace(f"{old};".encode(), f"{new};".encode()))


def test_a_code_that_one_file_alone_names_is_refused(tmp_path: Path, catalogue: Catalogue) -> None:
    raw = write_raw(tmp_path / "raw")
    assert read(raw, catalogue, *SOURCES).report.unknown
    rename(raw / "REVN_2022.csv", "QP093003", "QP093999")
    with pytest.raises(SourceError) as raised:
        read(raw, catalogue, *SOURCES)
    (problem,) = raised.value.problems
    assert (problem.file, problem.line, problem.column, problem.value) == ("REVN_2022.csv", 4, "CODGEO", "QP093999")
    assert "autres listes lues ne le donne, alors que son département y est" in problem.reason
    assert "Télécharger de nouveau ce fichier" in problem.reason


def test_a_file_alone_cannot_be_contradicted(tmp_path: Path, catalogue: Catalogue) -> None:
    raw = write_raw(tmp_path / "raw")
    for path in raw.iterdir():
        if path.name != "REVN_2022.csv":
            path.unlink()
    rename(raw / "REVN_2022.csv", "QP093003", "QP093999")
    assert read(raw, catalogue, *SOURCES).observations["insee_qpv_income"].num_rows


def test_a_departement_that_no_other_file_has_is_not_contradicted(tmp_path: Path, catalogue: Catalogue) -> None:
    raw = write_raw(tmp_path / "raw")
    rename(raw / "REVN_2022.csv", "QP093003", "QP971003")
    assert read(raw, catalogue, *SOURCES).observations["insee_qpv_income"].num_rows


def test_of_two_short_extracts_neither_is_right(tmp_path: Path, catalogue: Catalogue) -> None:
    raw = write_raw(tmp_path / "raw")
    for number in (3, 4, 5):
        rename(raw / "REVN_2022.csv", f"QP09300{number}", f"QP09309{number}")
    assert read(raw, catalogue, *SOURCES).observations["insee_qpv_income"].num_rows


def test_a_ghost_in_a_real_edition_is_refused(real_data: Path, tmp_path: Path, catalogue: Catalogue) -> None:
    raw = tmp_path / "raw"
    shutil.copytree(real_data / "insee_qpv2015_revenus", raw)
    rename(raw / "REVN_2022.csv", "QP001003", "QP001999")
    with pytest.raises(SourceError) as raised:
        read(raw, catalogue, "insee_qpv_income")
    assert [(p.file, p.value) for p in raised.value.problems] == [("REVN_2022.csv", "QP001999")]
