"""Registered jobseekers by quarter on 31 December: the DEFM files (Insee with France Travail).

What is odd here: unlike the other families, the year in the name is that of the data. Of the columns, only the total of
the five categories was read by name; the others are declared under the names that the IPRO files give to the same
counts. They stand in a richer file too: a column of IPRO that DEFM is not known to have keeps a spoiled IPRO from
passing for a DEFM. No file was seen: see ``UNKNOWN``.
"""

from __future__ import annotations

from itertools import product

from etl.model import Perimeter
from etl.official import Flag, Layout, Measure, Share, Vintage
from etl.official.insee import WITHHELD
from etl.sources.insee_qpv_employment import COUNTS

TITLE = "Demandeurs d’emploi des QPV (Insee, fichiers DEFM)"

UNKNOWN = (
    "DEFM 2016 et 2022 (contours 2015) : fichiers jamais vus ; seul le total ABCDE est connu par du code qui le lit",
    "DEFM2024_QP24 (contours 2024) : colonnes inconnues ; lu seulement si ce sont celles d’avant",
)

MEASURES: tuple[Measure | Share, ...] = (
    *(
        Measure(column, indicator, sex, age, vintage="end_of_year", flag="NOTE_PE")
        for column, (indicator, sex, age) in COUNTS.items()
    ),
    Share("ABC_RSA", "ABC", "rsa_share_of_jobseekers", vintage="end_of_year", flag="NOTE_PE"),
    Share("ABC_INFCAPBEP", "ABC", "low_qualification_share_of_jobseekers", vintage="end_of_year", flag="NOTE_PE"),
)

_GROUPS = ("RSA", "FR", "E", "INFCAPBEP", "CAPBEP", "BAC", "SUPBAC", "DUR1", "DUR2", "DUR3", "DUR4")
_SUFFIXES = ("", "_F", "_H")
OPTIONAL = (
    *("ABCDE_F", "ABCDE_H", "NOTE_PE_T"),
    *(f"ABC_{group}{suffix}" for group, suffix in product(_GROUPS, _SUFFIXES)),
    *(f"EVOL_{category}{suffix}_T4" for category, suffix in product(("ABC", "A"), _SUFFIXES)),
)
"""Names of the IPRO files for the same counts: what may stand beside the totals, and nothing else."""
ROUNDING = 20.0
"""Counts of jobseekers are sometimes published to the ten: parts may miss their whole by that much."""


def _layout(layout: str, title: str, perimeter: Perimeter, uncertain: str) -> Layout:
    return Layout(
        id=layout,
        source="insee_qpv_jobseekers",
        title=title,
        grain="neighbourhood",
        key="CODGEO",
        required=("CODGEO", "LIBGEO", "ABCDE"),
        optional=OPTIONAL,
        measures=MEASURES,
        flags=(Flag("NOTE_PE", WITHHELD),),
        zone="qpv",
        perimeter=perimeter,
        national={"Ensemble": "FR"},
        name_pattern=r"DEFM_?(20[0-9]{2})",
        vintages=lambda edition: {"end_of_year": Vintage(f"{edition}-12-31")},
        ordered=(("A", "ABC", "ABCDE"),),
        sums=(
            *(((f"{category}_F", f"{category}_H"), category, ROUNDING) for category in ("ABCDE", "ABC", "A")),
            (("ABC_25", "ABC_2649", "ABC_50"), "ABC", ROUNDING),
        ),
        uncertain=uncertain,
        exact=True,
    )


LAYOUTS = (
    _layout("insee_defm_2015", "Demandeurs d’emploi par QPV, contours 2015", Perimeter.QP2015, UNKNOWN[0]),
    _layout("insee_defm_2024", "Demandeurs d’emploi par QPV, contours 2024", Perimeter.QP2024, UNKNOWN[1]),
)
