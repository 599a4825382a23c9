"""Establishments by quarter: columns known from an extract, in a year that nobody wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.catalogue import Catalogue
from etl.errors import SourceError
from tests.etl.official.reading import observations, one, read, specimens

SOURCE = "insee_qpv_local_economy"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return specimens(tmp_path, SOURCE) / SOURCE


def test_every_figure_says_that_its_year_is_that_of_the_edition(raw: Path, catalogue: Catalogue) -> None:
    official = read(raw, catalogue, SOURCE)
    frame = observations(official, SOURCE)
    published = frame[frame["value"].notna()]
    assert set(published["obs_status"]) == {"U"}
    assert published["note"].str.contains("Année de l’édition : celle des données n’est pas connue").all()
    assert one(frame, "establishments", "FR")["value"] == 260000
    assert any("TECO" in text for text in official.report.uncertain)


def test_names_in_lower_case_are_the_same_columns(raw: Path, catalogue: Catalogue) -> None:
    path = raw / "TECO_2023.csv"
    header, _, rest = path.read_bytes().partition(b"\r\n")
    path.write_bytes(header.lower() + b"\r\n" + rest)
    share = one(observations(read(raw, catalogue, SOURCE), SOURCE), "services_share_of_establishments", "QP093001")
    assert (share["value"], share["n"]) == (55, 1200)


def test_a_part_larger_than_its_whole_stops_the_build(raw: Path, catalogue: Catalogue) -> None:
    path = raw / "TECO_2023.csv"
    path.write_bytes(path.read_bytes().replace(b";180;300;660;", b";380;300;660;"))
    with pytest.raises(SourceError, match="ligne 3, colonne SERV_PAR, valeur '300' : plus petit que ENS_SANTE"):
        read(raw, catalogue, SOURCE)
