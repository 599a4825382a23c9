"""Charts of many quarters: what they say of all, and of the one that is asked for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dashboard.charts import Chart, distribution, draw, funnel, ranking
from dashboard.components.figure import chart_card
from dashboard.gaps import (
    Distribution,
    Funnel,
    Ranking,
    Refusal,
    distribution_of,
    funnel_of,
    histogram,
    position_of,
    rank_quarters,
)
from etl.catalogue import Catalogue, Indicator
from etl.model import PERIOD_NOTES
from tests.dashboard.small import catalogue, observed, of
from tests.dashboard.walk import components, text_of
from tests.gaps.many import SHARE, SURVEYED, many

NAMES = {"QP000000": "Les Courbes", "QP000003": "Les Tours & <b>Cie</b>"}
VALUES: list[float | None] = [27.3, 40.0, 33.1, 12.0, 45.5, 27.3, None, 19.9, 30.0, 22.2, 36.4, 28.8]
N = [500.0, 900.0, 1200.0, 2500.0, 700.0, 3000.0, 800.0, 650.0, 1000.0, 4200.0, 1500.0, 1100.0]
SECRET = ["C" if value is None else "F" for value in VALUES]
MANY = 1_600


def spread_chart(known: Indicator = SHARE, where: Catalogue | None = None) -> Chart:
    where = where or catalogue(known)
    quarters = many(VALUES, known, n=N, conf_status=SECRET)
    spread = distribution_of(quarters)
    assert isinstance(spread, Distribution)
    rows = [("Les Courbes", observed(27.3, age="_T")), ("Lyon", observed(14.5, "all", age="_T"))]
    bins = histogram(quarters.values[quarters.present])
    return distribution.define("repartition", "Titre", "Sous-titre", spread, bins, rows, where, ["Les Courbes"])


def ranking_chart(
    known: Indicator = SURVEYED, chosen: str = "QP000000", most: int = 5, n: list[float] | float = N
) -> Chart:
    ranked = rank_quarters(many(VALUES, known, n=n, conf_status=SECRET))
    assert isinstance(ranked, Ranking)
    return ranking.define("rang", "Titre", "Sous-titre", ranked, chosen, NAMES, catalogue(known), most)


def funnel_chart(*, inflate: bool = False) -> Chart:
    answer = funnel_of(many(VALUES, SHARE, n=N, conf_status=SECRET), inflate=inflate)
    assert isinstance(answer, Funnel)
    lyon = [("Lyon", of(SHARE, 14.5, "all"))]
    return funnel.define("entonnoir", "Titre", "Sous-titre", answer, ["QP000000"], NAMES, catalogue(SHARE), lyon)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def said(chart: Chart) -> list[tuple[str, str]]:
    """Row and value of each line of the table."""
    return [(plain(row[0]), plain(row[3])) for row in chart.table()[1]]


def test_a_distribution_says_quartiles_then_places_then_counts():
    chart = spread_chart()
    assert said(chart) == [
        ("Répartition des quartiers", "un quart sous 24,8 %"),
        ("Répartition des quartiers", "la moitié sous 28,8 %"),
        ("Répartition des quartiers", "les trois quarts sous 34,8 %"),
        ("Les Courbes", "27,3 %"),
        ("Lyon", "14,5 %"),
        ("De 10 à moins de 20 %", "2 quartiers"),
        ("De 20 à moins de 30 %", "4 quartiers"),
        ("De 30 à moins de 40 %", "3 quartiers"),
        ("De 40 à moins de 50 %", "2 quartiers"),
    ]
    assert plain(chart.caveats[1]) == "Sans valeur : 1 quartier (secret statistique)."
    assert "pas une moyenne" in chart.caveats[0]
    assert [mark.side for mark in chart.marks] == ["priority"] * 4 + ["reference"]


def test_a_distribution_is_drawn_as_it_is_said():
    figure = draw(spread_chart())
    (bars,) = [trace for trace in figure.data if trace.type == "bar"]
    assert list(bars.y) == [2, 4, 3, 2]
    assert list(bars.x) == [15, 25, 35, 45]
    box, *lines = figure.layout.shapes
    assert (box.x0, box.x1) == pytest.approx((24.75, 34.75))
    assert [(line.x0, line.line.dash) for line in lines] == [(27.3, "solid"), (14.5, "dot")]
    low, high = figure.layout.xaxis.range
    assert low < 10
    assert high > 50
    written = [plain(note.text) for note in figure.layout.annotations]
    assert "<b>Les Courbes : 27,3 %</b>" in written
    assert "Nombre de quartiers par tranche (4 au plus)" in written


def test_a_ranking_says_ranks_and_never_a_place_alone():
    chart = ranking_chart()
    assert [row for row, _ in said(chart)] == [
        "QP000008", "QP000011", "Les Courbes (QP000000)", "QP000005", "QP000009",
    ]  # fmt: skip
    for row, value in said(chart):
        assert "rang " in value, row
        assert value.endswith(" sur 11)")
    assert said(chart)[2][1] == "27,3 % (rang 3 à 10 sur 11)"
    assert chart.highlighted == ("Les Courbes (QP000000)",)
    assert all(row[4] != "non publié" for row in chart.table()[1])
    assert [mark.ranks for mark in chart.marks][2] == (3, 10)


def test_a_ranking_draws_both_intervals():
    chart = ranking_chart()
    figure = draw(chart)
    (ranks,) = [trace for trace in figure.data if trace.xaxis == "x2"]
    middles, halves = np.array(ranks.x), np.array(ranks.error_x.array)
    assert [tuple(ends) for ends in np.array([middles - halves, middles + halves]).T] == [m.ranks for m in chart.marks]
    assert list(figure.layout.xaxis2.tickvals) == [1, 11]
    values = next(trace for trace in figure.data if trace.customdata is not None and len(trace.x))
    at = chart.rows.index("Les Courbes (QP000000)")
    mark = chart.marks[at]
    assert mark.lower is not None
    assert values.error_x.arrayminus[at] == pytest.approx(27.3 - mark.lower)
    assert len(figure.layout.shapes) == 1, "one row is asked for"


def test_rounded_values_show_their_rank_and_no_limits():
    chart = ranking_chart(SHARE, n=float("nan"))
    assert {row[4] for row in chart.table()[1]} == {"non publié"}
    assert said(chart)[2][1] == "27,3 % (rang 7 à 8 sur 11)"
    notes = [note.text for note in draw(chart).layout.annotations]
    assert "<b>Valeur</b>" in notes
    assert "<b>Valeur et intervalle</b>" in [note.text for note in draw(ranking_chart()).layout.annotations]


def test_a_ranking_without_the_quarter_asked_for_is_an_error():
    with pytest.raises(KeyError):
        ranking_chart(chosen="QP000006")


def test_neighbours_in_the_order_that_hardly_differ_look_so():
    """Between 27.3 and 28.8 the axis spans at least the middle half of the quarters."""
    low, high = draw(ranking_chart(SHARE, most=3)).layout.xaxis.range
    assert low < 24.8
    assert high > 34.7


def test_a_funnel_says_where_the_quarter_stands_and_counts_the_others():
    """4 556 of 17 250 are 26.41 %; one standard error is 44.1 / √n, so 27.3 % of 500 is at 0.45 of one."""
    chart = funnel_chart()
    assert said(chart) == [
        ("Les Courbes (QP000000)", "27,3 % sur un effectif de 500, entre les limites"),
        ("Ensemble de ces quartiers", "26,4 %"),
        ("Lyon", "14,5 %"),
        ("Quartiers : entre les limites", "3 quartiers"),
        ("Quartiers : au-dessus de la limite à 95 %", "1 quartier"),
        ("Quartiers : au-dessus de la limite à 99,8 %", "4 quartiers"),
        ("Quartiers : en dessous de la limite à 99,8 %", "3 quartiers"),
    ]
    assert [row[4] for row in chart.table()[1]] == ["non publié"] * 3 + ["sans objet"] * 4
    assert chart.data()[1][-1][-2:] == ["3", "quartiers"]


def test_a_funnel_draws_every_quarter_once_with_a_shape_for_its_place():
    figure = draw(funnel_chart())
    clouds = [trace for trace in figure.data if trace.hovertext is not None]
    assert sum(len(trace.x) for trace in clouds) == 11
    shapes = {trace.name: trace.marker.symbol for trace in clouds}
    assert len(set(shapes.values())) == len(shapes)
    assert {round(float(x)) for trace in clouds for x in trace.x} == {int(n) for n in N if n != 800}
    curves = [trace for trace in figure.data if trace.mode == "lines"]
    assert [curve.line.dash for curve in curves] == ["dash", "dash", "solid", "solid", "dot"]


def test_the_limits_of_a_funnel_close_towards_the_target():
    chart = funnel_chart()
    assert chart.cloud is not None
    for pair in chart.cloud.limits:
        width = np.array(pair.upper) - np.array(pair.lower)
        assert (np.diff(width) <= 0).all()
        assert (np.array(pair.lower) < chart.cloud.target).all()
    near, far = chart.cloud.limits
    assert (np.array(far.upper) > np.array(near.upper)).all()
    wide = funnel_chart(inflate=True)
    assert wide.cloud is not None
    assert wide.cloud.limits[0].upper[0] > near.upper[0]


def test_marks_are_numbered_as_the_list_says():
    chart = funnel_chart()
    figure = draw(chart)
    numbers = {
        text: told[0]
        for t in figure.data
        if t.customdata is not None
        for text, told in zip(t.text, t.customdata, strict=True)
    }
    assert {plain(text): row for text, row in numbers.items()} == {
        "<b>1</b>": "Les Courbes (QP000000)", "<b>2</b>": "Ensemble de ces quartiers", "<b>3</b>": "Lyon",
    }  # fmt: skip
    listed = " ".join(plain(note.text).replace("<br>", " ") for note in figure.layout.annotations)
    assert "1. Les Courbes (QP000000) : 27,3 %, entre les limites" in listed
    assert "2. Ensemble de ces quartiers : 26,4 %" in listed


def test_a_name_is_text_not_markup():
    ranked = ranking_chart(chosen="QP000003")
    assert "<b>Cie" not in draw(ranked).to_json().replace("\\u003c", "<")
    assert "Cie" in text_of(chart_card(ranked))


@pytest.mark.parametrize("make", [spread_chart, ranking_chart, funnel_chart])
def test_the_card_holds_the_whole_table(make):
    chart = make()
    (table,) = components(chart_card(chart), "Table")
    words = plain(text_of(table))
    for row, value in said(chart):
        assert row in words
        assert value in words


def test_a_value_for_all_quarters_alike_is_drawn():
    quarters = many([12.0] * 10)
    spread = distribution_of(quarters)
    assert isinstance(spread, Distribution)
    chart = distribution.define("d", "T", "S", spread, histogram(quarters.values), [], catalogue(SHARE))
    low, high = draw(chart).layout.xaxis.range
    assert low < 12 < high
    assert [(group.count, group.low, group.high) for group in chart.groups] == [(10, 12.0, 13.0)]


def test_a_fragile_value_says_so_and_looks_so():
    quarters = many(VALUES, SURVEYED, n=N, conf_status=SECRET, obs_status=["U", *"AAAAAAAAAAA"])
    ranked = rank_quarters(quarters)
    assert isinstance(ranked, Ranking)
    chart = ranking.define("r", "T", "S", ranked, "QP000000", NAMES, catalogue(SURVEYED), 3)
    (mark,) = [mark for mark in chart.marks if mark.uncertain]
    assert plain(mark.text) == "27,3 % (fragile) (rang 3 à 10 sur 11)"


def test_sixteen_hundred_quarters_stay_light():
    """Numbers rounded to the screen and bars instead of points: each picture is under 100 kB."""
    generator = np.random.default_rng(2)
    n = generator.lognormal(7.8, 0.6, MANY).round()
    quarters = many(np.round(generator.normal(30, 8, MANY).clip(1, 90), 1).tolist(), SHARE, n=n.tolist())
    names = {code: f"Quartier de la rue longue {code}" for code in quarters.codes}
    where = catalogue(SHARE)
    spread, ranked, cloud = distribution_of(quarters), rank_quarters(quarters), funnel_of(quarters)
    assert isinstance(spread, Distribution)
    assert isinstance(ranked, Ranking)
    assert isinstance(cloud, Funnel)
    charts = [
        distribution.define("d", "T", "S", spread, histogram(quarters.values), [], where),
        ranking.define("r", "T", "S", ranked, "QP000700", names, where),
        funnel.define("f", "T", "S", cloud, ["QP000700"], names, where),
    ]
    for chart in charts:
        assert len(draw(chart).to_json()) < 100_000, chart.kind
        assert len(chart.table()[1]) <= 60, "a table of quarters is not read: it counts them"
    assert len(charts[1].marks) == 25


def test_a_chart_of_quarters_is_a_value():
    """Equal charts are one chart: the picture is drawn once."""
    assert draw(funnel_chart()) is draw(funnel_chart())
    assert draw(replace(funnel_chart(), title="Autre")) is not draw(funnel_chart())


@pytest.mark.parametrize(("kind", "periods"), [("spread", {"2022, date déduite"}), ("ranks", {"2022, date déduite"})])
def test_a_deduced_date_is_said_in_the_table(kind: str, periods: set[str]):
    """No comparator beside them: the lines of the quarters, their quartiles and their counts say it themselves."""
    note = PERIOD_NOTES["deduced"]
    quarters = many(VALUES, SURVEYED, n=N, conf_status=SECRET, note=note)
    assert quarters.subject.note == note
    spread, ranked = distribution_of(quarters), rank_quarters(quarters)
    assert isinstance(spread, Distribution)
    assert isinstance(ranked, Ranking)
    where, bins = catalogue(SURVEYED), histogram(quarters.values[quarters.present])
    chart = (
        distribution.define("repartition", "T", "S", spread, bins, [], where)
        if kind == "spread"
        else ranking.define("rang", "T", "S", ranked, "QP000000", NAMES, where, 5)
    )
    assert {row[2] for row in chart.table()[1]} == periods


def test_a_deduced_date_is_said_of_every_line_of_a_funnel():
    answer = funnel_of(many(VALUES, SHARE, n=N, conf_status=SECRET, note=PERIOD_NOTES["deduced"]))
    assert isinstance(answer, Funnel)
    lyon = [("Lyon", of(SHARE, 14.5, "all", note=PERIOD_NOTES["deduced"]))]
    chart = funnel.define("entonnoir", "T", "S", answer, ["QP000000"], NAMES, catalogue(SHARE), lyon)
    assert {row[2] for row in chart.table()[1]} == {"2022, date déduite"}


def test_a_missing_value_is_refused_with_the_date_as_sure_as_it_is():
    refusal = position_of(many(VALUES, SHARE, conf_status=SECRET, note=PERIOD_NOTES["deduced"]), "QP000006")
    assert isinstance(refusal, Refusal)
    assert "(2022, date déduite)" in refusal.text
