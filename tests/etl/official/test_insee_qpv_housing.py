"""Dwellings by quarter: one line, two dates; names whose case changes with the edition."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.catalogue import Catalogue
from etl.errors import SourceError
from etl.sources.insee_qpv_housing import dates
from tests.etl.official.reading import observations, one, read, specimens

SOURCE = "insee_qpv_housing"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return specimens(tmp_path, SOURCE) / SOURCE


@pytest.mark.parametrize(
    ("edition", "register", "census"), [("2021", "2019-01-01", "2017"), ("2023", "2021-01-01", "2019")]
)
def test_a_line_is_of_two_dates(edition: str, register: str, census: str) -> None:
    found = dates(edition)
    assert (found["register"].period, found["census"].period) == (register, census)
    assert not any(date.doubtful for date in found.values())


def test_the_lags_are_a_guess_for_an_edition_not_told_of(raw: Path, catalogue: Catalogue) -> None:
    (raw / "LOGT_2023.csv").rename(raw / "LOGT_2022.csv")
    frame = observations(read(raw, catalogue, SOURCE), SOURCE)
    share = one(frame, "vacant_dwellings_share", "QP093001", period="2018")
    assert (share["value"], share["obs_status"]) == (5.9, "U")
    assert one(frame, "vacant_dwellings_share", "QP093001", period="2017")["obs_status"] == "A"


def test_both_cases_of_the_code_are_one_column(raw: Path, catalogue: Catalogue) -> None:
    frame = observations(read(raw, catalogue, SOURCE), SOURCE)
    rates = frame[frame["indicator"] == "social_dwellings_per_100_main_residences"]
    mine = rates[rates["territory"] == "QP093001"].set_index("period")["value"]
    assert mine.to_dict() == {"2019-01-01": 71.5, "2021-01-01": 102.4}


def test_the_rate_may_exceed_a_hundred_but_a_share_may_not(raw: Path, catalogue: Catalogue) -> None:
    path = raw / "LOGT_2023.csv"
    path.write_bytes(path.read_bytes().replace(b";25,1;33,0", b";125,1;33,0"))
    with pytest.raises(SourceError, match=r"LOGT_2023\.csv, ligne 3, colonne partResPrincSurocc, valeur '125,1'"):
        read(raw, catalogue, SOURCE)
