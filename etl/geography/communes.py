"""Communes and what contains them: département, région, EPCI, urban unit; from the code officiel géographique and kin.

Several editions may be given. The latest wins; an older one adds the communes and EPCI that have disappeared since,
because figures of their time bear their codes.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from etl.errors import Problem
from etl.geography.codes import (
    ARRONDISSEMENTS,
    NO_EPCI,
    commune_territory_of,
    department_of,
    department_of_commune,
    epci_territory_of,
    fold_place,
    region_of,
)
from etl.geography.inputs import GivenTable, Inputs

_PARTS = ("COMD", "COMA", "commune-deleguee", "commune-associee")
"""Former communes that live on inside another."""
_UNINHABITED = ("984", "989")
"""The southern and antarctic lands, Clipperton: no inhabitant, hence no figure; left aside."""
_TERRITORIAL_ESTABLISHMENT = "EPT"
"""A part of the métropole du Grand Paris, which is the EPCI of its communes: they are in both."""
_URBAN_UNIT = re.compile(r"[0-9][0-9A-F][0-9]{3}")
"""Overseas, the second character is a letter: 9A Guadeloupe, 9C Guyane."""
_OUTSIDE_ANY_UNIT = "000"
"""End of the code given, département by département, to communes outside any urban unit."""


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune, or an arrondissement of Paris, Lyon or Marseille. Codes as Insee writes them."""

    code: str
    label: str
    department: str
    current: bool
    """False when only an older edition has it."""


