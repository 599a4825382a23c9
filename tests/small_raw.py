"""A raw folder of a few invented quarters, written in the exact formats of the publishers.

Twelve quarters of 2015 in two départements, one of them over two communes, one that left in 2024; eleven of 2024, one of
them new. Every value is invented; codes of communes are real so that the geography holds together.
"""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

BOM = "\ufeff"
THIN = "\u202f"

COMMUNES = {
    "93001": ("Aubervilliers", "93", "11", "200054781", "00851"),
    "93066": ("Saint-Denis", "93", "11", "200054781", "00851"),
    "97411": ("Saint-Denis", "974", "04", "249740119", "9D601"),
}
EPCI = {"200054781": "Métropole du Grand Paris", "249740119": "CA Intercommunale du Nord de la Réunion"}

QUARTERS = {
    # code 2015: name, communes, population, poverty, median, employment, young, foreigners, CAF households
    "QP093001": ("Les Tilleuls", ["93066"], 4200, 44.1, 12810, 44.2, 43.0, 31.2, 1400),
    "QP093002": ("Le Moulin", ["93066"], 2600, 39.5, 13420, 47.5, 41.2, 28.4, 800),
    "QP093003": ("Les Deux Rives", ["93001", "93066"], 6100, 47.8, 12050, 41.0, 44.9, 35.5, 2100),
    "QP093004": ("La Gare", ["93001"], 1800, 41.2, 13160, 46.1, 40.8, 30.1, 560),
    "QP093005": ("Centre Ancien", ["93001"], 3300, 36.4, 13980, 49.9, 37.7, 27.9, 990),
    "QP093006": ("Les Acacias", ["93001"], 1250, 49.3, 11840, 39.4, 46.2, 36.8, 420),
    "QP093007": ("Grand Pré", ["93066"], 5400, 42.6, 12990, 45.0, 42.5, 32.0, 1750),
    "QP093008": ("Petit Bois", ["93066"], 1100, 33.0, 14600, 52.3, 36.0, 24.4, 310),
    "QP974001": ("Camp Vert", ["97411"], 3900, 58.4, 10220, 33.8, 45.1, 2.1, 1800),
    "QP974002": ("Bas de la Rivière", ["97411"], 2200, 55.9, 10570, 35.5, 43.9, 1.8, 1020),
    "QP974003": ("Les Filaos", ["97411"], 1500, 61.2, 9980, 31.9, 46.8, 2.4, 740),
    "QP974004": ("La Source", ["97411"], 1050, 52.7, 10890, 37.2, 42.2, 1.6, 480),
}
SUCCESSORS = {
    "QN09301M": ("Les Tilleuls", ["93066"], "MODIFIE", ["QP093001"]),
    "QN09302I": ("Le Moulin", ["93066"], "INCHANGE", ["QP093002"]),
    "QN09303M": ("Les Deux Rives - La Gare", ["93001", "93066"], "MODIFIE", ["QP093003", "QP093004"]),
    "QN09304I": ("Centre Ancien", ["93001"], "INCHANGE", ["QP093005"]),
    "QN09305M": ("Les Acacias", ["93001"], "MODIFIE", ["QP093006"]),
    "QN09306M": ("Grand Pré", ["93066"], "MODIFIE", ["QP093007"]),
    "QN09307N": ("Cité Neuve", ["93066"], "NOUVEAU", []),
    "QN97401M": ("Camp Vert", ["97411"], "MODIFIE", ["QP974001"]),
    "QN97402I": ("Bas de la Rivière", ["97411"], "INCHANGE", ["QP974002"]),
    "QN97403M": ("Les Filaos", ["97411"], "MODIFIE", ["QP974003"]),
    "QN97404M": ("La Source", ["97411"], "MODIFIE", ["QP974004"]),
}
REGIONS = {"11": "Île-de-France", "04": "La Réunion"}
SUMMED = ("population", "jobseekers_abc", "caf_households")
"""Counts that the build adds up by région and département."""
DEPARTMENTS = {"93": ("Seine-Saint-Denis", "11"), "974": ("La Réunion", "04")}


def write_raw(folder: Path) -> Path:
    """Write every file under ``folder`` and give it back."""
    folder.mkdir(parents=True, exist_ok=True)
    _demography(folder / "DEMO_2022.csv")
    _employment(folder / "IPRO_2022.csv")
    _income(folder / "REVN_2022.csv")
    _filosofi_quarters(folder / "data_filo19_qp_revdis.csv", "19", 0.0)
    _filosofi_places(folder)
    _caf(folder / "data_CAF_2020_IRIS.csv")
    _geography(folder)
    _perimeters(folder)
    _contracts(folder)
    return folder


