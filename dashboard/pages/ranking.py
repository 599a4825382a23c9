"""Where a quarter stands among the others for one figure: spread, rank intervals, what chance explains. Never a bare
rank."""

from __future__ import annotations

from collections.abc import Mapping as Values
from dataclasses import dataclass

from dash import dcc, html

from dashboard import french
from dashboard.claims.placing import chance_sentence, place_sentence, spread_sentence
from dashboard.components.builds import not_built, said
from dashboard.components.fifths import fifths_section
from dashboard.components.figure import chart_card
from dashboard.components.ranks import ranks_section, spreads_table
from dashboard.components.text import bullets, indicator_link
from dashboard.gaps import Refusal
from dashboard.illustrations.ranks import funnel_chart, names_of, order_chart, spread_chart
from dashboard.maps.figures import Mapping, mapping_of, outline_options
from dashboard.questions.ranked import Ranked, Spread, quarters_named, ranked, singled_out, spreads
from dashboard.questions.reading import Reading
from dashboard.store import PlaceRecord
from dashboard.store.territories import KINDS
from dashboard.view import Filter, Part, View
from etl.catalogue import Indicator

PATH = "/classement/<indicator>"
WHOLE = "FR"
MOST_NAMED = 12
"""Quarters that a search may have meant, told with a link."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader wants ranked. ``quarter`` is what was typed."""

    indicator: Indicator
    within: str
    perimeter: str
    period: str | None
    quarter: str


def view(reading: Reading, indicator: str) -> View | None:
    """The ranking by an indicator; None when it does not exist."""
    known = reading.catalogue.indicators.get(indicator)
    if known is None:
        return None
    mapping = mapping_of(reading)
    aggregates = spreads(mapping.near, known)

    def results(chosen: Values[str, str]) -> list[Part]:
        within = chosen.get("territoire") or WHOLE
        perimeter = _perimeter(mapping, known, chosen)
        if perimeter is None:
            return _without_quarters(mapping, known, aggregates, within)
        asked = Asked(known, within, perimeter, chosen.get("periode") or None, chosen.get("quartier", "").strip())
        answer = ranked(mapping.standing, known.id, perimeter, asked.period, within)
        return [_refused(mapping, answer, asked)] if isinstance(answer, Refusal) else _found(mapping, answer, asked)

    theme = reading.catalogue.themes[known.theme]
    return View(
        title=f"{known.label} : la place des quartiers",
        lead=[
            html.P([dcc.Link("Classements", href="/classement"), f" · {theme.label}"], className="kicker"),
            html.H1(f"{known.label} : la place des quartiers"),
            html.P(["Définition, écarts et sources : ", indicator_link(known)]),
        ],
        filters=_filters(reading, mapping, known, aggregates),
        results=results,
    )


def _filters(reading: Reading, mapping: Mapping, indicator: Indicator, aggregates: list[Spread]) -> list[Filter]:
    """Only those among which there is a choice; none for an indicator that nobody knows by quarter."""
    periods = [p for perimeter in mapping.perimeters for p in mapping.standing.periods(indicator.id, perimeter)]
    places = mapping.places if periods else [row.territory for row in aggregates if row.territory != WHOLE]
    found = []
    if places:
        labels = [(code, reading.catalogue.territories[code]) for code in places]
        options = [(code, f"{KINDS[place.kind]} : {place.label}") for code, place in labels]
        found.append(Filter("territoire", "Territoire", (("", "France"), *options)))
    if periods:
        dates = [(period, french.period(period)) for period in dict.fromkeys(periods)]
        found += [
            Filter("contours", "Contours", outline_options(mapping.perimeters)),
            Filter("periode", "Période", (("", "la dernière connue"), *dates)),
            Filter("quartier", "Situer un quartier (nom, commune ou code)", kind="search"),
        ]
    return found


def _perimeter(mapping: Mapping, indicator: Indicator, chosen: Values[str, str]) -> str | None:
    """The map chosen; that of the quarter asked for by its code; that of the latest figures; None without figures."""
    latest = mapping.latest_perimeter(indicator)
    if latest is None:
        return None
    if chosen.get("contours"):
        return f"QP{chosen['contours']}"
    record = mapping.near.record(chosen.get("quartier", "").strip().upper())
    return record.perimeter if record is not None and record.perimeter in mapping.perimeters else latest


def _without_quarters(mapping: Mapping, indicator: Indicator, known: list[Spread], within: str) -> list[Part]:
    """The quartiles of each territory, where the quarters themselves were not read."""
    parts: list[Part] = []
    if not known:
        parts.append(said(f"« {indicator.label} » : aucune valeur par quartier n’a été lue."))
    if not mapping.perimeters:
        parts.append(not_built("Aucun rang ne peut être donné sans les chiffres de chaque quartier."))
    territories = mapping.near.store.territories
    shown = [row for row in known if within in (WHOLE, row.territory, territories[row.territory].parent)]
    if shown:
        when = f"{french.period(shown[0].median.period)}, contours {shown[0].median.perimeter[-4:]}"
        title = f"{indicator.label} : comment les quartiers se répartissent ({when})"
        parts += [
            html.H2(title),
            html.P("Chaque quartier compte pour un : ce ne sont pas des moyennes, et ce n’est pas un classement."),
            spreads_table(mapping.near, shown, title),
        ]
    return parts


