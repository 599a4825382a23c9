"""Which layout a header is: recognised by its columns, refused when it is almost right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from etl.errors import Problem
from etl.model import Perimeter
from etl.official.codes import suits
from etl.official.layout import Layout, column_pattern, fold_header
from etl.official.table import Table

ALMOST = 0.6
"""Share of the required columns from which a file is taken for a spoiled one rather than for another."""
LEAST_IN_COMMON = 3
_NAMED = {Perimeter.QP2015: r"qp_?(?:20)?15(?![0-9])", Perimeter.QP2024: r"qp_?(?:20)?24(?![0-9])"}
"""How the name of a file says its perimeter, when none of its lines does: aggregates only."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A layout, the year that the header writes (empty when it does not), and its columns that nothing reads."""

    layout: Layout
    year: str
    unread: tuple[str, ...]


def recognise(
    header: Sequence[str], layouts: Iterable[Layout], file: str, table: Table | None = None
) -> Recognised | Problem | None:
    """The layout of ``header``; what is wrong when it is almost one; None when it is nothing that is known.

    When several answer, the one that asks for most columns. With ``table``, those of another grain or perimeter are put
    aside: one publisher writes communes, EPCI, régions and quarters of 2015 and 2024 under the same header.
    """
    names = [fold_header(name) for name in header if name.strip()]
    complete: list[Layout] = []
    closest: tuple[float, Layout] | None = None
    for layout in layouts:
        met = sum(_find(layout.patterns[column], names) is not None for column in layout.required)
        share = met / len(layout.required)
        if share == 1:
            if _year(layout, names) >= layout.since and not (layout.exact and _unread(layout, names)):
                complete.append(layout)
        elif share >= ALMOST and met >= LEAST_IN_COMMON and (closest is None or share > closest[0]):
            closest = (share, layout)
    if complete:
        if table is not None and not (complete := [la for la in complete if la.fits is None or la.fits(table)]):
            reason = "en-tête connu, mais les lignes ne sont d'aucune sorte lue sous cet en-tête (échelon, école…)"
            return Problem(file, 2, header[0], "", reason)
        chosen = _chosen(complete, table, file)
        if isinstance(chosen, Problem):
            return chosen
        return Recognised(chosen, _year(chosen, names), _unread(chosen, names))
    return _difference(closest[1], names, header, file) if closest else None


def _chosen(layouts: list[Layout], table: Table | None, file: str) -> Layout | Problem:
    """One of the layouts that a header answers to: by codes of lines, columns, then the name of the file."""
    suited = [layout for layout in layouts if table is None or len(layouts) == 1 or suits(table, layout)]
    if table is not None and not suited:
        column = layouts[0].key.upper()
        reason = "en-tête connu, mais les codes des lignes ne sont d'aucun échelon lu sous cet en-tête"
        return table.problem(int(table.frame.index[0]), column, str(table.frame[column].iloc[0]), reason)
    most = max(len(layout.required) for layout in suited)
    best = [layout for layout in suited if len(layout.required) == most]
    if table is not None and len({layout.perimeter for layout in best}) > 1:  # aggregate lines only
        best = [layout for layout in best if re.search(_NAMED.get(layout.perimeter, "(?!)"), file, re.IGNORECASE)]
        if len({layout.perimeter for layout in best}) != 1:
            reason = "ni les codes ni le nom du fichier ne disent s'il s'agit des contours 2015 ou 2024"
            return Problem(file, 2, "", "", f"{reason} ; remettre qp15 ou qp24 dans son nom")
    return max(best, key=lambda layout: layout.id)


def _find(pattern: re.Pattern[str], names: Sequence[str]) -> str | None:
    return next((name for name in names if pattern.fullmatch(name)), None)


def _year(layout: Layout, names: Sequence[str]) -> str:
    """The year that the header bears, on four digits."""
    for pattern in layout.patterns.values():
        for name in names:
            match = pattern.fullmatch(name)
            groups = match.groupdict() if match else {}
            if groups.get("yyyy"):
                return groups["yyyy"]
            if groups.get("yy"):
                return f"20{groups['yy']}"
    return ""


def _unread(layout: Layout, names: Sequence[str]) -> tuple[str, ...]:
    patterns = [column_pattern(column) for column in layout.columns]
    return tuple(name for name in names if not any(pattern.fullmatch(name) for pattern in patterns))


def _difference(layout: Layout, names: Sequence[str], header: Sequence[str], file: str) -> Problem:
    missing = [column for column in layout.required if _find(layout.patterns[column], names) is None]
    unread = _unread(layout, names)
    told = []
    for column in missing:
        near = get_close_matches(column.upper(), unread, n=1, cutoff=0.6)
        told.append(f"{column} (au lieu de {near[0]} ?)" if near else column)
    reason = f"l'en-tête est presque celui de « {layout.title} », mais il manque : {', '.join(told)}"
    if unread:
        reason += f" ; colonnes inconnues : {', '.join(unread[:8])}"
    reason += ". Télécharger de nouveau, ou déclarer la nouvelle forme dans etl/sources"
    return Problem(file, 1, missing[0], "", reason)
