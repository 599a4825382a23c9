"""Codes of territories as files write them, and the code of the model they become."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from etl.errors import Problem
from etl.model import Perimeter
from etl.official.layout import Grain, Layout
from etl.official.table import Table

DEPARTMENT = r"(?:0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|97[1-8]|98[678])"
_DEPARTMENT_3 = r"(?:0(?:0[1-9]|[1-8][0-9]|9[0-5]|2[AB])|97[1-8]|98[678])"

_FORMS: dict[Grain, tuple[re.Pattern[str], str, str]] = {
    "neighbourhood": (
        re.compile(rf"QP{_DEPARTMENT_3}[0-9]{{3}}|QN{_DEPARTMENT_3}[0-9]{{2}}[MINC]"),
        "",
        "QP093001 (2015) ou QN09301M (2024)",
    ),
    "commune": (re.compile(r"[0-9][0-9AB][0-9]{3}"), "COM-", "cinq caractères, 01001 ou 2A004"),
    "epci": (re.compile(r"[0-9]{9}"), "EPCI-", "neuf chiffres"),
    "department": (re.compile(DEPARTMENT), "DEP-", "01, 2A ou 971"),
    "region": (re.compile(r"[0-9]{2}"), "REG-", "deux chiffres"),
    "urban_unit": (re.compile(r"[0-9][0-9A-F][0-9]{3}"), "UU-", "cinq caractères, 00851"),
    "iris": (re.compile(r"[0-9][0-9AB][0-9]{7}"), "IRIS-", "neuf caractères, 930660101"),
}


def territory_of(grain: Grain) -> Callable[[str], str | None]:
    """From a code as written to a code of the model; None when it is not one of that grain."""
    pattern, prefix, _ = _FORMS[grain]
    return lambda code: f"{prefix}{code}" if pattern.fullmatch(code) else None


_PREFIXES = {Perimeter.QP2015: "QP", Perimeter.QP2024: "QN"}
_EXAMPLES = {Perimeter.QP2015: "QP093001 (contours 2015)", Perimeter.QP2024: "QN09301M (contours 2024)"}


def _reader(layout: Layout) -> Callable[[str], str | None]:
    """From a code as a file of that layout writes it: an aggregate line, or a territory of its grain and perimeter."""
    to_territory = territory_of(layout.grain)
    prefix = _PREFIXES.get(layout.perimeter, "") if layout.grain == "neighbourhood" else ""
    return lambda code: layout.national.get(code) or (to_territory(code) if code.startswith(prefix) else None)


def suits(table: Table, layout: Layout) -> bool:
    """True when most lines of ``table`` bear codes that the layout expects: other grain or perimeter, other layout."""
    if layout.grain not in _FORMS or layout.key.upper() not in table.frame.columns:
        return True
    to_territory = _reader(layout)
    codes = table.frame[layout.key.upper()]
    return 2 * sum(to_territory(code) is not None for code in codes) > len(codes)


def territories(table: Table, layout: Layout) -> tuple[np.ndarray, list[Problem]]:
    """The territory of each line of ``table``, with the codes that are malformed or given twice."""
    codes = table.frame[layout.key.upper()].to_numpy(dtype=object)
    to_territory = _reader(layout)
    found = [to_territory(code) for code in codes]
    problems = []
    first: dict[str, int] = {}
    for line, code, territory in zip(table.frame.index, codes, found, strict=True):
        if territory is None:
            reason = f"code inconnu ; forme attendue : {_EXAMPLES.get(layout.perimeter) or _FORMS[layout.grain][2]}"
            if layout.grain in ("commune", "epci", "department") and re.fullmatch("[0-9]+", code):
                reason += " (zéro initial perdu dans un tableur ?)"
            problems.append(table.problem(line, layout.key.upper(), code, reason))
        elif code in first:
            problems.append(table.problem(line, layout.key.upper(), code, f"code déjà donné ligne {first[code]}"))
        else:
            first[code] = line
    return np.array(found, dtype=object), problems
