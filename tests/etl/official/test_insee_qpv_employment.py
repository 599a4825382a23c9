"""IPRO files: columns that come and go, jobseekers a year after their census, changes over a year."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.catalogue import Catalogue
from etl.sources.insee_qpv_employment import IPRO
from tests.etl.official.reading import observations, one, read, specimens

SOURCE = "insee_qpv_employment"
ILE_DE_FRANCE = ("075", "077", "078", "091", "092", "093", "094", "095")


@pytest.mark.parametrize(
    ("edition", "census", "end_of_year", "year"),
    [
        ("2017", "2010", "2016-12-31", "2015-Q4/2016-Q4"),
        ("2019", "2015", "2018-12-31", "2017-Q4/2018-Q4"),
        ("2022", "2018", "2021-12-31", "2020-Q4/2021-Q4"),
    ],
)
def test_dates_of_an_edition(edition: str, census: str, end_of_year: str, year: str) -> None:
    found = {name: vintage.period for name, vintage in IPRO.vintages(edition).items()}
    assert found == {"census": census, "end_of_year": end_of_year, "year": year}
    assert IPRO.vintages(edition)["census"].doubtful == (edition == "2017")


def test_precarious_and_fixed_term_jobs_never_share_a_year(tmp_path: Path, catalogue: Catalogue) -> None:
    frame = observations(read(specimens(tmp_path, SOURCE), catalogue, SOURCE), SOURCE)
    years = frame.groupby("indicator")["period"].unique()
    assert set(years["precarious_jobs_share"]) == {"2010", "2016"}
    assert set(years["fixed_term_jobs_share"]) == {"2018"}


def test_a_header_that_ends_with_a_space_is_known(tmp_path: Path, catalogue: Catalogue) -> None:
    raw = specimens(tmp_path, SOURCE)
    assert b"EVOL_CA_N_E ;" in (raw / SOURCE / "IPRO_2022.csv").read_bytes()
    assert [edition.unread for edition in read(raw, catalogue, SOURCE).report.editions] == [(), (), ()]


def test_what_is_not_known_of_jobseekers_is_in_no_group(tmp_path: Path, catalogue: Catalogue) -> None:
    frame = observations(read(specimens(tmp_path, SOURCE), catalogue, SOURCE), SOURCE)
    own = frame[(frame["territory"] == "QP093001") & (frame["period"] == "2021-12-31")]
    counts = own[(own["indicator"] == "jobseekers_abc") & (own["sex"] == "_T")]
    whole = one(counts, "jobseekers_abc", "QP093001", age="_T", breakdown="_T")["value"]
    of = {name: counts["value"][counts["breakdown"].str.startswith(name)].sum() for name in ("diploma", "duration")}
    ages = counts["value"][counts["age"] != "_T"].sum()
    assert (whole, ages, of["duration"]) == (540, 540, 540)
    assert of["diploma"] == 536, "four have no known diploma"


def test_real_files_have_the_lines_that_are_known_of_them(real_data: Path, catalogue: Catalogue) -> None:
    official = read(real_data / "insee_qpv2015_insertion_pro", catalogue, SOURCE)
    assert {edition.table: (edition.edition, edition.lines) for edition in official.report.editions} == {
        "IPRO_2017.csv": ("2017", 1346),
        "IPRO_2018.csv": ("2018", 1346),
        "IPRO_2019.csv": ("2019", 1346),
        "IPRO_2020.csv": ("2020", 1345),
        "IPRO_2022.csv": ("2022", 1345),
    }
    assert all(edition.unread == () for edition in official.report.editions)
    frame = observations(official, SOURCE)
    rate = {"age": "Y15T64", "breakdown": "_T"}
    assert one(frame, "employment_rate", "QP001001", period="2018", sex="F", **rate)["value"] == 40.2
    assert one(frame, "employment_rate", "FRM", period="2010", sex="_T", **rate)["value"] == 47.4
    assert one(frame, "jobseekers_a", "QP001002", period="2019-12-31", sex="_T")["value"] == 215
    assert one(frame, "fixed_term_jobs_share", "QP001002", period="2018", sex="_T")["value"] == 27.6
    assert one(frame, "subsidised_contracts", "QP001002", period="2019-12-31")["conf_status"] == "C"


def test_real_jobseekers_are_those_published_for_the_day(
    real_data: Path, catalogue: Catalogue, project_root: Path
) -> None:
    """The day is not written: the sum over a région is the number that another publication gives for it."""
    frame = observations(read(real_data / "insee_qpv2015_insertion_pro", catalogue, SOURCE), SOURCE)
    whole = frame[(frame["sex"] == "_T") & (frame["age"] == "_T") & (frame["breakdown"] == "_T")]
    quarters = whole[whole["territory"].str[2:5].isin(ILE_DE_FRANCE) & (whole["period"] == "2021-12-31")]
    sums = quarters.groupby("indicator")["value"].sum()
    assert (sums["jobseekers_abc"], sums["jobseekers_a"]) == (192_424, 131_117)
    published = (project_root / "data/sources/published/employment.csv").read_text(encoding="utf-8")
    assert "jobseekers_abc,REG-11,qpv,QP2015,2021-12-31,stated,_T,_T,_T,192424," in published
