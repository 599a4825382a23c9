"""Which gaps stand together on a chart, and what the chart says: from answers to chart definitions. No Dash here."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard import french
from dashboard.charts import Chart, bars, dumbbell, series
from dashboard.claims.finding import short_finding
from dashboard.gaps import Gap
from dashboard.questions.reading import Reading, relative_size
from etl.catalogue import Indicator, Theme, fold
from etl.model import Observation, period_order


def overview_chart(reading: Reading, pairs: Iterable[tuple[Theme, Gap]], title: str) -> Chart:
    """The headline gaps of the themes on one scale of percentages."""
    rows = [(f"{theme.label} : {gap.indicator.label} ({french.period(gap.period)})", gap) for theme, gap in pairs]
    return dumbbell.define("themes", title, _subtitle_of_many([gap for _, gap in rows]), rows, reading.catalogue)


def unranked_chart(reading: Reading, title: str) -> Chart:
    """The headline gaps that have another comparator, each row naming its own."""
    return _alone_chart(reading, "autres", title, [gap for _, gap in reading.unranked()])


def theme_charts(reading: Reading, theme: Theme, gaps: list[Gap]) -> list[Chart]:
    """The gaps of a theme that are percentages: one chart a place and comparator, widest ratio first.

    The gaps that are alone with their comparator stand together, unranked, each row naming it.
    """
    groups: dict[tuple[str, str, str], list[Gap]] = {}
    for gap in gaps:
        if gap.indicator.is_share:
            groups.setdefault((gap.territory, gap.priority.zone, gap.reference.zone), []).append(gap)
    charts = []
    for place, group in groups.items():
        if len(group) > 1:
            rows = [
                (f"{row_label(reading, gap)} ({french.period(gap.period)})", gap)
                for gap in sorted(group, key=relative_size, reverse=True)
            ]
            title = short_finding(rows[0][1], reading.catalogue)
            name = f"{theme.id}-{'-'.join(place)}".lower()
            charts.append(dumbbell.define(name, title, _subtitle_of_many(group), rows, reading.catalogue))
    alone = [group[0] for group in groups.values() if len(group) == 1]
    if alone:
        charts.append(_alone_chart(reading, theme.id, _title_of_alone(reading, alone), alone))
    return charts


def _title_of_alone(reading: Reading, gaps: list[Gap]) -> str:
    """The finding of a lone gap; of several, how they are read."""
    if len(gaps) == 1:
        return short_finding(gaps[0], reading.catalogue)
    theme = reading.catalogue.themes[gaps[0].indicator.theme].label
    return f"{theme} : des écarts à lire un par un, chacun avec son point de comparaison"


def row_label(reading: Reading, gap: Gap) -> str:
    """The indicator, with the people and the place when they are not the usual ones."""
    told = reading.stratum_label(gap.indicator, gap.stratum)
    details = [told] if told != "ensemble" else []
    details += [] if gap.territory in ("FR", "FRM") else [reading.store.territory_label(gap.territory)]
    return f"{gap.indicator.label} ({', '.join(details)})" if details else gap.indicator.label


def _alone_chart(reading: Reading, name: str, title: str, gaps: list[Gap]) -> Chart:
    """Gaps that may not be ranked together: in their order, each row naming its comparator."""
    rows = [
        (
            f"{row_label(reading, gap)}, face à « {reading.catalogue.zones[gap.reference.zone].label} » "
            f"({french.period(gap.period)})",
            gap,
        )
        for gap in gaps
    ]
    return dumbbell.define(name, title, _subtitle_of_many(gaps), rows, reading.catalogue)


def time_chart(reading: Reading, gap: Gap) -> Chart | None:
    """The gap over time; None when a single period is known."""
    known = reading.history(gap)
    if len(known.gaps) < 2:
        return None
    title = f"{gap.indicator.label} : {_movement(reading, gap)}"
    return series.define("temps", title, subtitle(reading, gap, when=False), known, reading.catalogue)


def _movement(reading: Reading, gap: Gap) -> str:
    """« de 16,8 points d’écart en 2014 à 14,1 points en 2019 »; only the period covered when no movement is read."""
    trend = reading.trend(gap)
    if trend.first is None or trend.last is None:
        known = reading.history(gap).gaps
        return french.span(known[0].period, known[-1].period)
    unit = reading.catalogue.units[gap.indicator.unit]
    first, last = (
        french.difference(side.difference.value, unit, gap.indicator.decimals, sign=False)
        for side in (trend.first, trend.last)
    )
    start, end = (french.inside(french.in_period(side.period)) for side in (trend.first, trend.last))
    return f"de {first} d’écart {start} à {last} {end}"


def stratum_chart(reading: Reading, gap: Gap, dimension: str, rows: list[tuple[str, Gap]]) -> Chart:
    """The gap for each level of one dimension, the range of ratios in the title."""
    title = f"{gap.indicator.label}, par {french.inside(dimension)}{_range_of_ratios(rows)}"
    periods = {other.period for _, other in rows}
    shared = periods.pop() if len(periods) == 1 else ""
    labels = [(label if shared else f"{label} ({french.period(other.period)})", other) for label, other in rows]
    place = reading.store.territory_label(gap.territory)
    told = f"{gap.indicator.universe} · {place}" + (f" · {french.period(shared)}" if shared else "")
    name = "par-" + fold(dimension).replace(" ", "-").replace("'", "-")
    return dumbbell.define(name, title, told, labels, reading.catalogue)


def level_chart(reading: Reading, indicator: Indicator, territory: str, observations: list[Observation]) -> Chart:
    """What is known of an indicator in one territory, one bar a figure, latest first."""
    rows = [(_level_label(reading, indicator, o), o) for o in observations]
    place = reading.store.territory_label(territory)
    return bars.define(
        "niveaux",
        f"{indicator.label} : ce qui est publié",
        f"{indicator.universe} · {place}",
        rows,
        indicator,
        reading.catalogue,
    )


def _level_label(reading: Reading, indicator: Indicator, observation: Observation) -> str:
    told = reading.stratum_label(indicator, observation.stratum)
    who = "" if told == "ensemble" else f", {told}"
    return f"{reading.catalogue.zones[observation.zone].label}{who}, {french.period(observation.period)}"


def subtitle(reading: Reading, gap: Gap, *, when: bool = True) -> str:
    """What, who, when and where, under a finding."""
    told = reading.stratum_label(gap.indicator, gap.stratum)
    parts = [
        gap.indicator.label,
        gap.indicator.universe if told == "ensemble" else f"{gap.indicator.universe} : {told}",
        reading.store.territory_label(gap.territory),
    ]
    return " · ".join([*parts, french.period(gap.period)] if when else parts)


def _range_of_ratios(rows: list[tuple[str, Gap]]) -> str:
    """« : de 2,5 fois (femmes) à 2,8 fois (hommes) », when the rows have ratios and they differ once rounded."""
    ratios = sorted((gap.ratio.value, french.inside(label)) for label, gap in rows if gap.ratio is not None)
    if len(ratios) < 2 or round(ratios[0][0], 1) == round(ratios[-1][0], 1):
        return ""
    (low, first), (high, last) = ratios[0], ratios[-1]
    return f" : rapport de {french.number(low, 1)} ({first}) à {french.number(high, 1)} ({last})"


def _subtitle_of_many(gaps: list[Gap]) -> str:
    periods = sorted({gap.period for gap in gaps}, key=period_order)
    span = french.period(periods[0])
    if len(periods) > 1:
        span = f"{french.span(periods[0], periods[-1])} selon l’indicateur"
    return f"En pourcentage, chaque ligne à sa dernière période comparable ({span})"
