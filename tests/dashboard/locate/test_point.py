"""What the page says of a point, inside, outside or unknown, on both maps."""

from __future__ import annotations

import base64
import re
import shutil
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import dashboard.questions.locating
from dashboard.components.locate import verdict
from dashboard.questions.locating import Located, degrees, pair
from dashboard.questions.reading import Reading
from dashboard.routing import Router
from dashboard.store import open_store
from etl.catalogue import Catalogue
from etl.geography.locate import Answer, State, Within, open_locator
from etl.geography.stored import OUTLINES
from etl.model import InvalidValueError, Perimeter
from tests.dashboard.locate.asked import INSIDE, OUTSIDE, PATH, SCRIPT, answer, page, plain, refused
from tests.dashboard.walk import classed, components, links

IN, OUT, DUNNO = State.INSIDE, State.OUTSIDE, State.UNKNOWN
METRE = 1 / 111_000
"""A metre north, in degrees."""


def test_nothing_asked_says_what_to_give_and_what_stays_here(located: Router):
    text = plain(page(located))
    assert "Donner la longitude et la latitude d’un point" in text
    assert "Les coordonnées ne quittent pas ce serveur" in text
    assert "inconnu :" not in text
    assert [item.name for item in located.view(PATH).filters] == ["longitude", "latitude"]


def test_a_point_inside(located: Router):
    shown = page(located, INSIDE)
    assert answer(located, INSIDE) == "Ce point est dans un QPV, avec les contours de 2024 comme avec ceux de 2015."
    now, before, _ = classed(shown, "card")
    assert "Dans le QPV Les Tilleuls (QN03101I), à 404 m de son bord." in plain(now)
    assert "404 m, dedans" in plain(now)
    assert plain(now).endswith("Dedans ou à 300 m au plusoui")
    assert links(now) == ["/territoire/QN03101I"]
    assert "Dans le QPV Les Tilleuls (QP031001)" in plain(before), "unchanged: it has the outline of 2024"


def test_a_point_outside_with_its_distance_and_the_band(located: Router):
    assert answer(located, OUTSIDE).startswith("Ce point est hors QPV, avec les contours de 2024")
    now, *_ = classed(page(located, OUTSIDE), "card")
    assert "Le plus proche est Les Tilleuls (QN03101I), à 167 m. Le point est dans sa bande de 300 m." in plain(now)
    assert "167 m, dehors" in plain(now)
    beyond = {"longitude": "1.405", "latitude": str(43.6 - 400 * METRE)}
    now, *_ = classed(page(located, beyond), "card")
    assert plain(now).endswith("Dedans ou à 300 m au plusnon")


def test_an_edge_too_near_makes_the_answer_less_sure(located: Router):
    near = {"longitude": "1.405", "latitude": str(43.6 + 20 * METRE)}
    assert answer(located, near).startswith("Ce point paraît dans un QPV, avec les contours de 2024")
    now, *_ = classed(page(located, near), "card")
    assert "un contour simplifié ne suffit pas : voir la carte officielle" in plain(now)
    assert "https://sig.ville.gouv.fr/" in links(page(located, near))


