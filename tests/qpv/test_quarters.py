"""``profile``, ``rank``, ``peers``, and ``gap`` and ``observations`` of a quarter, run on twelve invented quarters."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.serving import qpv
from tests.small_raw import QUARTERS, sources_without_its_places, write_raw

Run = Callable[..., subprocess.CompletedProcess[str]]
IN_93 = [code for code in QUARTERS if code[2:5] == "093"]


@pytest.fixture
def run(neighbourhood_folder: Path) -> Run:
    """``qpv`` on the invented quarters."""
    return lambda *arguments: qpv(*arguments, QPV_INDICATORS_DIR=str(neighbourhood_folder))


@pytest.fixture
def etl(tmp_path: Path, project_root: Path) -> Run:
    """``qpv etl`` on the project's figures, those of the invented places apart."""
    sources = sources_without_its_places(project_root / "data" / "sources", tmp_path / "sources")
    return lambda *arguments: qpv("etl", *arguments, QPV_SOURCES_DIR=str(sources))


def good(result: subprocess.CompletedProcess[str]) -> str:
    """What a command that went well wrote."""
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return result.stdout


def test_a_profile_in_json_holds_each_part(run: Run) -> None:
    told = json.loads(good(run("profile", "QP093001", "--format", "json")))
    assert told["territory"]["label"] == "Les Tilleuls (Saint-Denis)"
    assert told["territory"]["communes"] == [{"code": "COM-93066", "label": "Saint-Denis"}]
    poverty = next(figure for figure in told["figures"] if figure["indicator"] == "poverty_rate_60")
    assert (poverty["value"], poverty["period"]) == (44.1, "2019")
    assert {position["within"] for position in poverty["positions"]} == {"DEP-93", "REG-11", "FR"}
    assert any(gap["refusal"] is None for gap in poverty["gaps"])
    assert told["passport"][0]["related"] == "QN09301M"


def test_a_profile_to_read_gives_sentences_and_sources(run: Run) -> None:
    text = good(run("profile", "QP093001"))
    assert text.startswith("Les Tilleuls (Saint-Denis)\n")
    assert "4 200 personnes" in text.replace("\u202f", " ").replace("\u00a0", " ")
    assert "data_filo19_qp_revdis.csv, ligne 3, colonne DISP_TP60_A19" in text
    assert "Passeport : modifié\n  Devenu : " in text
    assert "(QN09301M)" in text
    for english in ("perimeter", "successor", "modified", "relation"):
        assert english not in text


@pytest.mark.parametrize("code", ["COM-93066", "DEP-93", "REG-11", "EPCI-200054781"])
def test_a_larger_territory_tells_its_quarters_and_the_whole_of_it_apart(run: Run, code: str) -> None:
    text = good(run("profile", code)).replace("\u202f", " ").replace("\u00a0", " ")
    own, _, whole = text.partition("Dans l'ensemble du territoire, quartiers compris\n")
    assert "Niveau de vie médian" in whole
    assert "Quartiers prioritaires (QPV)" not in whole
    assert "Ensemble du territoire  " not in own
    told = json.loads(good(run("profile", code, "--format", "json")))
    assert {row["zone"] for row in told["whole"]} == {"all"}
    assert "all" not in {row["zone"] for key in ("residents", "figures", "others") for row in told[key]}


def test_the_population_of_a_town_is_told_with_that_of_its_quarters(run: Run) -> None:
    told = json.loads(good(run("profile", "COM-93066", "--format", "json")))
    (inside,) = [row for row in told["residents"] if row["indicator"] == "population"]
    (whole,) = [row for row in told["whole"] if row["indicator"] == "population"]
    assert (inside["zone"], inside["perimeter"]) == ("qpv", "QP2015")
    assert (whole["zone"], whole["perimeter"]) == ("all", "")
    text = good(run("profile", "COM-93066")).replace("\u202f", "").replace("\u00a0", " ")
    assert f"soit {inside['value']:.0f} personnes sur {whole['value']:.0f} (2018, date déduite)" in text


def test_a_territory_that_does_not_exist_gives_the_closest(run: Run) -> None:
    result = run("profile", "QP093999", "--format", "json")
    assert result.returncode == 2
    error = json.loads(result.stderr)["error"]
    assert error["code"] == "unknown_territory"


def test_a_ranking_has_intervals_and_no_bare_rank(run: Run) -> None:
    result = run("rank", "poverty_rate_60", "--within", "DEP-93", "--format", "csv")
    assert result.returncode == 0, result.stderr
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    expected = sorted(IN_93, key=lambda code: -QUARTERS[code][3])
    assert [row["territory"] for row in rows] == expected
    assert "rank" not in rows[0]
    assert [(row["rank_low"], row["rank_high"]) for row in rows[:2]] == [("1", "1"), ("2", "2")]
    assert [row["obs_status"] for row in rows[:3]] == ["U", "A", "A"], "49.3 % is fragile"
    assert "les rangs ne sont connus qu’à l’arrondi près." in result.stderr


