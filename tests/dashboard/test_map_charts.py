"""The charts of maps: what the key says, how absence looks, what a tile and a dot hold."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import chart_kinds, draw, map, tiles
from dashboard.charts.atlas import (
    ABSENT_LOOKS,
    EDGE,
    LEGEND_ROW,
    RAMP,
    Atlas,
    Dots,
    Lines,
    Look,
    Note,
    absent_look,
    class_looks,
    class_words,
    joined,
    unit_row,
)
from dashboard.charts.chart import Chart
from dashboard.charts.insets import lines_apart
from dashboard.charts.style import MUTED, PAPER
from dashboard.charts.tiles import TileFigure
from dashboard.components.map_key import sheet_key
from dashboard.gaps.classes import Classes
from etl.catalogue import Tile
from etl.model import Face, Observation
from tests.dashboard.small import INCOME, JOBSEEKERS, catalogue, indicator, observed, of, unit
from tests.dashboard.walk import components, text_of

NBSP, NARROW = "\u00a0", "\u202f"
PERCENT = unit("percent", "%", "points")
SMALL = catalogue()
RATE = indicator()


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, pale = sorted((luminance(one), luminance(other)))
    return (pale + 0.05) / (dark + 0.05)


# Colours ------------------------------------------------------------------------------------------------------------


def test_classes_go_from_pale_to_dark_for_any_eye():
    """Lightness alone orders them: a print in grey, or an eye that tells no red from green, reads them."""
    for pale, dark in pairwise(RAMP):
        assert contrast(pale, dark) > 1.35
    assert contrast(RAMP[0], RAMP[-1]) > 7


def test_edges_are_seen_on_the_paper_and_texts_on_their_class():
    assert contrast(EDGE, PAPER) >= 3
    assert contrast(MUTED, PAPER) >= 3
    for colour in RAMP:
        assert contrast(Look("", 0, colour).ink, colour) >= 4.5, colour


# The key ------------------------------------------------------------------------------------------------------------


def test_classes_are_told_in_words():
    assert class_words(None, 35.0, PERCENT, 1) == f"moins de 35{NBSP}%"
    assert class_words(35.0, 40.0, PERCENT, 1) == f"de 35 à moins de 40{NBSP}%"
    assert class_words(40.0, None, PERCENT, 1) == f"40{NBSP}% ou plus"
    assert (
        class_words(12_500.0, 13_000.0, unit("eur", "€", "€"), 0) == f"de 12{NARROW}500 à moins de 13{NARROW}000{NBSP}€"
    )
    assert class_words(0.25, None, unit("index", "", "d’indice"), 1) == "0,25 ou plus", (
        "with the decimals that it needs"
    )
    assert class_words(None, None, PERCENT, 1) == "toutes les valeurs"


def test_the_highest_class_comes_first_and_is_the_darkest():
    looks = class_looks(Classes((35.0, 40.0, 45.0, 50.0)), [5, 4, 3, 2, 1], PERCENT, 1)
    assert [look.text for look in looks][::4] == [f"50{NBSP}% ou plus", f"moins de 35{NBSP}%"]
    assert [look.colour for look in looks] == list(reversed(RAMP))
    assert [look.count for look in looks] == [1, 2, 3, 4, 5]
    two = class_looks(Classes((40.0,)), [1, 1], PERCENT, 1)
    assert [look.colour for look in two] == [RAMP[-1], RAMP[0]], "few classes are spread over the whole ramp"


def test_a_unit_too_long_for_a_telephone_is_said_once():
    long = unit("per_1000", "pour 1 000 habitants", "unités")
    classes = Classes((12.0, 13.0))
    assert unit_row(classes, PERCENT, 1) == []
    assert unit_row(classes, long, 1) == ["Unité : pour 1 000 habitants"]
    assert [look.text for look in class_looks(classes, [1, 1, 1], long, 1)] == [
        "13 ou plus", "de 12 à moins de 13", "moins de 12",
    ]  # fmt: skip


def test_no_two_faces_of_absence_look_alike_nor_like_a_value():
    looks = [absent_look(face, 1) for face in (Face.SECRET, Face.MISSING, Face.NOT_APPLICABLE)]
    assert (
        len({look.symbol for look in looks})
        == len({look.pattern for look in looks})
        == len({look.text for look in looks})
        == 3
    )
    assert all(look.symbol.endswith("-open") and look.colour == PAPER and look.pattern for look in looks)
    assert {Face.SECRET, Face.MISSING, Face.NOT_APPLICABLE} == set(ABSENT_LOOKS), "a zero is a value: it has a class"
    assert not any(look.symbol.endswith("-open") for look in class_looks(Classes((1.0,)), [1, 1], PERCENT, 0))


# The map ------------------------------------------------------------------------------------------------------------


def dots(symbol: str, looks: list[int], **fields: object) -> Dots:
    count = len(looks)
    given = {
        "x": np.arange(count, dtype=np.float32), "y": np.arange(count, dtype=np.float32),
        "size": np.full(count, 8, dtype=np.float32), "names": tuple(f"Quartier {rank}" for rank in range(count)),
        "figures": tuple(f"{rank}{NBSP}%" for rank in range(count)),
        "paths": tuple(f"/territoire/QP09300{rank}" for rank in range(count)),
    }  # fmt: skip
    return Dots(symbol=symbol, looks=np.array(looks), **{**given, **fields})  # type: ignore[arg-type]


LOOKS = (
    *class_looks(Classes((40.0,)), [1, 2], PERCENT, 1),
    absent_look(Face.SECRET, 1),
    absent_look(Face.MISSING, 0),
)


def mapped(atlas: Atlas) -> Chart:
    return map.define("carte", "Titre", "Sous-titre", atlas, [], [], ["Source"], ["Réserve", "Réserve"], "%", 1, SMALL)


def atlas(**fields: object) -> Atlas:
    return Atlas(width=1000, height=900, looks=LOOKS, counted="quartiers", **fields)  # type: ignore[arg-type]


def test_each_dot_has_the_colour_of_its_class_its_words_and_its_address():
    figure = draw(mapped(atlas(dots=(dots("circle", [0, 1, 1]), dots("x-thin-open", [2])))))
    present, absent = figure.data
    assert list(present.marker.color) == [0, 1, 1]
    steps = [colour for _, colour in present.marker.colorscale]
    assert [steps[int(rank)] for rank in present.marker.color] == [RAMP[-1], RAMP[0], RAMP[0]]
    assert (present.marker.cmin, present.marker.cmax) == (0, len(LOOKS) - 1)
    assert list(present.hovertext) == ["Quartier 0", "Quartier 1", "Quartier 2"]
    assert list(present.text) == [f"0{NBSP}%", f"1{NBSP}%", f"2{NBSP}%"]
    assert list(present.customdata) == ["/territoire/QP093000", "/territoire/QP093001", "/territoire/QP093002"]
    assert absent.marker.symbol == "x-thin-open"
    assert absent.marker.color == absent.marker.line.color == MUTED


def test_the_key_counts_each_class_and_leaves_out_absences_that_nobody_has():
    drawn = draw(mapped(atlas(key=("Chaque cadre a sa propre échelle",))))
    texts = [note.text for note in drawn.layout.annotations if note.text.strip() and len(note.text) > 1]
    assert texts == [
        "Classe (nombre de quartiers)", f"40{NBSP}% ou plus (2)", f"Moins de 40{NBSP}% (1)", "Secret statistique (1)",
        "Chaque cadre a sa propre échelle",
    ]  # fmt: skip
    assert drawn.layout.meta["above"] == atlas(key=("Une ligne",)).above
    assert drawn.layout.margin.t < drawn.layout.meta["above"]


def test_the_key_is_the_page_s_until_a_picture_is_saved():
    """Hidden in the figure, under a name that the browser looks for; the page has the same words."""
    one = mapped(atlas(key=("Chaque cadre a sa propre échelle",), notes=(Note("Guyane", 1, 1),)))
    notes = {note.text: (note.name, note.visible) for note in draw(one).layout.annotations if len(note.text) > 1}
    assert notes.pop("Guyane") == (None, None)
    assert set(notes.values()) == {("key", False)}
    assert one.atlas is not None
    items = [text_of(item) for item in components(sheet_key(one.atlas), "Li")]
    assert items == [f"40{NBSP}% ou plus (2)", f"Moins de 40{NBSP}% (1)", "×Secret statistique (1)"]
    assert [text_of(part) for part in components(sheet_key(one.atlas), "P")] == [
        "Classe (nombre de quartiers)", "Chaque cadre a sa propre échelle",
    ]  # fmt: skip


def test_a_long_line_of_the_key_is_cut_in_a_picture_only():
    told = atlas(key=("Surface du rond : habitants en 2018 (au plus 126 034), selon l’Insee",))
    assert len(told.key_lines) == 2
    assert told.above - atlas().above == 2 * LEGEND_ROW


def test_a_map_is_not_stretched_by_its_screen():
    drawn = draw(mapped(atlas()))
    assert drawn.layout.yaxis.scaleanchor == "x"
    assert tuple(drawn.layout.xaxis.range) == (0, 1000)
    assert tuple(drawn.layout.yaxis.range) == (0, 900)
    assert drawn.layout.xaxis.fixedrange
    assert drawn.layout.yaxis.fixedrange


def test_an_outline_without_a_value_is_hatched_and_one_with_a_value_is_not():
    square = joined([np.array([[0, 0], [1, 0], [1, 1], [0, 0]], dtype=float)])
    present, absent = draw(mapped(atlas(areas=((0, square), (2, square))))).data
    assert present.fill == absent.fill == "toself"
    assert present.fillcolor == RAMP[-1]
    assert present.fillpattern.shape is None
    assert absent.fillpattern.shape == ABSENT_LOOKS[Face.SECRET][1]


def test_what_a_reader_asked_for_is_ringed_around_its_dot():
    chosen = dots("circle-open", [0])
    *_, ring = draw(mapped(atlas(dots=(dots("circle", [0, 1]),), rings=chosen))).data
    assert ring.marker.symbol == "circle-open"
    assert ring.marker.size[0] > chosen.size[0]
    assert ring.hoverinfo == "skip", "the dot answers"


def test_lines_are_cut_between_pieces():
    lines = joined([np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([[5.0, 5.0]])])
    assert lines.x[[0, 1, 3]].tolist() == [0, 1, 5]
    assert math.isnan(lines.x[2])
    assert isinstance(joined([]), Lines)


def test_caveats_are_said_once():
    assert mapped(atlas()).caveats == ("Réserve",)


# The tiles ----------------------------------------------------------------------------------------------------------


def tile(code: str, column: int, row: int, observation: Observation | None, told: str = "dit") -> TileFigure:
    number = code.removeprefix("DEP-")
    return TileFigure(
        Tile(id=code, column=column, row=row), number, f"Département {number}", observation, told, f"/territoire/{code}"
    )


FIGURES = [
    tile("DEP-59", 2, 1, observed(45.3, breakdown="quarters:median"), f"45,3{NBSP}%"),
    tile("DEP-29", 1, 2, observed(30.0, breakdown="quarters:median"), f"30{NBSP}%"),
    tile("DEP-67", 3, 2, observed(None, obs_status="O", breakdown="quarters:median"), "moins de 4 quartiers publiés"),
    tile("DEP-13", 3, 3, None, "aucun chiffre lu"),
]  # fmt: skip


def grid(**fields: object) -> Chart:
    given = {"figures": FIGURES, "indicator": RATE, "classes": Classes((40.0,)), "catalogue": SMALL}
    return tiles.define("departements", "Titre", "Sous-titre", **{**given, **fields})  # type: ignore[arg-type]


def test_a_tile_stands_at_its_column_and_row_counted_from_the_north_west():
    drawn = draw(grid())
    middles = {trace.customdata[0]: (trace.x[0], trace.y[0]) for trace in drawn.data if trace.customdata is not None}
    assert middles == {
        "/territoire/DEP-59": (1.5, 2.5),
        "/territoire/DEP-29": (0.5, 1.5),
        "/territoire/DEP-67": (2.5, 1.5),
        "/territoire/DEP-13": (2.5, 0.5),
    }


def test_a_tile_writes_its_number_and_three_digits_of_its_value():
    drawn = draw(grid())
    written = {trace.customdata[0]: trace.text[0] for trace in drawn.data if trace.customdata is not None}
    assert written["/territoire/DEP-59"] == "<b>59</b><br>45,3"
    assert written["/territoire/DEP-29"] == "<b>29</b><br>30,0"
    assert written["/territoire/DEP-67"] == f"<b>67</b><br>{NBSP}", "no value, no figure"


def test_values_too_long_for_a_tile_are_in_thousands_and_the_key_says_it():
    rows = [tile("DEP-59", 2, 1, of(INCOME, 13_420.0)), tile("DEP-29", 1, 2, of(INCOME, 9_810.0))]
    chart = grid(figures=rows, indicator=INCOME, classes=Classes((12_000.0,)))
    written = [trace.text[0] for trace in draw(chart).data if trace.customdata is not None]
    assert sorted(written) == ["<b>29</b><br>9,81", "<b>59</b><br>13,4"]
    assert chart.atlas is not None
    assert chart.atlas.key == ("Dans la case : numéro, puis valeur", "Valeur en milliers (€)")
    counts = [tile("DEP-59", 2, 1, of(JOBSEEKERS, 381_204.0)), tile("DEP-29", 1, 2, of(JOBSEEKERS, 0.0))]
    chart = grid(figures=counts, indicator=JOBSEEKERS, classes=Classes((1_000.0,)))
    assert sorted(trace.text[0] for trace in draw(chart).data if trace.customdata is not None) == [
        "<b>29</b><br>0,00", "<b>59</b><br>381",
    ]  # fmt: skip


def test_a_missing_value_a_blank_tile_and_a_class_are_three_looks():
    chart = grid(missing="moins de 4 quartiers publiés")
    assert chart.atlas is not None
    assert [(look.text, look.count) for look in chart.atlas.told] == [
        (f"40{NBSP}% ou plus", 1), (f"moins de 40{NBSP}%", 1), ("moins de 4 quartiers publiés", 1),
        ("aucun chiffre lu", 1),
    ]  # fmt: skip
    filled = {trace.name: (trace.fillcolor, trace.fillpattern.shape) for trace in draw(chart).data if trace.fill}
    assert len(set(filled.values())) == 4


def test_a_zero_is_in_a_class_and_a_secret_is_not():
    rows = [tile("DEP-59", 1, 1, observed(0.0)), tile("DEP-29", 2, 1, observed(None, conf_status="C"))]
    chart = grid(figures=rows, classes=Classes((40.0,)))
    assert chart.atlas is not None
    assert [(look.text, look.count) for look in chart.atlas.told] == [
        (f"40{NBSP}% ou plus", 0), (f"moins de 40{NBSP}%", 1), ("secret statistique", 1),
    ]  # fmt: skip


def test_the_table_has_a_row_a_departement_with_what_its_tile_says():
    _, rows = grid().table()
    assert [(row[0], row[3]) for row in rows] == [
        ("Département 59 (59)", f"45,3{NBSP}%"),
        ("Département 29 (29)", f"30{NBSP}%"),
        ("Département 67 (67)", "moins de 4 quartiers publiés"),
    ]


def test_the_tiles_of_a_region_are_framed_and_the_key_says_which():
    chart = grid(framed={"DEP-59", "DEP-29"}, framed_words="Nord et Ouest")
    assert chart.atlas is not None
    assert chart.atlas.key[-1] == "Cadre épais : Nord et Ouest"
    assert chart.highlighted == ("Département 59 (59)", "Département 29 (29)")
    assert chart.atlas.frames is not None
    assert np.isnan(chart.atlas.frames.x).sum() == 1, "two squares"
    plain = grid().atlas
    assert plain is not None
    assert plain.frames is None


@pytest.mark.parametrize("kind", ["map", "tiles"])
def test_figures_without_a_place_are_rows(kind: str):
    assert kind in chart_kinds()
    drawn = draw(replace(grid(), kind=kind, atlas=None))
    assert next(note.text for note in drawn.layout.annotations).startswith("Département 59 (59)")
    assert [value for trace in drawn.data for value in trace.x] == [45.3, 30.0], "an absent value has no dot"


# Insets --------------------------------------------------------------------------------------------------------------


def test_what_is_under_the_main_land_goes_to_the_second_axes():
    """Three dots at 100, 400 and 700 of 900, insets under 350: one of them, with its words, and its note."""
    some = dots("circle", [0, 1, 1], y=np.array([100, 400, 700], dtype=np.float32))
    figure = draw(mapped(atlas(dots=(some,), below=350, notes=(Note("La Réunion", 10, 100), Note("Lyon", 10, 500)))))
    main, inset = figure.data
    assert (main.xaxis, list(main.hovertext)) == (None, ["Quartier 1", "Quartier 2"])
    assert (inset.xaxis, inset.yaxis, list(inset.hovertext)) == ("x2", "y2", ["Quartier 0"])
    assert list(inset.customdata) == ["/territoire/QP093000"]
    assert {note.text: note.xref for note in figure.layout.annotations if note.name is None} == {
        "La Réunion": "x2", "Lyon": "x",
    }  # fmt: skip
    assert list(figure.layout.yaxis.range) == [350, 900]
    assert list(figure.layout.yaxis2.range) == [0, 350]


def test_a_sheet_without_insets_has_one_pair_of_axes_even_for_what_leaves_it():
    line = Lines(np.array([0, 10], dtype=np.float32), np.array([-20, 30], dtype=np.float32))
    figure = draw(mapped(atlas(dots=(dots("circle", [0]),), borders=line)))
    assert {trace.xaxis for trace in figure.data} == {None}
    assert "wide" not in figure.layout.meta


def test_both_arrangements_keep_the_lands_apart():
    meta = draw(mapped(atlas(dots=(dots("circle", [0]),), below=350))).layout.meta
    tall, wide = meta["tall"], meta["wide"]
    assert tall["yaxis2.domain"][1] == tall["yaxis.domain"][0] == pytest.approx(350 / 900)
    assert wide["xaxis2.domain"][1] < wide["xaxis.domain"][0]


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 5)), min_size=1, max_size=8))
def test_lines_are_parted_whole(pieces: list[tuple[bool, int]]):
    """Each line with the gap after it, in the order drawn."""
    shapes = [np.column_stack([np.arange(n), np.full(n, 10.0 if lower else 90.0)]) for lower, n in pieces]
    parts = list(lines_apart(joined(shapes), 50))
    kept = np.concatenate([part.y for part, _ in parts])
    assert sorted(kept[~np.isnan(kept)]) == sorted(y for shape in shapes for y in shape[:, 1])
    for part, axes in parts:
        there = part.y[~np.isnan(part.y)]
        assert (there < 50).all() if axes else (there >= 50).all()
        assert np.isnan(part.y).sum() >= sum(lower == bool(axes) for lower, _ in pieces) - 1


def test_a_name_far_from_its_place_has_a_line_to_it():
    figure = draw(mapped(atlas(notes=(Note("Grand Pré", 300, 400, towards=(100, 200), short=9),))))
    (note,) = [note for note in figure.layout.annotations if note.text == "Grand Pré"]
    assert (note.x, note.y, note.ax, note.ay) == (100, 200, 300, 400)
    assert (note.showarrow, note.arrowhead, note.standoff) == (True, 0, 9)
