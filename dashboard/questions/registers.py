"""What official lists say of a territory beside its figures: passport, contrats de ville, posts, schools, cités
éducatives."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from dashboard import french
from dashboard.store import Store
from etl.model import plain_number

POSTS = {"adulte_relais": "d’adultes-relais", "fonjep": "Fonjep"}
"""Kinds of posts that the State funds, after « poste »."""
CITIES_OF = ("neighbourhood", "commune")
"""Kinds of territory of which the cités éducatives are told."""
STATUSES = {
    "unchanged": "inchangé en 2024",
    "modified": "redessiné en 2024",
    "new": "nouveau en 2024",
    "whole_commune": "formé d’une commune entière",
    "left": "sorti de la carte en 2024",
    "left_list": "dessiné pour 2024, puis retiré de la liste officielle",
    "unknown": "absent de la table de correspondance",
}
"""What became of a quarter, after « Ce quartier est »: those of ``etl.geography.passport``, which would bring along the
readers of official files."""
MAPS = {"predecessor": "Avant 2024", "successor": "Depuis 2024"}
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
    found = _rows_about(store, "contracts", "territory", list(dict.fromkeys(places)))
    return [row for row in found if row["in_force"] == "True"] or found


def posts(store: Store, under: Sequence[Mapping[str, str]]) -> list[Row]:
    """The posts that the State pays under some contracts, each once: a post may be listed under two of them."""
    rows = _rows_about(store, "posts", "contract", [contract["code"] for contract in under])
    return list({(row["kind"], row["post"]): row for row in rows}.values())


def silences(store: Store, departments: Collection[str]) -> list[str]:
    """What the files of posts leave unsaid in some départements: unread, no line at all, or posts that name no
    contract."""
    if store.official is None or store.official.table("posts") is None:
        return ["Les fichiers des postes financés par l’État n’ont pas été lus."]
    rows = _rows_about(store, "posts", "department", list(departments))
    said = []
    for department in departments:
        where = store.territories[department].within
        for kind, words in POSTS.items():
            found = [row for row in rows if (row["department"], row["kind"]) == (department, kind)]
            alone = len({row["post"] for row in found if not row["contract"]})
            if not found:
                said.append(f"Le fichier des postes {words} n’a aucune ligne {where} : il ne dit pas s’il y en a.")
            elif alone:
                told = f"{alone} postes {words} ne nomment" if alone > 1 else f"1 poste {words} ne nomme"
                said.append(f"{french.sentence(where)}, {told} aucun contrat.")
    return said


def schools(store: Store, code: str) -> list[Row]:
    """The schools in a quarter or within 300 m of it, or of a commune, by name: one row a school, its latest session.

    The table has a row a session; a school without results has one, without a session.
    """
    record = store.territories.record(code)
    column = QUARTER_COLUMNS.get(record.perimeter, "commune") if record else "commune"
    latest: dict[str, Row] = {}
    for row in _rows_about(store, "schools", column, [code]):
        if row["uai"] not in latest or row["session"] > latest[row["uai"]]["session"]:
            latest[row["uai"]] = row
    return sorted(latest.values(), key=lambda row: (row["kind"], row["name"], row["uai"]))


def schools_nowhere(store: Store, code: str) -> int:
    """How many schools of the communes of a quarter have no position read: whether they are in it is unknown."""
    record = store.territories.record(code)
    communes = record.communes if record else ()
    found = _rows_about(store, "schools", "commune", communes) if communes else []
    return len({row["uai"] for row in found if row["band"] == "unknown"})


def educational_cities(store: Store, code: str) -> list[Row]:
    """The cités éducatives of the communes of a quarter, or of a commune: the file names communes, never quarters."""
    record = store.territories.record(code)
    table = store.official.table("educational_cities") if store.official else None
    if record is None or record.kind not in CITIES_OF or table is None:
        return []
    communes = set(record.communes)
    concerned = [not communes.isdisjoint(text.split(";")) for text in table["communes"]]
    return [{str(name): _text(cell) for name, cell in row.items()} for row in table[concerned].to_dict("records")]


def _rows_about(store: Store, table: str, column: str, values: Sequence[str]) -> list[Row]:
    """The rows of a plain table whose ``column`` is one of ``values``, as text; none when the build has no such
    table."""
    found = store.official.rows_about(table, column, values) if store.official else []
    return [{name: _text(cell) for name, cell in row.items()} for row in found]


def _text(cell: object) -> str:
    if cell is None or cell != cell:
        return ""
    return plain_number(cell) if isinstance(cell, float) else str(cell)
