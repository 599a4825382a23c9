"""The tidy data and the addresses that programs may read."""

from __future__ import annotations

from dash import html

from dashboard.components.tables import table
from dashboard.components.text import bullets
from dashboard.french.columns import MEANINGS
from dashboard.questions.reading import Reading
from dashboard.view import View
from etl.model import COLUMNS

PATH = "/donnees"


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
