"""Schooling by quarter: an edition is not a school year, and late pupils are a part of pupils."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.catalogue import Catalogue
from etl.errors import SourceError
from etl.sources.insee_qpv_education import dates_2015, dates_2024
from tests.etl.official.reading import observations, one, read, specimens

SOURCE = "insee_qpv_education"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return specimens(tmp_path, SOURCE) / SOURCE


@pytest.mark.parametrize(
    ("edition", "period"),
    [("2017", "2015-09/2016-08"), ("2019", "2017-09/2018-08"), ("2022", "2020-09/2021-08")],
)
def test_the_school_year_ended_the_year_before_the_edition(edition: str, period: str) -> None:
    dates = dates_2015(edition)
    assert dates["school_year"].period == period
    assert not dates["school_year"].doubtful
    assert dates["rate"].doubtful, "the year of the rate is written nowhere"


def test_the_lag_is_a_guess_for_an_edition_not_told_of(raw: Path, catalogue: Catalogue) -> None:
    (raw / "EDUC_2022.csv").rename(raw / "EDUC_2023.csv")
    frame = observations(read(raw, catalogue, SOURCE), SOURCE)
    share = one(frame, "late_in_grade6_share", "QP093001")
    assert (share["period"], share["value"], share["obs_status"]) == ("2021-09/2022-08", 12, "U")
    assert share["note"].startswith("Année incertaine")


def test_a_file_named_after_its_school_year_is_not_an_edition(raw: Path, catalogue: Catalogue) -> None:
    assert dates_2024("2025")["school_year"].period == "2024-09/2025-08"
    frame = observations(read(raw, catalogue, SOURCE), SOURCE)
    of_2024 = frame[frame["perimeter"] == "QP2024"]
    assert set(of_2024["territory"]) == {"QN09301M", "QN02A01I"}
    assert set(of_2024["period"]) == {"2024-09/2025-08"}


def test_a_file_without_a_year_is_refused(raw: Path, catalogue: Catalogue) -> None:
    (raw / "EDUC_2022.csv").rename(raw / "scolarite.csv")
    with pytest.raises(SourceError, match="Remettre l'année de l'édition dans le nom du fichier"):
        read(raw, catalogue, SOURCE)


def test_more_late_pupils_than_pupils_stop_the_build(raw: Path, catalogue: Catalogue) -> None:
    path = raw / "EDUC_2022.csv"
    path.write_bytes(path.read_bytes().replace(b";410;123;", b";410;423;"))
    with pytest.raises(SourceError) as raised:
        read(raw, catalogue, SOURCE)
    told = [str(problem) for problem in raised.value.problems]
    assert any("ligne 3" in text and "EFF_E0_GT" in text for text in told), told


def test_all_the_quarters_are_france_and_epci_are_whole(raw: Path, catalogue: Catalogue) -> None:
    frame = observations(read(raw, catalogue, SOURCE), SOURCE)
    national = one(frame, "not_in_school_nor_work_share", "FR")
    assert (national["value"], national["zone"], national["perimeter"]) == (27.4, "qpv", "QP2015")
    epci = one(frame, "late_in_final_year_share", "EPCI-200054781", breakdown="track:general")
    assert (epci["value"], epci["zone"], epci["perimeter"]) == (17, "all", "")
