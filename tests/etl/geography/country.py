"""A small invented country, written by hand in the exact formats of the official files.

Two départements of the mainland (31, with two towns; 32), Mayotte with its one commune, in 2015 and in 2024. Names and
outlines are invented; only the forms of codes and files are real.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from etl.geography.tables import GeographyTables, build_geography
from etl.official.layout import Layout
from etl.official.observing import Reading
from etl.official.scan import Scan, scan
from etl.sources import administrative_outlines, anct_perimeters, insee_geography, insee_qpv_demography

COG = """TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT
COM,31001,76,31,31D,311,0,GRANDVILLE,Grandville,Grandville,3101,
COM,31002,76,31,31D,311,0,SAINT ELOI LE NEUF,Saint-Éloi-le-Neuf,Saint-Éloi-le-Neuf,3101,
COM,32001,76,32,32D,321,5,AUTREBOURG,Autrebourg,L'Autrebourg,3201,
COM,75056,11,75,75C,751,0,GRANDE VILLE,Paris,Paris,7599,
ARM,75118,11,75,75C,751,0,DIX HUITIEME,Paris 18e Arrondissement,Paris 18e Arrondissement,7598,75056
COM,97601,06,976,976D,976,0,ILEVILLE,Ileville,Ileville,97601,
COMD,31003,,,,,0,VIEUX BOURG,Vieux-Bourg,Vieux-Bourg,,31002
"""
DEPARTMENTS = """DEP,REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE
31,76,31001,5,NORD TEST,Nord-Test,Nord-Test
32,76,32001,5,SUD TEST,Sud-Test,Sud-Test
75,11,75056,0,GRANDE VILLE,Paris,Paris
976,06,97601,0,ILE,Ile,Ile
"""
REGIONS = """REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE
76,31001,1,OUEST,Ouest,Ouest
11,75056,1,CENTRE,Centre,Centre
06,97601,0,ILE,Ile,Ile
"""
EPCI_2020 = (
    "\ufeffCODGEO;LIBGEO;EPCI;LIBEPCI;DEP;REG\r\n"
    "31001;Grandville;200000001;CA de Grandville;31;76\r\n"
    "31002;Saint-Éloi-le-Neuf;200000001;CA de Grandville;31;76\r\n"
    "31004;Ancienne;200000002;CC de l'Ancienne;31;76\r\n"
    "32001;L'Autrebourg;ZZZZZZZZZ;Sans objet;32;76\r\n"
)
EPCI_TODAY = (
    "codgeo,libgeo,epci,libepci,dep,reg\n"
    "31001,Grandville,200000001,Communauté d'agglomération de Grandville,31,76\n"
    "31002,Saint-Éloi-le-Neuf,200000003,Communauté de communes du Neuf,31,76\n"
    "32001,L'Autrebourg,ZZZZZZZZZ,Sans objet,32,76\n"
    "75056,Paris,200000004,Métropole,75,11\n"
    "97601,Ileville,ZZZZZZZZZ,Sans objet,976,06\n"
)
IRIS = (
    "\ufeffCODE_IRIS;LIB_IRIS;TYP_IRIS;GRD_QUART;DEPCOM;LIBCOM;UU2020;REG;DEP\r\n"
    "310010101;Centre;H;3100101;31001;Grandville;31701;76;31\r\n"
    "310010102;Gare;H;3100101;31001;Grandville;31701;76;31\r\n"
    "310020000;Saint-Éloi-le-Neuf (commune non irisée);Z;3100200;31002;Saint-Éloi-le-Neuf;31701;76;31\r\n"
    "320010000;L'Autrebourg (commune non irisée);Z;3200100;32001;L'Autrebourg;32000;76;32\r\n"
    "751180101;Butte 1;H;7511801;75118;Paris 18e Arrondissement;00851;11;75\r\n"
    "976010000;Ileville (commune non irisée);Z;9760100;97601;Ileville;9F601;06;976\r\n"
)
LIST_2024 = (
    "\ufeffcode_qp;lib_qp;insee_reg;lib_reg;insee_dep;lib_dep;insee_com;lib_com;siren_epci;lib_epci;;\r\n"
    'QN03101I;Les Tilleuls;76;Ouest;31;Nord-Test;"=""31001""";Grandville;200000001;CA de Grandville;;\r\n'
    'QN03102M;Gare;76;Ouest;31;Nord-Test;"31001;31002";"Grandville;Saint-Éloi-le-Neuf";"200000001;200000003";X;;\r\n'
    "QN03203N;La Butte;76;Ouest;32;Sud-Test;32001;L'Autrebourg;NA;;;\r\n"
    "QN07518M;Goutte;11;Centre;75;Paris;75118;Paris 18e Arrondissement;200000004;Métropole;;\r\n"
    "QN97651C;Ileville;06;Ile;976;Ile;97601;Ileville;;;;\r\n"
)
CORRESPONDENCE = (
    "qp2024,label_qp2024,statut,qp2015_1,label_qp2015_1,qp2015_2,label_qp2015_2,qp2015_3,label_qp2015_3,remarque\n"
    """QN03101I,Les Tilleuls,INCHANGE,QP031001,Les Tilleuls,,,,,
QN03102M,Gare,MODIFIE,QP031002,Gare Nord,QP031003,Gare Sud,,,à relire
QN03203N,La Butte,NOUVEAU,,,,,,,
QN07518M,Goutte,INCHANGE,QP075018,,,,,,
QN97651C,Ileville,COMMUNE,,,,,,,commune entière
"""
)


