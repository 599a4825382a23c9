"""Demography in camel case: wider age groups are sums of published ones, and of nothing else."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from etl.catalogue import Catalogue
from etl.errors import SourceError
from tests.etl.official.reading import observations, one, read, specimens

SOURCE = "insee_qpv2024_demography"
REGION = "demographie_2016_region.csv"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return specimens(tmp_path, SOURCE) / SOURCE


def test_a_group_is_the_sum_of_its_two_parts(raw: Path, catalogue: Catalogue) -> None:
    frame = observations(read(raw, catalogue, SOURCE), SOURCE)
    young = one(frame, "under_25_share", "QP093001")
    assert (young["value"], young["perimeter"], young["period"]) == (pytest.approx(39.5), "QP2015", "2016")
    assert "Somme de deux groupes d’âges." in young["note"]
    old = one(frame, "over_60_share", "QP093001")
    assert old["value"] == pytest.approx(15.5)


def test_a_sum_lacks_what_a_part_lacks(raw: Path, catalogue: Catalogue) -> None:
    frame = observations(read(raw, catalogue, SOURCE), SOURCE)
    hidden = one(frame, "over_60_share", "QP001001")
    assert pd.isna(hidden["value"])
    assert hidden["conf_status"] == "C"
    assert one(frame, "young_people_15_24_share", "QP001001")["value"] == 13
    of_2024 = frame[frame["perimeter"] == "QP2024"]
    assert "under_25_share" not in set(of_2024["indicator"]), "that edition has no group under 15"


def test_a_part_that_is_no_number_is_told(raw: Path, catalogue: Catalogue) -> None:
    path = raw / REGION
    path.write_bytes(path.read_bytes().replace(b";25,1;", b";25,l;"))
    with pytest.raises(SourceError, match=rf"{REGION}, ligne 2, colonne partPop0_14, valeur '25,l' : un nombre"):
        read(raw, catalogue, SOURCE)


def test_the_year_of_the_national_files_is_sure_and_the_others_are_not(raw: Path, catalogue: Catalogue) -> None:
    frame = observations(read(raw, catalogue, SOURCE), SOURCE)
    assert one(frame, "population", "QN00202M")["obs_status"] == "A"
    assert one(frame, "population", "QP093001")["obs_status"] == "U"
