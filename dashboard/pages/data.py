"""The tidy data and the addresses that programs may read."""

from __future__ import annotations

from dash import html

from dashboard.components.tables import table
from dashboard.components.text import bullets
from dashboard.questions.reading import Reading
from dashboard.view import View
from etl.model import COLUMNS

PATH = "/donnees"
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


def view(reading: Reading) -> View:
    """Data and API."""
    lead = [
        html.H1("Données et API"),
        html.P(
            f"Version {reading.store.version} : {len(reading.store.observations)} observations, Licence Ouverte 2.0.",
            className="subtitle",
        ),
        html.H2("Tout télécharger"),
        bullets(
            [
                html.A(
                    "Toutes les observations (CSV)", href="/api/observations.csv", download="lisiere-observations.csv"
                ),
                html.A("Toutes les observations (JSON)", href="/api/observations.json"),
                html.A("Le catalogue des indicateurs (JSON)", href="/api/indicators.json"),
            ]
        ),
        html.H2("Interroger"),
        html.P("Les mêmes filtres que la commande « qpv », en lecture seule :"),
        bullets(
            [
                html.Code("/api/observations.csv?indicator=unemployment_rate&territory=FRM&zone=qpv&period=2022"),
                html.Code("/api/gap.json?indicator=unemployment_rate&territory=FRM&period=2022"),
            ]
        ),
        html.P(
            "Un écart refusé répond 200, avec la raison ; un identifiant inconnu répond 404, avec les plus proches."
        ),
        html.H2("Colonnes"),
        table("Colonnes d’une observation", ["Colonne", "Contenu"], [[c, MEANINGS[c]] for c in COLUMNS]),
    ]
    return View(title="Données et API", lead=lead, results=lambda chosen: [])
