"""``qpv locate``: a point, an address, a file, run as people run it on a small invented country."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.etl.geography.country import country
from tests.geocoder import playing_geocoder
from tests.serving import qpv

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def indicators(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the three tables of the small country."""
    folder = tmp_path_factory.mktemp("indicators")
    for name, content in country(tmp_path_factory.mktemp("raw")).parquet_files().items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def geocoder() -> Iterator[str]:
    """The address of a server that plays the geocoder."""
    with playing_geocoder() as (url, _):
        yield url


@pytest.fixture
def run(indicators: Path, geocoder: str) -> Run:
    """``qpv`` on the small country."""
    settings = {"QPV_INDICATORS_DIR": str(indicators), "QPV_GEOCODER_URL": geocoder}
    return lambda *arguments, **env: qpv(*arguments, **(settings | env))


def good(result: subprocess.CompletedProcess[str]) -> str:
    """What a command that went well wrote; it has nothing else to say."""
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return result.stdout


# A point ------------------------------------------------------------------------------------------------------------


def test_a_point_inside(run: Run) -> None:
    text = good(run("locate", "1.405", "43,605"))
    assert "Contours 2024 : Dans le QPV Les Tilleuls (QN03101I), à 404\u00a0m de son bord." in text
    assert text.index("2024") < text.index("2015")


def test_json_says_the_same(run: Run) -> None:
    found = json.loads(good(run("locate", "1.405", "43.605", "--format", "json")))
    assert (found["longitude"], found["latitude"]) == (1.405, 43.605)
    now = found["perimeters"]["QP2024"]
    assert (now["state"], now["code"], now["label"], now["within_300m"]) == (
        "inside",
        "QN03101I",
        "Les Tilleuls",
        "yes",
    )
    assert now["distance_m"] == pytest.approx(-403.6, abs=0.5)
    assert now["reason"] is None
    assert now["text"] in good(run("locate", "1.405", "43.605"))


def test_a_longitude_may_be_negative(run: Run) -> None:
    found = json.loads(good(run("locate", "-61.55", "16.25", "-f", "json")))
    assert found["longitude"] == -61.55
    assert found["perimeters"]["QP2024"]["state"] == "unknown"


def test_swapped_coordinates_are_told(run: Run) -> None:
    assert "latitude et longitude inversées ?" in good(run("locate", "43.605", "1.405"))


def test_without_perimeters_the_answer_is_unknown_and_says_what_to_do(run: Run, tmp_path: Path) -> None:
    text = good(run("locate", "1.405", "43.605", QPV_INDICATORS_DIR=str(tmp_path)))
    assert text.count("Inconnu : les périmètres n’ont pas été lus ; lancer « qpv download »") == 2


def test_damaged_perimeters_are_an_error(run: Run, tmp_path: Path, indicators: Path) -> None:
    for path in indicators.glob("*.parquet"):
        (tmp_path / path.name).write_bytes(path.read_bytes()[:100])
    result = run("locate", "1.405", "43.605", QPV_INDICATORS_DIR=str(tmp_path))
    assert result.returncode == 1
    assert "territories.parquet est illisible" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["1.4"],
        ["1.4", "nord"],
        ["--flie", "x"],
        ["--file", "x.csv"],
        ["-o", "x.csv"],
        ["1.4", "43.6", "--address", "x"],
        ["1.4", "43.6", "7"],
        ["--address", "a"],
    ],
    ids=" ".join,
)
def test_a_request_that_is_wrong_is_refused(run: Run, arguments: list[str]) -> None:
    result = run("locate", *arguments, "--format", "json")
    assert result.returncode == 2
    assert result.stdout == ""
    assert json.loads(result.stderr)["error"]["code"] == "usage"


# An address ---------------------------------------------------------------------------------------------------------


def test_an_address_is_located_with_its_score(run: Run) -> None:
    text = good(run("locate", "--address", "12 rue des tilleuls grandville"))
    assert text.startswith("12 Rue des Tilleuls 31000 Grandville (score 0,95 sur 1)\n")
    assert "Dans le QPV Les Tilleuls (QN03101I)" in text


