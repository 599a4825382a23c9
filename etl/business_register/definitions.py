"""What is counted: four readings of the social economy, its legal families, its sectors and its sizes.

The social economy (économie sociale et solidaire) is defined by law 2014-856 of 31 July 2014, article 1: associations,
cooperatives, mutuals and foundations by their legal form, and commercial companies that pursue a social purpose. The
register says the legal form (Insee, nomenclature des catégories juridiques, level III) and, of those who asked, a flag;
ESS France publishes the list of enterprises that the law makes it keep (article 6).
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

import ibis
from ibis.expr.types import BooleanValue, StringValue


class Definition(StrEnum):
    """Which reading of the social economy."""

    FLAG = "flag"
    LAW = "law"
    STUDY = "study"
    LIST = "list"


DEFINITIONS = MappingProxyType(
    {
        Definition.FLAG: "la marque du répertoire : economieSocialeSolidaireUniteLegale vaut O",
        Definition.LAW: "la loi de 2014 : associations, coopératives, mutuelles et fondations par leur catégorie "
        "juridique, hors activités exclues, et sociétés commerciales marquées ESS",
        Definition.STUDY: "l’étude de 2017 : associations, coopératives, mutuelles et fondations par leur catégorie "
        "juridique, hors activités exclues, sans les sociétés commerciales",
        Definition.LIST: "la liste des entreprises de l’ESS publiée par ESS France, rapprochée par le SIREN",
    }
)
"""Each reading in French, as reports and notes say it."""

ASSOCIATIONS = ("9210", "9220", "9221", "9222", "9223", "9224", "9230", "9240", "9260")
COOPERATIVES = (
    # Of credit and guarantee; of consumers, crafts, transport, production (SCOP), housing, shopkeepers, sailors; unions
    "5191", "5192", "5193", "5194", "5195", "5196",
    "5443", "5451", "5453", "5454", "5455", "5458", "5459", "5460",
    "5543", "5547", "5551", "5552", "5553", "5554", "5555", "5558", "5559", "5560",
    "5643", "5647", "5651", "5652", "5653", "5654", "5655", "5658", "5659", "5660",
    # Of farmers: use of machines, sale, unions
    "6316", "6317", "6318",
)  # fmt: skip
MUTUALS = ("6411", "8210", "8250", "8290")
FOUNDATIONS = ("9300",)
FAMILIES = MappingProxyType(
    {"associations": ASSOCIATIONS, "cooperatives": COOPERATIVES, "mutuals": MUTUALS, "foundations": FOUNDATIONS}
)
"""Legal forms of each family, the levels of the breakdown ``legal_form``."""
COMPANIES = "companies"
"""Commercial companies of social utility: told by the flag alone, the register holds no other trace of them."""
NO_FAMILY = "other"
"""The flag on a form that is neither a family nor a company: counted by ``flag`` only."""

EXCLUDED_ACTIVITIES = ("94.11Z", "94.12Z", "94.20Z", "94.91Z", "94.92Z")
"""Employers', professional, workers', religious and political organisations: associations by their form, outside the
social economy as the regional observatories and Insee count it."""
EXCLUDED_DIVISIONS = ("84", "97", "98", "99")
"""Public administration, households as employers, bodies outside the territory."""

SECTORS = MappingProxyType(
    {
        "early_childhood": ("88.91A",),
        "social_action": ("87", "88"),
        "health": ("86",),
        "education": ("85",),
        "culture": ("59", "60", "90", "91"),
        "sport": ("93.1", "85.51Z"),
        "leisure": ("93.2", "55", "79"),
        "food": ("01", "10", "11", "46.3", "47.11", "47.2", "47.81Z", "56"),
        "mobility": ("45.2", "45.4", "49", "77.11", "77.21Z", "95.29Z", "85.53Z"),
        "reuse": ("38", "47.79Z", "95"),
        "employment": ("78",),
        "housing": ("68",),
        "finance": ("64", "65", "66"),
        "civic_life": ("94.99Z",),
    }
)
"""Activities (NAF rév. 2, dots kept) of each sector, by the start of their code; the longest start wins. What answers
to none is ``other_activity``. A place to swim is sport, a driving school mobility, whatever their division."""
OTHER_ACTIVITY = "other_activity"

SIZES = MappingProxyType(
    {
        "01": "1_2",
        "02": "3_5",
        "03": "6_9",
        "11": "10_19",
        "12": "20_49",
        **dict.fromkeys(("21", "22", "31", "32", "41", "42", "51", "52", "53"), "50_or_more"),
    }
)
"""Levels of the breakdown ``size`` by the register's band; an employer of band NN, 00 or none is ``unstated``."""
UNSTATED = "unstated"

DOUBTFUL = ("33",)
"""``qualite_xy``: a point put at random in the commune. It says nothing of a quarter."""
APPROXIMATE = ("12", "22")
"""``qualite_xy``: a point put at random along its street."""


def family(legal_form: StringValue, flagged: BooleanValue) -> StringValue:
    """The legal family, ``companies`` or ``other`` of a legal unit, of its four-digit form and its flag."""
    company = flagged & legal_form.startswith("5")
    cases = [(legal_form.isin(forms), name) for name, forms in FAMILIES.items()]
    return ibis.cases(*cases, (company, COMPANIES), else_=NO_FAMILY)


def excluded(activity: StringValue) -> BooleanValue:
    """Whether the activity of a legal unit keeps it outside the social economy by law and study."""
    return activity.isin(EXCLUDED_ACTIVITIES) | activity.left(2).isin(EXCLUDED_DIVISIONS)


def sector(activity: StringValue) -> StringValue:
    """The sector of an establishment, of the code of its own activity."""
    lengths = sorted({len(start) for codes in SECTORS.values() for start in codes}, reverse=True)
    cases = [
        (activity.left(length).isin(starts), name)
        for length in lengths  # the longest start wins
        for name, codes in SECTORS.items()
        if (starts := [start for start in codes if len(start) == length])
    ]
    divisions = sorted({start[:2] for codes in SECTORS.values() for start in codes})
    # Most establishments are in no division that has a sector: they are told at once
    return ibis.ifelse(activity.left(2).isin(divisions), ibis.cases(*cases, else_=OTHER_ACTIVITY), OTHER_ACTIVITY)


def size(band: StringValue) -> StringValue:
    """The level of ``size`` of a workforce band."""
    return ibis.cases(*((band == code, level) for code, level in SIZES.items()), else_=UNSTATED)
