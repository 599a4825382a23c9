"""The page and the address of the API that say whether a point is in a quarter, on a small invented country."""

from __future__ import annotations

import base64
import json
import re
import shutil
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pandas as pd
import pytest
import requests
import shapely
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

import dashboard.questions.locating
from dashboard.app import create_app
from dashboard.components.filters import filter_bar
from dashboard.components.locate import verdict
from dashboard.components.territory_facts import STATUSES
from dashboard.questions.locating import AT_ONCE, BusyError, Located, Locating, degrees, pair
from dashboard.questions.reading import Reading
from dashboard.routing import Router
from dashboard.store import open_store
from dashboard.view import Part
from etl.catalogue import Catalogue
from etl.geography.address import GeocoderError
from etl.geography.correspondence import Status
from etl.geography.locate import Answer, State, Within, open_locator
from etl.geography.sentences import both_as_dict
from etl.geography.stored import OUTLINES, TERRITORIES
from etl.model import COLUMNS, InvalidValueError, Perimeter
from tests.conftest import ROOT, Built
from tests.dashboard.asking import UPDATE, filtered, opened, page_request, served, served_text
from tests.dashboard.small import observed
from tests.dashboard.walk import classed, components, content, defaults, links, text_of
from tests.etl.geography.country import country
from tests.geocoder import playing_geocoder
from tests.serving import qpv, running_server

PATH = "/localiser"
INSIDE = {"longitude": "1.405", "latitude": "43.605"}
OUTSIDE = {"longitude": "1.405", "latitude": "43.5985"}
"""167 m south of Les Tilleuls, a square of a hundredth of a degree from (1.40, 43.60)."""
SCRIPT = "<script>alert(1)</script>"
IN, OUT, DUNNO = State.INSIDE, State.OUTSIDE, State.UNKNOWN
METRE = 1 / 111_000
"""A metre north, in degrees."""


