"""Which territories a commune belongs to, which add up to which, and how many of their quarters are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from etl.geography.codes import ARRONDISSEMENTS
from etl.geography.stored import OUTLINES, TERRITORIES, load_table

COUNTRY, MAINLAND = "FR", "FRM"
REMAINDER = "*"
"""After a code: what a territory has outside its communes that are shown. Counted, never published: subtraction gives
it, so that secrecy must know it."""
_OVERSEAS = ("97", "98")
Row = dict[str, str]


@dataclass(frozen=True)
class Atlas:
    """Communes and quarters of a folder of indicators, and the codes that have an outline."""

    communes: list[Row]
    quarters: list[Row]
    outlined: frozenset[str]

    @classmethod
    def open(cls, folder: Path) -> Atlas:
        """Quarters that left the list are not in it. Raises GeographyError when the territories were not read."""
        territories = load_table(folder, TERRITORIES)
        present = territories[territories["status"] != "left_list"]
        kinds = {kind: _rows(present[present["kind"] == kind]) for kind in ("commune", "neighbourhood")}
        return cls(kinds["commune"], kinds["neighbourhood"], frozenset(load_table(folder, OUTLINES)["code"]))

    def chain(self) -> pd.DataFrame:
        """Columns ``commune`` (as the register writes it) and ``territory``, a line for each territory that holds it:
        France, the mainland, région, département; EPCI and commune where there is a quarter, remainders where there is
        none. Arrondissements stand for their commune."""
        concerned = self._with_quarter()
        pairs = [
            (row["code"].removeprefix("COM-"), holder)
            for row in self.communes
            for holder in _holders_of_commune(row, concerned)
        ]
        frame = pd.DataFrame(pairs, columns=["commune", "territory"], dtype="str")
        inner = pd.DataFrame(list(ARRONDISSEMENTS.items()), columns=["arrondissement", "commune"])
        inner = inner.merge(frame, on="commune")[["arrondissement", "territory"]]
        return pd.concat([frame, inner.rename(columns={"arrondissement": "commune"})]).drop_duplicates(
            ignore_index=True
        )

    def sums(self) -> pd.DataFrame:
        """Columns ``kind``, ``part`` and ``total``: territories of ``chain`` that add up to another, for every zone."""
        concerned = self._with_quarter()
        pairs: set[tuple[str, str, str]] = set()
        for row in self.communes:
            region, department = row["parent_region"], row["parent_department"]
            whole = COUNTRY if _is_overseas(row) else MAINLAND
            own = row["code"] if row["code"] in concerned else ""
            pairs |= {("regions", region or whole + REMAINDER, whole), ("departments", department, region)}
            pairs.add(("regions", MAINLAND, COUNTRY))
            pairs |= {("communes", own or holder + REMAINDER, holder) for holder in _local_holders(row, concerned)}
        kept = sorted(pair for pair in pairs if all(pair))
        return pd.DataFrame(kept, columns=["kind", "part", "total"], dtype="str")

    def sums_of_quarters(self) -> pd.DataFrame:
        """Columns of ``sums``: each quarter and the territories whose total over quarters it enters."""
        pairs = [("quarters", row["code"], holder) for row in self.quarters for holder in sorted(_holders(row))]
        return pd.DataFrame(pairs, columns=["kind", "part", "total"], dtype="str")

    def undrawn(self, perimeter: str) -> dict[str, tuple[int, int]]:
        """How many quarters of that perimeter have no outline, and how many there are, by territory of ``chain``: what
        is near an undrawn quarter cannot be counted."""
        found: dict[str, tuple[int, int]] = {}
        for row in self._of(perimeter):
            bare = row["code"] not in self.outlined
            for holder in _holders(row):
                missing, total = found.get(holder, (0, 0))
                found[holder] = (missing + bare, total + 1)
        return found

    def listed(self, perimeter: str) -> dict[str, tuple[str, bool]]:
        """The département of each quarter of that perimeter, and whether it has an outline."""
        return {row["code"]: (row["parent_department"], row["code"] in self.outlined) for row in self._of(perimeter)}

    def _of(self, perimeter: str) -> Iterator[Row]:
        return (row for row in self.quarters if row["perimeter"] == perimeter)

    def _with_quarter(self) -> set[str]:
        """Codes of the communes and EPCI that hold a quarter of either perimeter."""
        return {code for row in self.quarters for name in ("communes", "epci") for code in row[name].split(";") if code}


def _holders_of_commune(row: Row, concerned: set[str]) -> list[str]:
    own = row["code"] if row["code"] in concerned else ""
    whole = COUNTRY if _is_overseas(row) else MAINLAND
    holders = [COUNTRY, row["parent_region"] or whole + REMAINDER, row["parent_department"], own]
    holders += [MAINLAND] if whole == MAINLAND else []
    for holder in _local_holders(row, concerned):
        holders += [holder] if own else [holder, holder + REMAINDER]
    return list(dict.fromkeys(holder for holder in holders if holder))


def _local_holders(row: Row, concerned: set[str]) -> list[str]:
    """The département and the EPCI of a commune: what a reader may subtract communes from."""
    several = [epci for epci in row["epci"].split(";") if epci in concerned]
    return [holder for holder in (row["parent_department"], *several) if holder]


def _is_overseas(row: Row) -> bool:
    return row["code"].removeprefix("COM-").startswith(_OVERSEAS)


def _holders(quarter: Row) -> set[str]:
    """France, the mainland, région, département, EPCI and communes of a quarter."""
    several = [*quarter["communes"].split(";"), *quarter["epci"].split(";")]
    overseas = quarter["parent_department"].removeprefix("DEP-").startswith(_OVERSEAS)
    wide = [COUNTRY, *(() if overseas else (MAINLAND,)), quarter["parent_department"], quarter["parent_region"]]
    return {code for code in (*wide, *several) if code}


def _rows(table: pd.DataFrame) -> list[Row]:
    """The lines of a table of texts."""
    names = ["code", "perimeter", "parent_department", "parent_region", "communes", "epci"]
    return [dict(zip(names, map(str, row), strict=True)) for row in table[names].itertuples(index=False, name=None)]
