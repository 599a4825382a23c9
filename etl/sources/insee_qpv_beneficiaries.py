"""Who receives what, by quarter: CAF beneficiaries and health cover (Insee with Cnaf and Cnam), both perimeters.

What is odd here: one header serves the two perimeters, and for health cover the communes that have a quarter: the codes
of the lines say which. The date, in the name of the file only, is written day-month-year for the zips
(``CNAM_01-01-2025``, ``CAF_31-12-2024``) and as a bare year for their members (``data_CNAM2025_COM``). Health cover
counts the general scheme alone. Its columns were read for communes, those of the quarters are expected to be the same;
those of the CAF are the ones that the DEMO, REVN and IRIS files give to the same counts. No file was seen: see
``UNKNOWN``.
"""

from __future__ import annotations

from etl.model import ObsStatus, Perimeter
from etl.official import Absence, Flag, Layout, Measure, Share, Vintage
from etl.official.layout import NORMAL

TITLE = "Bénéficiaires de la CAF et de la complémentaire santé solidaire dans les QPV (Insee)"

UNKNOWN = (
    "Bénéficiaires de la CAF par QPV : colonnes inconnues ; lu seulement si ce sont celles du fichier par IRIS",
    "Bénéficiaires de la CNAM par commune : fichiers jamais vus ; colonnes connues par du code, sauf celle du code",
    "Bénéficiaires de la CNAM par QPV : colonnes inconnues ; lu seulement si ce sont celles du fichier par commune",
    "Bénéficiaires de la CAF, classeurs de 2015 (.xls) : forme inconnue, pas encore lus",
)

_WITHHELD = {
    code: Absence(ObsStatus.MISSING, note=f"Non publié (note {code}, légende non publiée)") for code in ("3", "4", "5")
}
CAF = (
    Measure("A", "caf_households", vintage="day", flag="NOTE"),
    Measure("PERCOU", "caf_covered_persons", vintage="day", flag="NOTE"),
    Share("ARSAS", "A", "caf_rsa_share", vintage="day", flag="NOTE"),
    Share("AAAH", "A", "disabled_adult_allowance_share_of_caf", vintage="day", flag="NOTE"),
    Share("APPA", "A", "activity_bonus_share_of_caf", vintage="day", flag="NOTE"),
    Share("AM", "A", "single_parent_share_of_caf", vintage="day", flag="NOTE"),
    Share("AC3ENF", "A", "large_family_share_of_caf", vintage="day", flag="NOTE"),
)
CAF_OPTIONAL = (
    *("LIBGEO", "AI", "ACSSENF", "ACAVENF", "A_ETUD", "A_NETUD_24", "AAL", "AAPL"),
    *("ENF", "ENF_2", "ENF_3_5", "ENF_6_10", "ENF_11_14", "ENF_15_17", "ENF_18_24"),
)

HEALTH_COVER = (
    Share("C_C2SNP", "C", "free_complementary_health_cover_share", vintage="day"),
    Share("C_C2SP", "C", "contributory_complementary_health_cover_share", vintage="day"),
)


def _caf(layout: str, title: str, perimeter: Perimeter) -> Layout:
    return Layout(
        id=layout,
        source="insee_qpv_caf",
        title=title,
        grain="neighbourhood",
        key="CODGEO",
        required=("CODGEO", "A", "PERCOU", "AM", "AAAH", "APPA", "ARSAS"),
        optional=CAF_OPTIONAL,
        measures=CAF,
        flags=(Flag("NOTE", {"0": NORMAL, **_WITHHELD}),),
        zone="qpv",
        perimeter=perimeter,
        national={"Ensemble": "FR"},
        name_pattern=r"CAF_?(?:31-12-)?(20[0-9]{2})",
        vintages=lambda edition: {"day": Vintage(f"{edition}-12-31")},
        ordered=(("ARSAS", "A", "PERCOU"), ("AAAH", "A"), ("APPA", "A"), ("AM", "A"), ("AC3ENF", "A")),
        uncertain=UNKNOWN[0],
    )


def _health_cover(layout: str, title: str, uncertain: str, perimeter: Perimeter = Perimeter.NONE) -> Layout:
    quarters = perimeter != Perimeter.NONE
    return Layout(
        id=layout,
        source="insee_qpv_health_cover",
        title=title,
        grain="neighbourhood" if quarters else "commune",
        key="CODGEO",
        required=("CODGEO", "C", "C_C2SNP", "C_C2SP", "C_17_C2SNP", "C_60_C2SNP"),
        optional=("LIBGEO",),
        measures=HEALTH_COVER,
        zone="qpv" if quarters else "all",
        perimeter=perimeter,
        national={"Ensemble": "FR"} if quarters else {},
        name_pattern=r"CNAM_?(?:01-01-)?(20[0-9]{2})",
        vintages=lambda edition: {"day": Vintage(f"{edition}-01-01")},
        ordered=(("C_C2SP", "C"), ("C_17_C2SNP", "C_C2SNP", "C"), ("C_60_C2SNP", "C_C2SNP")),
        uncertain=uncertain,
    )


LAYOUTS = (
    _caf("insee_caf_qpv_2015", "Allocataires de la CAF par QPV, contours 2015", Perimeter.QP2015),
    _caf("insee_caf_qpv_2024", "Allocataires de la CAF par QPV, contours 2024", Perimeter.QP2024),
    _health_cover("insee_cnam_commune", "Couverture santé par commune", UNKNOWN[1]),
    _health_cover("insee_cnam_qpv_2015", "Couverture santé par QPV, contours 2015", UNKNOWN[2], Perimeter.QP2015),
    _health_cover("insee_cnam_qpv_2024", "Couverture santé par QPV, contours 2024", UNKNOWN[2], Perimeter.QP2024),
)
