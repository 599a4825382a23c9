"""Quarters in order around one of them, each with the interval of its value and that of its rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard import french
from dashboard.charts.chart import SIDES, Chart, Mark, behind, publications
from dashboard.charts.rows import (
    GAP_HEIGHT,
    Rows,
    absent_words,
    amount,
    dots,
    extent,
    lay_out,
    place_words,
    quarter_row,
    source_words,
)
from dashboard.charts.style import GAP, INK, MUTED, PRIORITY, RULE, figure_of, row_axis, ticks, value_axis
from dashboard.gaps.ranking import TOLD, RankedQuarter, Ranking
from etl.catalogue import Catalogue

MOST_ROWS = 25
DOT = 9
HEADINGS, BELOW = 22, 44
VALUES, RANKS = (0.0, 0.56), (0.64, 1.0)
"""Shares of the width."""


def define(
    name: str,
    title: str,
    subtitle: str,
    ranking: Ranking,
    chosen: str,
    names: Mapping[str, str],
    catalogue: Catalogue,
    most: int = MOST_ROWS,
) -> Chart:
    """At most ``most`` rows around the quarter of code ``chosen``, in the order of ``ranking``; ``names`` by code.

    A value that is only rounded shows no limits: they would be smaller than the dot. Raises KeyError when ``chosen``
    is not ranked.
    """
    subject = ranking.subject
    return Chart(
        kind="ranking",
        name=name,
        title=title,
        subtitle=subtitle,
        symbol=catalogue.units[subject.indicator.unit].symbol,
        decimals=subject.indicator.decimals,
        marks=tuple(_mark(row, ranking, names, catalogue) for row in ranking.around(chosen, most)),
        sources=publications([subject.source], catalogue),
        caveats=(*ranking.caveats, *absent_words(ranking.absent)),
        labels={"priority": catalogue.zones[subject.zone].label, "reference": "Comparaison"},
        highlighted=(quarter_row(chosen, names.get(chosen)),),
        total=ranking.count,
        span=ranking.middle_half,
        behind=behind(subject),
    )


def _mark(row: RankedQuarter, ranking: Ranking, names: Mapping[str, str], catalogue: Catalogue) -> Mark:
    subject = ranking.subject
    value = amount(row.value, subject, catalogue) + (" (fragile)" if row.fragile else "")
    ranks = rank_words(row.rank_low, row.rank_high)
    told = row.precision in TOLD
    return Mark(
        row=quarter_row(row.code, names.get(row.code)),
        side="priority",
        value=row.value,
        text=f"{value} ({ranks} sur {french.number(ranking.count, 0)})",
        label=f"{value}, {ranks}",
        period=subject.period,
        zone=place_words(subject, catalogue),
        source=source_words(subject, row.locator, catalogue),
        lower=row.lower if told else None,
        upper=row.upper if told else None,
        uncertain=row.fragile,
        ranks=(row.rank_low, row.rank_high),
        dating=subject.note,
    )


def rank_words(low: int, high: int) -> str:
    """« rang 12 à 45 », « rang 3 », never cut at the end of a line."""
    words = f"rang {french.number(low, 0)}" + (f" à {french.number(high, 0)}" if high > low else "")
    return words.replace(" ", french.NBSP)


def draw(chart: Chart) -> go.Figure:
    """One line a row: the value with its limits on the left, the ranks it may have on the right."""
    rows = lay_out(chart)
    data = [dots(rows, chart.marks, side, chart.labels[side], DOT) for side in SIDES]
    ranked = [mark for mark in chart.marks if mark.ranks is not None]
    return figure_of(
        HEADINGS + GAP_HEIGHT + rows.height + BELOW,
        [*data, _ranks(rows, ranked)] if ranked else data,
        margin={"t": 8 + HEADINGS, "r": 28 if ranked else 8},
        shapes=_bands(rows, chart.highlighted),
        annotations=[*rows.labels(chart.highlighted), *(_headings(chart) if ranked else [])],
        xaxis=_value_axis(chart, VALUES if ranked else (0.0, 1.0)),
        yaxis=row_axis(-GAP_HEIGHT, rows.height),
        **({"xaxis2": _rank_axis(chart.total)} if ranked else {}),
    )


def _value_axis(chart: Chart, domain: tuple[float, float]) -> dict[str, Any]:
    """Never narrower than the middle half of all the quarters: neighbours in the order that hardly differ look so."""
    limits = [limit for mark in chart.marks for limit in (mark.lower, mark.value, mark.upper)]
    low, high = extent([*(chart.span or ()), *limits])
    room = 0.06 * (high - low)
    return value_axis((low - room, high + room), ticks(low, high, most=3), chart.symbol, domain=domain)


def _rank_axis(total: int) -> dict[str, Any]:
    return {
        "range": [1 - 0.04 * total, total * 1.04], "domain": RANKS, "anchor": "y", "tickvals": [1, total],
        "ticktext": ["1ᵉʳ", f"{french.number(total, 0)}ᵉ"], "gridcolor": RULE, "zeroline": False,
        "fixedrange": True, "tickfont": {"color": MUTED},
    }  # fmt: skip


def _ranks(rows: Rows, ranked: list[Mark]) -> dict[str, Any]:
    """From the best rank possible to the worst, with caps: an interval of one rank is still seen."""
    ends = [mark.ranks or (0, 0) for mark in ranked]
    return {
        "type": "scatter",
        "x": [(low + high) / 2 for low, high in ends],
        "y": [rows.marks[mark.row] for mark in ranked],
        "xaxis": "x2",
        "mode": "markers",
        "marker": {"size": 1, "color": PRIORITY},
        "error_x": {
            "type": "data", "array": [(high - low) / 2 for low, high in ends], "thickness": 3, "width": 5,
            "color": PRIORITY,
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }  # fmt: skip


def _bands(rows: Rows, highlighted: Sequence[str]) -> list[dict[str, Any]]:
    """Behind the marks of the rows that the reader asked for."""
    return [
        {
            "type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": at - 13, "y1": at + 13,
            "fillcolor": GAP, "opacity": 0.5, "line": {"width": 0}, "layer": "below",
        }
        for row, at in rows.marks.items()
        if row in highlighted
    ]  # fmt: skip


def _headings(chart: Chart) -> list[dict[str, Any]]:
    limits = any(mark.lower is not None for mark in chart.marks)
    texts = ((VALUES[0], "Valeur et intervalle" if limits else "Valeur"), (RANKS[0], "Rang possible"))
    return [
        {
            "x": x, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "bottom",
            "showarrow": False, "text": f"<b>{text}</b>", "font": {"size": 13, "color": INK},
        }
        for x, text in texts
    ]  # fmt: skip
