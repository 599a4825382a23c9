"""What the columns and codes of the table of observations mean, for those who open it without us."""

from __future__ import annotations

from etl.model import Face

MEANINGS = {
    "indicator": "identifiant de l’indicateur",
    "territory": "code du territoire (FR, FRM, REG-11, DEP-93…)",
    "zone": "quelles personnes ou quels lieux de ce territoire",
    "perimeter": "découpage : QP2015, QP2024, ZUS, ou vide",
    "period": "période, ISO 8601 ou SDMX",
    "sex": "_T, F ou M",
    "age": "_T, Y15T64, Y_LT25…",
    "breakdown": "autre ventilation, « dimension:niveau », ou _T",
    "value": "valeur ; vide quand elle est absente",
    "unit": "unité",
    "lower": "borne basse à 95 %, si elle est publiée",
    "upper": "borne haute à 95 %, si elle est publiée",
    "n": "dénominateur, s’il est publié",
    "obs_status": "statut SDMX de l’observation (A, B, D, E, L, M, O, P, Q, U)",
    "conf_status": "statut SDMX de confidentialité (F, C)",
    "qualifier": "précision donnée par la source (about, nearly, more_than…)",
    "source": "identifiant de la source",
    "locator": "où, dans la source",
    "note": "ce qu’un lecteur attentif doit savoir",
}
"""Of each column of the model, in French."""

OBS_STATUSES = {
    "A": "valeur normale",
    "B": "rupture de série : pas la même mesure que la période précédente",
    "D": "définition différente",
    "E": "valeur estimée",
    "L": "absente : non collectée",
    "M": "absente : sans objet",
    "O": "absente : non publiée",
    "P": "valeur provisoire",
    "Q": "absente : couverte par le secret statistique",
    "U": "valeur publiée mais fragile",
}
CONF_STATUSES = {"F": "diffusion libre", "C": "couverte par le secret statistique"}
QUALIFIED = {
    "": "valeur exacte",
    "about": "environ",
    "nearly": "près de",
    "more_than": "plus de",
    "less_than": "moins de",
    "at_least": "au moins",
    "at_most": "au plus",
    "in_words": "dite en lettres par la source : environ",
}
FACES = {
    Face.PUBLISHED: "publiée",
    Face.ZERO: "zéro, publié comme tel",
    Face.SECRET: "absente : secret statistique",
    Face.MISSING: "absente : non publiée",
    Face.NOT_APPLICABLE: "absente : sans objet",
    Face.UNRELIABLE: "publiée mais fragile",
}
"""How a figure is present or absent: six answers that never look alike."""
