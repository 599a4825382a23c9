"""Outlines, lists and history of the quarters (Anct): the layouts that the geography is built from.

What is odd here: the perimeters of 2015 are published with headers in upper case, their copies in lower case (headers
are compared without case). The file of 2024 exists in degrees and in Lambert-93: the CRS that the GeoJSON names
decides, not the layout. A quarter over several communes has one cell with their codes, separated by a comma in the
GeoJSON and a semicolon in the list, where a code may be wrapped for a spreadsheet (``="01053"``). Two columns are
enough to make a list of names, so that list and the points by commune accept no other column: a spoiled file of
outlines would pass for one of them. The points are those of communes, not of quarters.
"""

from __future__ import annotations

from etl.model import Perimeter
from etl.official import Layout

TITLE = "Périmètres et listes des QPV (Anct)"

UNKNOWN = (
    "Périmètres en shapefile ou en GeoPackage : autre genre de fichier, pas lus ; prendre le GeoJSON",
    "Périmètres 2015, export Opendatasoft : contours dans une colonne d’un CSV, pas lus",
    "Table d’appartenance géographique des QPV (TAG_QPV2024, TAG_QPV2015) : nom de la colonne de code inconnu, pas lue",
)

_PLACES = ("INSEE_REG", "LIB_REG", "INSEE_DEP", "LIB_DEP", "INSEE_COM", "LIB_COM", "SIREN_EPCI")

LAYOUTS = (
    Layout(
        id="qpv2024_outlines",
        source="anct_qpv2024_outlines",
        title="Périmètres des QPV 2024",
        grain="neighbourhood",
        key="CODE_QP",
        required=("CODE_QP", "LIB_QP", "INSEE_REG", "INSEE_DEP", "INSEE_COM", "LIB_COM", "SIREN_EPCI"),
        optional=("FID", "LIB_REG", "LIB_DEP"),
        perimeter=Perimeter.QP2024,
    ),
    Layout(
        id="qpv2015_outlines",
        source="anct_qpv2015_outlines",
        title="Périmètres des QPV 2015",
        grain="neighbourhood",
        key="CODE_QP",
        required=("CODE_QP", "NOM_QP", "COMMUNE_QP"),
        optional=("CODE_COMMUNE", "NOM_COMMUNE", "CODE_DEPARTEMENT"),
        perimeter=Perimeter.QP2015,
    ),
    Layout(
        id="qpv2024_list",
        source="anct_qpv2024_list",
        title="Liste des QPV 2024",
        grain="neighbourhood",
        key="CODE_QP",
        required=("CODE_QP", "LIB_QP", *_PLACES, "LIB_EPCI"),
        perimeter=Perimeter.QP2024,
        uncertain="Liste des QPV 2024 (listeqp2024) : colonnes connues par du code qui la lit",
    ),
    Layout(
        id="qpv2024_labels",
        source="anct_qpv2024_list",
        title="Noms des QPV 2024",
        grain="neighbourhood",
        key="CODE_QP",
        required=("CODE_QP", "LIB_QP"),
        perimeter=Perimeter.QP2024,
        exact=True,
    ),
    Layout(
        id="qpv2024_commune_points",
        source="anct_qpv2024_list",
        title="Communes ayant un QPV 2024, et leurs points",
        grain="commune",
        key="INSEE_COM",
        required=("INSEE_COM", "LIB_COM", "CODE_QP", "LIB_QP"),
        perimeter=Perimeter.QP2024,
        exact=True,
    ),
    Layout(
        id="qpv_correspondence",
        source="anct_qpv_correspondence",
        title="Correspondance des QPV 2024 et 2015",
        grain="neighbourhood",
        key="QP2024",
        required=("QP2024", "LABEL_QP2024", "STATUT", "QP2015_1", "QP2015_2", "QP2015_3"),
        optional=("LABEL_QP2015_1", "LABEL_QP2015_2", "LABEL_QP2015_3", "REMARQUE"),
        perimeter=Perimeter.QP2024,
    ),
)
