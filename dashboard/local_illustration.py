"""Which figures of a territory stand together on a chart, and what the chart says. No Dash here."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import french
from dashboard.charts import Chart, bars, dumbbell, series
from dashboard.claims.finding import short_finding
from dashboard.gaps import Comparator, Gap, GapSeries
from dashboard.neighbourhoods import Neighbourhoods
from etl.catalogue import Indicator
from etl.model import Observation, period_order


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
        (f"{gap.indicator.label}{'' if shared else f', face à « {label} »'} ({french.period(gap.period)})", gap)
        for label, gap in shares
    ]
    title = short_finding(shares[0][1], near.catalogue)
    subtitle = "En pourcentage, " + (
        f"face à : {shared}" if shared else "chaque ligne face au plus proche territoire connu"
    )
    return dumbbell.define("ecarts", title, subtitle, rows, near.catalogue)


def income_chart(near: Neighbourhoods, gap: Gap, label: str) -> Chart:
    """One gap in euros, alone on its scale."""
    rows = [(f"{gap.indicator.label} ({french.period(gap.period)})", gap)]
    title = short_finding(gap, near.catalogue)
    return dumbbell.define("niveau-de-vie", title, f"{gap.indicator.universe} · face à : {label}", rows, near.catalogue)


def history_chart(near: Neighbourhoods, indicator: Indicator, known: GapSeries, label: str) -> Chart | None:
    """A figure of a quarter over time beside its comparator; None when a single period is known."""
    if len(known.gaps) < 2:
        return None
    span = french.span(known.gaps[0].period, known.gaps[-1].period)
    title = f"{indicator.label} : {span}"
    if not indicator.uses.evolution:
        title += ", des niveaux qui ne se suivent pas"
    return series.define("temps", title, f"{indicator.universe} · face à : {label}", known, near.catalogue)


def levels_chart(near: Neighbourhoods, code: str, indicator: Indicator, known: Sequence[Observation]) -> Chart:
    """A figure of a territory that has no comparator, one bar a period."""
    rows = [(french.sentence(french.period(o.period)), o) for o in sorted(known, key=lambda o: period_order(o.period))]
    title = f"{indicator.label} : {near.store.territory_label(code)}"
    return bars.define("niveaux", title, indicator.universe, rows, indicator, near.catalogue)


def comparison_chart(
    near: Neighbourhoods, indicator: Indicator, figures: Sequence[tuple[str, Observation]], title: str
) -> Chart:
    """One figure of several territories, one bar a territory, at one period."""
    periods = {o.period for _, o in figures}
    when = french.period(periods.pop()) if len(periods) == 1 else "périodes différentes"
    return bars.define(
        f"comparer-{indicator.id}", title, f"{indicator.universe} · {when}", list(figures), indicator, near.catalogue
    )


def comparator_key(comparator: Comparator) -> str:
    """A comparator as the address of a page writes it: ``COM-93066.all``."""
    return f"{comparator.territory}.{comparator.zone}"
