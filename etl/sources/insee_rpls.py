"""Social housing by commune, IRIS and quarter: the register of social landlords (RPLS, carried by Insee).

What is odd here: the year is in the name of the file only, that of the situation on 1 January; in the name of the zip
of the quarters a second year, that of the perimeter, follows it. One header serves every grain: the codes of the lines
say which. What the rents are in (by dwelling or square metre, with or without charges) is written nowhere that was
read: they are not measured. No file was seen: see ``UNKNOWN``.
"""

from __future__ import annotations

from etl.model import Perimeter
from etl.official import Layout, Measure, Vintage
from etl.official.layout import Grain

TITLE = "Parc social (RPLS, diffusé par l’Insee)"

UNKNOWN = (
    "RPLS par commune et IRIS : fichiers jamais vus ; colonnes connues par du code ; unité des loyers inconnue",
    "RPLS_01-01-2025_QPV_2024 : colonnes inconnues ; lu seulement si ce sont celles du fichier par commune",
)

_BY_NAME = "Sens de la colonne déduit de son nom."


def _layout(layout: str, title: str, grain: Grain, uncertain: str) -> Layout:
    quarters = grain == "neighbourhood"
    return Layout(
        id=layout,
        source="insee_rpls",
        title=title,
        grain=grain,
        key="CodGeo",
        required=("CodGeo", "nbLsPls", "nbLsMes", "txVac", "txRot"),
        optional=("moyLoy", "medLoy", "LibGeo"),
        measures=(
            Measure("nbLsPls", "social_dwellings", vintage="register"),
            Measure("txVac", "social_housing_vacancy_rate", vintage="register", note=_BY_NAME),
            Measure("txRot", "social_housing_turnover_rate", vintage="register", note=_BY_NAME),
        ),
        zone="qpv" if quarters else "all",
        perimeter=Perimeter.QP2024 if quarters else Perimeter.NONE,
        name_pattern=r"RPLS_?(?:01-01-)?(20[0-9]{2})",
        vintages=lambda edition: {"register": Vintage(f"{edition}-01-01")},
        uncertain=uncertain,
    )


LAYOUTS = (
    _layout("insee_rpls_commune", "Parc social par commune", "commune", UNKNOWN[0]),
    _layout("insee_rpls_iris", "Parc social par IRIS", "iris", UNKNOWN[0]),
    _layout("insee_rpls_qpv_2024", "Parc social par QPV, contours 2024", "neighbourhood", UNKNOWN[1]),
)