@dataclass
class Register:
    """Who contains whom. Every code as Insee writes it, without the prefix of the model."""

    communes: dict[str, Commune] = field(default_factory=dict)
    epci_of: dict[str, str] = field(default_factory=dict)
    establishment_of: dict[str, str] = field(default_factory=dict)
    """Of a commune of Greater Paris, its établissement public territorial, which is within its EPCI."""
    urban_unit_of: dict[str, str] = field(default_factory=dict)
    populations: dict[str, int] = field(default_factory=dict)
    """Of some communes: only used to name a urban unit after its largest ones."""
    epci: dict[str, str] = field(default_factory=dict)
    """Label of each EPCI."""
    urban_units: dict[str, str] = field(default_factory=dict)
    """Label of each urban unit that a file names."""
    departments: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Label and region of each département; an overseas collectivity has no region."""
    regions: dict[str, str] = field(default_factory=dict)
    iris: list[tuple[str, str, str]] = field(default_factory=list)
    """Code, label and commune (or arrondissement) of each IRIS."""
    names: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    """Communes by département and folded name."""
    parts: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    """The commune that a former one is now part of, by département and folded name of the former."""
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    def named(self, department: str, name: str) -> str | None:
        """The one commune or arrondissement of that name in that département; None when there is none, or several.

        A current commune comes before a former one, and that before a part of another commune.
        """
        key = (department, fold_place(name))
        found = self.names.get(key, set())
        current = {code for code in found if self.communes[code].current}
        codes = current or found or self.parts.get(key, set())
        return next(iter(codes)) if len(codes) == 1 else None

    def intercommunalities(self, communes: Sequence[str]) -> list[str]:
        """What communes are in: établissements publics territoriaux if any, then EPCI; the smaller first."""
        found = [of.get(commune, "") for of in (self.establishment_of, self.epci_of) for commune in communes]
        return [code for code in dict.fromkeys(found) if code]

    def label(self, code: str) -> str:
        """The name of a commune, or its code when no file names it."""
        commune = self.communes.get(code)
        return commune.label if commune else code


def read_communes(inputs: Inputs) -> Register:
    """Everything the tables say of communes and of what contains them; bad cells are in ``problems``."""
    register = Register()
    _read_departments(inputs, register)
    lists = inputs.of("cog_communes", "etalab_communes", "epci_membership", "urban_unit_membership", "iris_reference")
    latest = max((table.edition for table in lists), default="")
    for table in lists:
        _read_list(table, register, current=table.edition == latest)
    for table in inputs.of("epci_membership", "etalab_epci"):
        for into, members in _epci_members(table, register):
            _join(register, table, "EPCI", into, members)
    for table in inputs.of("urban_unit_membership", "iris_reference"):
        _join(register, table, "UU2020", register.urban_unit_of, _urban_unit_members(table))
    _read_labels(inputs, register)
    return register


def _read_departments(inputs: Inputs, register: Register) -> None:
    for table in inputs.of("cog_departments", "etalab_departments"):
        code, label = ("DEP", "LIBELLE") if table.has("DEP") else ("CODE", "NOM")
        for line, row in table.rows():
            if department_of(row[code]) is None:
                if row[code] not in _UNINHABITED:
                    register.problems.append(table.problem(line, code, row[code], "code de département inconnu"))
                continue
            region = row["REGION" if code == "CODE" else "REG"]
            register.departments.setdefault(row[code], (row[label], region if region_of(region) else ""))
    for table in inputs.of("cog_regions", "etalab_regions"):
        code, label = ("REG", "LIBELLE") if table.has("REG") else ("CODE", "NOM")
        for _, row in table.rows():
            if region_of(row[code]):  # overseas collectivities are given as regions of three digits
                register.regions.setdefault(row[code], row[label])


def _read_list(table: GivenTable, register: Register, *, current: bool) -> None:
    """The communes of one table. An older edition only adds what the latest no longer has."""
    seen: dict[str, int] = {}
    for line, code, label, kind, parent in _listed(table):
        if code.startswith(_UNINHABITED):
            continue
        if commune_territory_of(code) is None:
            reason = "code de commune inconnu ; cinq caractères attendus, 01001 ou 2A004 (zéro initial perdu ?)"
            register.problems.append(table.problem(line, "", code, reason))
        elif kind in _PARTS:
            home = parent or code
            register.parts[department_of_commune(home), fold_place(label)].add(home)
        elif code in seen:
            register.problems.append(table.problem(line, "", code, f"commune déjà donnée ligne {seen[code]}"))
        else:
            seen[code] = line
            _add(register, code, label, current=current)
    if table.has("CODE", "POPULATION"):
        known = table.frame[table.frame["POPULATION"].str.fullmatch("[0-9]+")]
        for code, population in zip(known["CODE"], known["POPULATION"], strict=True):
            register.populations.setdefault(code, int(population))


def _add(register: Register, code: str, label: str, *, current: bool) -> None:
    known = register.communes.get(code)
    if known is None:
        register.communes[code] = Commune(code, label, department_of_commune(code), current)
    if known is None or known.label != label:  # renamed since: still found by its former name
        register.names[department_of_commune(code), fold_place(label)].add(code)


def _listed(table: GivenTable) -> Iterator[tuple[int, str, str, str, str]]:
    """Line, code, label, kind and parent of each commune of a table."""
    frame = table.frame
    if table.has("TYPECOM"):
        columns = ["COM", "LIBELLE", "TYPECOM", "COMPARENT"]
    elif table.has("CODESPOSTAUX"):
        frame = frame.assign(PARENT=frame.get("CHEFLIEU", ""))
        columns = ["CODE", "NOM", "TYPE", "PARENT"]
    else:
        code, label = ("DEPCOM", "LIBCOM") if table.has("DEPCOM") else ("CODGEO", "LIBGEO")
        frame = frame.assign(KIND="", PARENT="")
        if table.has("DEPCOM"):  # one line an IRIS
            frame = frame.drop_duplicates("DEPCOM")
        columns = [code, label, "KIND", "PARENT"]
    for line, cells in zip(frame.index, frame[columns].to_numpy(dtype=object), strict=True):
        yield (int(line), *cells)


_Member = tuple[int, str, str]
"""Line, commune and what it is in."""


def _epci_members(table: GivenTable, register: Register) -> Iterator[tuple[dict[str, str], Iterable[_Member]]]:
    """The members of EPCI, then those of the établissements publics territoriaux, each with where they are kept."""
    if table.has("CODGEO"):
        lines = (int(line) for line in table.frame.index)
        yield register.epci_of, zip(lines, table.frame["CODGEO"], table.frame["EPCI"], strict=True)
        return
    epci: list[_Member] = []
    establishments: list[_Member] = []
    for line, row in table.rows():
        kept = establishments if row["TYPE"] == _TERRITORIAL_ESTABLISHMENT else epci
        try:
            members = [member["code"] for member in json.loads(row["MEMBRES"])]
        except (ValueError, KeyError, TypeError):
            reason = "une liste de communes avec leur code est attendue"
            register.problems.append(table.problem(line, "membres", row["MEMBRES"], reason))
            continue
        kept += [(line, commune, row["CODE"]) for commune in members]
    yield register.epci_of, epci
    yield register.establishment_of, establishments


def _urban_unit_members(table: GivenTable) -> Iterator[tuple[int, str, str]]:
    """Line, commune and urban unit; an arrondissement stands for its commune."""
    column = "DEPCOM" if table.has("DEPCOM") else "CODGEO"
    frame = table.frame.drop_duplicates(column)
    for line, commune, unit in zip(frame.index, frame[column], frame["UU2020"], strict=True):
        yield int(line), ARRONDISSEMENTS.get(commune, commune), unit


def _join(
    register: Register, table: GivenTable, column: str, into: dict[str, str], members: Iterable[tuple[int, str, str]]
) -> None:
    """Attach communes to what contains them; a later edition, read before, is not undone."""
    is_code = epci_territory_of if column == "EPCI" else _URBAN_UNIT.fullmatch
    moved = 0
    for line, commune, code in members:
        if code in NO_EPCI or (column == "UU2020" and code.endswith(_OUTSIDE_ANY_UNIT)):
            continue
        if is_code(code) is None:
            register.problems.append(table.problem(line, column, code, "code mal formé"))
        else:
            moved += into.setdefault(commune, code) != code
    if moved:
        what = "intercommunalité" if column == "EPCI" else "unité urbaine"
        reason = f"communes d'une autre {what} que dans l'édition la plus récente, qui est gardée : {moved}"
        register.remarks.append(table.problem(0, column, "", reason))


def _read_labels(inputs: Inputs, register: Register) -> None:
    for table in (*inputs.of("epci_list", "epci_membership"), *inputs.of("etalab_epci")):
        code, label = ("EPCI", "LIBEPCI") if table.has("EPCI") else ("CODE", "NOM")
        pairs = table.frame[[code, label]].drop_duplicates(code)
        for epci, name in pairs.itertuples(index=False):
            if epci_territory_of(epci):
                register.epci.setdefault(epci, name)
    for table in inputs.of("urban_unit_membership"):
        if table.has("LIBUU2020"):
            for unit, name in table.frame[["UU2020", "LIBUU2020"]].drop_duplicates("UU2020").itertuples(index=False):
                register.urban_units.setdefault(unit, name)
    for table in inputs.of("iris_reference")[:1]:
        columns = table.frame[["CODE_IRIS", "LIB_IRIS", "DEPCOM"]]
        register.iris = list(columns.itertuples(index=False, name=None))
