"""The territory that a word of the command line means: the one place where every command looks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from etl.catalogue import UnknownIdError
from qpv.errors import USER_ERROR, CommandError

if TYPE_CHECKING:
    from dashboard.store.territories import Territories

_OFFICIAL = re.compile(r"(?:Q[PN]|COM|EPCI|UU|IRIS)?[ -]?[0-9][0-9AB][0-9A-Z]{3,7}")
"""Codes that official files alone give: quarters, communes, EPCI, urban units, IRIS."""
WITHOUT_FILES = (
    "Les quartiers, communes et intercommunalités ne sont connus qu'avec les fichiers officiels : lancer "
    "« qpv download », puis « qpv etl --raw data/raw »."
)


def find_territory(places: Territories, text: str) -> str:
    """The code that ``text`` means: in any case, spaced or not, and bare where it is that of one place alone.

    Raises UnknownIdError with the closest names; CommandError where only official files, which were not read, know it.
    """
    code = places.canonical(text.strip())
    try:
        places.known(code)
    except UnknownIdError as error:
        if places.of_kind("neighbourhood") or not _OFFICIAL.fullmatch(code.upper()):
            raise
        raise CommandError(error.code, f"{error.text}. {WITHOUT_FILES}", status=USER_ERROR) from None
    return code
