"""What an official code says by itself: perimeter, département, the commune of an arrondissement; how names compare."""

from __future__ import annotations

import re

from etl.catalogue.lookup import fold
from etl.model import Perimeter
from etl.official.codes import territory_of

quarter_of = territory_of("neighbourhood")
"""A quarter's code, or None when it is not one."""
department_of = territory_of("department")
"""``DEP-93`` from ``93``; None when it is not one."""
region_of = territory_of("region")
"""``REG-11`` from ``11``; None when it is not one: overseas collectivities belong to no region."""
commune_territory_of = territory_of("commune")
"""``COM-93066`` from ``93066``; None when it is not one."""
epci_territory_of = territory_of("epci")
"""``EPCI-200054781`` from ``200054781``; None when it is not one."""

ARRONDISSEMENTS = (
    {f"751{number:02}": "75056" for number in range(1, 21)}
    | {f"6938{number}": "69123" for number in range(1, 10)}
    | {f"132{number:02}": "13055" for number in range(1, 17)}
)
"""The commune of each arrondissement of Paris, Lyon and Marseille."""

NO_EPCI = ("NA", "ZZZZZZZZZ", "")
"""Written for a commune or a quarter that belongs to no EPCI: four islands, Saint-Martin, Polynésie."""

_SEVERAL = re.compile(r"[,;]")


def perimeter_of(quarter: str) -> Perimeter:
    """The perimeter that a well-formed quarter code belongs to."""
    return Perimeter.QP2015 if quarter.startswith("QP") else Perimeter.QP2024


def department_of_quarter(quarter: str) -> str:
    """``93`` for QP093001, ``2A`` for QP02A001, ``974`` for QN97401M."""
    return quarter[2:5].removeprefix("0")


def department_of_commune(commune: str) -> str:
    """``93`` for 93066, ``2A`` for 2A004, ``974`` for 97411."""
    return commune[:3] if commune.startswith(("97", "98")) else commune[:2]


def communes_in(cell: str) -> tuple[list[str], list[str]]:
    """The commune codes of a cell, and what in it is not one.

    Read as seen in official files: several separated by ``,`` or ``;``, wrapped for a spreadsheet as ``="01053"``, a
    leading zero lost.
    """
    codes, wrong = [], []
    for part in _SEVERAL.split(cell):
        code = part.strip().removeprefix("=").strip('" ')
        if re.fullmatch(r"[0-9]{4}", code):
            code = f"0{code}"
        if commune_territory_of(code):
            codes.append(code)
        elif code:
            wrong.append(code)
    return list(dict.fromkeys(codes)), wrong


def epci_in(cell: str) -> tuple[list[str], list[str]]:
    """The EPCI codes of a cell, and what in it is not one."""
    parts = [part.strip() for part in _SEVERAL.split(cell)]
    kept = [part for part in dict.fromkeys(parts) if part not in NO_EPCI]
    return [part for part in kept if epci_territory_of(part)], [part for part in kept if not epci_territory_of(part)]


def fold_place(name: str) -> str:
    """A commune's name as it is compared: no accent, case, hyphen nor apostrophe; « Saint » and « St » are one."""
    words = re.findall(r"[a-z0-9]+", fold(name))
    return " ".join({"saint": "st", "sainte": "ste"}.get(word, word) for word in words)