def _refused(mapping: Mapping, refusal: Refusal, asked: Asked) -> Part:
    """Why there is no ranking, and what is known of the same indicator."""
    links: list[Part] = [
        dcc.Link(
            f"{french.period(period)}, contours {other[-4:]}",
            href=f"/classement/{asked.indicator.id}?contours={other[-4:]}&periode={period}",
        )
        for other in mapping.perimeters
        for period in mapping.standing.periods(asked.indicator.id, other)
    ]
    return html.Div(
        [
            html.P(f"{refusal.text} Contours demandés : {asked.perimeter[-4:]}."),
            html.P("Ce qui est connu, toute la France :"),
            html.Ul([html.Li(link) for link in links]),
        ],
        className="refusal",
        role="status",
    )


def _found(mapping: Mapping, found: Ranked, asked: Asked) -> list[Part]:
    near = mapping.near
    met = quarters_named(near, asked.quarter, found.quarters.codes) if asked.quarter else []
    chosen = singled_out(met, asked.quarter)
    parts = [*_answer(mapping, found, chosen), None if chosen else _unmet(mapping, asked, met)]
    if isinstance(found.spread, Refusal):
        return [*parts, said(found.spread.text)]
    parts.append(chart_card(spread_chart(near, found, found.spread, chosen)))
    if isinstance(found.ranking, Refusal):
        return [*parts, said(f"Pas de classement. {found.ranking.text}")]
    placed = chosen if found.ranking.of(chosen) else ""
    if not found.ranking.one_by_one:
        none = said(f"Pas d’entonnoir. {found.funnel.text}") if isinstance(found.funnel, Refusal) else None
        return [*parts, fifths_section(near, found.ranking, placed), none]
    parts.append(chart_card(order_chart(near, found.ranking, placed)))
    if isinstance(found.funnel, Refusal):
        parts += [html.H2("Ce que le hasard explique"), said(f"Pas d’entonnoir. {found.funnel.text}")]
    else:
        parts.append(chart_card(funnel_chart(near, found.funnel, placed)))
    cone = None if isinstance(found.funnel, Refusal) else found.funnel
    return [*parts, ranks_section(near, found.ranking, cone, placed)]


def _answer(mapping: Mapping, found: Ranked, chosen: str) -> list[Part]:
    """What one may quote: the place of the quarter asked for, then how all of them are spread."""
    sentences = []
    if chosen and not isinstance(found.ranking, Refusal):
        row = found.ranking.of(chosen)
        name = french.place_name(mapping.near.catalogue.territories[chosen])
        if row is not None:
            sentences.append(place_sentence(found.ranking, row, name, mapping.near.catalogue))
            sentences.append("" if isinstance(found.funnel, Refusal) else chance_sentence(found.funnel, chosen))
        else:
            sentences.append(f"{name} n’a pas de valeur publiée pour cette période : il n’a pas de rang.")
    if not isinstance(found.spread, Refusal):
        sentences.append(spread_sentence(found.spread, mapping.near.catalogue))
    said_first, *others = [text for text in sentences if text] or [""]
    return [
        html.P(said_first, className="answer", role="status") if said_first else None,
        *(html.P(text, className="subtitle") for text in others),
    ]


def _unmet(mapping: Mapping, asked: Asked, met: list[PlaceRecord]) -> Part:
    """What to do when the words of the search single out no quarter."""
    if not asked.quarter:
        return None
    near = mapping.near
    if not met:
        place = near.catalogue.territories[asked.within].within
        return said(
            f"Aucun quartier des contours {asked.perimeter[-4:]} ne répond à « {asked.quarter} » {place}, pour cette "
            "période."
        )
    shown = met[:MOST_NAMED]
    names = names_of(near, [record.code for record in shown])
    links = [dcc.Link(names[record.code], href=_path(asked, record.code)) for record in shown]
    more = len(met) - len(shown)
    return html.Div(
        [
            html.P(f"« {asked.quarter} » peut désigner {french.number(len(met), 0)} quartiers. Lequel situer ?"),
            bullets([*links, *([f"et {french.number(more, 0)} de plus : précisez la recherche"] if more else [])]),
        ],
        className="refusal",
        role="status",
    )


def _path(asked: Asked, code: str) -> str:
    kept = {
        "territoire": asked.within if asked.within != WHOLE else "",
        "contours": asked.perimeter[-4:],
        "periode": asked.period or "",
        "quartier": code,
    }
    query = "&".join(f"{name}={value}" for name, value in kept.items() if value)
    return f"/classement/{asked.indicator.id}?{query}"
