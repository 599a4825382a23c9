"""Where to read an indicator that only the official files of quarters have."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import french
from dashboard.charts.chart import counted
from dashboard.components.text import bullets
from dashboard.maps.figures import mapping_of
from dashboard.questions.ranked import published
from dashboard.questions.reading import Reading
from etl.catalogue import Indicator


def by_quarter_section(reading: Reading, indicator: Indicator) -> Component | None:
    """What is known of an indicator quarter by quarter, with links to its ranking and its map where they exist; None
    when no quarter has it."""
    mapping = mapping_of(reading)
    perimeter = mapping.latest_perimeter(indicator)
    if perimeter is None:
        return None
    period = mapping.standing.periods(indicator.id, perimeter)[0]
    count = published(mapping.standing, indicator, perimeter, period)
    links = []
    if indicator.uses.ranking:
        links.append(dcc.Link("Situer un quartier parmi les autres", href=f"/classement/{indicator.id}"))
    if indicator in mapping.indicators:
        links.append(dcc.Link("Voir la carte des quartiers", href=f"/carte?indicateur={indicator.id}"))
    last = f"dernière période : {french.period(period)}, contours {perimeter[-4:]}"
    last += f", {counted(count)} avec une valeur publiée" if count else ""
    return html.Section(
        [
            html.H2("Connu par quartier"),
            html.P(
                f"Cet indicateur n’est lu que dans les fichiers officiels, quartier par quartier ({last}). Les "
                "chiffres de chaque quartier, avec leur source, sont sur la page du quartier.",
                className="answer",
                role="status",
            ),
            bullets(links) if links else None,
        ]
    )
