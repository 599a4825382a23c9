"""Households without a car: what is left of the households, and sums over communes that are all there."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.catalogue import Catalogue, load_catalogue
from etl.errors import SourceError
from etl.sources.insee_census_housing import _whole_cities
from tests.conftest import ROOT
from tests.etl.official.reading import observations, one, read

SOURCE = "insee_census_housing"
COUNT, SHARE = "households_without_car", "households_without_car_census_share"
HEADER = "CODGEO;P22_RP;P22_RP_VOIT1P\n"
MEMBERS = """CODGEO;LIBGEO;EPCI;LIBEPCI;DEP;REG
01001;Un;200000011;CC de l’Ain;01;84
01002;Deux;200000011;CC de l’Ain;01;84
01004;Trois;200000012;CC à cheval;01;84
38001;Quatre;200000012;CC à cheval;38;84
75056;Paris;200000013;Métropole inventée;75;11
93066;Saint-Denis;200000013;Métropole inventée;93;11
"""
DEPARTMENTS = """DEP,REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE
01,84,01053,5,AIN,Ain,Ain
38,84,38185,4,ISERE,Isère,Isère
75,11,75056,0,PARIS,Paris,Paris
93,11,93008,3,SEINE SAINT DENIS,Seine-Saint-Denis,Seine-Saint-Denis
"""
PARIS = "".join(f"751{number:02};100;40\n" for number in range(1, 21))
REST = "01001;400;360\n01002;100;90\n01004;200.5;150.25\n38001;300;270\n93066;1000;600\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "epci.csv").write_text(MEMBERS, encoding="utf-8")
    (folder / "departements.csv").write_text(DEPARTMENTS, encoding="utf-8")
    return folder


def figures(raw: Path, catalogue: Catalogue, rows: str) -> pd.DataFrame:
    (raw / "base-cc-logement-2022.csv").write_text(HEADER + rows, encoding="utf-8")
    return observations(read(raw, catalogue, SOURCE, "insee_geography"), SOURCE)


def summed(frame: pd.DataFrame) -> set[str]:
    """The territories that are sums of communes."""
    return set(frame.loc[(frame["indicator"] == COUNT) & frame["locator"].str.startswith("calculé"), "territory"])


def test_counts_are_added_and_shares_are_of_the_sums(raw: Path, catalogue: Catalogue) -> None:
    frame = figures(raw, catalogue, f"{REST}75056;2000;800\n")
    department = one(frame, COUNT, "DEP-01")
    assert department["value"] == pytest.approx(40 + 10 + 50.25)
    share = one(frame, SHARE, "DEP-01")
    assert share["value"] == pytest.approx(100 * 100.25 / 700.5)
    assert (share["n"], share["zone"], share["period"]) == (700.5, "all", "2022")
    assert one(frame, SHARE, "EPCI-200000012")["value"] == pytest.approx(100 * 80.25 / 500.5)
    assert one(frame, COUNT, "REG-84")["value"] == pytest.approx(130.25)
    assert one(frame, COUNT, "FRM")["value"] == pytest.approx(130.25 + 1600)
    assert one(frame, SHARE, "COM-93066")["value"] == pytest.approx(40)


def test_a_territory_that_lacks_a_commune_has_no_sum(raw: Path, catalogue: Catalogue) -> None:
    frame = figures(raw, catalogue, REST.replace("38001;300;270\n", "") + "75056;2000;800\n")
    assert summed(frame) == {"DEP-01", "EPCI-200000011", "DEP-75", "DEP-93", "REG-11", "EPCI-200000013"}


def test_a_commune_without_a_figure_is_as_good_as_missing(raw: Path, catalogue: Catalogue) -> None:
    frame = figures(raw, catalogue, REST.replace("38001;300;270", "38001;300;") + "75056;2000;800\n")
    assert "REG-84" not in summed(frame)
    assert one(frame, COUNT, "COM-38001")["obs_status"] == "O"


def test_arrondissements_make_up_their_city_once(raw: Path, catalogue: Catalogue) -> None:
    parts = figures(raw, catalogue, REST + PARIS)
    both = figures(raw, catalogue, f"{REST}{PARIS}75056;2000;800\n")
    for frame in (parts, both):
        assert one(frame, COUNT, "DEP-75")["value"] == 1200
    assert "DEP-75" not in summed(figures(raw, catalogue, REST + PARIS.replace("75120;100;40\n", "")))


def test_a_commune_of_another_year_counts_in_its_department_and_puts_its_epci_in_doubt(
    raw: Path, catalogue: Catalogue
) -> None:
    frame = figures(raw, catalogue, f"{REST}75056;2000;800\n01999;50;30\n")
    assert one(frame, COUNT, "DEP-01")["value"] == pytest.approx(120.25)
    assert summed(frame) & {"EPCI-200000011", "EPCI-200000012", "EPCI-200000013"} == {"EPCI-200000013"}


def test_without_geography_communes_are_read_and_nothing_is_summed(tmp_path: Path, catalogue: Catalogue) -> None:
    (tmp_path / "base-cc-logement-2022.csv").write_text(HEADER + REST, encoding="utf-8")
    official = read(tmp_path, catalogue, SOURCE)
    assert summed(observations(official, SOURCE)) == set()
    assert any("sans la liste des communes" in note for note in official.report.notes)


def test_more_cars_than_households_stop_the_build(raw: Path, catalogue: Catalogue) -> None:
    with pytest.raises(SourceError, match="ligne 2, colonne P22_RP, valeur '400' : plus petit que P22_RP_VOIT1P"):
        figures(raw, catalogue, "01001;400;460\n")


def test_one_car_and_more_make_one_at_least(raw: Path, catalogue: Catalogue) -> None:
    text = "CODGEO;P22_RP;P22_RP_VOIT1P;P22_RP_VOIT1;P22_RP_VOIT2P\n01001;400;360;200;120\n"
    (raw / "base-cc-logement-2022.csv").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match="font 320"):
        read(raw, catalogue, SOURCE)


@given(st.sets(st.integers(1, 20)), st.booleans())
def test_paris_is_there_once_or_not_at_all(numbers: set[int], whole: bool) -> None:
    codes = [f"COM-751{number:02}" for number in sorted(numbers)] + (["COM-75056"] if whole else [])
    counts = pd.DataFrame({"all": 10.0, "without": 4.0}, index=pd.Index([*codes, "COM-01001"]))
    kept = _whole_cities(counts)
    assert "COM-01001" in kept.index
    expected = 10.0 if whole else 200.0
    paris = kept["all"].get("COM-75056")
    assert (paris is None) == (not whole and len(numbers) < 20)
    assert paris in (None, expected)
    assert not kept.index.str.startswith("COM-751").any()


def test_the_catalogue_has_what_is_computed() -> None:
    assert {COUNT, SHARE} <= set(load_catalogue(ROOT / "data" / "catalogue").indicators)
