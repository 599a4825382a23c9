"""``qpv passport``, run as people run it on a small invented country."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.etl.geography.country import country
from tests.serving import qpv

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def indicators(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the three tables of the small country."""
    folder = tmp_path_factory.mktemp("indicators")
    for name, content in country(tmp_path_factory.mktemp("raw")).parquet_files().items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def run(indicators: Path) -> Run:
    """``qpv passport`` on the small country."""
    return lambda *arguments, **env: qpv("passport", *arguments, **({"QPV_INDICATORS_DIR": str(indicators)} | env))


def test_a_modified_quarter_and_its_two_predecessors(run: Run) -> None:
    found = json.loads(run("QN03102M", "--format", "json").stdout)
    assert (found["status"], found["status_label"], found["perimeter"]) == ("modified", "modifié", "QP2024")
    assert found["communes"] == [
        {"code": "COM-31001", "label": "Grandville"},
        {"code": "COM-31002", "label": "Saint-Éloi-le-Neuf"},
    ]
    assert [(row["code"], row["relation"]) for row in found["related"]] == [
        ("QP031002", "predecessor"),
        ("QP031003", "predecessor"),
    ]
    assert [row["share_of_this"] for row in found["related"]] == pytest.approx([0.25, 0.25], abs=1e-3)


def test_in_words(run: Run) -> None:
    text = run("qp031002").stdout
    assert text.splitlines()[:3] == [
        "Tracé QP031002 (QP031002), Grandville, Nord-Test",
        "  Contours 2015 : modifié",
        "  Devenu : Gare (QN03102M) ; en commun : 100\u00a0% de la surface de celui-ci, 25\u00a0% de l'autre",
    ]
    assert "À savoir : À relire. Parts de surface approchées" in text


def test_a_quarter_without_relation(run: Run) -> None:
    found = json.loads(run("QN97601M", "-f", "json").stdout)
    assert (found["status_label"], found["related"]) == ("retiré de la liste de 2024", [])
    assert found["remark"] == "Dessiné pour 2024, puis retiré de la liste officielle."
    assert "Dessiné pour 2024" in run("QN97601M").stdout


def test_shares_that_were_not_measured_are_null(run: Run) -> None:
    (related,) = json.loads(run("QN03101I", "-f", "json").stdout)["related"]
    assert (related["share_of_this"], related["share_of_related"]) == (None, None)
    assert "en commun" not in run("QN03101I").stdout


def test_an_unknown_quarter_is_refused_with_the_nearest(run: Run) -> None:
    result = run("QN03109M", "-f", "json")
    assert result.returncode == 2
    error = json.loads(result.stderr)["error"]
    assert error["code"] == "unknown_territory"
    assert "QN03102M" in error["closest"]


def test_what_is_no_quarter_lists_its_quarters(run: Run) -> None:
    for typed in ("COM-31001", "31001", "com-31001"):
        result = run(typed, "-f", "json")
        assert result.returncode == 2
        error = json.loads(result.stderr)["error"]
        assert error["code"] == "not_a_quarter"
        assert error["text"].startswith("Grandville (COM-31001) n'est pas un quartier")
        assert "QN03102M : Gare (contours 2024)" in error["problems"]
        assert "QP031002 : Tracé QP031002 (contours 2015)" in error["problems"]
    assert json.loads(run("COM-32001", "-f", "json").stderr)["error"]["problems"][0].startswith("QN03203N")


def test_without_geography_it_says_what_to_do(run: Run, tmp_path: Path) -> None:
    result = run("QN03102M", QPV_INDICATORS_DIR=str(tmp_path))
    assert result.returncode == 1
    assert "lancer « qpv download », puis « qpv etl --raw DOSSIER »" in result.stderr
