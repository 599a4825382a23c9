"""Greater Paris: its communes and quarters are in the Métropole, and in an établissement public territorial."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from etl.geography.tables import GeographyTables, build_geography
from tests.etl.geography.country import scanned

METROPOLE, NORTH, EAST = "EPCI-200054781", "EPCI-200057867", "EPCI-200057875"
NAMES = {"200057867": "Plaine Commune", "200057875": "Est Ensemble"}
COMMUNES = {
    "75056": "Paris",
    "93001": "Aubervilliers",
    "93008": "Bobigny",
    "93059": "Pierrefitte",
    "93066": "Saint-Denis",
}
COG = "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT\n" + "".join(
    f"COM,{code},11,{code[:2]},X,X,0,X,{name},{name},,\n" for code, name in COMMUNES.items()
)
MEMBERS = "codgeo,libgeo,epci,libepci,dep,reg\n" + "".join(
    f"{code},{name},200054781,Métropole du Grand Paris,{code[:2]},11\n" for code, name in COMMUNES.items()
)
QUARTERS = {
    "QN07518M": ("75056", "217500016"),
    "QN09328M": ("93001;93066", "200057867"),
    "QN09337M": ("93066", "200057867"),
    "QN09310M": ("93008", "200057875"),
    "QN09311M": ("93001;93008", "200057867;200057875"),
    "QN09340I": ("93059", "200057867"),
}
"""Commune and intercommunality, as the list of 2024 writes them: for Paris, its own number."""
LIST = "code_qp;lib_qp;insee_reg;lib_reg;insee_dep;lib_dep;insee_com;lib_com;siren_epci;lib_epci\n"
BEFORE = {"QP093028": "Saint-Denis", "QP093040": "Pierrefitte", "QP093008": "Bobigny", "QP075018": "Paris"}


def named(epci: str) -> str:
    return ";".join(NAMES.get(code, "X") for code in epci.split(";"))


def places(folder: Path, quarters: dict[str, tuple[str, str]], *, establishments: bool) -> pd.DataFrame:
    """The territories by code, from a list of quarters, with or without the file of the établissements."""
    lines = "".join(
        f'{code};{code};11;X;{code[3:5]};X;"{communes}";X;"{epci}";"{named(epci)}"\n'
        for code, (communes, epci) in quarters.items()
    )
    links = (
        "qp2024,label_qp2024,statut,qp2015_1,label_qp2015_1,qp2015_2,label_qp2015_2,qp2015_3,label_qp2015_3,remarque\n"
    )
    drawn = [
        {
            "type": "Feature",
            "properties": {"code_qp": code, "nom_qp": code, "commune_qp": town, "code_commune": "",
                           "nom_commune": town, "code_departement": code[3:5]},
            "geometry": {"type": "Polygon", "coordinates": [[[2.3, 48.9], [2.31, 48.9], [2.31, 48.91], [2.3, 48.9]]]},
        }
        for code, town in BEFORE.items()
    ]  # fmt: skip
    files: dict[str, str | bytes] = {
        "commune_2021.csv": COG,
        "departement2021.csv": "DEP,REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE\n"
        "75,11,75056,0,X,Paris,Paris\n93,11,93008,0,X,S,S\n",
        "members.csv": MEMBERS,
        "list-2024.csv": LIST + lines,
        "links.csv": links,
        "2015.geojson": json.dumps({"type": "FeatureCollection", "features": drawn}),
    }
    if establishments:
        kinds = {"modeFinancement": "", "type": "EPT"}
        members = {"200057867": ("93001", "93066"), "200057875": ("93008",)}
        files["ept.json"] = json.dumps(
            [
                {"code": code, "nom": NAMES[code], **kinds, "membres": [{"code": town} for town in towns]}
                for code, towns in members.items()
            ]
        )
    read: GeographyTables = build_geography(scanned(folder, files).readings)
    return read.territories.set_index("code")


def test_a_quarter_of_greater_paris_is_in_the_metropole_and_in_its_establishment(tmp_path: Path) -> None:
    table = places(tmp_path, QUARTERS, establishments=True)
    assert table.loc["QN09337M", "epci"] == f"{NORTH};{METROPOLE}"
    assert table.loc["QN09311M", "epci"] == f"{NORTH};{EAST};{METROPOLE}"
    assert table.loc["QN07518M", "epci"] == METROPOLE
    assert table.loc["QP093028", "epci"] == f"{NORTH};{METROPOLE}"
    assert table.loc["QP093008", "epci"] == f"{EAST};{METROPOLE}"
    assert table.loc["QP075018", "epci"] == METROPOLE


def test_an_establishment_holds_its_communes(tmp_path: Path) -> None:
    table = places(tmp_path, QUARTERS, establishments=True)
    north = table.loc[NORTH]
    assert (north["label"], north["status"]) == ("Plaine Commune", "")
    assert north["communes"] == "COM-93001;COM-93059;COM-93066"
    assert north["parent_department"] == "DEP-93"
    assert table.loc[METROPOLE, "communes"].count("COM-") == len(COMMUNES)
    assert table.loc["COM-93066", "epci"] == f"{NORTH};{METROPOLE}"


def test_a_commune_that_the_file_has_not_is_where_all_its_quarters_are(tmp_path: Path) -> None:
    """Pierrefitte joined Saint-Denis: its quarters keep its code."""
    table = places(tmp_path, QUARTERS, establishments=True)
    for code in ("COM-93059", "QN09340I", "QP093040"):
        assert table.loc[code, "epci"] == f"{NORTH};{METROPOLE}", code


def test_without_the_file_the_list_names_them(tmp_path: Path) -> None:
    table = places(tmp_path, QUARTERS, establishments=False)
    assert table.loc[NORTH, "label"] == "Plaine Commune"
    assert table.loc["QP093028", "epci"] == f"{NORTH};{METROPOLE}"
    assert table.loc["COM-93001", "epci"] == f"{NORTH};{METROPOLE}", "its other quarter lists both"


def test_what_is_ambiguous_is_not_joined(tmp_path: Path) -> None:
    """Only the quarter of both lists Aubervilliers: which of the two it is in is not told."""
    both = {code: known for code, known in QUARTERS.items() if code != "QN09328M"}
    table = places(tmp_path, both, establishments=False)
    assert table.loc["COM-93001", "epci"] == METROPOLE
    assert table.loc["QN09311M", "epci"] == f"{NORTH};{EAST};{METROPOLE}"


def test_official_quarters_of_greater_paris(official: GeographyTables) -> None:
    table = official.territories
    quarters = table[table["kind"] == "neighbourhood"].assign(epci=lambda t: t["epci"].str.split(";"))
    of_2024 = quarters[quarters["perimeter"] == "QP2024"].explode("epci")
    inside = of_2024[of_2024["epci"] == METROPOLE]["parent_department"].value_counts().to_dict()
    assert inside == {"DEP-75": 21, "DEP-92": 19, "DEP-93": 75, "DEP-94": 47, "DEP-91": 5, "DEP-95": 8}
    north = quarters.explode("epci").query("epci == @NORTH")
    assert north["perimeter"].value_counts().to_dict() == {"QP2015": 23, "QP2024": 22}
    assert table.set_index("code").loc[NORTH, "communes"].count("COM-") == 8
