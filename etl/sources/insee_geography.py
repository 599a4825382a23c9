"""Communes, EPCI, urban units, IRIS, départements and régions: the referentials of Insee, and etalab's copy of them.

What is odd here: none of these files writes its year; it stands in the name of some of them only, and who reads them
takes a file without a year for the current one. The seeds of intercommunalities are the sheets of Insee's workbooks
with their headers in lower case; headers are compared without case, so one layout reads the workbooks, the CSV and the
seeds. The workbooks have their codes under titles (row 6): their columns are known from code only. A table of
employment zones saved from a spreadsheet has lost the leading zeros of every code: they are put back here, and only
where the code of the département of the same line agrees.
"""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from etl.errors import SourceError
from etl.official import Layout
from etl.official.context import Context
from etl.official.observing import Reading

TITLE = "Référentiels géographiques (Insee)"

SOURCE = "insee_geography"
WORKBOOK = "Classeurs géographiques de l’Insee : colonnes connues par du code qui les lit, jamais vues dans un fichier"

_NAMES = ("TNCC", "NCC", "NCCENR")

COG = (
    Layout(
        id="cog_communes",
        source=SOURCE,
        title="Code officiel géographique, communes",
        grain="commune",
        key="COM",
        required=("TYPECOM", "COM", "REG", "DEP", "ARR", "LIBELLE", "COMPARENT"),
        optional=("CTCD", *_NAMES, "CAN"),
    ),
    Layout(
        id="cog_departments",
        source=SOURCE,
        title="Code officiel géographique, départements",
        grain="department",
        key="DEP",
        required=("DEP", "REG", "CHEFLIEU", "LIBELLE"),
        optional=_NAMES,
    ),
    Layout(
        id="cog_regions",
        source=SOURCE,
        title="Code officiel géographique, régions",
        grain="region",
        key="REG",
        required=("REG", "CHEFLIEU", "LIBELLE"),
        optional=_NAMES,
    ),
)

MEMBERSHIP = (
    Layout(
        id="epci_membership",
        source=SOURCE,
        title="Communes et intercommunalités",
        grain="commune",
        key="CODGEO",
        required=("CODGEO", "LIBGEO", "EPCI", "LIBEPCI", "DEP", "REG"),
    ),
    Layout(
        id="epci_list",
        source=SOURCE,
        title="Liste des intercommunalités",
        grain="epci",
        key="EPCI",
        required=("EPCI", "LIBEPCI", "NATURE_EPCI", "NB_COM"),
    ),
    Layout(
        id="urban_unit_membership",
        source=SOURCE,
        title="Communes et unités urbaines 2020",
        grain="commune",
        key="CODGEO",
        required=("CODGEO", "LIBGEO", "UU2020", "LIBUU2020"),
        optional=("TYPE_COMMUNE_UU", "STATUT_COM_UU", "STATUT_2017", "DEP", "REG"),
        uncertain=WORKBOOK,
    ),
    Layout(
        id="commune_membership",
        source=SOURCE,
        title="Table d’appartenance des communes",
        grain="commune",
        key="CODGEO",
        required=("CODGEO", "LIBGEO", "DEP", "REG", "EPCI", "ARR", "ZE2020", "UU2020"),
        optional=("NATURE_EPCI", "CV", "TUU2017", "TDUU2017", "TUU2020", "TDUU2020", "AAV2020", "TAAV2017", "TDAAV2017",
                  "CATEAAV2020", "BV2012", "BV2022", "COM"),
        uncertain=WORKBOOK,
    ),
    Layout(
        id="iris_reference",
        source=SOURCE,
        title="IRIS, communes et unités urbaines",
        grain="iris",
        key="CODE_IRIS",
        required=("CODE_IRIS", "LIB_IRIS", "TYP_IRIS", "DEPCOM", "LIBCOM", "UU2020", "REG", "DEP"),
        optional=("GRD_QUART",),
    ),
    Layout(
        id="employment_zone_membership",
        source=SOURCE,
        title="Communes et zones d’emploi 2020",
        grain="commune",
        key="CODGEO",
        required=("CODGEO", "LIBGEO", "ZE2020", "LIBZE2020", "DEP", "REG"),
        optional=("ZE_PARTIE_REG",),
    ),
)  # fmt: skip