@pytest.fixture(scope="module")
def folder(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own data with the geography of the small country beside them, as « qpv etl --raw » leaves them.

    The list is made as long as the State's, so that « outside » may be said: the quarters added stand on one in Paris.
    """
    out = tmp_path_factory.mktemp("located") / "indicators"
    shutil.copytree(built.folder, out)
    tables = country(tmp_path_factory.mktemp("raw"))
    for name, table in ((TERRITORIES, tables.territories), (OUTLINES, tables.outlines)):
        copies = [
            table[table["code"] == code].assign(code=f"{code}{number}")
            for code in ("QN07518M", "QP075018")
            for number in range(1600)
        ]
        pd.concat([table, *copies], ignore_index=True).to_parquet(out / name)
    (out / "passports.parquet").write_bytes(tables.parquet_files()["passports.parquet"])
    figure = observed(4200, territory="QN03101I", perimeter="QP2024", indicator="population", unit="persons", age="_T")
    pd.DataFrame([{name: getattr(figure, name) for name in COLUMNS}]).to_parquet(out / "invented.parquet")
    names = ["invented.parquet", "outlines.parquet", "passports.parquet", "territories.parquet"]
    (out / "official.json").write_text(json.dumps({"resources": [{"path": name, "hash": name} for name in names]}))
    return out


@pytest.fixture(scope="module")
def located(folder: Path, catalogue: Catalogue) -> Router:
    """The pages on that folder."""
    return Router(Reading(open_store(folder, catalogue)))


@pytest.fixture(scope="module")
def geocoder() -> Iterator[tuple[str, list[tuple[str, dict[str, str]]]]]:
    """A server that plays the geocoder, and what it is asked."""
    with playing_geocoder() as playing:
        yield playing


@pytest.fixture(scope="module")
def seeking(folder: Path, catalogue: Catalogue, geocoder: tuple[str, object]) -> Router:
    """The pages where the operator lets them ask the geocoder."""
    return Router(Reading(open_store(folder, catalogue), geocoder[0]))


def page(router: Router, asked: Mapping[str, str] | None = None) -> list[Part]:
    """All that the page shows."""
    return content(router.view(PATH), asked)


def plain(part: object) -> str:
    """A text with ordinary spaces."""
    return re.sub("[\u00a0\u202f]", " ", text_of(part))


def answer(router: Router, asked: Mapping[str, str]) -> str:
    """The sentence that answers."""
    (found,) = classed(page(router, asked), "answer")
    assert found.role == "status"
    return plain(found)


def refused(router: Router, asked: Mapping[str, str]) -> str:
    """What is said in place of an answer."""
    shown = page(router, asked)
    assert classed(shown, "answer") == []
    (found,) = classed(shown, "refusal")
    return plain(found)


# A point -------------------------------------------------------------------------------------------------------------


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


# An address ----------------------------------------------------------------------------------------------------------


def test_without_leave_no_address_is_sought(folder: Path, geocoder: tuple[str, list[object]]):
    """The page has no such key: an address in its URL changes nothing, and the command is given."""
    _, asked = geocoder
    before = len(asked)
    client = create_app(folder, ROOT / "data" / "catalogue").server.test_client()
    body, _ = opened(client, PATH, "?adresse=12+rue+des+tilleuls+grandville")
    assert 'qpv locate --address "' in served_text(body)
    assert "Ce site n’envoie aucune adresse à l’extérieur" in served_text(body)
    assert len(asked) == before


@pytest.fixture(scope="module")
def open_client(folder: Path, geocoder: tuple[str, object]) -> FlaskClient:
    """The application where the operator lets pages ask the geocoder."""
    return create_app(folder, ROOT / "data" / "catalogue", geocoder=geocoder[0]).server.test_client()


def test_an_address_is_located_with_its_score_and_sent_alone(
    open_client: FlaskClient, geocoder: tuple[str, list[tuple[str, dict[str, str]]]]
):
    body, _ = opened(open_client, PATH, "?adresse=12+rue+des+tilleuls++grandville")
    text = re.sub("[\u00a0\u202f]", " ", served_text(body))
    assert "12 Rue des Tilleuls 31000 Grandville : trouvée avec un score de 0,95 sur 1." in text
    assert "Ce point est dans un QPV, avec les contours de 2024" in text
    assert "127.0.0.1" in text, "the host that is told the address is named"
    path, headers = geocoder[1][-1]
    assert path == "/search?q=12+rue+des+tilleuls+grandville&limit=5&index=address"
    assert set(headers) == {"Host", "User-Agent", "Accept-Encoding", "Accept", "Connection"}


def test_a_page_that_is_reloaded_asks_nothing_again(open_client: FlaskClient, geocoder: tuple[str, list[object]]):
    opened(open_client, PATH, "?adresse=rue+sans+numero")
    count = len(geocoder[1])
    values = {"longitude": "", "latitude": "", "adresse": " rue  sans numero "}
    text = served_text(filtered(open_client, PATH, values))
    assert "Le numéro n’est pas reconnu" in text
    assert len(geocoder[1]) == count


def test_ambiguous_answers_are_listed_as_links_and_none_is_located(seeking: Router):
    shown = page(seeking, {"adresse": "rue de la gare"})
    assert classed(shown, "answer") == []
    assert "préciser laquelle" in plain(classed(shown, "refusal"))
    (found,) = classed(shown, "places")
    assert links(found)[:2] == [f"{PATH}?longitude=1.405&latitude=43.605", f"{PATH}?longitude=0.6&latitude=43.6"]
    assert "Rue de la Gare 32000 Autrebourg · voie · score 0,82 sur 1" in plain(found)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nulle part", "Le géocodeur ne connaît pas cette adresse."),
        ("presque rien", "Aucune réponse n’est assez sûre : compléter l’adresse."),
        ("grandville", "Seule la commune est reconnue"),
        ("ab", "Adresse non cherchée : une adresse a de 3 à 200 caractères."),
        ("erreur", "Adresse non cherchée : le géocodeur a répondu par une erreur (503)"),
        ("page", "Adresse non cherchée : la réponse du géocodeur est illisible"),
    ],
)
def test_what_the_geocoder_does_not_know_is_said(seeking: Router, address: str, said: str):
    assert said in refused(seeking, {"adresse": address})


def test_no_network_is_told_plainly(folder: Path, catalogue: Catalogue):
    router = Router(Reading(open_store(folder, catalogue), "http://127.0.0.1:9/search"))
    told = refused(router, {"adresse": "12 rue des tilleuls"})
    assert told == (
        "Adresse non cherchée : le géocodeur est injoignable : pas de réseau ? "
        "Donner plutôt la longitude et la latitude."
    )


def test_coordinates_come_first_and_the_address_stays(seeking: Router, geocoder: tuple[str, list[object]]):
    count = len(geocoder[1])
    shown = page(seeking, {**INSIDE, "adresse": "une autre rue"})
    assert "L’adresse n’a pas été cherchée : effacer d’abord les coordonnées." in plain(classed(shown, "refusal"))
    assert "Ce point est dans un QPV" in plain(classed(shown, "answer"))
    assert len(geocoder[1]) == count


def test_an_address_waits_to_be_whole(seeking: Router):
    """Half an address typed is not sent: the field answers to Enter, the others as one types."""
    assert [(item.name, item.whole) for item in seeking.view(PATH).filters] == [
        ("longitude", False),
        ("latitude", False),
        ("adresse", True),
    ]
    bar = filter_bar(seeking.view(PATH).filters, {"longitude": "", "latitude": "", "adresse": ""})
    assert [field.debounce for field in components(bar, "TextInput")] == [300, 300, True]


def test_the_setting_lets_the_page_ask(folder: Path, geocoder: tuple[str, list[object]]):
    url, asked = geocoder
    env = {"QPV_INDICATORS_DIR": str(folder), "QPV_GEOCODER_URL": url}
    count = len(asked)
    for allowed, sent in (({}, 0), ({"QPV_PAGE_GEOCODER": "1"}, 1)):
        with running_server({**env, **allowed}) as root:
            question = page_request(PATH, "?adresse=12+rue+des+tilleuls+grandville")
            response = requests.post(root.rstrip("/") + UPDATE, json=question, timeout=30)
        assert response.status_code == 200
        assert ("12 Rue des Tilleuls 31000 Grandville" in response.text) == bool(sent)
        assert len(asked) == count + sent


def test_the_setting_is_checked():
    result = qpv("settings", QPV_PAGE_GEOCODER="oui")
    assert result.returncode == 2
    assert "QPV_PAGE_GEOCODER : un nombre entier est attendu" in result.stderr
    assert "QPV_PAGE_GEOCODER" in qpv("settings", QPV_PAGE_GEOCODER="2").stderr


def test_the_address_of_the_geocoder_is_not_shown_but_for_its_host(folder: Path, catalogue: Catalogue):
    address = "https://user:motdepasse@geocodeur.example:8443/search?cle=42"
    router = Router(Reading(open_store(folder, catalogue), address))
    text = text_of(router.view(PATH).lead)
    assert "geocodeur.example" in text
    assert not any(word in text for word in ("motdepasse", "8443", "cle"))


def test_a_slow_geocoder_holds_few_threads(tmp_path: Path, geocoder: tuple[str, object]):
    locating = Locating(tmp_path, geocoder[0])
    together = threading.Barrier(AT_ONCE + 4)

    def seek(number: int) -> str:
        together.wait()
        try:
            locating.search("lenteur" + " " * number)
        except BusyError:
            return "busy"
        except GeocoderError:
            return "no answer"
        return "found"

    with ThreadPoolExecutor(AT_ONCE + 4) as pool:
        told = sorted(pool.map(seek, range(AT_ONCE + 4)))
    assert told == ["busy"] * 4 + ["no answer"] * AT_ONCE, "it answers, late, what is no list of addresses"


# The API -------------------------------------------------------------------------------------------------------------


def test_the_api_says_the_same_as_the_page(folder: Path, open_client: FlaskClient):
    body = open_client.get("/api/locate.json", query_string=INSIDE).get_json()
    locator = open_locator(folder)
    assert body == {
        "longitude": 1.405,
        "latitude": 43.605,
        "perimeters": both_as_dict(locator.one(1.405, 43.605), locator.labels),
    }
    now = body["perimeters"]["QP2024"]
    assert (now["state"], now["code"], now["within_300m"]) == ("inside", "QN03101I", "yes")
    assert now["distance_m"] == pytest.approx(-403.6, abs=0.5)
    content_, _ = opened(open_client, PATH, "?longitude=1.405&latitude=43.605")
    hrefs = [part["props"].get("href", "") for part in served(content_)]
    assert "/api/locate.json?longitude=1.405&latitude=43.605" in hrefs


def test_the_api_without_perimeters_is_unknown(client: FlaskClient):
    body = client.get("/api/locate.json", query_string=INSIDE).get_json()
    assert {answer["reason"] for answer in body["perimeters"].values()} == {"no_tables"}
    assert list(body["perimeters"]) == ["QP2024", "QP2015"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "invalid_longitude"),
        ("longitude=1.4", "invalid_latitude"),
        ("longitude=nord&latitude=1", "invalid_longitude"),
        ("longitude=1.4&latitude=inf", "invalid_latitude"),
        (f"longitude={'9' * 5000}&latitude=1", "invalid_longitude"),
        (f"longitude={quote(SCRIPT)}&latitude=1", "invalid_longitude"),
    ],
)
def test_the_api_refuses_what_is_not_a_point(client: FlaskClient, query: str, code: str):
    response = client.get(f"/api/locate.json?{query}")
    assert response.status_code == 400
    error = response.get_json()["error"]
    assert error["code"] == code
    assert len(error["text"]) < 200


def test_the_api_says_that_perimeters_are_damaged(folder: Path, tmp_path: Path):
    spoilt = tmp_path / "indicators"
    shutil.copytree(folder, spoilt)
    client = create_app(spoilt, ROOT / "data" / "catalogue").server.test_client()
    (spoilt / OUTLINES).write_bytes(b"PAR1")
    response = client.get("/api/locate.json", query_string=INSIDE)
    assert response.status_code == 503
    assert response.get_json()["error"]["code"] == "data"


# State, safety, words ------------------------------------------------------------------------------------------------


def test_the_address_brings_the_same_answer_back(open_client: FlaskClient):
    body, title = opened(open_client, PATH, "?longitude=1.405&latitude=43.605")
    assert title == "Est-ce dans un QPV ?"
    again = filtered(open_client, PATH, {**INSIDE, "adresse": ""})
    assert body[-1]["props"]["children"] == again


def test_a_script_is_text(open_client: FlaskClient):
    body, _ = opened(open_client, PATH, f"?longitude={quote(SCRIPT)}&latitude=1")
    assert SCRIPT in served_text(body)
    assert not {part["type"] for part in served(body)} & {"Script", "Markdown", "Iframe"}


@given(st.dictionaries(st.sampled_from(["longitude", "latitude"]), st.text(max_size=100)))
def test_any_text_gets_an_answer(located: Router, asked: dict[str, str]):
    view = located.view(PATH)
    assert text_of(view.results({**defaults(view), **asked}))


def test_links_lead_to_territories_that_exist(located: Router):
    for asked in (INSIDE, OUTSIDE):
        for href in links(page(located, asked)):
            if href.startswith("/territoire/"):
                assert href.removeprefix("/territoire/") in located.reading.store.territories


def test_every_status_of_a_passport_has_its_words():
    assert set(STATUSES) == {str(status) for status in Status}
