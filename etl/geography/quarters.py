"""The quarters of both perimeters: their names, communes and EPCI, from lists, perimeters and Insee files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from etl.errors import Problem
from etl.geography.codes import (
    communes_in,
    department_of_commune,
    department_of_quarter,
    epci_in,
    perimeter_of,
    quarter_of,
)
from etl.geography.communes import Register
from etl.geography.correspondence import Correspondence, Status
from etl.geography.inputs import GivenTable, Inputs
from etl.model import Perimeter

_LABELS = ("NOM_QP", "LIBGEO", "LIBQPV", "LIB_QP")
_COMMUNE_NAMES = ("NOM_COMMUNE", "COMMUNE_QP", "LIB_COM")
"""Columns that name a quarter, and its communes."""


@dataclass(slots=True)
class Quarter:
    """What official files say of a quarter. Codes of communes and EPCI as Insee writes them."""

    code: str
    label: str = ""
    communes: list[str] = field(default_factory=list)
    """Communes, or arrondissements where the files name those."""
    epci: list[str] = field(default_factory=list)
    basis: str = ""
    """How its communes are known: ``code``, ``name`` (looked up in its département), ``successors``, or empty."""
    names: list[tuple[str, str]] = field(default_factory=list)
    """Names of its communes as files give them, with the file; the latest first. For 2015 only."""


@dataclass
class Quarters:
    """Every quarter named anywhere, by code."""

    found: dict[str, Quarter] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    """Quarters of 2024 that an official list gives, as opposed to a drawing."""
    epci_labels: dict[str, str] = field(default_factory=dict)
    """Names that a list gives to intercommunalities."""
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    def get(self, code: str) -> Quarter:
        """That quarter, new if nothing named it before."""
        return self.found.setdefault(code, Quarter(code))

    def left_out(self, code: str) -> bool:
        """Whether a quarter of 2024 is drawn, and not in an official list that knows its département."""
        return code not in self.listed and department_of_quarter(code) in self._listed_departments

    @cached_property
    def _listed_departments(self) -> set[str]:
        return {department_of_quarter(code) for code in self.listed}

    def of(self, perimeter: Perimeter) -> list[Quarter]:
        """The quarters of a perimeter, by code."""
        return [self.found[code] for code in sorted(self.found) if perimeter_of(code) == perimeter]


def read_quarters(inputs: Inputs, register: Register, correspondence: Correspondence) -> Quarters:
    """Everything the tables say of quarters; bad cells are in ``problems``, communes not found in ``remarks``."""
    quarters = Quarters()
    tables = inputs.of("qpv2024_list", "qpv2024_labels", "qpv2024_outlines")
    for table in [t for t in tables if t.geometries is None] + [t for t in tables if t.geometries is not None]:
        _read_list(table, quarters)
    for link in correspondence.links.values():
        quarter = quarters.get(link.quarter)
        quarter.label = quarter.label or link.label
        quarters.listed.add(link.quarter)
    for table in inputs.of("qpv2024_commune_points"):
        _read_by_commune(table, quarters)
    for table in inputs.of("qpv2015_outlines"):
        _read_named(table, quarters, strict=True)
    for table in inputs.insee_quarters:
        _read_named(table, quarters, strict=False)
    for code, label in correspondence.labels.items():
        quarter = quarters.get(code)
        quarter.label = quarter.label or label
    _place_whole_communes(quarters, register, correspondence)
    _place_2015(quarters, register, correspondence)
    _tell_unplaced(quarters)
    return quarters


def _read_list(table: GivenTable, quarters: Quarters) -> None:
    """A list of 2024, or the attributes of its perimeters: there, a quarter may be drawn commune by commune."""
    drawn = table.geometries is not None
    seen: dict[tuple[str, str], int] = {}
    for line, row in table.rows():
        code, where = row["CODE_QP"], row.get("INSEE_COM", "") if drawn else ""
        problems = _wrong_code(table, line, code, Perimeter.QP2024)
        if not problems and (code, where) in seen:
            reason = f"quartier déjà donné ligne {seen[code, where]}"
            problems = [table.problem(line, "code_qp", code, reason)]
        communes, wrong = communes_in(row.get("INSEE_COM", ""))
        epci, wrong_epci = epci_in(row.get("SIREN_EPCI", ""))
        problems += [table.problem(line, "insee_com", cell, "code de commune mal formé") for cell in wrong]
        problems += [table.problem(line, "siren_epci", cell, "code d'EPCI mal formé") for cell in wrong_epci]
        problems += [
            table.problem(line, "insee_com", commune, f"d'un autre département que le quartier {code}")
            for commune in communes
            if not problems and department_of_commune(commune) != department_of_quarter(code)
        ]
        if problems:
            quarters.problems += problems
            continue
        again = any(code == before for before, _ in seen)
        seen[code, where] = line
        if not drawn:
            quarters.listed.add(code)
        if len(epci) == 1 and row.get("LIB_EPCI"):
            quarters.epci_labels.setdefault(epci[0], row["LIB_EPCI"])
        _add(quarters.get(code), row["LIB_QP"], communes, epci, again=again)


def _add(quarter: Quarter, label: str, communes: list[str], epci: list[str], *, again: bool) -> None:
    """Complete a quarter with what a table says; the first table that speaks is right, all its lines together."""
    quarter.label = quarter.label or label
    if communes and (not quarter.communes or again):
        quarter.communes = list(dict.fromkeys([*quarter.communes, *communes]))
        quarter.epci = list(dict.fromkeys([*quarter.epci, *epci]))
        quarter.basis = "code"


def _wrong_code(table: GivenTable, line: int, code: str, perimeter: Perimeter) -> list[Problem]:
    if quarter_of(code) and perimeter_of(code) == perimeter:
        return []
    example = "QN09301M" if perimeter == Perimeter.QP2024 else "QP093001"
    return [table.problem(line, "code", code, f"code de quartier inconnu ; forme attendue : {example}")]


def _read_by_commune(table: GivenTable, quarters: Quarters) -> None:
    """One line a commune with its quarters: used for those that nothing else places, whole communes above all."""
    placed: dict[str, list[str]] = {}
    for line, row in table.rows():
        communes, wrong = communes_in(row["INSEE_COM"])
        codes = [code.strip() for code in row["CODE_QP"].split(",")]
        quarters.problems += [table.problem(line, "insee_com", cell, "code de commune mal formé") for cell in wrong]
        for code in codes:
            quarters.problems += _wrong_code(table, line, code, Perimeter.QP2024)
            placed.setdefault(code, []).extend(communes)
    for code, communes in placed.items():
        quarter = quarters.found.get(code)
        if quarter is not None and not quarter.communes:  # an older edition may name quarters that are no more
            quarter.communes, quarter.basis = communes, "code"


def _read_named(table: GivenTable, quarters: Quarters, *, strict: bool) -> None:
    """One line a quarter: perimeters of 2015, or figures of Insee, whose aggregate lines are nobody's (not strict)."""
    label = next((column for column in _LABELS if table.has(column)), "")
    communes = next((column for column in _COMMUNE_NAMES if table.has(column)), "")
    for line, row in table.rows():
        code = row[table.key]
        if not strict and not code.startswith(("QP", "QN")):
            continue
        expected = Perimeter.QP2015 if strict else perimeter_of(code)
        if problems := _wrong_code(table, line, code, expected):
            quarters.problems += problems
            continue
        quarter = quarters.get(code)
        quarter.label = quarter.label or row.get(label, "")
        if row.get(communes) and expected == Perimeter.QP2015:
            quarter.names.append((table.name, row[communes]))


