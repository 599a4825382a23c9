"""Every publication used, how its figures were read, what was left out and where publications disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from dashboard import french
from dashboard.components.tables import Cell, table
from dashboard.components.text import found, indicator_link, web_link
from dashboard.questions.reading import Reading
from dashboard.search import matches
from dashboard.view import Filter, View

PATH = "/sources"
NAVIGATION = "Sources"
KINDS = {"primary": "primaire", "secondary": "secondaire"}
FILTERS = [
    Filter(
        "nature", "Nature", (("", "primaires et secondaires"), ("primary", "primaires"), ("secondary", "secondaires"))
    ),
    Filter("recherche", "Chercher une source", kind="search"),
]


def view(reading: Reading) -> View:
    """The sources."""
    used = Counter(observation.source for observation in reading.store.observations)

    def results(chosen: Mapping[str, str]) -> list[Component]:
        kept = [
            source
            for source in reading.catalogue.sources.values()
            if chosen["nature"] in ("", source.kind)
            and matches(chosen["recherche"], source.id, source.publisher, source.title, source.reported_by)
        ]
        rows = [
            [
                html.Span([f"{source.publisher}, ", html.Cite(source.title)]),
                KINDS[source.kind],
                source.reported_by if source.reported_by not in ("", source.publisher) else "—",
                french.published(source.date),
                french.number(used[source.id], 0),
                source.licence,
                web_link(source.url),
            ]
            for source in kept
        ]
        header = ["Publication", "Nature", "Lue dans", "Date", "Chiffres", "Licence", "Adresse"]
        return [
            found(len(kept), "source", "sources"),
            table("Sources", header, rows) if rows else html.Div(),
            _contradictions(reading),
            _left_out(reading),
        ]

    lead = [
        html.H1("Sources"),
        html.P(
            "Primaire : lue sur la page de l’organisme qui produit le chiffre. Secondaire : lue dans un compte rendu, "
            "ce que chaque écart rappelle.",
            className="subtitle",
        ),
    ]
    return View(title="Sources", lead=lead, filters=FILTERS, results=results)


def _contradictions(reading: Reading) -> Component:
    rows: list[list[Cell]] = []
    for case in reading.catalogue.contradictions:
        indicator = reading.catalogue.indicators[case.indicator]
        unit = reading.catalogue.units[indicator.unit]
        preferred = french.with_unit(case.preferred_value, unit, indicator.decimals)
        others = ", ".join(french.with_unit(value, unit, indicator.decimals) for value in case.others.values())
        rows.append([indicator_link(indicator), french.period(case.period), preferred, others, case.text])
    if not rows:
        return html.Div()
    header = ["Indicateur", "Période", "Valeur préférée", "Autre valeur", "Pourquoi"]
    return html.Section(
        [html.H2("Quand les sources se contredisent"), table("Contradictions entre sources", header, rows)]
    )


def _left_out(reading: Reading) -> Component:
    frame = reading.store.tables.get("left_out")
    rows = [] if frame is None else [[r["reference"], r["indicator"], r["reason"]] for r in frame.to_dict("records")]
    if not rows:
        return html.Div()
    return html.Section(
        [
            html.H2("Chiffres lus mais écartés"),
            html.P(
                f"Chiffres qui n’ont pas pu être rendus sûrs, et qui n’apparaissent nulle part ailleurs : {len(rows)}."
            ),
            table("Chiffres écartés", ["Référence", "Indicateur", "Raison"], rows),
        ]
    )