ETALAB = (
    Layout(
        id="etalab_communes",
        source=SOURCE,
        title="Découpage administratif, communes",
        grain="commune",
        key="CODE",
        required=("CODE", "NOM", "TYPE", "ZONE", "DEPARTEMENT", "REGION", "CODESPOSTAUX"),
        optional=("TYPELIAISON", "ARRONDISSEMENT", "POPULATION", "RANGCHEFLIEU", "SIREN", "ANCIENSCODES", "CHEFLIEU",
                  "COMMUNE"),
    ),
    Layout(
        id="etalab_epci",
        source=SOURCE,
        title="Découpage administratif, intercommunalités",
        grain="epci",
        key="CODE",
        required=("CODE", "NOM", "TYPE", "MODEFINANCEMENT", "MEMBRES"),
        optional=("POPULATIONTOTALE", "POPULATIONMUNICIPALE"),
    ),
    Layout(
        id="etalab_departments",
        source=SOURCE,
        title="Découpage administratif, départements",
        grain="department",
        key="CODE",
        required=("CODE", "REGION", "CHEFLIEU", "NOM", "ZONE"),
        optional=("TYPELIAISON",),
    ),
    Layout(
        id="etalab_regions",
        source=SOURCE,
        title="Découpage administratif, régions",
        grain="region",
        key="CODE",
        required=("CODE", "CHEFLIEU", "NOM", "ZONE"),
        optional=("TYPELIAISON",),
    ),
    # Not used, but declared: its columns are almost those of the régions, and it would be refused as a spoiled one
    Layout(
        id="etalab_arrondissements",
        source=SOURCE,
        title="Découpage administratif, arrondissements",
        grain="other",
        key="CODE",
        required=("CODE", "DEPARTEMENT", "REGION", "CHEFLIEU", "NOM"),
        optional=("TYPELIAISON",),
    ),
)  # fmt: skip

LAYOUTS = (*COG, *MEMBERSHIP, *ETALAB)


def tables(context: Context) -> dict[str, pa.Table]:
    """``employment_zones``: one line a commune, with its employment zone 2020; absent when no file gives it.

    Raises SourceError for a code whose lost zeros cannot be put back safely.
    """
    readings = context.of("employment_zone_membership")
    if not readings:
        return {}
    zones = pd.concat([_employment_zones(reading, context) for reading in readings], ignore_index=True)
    zones = zones.drop_duplicates("commune", keep="last").sort_values("commune")
    return {"employment_zones": pa.Table.from_pandas(zones, preserve_index=False)}


def _employment_zones(reading: Reading, context: Context) -> pd.DataFrame:
    frame, table = reading.table.frame, reading.table
    communes, zones, departments = frame["CODGEO"].str.zfill(5), frame["ZE2020"].str.zfill(4), frame["DEP"].str.zfill(2)
    astray = [not commune.startswith(dep) for commune, dep in zip(communes, departments, strict=True)]
    lost = "zéros initiaux perdus sans retour possible"
    problems = [
        *table.problems("CODGEO", ~communes.str.fullmatch(r"[0-9][0-9AB][0-9]{3}"), "code de commune inconnu"),
        *table.problems("ZE2020", ~zones.str.fullmatch(r"[0-9]{4}"), "code de zone d'emploi inconnu"),
        *table.problems("CODGEO", astray, f"la commune n'est pas du département de sa ligne : {lost}"),
    ]
    if problems:
        raise SourceError(problems)
    repaired = int((communes != frame["CODGEO"]).sum())
    if repaired:
        context.notes.append(
            f"{table.name} : zéro initial remis à {repaired} codes de communes, d’accord avec leur département"
        )
    return pd.DataFrame(
        {
            "commune": "COM-" + communes,
            "employment_zone": zones,
            "label": frame["LIBZE2020"],
            "locator": [f"{table.name}, ligne {line}, colonne ZE2020" for line in frame.index],
        }
    )