def _place_whole_communes(quarters: Quarters, register: Register, correspondence: Correspondence) -> None:
    """A quarter that is a whole commune bears its name."""
    for quarter in quarters.of(Perimeter.QP2024):
        if not quarter.communes and correspondence.status_of(quarter.code) == Status.WHOLE_COMMUNE:
            found = register.named(department_of_quarter(quarter.code), quarter.label)
            quarter.communes, quarter.basis = ([found], "name") if found else ([], "")


def _place_2015(quarters: Quarters, register: Register, correspondence: Correspondence) -> None:
    """By the names of its communes, looked up in its département; else by what it became. Never guessed."""
    for quarter in quarters.of(Perimeter.QP2015):
        department = department_of_quarter(quarter.code)
        missing = ""
        for _, names in quarter.names:
            wanted = [name.strip() for name in names.split(",")]
            found = {name: register.named(department, name) for name in wanted}
            if all(found.values()):
                quarter.communes = list(dict.fromkeys(code for code in found.values() if code))
                quarter.basis = "name"
                break
            missing = missing or ", ".join(name for name, code in found.items() if code is None)
        if not quarter.communes:
            quarter.communes = _of_successors(quarter.code, quarters, correspondence)
            quarter.basis = "successors" if quarter.communes else ""
            if missing:
                told = "retrouvée par ce qu'il est devenu en 2024" if quarter.communes else "laissée vide"
                reason = (
                    f"aucune commune de ce nom dans le département, ou plusieurs ; commune de {quarter.code} {told}"
                )
                quarters.remarks.append(Problem(quarter.names[0][0], 0, "commune", missing, reason))


def _of_successors(code: str, quarters: Quarters, correspondence: Correspondence) -> list[str]:
    after: Iterable[str] = correspondence.successors.get(code, [])
    return list(dict.fromkeys(commune for quarter in after for commune in quarters.get(quarter).communes))


def _tell_unplaced(quarters: Quarters) -> None:
    """Quarters that no file places, told together."""
    missing = [code for code, quarter in sorted(quarters.found.items()) if not quarter.communes and not quarter.names]
    if missing:
        which = "ce quartier" if len(missing) == 1 else f"ces {len(missing)} quartiers"
        reason = f"aucun fichier lu ne dit la commune de {which} ; elle reste vide"
        quarters.remarks.append(Problem("quartiers", 0, "commune", ", ".join(missing), reason))
