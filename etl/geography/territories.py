"""One table of every territory that a figure, a profile or a search may name, with what contains it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from etl.errors import Problem
from etl.geography.codes import ARRONDISSEMENTS, department_of_quarter, perimeter_of
from etl.geography.communes import Register, read_communes
from etl.geography.correspondence import Correspondence, Status, read_correspondence
from etl.geography.establishments import complete_establishments
from etl.geography.inputs import Inputs
from etl.geography.quarters import Quarter, Quarters, read_quarters
from etl.model import Perimeter
from etl.words import counted

LISTS = ("communes", "arrondissements", "epci", "urban_unit")
"""Columns that hold several codes, ``;`` between them."""
COLUMNS = (
    "code",
    "label",
    "kind",
    "perimeter",
    "parent_department",
    "parent_region",
    "communes",
    "arrondissements",
    "epci",
    "urban_unit",
    "longitude",
    "latitude",
    "area_m2",
    "status",
    "communes_basis",
)
NUMBERS = ("longitude", "latitude", "area_m2")
MUNICIPAL_ARRONDISSEMENT = "municipal_arrondissement"
FORMER = "former"
COLLECTIVITY = "collectivity"
COLLECTIVITIES = ("975", "977", "978", "986", "987", "988")
"""Overseas, neither département nor région; given as départements because codes of quarters and communes are."""

Row = dict[str, str]


@dataclass
class Territories:
    """``table``: one row a territory, the columns of COLUMNS (text; coordinates and areas are numbers or absent),
    sorted by kind then code. The rest is what it was made from, for passports and outlines."""

    table: pd.DataFrame
    register: Register
    correspondence: Correspondence
    quarters: Quarters

    @property
    def problems(self) -> list[Problem]:
        """What must be mended before the table may be trusted."""
        return self.register.problems + self.correspondence.problems + self.quarters.problems

    @property
    def remarks(self) -> list[Problem]:
        """What a reader must know: editions that differ, quarters whose commune is not known."""
        return self.register.remarks + self.quarters.remarks


def read_territories(inputs: Inputs, *, iris: bool = False) -> Territories:
    """Every territory that the tables name; IRIS, fifty thousand of them, only when asked for."""
    register = read_communes(inputs)
    correspondence = read_correspondence(inputs)
    quarters = read_quarters(inputs, register, correspondence)
    complete_establishments(register, quarters)
    rows = [
        *(_quarter(quarter, register, quarters, correspondence) for _, quarter in sorted(quarters.found.items())),
        *_communes(register),
        *_groups(register),
        *_departments(register, quarters),
        *(_row(f"REG-{code}", label, "region") for code, label in register.regions.items()),
        *(_iris(register) if iris else ()),
    ]
    texts = {column: [row.get(column, "") for row in rows] for column in COLUMNS if column not in NUMBERS}
    table = pd.DataFrame(texts, dtype="str").reindex(columns=list(COLUMNS)).astype(dict.fromkeys(NUMBERS, "float64"))
    table = table.sort_values(["kind", "code"], kind="stable", ignore_index=True)
    return Territories(table, register, correspondence, quarters)


def place(table: pd.DataFrame, points: Mapping[str, tuple[float, float]], areas: Mapping[str, float]) -> None:
    """Write in ``table`` the point (longitude, latitude) and the area in m² of the territories that have one."""
    for number, column in enumerate(("longitude", "latitude")):
        table[column] = table["code"].map({code: point[number] for code, point in points.items()}).astype("float64")
    table["area_m2"] = table["code"].map(dict(areas)).astype("float64")


def _row(code: str, label: str, kind: str, **columns: str) -> Row:
    """A line; a name is as the file writes it, but for its spaces (« Basse Terre  -  Joli Fond »)."""
    return {"code": code, "label": " ".join(label.split()), "kind": kind, **columns}


def _joined(prefix: str, codes: Iterable[str]) -> str:
    return ";".join(f"{prefix}-{code}" for code in dict.fromkeys(codes) if code)


def _parents(register: Register, departments: Iterable[str]) -> dict[str, str]:
    """Département and région, each empty for a group that lies across several."""
    found = set(departments)
    regions = {register.departments[code][1] for code in found if code in register.departments}
    department = next(iter(found)) if len(found) == 1 else ""
    region = next(iter(regions)) if len(regions) == 1 else ""
    return {"parent_department": _joined("DEP", [department]), "parent_region": _joined("REG", [region])}


def _within(register: Register, codes: Iterable[str]) -> dict[str, str]:
    """Communes, arrondissements, EPCI and urban units of communes or arrondissements given by their codes."""
    written = list(codes)
    communes = list(dict.fromkeys(ARRONDISSEMENTS.get(code, code) for code in written))
    return {
        "communes": _joined("COM", communes),
        "arrondissements": _joined("COM", (code for code in written if code in ARRONDISSEMENTS)),
        "epci": _joined("EPCI", register.intercommunalities(communes)),
        "urban_unit": _joined("UU", (register.urban_unit_of.get(code, "") for code in communes)),
    }


def _quarter(quarter: Quarter, register: Register, quarters: Quarters, correspondence: Correspondence) -> Row:
    status = correspondence.status_of(quarter.code)
    if perimeter_of(quarter.code) == Perimeter.QP2024 and quarters.left_out(quarter.code):
        status = Status.LEFT_LIST
    within = _within(register, quarter.communes)
    # For Paris the list writes the commune's own number, which is no EPCI
    if given := [code for code in quarter.epci if code in register.epci or not register.epci]:
        parts = set(register.establishment_of.values())
        wider = [register.epci_of.get(code, "") for code in quarter.communes] if parts.intersection(given) else []
        within["epci"] = _joined("EPCI", [*given, *wider])
    return _row(
        quarter.code,
        quarter.label or _renamed(quarter.code, quarters, correspondence),
        "neighbourhood",
        perimeter=perimeter_of(quarter.code),
        status=status,
        communes_basis=quarter.basis,
        **within,
        **_parents(register, [department_of_quarter(quarter.code)]),
    )


def _renamed(code: str, quarters: Quarters, correspondence: Correspondence) -> str:
    """A quarter of 2015 whose name no file gives is told by what it became."""
    after = [quarters.get(quarter).label for quarter in correspondence.successors.get(code, [])]
    return f"{code} (devenu {', '.join(after)})" if after else code


def _communes(register: Register) -> Iterator[Row]:
    for code, commune in register.communes.items():
        status = "" if commune.current else FORMER
        if code in ARRONDISSEMENTS:
            status = MUNICIPAL_ARRONDISSEMENT
        parents = _parents(register, [commune.department])
        yield _row(f"COM-{code}", commune.label, "commune", status=status, **_within(register, [code]), **parents)


def _groups(register: Register) -> Iterator[Row]:
    """EPCI, établissements publics territoriaux and urban units, with the communes they hold today."""
    for prefix, kind, memberships, labels in (
        ("EPCI", "epci", (register.epci_of, register.establishment_of), register.epci),
        ("UU", "urban_unit", (register.urban_unit_of,), register.urban_units),
    ):
        members: dict[str, list[str]] = defaultdict(list)
        for commune, code in (pair for of in memberships for pair in of.items()):
            if commune in register.communes and register.communes[commune].current:
                members[code].append(commune)
        for code in sorted({*labels, *(code for of in memberships for code in of.values())}):
            communes = sorted(members[code])
            label = labels.get(code) or _unnamed(register, kind, code, communes)
            departments = (register.communes[commune].department for commune in communes)
            status = "" if communes else FORMER
            parents = _parents(register, departments)
            yield _row(f"{prefix}-{code}", label, kind, status=status, communes=_joined("COM", communes), **parents)


def _unnamed(register: Register, kind: str, code: str, communes: list[str]) -> str:
    """A group that no file names: its code, the commune where most people live, and how many others it holds.

    Which one it is is told only where the population of each is known. Insee names a unit after one commune or several,
    by rules on their centres that no file here lets us apply: its name is not made up.
    """
    title = f"{'Unité urbaine' if kind == 'urban_unit' else 'Intercommunalité'} {code}"
    if not communes:
        return title
    if len(communes) > 1 and not all(commune in register.populations for commune in communes):
        return f"{title} ({len(communes)} communes)"
    largest = max(communes, key=lambda commune: register.populations.get(commune, 0))
    others = len(communes) - 1
    rest = f" et {counted(others, 'autre commune')}" if others else ""
    return f"{title} ({register.label(largest)}{rest})"


def _departments(register: Register, quarters: Quarters) -> Iterator[Row]:
    """Départements, and the two collectivities overseas that have quarters."""
    with_quarters = {department_of_quarter(code) for code in quarters.found}
    for code in sorted(register.departments.keys() | with_quarters):
        label, region = register.departments.get(code, (f"Département {code}", ""))
        status = COLLECTIVITY if code in COLLECTIVITIES else ""
        parent = f"REG-{region}" if region else ""
        yield _row(f"DEP-{code}", label, "department", status=status, parent_region=parent)


def _iris(register: Register) -> Iterator[Row]:
    for code, label, commune in register.iris:
        parents = _parents(register, [code[:3] if code.startswith("97") else code[:2]])
        yield _row(f"IRIS-{code}", label, "iris", **_within(register, [commune]), **parents)
