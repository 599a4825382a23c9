"""Values beside points: number formats wherever they can, so that a figure changed in the workbook changes on the
chart; words where a number format cannot say it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from dashboard import french

_NUMBER = re.compile("[−-]?[0-9][0-9\u202f\u00a0]*(?:,[0-9]+)?")
LONGEST = 200
"""Characters of a number format."""


def number_code(decimals: int, suffix: str = "", prefix: str = "") -> str:
    """« #,##0.0" %" »: an office suite writes it with the separators of its own language."""
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    return f"{_quoted(prefix)}{digits}{_quoted(suffix)}"


def axis_code(symbol: str, decimals: int) -> str:
    """The numbers along an axis: as many decimals as they need, with their unit where it is short."""
    short = f"{french.NBSP}{symbol}" if symbol in ("%", "€", "fois", "ans", "km") else ""
    if decimals == 0:
        return number_code(0, short)
    return f"General{_quoted(short)}"


def code_of(label: str, value: float) -> str | None:
    """The number format that writes ``value`` as ``label`` does; None when none does."""
    found = _NUMBER.search(label)
    if found is None or len(label) > LONGEST:
        return None
    told = found.group().strip("\u202f\u00a0")
    decimals = len(told.partition(",")[2])
    if french.number(value, decimals, fixed=True) != told:
        return None
    start = found.start()
    return number_code(decimals, label[start + len(told) :], label[:start])


def usual(codes: Iterable[str | None]) -> str:
    """The most common of some formats, the first met among equals."""
    known = Counter(code for code in codes if code is not None)
    return known.most_common(1)[0][0] if known else "General"


def _quoted(text: str) -> str:
    if not text:
        return ""
    return '"' + text.replace('"', "''") + '"'


def absent_line(found: Sequence[tuple[str, str]]) -> list[str]:
    """« Sans valeur : Femmes, QPV (secret statistique) ; Hommes, QPV (non publié). », or nothing."""
    by_reason: dict[str, list[str]] = {}
    for name, why in found:
        by_reason.setdefault(why, []).append(name)
    if not by_reason:
        return []
    return ["Sans valeur : " + " ; ".join(f"{' / '.join(names)} ({why})" for why, names in by_reason.items()) + "."]


def uncertain_line(look: str, found: Sequence[tuple[str, str]]) -> list[str]:
    """« Hachuré : valeur approchée ou fragile (Femmes : ≈ 10 %). », or nothing."""
    if not found:
        return []
    told = " ; ".join(f"{name} : {value}" for name, value in found[:MOST_TOLD])
    more = f" ; et {len(found) - MOST_TOLD} autres" if len(found) > MOST_TOLD else ""
    return [f"{look} : valeur approchée, ou fragile ({told}{more})."]


MOST_TOLD = 6
