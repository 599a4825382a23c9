"""Establishments by quarter, 2015 perimeter: the TECO files, « tissu économique » (Insee, register Sirene).

What is odd here: nobody who was read names the columns of the official file. Those declared are the ones of an extract
of it (the quarters of Occitanie, with a dictionary), which has them in lower case; headers are compared without case,
so that the official file is read if its names are the same and passed over otherwise. The year of the data is unknown:
the figures bear that of the edition, flagged. ``AUTO_ENT`` counts creations, the other columns what is there.
"""

from __future__ import annotations

from etl.model import Perimeter
from etl.official import Layout, Measure, Share, Vintage

TITLE = "Tissu économique des QPV (Insee, fichiers TECO)"

UNKNOWN = (
    "TECO 2017 et 2023 (contours 2015) : fichiers jamais vus ; colonnes supposées d’après un extrait régional, "
    "année des données inconnue (celle de l’édition est donnée, comme incertaine)",
    "SIDE 2023 (side_2023_QPV2024, contours 2024) : colonnes inconnues, pas encore lu",
)

_EDITION = "Année de l’édition : celle des données n’est pas connue."

LAYOUTS = (
    Layout(
        id="insee_teco",
        source="insee_qpv_local_economy",
        title="Tissu économique par QPV",
        grain="neighbourhood",
        key="CODGEO",
        required=("CODGEO", "NBETAB", "ENS_SANTE", "SERV_PAR", "SERV_TOT", "AUTO_ENT"),
        optional=("LIBGEO",),
        measures=(
            Measure("NBETAB", "establishments", vintage="edition", note=_EDITION),
            Share("SERV_TOT", "NBETAB", "services_share_of_establishments", vintage="edition", note=_EDITION),
            Share("ENS_SANTE", "NBETAB", "education_health_share_of_establishments", vintage="edition", note=_EDITION),
            Measure("AUTO_ENT", "new_microentrepreneurs", vintage="edition", note=_EDITION),
        ),
        zone="qpv",
        perimeter=Perimeter.QP2015,
        national={"Ensemble": "FR"},
        name_pattern=r"TECO_(20[0-9]{2})",
        vintages=lambda edition: {"edition": Vintage(edition, "deduced", doubtful=True)},
        ordered=(("ENS_SANTE", "SERV_PAR", "SERV_TOT", "NBETAB"),),
        uncertain=UNKNOWN[0],
    ),
)
