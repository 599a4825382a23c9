"""The territories that a sentence names by their codes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dashboard.claims.checking import Place
from dashboard.claims.checking.typing_in import even
from etl.catalogue import Territory, fold

_PLACE = re.compile(r"\b(?:COM|DEP|REG|EPCI|UU)-[0-9][0-9AB]*\b", re.IGNORECASE)
_TOWN = re.compile(
    r"(?:(?P<name>(?:[A-Z][A-Za-z0-9']*[ -]?(?:(?:de|du|des|la|le|les|sur|sous|en|et|d'|l')[ -]?)*)+)\(|\(|"
    r"\bcommune (?:de )?|\b[Ii]nsee )(?P<code>[0-9][0-9AB][0-9]{3})\b\)?"
)
"""« Saint-Denis (93066) », « la commune 93066 », « code Insee 93066 »: five digits alone may be a number."""


def coded_places(plain: str, territories: Mapping[str, Territory]) -> list[Place]:
    """The territories that ``plain`` (made even) names by a code. The name before the code of a town is read with it;
    one that is not its own names nothing: which of the two is meant is not known."""
    typed = [(match[0].upper(), match[0]) for match in _PLACE.finditer(plain)]
    found = [Place((code,), (words,)) for code, words in typed if code in territories]
    for match in _TOWN.finditer(plain):
        if (code := f"COM-{match['code']}") not in territories:
            continue
        own = folded(even(territories[code].label.partition(" (")[0]))
        if match["name"] is None:
            found.append(Place((code,), (match[0].strip(),)))
        elif re.search(rf"(?:^| ){re.escape(own)} ?$", folded(match["name"])):
            found.append(Place((code,), (plain[match.end("name") - len(own) - 1 : match.end()].strip(),)))
    return found


def folded(text: str) -> str:
    """As people type a name: no accent, no capital, no hyphen inside a word."""
    return re.sub(r"(?<=[a-z])-(?=[a-z])", " ", fold(text))
