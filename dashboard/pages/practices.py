"""The five practice sheets of the guide, as advice one can search."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashboard.components.text import found
from dashboard.questions.reading import Reading
from dashboard.search import matches
from dashboard.view import Filter, View

PATH = "/fiches-pratiques"
NAVIGATION = "Fiches pratiques"
STAGES = {
    "know_the_founders": "Connaître les porteurs de projet",
    "communicate": "Faire connaître son offre",
    "recruit": "Recruter",
    "accompany": "Accompagner",
    "secure": "Sécuriser l’après",
}


def view(reading: Reading) -> View:
    """The practice sheets."""
    frame = reading.store.tables.get("guide_practices")
    advice = [] if frame is None else frame.to_dict("records")
    filters = [
        Filter("etape", "Étape", (("", "toutes les étapes"), *STAGES.items())),
        Filter("recherche", "Chercher un conseil", kind="search"),
    ]

    def results(chosen: Mapping[str, str]) -> list[Component]:
        kept = [
            row
            for row in advice
            if chosen["etape"] in ("", row["stage"])
            and matches(chosen["recherche"], row["advice"], row["topic"], STAGES[row["stage"]])
        ]
        parts: list[Component] = [found(len(kept), "conseil", "conseils")]
        for stage, rows in groupby(kept, key=lambda row: row["stage"]):
            parts.append(html.H2(STAGES[stage]))
            topics = groupby(rows, key=lambda row: (row["topic"], row["page"]))
            parts.append(
                html.Div(
                    [
                        html.Article(
                            [
                                html.H3(topic),
                                html.Ul([html.Li(row["advice"]) for row in group]),
                                html.P(f"Guide, p. {page}", className="source"),
                            ],
                            className="card",
                        )
                        for (topic, page), group in topics
                    ],
                    className="grid",
                )
            )
        return parts

    lead = [
        html.H1("Accompagner un projet d’ESS dans un QPV"),
        html.P(
            "Les conseils des cinq fiches pratiques du guide Avise de 2019, reformulés et rangés par étape.",
            className="subtitle",
        ),
    ]
    return View(title="Fiches pratiques", lead=lead, filters=filters, results=results)
