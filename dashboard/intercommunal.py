"""Which intercommunality a commune is in, where the quarters know better than the referentials.

The communes of Greater Paris are all in one EPCI, the Métropole; contrats de ville are signed by its établissements
publics territoriaux, which only the list of the quarters of 2024 names.
"""

from __future__ import annotations

from collections.abc import Collection

from dashboard.store.territories import Territories

LISTED = "QP2024"
"""The map whose list gives the intercommunalities of each quarter; for the other they are those of its communes."""


def intercommunalities(places: Territories, communes: Collection[str]) -> list[str]:
    """The EPCI and établissements of some communes, never those of the other communes that a quarter covers.

    A quarter over several communes lists the intercommunalities of all of them. Of one commune is kept what every
    quarter that covers it lists, when that is one alone: what stays ambiguous is left out.
    """
    listed: dict[str, set[str]] = {}
    for quarter in places.of_kind("neighbourhood"):
        if quarter.perimeter == LISTED and quarter.epci:
            for commune in quarter.communes:
                listed[commune] = listed.get(commune, set(quarter.epci)) & set(quarter.epci)
    found: dict[str, None] = {}
    for code in communes:
        record = places.record(code)
        found |= dict.fromkeys(record.epci if record else ())
        common = listed.get(code, set())
        found |= dict.fromkeys(common if len(common) == 1 else ())
    return list(found)
