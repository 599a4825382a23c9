"""Schools, their pupils' brevet and social position, priority education (Depp).

What is odd here: an export bears French labels or field names, as it was asked for, so each file has two headers; the
label of a school's name has an official typo (« établissment »). Colleges and primary schools share the header of the
index of social position: the names of the schools say which. Decimals have a dot. Département codes have two or three
characters. No file of results knows where a school is: the directory does, and the file of priority education for its
schools; both may give a school twice. The session of an exam is its year; results are those of the general series,
rates rounded to the unit, and schools with few candidates are left out by the publisher (20 at least in the sessions
2022 to 2024). The index of social position changed its method at the start of the school year 2022. Exam results by
school until 2021 count every series: they are listed school by school, and not added to those of the general series.
"""

from __future__ import annotations

import re

import pyarrow as pa

from etl.official import Layout, Table
from etl.official.context import Context
from etl.schools.brevet import INDICATORS, brevet_by_band
from etl.schools.register import read_schools

TITLE = "Collèges et écoles : brevet, position sociale, éducation prioritaire (Depp)"

FIELDS = "Export de data.education.gouv.fr par noms de champs : colonnes connues par du code qui les lit"

_PRIMARY = re.compile(r"\bE(?:COLE|\.)|PRIMAIRE|ELEMENTAIRE|MATERNELLE", re.IGNORECASE)
_COLLEGE = re.compile(r"\bCOLL[EÈ]GE|\bCLG\b", re.IGNORECASE)
_NAMES = ("NOM DE L'ÉTABLISSMENT", "NOM DE L'ÉTABLISSEMENT", "NOM_DE_L_ETABLISSMENT", "NOM_DE_L_ETABLISSEMENT")


def _named_mostly(table: Table, form: re.Pattern[str]) -> bool:
    named = next((name for name in _NAMES if name in table.frame.columns), None)
    if named is None:
        return False
    return 2 * int(table.frame[named].str.contains(form).sum()) > len(table.frame)


def are_colleges(table: Table) -> bool:
    """Whether the schools of a table are collèges, by their names."""
    return _named_mostly(table, _COLLEGE)


def are_primary_schools(table: Table) -> bool:
    """Whether the schools of a table are primary schools, by their names."""
    return not are_colleges(table) and _named_mostly(table, _PRIMARY)


IVAC = (
    Layout(
        id="depp_value_added",
        source="depp_brevet_value_added",
        title="Indicateurs de valeur ajoutée des collèges",
        grain="other",
        key="UAI",
        required=("UAI", "Session", "Code département", "Secteur", "Nb candidats G", "Taux de réussite G",
                  "VA du taux de réussite G"),
        optional=("num_ligne", "Nom de l'établissement", "Commune", "Code région académique", "Région académique",
                  "Code académie", "Académie", "Département", "Nb candidats P", "Taux de réussite P",
                  "Note à l'écrit G", "VA de la note G", "Note à l'écrit P", "Taux d'accès 6eme 3eme",
                  "Part présents 3eme ordinaire total", "Part présents 3eme ordinaire G",
                  "Part présents 3eme ordinaire P", "Part présents 3eme segpa total",
                  "Nb mentions AB G", "Nb mentions B G", "Nb mentions TB G", "Nb mentions global G"),
    ),
    Layout(
        id="depp_value_added_fields",
        source="depp_brevet_value_added",
        title="Indicateurs de valeur ajoutée des collèges, noms de champs",
        grain="other",
        key="uai",
        required=("uai", "session", "secteur", "nb_candidats_g", "taux_de_reussite_g", "va_du_taux_de_reussite_g",
                  "departement"),
        optional=("nom_de_l_etablissement", "commune", "academie", "nb_candidats_p", "nb_mentions_global_g"),
        uncertain=FIELDS,
    ),
)  # fmt: skip

SOCIAL_POSITION = tuple(
    Layout(
        id=f"depp_social_position_{kind}",
        source="depp_social_position_index",
        title=f"Indice de position sociale des {label}",
        grain="other",
        key="UAI",
        required=("UAI", "Rentrée scolaire", "Code INSEE de la commune", "Secteur", "IPS"),
        optional=("Académie", "Code du département", "Département", "Nom de la commune", *_NAMES[:2]),
        fits=fits,
    )
    for kind, label, fits in (("colleges", "collèges", are_colleges), ("primary", "écoles", are_primary_schools))
)

PRIORITY_EDUCATION = Layout(
    id="depp_priority_education",
    source="depp_priority_education",
    title="Établissements de l’éducation prioritaire",
    grain="other",
    key="uai",
    required=("uai", "ep_{yyyy}_{yyyy}", "nom_etablissement", "type_etablissement", "statut_public_prive",
              "code_commune", "code_departement", "latitude", "longitude"),
    optional=("libelle_academie", "libelle_departement", "nom_commune", "libelle_region", "uai_tete_de_reseau",
              "qp_a_proximite_o_n", "qp_a_proximite", "nom_du_qp", "nombre_d_eleves", "code_postal", "code_academie",
              "code_region", "libelle_nature", "code_nature"),
    uncertain=FIELDS,
)  # fmt: skip

DIRECTORY = Layout(
    id="depp_directory",
    source="depp_school_directory",
    title="Annuaire de l’éducation",
    grain="other",
    key="identifiant_de_l_etablissement",
    required=("identifiant_de_l_etablissement", "nom_etablissement", "type_etablissement", "statut_public_prive",
              "code_commune", "latitude", "longitude"),
    optional=("libelle_nature", "appartenance_education_prioritaire", "etat", "precision_localisation"),
    uncertain=FIELDS,
)  # fmt: skip

BREVET = Layout(
    id="depp_brevet_by_school",
    source="depp_brevet_by_school",
    title="Brevet par établissement, jusqu’à la session 2021",
    grain="other",
    key="numero_d_etablissement",
    required=("session", "numero_d_etablissement", "secteur_d_enseignement", "inscrits", "presents", "admis",
              "taux_de_reussite"),
    optional=("denomination_principale", "patronyme", "nombre_d_admis_mention_ab", "admis_mention_bien",
              "admis_mention_tres_bien", "admis_sans_mention", "commune", "libelle_commune", "code_departement",
              "libelle_departement", "code_academie", "libelle_academie", "code_region", "libelle_region"),
    uncertain=FIELDS,
)  # fmt: skip

LAYOUTS = (*IVAC, *SOCIAL_POSITION, PRIORITY_EDUCATION, DIRECTORY, BREVET)
DERIVED = INDICATORS
DERIVED_BREAKDOWNS = ("school_sector:public",)


def derive(context: Context) -> pa.Table | None:
    """Brevet results by distance to the quarters of 2024, by France, région and département."""
    return brevet_by_band(read_schools(context), context)


def tables(context: Context) -> dict[str, pa.Table]:
    """``schools``: one line a school and an exam session (empty when it has none); see ``read_schools``."""
    schools = read_schools(context)
    return {} if schools.empty else {"schools": pa.Table.from_pandas(schools, preserve_index=False)}
