"""Names, columns and types of the three files, as Insee publishes them since December 2025.

Two facts of the published Parquet files that their description does not say: the legal form is a whole number in
StockUniteLegale (text everywhere else), and so are the years of the workforce and the numbers of periods.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

ESTABLISHMENTS = "StockEtablissement_utf8"
LEGAL_UNITS = "StockUniteLegale_utf8"
GEOLOCATION = "GeolocalisationEtablissement_Sirene_pour_etudes_statistiques_utf8"
FILES = (ESTABLISHMENTS, LEGAL_UNITS, GEOLOCATION)
SEPARATORS = {ESTABLISHMENTS: ",", LEGAL_UNITS: ",", GEOLOCATION: ";"}

TEXT, DATE, MOMENT, WHOLE, YES_NO, NUMBER = (
    pa.string(), pa.date32(), pa.timestamp("us"), pa.int64(), pa.bool_(), pa.float64()
)  # fmt: skip

_ADDRESS = (
    "complementAdresse", "numeroVoie", "indiceRepetition", "typeVoie", "libelleVoie", "codePostal", "libelleCommune",
    "libelleCommuneEtranger", "distributionSpeciale", "codeCommune", "codeCedex", "libelleCedex", "codePaysEtranger",
    "libellePaysEtranger",
)  # fmt: skip
_FIRST = [f"{name}Etablissement" for name in _ADDRESS]
_FIRST[3:3] = ["dernierNumeroVoieEtablissement", "indiceRepetitionDernierNumeroVoieEtablissement"]
_FIRST += [
    "identifiantAdresseEtablissement", "coordonneeLambertAbscisseEtablissement",
    "coordonneeLambertOrdonneeEtablissement",
]  # fmt: skip
SECOND_ADDRESS = tuple(f"{name}2Etablissement" for name in _ADDRESS)

_ESTABLISHMENT_NAMES = (
    "siren", "nic", "siret", "statutDiffusionEtablissement", "dateCreationEtablissement",
    "trancheEffectifsEtablissement", "anneeEffectifsEtablissement", "activitePrincipaleRegistreMetiersEtablissement",
    "dateDernierTraitementEtablissement", "etablissementSiege", "nombrePeriodesEtablissement", *_FIRST,
    *SECOND_ADDRESS, "dateDebut", "etatAdministratifEtablissement", "enseigne1Etablissement", "enseigne2Etablissement",
    "enseigne3Etablissement", "denominationUsuelleEtablissement", "activitePrincipaleEtablissement",
    "nomenclatureActivitePrincipaleEtablissement", "caractereEmployeurEtablissement",
    "activitePrincipaleNAF25Etablissement",
)  # fmt: skip
_UNIT_NAMES = (
    "siren", "statutDiffusionUniteLegale", "unitePurgeeUniteLegale", "dateCreationUniteLegale", "sigleUniteLegale",
    "sexeUniteLegale", "prenom1UniteLegale", "prenom2UniteLegale", "prenom3UniteLegale", "prenom4UniteLegale",
    "prenomUsuelUniteLegale", "pseudonymeUniteLegale", "identifiantAssociationUniteLegale",
    "trancheEffectifsUniteLegale", "anneeEffectifsUniteLegale", "dateDernierTraitementUniteLegale",
    "nombrePeriodesUniteLegale", "categorieEntreprise", "anneeCategorieEntreprise", "dateDebut",
    "etatAdministratifUniteLegale", "nomUniteLegale", "nomUsageUniteLegale", "denominationUniteLegale",
    "denominationUsuelle1UniteLegale", "denominationUsuelle2UniteLegale", "denominationUsuelle3UniteLegale",
    "categorieJuridiqueUniteLegale", "activitePrincipaleUniteLegale", "nomenclatureActivitePrincipaleUniteLegale",
    "nicSiegeUniteLegale", "economieSocialeSolidaireUniteLegale", "societeMissionUniteLegale",
    "caractereEmployeurUniteLegale", "activitePrincipaleNAF25UniteLegale",
)  # fmt: skip
_LOCATION_NAMES = (
    "siret", "x", "y", "qualite_xy", "epsg", "plg_qp24", "plg_iris", "plg_zus", "plg_qp15", "plg_qva",
    "plg_code_commune", "distance_precision", "qualite_qp24", "qualite_iris", "qualite_zus", "qualite_qp15",
    "qualite_qva", "y_latitude", "x_longitude",
)  # fmt: skip
_OTHER_TYPES = {
    "dateCreationEtablissement": DATE, "dateCreationUniteLegale": DATE, "dateDebut": DATE,
    "dateDernierTraitementEtablissement": MOMENT, "dateDernierTraitementUniteLegale": MOMENT,
    "anneeEffectifsEtablissement": WHOLE, "anneeEffectifsUniteLegale": WHOLE, "anneeCategorieEntreprise": WHOLE,
    "nombrePeriodesEtablissement": WHOLE, "nombrePeriodesUniteLegale": WHOLE, "categorieJuridiqueUniteLegale": WHOLE,
    "etablissementSiege": YES_NO, "unitePurgeeUniteLegale": YES_NO,
    "x": NUMBER, "y": NUMBER, "distance_precision": NUMBER, "y_latitude": NUMBER, "x_longitude": NUMBER,
}  # fmt: skip


def _schema(names: tuple[str, ...]) -> pa.Schema:
    return pa.schema([(name, _OTHER_TYPES.get(name, TEXT)) for name in names])


SCHEMAS: dict[str, pa.Schema] = {
    ESTABLISHMENTS: _schema(_ESTABLISHMENT_NAMES),
    LEGAL_UNITS: _schema(_UNIT_NAMES),
    GEOLOCATION: _schema(_LOCATION_NAMES),
}
"""The columns of each file, in their order, with the type a reader of the Parquet file sees."""


def filled(name: str, rows: int, columns: dict[str, pa.Array]) -> pa.Table:
    """A table of that file: the columns given, the others empty. Raises KeyError for a column the file has not."""
    schema = SCHEMAS[name]
    for column in columns:
        schema.field(column)
    return pa.table(
        {field.name: columns[field.name] if field.name in columns else pa.nulls(rows, field.type) for field in schema}
    )


def kept_rows(table: pa.Table, kept: np.ndarray) -> pa.Table:
    """The rows of a table that are kept."""
    return table if kept.all() else table.filter(pa.array(kept))
