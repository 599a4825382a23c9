"""Dwellings by quarter, 2015 perimeter: the LOGT files (Insee; census and register of social housing).

What is odd here: the names of the columns change case with the edition (``CodGeo`` in 2021, ``codGeo`` in 2023) and
sometimes from one to the next (``PartResPrincAch06_15``); headers are compared without case. One line bears figures of
two dates, neither of which is the year of the file: the register of social housing of two years before, the census of
four years before (written by who carries the files for the editions 2021 and 2023; the same lags are a guess for any
other, whose figures are then flagged). The rate of social housing divides dwellings of the register by main residences
of the census: it may exceed 100. The same header serves quarters and EPCI: the codes of the lines say which. No file
was seen: see ``UNKNOWN``.
"""

from __future__ import annotations

from collections.abc import Mapping

from etl.model import Perimeter
from etl.official import Layout, Measure, Vintage

TITLE = "Logement dans les QPV (Insee, fichiers LOGT)"

UNKNOWN = (
    "LOGT 2021 et 2023 (contours 2015) : fichiers jamais vus ; colonnes et dates connues par du code qui les lit",
)

_STATED = ("2021", "2023")

MEASURES = (
    Measure("nbLsPls", "social_dwellings", vintage="register"),
    Measure("txLsRp", "social_dwellings_per_100_main_residences", vintage="register"),
    Measure("partResVac", "vacant_dwellings_share", vintage="census"),
    Measure("partResPrincSurocc", "overcrowded_main_residences_share", vintage="census"),
)

OPTIONAL = (
    "libGeo",
    *("txLsPlai", "txLsPlusAv77", "txLsPlusAp77", "txLsPls", "txLsPli"),
    *("partResPrincAch19", "partResPrincAch19_45", "partResPrincAch46_70", "partResPrincAch71_90"),
    *("partResPrincAch91_05", "PartResPrincAch06_15"),
    *("txLsAv49", "txLs49a75", "txLs76a88", "txLs89a00", "txLs01a13", "txLsAp13"),
    *("txLs1p", "txLs2p", "txLs3p", "txLs4p", "txLs5pp"),
    *("partResPrincSurocc2pi", "partResPrincSurocc3pi", "partResPrincSurocc4pi", "partResPrincSurocc5pi"),
    *("nbPersResPrinc", "partMenLogGrat"),
)
"""Read by nobody here: the age, size and funding of dwellings say less of a quarter than they take room."""


def dates(edition: str) -> Mapping[str, Vintage]:
    """Register of 1 January two years before the edition, census of four years before."""
    year = int(edition)
    periods = {"register": f"{year - 2}-01-01", "census": str(year - 4)}
    if edition in _STATED:
        return {name: Vintage(period) for name, period in periods.items()}
    return {name: Vintage(period, "deduced", doubtful=True) for name, period in periods.items()}


def _layout(layout: str, title: str, *, quarters: bool) -> Layout:
    return Layout(
        id=layout,
        source="insee_qpv_housing",
        title=title,
        grain="neighbourhood" if quarters else "epci",
        key="codGeo",
        required=("codGeo", "nbLsPls", "txLsRp", "partResVac", "partResPrincSurocc"),
        optional=OPTIONAL,
        measures=MEASURES,
        zone="qpv" if quarters else "all",
        perimeter=Perimeter.QP2015 if quarters else Perimeter.NONE,
        national={"Ensemble": "FR"} if quarters else {},
        name_pattern=r"LOGT_(20[0-9]{2})",
        vintages=dates,
        uncertain=UNKNOWN[0],
    )


LAYOUTS = (
    _layout("insee_logt", "Logement par QPV", quarters=True),
    _layout("insee_logt_epci", "Logement par intercommunalité", quarters=False),
)