def test_the_caveats_of_a_ranking_are_said_whatever_its_form(run: Run) -> None:
    told = json.loads(good(run("rank", "poverty_rate_60", "--format", "json")))
    assert told["caveats"]
    assert {row["note"] for row in told["quarters"]} == {""}, "the files of Filosofi say their year"
    to_read = run("rank", "poverty_rate_60")
    assert [line.removeprefix("À savoir : ") for line in to_read.stderr.splitlines()] == told["caveats"]


def test_a_ranking_refused_is_an_answer(run: Run) -> None:
    result = run("rank", "gini", "--format", "json")
    told = json.loads(good(result))
    assert told["quarters"] == []
    assert told["refusal"]["code"] == "not_ranked"


@pytest.mark.parametrize(
    "words", [("rank", "poverty_rate_60", "--within", "DEP-00"), ("rank", "nothing"), ("peers", "QP093999")]
)
def test_a_word_that_means_nothing_is_refused(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.returncode == 2
    assert result.stderr.startswith("Erreur : ")


def test_a_quarter_that_kept_its_outline_has_the_peers_it_had(run: Run) -> None:
    told = json.loads(good(run("peers", "QN09302I", "--count", "3", "--format", "json")))
    before = json.loads(good(run("peers", "QP093002", "--count", "3", "--format", "json")))
    assert (told["territory"], told["figures_from"]) == ("QN09302I", "QP093002")
    assert told["peers"] == before["peers"]
    assert len(told["peers"]) == 3


def test_peers_say_in_what(run: Run) -> None:
    told = json.loads(good(run("peers", "QP093001", "--count", "3", "--format", "json")))
    assert len(told["peers"]) == 3
    assert all(peer["alike"] for peer in told["peers"])
    without = json.loads(good(run("peers", "QP093001", "--outcome", "poverty_rate_60", "--format", "json")))
    assert "poverty_rate_60" in without["excluded"]


def test_a_gap_of_a_quarter_names_its_comparator(run: Run) -> None:
    told = json.loads(
        good(run("gap", "median_living_standard", "-t", "QP093001", "-r", "COM-93066", "--format", "json"))
    )
    assert told["difference"]["value"] == -3070
    assert told["qpv"]["value"] == 12810
    assert told["reference"]["zone"] == "all"


def test_the_observations_of_a_quarter(run: Run) -> None:
    text = good(run("observations", "-t", "QP093001", "-i", "population", "--format", "csv"))
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["value"], row["period"], row["perimeter"]) == ("4200", "2018", "QP2015")
    assert row["locator"] == "DEMO_2022.csv, ligne 2, colonne POP_MUN"


def test_the_same_raw_folder_gives_the_same_bytes(tmp_path: Path, etl: Run) -> None:
    raw = write_raw(tmp_path / "raw")
    contents = []
    for name in ("one", "two"):
        out = tmp_path / name / "indicators"
        result = etl("--raw", str(raw), "--out", str(out))
        assert result.returncode == 0, result.stderr
        contents.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert contents[0] == contents[1]


def test_a_spoiled_raw_folder_leaves_what_served_before(tmp_path: Path, etl: Run) -> None:
    raw, out = write_raw(tmp_path / "raw"), tmp_path / "out" / "indicators"
    assert etl("--raw", str(raw), "--out", str(out)).returncode == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    file = raw / "DEMO_2022.csv"
    file.write_bytes(file.read_bytes().replace("4\u202f200".encode(), b"4x200"))
    result = etl("--raw", str(raw), "--out", str(out))
    assert result.returncode == 1
    assert "DEMO_2022.csv, ligne 2, colonne POP_MUN, valeur '4x200' : un nombre est attendu" in result.stderr
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_one_source_is_rebuilt_alone(tmp_path: Path, etl: Run) -> None:
    raw, out = write_raw(tmp_path / "raw"), tmp_path / "out" / "indicators"
    assert etl("--raw", str(raw), "--out", str(out)).returncode == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    result = etl("--raw", str(raw), "--out", str(out), "--source", "insee_qpv_income")
    assert result.returncode == 0, result.stderr
    after = {path.name: path.read_bytes() for path in out.iterdir()}
    assert set(after) == set(before)
    assert qpv("check", QPV_INDICATORS_DIR=str(out)).returncode == 0
    refused = etl("--raw", str(raw), "--out", str(out), "--source", "nothing")
    assert refused.returncode == 2
