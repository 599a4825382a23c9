"""Jobseekers by quarter: three columns are enough to be a DEFM, but not to be a spoiled IPRO."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.catalogue import Catalogue
from etl.errors import SourceError
from etl.official.scan import scan
from etl.sources.insee_qpv_jobseekers import LAYOUTS
from tests.etl.official.reading import observations, one, read, specimens

SOURCE = "insee_qpv_jobseekers"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return specimens(tmp_path, SOURCE) / SOURCE


def test_the_year_in_the_name_is_that_of_the_data(raw: Path, catalogue: Catalogue) -> None:
    frame = observations(read(raw, catalogue, SOURCE), SOURCE)
    periods = frame.groupby("perimeter")["period"].unique().apply(list).to_dict()
    assert periods == {"QP2015": ["2022-12-31"], "QP2024": ["2024-12-31"]}
    women = one(frame, "jobseekers_a", "QP974005", sex="F")
    assert (women["value"], women["unit"]) == (980, "persons")


def test_women_and_men_make_the_total(raw: Path, catalogue: Catalogue) -> None:
    path = raw / "DEFM2022.csv"
    path.write_bytes(path.read_bytes().replace(b";602;582;", b";602;542;"))
    with pytest.raises(SourceError, match="ABCDE_F \\+ ABCDE_H font 1144"):
        read(raw, catalogue, SOURCE)


@pytest.mark.parametrize("column", ["TX_TOT_EMPL", "CA", "NOTE_ASP"])
def test_a_column_of_the_richer_file_is_enough_not_to_be_one(tmp_path: Path, column: str) -> None:
    text = f"CODGEO;LIBGEO;{column};ABCDE;ABC;A\nQP093001;Quartier;12;1184;1010;540\n"
    (tmp_path / "DEFM2022.csv").write_text(text, encoding="utf-8-sig")
    found = scan(tmp_path, LAYOUTS)
    assert found.readings == []
    assert found.unknown == ["DEFM2022.csv"]
