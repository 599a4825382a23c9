"""Referentials of Insee: one layout for CSV, seeds and workbooks; lost zeros put back only where it is safe."""

from __future__ import annotations

import zipfile
from html import escape
from pathlib import Path

import pytest

from etl.catalogue import Catalogue
from etl.errors import SourceError
from etl.official.build import OfficialReport
from etl.official.scan import scan
from etl.sources import insee_geography
from tests.etl.official.reading import read, specimens

SOURCE = "insee_geography"


def workbook(path: Path, sheet: str, labels: list[str], codes: list[str], rows: list[list[str]]) -> None:
    """As Insee lays its referentials out, codes on row 6 under titles and labels; the least that is a workbook."""
    lines = [["Base des communes"], ["Mise en ligne le 01/01/2024"], [], [], labels, codes, *rows]
    cells = "".join(
        f'<row r="{number}">'
        + "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row)
        + "</row>"
        for number, row in enumerate(lines, start=1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="{sheet}" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


def lines(report: OfficialReport) -> dict[str, int]:
    return {edition.table: edition.lines for edition in report.editions}


def test_employment_zones_get_their_zeros_back(tmp_path: Path, catalogue: Catalogue) -> None:
    official = read(specimens(tmp_path, SOURCE), catalogue, SOURCE)
    zones = official.tables["employment_zones"].to_pandas().set_index("commune")
    assert zones["employment_zone"].to_dict() == {"COM-01001": "8405", "COM-01016": "0059", "COM-2A004": "9401"}
    assert zones.loc["COM-01016", "locator"].endswith("seed_insee_zone_emploi_commune.csv, ligne 3, colonne ZE2020")
    assert any("zéro initial remis à 2 codes de communes" in note for note in official.report.notes)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("1001,", "101,", "ligne 2, colonne codgeo, valeur '101'.*n'est pas du département"),
        ("1016,Arbigny,59,Mâcon,0059-84,1,84", "1016,Arbigny,59,Mâcon,0059-84,71,84", "valeur '1016'.*département"),
        ("8405", "84O5", "colonne ze2020, valeur '84O5' : code de zone d'emploi inconnu"),
    ],
)
def test_a_zero_that_cannot_be_put_back_is_refused(
    tmp_path: Path, catalogue: Catalogue, old: str, new: str, told: str
) -> None:
    raw = specimens(tmp_path, SOURCE)
    path = raw / SOURCE / "seed_insee_zone_emploi_commune.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(SourceError, match=f"(?s){told}"):
        read(raw, catalogue, SOURCE)


@pytest.mark.parametrize(
    ("sheet", "codes", "row", "layout"),
    [
        ("Composition_communale", "CODGEO LIBGEO EPCI LIBEPCI DEP REG",
         "01001 L'A 200069193 CC 01 84", "epci_membership"),
        ("EPCI", "EPCI LIBEPCI NATURE_EPCI NB_COM", "200069193 CC CC 36", "epci_list"),
        ("Composition_communale", "CODGEO LIBGEO UU2020 LIBUU2020 TYPE_COMMUNE_UU STATUT_COM_UU DEP",
         "93066 Saint-Denis 00851 Paris B B 93", "urban_unit_membership"),
        ("COM", "CODGEO LIBGEO DEP REG EPCI NATURE_EPCI ARR CV ZE2020 UU2020",
         "93066 Saint-Denis 93 11 200054781 ME 933 9399 1109 00851", "commune_membership"),
    ],
)  # fmt: skip
def test_a_workbook_is_read_under_its_titles(tmp_path: Path, sheet: str, codes: str, row: str, layout: str) -> None:
    names = codes.split()
    labels = [f"Libellé de {name}" for name in names]
    workbook(tmp_path / "table_2024.xlsx", sheet, labels, names, [row.split()])
    found = scan(tmp_path, insee_geography.LAYOUTS)
    assert found.problems == []
    assert [(reading.layout.id, len(reading.table.frame)) for reading in found.readings] == [(layout, 1)]
    assert list(found.readings[0].table.frame.iloc[0]) == row.split()
    assert list(found.readings[0].table.frame.index) == [7]


def test_the_official_files(real_data: Path, catalogue: Catalogue) -> None:
    official = read(real_data / "insee_geo_referentiels", catalogue, SOURCE)
    assert lines(official.report) == {
        "EPCI_2020.csv": 34968,
        "iris_2021.csv": 49406,
        "commune_2021.csv": 37742,
        "departement2021.csv": 101,
        "region2021.csv": 18,
        "seed_insee_epci_commune.csv": 34875,
        "seed_insee_zone_emploi_commune.csv": 34875,
        "seed_insee_epci.csv": 1254,
    }
    assert official.report.unknown == []
    zones = official.tables["employment_zones"].to_pandas().set_index("commune")["employment_zone"]
    assert zones["COM-01016"] == "0059"
    assert zones.str.fullmatch("[0-9]{4}").all()
    found = scan(real_data / "etalab_decoupage_administratif", insee_geography.LAYOUTS)
    assert {reading.table.name: len(reading.table.frame) for reading in found.readings} == {
        "arrondissements.json": 333,
        "communes.json.gz": 37590,
        "departements.json": 109,
        "epci.json.gz": 1255,
        "ept.json": 11,
        "regions.json": 26,
    }
