"""Social housing: the first year in the name is that of the data, the second that of the perimeter."""

from __future__ import annotations

import zipfile
from pathlib import Path

from etl.catalogue import Catalogue
from tests.etl.official.reading import observations, one, read, specimens

SOURCE = "insee_rpls"


def test_the_year_may_stand_in_the_name_of_the_zip_alone(tmp_path: Path, catalogue: Catalogue) -> None:
    raw = specimens(tmp_path, SOURCE) / SOURCE
    path = raw / "RPLS_01-01-2025_QPV_2024.csv"
    with zipfile.ZipFile(raw / "RPLS_01-01-2025_QPV_2024_csv.zip", "w") as archive:
        archive.write(path, "data_QP.csv")
    path.unlink()
    dwellings = one(observations(read(raw, catalogue, SOURCE), SOURCE), "social_dwellings", "QN09301M")
    assert (dwellings["period"], dwellings["perimeter"], dwellings["value"]) == ("2025-01-01", "QP2024", 2480)
    assert dwellings["locator"] == "RPLS_01-01-2025_QPV_2024_csv.zip/data_QP.csv, ligne 2, colonne nbLsPls"


def test_one_header_serves_communes_and_iris(tmp_path: Path, catalogue: Catalogue) -> None:
    frame = observations(read(specimens(tmp_path, SOURCE), catalogue, SOURCE), SOURCE)
    counts = frame[frame["indicator"] == "social_dwellings"].groupby("zone")["territory"].apply(sorted)
    assert counts["all"] == ["COM-01053", "COM-2A004", "COM-93066", "IRIS-930660101", "IRIS-930660102"]
    assert counts["qpv"] == ["QN09301M"]


def test_rents_whose_unit_is_unknown_are_not_measured(tmp_path: Path, catalogue: Catalogue) -> None:
    official = read(specimens(tmp_path, SOURCE), catalogue, SOURCE)
    assert set(observations(official, SOURCE)["indicator"]) == {
        "social_dwellings", "social_housing_vacancy_rate", "social_housing_turnover_rate",
    }  # fmt: skip
    assert all(edition.unread == () for edition in official.report.editions), "known, but not measured"
