"""A few territories side by side: who they are, their figures in one table, their differences in another."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import french
from dashboard.charts import Chart
from dashboard.claims.finding import finding as gap_sentence
from dashboard.components.builds import said
from dashboard.components.figure import caveat_list
from dashboard.components.gap import verdict_badge
from dashboard.components.places import kind_label, place_link
from dashboard.components.tables import Cell, table
from dashboard.components.text import bullets, figure_origin, indicator_link
from dashboard.gaps import REASONS, Gap, Refusal
from dashboard.illustrations.territory import comparison_chart
from dashboard.questions.comparison import KINDS, Figure, Kind, Line, difference
from dashboard.questions.headline import headline, origin_caution
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.outlines import figures_code
from dashboard.store.territories import KINDS as PLACES
from dashboard.view import Part

PATH = "/comparer"
FEWEST = 2
"""Figures of a chart: one alone compares nothing."""


def path(codes: Sequence[str], indicator: str = "", reference: str = "") -> str:
    """The address of a comparison."""
    kept = {"territoires": ",".join(codes), "indicateur": indicator, "reference": reference}
    query = "&".join(f"{name}={value}" for name, value in kept.items() if value)
    return f"{PATH}?{query}" if query else PATH


def chosen_list(near: Neighbourhoods, codes: Sequence[str], indicator: str, reference: str) -> Component:
    """The territories compared, each with the links that take it away or measure the others against it."""
    items = []
    for code in codes:
        label = near.store.territory_label(code)
        rest = [other for other in codes if other != code]
        links = [_link("Retirer", label, path(rest, indicator, reference if reference in rest else ""))]
        if code == reference:
            links.append(_link("Ne plus mesurer d’écart", f"avec {label}", path(codes, indicator)))
        elif rest:
            links.append(_link("Mesurer l’écart", f"avec {label}", path(codes, indicator, code)))
        items.append(
            html.Li(
                [
                    place_link(near.store, code),
                    html.Span(f" · {_kind(near, code)} · {code} · ", className="muted"),
                    *(piece for rank, link in enumerate(links) for piece in (" · " if rank else "", link)),
                ]
            )
        )
    return html.Ul(items, className="places")


def _link(text: str, about: str, href: str) -> Component:
    return dcc.Link([text, html.Span(f" {about}", className="visually-hidden")], href=href)


def _kind(near: Neighbourhoods, code: str) -> str:
    record = near.record(code)
    return kind_label(record) if record else PLACES[near.catalogue.territories[code].kind]


def column_name(near: Neighbourhoods, code: str) -> str:
    """The name of a territory; a quarter bears its map, since one name may stand on both."""
    record = near.record(code)
    label = near.store.territory_label(code)
    if record is None or record.kind != "neighbourhood":
        return label
    kept = figures_code(near.store, code) != code
    return f"{label}, contours {record.perimeter[-4:]}" + (", inchangés depuis 2015" if kept else "")


def lines_table(near: Neighbourhoods, codes: Sequence[str], lines: Sequence[Line]) -> Component:
    """One line an indicator, one column a territory. A figure of another period than its line says so."""
    header = ["Indicateur", *(column_name(near, code) for code in codes)]
    rows: list[list[Cell]] = [
        [
            html.Span([indicator_link(line.indicator), f" ({_when(line)})" if line.period else ""]),
            *(html.Div([_figure(near, line, f) for f in cell]) if cell else "rien n’a été lu" for cell in line.cells),
        ]
        for line in lines
    ]
    return html.Div(table("Chiffres des territoires, côte à côte", header, rows), className="long-heads")


def _when(line: Line) -> str:
    return french.dated_period(line.period, line.note)


def _figure(near: Neighbourhoods, line: Line, figure: Figure) -> Component:
    """The value, then what it is about and when, where that differs from the line."""
    o = figure.observation
    told = [KINDS[figure.kind]] if KINDS[figure.kind] else []
    if figure.kind in (Kind.TOGETHER, Kind.MEDIAN) and o.perimeter.startswith("QP"):
        told.append(f"contours {o.perimeter[-4:]}")
    when = french.dated_period(o.period, o.note)
    told += [when] if when != _when(line) else []
    return html.Div([french.value_and_face(o, near.catalogue), f" ({', '.join(told)})" if told else ""])


def origins(near: Neighbourhoods, codes: Sequence[str], lines: Sequence[Line]) -> Component:
    """Where each figure of the table was read, folded."""
    items: list[Component | str | list[Component | str]] = [
        [
            f"{line.indicator.label}, {column_name(near, code)}, "
            f"{french.dated_period(f.observation.period, f.observation.note)} : ",
            *figure_origin(f.observation, near.catalogue),
        ]
        for line in lines
        for code, cell in zip(codes, line.cells, strict=True)
        for f in cell
    ]
    return html.Details([html.Summary(f"D’où viennent ces {len(items)} chiffres"), bullets(items)])


def line_chart(near: Neighbourhoods, line: Line) -> Chart | None:
    """The figures of a line that are of its period, one bar each; None under two."""
    figures = [(figure_label(near, f), f.observation) for f in line.shared]
    if len(figures) < FEWEST:
        return None
    return comparison_chart(near, line.indicator, figures, finding(near, line))


def finding(near: Neighbourhoods, line: Line) -> str:
    """« En 2019, le taux de pauvreté va de 27,9 % pour « Seine-Saint-Denis… » à 44,1 % pour « Les Tilleuls… » »."""
    values = [(f.observation.value or 0.0, f) for f in line.shared]
    (low, first), (high, last) = (pick(values, key=lambda pair: pair[0]) for pick in (min, max))
    head = f"{french.dated(line.period, line.note)}, {line.indicator.phrase}"
    if low == high:
        return f"{head} est partout de {french.value(first.observation, near.catalogue)}"
    ends = [f"{french.value(f.observation, near.catalogue)} pour « {figure_label(near, f)} »" for f in (first, last)]
    return f"{head} va de {ends[0]} à {ends[1]}"


def figure_label(near: Neighbourhoods, figure: Figure) -> str:
    """« Seine-Saint-Denis, son quartier médian, contours 2015 »."""
    o = figure.observation
    label = near.store.territory_label(o.territory)
    label += f", {KINDS[figure.kind]}" if KINDS[figure.kind] else ""
    return f"{label}, contours {o.perimeter[-4:]}" if o.perimeter.startswith("QP") else label


def gap_finding(near: Neighbourhoods, codes: Sequence[str], lines: Sequence[Line], reference: str) -> str:
    """The answer when a territory is chosen to measure against: the gap that stands out, or that there is none."""
    others = [code for code in codes if code != reference]
    answers = [difference(near, code, line.indicator, reference) for line in lines for code in others]
    gap = headline((answer for answer in answers if isinstance(answer, Gap)), near.catalogue)
    if gap is None:
        return f"Aucun écart avec {column_name(near, reference)} ne peut être mesuré."
    return " ".join(filter(None, (gap_sentence(gap, near.catalogue), origin_caution(gap, near.catalogue))))


def differences_section(near: Neighbourhoods, codes: Sequence[str], lines: Sequence[Line], reference: str) -> Part:
    """What separates each quarter from the territory chosen: gaps that may be refused, each with its reason."""
    others = [code for code in codes if code != reference]
    answers = [[difference(near, code, line.indicator, reference) for code in others] for line in lines]
    rows: list[list[Cell]] = [
        [indicator_link(line.indicator), *(_difference(near, answer) for answer in found)]
        for line, found in zip(lines, answers, strict=True)
        if any(isinstance(answer, Gap) for answer in found)
    ]
    name = column_name(near, reference)
    header = ["Indicateur", *(column_name(near, code) for code in others)]
    flat = [answer for found in answers for answer in found]
    refused = dict.fromkeys(f"{a.indicator.label} : {a.text}" for a in flat if isinstance(a, Refusal))
    caveats = dict.fromkeys(text for a in flat if isinstance(a, Gap) for text in a.caveats)
    folded = html.Details([html.Summary("Les écarts qui ne sont pas mesurés, et pourquoi"), bullets(list(refused))])
    return html.Section(
        [
            html.H2(f"L’écart avec {name}"),
            html.Div(table(f"Écarts avec {name}", header, rows), className="long-heads")
            if rows
            else said("Aucun écart ne peut être mesuré entre ces territoires."),
            caveat_list(tuple(caveats)),
            folded if refused else None,
        ],
    )


def _difference(near: Neighbourhoods, answer: Gap | Refusal) -> Component:
    if isinstance(answer, Refusal):
        return html.Span(REASONS[answer.code], className="muted")
    indicator = answer.indicator
    amount = french.difference(answer.difference.value, near.catalogue.units[indicator.unit], indicator.decimals)
    ratio = f", {french.times(answer.ratio.value)}" if answer.ratio else ""
    when = french.dated_period(answer.period, answer.priority.note)
    return html.Div([html.Div(f"{amount}{ratio} ({when})"), verdict_badge(answer)])