def square(longitude: float, latitude: float, side: float = 0.01) -> list[list[list[float]]]:
    """The rings of a square in degrees, by its south-west corner."""
    east, north = longitude + side, latitude + side
    return [[[longitude, latitude], [east, latitude], [east, north], [longitude, north], [longitude, latitude]]]


def feature(properties: dict[str, Any], rings: list[Any], kind: str = "Polygon") -> dict[str, Any]:
    """A GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": rings}}


def collection(features: list[dict[str, Any]], crs: str = "urn:ogc:def:crs:OGC:1.3:CRS84") -> str:
    """A GeoJSON collection as ANCT writes it."""
    member = {"type": "name", "properties": {"name": crs}}
    return json.dumps({"type": "FeatureCollection", "crs": member, "features": features}, ensure_ascii=False)


def quarter_2024(code: str, rings: list[Any], communes: str = "31001", kind: str = "Polygon") -> dict[str, Any]:
    """A perimeter of 2024 with the attributes of the official file."""
    department = code[2:5].removeprefix("0")
    properties = {
        "fid": 1.0, "code_qp": code, "lib_qp": f"Tracé {code}", "insee_reg": "76", "lib_reg": "Ouest",
        "insee_dep": department, "lib_dep": "Nord-Test", "insee_com": communes, "lib_com": "Grandville",
        "siren_epci": "200000001",
    }  # fmt: skip
    return feature(properties, rings, kind)


def quarter_2015(code: str, rings: list[Any], commune: str = "Grandville") -> dict[str, Any]:
    """A perimeter of 2015 with the attributes of the file of Occitanie."""
    properties = {
        "code_qp": code, "nom_qp": f"Tracé {code}", "commune_qp": commune, "code_commune": "31001",
        "nom_commune": commune, "code_departement": "31",
    }  # fmt: skip
    return feature(properties, rings)


def department(code: str, label: str, rings: list[Any]) -> dict[str, Any]:
    """A département as ANCT draws it."""
    return feature({"insee_dep": code, "lib_dep": label}, rings)


PERIMETERS_2024 = [
    quarter_2024("QN03101I", square(1.40, 43.60)),
    quarter_2024("QN03102M", square(1.45, 43.60), "31001, 31002"),
    quarter_2024("QN03203N", square(0.60, 43.60), "32001"),
    quarter_2024("QN07518M", square(2.35, 48.88), "75056"),
    quarter_2024("QN97601M", square(45.20, -12.80), "97601"),
]
PERIMETERS_2015 = [
    quarter_2015("QP031002", square(1.45, 43.60, 0.005), "Grandville"),
    quarter_2015("QP031003", square(1.455, 43.60, 0.005), "St Eloi le neuf"),
]
DEPARTMENT_OUTLINES = [
    department("31", "Nord-Test", square(1.0, 43.0, 1.0)),
    department("32", "Sud-Test", square(0.0, 43.0, 1.0)),
    department("75", "Paris", square(2.2, 48.8, 0.3)),
    department("976", "Ile", square(45.0, -13.0, 0.3)),
]
FILES = {
    "geo/commune_2021.csv": COG,
    "geo/departement2021.csv": DEPARTMENTS,
    "geo/region2021.csv": REGIONS,
    "geo/EPCI_2020.csv": EPCI_2020,
    "geo/seed_epci.csv": EPCI_TODAY,
    "geo/iris_2021.csv": IRIS,
    "qpv/listeqp2024-cog2024.csv": LIST_2024,
    "qpv/correspondance.csv": CORRESPONDENCE,
    "qpv/2024.geojson": collection(PERIMETERS_2024),
    "qpv/2015.geojson": collection(PERIMETERS_2015),
    "geo/departements.geojson": collection(DEPARTMENT_OUTLINES),
}


def layouts() -> list[Layout]:
    """Those of the sources that speak of geography, and of the one of Insee that names the communes of quarters."""
    modules = (administrative_outlines, anct_perimeters, insee_geography, insee_qpv_demography)
    return [layout for module in modules for layout in module.LAYOUTS]


def scanned(folder: Path, files: dict[str, str | bytes]) -> Scan:
    """The files written in ``folder`` and recognised; one that is empty text is left out."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return scan(folder, layouts())


def readings(folder: Path, **changed: str | bytes | None) -> list[Reading]:
    """The country with some files replaced, added, or taken away (None); keys are file names without folder nor end."""
    files: dict[str, str | bytes] = dict(FILES)
    for stem, content in changed.items():
        known = next((name for name in files if Path(name).stem.replace("-", "_") == stem), f"more/{stem}.csv")
        files.pop(known, None)
        if content is not None:
            files[known] = content
    found = scanned(folder, files)
    assert found.problems == []
    return found.readings


def country(folder: Path, **changed: str | bytes | None) -> GeographyTables:
    """The same, built."""
    return build_geography(readings(folder, **changed))
