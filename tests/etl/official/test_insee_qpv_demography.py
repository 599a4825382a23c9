"""DEMO files: three dates in one line, La Réunion without census, communes that their quarters tell about."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from etl.catalogue import Catalogue
from etl.official.cells import mostly_empty
from etl.sources.insee_qpv_demography import DEMO
from tests.etl.official.reading import observations, one, read, specimens
from tests.small_raw import write_raw

SOURCE = "insee_qpv_demography"
GEOGRAPHY = ("insee_geography", "anct_perimeters")
HAUTS_DE_FRANCE = ("002", "059", "060", "062", "080")
ILE_DE_FRANCE = ("075", "077", "078", "091", "092", "093", "094", "095")


@pytest.mark.parametrize(
    ("edition", "population", "census", "caf"),
    [
        ("2017", "2013", "2010", "2015-12-31"),
        ("2018", "2013", "2010", "2016-12-31"),
        ("2019", "2013", "2015", "2017-12-31"),
        ("2021", "2018", "2017", "2019-12-31"),
        ("2022", "2018", "2018", "2020-12-31"),
        ("2023", "2018", "2019", "2021-12-31"),
    ],
)
def test_three_dates_in_one_line(edition: str, population: str, census: str, caf: str) -> None:
    found = {name: vintage.period for name, vintage in DEMO.vintages(edition).items()}
    assert found == {"population": population, "census": census, "caf": caf}


def test_what_is_a_guess_is_said_to_be() -> None:
    doubtful = {year: {k for k, v in DEMO.vintages(year).items() if v.doubtful} for year in ("2017", "2020", "2022")}
    assert doubtful == {"2017": {"census"}, "2020": {"population"}, "2022": set()}
    assert all(vintage.basis == "deduced" for vintage in DEMO.vintages("2022").values())


def test_the_same_figure_of_two_editions_is_kept_once(tmp_path: Path, catalogue: Catalogue) -> None:
    official = read(specimens(tmp_path, SOURCE), catalogue, SOURCE)
    frame = observations(official, SOURCE)
    population = frame[(frame["indicator"] == "population") & (frame["territory"] == "QP093001")]
    assert population.set_index("period")["value"].to_dict() == {"2013": 4210, "2018": 4300}
    assert official.report.repeated == {SOURCE: 3}, "three lines stand in the editions 2017 and 2019"


def test_an_absent_cell_of_an_uncertain_year_keeps_its_own_reason(tmp_path: Path, catalogue: Catalogue) -> None:
    frame = observations(read(specimens(tmp_path, SOURCE), catalogue, SOURCE), SOURCE)
    known = one(frame, "women_share", "QP093001", period="2010")
    nothing = one(frame, "women_share", "QP974001", period="2010")
    assert (known["value"], known["obs_status"]) == (51.2, "U")
    assert nothing["obs_status"] == "O"
    assert "aucun chiffre de cette source" in nothing["note"]


def test_a_commune_that_alone_holds_a_quarter_has_its_population(tmp_path: Path, catalogue: Catalogue) -> None:
    raw = write_raw(tmp_path / "raw")
    frame = observations(read(raw, catalogue, SOURCE, *GEOGRAPHY), SOURCE)
    communes = frame[frame["territory"].str.startswith("COM-")]
    assert sorted(set(communes["territory"])) == ["COM-93001", "COM-93066", "COM-97411"], "two are named Saint-Denis"
    whole = one(communes, "population", "COM-97411", zone="all")
    inside = one(communes, "population", "COM-97411", zone="qpv")
    share = one(communes, "qpv_population_share", "COM-97411")
    assert (whole["value"], whole["perimeter"], whole["period"]) == (90000, "", "2018")
    assert (inside["value"], inside["perimeter"]) == (20000, "QP2015")
    assert (share["value"], share["n"]) == (pytest.approx(100 * 2 / 9), 90000)
    assert whole["locator"] == "DEMO_2022.csv, ligne 10, colonne POP_COM"
    assert share["locator"].endswith("colonne POP_COM_QP / POP_COM")


def test_a_commune_whose_quarters_disagree_has_none(tmp_path: Path, catalogue: Catalogue) -> None:
    path = write_raw(tmp_path / "raw") / "DEMO_2022.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[9] = lines[9].replace(";90000;", ";91000;").replace(";90\u202f000;", ";91\u202f000;")
    assert "91" in lines[9]
    path.write_text("".join(lines), encoding="utf-8", newline="")
    frame = observations(read(path.parent, catalogue, SOURCE, *GEOGRAPHY), SOURCE)
    assert set(frame["territory"][frame["territory"].str.startswith("COM-")]) == {"COM-93001", "COM-93066"}


def test_real_files_have_the_lines_that_are_known_of_them(real_data: Path, catalogue: Catalogue) -> None:
    official = read(real_data / "insee_qpv2015_demographie", catalogue, SOURCE)
    assert {edition.table: (edition.edition, edition.lines) for edition in official.report.editions} == {
        "data_DEMO_2017_V1_QP.csv": ("2017", 1346),
        "data_DEMO_2018_V1_QP.csv": ("2018", 1346),
        "data_DEMO_2019_V1_QP.csv": ("2019", 1346),
        "DEMO_2019.csv": ("2019", 1346),
        "data_DEMO_2021_V1_QP.csv": ("2021", 1400),
        "DEMO_2021.csv": ("2021", 1400),
        "DEMO_2022.csv": ("2022", 1400),
    }
    assert all(edition.unread == () for edition in official.report.editions)
    frame = observations(official, SOURCE)
    assert one(frame, "population", "QP001001", period="2018")["value"] == 6490
    assert one(frame, "over_60_share", "QP001002", period="2018", sex="_T")["value"] == 21.8
    assert one(frame, "foreign_share", "FRM", period="2010", sex="_T")["value"] == 18.6
    assert one(frame, "caf_households", "FR", period="2015-12-31")["value"] == 1428400
    assert one(frame, "women_share", "QP974001", period="2017")["obs_status"] == "L"


def test_real_populations_are_those_published_for_their_year(real_data: Path, catalogue: Catalogue) -> None:
    """The years are not written: the sums are those of publications that write them (see the source)."""
    frame = observations(read(real_data / "insee_qpv2015_demographie", catalogue, SOURCE), SOURCE)
    population = frame[(frame["indicator"] == "population") & (frame["territory"].str[:1] == "Q")]
    department = population["territory"].str[2:5]
    old, recent = population["period"] == "2013", population["period"] == "2018"
    assert population["value"][old & department.isin(HAUTS_DE_FRANCE)].sum() == 667_970
    assert population["value"][old & (department < "970")].sum() == 4_856_046
    assert round(population["value"][recent & department.isin(ILE_DE_FRANCE)].sum(), -2) == 1_570_300
    assert one(frame, "population", "FR", period="2013")["value"] == population["value"][old].sum()


@pytest.mark.parametrize(("indicator", "edition"), [("under_25_share", "2015"), ("women_share", "2015")])
def test_the_census_of_the_aggregate_line_is_that_of_metropolitan_quarters(
    real_data: Path, catalogue: Catalogue, indicator: str, edition: str
) -> None:
    """No quarter overseas has a rate in those editions, and the rates weigh as the metropolitan quarters do."""
    frame = observations(read(real_data / "insee_qpv2015_demographie", catalogue, SOURCE), SOURCE)
    frame = frame[(frame["sex"] == "_T") & (frame["zone"] == "qpv")]
    rates = frame[(frame["indicator"] == indicator) & (frame["period"] == edition)].set_index("territory")["value"]
    weights = frame[(frame["indicator"] == "population") & (frame["period"] == "2013")].set_index("territory")["value"]
    quarters = rates[rates.index.str.startswith("QP")].dropna()
    assert not quarters.index.str.startswith("QP97").any()
    assert "FR" not in rates.index
    mean = (quarters * weights.reindex(quarters.index)).sum() / weights.reindex(quarters.index).sum()
    assert rates["FRM"] == pytest.approx(mean, abs=0.1)


def test_real_ages_that_no_quarter_of_la_reunion_has_are_not_told_as_small_numbers(
    real_data: Path, catalogue: Catalogue
) -> None:
    frame = observations(read(real_data / "insee_qpv2015_demographie", catalogue, SOURCE), SOURCE)
    ages = frame[
        frame["indicator"].isin(["over_60_share", "under_25_share"])
        & (frame["period"] == "2018")
        & frame["territory"].str.startswith("QP974")
        & frame["value"].isna()
    ]
    assert set(ages["obs_status"]) == {"O"}
    assert set(ages["conf_status"]) == {"F"}
    assert ages["note"].str.contains("motif non publié").all()
    assert len(ages[(ages["indicator"] == "over_60_share") & (ages["sex"] == "_T")]) == 49


def test_a_figure_that_most_quarters_of_a_department_lack_is_not_a_matter_of_size() -> None:
    codes = np.array([*(f"QP97400{n}" for n in range(1, 7)), *(f"QP09300{n}" for n in range(1, 7)), "QP005001", "FR"])
    absent = np.array([*[True] * 4, False, False, *[True] * 3, *[False] * 3, True, True])
    assert list(codes[mostly_empty(codes, absent)]) == [f"QP97400{n}" for n in range(1, 7)]