def sources_without_its_places(sources: Path, copy: Path) -> Path:
    """A copy of the transcribed ``sources`` without what is published of the counts of these régions and départements:
    the sums of invented quarters would contradict it."""
    places = {f"REG-{code}" for code in REGIONS} | {f"DEP-{code}" for code in DEPARTMENTS}
    shutil.copytree(sources, copy)
    for path in sorted((copy / "published").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        where, what = header.index("territory"), header.index("indicator")
        kept = [row for row in rows if row[where] not in places or row[what] not in SUMMED]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *kept])
    return copy


def _number(value: float | str) -> str:
    """As the spreadsheets write it: decimal comma, narrow no-break space between thousands."""
    if isinstance(value, str):
        return value
    text = f"{value:,}" if isinstance(value, int) else f"{value:.1f}"
    return text.replace(",", THIN).replace(".", ",")


def _padded(path: Path, header: list[str], rows: list[list[float | str]], padding: int = 20) -> None:
    """A CSV saved from a spreadsheet: byte-order mark, CRLF, empty trailing columns."""
    lines = [header, *([_number(cell) for cell in row] for row in rows)]
    text = "".join(";".join(cells) + ";" * padding + "\r\n" for cells in lines)
    path.write_bytes((BOM + text).encode("utf-8"))


def _plain(path: Path, header: str, rows: list[list[float | str]], separator: str = ";") -> None:
    lines = [header, *(separator.join(str(cell).replace(".", ",") for cell in row) for row in rows)]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("utf-8"))