def judged(state: State, distance: float | None = 200.0) -> Answer:
    """An answer at that distance of an edge."""
    quarter = "" if distance is None else "QN03101I"
    code = quarter if state == State.INSIDE else ""
    return Answer(state, code, (), quarter, distance, True, Within.UNKNOWN, "far" if state == State.UNKNOWN else "")


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        (judged(IN), judged(IN), "Ce point est dans un QPV, avec les contours de 2024 comme avec ceux de 2015."),
        (judged(OUT), judged(OUT), "Ce point est hors QPV, avec les contours de 2024 comme avec ceux de 2015."),
        (
            judged(IN),
            judged(OUT),
            "Ce point est dans un QPV avec les contours de 2024 ; il était hors QPV avec ceux de 2015.",
        ),
        (
            judged(OUT),
            judged(IN),
            "Ce point est hors QPV avec les contours de 2024 ; il était dans un QPV avec ceux de 2015.",
        ),
        (
            judged(IN),
            judged(DUNNO, None),
            "Ce point est dans un QPV avec les contours de 2024 ; avec ceux de 2015, on ne sait pas.",
        ),
        (
            judged(DUNNO, None),
            judged(OUT),
            "On ne sait pas si ce point est dans un QPV de 2024 ; il était hors QPV avec ceux de 2015.",
        ),
        (judged(DUNNO), judged(DUNNO, None), "On ne sait pas si ce point est dans un QPV."),
        (
            judged(IN, -20),
            judged(IN, -20),
            "Ce point paraît dans un QPV, avec les contours de 2024 comme avec ceux de 2015.",
        ),
        (
            judged(IN, -20),
            judged(IN, -90),
            "Ce point paraît dans un QPV avec les contours de 2024 ; il était dans un QPV avec ceux de 2015.",
        ),
        (
            judged(OUT, 90),
            judged(IN, -9),
            "Ce point est hors QPV avec les contours de 2024 ; il paraissait dans un QPV avec ceux de 2015.",
        ),
    ],
)
def test_both_maps_in_one_sentence(now: Answer, before: Answer, sentence: str):
    found = Located(1.4, 43.6, {Perimeter.QP2024: now, Perimeter.QP2015: before}, {})
    assert verdict(found).replace("\u00a0", " ") == sentence


def test_what_is_known_of_no_map_is_said_once(located: Router):
    sea = refused(located, {"longitude": "-3.5", "latitude": "46.5"})
    assert sea == "On ne sait pas si ce point est dans un QPV.En mer ou hors de France."
    assert "Hors des territoires français" in refused(located, {"longitude": "-74", "latitude": "40.7"})


def test_swapped_coordinates_are_offered_the_right_way(located: Router):
    asked = {"longitude": "43.605", "latitude": "1.405"}
    assert "Latitude et longitude inversées ?" in refused(located, asked)
    (box,) = classed(page(located, asked), "refusal")
    assert links(box) == [f"{PATH}?longitude=1.405&latitude=43.605"]


@pytest.mark.parametrize("field", ["longitude", "latitude"])
@pytest.mark.parametrize("text", ["43.605, 1.405", "43.605 1.405", "43,605 ; 1,405", "43,605 1,405"])
def test_two_numbers_pasted_in_one_field_are_offered_both_ways(located: Router, field: str, text: str):
    (box,) = classed(page(located, {field: text}), "refusal")
    assert links(box) == [f"{PATH}?longitude=1.405&latitude=43.605", f"{PATH}?longitude=43.605&latitude=1.405"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"longitude": "1.4"}, "Il manque la latitude."),
        ({"latitude": "43.6"}, "Il manque la longitude."),
        ({"longitude": "ici", "latitude": "43.6"}, "« ici » n’est pas une longitude en degrés (comme 2.3522)."),
        ({"longitude": "1.4", "latitude": "nan"}, "« nan » n’est pas une latitude en degrés (comme 2.3522)."),
        ({"longitude": "1.4", "latitude": "٤٣"}, "« ٤٣ » n’est pas une latitude en degrés (comme 2.3522)."),
        ({"longitude": "574000", "latitude": "6280000"}, "« 574000 » : coordonnées en mètres ?"),
        ({"longitude": "9" * 100, "latitude": "1"}, "coordonnées en mètres ?"),
        ({"longitude": SCRIPT, "latitude": "1"}, f"« {SCRIPT} » n’est pas une longitude"),
    ],
)
def test_what_is_not_a_point_is_said(located: Router, asked: Mapping[str, str], said: str):
    assert said in refused(located, asked)


@pytest.mark.parametrize("text", ["-61,55", "−61.55", " -61.55° ", "-61.55"])
def test_a_number_as_people_write_it(text: str):
    assert degrees(text, "longitude") == -61.55


@given(st.text(max_size=30))
def test_any_text_is_a_number_of_degrees_or_refused(text: str):
    try:
        value = degrees(text, "latitude")
    except InvalidValueError:
        return
    assert -180 <= value <= 180


@given(st.floats(-180, 180), st.floats(-180, 180))
def test_a_pair_keeps_its_order(first: float, second: float):
    assert pair(f"{first:.5f}, {second:.5f}") == (float(f"{first:.5f}"), float(f"{second:.5f}"))


