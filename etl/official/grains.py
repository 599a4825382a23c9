"""What the lines of a table of Insee are, when communes, EPCI, départements and régions have one header.

The codes of the lines say it. A département and a région share their codes (11 is Aude and Île-de-France): the labels
decide, or the whole list of régions where there are none. Bassins de vie bear the codes of communes: only the name of
their file tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from etl.geography.codes import fold_place
from etl.official.codes import territory_of
from etl.official.layout import Grain
from etl.official.table import Table

METROPOLE = {"1": "FRM", "FM": "FRM"}
REGIONS = {
    "01": "Guadeloupe",
    "02": "Martinique",
    "03": "Guyane",
    "04": "La Réunion",
    "06": "Mayotte",
    "11": "Île-de-France",
    "24": "Centre-Val de Loire",
    "27": "Bourgogne-Franche-Comté",
    "28": "Normandie",
    "32": "Hauts-de-France",
    "44": "Grand Est",
    "52": "Pays de la Loire",
    "53": "Bretagne",
    "75": "Nouvelle-Aquitaine",
    "76": "Occitanie",
    "84": "Auvergne-Rhône-Alpes",
    "93": "Provence-Alpes-Côte d’Azur",
    "94": "Corse",
}
WHOLE = fold_place("France métropolitaine")
METROPOLITAN_REGIONS = {code for code in REGIONS if code > "06"}
_OTHER_ZONING = re.compile(r"(?:^|[_\W])(?:BV|AAV|AU|ZE|CV|UU)(?:20[0-9]{2})?(?=[_\W])", re.IGNORECASE)


def _mostly(grain: Grain) -> Callable[[Table], bool]:
    """More than half of the lines: a spoiled code is then named with its line, instead of hiding what the file is."""
    to_territory = territory_of(grain)
    return lambda table: 2 * sum(to_territory(code) is not None for code in table.frame["CODGEO"]) > len(table.frame)


def is_of_regions(table: Table) -> bool:
    """Whether the lines are régions, or the whole of metropolitan France."""
    codes = table.frame["CODGEO"]
    if "LIBGEO" not in table.frame.columns:
        listed = set(codes) - METROPOLE.keys()
        return listed <= REGIONS.keys() and (listed >= METROPOLITAN_REGIONS or not listed)
    written = [(code, fold_place(label)) for code, label in zip(codes, table.frame["LIBGEO"], strict=True)]
    if any(label != WHOLE for code, label in written if code in METROPOLE):
        return False  # a région or a département whose leading zero is lost
    return 2 * sum(label == fold_place(REGIONS.get(code, WHOLE)) for code, label in written) > len(written)


def is_of_departments(table: Table) -> bool:
    """Whether the lines are départements; a list that may be of régions is not."""
    return _mostly("department")(table) and not is_of_regions(table)


def is_of_urban_units(table: Table) -> bool:
    """Whether the lines are urban units: five characters like communes, some of which begin with 00 (those over several
    départements), where no commune does."""
    return _mostly("urban_unit")(table) and bool(table.frame["CODGEO"].str.startswith("00").any())


def is_of_communes(table: Table) -> bool:
    """Whether the lines are communes, as far as codes and the name of the file can tell."""
    return _mostly("commune")(table) and not _zoning(table) and not is_of_urban_units(table)


def _zoning(table: Table) -> re.Match[str] | None:
    """The zoning that the name of the file bears, if it does."""
    return _OTHER_ZONING.search(table.file.member or table.file.path.name)


def is_of_another_zoning(table: Table) -> bool:
    """Whether the lines are a zoning that is not read: arrondissements, zones d'emploi, bassins de vie…"""
    if any(fits(table) for fits in GRAINS.values()):
        return False
    short = table.frame["CODGEO"].str.fullmatch(r"[0-9][0-9AB][0-9]{1,2}")
    return bool(_zoning(table)) or 2 * int(short.sum()) > len(table.frame)


GRAINS: Mapping[Grain, Callable[[Table], bool]] = {
    "commune": is_of_communes,
    "epci": _mostly("epci"),
    "urban_unit": is_of_urban_units,
    "department": is_of_departments,
    "region": is_of_regions,
}
LABELS: Mapping[Grain, str] = {
    "commune": "communes",
    "epci": "intercommunalités",
    "urban_unit": "unités urbaines",
    "department": "départements",
    "region": "régions et métropole",
}
