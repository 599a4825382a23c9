"""Schooling by quarter: the EDUC files (Insee with the statistical department of the Education ministry).

What is odd here: the year in the name is that of the edition, and the pupils are those of the school year that ended
the year before it (written by who carries the files for the editions 2017, 2019 and 2022; the same lag is a guess for
any other, whose figures are then flagged). The name of the file of 2024-2025, on the 2024 perimeter, has the school
year instead. Pupils are counted where they live. ``RET_…`` are counts, not rates: who reads the file divides them by
``EFF_…``. ``E6`` is the sixième, ``E3`` the troisième, ``E0`` the terminale. The same header serves quarters and EPCI:
the codes of the lines say which. No file was seen: see ``UNKNOWN``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from etl.model import Perimeter
from etl.official import Layout, Measure, Share, Vintage
from etl.official.layout import Grain

TITLE = "Scolarité dans les QPV (Insee, fichiers EDUC)"

UNKNOWN = (
    "EDUC 2015-2022 : fichiers jamais vus ; colonnes, compteurs et années scolaires connus par du code qui les lit",
    "EDUC, taux de 16-25 ans ni scolarisés ni en emploi (TX_NSNE_16A25) : source et année de ce taux inconnues",
    "EDUC_2024_2025_QP24 (contours 2024) : colonnes inconnues ; lu seulement si ce sont celles d’avant",
    "DNB_2025_QP24 (brevet selon le QPV de résidence) : colonnes inconnues, pas encore lu",
)

_STATED = ("2017", "2019", "2022")
_UNDATED_RATE = "Année scolaire du fichier : celle de ce taux n’est pas dite."

MEASURES = (
    Share("RET_E6", "EFF_E6", "late_in_grade6_share", vintage="school_year"),
    Share("RET_E3", "EFF_E3", "late_in_grade9_share", vintage="school_year"),
    Share("RET_E0_GT", "EFF_E0_GT", "late_in_final_year_share", breakdown="track:general", vintage="school_year"),
    Share("RET_E0_PRO", "EFF_E0_PRO", "late_in_final_year_share", breakdown="track:vocational", vintage="school_year"),
    Measure("TX_NSNE_16A25", "not_in_school_nor_work_share", vintage="rate", note=_UNDATED_RATE),
)


def _school_year(last: int) -> str:
    return f"{last - 1}-09/{last}-08"


def dates_2015(edition: str) -> Mapping[str, Vintage]:
    """Dates of an edition of the 2015 perimeter: the school year that ended the year before."""
    year = _school_year(int(edition) - 1)
    pupils = Vintage(year) if edition in _STATED else Vintage(year, "deduced", doubtful=True)
    return {"school_year": pupils, "rate": Vintage(year, "deduced", doubtful=True)}


def dates_2024(edition: str) -> Mapping[str, Vintage]:
    """Dates of a file named after its school year; ``edition`` is the year in which it ends."""
    year = _school_year(int(edition))
    return {"school_year": Vintage(year), "rate": Vintage(year, "deduced", doubtful=True)}


def _layout(
    layout: str,
    title: str,
    uncertain: str,
    grain: Grain = "neighbourhood",
    perimeter: Perimeter = Perimeter.NONE,
    name_pattern: str = r"EDUC_(20[0-9]{2})(?![0-9]|_20[0-9]{2})",
    vintages: Callable[[str], Mapping[str, Vintage]] = dates_2015,
) -> Layout:
    quarters = grain == "neighbourhood"
    return Layout(
        id=layout,
        source="insee_qpv_education",
        title=title,
        grain=grain,
        key="CODGEO",
        required=("CODGEO", "EFF_E6", "RET_E6", "EFF_E3", "RET_E3", "EFF_E0_GT", "RET_E0_GT"),
        optional=("LIBGEO",),
        measures=MEASURES,
        zone="qpv" if quarters else "all",
        perimeter=perimeter,
        national={"Ensemble": "FR"} if quarters else {},
        name_pattern=name_pattern,
        vintages=vintages,
        ordered=(("RET_E6", "EFF_E6"), ("RET_E3", "EFF_E3"), ("RET_E0_GT", "EFF_E0_GT"), ("RET_E0_PRO", "EFF_E0_PRO")),
        uncertain=uncertain,
    )


LAYOUTS = (
    _layout("insee_educ_2015", "Scolarité par QPV, contours 2015", UNKNOWN[0],
            perimeter=Perimeter.QP2015),
    _layout("insee_educ_epci", "Scolarité par intercommunalité", UNKNOWN[0], grain="epci"),
    _layout("insee_educ_2024", "Scolarité par QPV, contours 2024", UNKNOWN[2], perimeter=Perimeter.QP2024,
            name_pattern=r"EDUC_20[0-9]{2}_(20[0-9]{2})", vintages=dates_2024),
)  # fmt: skip
