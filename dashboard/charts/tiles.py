"""One tile a département, all of one size, each near its neighbours: a map that needs no outline."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard import french
from dashboard.charts.atlas import ABSENT_LOOKS, Atlas, Dots, Lines, Look, absent_look, class_looks, joined, unit_row
from dashboard.charts.chart import Chart, mark_of, source_lines
from dashboard.charts.sheet import answering, rows_alone, sheet_layout, surface, traced
from dashboard.charts.style import INK, PAPER
from dashboard.gaps.classes import Classes
from etl.catalogue import Catalogue, Indicator, Tile, Unit
from etl.model import Face, Observation

PLOT = 640
GAP = 0.06
"""Of a tile, left free around it."""
WRITTEN = 10.5
"""Font size in a tile: what a telephone holds."""
HIT = 26
"""Pixels around the middle of a tile where it answers."""
THOUSAND = 1000
DIGITS = 3


@dataclass(frozen=True, slots=True)
class TileFigure:
    """One département: its tile, the number and the name it is known by, its figure and where it leads."""

    tile: Tile
    number: str
    label: str
    observation: Observation | None
    told: str
    """The figure in words, or why there is none."""
    path: str


def define(
    name: str,
    title: str,
    subtitle: str,
    figures: Sequence[TileFigure],
    indicator: Indicator,
    classes: Classes,
    catalogue: Catalogue,
    *,
    framed: Collection[str] = (),
    framed_words: str = "",
    caveats: Sequence[str] = (),
    missing: str = "",
) -> Chart:
    """Every tile with its figure of ``indicator``, coloured by class. A tile without a figure is left blank: nothing
    was read there, which is neither a zero nor a secret. ``missing`` says why a figure is missing, where it is known.
    The tiles of ids ``framed`` have a thick frame, which means ``framed_words``."""
    known = [(figure, figure.observation) for figure in figures if figure.observation is not None]
    observations = [observation for _, observation in known]
    marks = [
        replace(
            mark_of(o, f"{figure.label} ({figure.number})", "priority", catalogue), text=figure.told, label=figure.told
        )
        for figure, o in known
    ]
    return Chart(
        kind="tiles",
        name=name,
        title=title,
        subtitle=subtitle,
        symbol=catalogue.units[indicator.unit].symbol,
        decimals=indicator.decimals,
        marks=tuple(marks),
        sources=source_lines(observations, catalogue),
        caveats=tuple(dict.fromkeys([*caveats, *indicator.caveats])),
        labels={"priority": catalogue.zones["qpv"].label, "reference": "Comparaison"},
        highlighted=tuple(m.row for m, (figure, _) in zip(marks, known, strict=True) if figure.tile.id in framed),
        atlas=_atlas(figures, indicator, classes, catalogue.units[indicator.unit], framed, framed_words, missing),
    )


def _atlas(
    figures: Sequence[TileFigure],
    indicator: Indicator,
    classes: Classes,
    unit: Unit,
    framed: Collection[str],
    framed_words: str,
    missing: str,
) -> Atlas:
    values = np.array([_value(figure) for figure in figures], dtype=float)
    classed = classes.of(values)
    counts = np.bincount(classed[classed >= 0], minlength=classes.count).tolist()
    looks = class_looks(classes, counts, unit, indicator.decimals)
    kinds: list[int | Face | None] = [
        classes.count - 1 - int(rank) if rank >= 0 else figure.observation.face if figure.observation else None
        for figure, rank in zip(figures, classed, strict=True)
    ]
    others = [kind for kind in (*ABSENT_LOOKS, None) if kind in kinds]
    looks += [_without_value(kind, kinds.count(kind), missing) for kind in others]
    by_look: dict[int, list[TileFigure]] = {}
    for figure, kind in zip(figures, kinds, strict=True):
        look = kind if isinstance(kind, int) else classes.count + others.index(kind)
        by_look.setdefault(look, []).append(figure)
    rows = max(figure.tile.row for figure in figures)
    scale = THOUSAND if float(np.nanmax(np.abs(values), initial=0.0)) >= THOUSAND else 1
    drawn = sorted(by_look.items())
    thick = [figure for figure in figures if figure.tile.id in framed]
    return Atlas(
        width=max(figure.tile.column for figure in figures),
        height=rows,
        looks=tuple(looks),
        areas=tuple((look, _squares(group, rows)) for look, group in drawn),
        dots=tuple(_dots(look, group, rows, indicator, scale) for look, group in drawn),
        frames=_squares(thick, rows) if thick else None,
        key=(*_key(classes, unit, indicator.decimals, scale), *([f"Cadre épais : {framed_words}"] if thick else [])),
        counted="départements",
    )


def _key(classes: Classes, unit: Unit, decimals: int, scale: int) -> Iterator[str]:
    """What is written in a tile."""
    yield "Dans la case : numéro, puis valeur"
    if scale > 1:
        yield f"Valeur en milliers ({unit.symbol})" if unit.symbol else "Valeur en milliers"
    else:
        yield from unit_row(classes, unit, decimals)


def _value(figure: TileFigure) -> float:
    return np.nan if figure.observation is None or figure.observation.value is None else figure.observation.value


def _without_value(kind: int | Face | None, count: int, missing: str) -> Look:
    if isinstance(kind, Face):
        return absent_look(kind, count, missing if kind == Face.MISSING else "")
    return Look("aucun chiffre lu", count, PAPER)


def _middle(figure: TileFigure, rows: int) -> tuple[float, float]:
    return figure.tile.column - 0.5, rows - figure.tile.row + 0.5


def _squares(figures: Sequence[TileFigure], rows: int) -> Lines:
    half = 0.5 - GAP
    corners = np.array([[-half, -half], [half, -half], [half, half], [-half, half], [-half, -half]])
    return joined([corners + _middle(figure, rows) for figure in figures])


def _dots(look: int, figures: Sequence[TileFigure], rows: int, indicator: Indicator, scale: int) -> Dots:
    middles = np.array([_middle(figure, rows) for figure in figures], dtype=np.float32)
    return Dots(
        symbol="square",
        looks=np.full(len(figures), look),
        x=middles[:, 0],
        y=middles[:, 1],
        size=np.full(len(figures), HIT, dtype=np.float32),
        names=tuple(f"<b>{escape(figure.label)}</b><br>{escape(figure.told)}" for figure in figures),
        figures=(),
        paths=tuple(figure.path for figure in figures),
        written=tuple(f"<b>{figure.number}</b><br>{_short(figure, indicator, scale)}" for figure in figures),
    )


def _short(figure: TileFigure, indicator: Indicator, scale: int) -> str:
    """Three digits of the value: what a tile holds on a telephone."""
    value = _value(figure) / scale
    if np.isnan(value):
        return french.NBSP
    decimals = max(0, DIGITS - len(str(int(abs(value)))))
    return french.number(value, decimals if scale > 1 else min(decimals, indicator.decimals), fixed=True)


def draw(chart: Chart) -> go.Figure:
    """The tiles under their key; without any, the figures in rows."""
    atlas = chart.atlas
    if atlas is None:
        return rows_alone(chart)
    return go.Figure(
        data=[
            *(surface(atlas.looks[look], lines) for look, lines in atlas.areas),
            *([traced(atlas.frames, INK, 3)] if atlas.frames is not None else []),
            *(_written(dots, atlas.looks[int(dots.looks[0])]) for dots in atlas.dots),
        ],
        layout=sheet_layout(atlas, PLOT),
    )


def _written(dots: Dots, look: Look) -> dict[str, Any]:
    """Number and value in each tile of a look, and what it says when pointed at."""
    return answering(dots) | {
        "mode": "markers+text", "text": dots.written, "textfont": {"size": WRITTEN, "color": look.ink},
        "hovertemplate": "%{hovertext}<extra></extra>", "marker": {"size": dots.size, "opacity": 0},
        "name": look.text,
    }  # fmt: skip