@pytest.mark.parametrize(
    "text", ["", "43.605", "43,605", "1 2", "1.5, 2", "a, b", "1.5, 2.5, 3.5", "574000.5, 6280000.5"]
)
def test_what_is_not_a_pair(text: str):
    assert pair(text) is None


# The sketch ----------------------------------------------------------------------------------------------------------


def drawn(router: Router, asked: Mapping[str, str]) -> ElementTree.Element:
    """The picture, which must be there."""
    (image,) = components(page(router, asked), "Img")
    head, _, picture = image.src.partition(",")
    assert head == "data:image/svg+xml;base64"
    assert "Le point demandé" in image.alt
    return ElementTree.fromstring(base64.b64decode(picture))  # noqa: S314 (ours)


def test_the_sketch_shows_the_edge_where_the_distance_says_it_is(located: Router):
    picture = drawn(located, OUTSIDE)
    surface, *_ = [part for part in picture.iter("{http://www.w3.org/2000/svg}path") if part.get("fill-rule")]
    band, point = picture.iter("{http://www.w3.org/2000/svg}circle")
    numbers = [float(number) for number in re.findall(r"-?[0-9.]+", surface.get("d", ""))]
    outline = shapely.Polygon(list(zip(numbers[::2], numbers[1::2], strict=True)))
    place = shapely.Point(float(point.get("cx", "")), float(point.get("cy", "")))
    metre = float(band.get("r", "")) / 300
    assert outline.distance(place) / metre == pytest.approx(167, abs=1)
    assert outline.centroid.y < place.y, "the quarter is north of the point"


def test_the_sketch_names_what_it_draws_and_what_it_does_not(located: Router):
    *_, card = classed(page(located, {"longitude": "0.605", "latitude": "43.605"}), "card")
    assert "Aucun contour connu de 2015 ici" in plain(card)
    assert links(card) == ["/territoire/QN03203N"]


def test_far_from_every_quarter_there_is_no_sketch(located: Router):
    assert components(page(located, {"longitude": "0.3", "latitude": "43.3"}), "Img") == []


# Missing and damaged perimeters --------------------------------------------------------------------------------------


def test_without_perimeters_all_is_unknown_and_the_commands_are_given(router: Router):
    assert "Tout sera inconnu : les périmètres n’ont pas été lus" in plain(page(router))
    told = refused(router, INSIDE)
    assert told.startswith("On ne sait pas si ce point est dans un QPV.")
    assert "lancer « qpv download », puis « qpv etl --raw DOSSIER »" in told
    assert "inversées" in refused(router, {"longitude": "43.6", "latitude": "1.4"})


def test_damaged_perimeters_say_what_to_do_and_nothing_of_the_machine(
    folder: Path, tmp_path: Path, catalogue: Catalogue, caplog: pytest.LogCaptureFixture
):
    spoilt = tmp_path / "indicators"
    shutil.copytree(folder, spoilt)
    router = Router(Reading(open_store(spoilt, catalogue)))
    (spoilt / OUTLINES).write_bytes((folder / OUTLINES).read_bytes()[:100])
    told = refused(router, INSIDE)
    assert "Les périmètres lus ici sont abîmés" in told
    assert "qpv etl --raw" in told
    assert str(tmp_path) not in told
    assert "outlines.parquet est illisible" in caplog.text
    (spoilt / OUTLINES).write_bytes((folder / OUTLINES).read_bytes())
    assert "Ce point est dans un QPV" in answer(router, INSIDE), "it answers once repaired"


def test_the_perimeters_are_opened_once_and_late(folder: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch):
    opened_by: list[int] = []

    def counted(where: Path):
        opened_by.append(threading.get_ident())
        return open_locator(where)

    monkeypatch.setattr(dashboard.questions.locating, "open_locator", counted)
    router = Router(Reading(open_store(folder, catalogue)))
    assert page(router)
    assert opened_by == [], "not before a point is asked"
    together = threading.Barrier(8)

    def ask(_: int) -> str:
        together.wait()
        return answer(router, INSIDE)

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(ask, range(8)))
    assert len(answers) == 1
    assert len(opened_by) == 1