def _demography(path: Path) -> None:
    header = [
        "CODGEO",
        "LIBGEO",
        "POP_MUN",
        "POP_COM_QP",
        "POP_COM",
        "LIB_COM",
        "TX_F",
        "TX_TOT_0A24",
        "TX_F_0A24",
        "TX_TOT_60ETPLUS",
        "TX_F_60ETPLUS",
        "IND_JEUNE",
        "TX_TOT_MEN1",
        "TX_TOT_MEN6",
        "TX_TOT_ET",
        "TX_F_ET",
        "NOTE_RP",
        "A",
        "PERCOU",
        "AM",
        "AI",
        "ACSSENF",
        "ACAVENF",
        "AC3ENF",
        "A_NETUD_24",
        "A_ETUD",
        "ENF",
        "ENF_2",
        "ENF_3_5",
        "ENF_6_10",
        "ENF_11_14",
        "ENF_15_17",
        "ENF_18_24",
        "NOTE_CNAF",
    ]
    rows: list[list[float | str]] = []
    for code, (name, communes, population, _, _, _, young, foreigners, caf) in QUARTERS.items():
        towns = ", ".join(COMMUNES[commune][0] for commune in communes)
        withheld = code == "QP974004"
        families = [caf // 5, caf // 3, caf // 10]
        counts: list[float | str] = [caf, caf * 2, *families, caf - sum(families), caf // 8, caf // 20, ""]
        ages = [caf // 6, caf // 6, caf // 4, caf // 6, caf // 8, caf // 9]
        children: list[float | str] = [sum(ages), *ages]
        rows.append(
            [code, name, population, 20000, 90000, towns, 52.0, young, young - 2, 15.5, 17.5, 2.1, 32.0,
             "" if population < 1200 else 6.1, foreigners, foreigners - 1, "0",
             *([""] * 16 if withheld else [*counts, *children]), "5" if withheld else "0"]
        )  # fmt: skip
    _padded(path, header, rows)


def _employment(path: Path) -> None:
    sexes = [f"ABC_{kind}{sex}" for sex in ("", "_F", "_H") for kind in ("INFCAPBEP", "CAPBEP", "BAC", "SUPBAC")]
    durations = [f"ABC_DUR{n}{sex}" for sex in ("", "_F", "_H") for n in (1, 2, 3, 4)]
    trend = [f"EVOL_{kind}{sex}_T4" for kind in ("ABC", "A") for sex in ("", "_F", "_H")]
    header = [
        "CODGEO", "LIBGEO", "TX_TOT_EMPL", "TX_F_EMPL", "TX_ET_EMPL", "TX_TOT_EDLIM", "TX_F_EDLIM", "TX_ET_EDLIM", "CA",
        "NOTE_ASP", "EVOL_CA_N_E ", "NOTE_ASP_E", "ABCDE", "ABCDE_F", "ABCDE_H", "ABC", "ABC_F", "ABC_H", "ABC_RSA",
        "ABC_RSA_F", "ABC_RSA_H", "A", "A_F", "A_H", "ABC_25", "ABC_2649", "ABC_50", "ABC_FR", "ABC_E", *sexes,
        *durations, "NOTE_PE", *trend, "NOTE_PE_T",
    ]  # fmt: skip
    rows: list[list[float | str]] = []
    for code, (name, _, population, _, _, rate, *_rest) in QUARTERS.items():
        abc = population // 8
        women = abc * 48 // 100
        men = abc - women
        young, old = abc // 6, abc // 4
        women_quarter, men_quarter = women // 4, men // 4
        quarter = women_quarter + men_quarter
        fours: list[float | str] = []
        for total, part in ((abc, quarter), (women, women_quarter), (men, men_quarter)):
            fours += [part, part, part, total - 3 * part]
        counts: list[float | str] = [
            abc + 90, women + 40, men + 50, abc, women, men, quarter, women_quarter, men_quarter, abc * 6 // 10,
            women * 6 // 10, abc * 6 // 10 - women * 6 // 10, young, abc - young - old, old, abc * 7 // 10,
            abc - abc * 7 // 10, *fours, *fours,
        ]  # fmt: skip
        changes: list[float | str] = [-2.1, -1.5, -2.6, -3.0, -2.2, -3.7]
        rows.append(
            [code, name, rate, rate - 5, rate - 6, 24.0, 25.5, 28.0, "", "0", -5.0, "0", *counts, "0", *changes, "0"]
        )
    _padded(path, header, rows)


def _income(path: Path) -> None:
    header = [
        "CODGEO",
        "LIBGEO",
        "PMIMP",
        "DECUC_Q2",
        "DECUC_Q1",
        "DECUC_Q3",
        "BREV",
        "DECUC_D1",
        "DECUC_D9",
        "DECUC_D1D9",
        "DISP_Q2",
        "DISP_Q1",
        "DISP_Q3",
        "TP60",
        "DISP_D1",
        "DISP_D9",
        "DISP_D1D9",
        "PACT",
        "PPEN",
        "PPSOC",
        "PIMPOT",
        "PPAT",
        "NOTE_FILO",
        "C",
        "C_C2SNP",
        "C_C2SP",
        "NOTE_CNAM",
        "A",
        "APPA",
        "ARSAS",
        "AAAH",
        "NOTE_CNAF",
    ]
    rows: list[list[float | str]] = []
    for code, (name, _, population, poverty, median, _, _, _, caf) in QUARTERS.items():
        income: list[float | str] = [
            22.0, median - 3000, median - 7000, median + 4000, 58.0, 1200, median + 9000, 15.1, median - 60, median - 2900,
            median + 4400, round(poverty - 0.4, 1), median - 4800, median + 9400, 2.8, 58.0, 24.0, 24.0, -8.5, 2.5, "0",
        ]  # fmt: skip
        withheld = code == "QP974004"
        caf_counts: list[float | str] = [""] * 4 if withheld else [caf, caf // 3, caf // 5, caf // 9]
        rows.append(
            [
                code,
                name,
                *income,
                population,
                population // 4,
                population // 10,
                "0",
                *caf_counts,
                "5" if withheld else "0",
            ]
        )
    _padded(path, header, rows)


def _filosofi_quarters(path: Path, year: str, shift: float) -> None:
    names = "Q1 MED Q3 EQ D1 D2 D3 D4 D6 D7 D8 D9 RD GINI S80S20 PACT PCHO PPEN PPAT PPSOC PPFAM PPMINI PPLOGT PIMPOT TP60 NOTE"
    header = ["CODGEO", *(f"DISP_{name}_A{year}" for name in names.split())]

    def row(code: str, median: int, poverty: float, note: str) -> list[float | str]:
        return [
            code, median - 3000, median, median + 4500, 0.56, median - 5000, median - 4000, median - 2600, median - 1300,
            median + 1500, median + 3000, median + 5500, median + 9800, 2.9, 0.244, 3.5, 60.0, 6.0, 22.0, 2.8, 24.0, 7.0,
            11.0, 6.0, -9.0, round(poverty + shift, 1), note,
        ]  # fmt: skip

    rows = [row("Ensemble", 14010, 43.6, "0")]
    for code, (_, _, _, poverty, median, *_rest) in QUARTERS.items():
        rows.append(row(code, median, poverty, "1" if code == "QP093006" else "0"))
    text = (
        ";".join(header)
        + "\r\n"
        + "".join(
            ";".join(f"{c:,}".replace(",", "\u00a0") if isinstance(c, int) else str(c).replace(".", ",") for c in r)
            + "\r\n"
            for r in rows
        )
    )
    path.write_bytes(text.encode("utf-8"))


def _filosofi_places(folder: Path) -> None:
    header = (
        "CODGEO;LIBGEO;NBMEN19;NBPERS19;NBUC19;Q119;Q219;Q319;Q3_Q1;D119;D219;D319;D419;D619;D719;D819;D919;RD;S80S2019;"
        "GI19;PACT19;PTSA19;PCHO19;PBEN19;PPEN19;PPAT19;PPSOC19;PPFAM19;PPMINI19;PPLOGT19;PIMPOT19"
    )

    def row(code: str, name: str, median: int) -> list[float | str]:
        return [
            code, name, 40000, 105000, 64000.5, median - 5000, median, median + 6500, 11500, median - 8000, median - 6000,
            median - 4000, median - 2000, median + 2200, median + 5000, median + 9000, median + 16000, 3.4, 4.4, 0.301, 73.0,
            66.0, 4.0, 3.0, 20.0, 6.5, 12.0, 4.0, 5.0, 3.0, -12.5,
        ]  # fmt: skip

    communes = [
        row("93001", "Aubervilliers", 15120),
        row("93066", "Saint-Denis", 15880),
        row("97411", "Saint-Denis", 17340),
    ]
    communes.append(["01001", "L'Abergement-Clémenciat", 300, 800, 540.5, "", 23100, *[""] * 24])
    places = {
        "COM": communes,
        "EPCI": [row(code, name, median) for (code, name), median in zip(EPCI.items(), (24300, 18020), strict=True)],
        "DEP": [row("93", "Seine-Saint-Denis", 18110), row("974", "La Réunion", 15890)],
        "REG": [row("11", "Île-de-France", 24060), row("04", "La Réunion", 15890)],
        "METROPOLE": [row("1", "France métropolitaine", 21930)],
    }
    for level, rows in places.items():
        text = BOM + "\r\n".join([header, *(";".join(str(c).replace(".", ",") for c in r) for r in rows)]) + "\r\n"
        (folder / f"FILO2019_DISP_{level}.csv").write_bytes(text.encode("utf-8"))


def _caf(path: Path) -> None:
    header = (
        "CODGEO;NOTE;A;PERCOU;AI;AM;ACSSENF;ACAVENF;AC3ENF;ENF;ENF_2;ENF_3_5;ENF_6_10;ENF_11_14;ENF_15_17;ENF_18_24;A_ETUD;"
        "A_NETUD_24;AAL;AAPL;AAAH;APPA;ARSAS"
    )
    rows: list[list[float | str]] = []
    for commune, count in (("93001", 6000), ("93066", 7000), ("97411", 9000)):
        for number in (1, 2, 3):
            a = count + 100 * number
            rows.append(
                [f"{commune}010{number}", "0", a, a * 2, a // 4, a // 8, a // 12, a // 3, a // 9, a, a // 6, a // 6, a // 4,
                 a // 6, a // 8, a // 9, a // 30, a // 25, a // 5, a // 3, a // 12, a // 3, a // 7]
            )  # fmt: skip
    _plain(path, header, rows)


def _geography(folder: Path) -> None:
    communes = ["TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT"]
    epci = ["CODGEO;LIBGEO;EPCI;LIBEPCI;DEP;REG"]
    iris = ["CODE_IRIS;LIB_IRIS;TYP_IRIS;GRD_QUART;DEPCOM;LIBCOM;UU2020;REG;DEP"]
    for code, (name, department, region, group, unit) in COMMUNES.items():
        folded = name.upper().replace("-", " ")
        communes.append(f"COM,{code},{region},{department},{department}D,{department}1,0,{folded},{name},{name},,")
        epci.append(f"{code};{name};{group};{EPCI[group]};{department};{region}")
        for number in (1, 2, 3):
            iris.append(f"{code}010{number};{name} {number};H;{code}01;{code};{name};{unit};{region};{department}")
    departments = ["DEP,REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE"]
    departments += [f"{code},{region},{code}001,0,X,{name},{name}" for code, (name, region) in DEPARTMENTS.items()]
    regions = [
        "REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE",
        *(f"{code},75056,0,X,{name},{name}" for code, name in REGIONS.items()),
    ]
    for name, lines, mark in (
        ("commune_2021.csv", communes, ""),
        ("EPCI_2020.csv", epci, BOM),
        ("iris_2021.csv", iris, BOM),
        ("departement2021.csv", departments, ""),
        ("region2021.csv", regions, ""),
    ):
        (folder / name).write_bytes((mark + "\n".join(lines) + "\n").encode("utf-8"))


def square(code: str, shift: float = 0.0) -> list[list[list[float]]]:
    """An outline of about 400 m a side, its place told by its code; ``shift`` moves it east, in degrees."""
    number = int("".join(c for c in code[5:] if c.isdigit())[-2:])
    west, south = (2.35, 48.92) if code[3:5] == "93" or code[2:5] == "093" else (55.45, -20.89)
    west, south = west + 0.012 * (number % 4) + shift, south + 0.009 * (number // 4)
    east, north = west + 0.005, south + 0.0036
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def _perimeters(folder: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    features = []
    listing = ["code_qp;lib_qp;insee_reg;lib_reg;insee_dep;lib_dep;insee_com;lib_com;siren_epci;lib_epci"]
    table = [
        "qp2024,label_qp2024,statut,qp2015_1,label_qp2015_1,qp2015_2,label_qp2015_2,qp2015_3,label_qp2015_3,remarque"
    ]
    for number, (code, (name, communes, status, before)) in enumerate(SUCCESSORS.items(), start=1):
        towns = [COMMUNES[commune] for commune in communes]
        department, region, group = towns[0][1], towns[0][2], towns[0][3]
        names = ", ".join(town[0] for town in towns)
        properties = {
            "fid": float(number), "code_qp": code, "lib_qp": name, "insee_reg": region, "lib_reg": REGIONS[region],
            "insee_dep": department, "lib_dep": DEPARTMENTS[department][0], "insee_com": ", ".join(communes),
            "lib_com": names, "siren_epci": group,
        }  # fmt: skip
        geometry = {"type": "MultiPolygon", "coordinates": [square(code)]}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
        listing.append(
            f"{code};{name};{region};{REGIONS[region]};{department};{DEPARTMENTS[department][0]};"
            f"{', '.join(communes)};{names};{group};{EPCI[group]}"
        )
        links = [part for old in before for part in (old, QUARTERS[old][0])]
        table.append(",".join([code, name, status, *links, *[""] * (6 - len(links)), ""]))
    collection = {"type": "FeatureCollection", "name": "qp2024", "crs": crs, "features": features}
    (folder / "qp2024.geojson").write_text(json.dumps(collection), encoding="utf-8")
    (folder / "listeqp2024.csv").write_bytes((BOM + "\n".join(listing) + "\n").encode("utf-8"))
    (folder / "correspondance.csv").write_text("\n".join(table) + "\n", encoding="utf-8")
    old = []
    for code in ("QP093001", "QP093002"):
        properties = {
            "code_qp": code, "nom_qp": QUARTERS[code][0], "commune_qp": "Saint-Denis", "code_commune": "93066",
            "nom_commune": "Saint-Denis", "code_departement": "93",
        }  # fmt: skip
        shift = 0.001 if code == "QP093001" else 0.0
        old.append(
            {
                "type": "Feature",
                "properties": properties,
                "geometry": {"type": "Polygon", "coordinates": square(code, shift)},
            }
        )
    collection = {"type": "FeatureCollection", "name": "qp2015", "crs": crs, "features": old}
    (folder / "qp2015.geojson").write_text(json.dumps(collection), encoding="utf-8")


def _contracts(folder: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    contracts = [
        ("200054781", "CN09301M", "93 - Métropole du Grand Paris", "93", 24000, [2.36, 48.93]),
        ("249740119", "CN97401M", "974 - CA Intercommunale du Nord de la Réunion", "974", 8600, [55.46, -20.88]),
    ]
    features = [
        {
            "type": "Feature",
            "properties": {
                "codgeo": geo,
                "code_cv": code,
                "lib_cv": label,
                "insee_dep": department,
                "pop": float(population),
            },
            "geometry": {"type": "Point", "coordinates": point},
        }
        for geo, code, label, department, population, point in contracts
    ]
    collection = {"type": "FeatureCollection", "name": "geom_cv_ctr", "crs": crs, "features": features}
    (folder / "geom_cv_ctr_2024.json").write_text(json.dumps(collection), encoding="utf-8")
    posts = [
        {"id_poste": "09325R000101", "code_tiers": "00000000000001", "raison_sociale": "ASSOCIATION DES TILLEULS", "annee": 2025,
         "montant": 22000, "code_cv": "CN09301M", "insee_dep": "93", "insee_reg": "11"},
        {"id_poste": "09325R000201", "code_tiers": "00000000000002", "raison_sociale": "MAISON DU MOULIN", "annee": 2025,
         "montant": 21000, "insee_dep": "93", "insee_reg": "11"},
    ]  # fmt: skip
    (folder / "adulte-relais-2025.json").write_text(json.dumps(posts), encoding="utf-8")
