"""The indicators that may rank quarters, each with what is known of it."""

from __future__ import annotations

from collections.abc import Mapping as Values

from dash import dcc, html

from dashboard import french
from dashboard.components.builds import not_built
from dashboard.components.tables import Cell, table
from dashboard.components.text import found
from dashboard.maps.figures import Mapping, mapping_of
from dashboard.questions.ranked import published, rankable, spreads
from dashboard.questions.reading import Reading
from dashboard.search import matches
from dashboard.view import Filter, Part, View
from etl.catalogue import Indicator

PATH = "/classement"
NAVIGATION = "Classements"


def view(reading: Reading) -> View:
    """Which indicators may rank quarters."""
    mapping = mapping_of(reading)
    known = rankable(mapping) or [i for i in reading.catalogue.indicators.values() if spreads(mapping.near, i)]
    themes = {i.theme for i in known}
    options = [(theme.id, theme.label) for theme in reading.catalogue.themes.values() if theme.id in themes]

    def results(chosen: Values[str, str]) -> list[Part]:
        kept = [
            i
            for i in known
            if chosen["theme"] in ("", i.theme)
            and matches(chosen["recherche"], i.label, i.definition, *i.keywords, i.id)
        ]
        header = ["Indicateur", "Thème", "Dernière période", "Contours", "Quartiers publiés"]
        return [
            found(len(kept), "indicateur", "indicateurs"),
            table("Indicateurs par quartier", header, [_row(reading, mapping, i) for i in kept]) if kept else None,
        ]

    return View(
        title="Classements",
        lead=_lead(mapping, known),
        filters=[
            Filter("recherche", "Chercher un indicateur", kind="search"),
            Filter("theme", "Thème", (("", "tous les thèmes"), *options)),
        ],
        results=results,
    )


def _lead(mapping: Mapping, known: list[Indicator]) -> list[Part]:
    count = len(known)
    if not mapping.perimeters:
        return [
            html.H1("Comment les quartiers se répartissent, par région et par département"),
            not_built("Le quartier médian et les quartiles de chaque territoire restent connus."),
        ]
    return [
        html.H1(f"{count} indicateurs permettent de situer un quartier parmi les autres"),
        html.P(
            "Un rang n’est jamais donné seul : il va avec tous ceux que la précision des chiffres laisse possibles. "
            "Les autres indicateurs se décrivent ou se comparent, sans classement.",
            className="subtitle",
        ),
    ]


def _row(reading: Reading, mapping: Mapping, indicator: Indicator) -> list[Cell]:
    link = dcc.Link(indicator.label, href=f"{PATH}/{indicator.id}")
    theme = reading.catalogue.themes[indicator.theme].label
    perimeter = mapping.latest_perimeter(indicator)
    if perimeter is None:
        last = spreads(mapping.near, indicator)[0].median
        return [link, theme, french.period(last.period), last.perimeter[-4:], "répartition seule"]
    period = mapping.standing.periods(indicator.id, perimeter)[0]
    quarters = published(mapping.standing, indicator, perimeter, period)
    return [link, theme, french.period(period), perimeter[-4:], french.number(quarters, 0)]
