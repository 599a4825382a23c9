"""What the charts of a ranking say: how the quarters are spread, which ranks are possible, what chance explains. No
Dash here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard import french
from dashboard.charts import Chart, distribution, funnel, ranking
from dashboard.charts.chart import zone_words
from dashboard.charts.rows import quarter_row
from dashboard.claims.placing import ranks_words, spread_title
from dashboard.gaps import PLACES, Distribution, Funnel, Place, Ranking
from dashboard.gaps.quarters import Subject
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.ranked import Ranked, beside
from dashboard.store import PlaceRecord

OUTSIDE = (Place.ABOVE_998, Place.BELOW_998)


def quarter_name(near: Neighbourhoods, record: PlaceRecord) -> str:
    """« Les Deux Rives, Aubervilliers et Saint-Denis »."""
    towns = [near.store.territory_label(code) for code in record.communes]
    return f"{record.label}, {french.listed(towns)}" if towns else record.label


def names_of(near: Neighbourhoods, codes: Sequence[str]) -> dict[str, str]:
    """The name of each quarter with its communes, by code; those that nothing names are left out."""
    return {code: quarter_name(near, record) for code in codes if (record := near.record(code))}


def spread_chart(near: Neighbourhoods, found: Ranked, spread: Distribution, chosen: str) -> Chart:
    """The quarters counted by value, their quartiles, the quarter ``chosen`` (may be empty) and what it may be read
    beside."""
    names = names_of(near, [chosen] if chosen else [])
    rows = []
    for o in beside(near, found.quarters, list(names)):
        zone = near.catalogue.zones[o.zone]
        place = near.store.territory_label(o.territory)
        label = quarter_row(o.territory, names.get(o.territory)) if o.territory in names else place
        rows.append((label if o.territory in names or o.zone == "all" else f"{zone.label}, {place}", o))
    chart = distribution.define(
        "repartition",
        spread_title(spread, near.catalogue),
        _subtitle(near, spread.subject),
        spread,
        found.bins,
        rows,
        near.catalogue,
        highlighted=[quarter_row(code, name) for code, name in names.items()],
    )
    return _as_dated(chart, spread.subject)


def order_chart(near: Neighbourhoods, order: Ranking, chosen: str) -> Chart:
    """The rank intervals around the quarter ``chosen``; around the middle of the order, nobody being pointed at, when
    it is empty."""
    centre = chosen or order.rows[order.count // 2].code
    shown = [row.code for row in order.around(centre, ranking.MOST_ROWS)]
    chart = ranking.define(
        "rangs",
        _order_title(near, order, chosen, len(shown)),
        _subtitle(near, order.subject),
        order,
        centre,
        names_of(near, shown),
        near.catalogue,
    )
    return chart if chosen else replace(chart, highlighted=())


def _order_title(near: Neighbourhoods, order: Ranking, chosen: str, shown: int) -> str:
    row = order.of(chosen)
    if row is not None:
        ranks = f"{ranks_words(row.rank_low, row.rank_high)} sur {french.number(order.count, 0)}"
        return f"{french.place_name(near.catalogue.territories[chosen])} : {ranks}"
    if shown == order.count:
        return f"Les {shown} quartiers, chacun avec les rangs qu’il peut avoir"
    return f"Les {shown} quartiers du milieu, chacun avec les rangs qu’il peut avoir"


def funnel_chart(near: Neighbourhoods, cone: Funnel, chosen: str) -> Chart:
    """Every quarter at its number of people, between the limits that chance allows."""
    kept = [chosen] if chosen in cone.codes else []
    outside = sum(count for place, count in cone.counts.items() if place in OUTSIDE)
    outside_words = f"{french.number(outside, 0)} quartiers sur {french.number(len(cone.codes), 0)} s’écartent"
    title = f"{outside_words} de leur ensemble plus que le hasard ne l’explique"
    if kept:
        place = PLACES[Place(str(cone.places[cone.codes.index(chosen)]))]
        title = f"{french.place_name(near.catalogue.territories[chosen])} : {place}"
    chart = funnel.define(
        "entonnoir", title, _subtitle(near, cone.subject), cone, kept, names_of(near, cone.codes), near.catalogue
    )
    return _as_dated(chart, cone.subject)


def _as_dated(chart: Chart, subject: Subject) -> Chart:
    """The chart with, among its caveats, how sure its period is."""
    return replace(chart, caveats=tuple(dict.fromkeys([*chart.caveats, subject.note]))) if subject.note else chart


def _subtitle(near: Neighbourhoods, subject: Subject) -> str:
    """What, who, where, when and on which map."""
    return " · ".join(
        [
            subject.indicator.label,
            subject.indicator.universe,
            near.store.territory_label(subject.group),
            french.dated_period(subject.period, subject.note),
            zone_words(subject.zone, subject.perimeter, near.catalogue),
        ]
    )
