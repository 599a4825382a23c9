"""The charts of the social economy of a place: its families, its sectors, its years; and needs beside supply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard import french
from dashboard.charts import Chart, Mark, bars, mark_of, source_lines
from dashboard.charts.chart import Group, behind, publications
from dashboard.charts.crossing import Crossing
from dashboard.charts.rows import place_words, quarter_row, source_words
from dashboard.gaps.quarters import Quarters
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.social_economy import (
    CLOSURES,
    COUNT,
    CREATIONS,
    FAMILIES,
    SECTORS,
    SocialEconomy,
    told_apart,
)
from dashboard.questions.social_economy_needs import Corner, Crossed, NeedsBesideSupply
from dashboard.questions.social_economy_told import CORNERS, where_of
from etl.model import Observation

FEWEST_YEARS = 6
"""Years with a number of creations and of closures under which no curve is drawn."""
LIMITS = (
    "Un point est un quartier, pas un groupe de personnes : qui a besoin de l’ESS n’y vit pas forcément, et les "
    "salariés d’un établissement non plus.",
    "Les habitants sont ceux du dernier recensement lu, plus ancien que le répertoire.",
    "Ce qui est à moins de 300 m ne compte pas ici : personne ne publie combien d’habitants y vivent. Un quartier dont "
    "les établissements sont de l’autre côté de la rue paraît vide.",
    "Un seul établissement de plus déplace beaucoup le point d’un petit quartier.",
    "Les quartiers prioritaires sont choisis par le revenu de leurs habitants : ils sont tous plus pauvres que ce qui "
    "les entoure.",
    "À Paris, Lyon et Marseille, la commune est la ville entière : aucun chiffre n’est donné par arrondissement.",
)
"""What must be read with needs beside supply."""


def families_chart(known: SocialEconomy) -> Chart | None:
    """How many establishments of each legal family; None when it is not known."""
    return _levels_chart(known, FAMILIES, "familles", known.zone, "famille")


def sectors_chart(known: SocialEconomy) -> Chart | None:
    """How many of each sector, with the band of 300 m of a quarter where it is known; None when it is not known."""
    return _levels_chart(known, SECTORS, "secteurs", known.widest, "secteur")


def _levels_chart(known: SocialEconomy, dimension: str, name: str, zone: str, word: str) -> Chart | None:
    levels = known.levels(COUNT, zone, dimension)
    if not told_apart(levels)[0]:  # all of them secret or zero: a sentence says it better
        return None
    labels = known.catalogue.breakdowns[dimension].levels
    rows = [(french.sentence(labels[o.breakdown.partition(":")[2]]), o) for o in levels]
    indicator = known.catalogue.indicators[COUNT]
    place = known.catalogue.territories[known.territory]
    subtitle = f"{place.label} · {where_of(known, zone)} · {indicator.universe} · {french.period(known.month)}"
    return bars.define(f"ess-{name}", _finding(levels, rows, word), subtitle, rows, indicator, known.catalogue)


def _finding(levels: Sequence[Observation], rows: Sequence[tuple[str, Observation]], word: str) -> str:
    """« Le plus grand nombre, par secteur de l’ESS : vie associative (8) », among those published."""
    shown, hidden, _ = told_apart(levels)
    label = next(text for text, o in rows if o == shown[0])
    first = "Le nombre le plus grand qui soit publié" if hidden else "Le plus grand nombre"
    return f"{first}, par {word} de l’ESS : {french.inside(label)} ({french.number(shown[0].value or 0, 0)})"


def lives_chart(known: SocialEconomy) -> Chart | None:
    """Creations and closures year by year; None when too few years have a number."""
    born, closed = (known.years(name, known.zone) for name in (CREATIONS, CLOSURES))
    told = [[o for o in side.values() if o.value is not None] for side in (born, closed)]
    if min(len(side) for side in told) < FEWEST_YEARS:
        return None
    catalogue = known.catalogue
    indicator = catalogue.indicators[CREATIONS]
    cuts = _segments(born, closed)
    marks = [mark_of(o, "Créations", "priority", catalogue, segment=cuts[o.period]) for o in born.values()]
    marks += [mark_of(o, "Fermetures", "reference", catalogue, segment=cuts[o.period]) for o in closed.values()]
    place = catalogue.territories[known.territory]
    last = told[0][-1]
    title = f"{french.in_period(last.period)}, {french.counted(int(last.value or 0), 'création')}"
    shut = closed.get(last.period)
    title += (
        f" et {french.counted(int(shut.value), 'fermeture')}" if shut is not None and shut.value is not None else ""
    )
    observations = [*born.values(), *closed.values()]
    return Chart(
        kind="series",
        name="ess-annees",
        title=f"{title} d’établissements de l’ESS",
        subtitle=f"{place.label} · {where_of(known, known.zone)} · {indicator.universe}",
        symbol=catalogue.units[indicator.unit].symbol,
        decimals=0,
        marks=tuple(marks),
        sources=source_lines(observations, catalogue),
        caveats=tuple(dict.fromkeys([*indicator.caveats, *catalogue.indicators[CLOSURES].caveats])),
        labels={"priority": "Créations", "reference": "Fermetures"},
    )


def _segments(born: Mapping[str, Observation], closed: Mapping[str, Observation]) -> dict[str, int]:
    """The stretch of each year: no line goes over a year whose number is secret."""
    cuts, segment = {}, 0
    for period in sorted({*born, *closed}):
        absent = any(side[period].value is None for side in (born, closed) if period in side)
        segment += absent
        cuts[period] = segment
        segment += absent
    return cuts


def needs_chart(near: Neighbourhoods, crossed: NeedsBesideSupply, title: str, within: str) -> Chart:
    """The quarters of a territory, each at its need and its establishments, and how many are in each corner."""
    supply = crossed.supply.subject
    need = crossed.need.subject
    catalogue = near.catalogue
    place = near.store.territory_label(within)
    subtitle = (
        f"{place} · {place_words(supply, catalogue)} · {need.indicator.label}, {french.period(need.period)}, et "
        f"{french.inside(supply.indicator.label)}, {french.period(supply.period)}"
    )
    without = crossed.without
    missing = (
        [f"Sans l’un des deux chiffres, hors du graphique : {french.counted(without, 'quartier')}."] if without else []
    )
    return Chart(
        kind="scatter",
        name="besoins-offre",
        title=title.rstrip("."),
        subtitle=subtitle,
        symbol="",
        decimals=supply.indicator.decimals,
        marks=tuple(_marks(near, crossed)),
        sources=publications([need.source, supply.source], catalogue),
        caveats=(*LIMITS, *missing),
        labels={"priority": catalogue.zones[supply.zone].label, "reference": "Médianes des quartiers"},
        groups=tuple(_groups(near, crossed)),
        crossing=_crossing(near, crossed),
        behind=behind(supply),
    )


def _marks(near: Neighbourhoods, crossed: NeedsBesideSupply) -> list[Mark]:
    """Where both lines meet: the medians of the quarters of France."""
    supply, need = crossed.supply.subject, crossed.need.subject
    texts = [
        french.amount(value, subject.indicator, subject.source, near.catalogue)
        for value, subject in ((crossed.need_middle, need), (crossed.supply_middle, supply))
    ]
    text = f"{need.indicator.label} {texts[0]}, ESS {texts[1]}"
    return [
        Mark(
            row=f"Médianes de {french.counted(crossed.compared, 'quartier')} de France",
            side="reference",
            value=crossed.supply_middle,
            text=text,
            label=text,
            period=supply.period,
            zone=place_words(supply, near.catalogue),
            source=source_words(supply, "calcul sur les quartiers", near.catalogue),
            n=crossed.need_middle,
        )
    ]


def _groups(near: Neighbourhoods, crossed: NeedsBesideSupply) -> list[Group]:
    supply = crossed.supply.subject
    where = place_words(supply, near.catalogue)
    source = source_words(supply, "calcul sur les quartiers", near.catalogue)
    return [
        Group(french.sentence(words), len(crossed.of(corner)), supply.period, where, source)
        for corner, words in CORNERS.items()
    ]


def _crossing(near: Neighbourhoods, crossed: NeedsBesideSupply) -> Crossing:
    need, supply = crossed.need.subject, crossed.supply.subject
    less, more = (Corner.LESS_PRESENT, Corner.LESS_THIN), (Corner.NEED_PRESENT, Corner.NEED_THIN)
    left, right = (more, less) if crossed.lower_is_need else (less, more)
    corners = [french.sentence(CORNERS[corner]) for corner in (left[0], right[0], left[1], right[1])]
    return Crossing(
        across=tuple(round(quarter.need, 2) for quarter in crossed.quarters),
        up=tuple(round(quarter.supply, 2) for quarter in crossed.quarters),
        names=tuple(f"{_name(near, quarter)} : {_figures(near, crossed, quarter)}" for quarter in crossed.quarters),
        middle_across=crossed.need_middle,
        middle_up=crossed.supply_middle,
        corners=(corners[0], corners[1], corners[2], corners[3]),
        across_label=f"{need.indicator.label} ({french.period(need.period)})",
        up_label=f"{supply.indicator.label} ({french.period(supply.period)})",
        across_symbol=near.catalogue.units[need.indicator.unit].symbol,
        lines="Tirets : médianes des quartiers de France",
    )


def _name(near: Neighbourhoods, quarter: Crossed) -> str:
    return quarter_row(quarter.code, near.store.territory_label(quarter.code))


def _figures(near: Neighbourhoods, crossed: NeedsBesideSupply, quarter: Crossed) -> str:
    return ", ".join(amount_of(near, side, value) for side, value in side_values(crossed, quarter))


def side_values(crossed: NeedsBesideSupply, quarter: Crossed) -> tuple[tuple[Quarters, float], tuple[Quarters, float]]:
    """Both figures of a quarter with what they are of."""
    return (crossed.need, quarter.need), (crossed.supply, quarter.supply)


def amount_of(near: Neighbourhoods, side: Quarters, value: float) -> str:
    """One figure in words, as precise as its source."""
    return french.amount(value, side.subject.indicator, side.subject.source, near.catalogue)
