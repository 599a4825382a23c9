"""CAF and health cover by quarter: the day in the name of the zip, the notes of the CAF, small denominators."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest

from etl.catalogue import Catalogue
from etl.errors import SourceError
from tests.etl.official.reading import observations, one, read, specimens

SOURCE = "insee_qpv_beneficiaries"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return specimens(tmp_path, SOURCE) / SOURCE


@pytest.mark.parametrize(
    ("archive", "member", "period"),
    [
        ("beneficiaires_CAF_31-12-2024_QP24.zip", "data_CAF2024_QP.csv", "2024-12-31"),
        ("beneficiaires_CAF_31-12-2024_QP24.zip", "data_QP.csv", "2024-12-31"),
    ],
)
def test_the_day_is_in_the_name_of_the_zip_or_of_its_member(
    raw: Path, catalogue: Catalogue, archive: str, member: str, period: str
) -> None:
    path = raw / "data_CAF2024_QP.csv"
    with zipfile.ZipFile(raw / archive, "w") as target:
        target.write(path, member)
    path.unlink()
    households = one(observations(read(raw, catalogue, SOURCE), SOURCE), "caf_households", "QN09301M")
    assert (households["period"], households["value"], households["perimeter"]) == (period, 1500, "QP2024")


def test_a_note_says_why_nothing_is_published(raw: Path, catalogue: Catalogue) -> None:
    frame = observations(read(raw, catalogue, SOURCE), SOURCE)
    withheld = one(frame, "caf_covered_persons", "QN97101N")
    assert pd.isna(withheld["value"])
    assert withheld["note"].startswith("Non publié (note 3")


def test_an_unknown_note_stops_the_build(raw: Path, catalogue: Catalogue) -> None:
    path = raw / "data_CAF2024_QP.csv"
    path.write_bytes(path.read_bytes().replace(b"QN97101N;3;", b"QN97101N;7;"))
    with pytest.raises(SourceError, match="ligne 3, colonne NOTE, valeur '7' : code de note inconnu"):
        read(raw, catalogue, SOURCE)


def test_a_share_of_few_households_is_not_given(raw: Path, catalogue: Catalogue) -> None:
    frame = observations(read(raw, catalogue, SOURCE), SOURCE)
    share = one(frame, "single_parent_share_of_caf", "QN02A01I")
    assert pd.isna(share["value"])
    assert share["conf_status"] == "C"
    assert "Moins de 11 unités" in share["note"]


def test_health_cover_is_a_part_of_the_general_scheme(raw: Path, catalogue: Catalogue) -> None:
    path = raw / "data_CNAM2023_COM.csv"
    path.write_bytes(path.read_bytes().replace(b"01053;38000;4560;", b"01053;3800;4560;"))
    with pytest.raises(SourceError, match=r"data_CNAM2023_COM\.csv, ligne 2"):
        read(raw, catalogue, SOURCE)


def test_a_commune_is_whole_and_has_no_perimeter(raw: Path, catalogue: Catalogue) -> None:
    frame = observations(read(raw, catalogue, SOURCE), SOURCE)
    commune = one(frame, "free_complementary_health_cover_share", "COM-93066")
    assert (commune["value"], commune["zone"], commune["perimeter"]) == (25, "all", "")
