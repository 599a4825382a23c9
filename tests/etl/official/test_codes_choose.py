"""One header, several grains and perimeters: the codes of the lines choose, then the name of the file, or nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.catalogue import Catalogue
from etl.errors import SourceError
from etl.official.layout import Layout
from etl.official.scan import Scan, scan
from etl.pipeline import official_modules
from etl.sources import insee_qpv_beneficiaries, insee_qpv_education, insee_qpv_filosofi, insee_qpv_income
from tests.etl.official.reading import read

HEALTH = "CODGEO;C;C_C2SNP;C_C2SP;C_17_C2SNP;C_60_C2SNP\n"
INCOME = "CODGEO;DISP_MED_A21;DISP_TP60_A21;DISP_PPSOC_A21;DISP_D1_A21;DISP_D9_A21;DISP_RD_A21"
VALUES = ";13900;44,2;25,0;8400;24100;2,9"
MINE = (
    "insee_census_housing", "insee_qpv2024_demography", "insee_qpv_beneficiaries", "insee_qpv_education",
    "insee_qpv_filosofi", "insee_qpv_housing", "insee_qpv_jobseekers", "insee_qpv_local_economy", "insee_rpls",
)  # fmt: skip


def scanned(folder: Path, name: str, text: str, layouts: tuple[Layout, ...]) -> Scan:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8-sig")
    return scan(folder, layouts)


def layout_of(found: Scan) -> str:
    assert found.problems == []
    (reading,) = found.readings
    return reading.layout.id


@pytest.mark.parametrize(
    ("code", "layout"),
    [("93066", "insee_cnam_commune"), ("QP093001", "insee_cnam_qpv_2015"), ("QN09301M", "insee_cnam_qpv_2024")],
)
def test_one_header_for_communes_and_both_perimeters(tmp_path: Path, code: str, layout: str) -> None:
    text = f"{HEALTH}{code};4000;800;100;400;90\n"
    assert layout_of(scanned(tmp_path, "data_CNAM2025.csv", text, insee_qpv_beneficiaries.LAYOUTS)) == layout


def test_quarters_of_2024_are_never_taken_for_those_of_2015(tmp_path: Path) -> None:
    """The full header of the earlier Filosofi tables, which asks for more columns, with codes of 2024."""
    layouts = (*insee_qpv_income.LAYOUTS, *insee_qpv_filosofi.LAYOUTS)
    full = f"{INCOME};DISP_GINI_A21;DISP_NOTE_A21"
    text = f"{full}\nQN09301M{VALUES};0,25;0\n"
    assert layout_of(scanned(tmp_path, "x.csv", text, layouts)) == "insee_filosofi_qpv24_2020"
    earlier = text.replace("QN09301M", "QP093001")
    assert layout_of(scanned(tmp_path, "x.csv", earlier, layouts)).startswith("insee_filosofi_qpv_2018")


def test_aggregates_alone_are_told_apart_by_the_name_of_the_file(tmp_path: Path) -> None:
    text = f"{INCOME}\n00{VALUES}\n"
    layouts = insee_qpv_filosofi.LAYOUTS
    for name, layout in (("qp15", "insee_filosofi_qpv15_2020"), ("qp24", "insee_filosofi_qpv24_2020")):
        folder = tmp_path / name
        assert layout_of(scanned(folder, f"revenu-disponible-{name}-2021_ENSQP.csv", text, layouts)) == layout


def test_aggregates_alone_in_a_renamed_file_are_refused(tmp_path: Path) -> None:
    found = scanned(tmp_path, "telechargement.csv", f"{INCOME}\n00{VALUES}\n", insee_qpv_filosofi.LAYOUTS)
    assert found.readings == []
    (problem,) = found.problems
    assert problem.file == "telechargement.csv"
    assert "contours 2015 ou 2024 ; remettre qp15 ou qp24 dans son nom" in problem.reason


def test_codes_that_are_of_no_grain_are_told_with_the_first(tmp_path: Path) -> None:
    text = f"{HEALTH}1053;4000;800;100;400;90\n1054;3000;700;90;300;80\n"
    (problem,) = scanned(tmp_path, "data_CNAM2023_COM.csv", text, insee_qpv_beneficiaries.LAYOUTS).problems
    assert (problem.line, problem.column, problem.value) == (2, "CODGEO", "1053")
    assert "d'aucun échelon" in problem.reason


def test_a_code_of_the_other_perimeter_is_told_with_its_line(tmp_path: Path, catalogue: Catalogue) -> None:
    rows = "".join(f"QP09300{number};4000;800;100;400;90\n" for number in (1, 2, 3))
    text = f"{HEALTH}{rows}QN09301M;4000;800;100;400;90\n"
    found = scanned(tmp_path, "data_CNAM2023_QP.csv", text, insee_qpv_beneficiaries.LAYOUTS)
    assert layout_of(found) == "insee_cnam_qpv_2015"
    with pytest.raises(SourceError) as raised:
        read(tmp_path, catalogue, "insee_qpv_beneficiaries")
    (problem,) = raised.value.problems
    assert (problem.line, problem.column, problem.value) == (5, "CODGEO", "QN09301M")
    assert "QP093001 (contours 2015)" in problem.reason


def test_epci_have_the_header_of_quarters(tmp_path: Path) -> None:
    header = "CODGEO;LIBGEO;EFF_E6;RET_E6;EFF_E3;RET_E3;EFF_E0_GT;RET_E0_GT\n"
    text = f"{header}200054781;Métropole;900;60;800;90;700;110\n"
    assert layout_of(scanned(tmp_path, "EDUC_2022.csv", text, insee_qpv_education.LAYOUTS)) == "insee_educ_epci"


def test_none_of_these_layouts_takes_a_file_that_is_another(real_data: Path) -> None:
    """They were written without a file: those at hand, all of other families, must stay what they are."""
    modules = official_modules()
    mine = {layout.id for name in MINE for layout in modules[name].LAYOUTS}
    found = scan(real_data, [layout for module in modules.values() for layout in module.LAYOUTS])
    assert found.problems == []
    assert [reading.table.name for reading in found.readings if reading.layout.id in mine] == []