def test_ambiguous_answers_are_listed_and_none_is_located(run: Run) -> None:
    text = good(run("locate", "--address", "rue de la gare"))
    assert "préciser laquelle" in text
    assert "Rue de la Gare 32000 Autrebourg" in text
    assert "0,82" in text
    assert "Contours" not in text
    found = json.loads(good(run("locate", "--address", "rue de la gare", "-f", "json")))
    assert (found["chosen"], found["perimeters"], len(found["candidates"])) == (None, None, 3)


def test_json_of_an_address(run: Run) -> None:
    found = json.loads(good(run("locate", "--address", "rue sans numero", "-f", "json")))
    assert found["chosen"] == 0
    assert found["candidates"][0]["kind"] == "street"
    assert found["perimeters"]["QP2024"]["code"] == "QN03101I"
    assert "Le numéro n’est pas reconnu" in found["reason"]


def test_no_network_is_told_plainly(run: Run) -> None:
    result = run("locate", "--address", "12 rue des tilleuls", QPV_GEOCODER_URL="http://127.0.0.1:9/search")
    assert result.returncode == 1
    assert "pas de réseau ? Donner plutôt la longitude et la latitude" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_help_says_what_leaves_the_machine(run: Run) -> None:
    assert "elle seule quitte la machine" in " ".join(good(run("locate", "--help")).replace("│", " ").split())


# A file -------------------------------------------------------------------------------------------------------------


def located(run: Run, folder: Path, content: str | bytes) -> list[dict[str, str]]:
    """The rows that come out of a file of points."""
    path, output = folder / "points.csv", folder / "out.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    good(run("locate", "--file", str(path), "-o", str(output)))
    written = output.read_bytes()
    assert b"\r" not in written
    return list(csv.DictReader(io.StringIO(written.decode("utf-8"))))


def test_every_line_comes_out_with_its_answer(run: Run, tmp_path: Path) -> None:
    rows = located(
        run,
        tmp_path,
        "nom;Latitude;Longitude\n"
        "dedans;43,605;1,405\n"
        "illisible;quarante;1,405\n"
        "\n"
        "vide;;1,405\n"
        "retourné;1,405;43,605\n"
        "tronqué;43,605\n"
        "de trop;43,605;1,405;x;y\n"
        "mètres;6280000;574000\n",
    )
    assert [row["nom"] for row in rows] == ["dedans", "illisible", "vide", "retourné", "tronqué", "de trop", "mètres"]
    assert [row["line"] for row in rows] == ["2", "3", "5", "6", "7", "8", "9"]
    assert [row["QP2024_state"] for row in rows] == ["inside", *["unknown"] * 6]
    assert (rows[0]["QP2024_code"], rows[0]["QP2024_within_300m"]) == ("QN03101I", "yes")
    assert float(rows[0]["QP2024_distance_m"]) == pytest.approx(-403.6, abs=0.5)
    reasons = [row["QP2024_reason"] for row in rows]
    assert reasons[0] == ""
    assert reasons[1] == "latitude illisible : 'quarante'"
    assert reasons[2] == "latitude absente"
    assert reasons[3].startswith("latitude et longitude inversées")
    assert reasons[4] == "2 cases, l'en-tête en a 3"
    assert reasons[5] == "5 cases, l'en-tête en a 3"
    assert reasons[6].startswith("coordonnées en mètres ?")
    assert rows[5]["Longitude"] == "1,405;x;y"  # nothing of the line is lost


@pytest.mark.parametrize(
    "content",
    [
        "lon,lat\n1.405,43.605\n",
        'x,y\n"1,405","43,605"\n',
        "X_LONGITUDE;Y_LATITUDE;x;y\n1.405;43.605;574000;6280000\n",
        "\ufeffLATITUDE\tLONGITUDE\r\n43.605\t1.405\r\n",
        "adresse;Longitude (WGS 84);Latitude (WGS 84)\nici;1,405;43,605\n",
        "lat;lng\n 43.605 ;1.405e0\n",
        "É,lon,lat\né,1.405,43.605\n".encode("cp1252"),
    ],
    ids=["short", "x and y", "sirene", "tab and BOM", "words", "spaces", "cp1252"],
)
def test_files_as_people_have_them(run: Run, tmp_path: Path, content: str | bytes) -> None:
    (row,) = located(run, tmp_path, content)
    assert (row["QP2024_state"], row["QP2024_code"]) == ("inside", "QN03101I")


