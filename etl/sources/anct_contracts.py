"""City contracts and educational cities (Anct).

What is odd here: one file holds the contracts of 2024 (``CN…``) and, overseas, those of 2015 carried over with their
population of then (``CV…``); another holds those of 2015; only the code says which. Those of 2015 ran until the ones of
2024 and none is in force, even where the file gives no other. Overseas, most points are where a map insets the place,
beside the mainland: they are not kept. A contract over two places, and a place over two départements, have two lines; a
place may be an établissement public territorial of Greater Paris, which the referentials of Insee do not name. The
populations of the file of 2024 add up to far more than live in all the quarters (8.3 million): they are then not taken
over, and the table says so. A place with several educational cities has one line for all.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyarrow as pa

from etl.errors import SourceError
from etl.geography.codes import commune_territory_of, department_of, department_of_commune, epci_territory_of
from etl.geography.projections import land_of, lands_at
from etl.model import Perimeter
from etl.official import Layout
from etl.official.context import Context
from etl.official.numbers import read_numbers
from etl.official.observing import Reading

TITLE = "Contrats de ville et cités éducatives (Anct)"

CONTRACTS = Layout(
    id="city_contracts",
    source="anct_city_contracts",
    title="Contrats de ville",
    grain="other",
    key="CODE_CV",
    required=("CODE_CV", "CODGEO", "LIB_CV", "INSEE_DEP", "POP"),
)
EDUCATIONAL_CITIES = Layout(
    id="educational_cities",
    source="anct_city_contracts",
    title="Cités éducatives",
    grain="other",
    key="ID_TERRITOIRE",
    required=("ID_TERRITOIRE", "LIB_TERRITOIRE", "LISTE_GEO"),
)
LAYOUTS = (CONTRACTS, EDUCATIONAL_CITIES)

CONTRACT_2024 = re.compile(r"CN([0-9]{2}[0-9AB])[0-9]{2}[INM]")
CONTRACT_2015 = re.compile(r"CV[0-9]{3}")
MOST_RESIDENTS = 6_500_000
"""More than live in all the quarters of France: populations of contracts that add up to more are not what they say."""
_COMMUNE = re.compile(r"(.+?) \(([0-9][0-9AB][0-9]{3})\)")


def tables(context: Context) -> dict[str, pa.Table]:
    """``contracts``: a line a contract, a place and a département; ``educational_cities``: a line a city. Each only if
    a file gives it."""
    made = {"contracts": contracts(context), "educational_cities": _cities(context)}
    return {name: pa.Table.from_pandas(frame, preserve_index=False) for name, frame in made.items() if not frame.empty}


def contracts(context: Context) -> pd.DataFrame:
    """A line a contract, a place and a département: code, label, territory, department, population, longitude,
    latitude, perimeter, in_force, note, locator; no line when no file gives them.

    A contract of two files is kept as the file of its own time has it. Raises SourceError.
    """
    readings = context.of(CONTRACTS.id)
    frames = [_contracts_of(reading) for reading in readings]
    if not frames:
        return pd.DataFrame(columns=["code", "territory"])
    contracts = pd.concat(frames, ignore_index=True).sort_values(["carried_over", "locator"])
    return (
        contracts.drop_duplicates(["code", "territory", "department"])
        .drop(columns="carried_over")
        .sort_values(["code", "territory", "department"], kind="stable")
        .reset_index(drop=True)
    )


def _contracts_of(reading: Reading) -> pd.DataFrame:
    table, frame = reading.table, reading.table.frame
    codes, places = frame["CODE_CV"], frame["CODGEO"]
    population = read_numbers(frame["POP"], {})
    territories = [epci_territory_of(place) or commune_territory_of(place) for place in places]
    known = codes.str.fullmatch(f"{CONTRACT_2024.pattern}|{CONTRACT_2015.pattern}")
    problems = [
        *table.problems("CODGEO", [found is None for found in territories], "ni un EPCI (9 chiffres) ni une commune"),
        *table.problems("CODE_CV", ~known, "code de contrat inconnu ; forme attendue : CN00101I ou CV001"),
        *table.problems("POP", population.bad, "un nombre est attendu"),
    ]
    if problems:
        raise SourceError(problems)
    recent = codes.str.startswith("CN").to_numpy()
    departments = [_department(code, own) for code, own in zip(codes, frame["INSEE_DEP"], strict=True)]
    points = [_point(table.geometries, position, home) for position, home in enumerate(departments)]
    made = pd.DataFrame(
        {
            "code": codes.to_numpy(),
            "label": [label.partition(" - ")[2] or label for label in frame["LIB_CV"]],
            "territory": territories,
            "department": departments,
            "population": population.values,
            "longitude": [longitude for longitude, _ in points],
            "latitude": [latitude for _, latitude in points],
            "perimeter": np.where(recent, Perimeter.QP2024.value, Perimeter.QP2015.value),
            "in_force": recent,
            "carried_over": recent.any() & ~recent,
            "locator": [f"{table.name}, ligne {line}, colonne code_cv" for line in frame.index],
        }
    )
    return _checked_population(made)


def _department(code: str, written: str) -> str:
    """``DEP-73``: as the line says, else as the code of a contract of 2024 does; empty when neither."""
    recent = CONTRACT_2024.fullmatch(code)
    return department_of(written or (recent[1].removeprefix("0") if recent else "")) or ""


def _checked_population(contracts: pd.DataFrame) -> pd.DataFrame:
    """Populations, unless together they exceed what is possible."""
    total = contracts.drop_duplicates("code")["population"].sum()
    if total <= MOST_RESIDENTS:
        return contracts.assign(note="")
    millions = f"{total / 1e6:.1f}".replace(".", ",")
    note = (
        f"Population non reprise : celles du fichier font ensemble {millions} millions d’habitants, trop pour des QPV."
    )
    return contracts.assign(population=np.nan, note=note)


def _point(geometries: list[object] | None, position: int, department: str) -> tuple[float, float]:
    """Longitude and latitude of a point; not a number when the line has none, or several, or when it is not in the part
    of France where ``department`` (``DEP-974``) is."""
    geometry = geometries[position] if geometries else None
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return np.nan, np.nan
    longitude, latitude = (float(number) for number in geometry["coordinates"][:2])
    if lands_at(np.array([longitude]), np.array([latitude]))[0] != land_of(department.removeprefix("DEP-")):
        return np.nan, np.nan
    return longitude, latitude


def _cities(context: Context) -> pd.DataFrame:
    """A line an educational city: a place that has several is written on one line of the file."""
    rows, problems = [], []
    for reading in context.of(EDUCATIONAL_CITIES.id):
        table = reading.table
        for position, (line, row) in enumerate(table.frame.iterrows()):
            codes, labels = row["ID_TERRITOIRE"].split(" ; "), row["LIB_TERRITOIRE"].split(" ; ")
            if len(codes) != len(labels):
                reason = "autant de noms que d'identifiants sont attendus"
                problems.append(table.problem(int(str(line)), "LIB_TERRITOIRE", row["LIB_TERRITOIRE"], reason))
                continue
            communes = [code for _, code in _COMMUNE.findall(row["LISTE_GEO"])]
            home = department_of_commune(communes[0]) if communes else ""
            longitude, latitude = _point(table.geometries, position, home)
            place = {
                "communes": ";".join(f"COM-{code}" for code in communes),
                "longitude": longitude,
                "latitude": latitude,
                "locator": f"{table.name}, ligne {line}, colonne id_territoire",
            }
            rows += [{"code": code, "label": label, **place} for code, label in zip(codes, labels, strict=True)]
    if problems:
        raise SourceError(problems)
    return pd.DataFrame(rows)
