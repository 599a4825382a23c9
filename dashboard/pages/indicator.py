"""One indicator: its gap, over time and by sex, age, diploma…; its definition, caveats and every figure's source."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import french
from dashboard.components.by_quarter import by_quarter_section
from dashboard.components.figure import caveat_list, chart_card
from dashboard.components.gap import gap_panel, refusal_panel, trend_text
from dashboard.components.tables import csv_link, table
from dashboard.components.text import bullets, indicator_path, source_text, theme_path
from dashboard.gaps import Gap, Refusal
from dashboard.illustrations.gaps import level_chart, stratum_chart, subtitle, time_chart
from dashboard.questions.reading import Ask, Reading
from dashboard.view import Filter, Part, View
from etl.catalogue import Aggregation, Indicator, Measurement, Polarity
from etl.model import COLUMNS, DISTRIBUTION, NUMERIC_COLUMNS, Observation, period_order, plain_number

PATH = "/indicateur/<indicator>"
ANY = ""
POLARITIES = {
    Polarity.HIGHER_IS_WORSE: "une valeur plus élevée est défavorable aux habitants",
    Polarity.HIGHER_IS_BETTER: "une valeur plus élevée est favorable aux habitants",
    Polarity.NEUTRAL: "sans jugement : ni favorable, ni défavorable",
}
MEASUREMENTS = {
    Measurement.SURVEY: "enquête par sondage",
    Measurement.CENSUS: "recensement",
    Measurement.REGISTER: "répertoire exhaustif",
    Measurement.ADMINISTRATIVE: "fichier administratif exhaustif",
    Measurement.STUDY: "étude",
}
AGGREGATIONS = {
    Aggregation.SUM: "les parties s’additionnent",
    Aggregation.WEIGHTED_MEAN: "moyenne pondérée",
    Aggregation.NEVER: "jamais : la valeur d’un ensemble ne se déduit pas de celles de ses parties",
}
USES = {"level": "niveau", "comparison": "comparaison", "ranking": "classement", "evolution": "évolution"}
SHOWN_LEVELS = 24
SHOWN_ROWS = 60
"""Figures shown one by one; those of every region and department are in the CSV."""
MOST_IN_PAGE = 200
"""Figures that the page carries as a file; more are asked of the server."""
OPEN_ROWS = 8
"""A longer table waits to be opened."""


def view(reading: Reading, indicator: str) -> View | None:
    """The page of an indicator; None when it does not exist."""
    known = reading.catalogue.indicators.get(indicator)
    if known is None:
        return None

    def results(chosen: Mapping[str, str]) -> list[Part]:
        return _results(reading, known, chosen)

    theme = reading.catalogue.themes[known.theme]
    return View(
        title=known.label,
        lead=[
            html.P([html.A(theme.label, href=theme_path(theme.slug)), f" · {known.universe}"], className="kicker"),
            html.H1(known.label),
        ],
        filters=_filters(reading, known),
        results=results,
    )


def _filters(reading: Reading, indicator: Indicator) -> list[Filter]:
    """Place, comparator, period and people: only those among which there is a choice."""
    places = reading.territories_of(indicator.id)
    zones = dict.fromkeys(o.zone for o in reading.store.of(indicator.id))
    comparators = [zone for zone in indicator.comparators if zone in zones]
    periods = sorted({o.period for o in reading.store.of(indicator.id)}, key=period_order, reverse=True)
    met = dict.fromkeys(s for place in places for s in reading.strata_of(indicator, place))
    strata = [stratum for stratum in met if not stratum[2].startswith(DISTRIBUTION)]
    found = [
        Filter("territoire", "Territoire", _options(places, reading.store.distinct_label, "le plus large connu")),
        Filter(
            "comparateur",
            "Comparer avec",
            _options(comparators, lambda zone: reading.catalogue.zones[zone].label, "le comparateur de référence"),
        ),
        Filter("periode", "Période", _options(periods, french.period, "la dernière comparable")),
        Filter(
            "population",
            "Population",
            (
                (ANY, "la population de l’indicateur"),
                *((".".join(s), french.sentence(reading.stratum_label(indicator, s))) for s in strata),
            ),
        ),
    ]
    return [item for item in found if len(item.options) > 2]


def _options(codes: list[str], label: Callable[[str], str], default: str) -> tuple[tuple[str, str], ...]:
    return ((ANY, default), *((code, label(code)) for code in codes))


def _ask(chosen: Mapping[str, str]) -> Ask:
    people = chosen.get("population", "").split(".")
    return Ask(
        chosen.get("territoire") or None,
        chosen.get("periode") or None,
        chosen.get("comparateur") or None,
        *(people if len(people) == 3 else ()),
    )


def _results(reading: Reading, indicator: Indicator, chosen: Mapping[str, str]) -> list[Part]:
    by_quarter = None if reading.store.of(indicator.id) else by_quarter_section(reading, indicator)
    if by_quarter is not None:
        return [by_quarter, _definition(reading, indicator)]
    ask = _ask(chosen)
    answer = reading.gap(indicator.id, ask)
    parts = _gap(reading, answer) if isinstance(answer, Gap) else _refused(reading, answer)
    return [*parts, _definition(reading, indicator), _observations(reading, indicator, answer.territory, ask)]


def _gap(reading: Reading, gap: Gap) -> list[Part]:
    parts: list[Part] = [
        html.P(reading.finding(gap), className="answer", role="status"),
        html.P(subtitle(reading, gap), className="subtitle"),
        gap_panel(reading, gap),
        html.P(trend_text(reading, gap)),
        caveat_list(gap.caveats),
    ]
    time = time_chart(reading, gap)
    if time is not None:
        parts.append(chart_card(time))
    for dimension, rows in reading.gaps_by_stratum(gap).items():
        parts.append(chart_card(stratum_chart(reading, gap, dimension, rows)))
    return parts


def _refused(reading: Reading, refusal: Refusal) -> list[Part]:
    parts: list[Part] = [refusal_panel(reading, refusal), _elsewhere(reading, refusal)]
    known = [o for o in reading.store.of(refusal.indicator.id) if o.territory == refusal.territory]
    people = reading.strata_of(refusal.indicator, refusal.territory)
    by_people = sorted(known, key=lambda o: people.index(o.stratum))
    latest = sorted(by_people, key=lambda o: period_order(o.period), reverse=True)[:SHOWN_LEVELS]
    if latest:
        parts.append(chart_card(level_chart(reading, refusal.indicator, refusal.territory, latest)))
    return parts


def _elsewhere(reading: Reading, refusal: Refusal) -> Part:
    """The gaps that may be read of the same indicator for other people."""
    others = reading.other_gaps(refusal.indicator, refusal.territory)
    if not others:
        return None
    several = len(reading.territories_of(refusal.indicator.id)) > 1
    place = f"territoire={refusal.territory}&" if several else ""
    path = indicator_path(refusal.indicator.id)
    links = [dcc.Link(reading.finding(gap), href=f"{path}?{place}population={'.'.join(gap.stratum)}") for gap in others]
    return html.Div([html.P("Un écart est connu pour :"), bullets(links)])


def _definition(reading: Reading, indicator: Indicator) -> Component:
    unit = reading.catalogue.units[indicator.unit]
    uses = [label for name, label in USES.items() if getattr(indicator.uses, name)]
    refused = [label for name, label in USES.items() if not getattr(indicator.uses, name)]
    comparators = [reading.catalogue.zones[zone].label for zone in indicator.comparators]
    aggregation = AGGREGATIONS[indicator.aggregation]
    facts = {
        "Définition": indicator.definition,
        "Qui est compté": indicator.universe,
        "Unité": unit.label,
        "Mesure": MEASUREMENTS[indicator.measurement],
        "Sens": POLARITIES[indicator.polarity],
        "Comparateurs admis": ", ".join(comparators) or "aucun",
        "Agrégation": f"{aggregation} ({indicator.weight})" if indicator.weight else aggregation,
        "Ce que la série permet": ", ".join(uses) or "rien d’autre que la citation",
        "Ce qu’elle ne permet pas": ", ".join(refused) or "aucune restriction connue",
        "Pages du guide": ", ".join(str(page) for page in indicator.guide_pages) or "n’y figure pas",
    }
    items = [part for name, text in facts.items() for part in (html.Dt(name), html.Dd(text))]
    breaks = [entry for entry in reading.catalogue.breaks if indicator.id in entry.indicators]
    return html.Section(
        [
            html.H2("Ce que mesure cet indicateur"),
            html.Dl(items),
            html.H3("Réserves") if indicator.caveats or breaks else None,
            bullets(list(dict.fromkeys([*indicator.caveats, *(entry.text for entry in breaks)]))),
        ]
    )


def _observations(reading: Reading, indicator: Indicator, territory: str, ask: Ask) -> Component:
    """Every figure of the indicator, each with its source; the place asked for comes first."""
    known = sorted(
        reading.store.of(indicator.id),
        key=lambda o: (o.territory == territory, *period_order(o.period)),
        reverse=True,
    )
    if not known:
        return html.Section([html.H2("Chaque chiffre et sa source"), html.P("Aucun chiffre n’a été lu.")])
    shown = known[:SHOWN_ROWS]
    rows = [_row(reading, indicator, observation) for observation in shown]
    header = ["Zone", "Territoire", "Période", "Population", "Valeur", "Source", "Où", "Note"]
    sources = dict.fromkeys(o.source for o in known)
    return html.Section(
        [
            html.H2("Chaque chiffre et sa source"),
            html.Details(
                [
                    html.Summary(_how_many(len(rows), len(known))),
                    table(f"{indicator.label} : les {len(rows)} chiffres lus", header, rows),
                ],
                className="data",
                open=len(rows) <= OPEN_ROWS,
            ),
            html.P(_csv_of_all(indicator, known), className="actions"),
            html.H3("Publications"),
            html.Ol([html.Li(source_text(reading.catalogue.sources[name])) for name in sources]),
        ]
    )


def _how_many(shown: int, known: int) -> str:
    if shown == known:
        return f"Les {known} chiffres, un par un"
    return f"Les {shown} premiers des {known} chiffres, un par un ; tous sont dans le CSV"


def _csv_of_all(indicator: Indicator, known: list[Observation]) -> Component:
    """The figures in the page while they are few, else at the address that gives them."""
    label = "CSV de tous les chiffres"
    if len(known) > MOST_IN_PAGE:
        return html.A(label, href=f"/api/observations.csv?indicator={indicator.id}", className="action")
    return csv_link(indicator.id, COLUMNS, [[_cell(o, column) for column in COLUMNS] for o in known], label)


def _cell(observation: Observation, column: str) -> str:
    """A cell as a French spreadsheet reads it: decimal comma."""
    value = getattr(observation, column)
    return plain_number(value).replace(".", ",") if column in NUMERIC_COLUMNS else str(value)


def _row(reading: Reading, indicator: Indicator, o: Observation) -> list[str]:
    source = reading.catalogue.sources[o.source]
    perimeter = f" ({french.perimeter(o.perimeter)})" if o.perimeter else ""
    return [
        reading.catalogue.zones[o.zone].label + perimeter,
        reading.store.territory_label(o.territory),
        french.period(o.period),
        reading.stratum_label(indicator, o.stratum),
        french.value_and_face(o, reading.catalogue),
        f"{source.publisher}, {source.title}",
        o.locator,
        o.note,
    ]