def test_accents_are_kept(run: Run, tmp_path: Path) -> None:
    (row,) = located(run, tmp_path, "É,lon,lat\né,1.405,43.605\n".encode("cp1252"))
    assert row["É"] == "é"


def test_the_summary_counts(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("lon,lat\n1.405,43.605\n43.6,1.4\n", encoding="utf-8")
    result = good(run("locate", "--file", str(path), "-o", str(tmp_path / "out.csv"), "-f", "json"))
    found = json.loads(result)
    assert found["points"] == 2
    assert found["perimeters"]["QP2024"] == {"inside": 1, "outside": 0, "unknown": 1}


def refused(run: Run, folder: Path, content: bytes | None, output: str = "out.csv") -> str:
    """What is said of a file that cannot be used; nothing is written."""
    path = folder / "points.csv"
    if content is not None:
        path.write_bytes(content)
    result = run("locate", "--file", str(path), "-o", str(folder / output))
    assert result.returncode in (1, 2)
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert sorted(found.name for found in folder.iterdir()) == (["points.csv"] if content is not None else [])
    return result.stderr


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "le fichier est vide"),
        (b"nom,adresse\na,b\n", "aucune colonne de longitude"),
        (b"lon,nom\n1,b\n", "aucune colonne de latitude"),
        (b"longitude a,longitude b,lat\n1,2,3\n", "plusieurs colonnes de longitude"),
        (b"lon,lat,QP2024_state\n1,2,x\n", "à renommer : QP2024_state"),
        (b"lon,lat\n1,\x00\n", "octet nul ligne 2"),
        (b"lon,lat\n" + b"1" * 1_000_001, "dépasse 1000000 octets"),
        (None, "lecture impossible"),
        (b'nom;lon;lat\na;1,4;43,6\n"b;1,4;43,6\nc;1,4;43,6\n', "ligne 3 : un guillemet n'est pas fermé"),
        (b'nom;lon;lat\n"a" b;1,4;43,6\n', "ligne 2 : un guillemet n'est pas fermé, ou se trouve au milieu d'une case"),
    ],
    ids=[
        "empty",
        "no longitude",
        "no latitude",
        "two longitudes",
        "answers",
        "nul",
        "long line",
        "missing",
        "open quote",
        "quote inside",
    ],
)
def test_a_file_that_is_not_points_is_refused(run: Run, tmp_path: Path, content: bytes | None, reason: str) -> None:
    assert reason in refused(run, tmp_path, content)


def test_the_points_are_never_overwritten(run: Run, tmp_path: Path) -> None:
    content = b"lon,lat\n1.405,43.605\n"
    assert "en choisir un autre" in refused(run, tmp_path, content, "points.csv")
    assert (tmp_path / "points.csv").read_bytes() == content


def test_a_folder_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    assert "écriture impossible" in refused(run, tmp_path, b"lon,lat\n1.405,43.605\n", "nowhere/out.csv")


def test_a_file_over_several_chunks_keeps_its_order(run: Run, tmp_path: Path) -> None:
    lines = [f"{number},{1.3 + number / 400_000:.6f},43.605" for number in range(45_000)]
    rows = located(run, tmp_path, "rank,lon,lat\n" + "\n".join(lines) + "\n")
    assert [row["rank"] for row in rows] == [str(number) for number in range(45_000)]
    assert [row["line"] for row in rows] == [str(number + 2) for number in range(45_000)]
    inside = [int(row["rank"]) for row in rows if row["QP2024_code"] == "QN03101I"]
    assert inside == list(range(40_000, 44_001))  # from 1.40 to 1.41, edges included
