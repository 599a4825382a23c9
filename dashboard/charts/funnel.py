"""The share of each quarter against the number of people it is measured on, between the limits that chance allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard import french
from dashboard.charts.bars import side_of
from dashboard.charts.chart import SIDES, Chart, Group, Mark, behind, counted, mark_of, publications
from dashboard.charts.cloud import Cloud, Limits, cloud_limits, cloud_points
from dashboard.charts.numbered import height_of, list_of, marks_of, texts_of
from dashboard.charts.rows import (
    absent_words,
    amount,
    extent,
    place_words,
    quarter_row,
    source_words,
)
from dashboard.charts.style import INK, MUTED, RULE, figure_of, ticks, value_axis
from dashboard.gaps.funnel import LEVELS, PLACES, Funnel, Place
from etl.catalogue import Catalogue
from etl.model import Observation

PLOT, AXIS, KEY_HEIGHT = 380, 62, 66
EDGE = 18
"""Pixels: the plot, its axis under it, what its marks are over it; what a mark on the right edge needs."""
CURVE_POINTS = 48
TOGETHER = "Ensemble de ces quartiers"
KEY = (
    "● dans les limites, △▽ hors de celles à 95 % (tirets),",
    "▲▼ hors de celles à 99,8 % (trait plein),",
    "× trop petit ; pointillé : ensemble des quartiers",
)
STEPS = (1, 2, 5)


def define(
    name: str,
    title: str,
    subtitle: str,
    funnel: Funnel,
    chosen: Sequence[str],
    names: Mapping[str, str],
    catalogue: Catalogue,
    references: Sequence[tuple[str, Observation]] = (),
) -> Chart:
    """Every quarter of ``funnel``, with a numbered row for those of codes ``chosen``, for the share of all of them and
    for each of ``references`` (places whose number of people has no room on the axis), with its label.

    ``names`` by code. Raises ValueError when a quarter of ``chosen`` is not in the funnel.
    """
    subject = funnel.subject
    marks = [_mark(code, funnel, names, catalogue) for code in chosen]
    marks += [_together(funnel, catalogue)]
    marks += [mark_of(o, label, side_of(o, catalogue), catalogue) for label, o in references]
    missing = [f"Effectif non publié, hors du graphique : {counted(funnel.without_n)}."] if funnel.without_n else []
    return Chart(
        kind="funnel",
        name=name,
        title=title,
        subtitle=subtitle,
        symbol=catalogue.units[subject.indicator.unit].symbol,
        decimals=subject.indicator.decimals,
        marks=tuple(marks),
        sources=publications([subject.source, *(o.source for _, o in references)], catalogue),
        caveats=(*funnel.caveats, *absent_words(funnel.absent), *missing),
        labels={"priority": catalogue.zones[subject.zone].label, "reference": "Point de comparaison de la ligne"},
        groups=tuple(_group(place, count, funnel, catalogue) for place, count in funnel.counts.items()),
        cloud=_cloud(funnel, names),
        highlighted=tuple(mark.row for mark in marks[: len(chosen)]),
        behind=behind(subject),
    )


def _mark(code: str, funnel: Funnel, names: Mapping[str, str], catalogue: Catalogue) -> Mark:
    subject, at = funnel.subject, funnel.codes.index(code)
    value = amount(float(funnel.values[at]), subject, catalogue) + (" (fragile)" if funnel.fragile[at] else "")
    place = PLACES[Place(str(funnel.places[at]))]
    return Mark(
        row=quarter_row(code, names.get(code)),
        side="priority",
        value=float(funnel.values[at]),
        text=f"{value} sur un effectif de {french.number(float(funnel.n[at]), 0)}, {place}",
        label=f"{value}, {place}",
        period=subject.period,
        zone=place_words(subject, catalogue),
        source=source_words(subject, funnel.locators[at], catalogue),
        uncertain=bool(funnel.fragile[at]),
        n=float(funnel.n[at]),
        dating=subject.note,
    )


def _together(funnel: Funnel, catalogue: Catalogue) -> Mark:
    subject, text = funnel.subject, amount(funnel.target, funnel.subject, catalogue)
    source = source_words(subject, "calcul sur les effectifs des quartiers", catalogue)
    place = place_words(subject, catalogue)
    return Mark(
        TOGETHER, "reference", funnel.target, text, text, subject.period, place, source, dating=subject.note
    )  # fmt: skip


def _group(place: Place, count: int, funnel: Funnel, catalogue: Catalogue) -> Group:
    subject = funnel.subject
    source = source_words(subject, "calcul sur les quartiers", catalogue)
    where = place_words(subject, catalogue)
    return Group(f"Quartiers : {PLACES[place]}", count, subject.period, where, source, dating=subject.note)


def _cloud(funnel: Funnel, names: Mapping[str, str]) -> Cloud:
    """Rounded to what a screen can show."""
    along = np.geomspace(funnel.n.min(), funnel.n.max(), CURVE_POINTS)
    limits = []
    for level in LEVELS:
        lower, upper = (tuple(np.round(curve, 2).tolist()) for curve in funnel.limits(along, level))
        limits.append(Limits(f"{french.number(100 * level, 1)}{french.NBSP}%", lower, upper))
    return Cloud(
        n=tuple(funnel.n.tolist()),
        values=tuple(np.round(funnel.values, 2).tolist()),
        names=tuple(names.get(code, code) for code in funnel.codes),
        places=tuple(funnel.places.tolist()),
        along=tuple(np.round(along, 1).tolist()),
        limits=tuple(limits),
        target=funnel.target,
    )


def draw(chart: Chart) -> go.Figure:
    """The cloud with its limits, numbered marks over it, and under it what each number is."""
    texts = texts_of(chart)
    listed = height_of(texts)
    whole = PLOT + AXIS + listed
    split = (listed + AXIS) / whole
    behind = [*cloud_points(chart.cloud), *cloud_limits(chart.cloud)] if chart.cloud else []
    return figure_of(
        KEY_HEIGHT + whole,
        [*behind, *(marks_of(chart, side, _axis_ends(chart)[1]) for side in SIDES)],
        margin={"t": KEY_HEIGHT, "b": 0, "r": EDGE},
        annotations=[*list_of(chart, texts, listed, whole), *_notes(split)],
        xaxis=_count_axis(chart),
        yaxis=_share_axis(chart, split),
    )


def _axis_ends(chart: Chart) -> tuple[float, float]:
    """Denominators at both ends of the axis: a little beyond the smallest and the largest."""
    known = [mark.n for mark in chart.marks if mark.n is not None]
    known += [chart.cloud.along[0], chart.cloud.along[-1]] if chart.cloud else []
    smallest, largest = min(known, default=1.0), max(known, default=10.0)
    margin = (largest / smallest) ** 0.06 if largest > smallest else 2.0
    return smallest / margin, largest * margin


def _notes(split: float) -> list[dict[str, Any]]:
    """What the shapes and the lines are, and what the axis counts."""
    key = {
        "x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False,
        "text": french.typography("<br>".join(KEY)), "align": "left", "font": {"size": 12, "color": INK},
    }  # fmt: skip
    axis = {
        "x": 0.5, "xref": "paper", "xanchor": "center", "y": split, "yref": "paper", "yanchor": "top", "yshift": -24,
        "showarrow": False, "text": "Effectif sur lequel la part est calculée", "font": {"size": 13, "color": MUTED},
    }  # fmt: skip
    return [key, axis]


def _count_axis(chart: Chart) -> dict[str, Any]:
    smallest, largest = _axis_ends(chart)
    places = _round_counts(smallest, largest)
    return {
        "type": "log", "range": [float(np.log10(smallest)), float(np.log10(largest))], "tickvals": places,
        "ticktext": [french.number(place, 0) for place in places], "gridcolor": RULE, "zeroline": False,
        "fixedrange": True, "tickfont": {"color": MUTED},
    }  # fmt: skip


def _share_axis(chart: Chart, split: float) -> dict[str, Any]:
    low, high = extent([*(chart.cloud.values if chart.cloud else ()), *(mark.value for mark in chart.marks)])
    room = 0.08 * (high - low)
    return value_axis((low - room, high + room), ticks(low, high, most=5), chart.symbol, domain=[split, 1])


def _round_counts(smallest: float, largest: float) -> list[float]:
    """1, 2 and 5 × powers of ten between two denominators; every other one when they are many."""
    powers = range(int(np.floor(np.log10(smallest))), int(np.ceil(np.log10(largest))) + 1)
    found = [step * 10.0**power for power in powers for step in STEPS if smallest <= step * 10.0**power <= largest]
    return found if len(found) <= 5 else [place for place in found if str(int(place))[0] == "1"] or found[::2]
