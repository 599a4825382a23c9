"""What official lists say of a territory beside its figures: passport, contrats de ville, posts, schools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.store import Store
from etl.model import plain_number

LOCAL = ("neighbourhood", "commune")
"""Kinds of territory that come under the contract of their intercommunality."""
QUARTER_COLUMNS = {"QP2015": "quarter_2015", "QP2024": "quarter_2024"}

Row = dict[str, str]


def passport(store: Store, code: str) -> list[Row]:
    """What a quarter became or was before: one row a related quarter, or one row alone."""
    return _rows_about(store, "passports", "code", [code])


def contracts(store: Store, code: str) -> list[Row]:
    """The contrats de ville that a territory comes under: those of its own communes and of their EPCI, or its own;
    never those of a commune that only its successor covers. Those in force, or those before where there is none."""
    record = store.territories.record(code)
    places = [code]
    if record is not None:
        places += [*record.communes, *record.epci]
        if record.kind in LOCAL:
            places += store.territories.intercommunalities(record.communes)
    found = _rows_about(store, "contracts", "territory", list(dict.fromkeys(places)))
    return [row for row in found if row["in_force"] == "True"] or found


def posts(store: Store, under: Sequence[Mapping[str, str]]) -> list[Row]:
    """The posts that the State pays under some contracts, each once: a post may be listed under two of them."""
    rows = _rows_about(store, "posts", "contract", [contract["code"] for contract in under])
    return list({(row["kind"], row["post"]): row for row in rows}.values())


def schools(store: Store, code: str) -> list[Row]:
    """The schools in a quarter or within 300 m of it, or of a commune, the latest session of each."""
    record = store.territories.record(code)
    column = QUARTER_COLUMNS.get(record.perimeter, "commune") if record else "commune"
    return _rows_about(store, "schools", column, [code])


def _rows_about(store: Store, table: str, column: str, values: Sequence[str]) -> list[Row]:
    """The rows of a plain table whose ``column`` is one of ``values``, as text; none when the build has no such
    table."""
    found = store.official.rows_about(table, column, values) if store.official else []
    return [{name: _text(cell) for name, cell in row.items()} for row in found]


def _text(cell: object) -> str:
    if cell is None or cell != cell:
        return ""
    return plain_number(cell) if isinstance(cell, float) else str(cell)
