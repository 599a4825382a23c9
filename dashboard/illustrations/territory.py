"""Which figures of a territory stand together on a chart, and what the chart says. No Dash here."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import french
from dashboard.charts import Chart, bars, dumbbell, series
from dashboard.claims.finding import short_finding, sides_of, that
from dashboard.claims.inhabitants import whom
from dashboard.gaps import Comparator, Gap, GapSeries, LevelSeries, Verdict
from dashboard.questions.neighbourhoods import Neighbourhoods
from etl.catalogue import Catalogue, Indicator
from etl.model import Observation, period_order

UNCLEAR = (Verdict.EQUAL, Verdict.CLOSE, Verdict.UNDETERMINED)
"""Verdicts of two figures that are not told apart."""
NOT_FOLLOWED = "des niveaux qui ne se suivent pas"


def gaps_chart(near: Neighbourhoods, gaps: Sequence[tuple[str, Gap]]) -> Chart | None:
    """The gaps of a quarter that are shares, one row an indicator, in their order; None without any.

    Each row names its comparator when they have several: such rows are read one by one, never ranked.
    """
    shares = [(label, gap) for label, gap in gaps if gap.indicator.is_share]
    if not shares:
        return None
    labels = {label for label, _ in shares}
    shared = labels.pop() if len(labels) == 1 else ""
    rows = [
        (f"{gap.indicator.label}{'' if shared else f', face à « {label} »'} ({_when(gap.priority)})", gap)
        for label, gap in shares
    ]
    title = short_finding(shares[0][1], near.catalogue)
    subtitle = f"{_whole_name(near, shares[0][1])} · en pourcentage, " + (
        f"face à : {shared}" if shared else "chaque ligne face au plus proche territoire connu"
    )
    return dumbbell.define("ecarts", title, subtitle, rows, near.catalogue)


def _whole_name(near: Neighbourhoods, gap: Gap) -> str:
    """The name that titles and keys cut short, with its communes."""
    return near.store.territory_label(gap.territory)


def income_chart(near: Neighbourhoods, gap: Gap, label: str) -> Chart:
    """One gap in euros, alone on its scale."""
    rows = [(f"{gap.indicator.label} ({_when(gap.priority)})", gap)]
    title = short_finding(gap, near.catalogue)
    subtitle = f"{_whole_name(near, gap)} · {gap.indicator.universe} · face à : {label}"
    return dumbbell.define("niveau-de-vie", title, subtitle, rows, near.catalogue)


def history_chart(near: Neighbourhoods, known: GapSeries, levels: LevelSeries, label: str) -> Chart:
    """A figure of a quarter at all its periods, beside its comparator where there is one. ``known`` is not empty.

    The title counts the periods at which the quarter is above or below; it never tells a movement.
    """
    indicator = known.gaps[0].indicator
    span = french.span(levels.observations[0].period, levels.observations[-1].period)
    told = [_whole_name(near, known.gaps[0]), indicator.universe, f"face à : {label}"]
    told.append(span if indicator.uses.evolution else f"{span}, {NOT_FOLLOWED}")
    title = (
        short_finding(known.gaps[0], near.catalogue)
        if len(known.gaps) == 1
        else side_of_most(known.gaps, near.catalogue)
    )
    return series.define("temps", title, " · ".join(told), known, near.catalogue, levels)


def side_of_most(gaps: Sequence[Gap], catalogue: Catalogue) -> str:
    """« À 3 dates sur 4, le taux de pauvreté est plus élevé dans le quartier Les Tilleuls qu’à Saint-Denis »."""
    phrase = gaps[0].indicator.phrase
    here, there = sides_of(gaps[0], catalogue)
    higher = f"plus élevé{'e' if gaps[0].indicator.gender == 'f' else ''}"
    clear = [gap.difference.value > 0 for gap in gaps if gap.verdict not in UNCLEAR]
    above, below = clear.count(True), clear.count(False)
    if not clear:
        return f"Aux {len(gaps)} dates comparées, {phrase} ne se distingue pas nettement {here} et {there}"
    if above == below:
        times = f"à {above} date{'s' if above > 1 else ''}"
        return f"{french.sentence(phrase)} est {times} {higher}, {times} plus faible, {here} {that(there)}"
    most, word = max((above, higher), (below, "plus faible"))
    count = (
        f"Aux {most} dates comparées"
        if most == len(gaps)
        else f"À {most} date{'s' if most > 1 else ''} sur {len(gaps)}"
    )
    return f"{count}, {phrase} est {word} {here} {that(there)}"


def levels_chart(near: Neighbourhoods, code: str, indicator: Indicator, known: Sequence[Observation]) -> Chart:
    """A figure of a territory that has no comparator, one bar a period."""
    rows = [(french.sentence(_when(o)), o) for o in sorted(known, key=lambda o: period_order(o.period))]
    place = near.catalogue.territories[code]
    title = f"{indicator.label} : {french.place_name(place)}"
    subtitle = f"{near.store.territory_label(code)} · {indicator.universe}"
    if place.kind != "neighbourhood" and known:
        title += ", dans ses quartiers prioritaires" if known[0].zone == "qpv" else ""
        subtitle += f" · {whom(known[0], near.catalogue)}"
    if not indicator.uses.evolution:
        subtitle += f" · {NOT_FOLLOWED}"
    return bars.define("niveaux", title, subtitle, rows, indicator, near.catalogue)


def comparison_chart(
    near: Neighbourhoods, indicator: Indicator, figures: Sequence[tuple[str, Observation]], title: str
) -> Chart:
    """One figure of several territories, one bar a territory, at one period."""
    periods = {o.period for _, o in figures}
    dates = {_when(o) for _, o in figures}
    when = french.period(periods.pop()) if len(periods) == 1 else "périodes différentes"
    when = dates.pop() if len(dates) == 1 else when
    return bars.define(
        f"comparer-{indicator.id}", title, f"{indicator.universe} · {when}", list(figures), indicator, near.catalogue
    )


def _when(observation: Observation) -> str:
    """« 2018, date déduite »."""
    return french.dated_period(observation.period, observation.note)


def comparator_key(comparator: Comparator) -> str:
    """A comparator as the address of a page writes it: ``COM-93066.all``."""
    return f"{comparator.territory}.{comparator.zone}"
