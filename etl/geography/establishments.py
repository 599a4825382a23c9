"""The établissements publics territoriaux of Greater Paris, told by the lists of quarters where no file gives them.

The communes of the Métropole du Grand Paris are in it, their EPCI, and all but Paris in one of its eleven
établissements publics territoriaux (law 2015-991, article 59). The code officiel géographique knows the former only,
the lists of the quarters of 2024 name the latter only: a quarter is in both.
"""

from __future__ import annotations

from etl.geography.communes import Register
from etl.geography.quarters import Quarters
from etl.model import Perimeter

METROPOLE = "200054781"
"""The EPCI that is divided so; there is no other."""
_OF_COMMUNES = "21"
"""Start of the number of a commune, which lists write for Paris."""


def complete_establishments(register: Register, quarters: Quarters) -> None:
    """Give its établissement to each commune of the Métropole that no file gives one to: a former one, above all.

    A quarter over several communes lists those of all of them. A commune is in what every quarter that covers it lists,
    when that is one alone; what stays ambiguous is left out.
    """
    listed: dict[str, set[str]] = {}
    for quarter in quarters.of(Perimeter.QP2024):
        codes = {code for code in quarter.epci if code != METROPOLE and not code.startswith(_OF_COMMUNES)}
        for commune in quarter.communes if codes else ():
            if register.epci_of.get(commune) == METROPOLE:
                listed[commune] = listed.get(commune, codes) & codes
    for commune, codes in listed.items():
        if len(codes) == 1:
            (code,) = codes
            register.establishment_of.setdefault(commune, code)
            if code in quarters.epci_labels:
                register.epci.setdefault(code, quarters.epci_labels[code])
