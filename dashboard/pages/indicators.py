"""Every indicator, searched by word and by theme."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from dashboard import french
from dashboard.components.gap import verdict_badge
from dashboard.components.tables import table
from dashboard.components.text import found, indicator_link
from dashboard.gaps import REASONS, Gap
from dashboard.illustrations.gaps import row_label
from dashboard.questions.reading import Reading
from dashboard.search import matches
from dashboard.view import Filter, View
from etl.catalogue import Indicator

PATH = "/indicateurs"
NAVIGATION = "Indicateurs"


def view(reading: Reading) -> View:
    """The list of indicators."""
    themes = tuple((theme.id, theme.label) for theme in reading.catalogue.themes.values())
    filters = [
        Filter("recherche", "Chercher un indicateur", kind="search"),
        Filter("theme", "Thème", (("", "tous les thèmes"), *themes)),
        Filter("ecart", "Écart", (("", "avec ou sans écart"), ("oui", "avec un écart mesuré"), ("non", "sans écart"))),
    ]

    def results(chosen: Mapping[str, str]) -> list[Component]:
        kept = [
            indicator
            for indicator in reading.catalogue.indicators.values()
            if chosen["theme"] in ("", indicator.theme)
            and matches(chosen["recherche"], indicator.label, indicator.definition, *indicator.keywords, indicator.id)
            and (not chosen["ecart"] or (chosen["ecart"] == "oui") == isinstance(reading.gap(indicator.id), Gap))
        ]
        rows = [_row(reading, indicator) for indicator in kept]
        header = ["Indicateur", "Thème", "Quartiers", "Comparaison", "Écart", "Lecture"]
        return [
            found(len(kept), "indicateur", "indicateurs"),
            table("Indicateurs", header, rows) if rows else html.Div(),
        ]

    lead = [
        html.H1("Tous les indicateurs"),
        html.P("Chacun mène à ses chiffres, à sa définition et à ses sources.", className="subtitle"),
    ]
    return View(title="Indicateurs", lead=lead, filters=filters, results=results)


def _row(reading: Reading, indicator: Indicator) -> list[str | Component]:
    theme = reading.catalogue.themes[indicator.theme].label
    answer = reading.gap(indicator.id)
    if not isinstance(answer, Gap):
        return [indicator_link(indicator), theme, "", "", "", REASONS[answer.code]]
    unit = reading.catalogue.units[indicator.unit]
    here, there = (
        f"{french.value_and_face(side, reading.catalogue)}, {reading.catalogue.zones[side.zone].label}"
        for side in (answer.priority, answer.reference)
    )
    return [
        indicator_link(indicator, row_label(reading, answer)),
        theme,
        f"{here} ({french.period(answer.period)})",
        there,
        french.difference(answer.difference.value, unit, indicator.decimals),
        verdict_badge(answer),
    ]
