"""``etl`` and ``check`` on a small project: what they print, and how they end."""

from __future__ import annotations

import os
import pty
import subprocess

import pytest

from tests.mini import Mini
from tests.serving import QPV, environment, qpv


def test_a_build_is_summed_up(mini: Mini) -> None:
    result = qpv("etl", **mini.env)
    assert (result.returncode, result.stderr) == (0, ""), "no progress when nobody watches"
    for word in ("Guide Avise (avril 2019)", "guide_actors", "Emploi", "Champ inconnu.", "published.csv", " s\n"):
        assert word in result.stdout
    again = qpv("etl", **mini.env)
    assert "Fichiers modifiés : aucun" in again.stdout


@pytest.mark.parametrize("option", ["--left-out", "--verbose", "-v"])
def test_every_figure_left_out_can_be_listed(mini: Mini, option: str) -> None:
    assert "fait 3" not in qpv("etl", **mini.env).stdout
    result = qpv("etl", option, **mini.env)
    assert "fait 3" in result.stdout
    assert "fait 3" in (mini.out / "left_out.csv").read_text(encoding="utf-8")


def test_progress_is_shown_to_who_watches(mini: Mini) -> None:
    parent, child = pty.openpty()
    env = environment(**mini.env, TERM="xterm")
    process = subprocess.Popen([QPV, "etl"], stdout=subprocess.PIPE, stderr=child, env=env)
    out, _ = process.communicate(timeout=60)
    os.close(child)
    seen = os.read(parent, 100_000).decode()
    os.close(parent)
    assert process.returncode == 0
    assert "Écriture" in seen
    assert "\x1b" not in out.decode(), "nothing of it in what was asked"


def test_a_failed_build_tells_everything_and_changes_nothing(mini: Mini) -> None:
    qpv("etl", **mini.env)
    before = mini.bytes()
    mini.replace("sources/guide_2019/figures.csv", "26.7", "26,7")
    mini.replace("sources/published/employment.csv", ",FRM,uue,", ",FRM,uu,")
    result = qpv("etl", **mini.env)
    assert (result.returncode, result.stdout) == (1, "")
    assert "sources/published/employment.csv, ligne 2, colonne zone, valeur 'uu' : absent du catalogue" in result.stderr
    assert "sources/guide_2019/figures.csv, ligne 2" in result.stderr
    assert "Traceback" not in result.stderr
    assert mini.bytes() == before


def test_a_catalogue_that_is_wrong_stops_every_command(mini: Mini) -> None:
    qpv("etl", **mini.env)
    mini.replace("catalogue/indicators/employment.yaml", "decimals: 0", "decimals: 9")
    for command in ("etl", "check", "list themes", "observations", "gap jobseekers", "serve --port 0"):
        result = qpv(*command.split(), **mini.env)
        assert (result.returncode, result.stdout) == (1, "")
        assert "indicators/employment.yaml : clé jobseekers.decimals" in result.stderr, command
        assert "Traceback" not in result.stderr


def test_a_folder_that_cannot_be_made_is_told(mini: Mini) -> None:
    (mini.root / "file").write_text("", encoding="utf-8")
    result = qpv("etl", **(mini.env | {"QPV_INDICATORS_DIR": str(mini.root / "file" / "out")}))
    assert (result.returncode, result.stdout) == (1, "")
    assert "écriture impossible" in result.stderr


def test_check_says_that_all_is_well_in_a_line(mini: Mini) -> None:
    qpv("etl", **mini.env)
    result = qpv("check", **mini.env)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.count("\n") == 1
    assert "2 indicateurs, 4 observations" in result.stdout


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (",26.7,", ",26.8,", "guide_2019.csv : les octets ne sont pas ceux"),
        (",percent,", ",persons,", "unité persons, l'indicateur est en percent"),
        (",A,F,", ",A,X,", "colonne conf_status, valeur 'X'"),
        (",26.7,", ",126.7,", "hors de [0, 100]"),
        (",qpv,QP2015,2014", ",qpv,QP2015,20144", "pas une période"),
    ],
)
def test_check_tells_what_does_not_hold(mini: Mini, old: str, new: str, told: str) -> None:
    qpv("etl", **mini.env)
    path = mini.out / "guide_2019.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="")
    result = qpv("check", **mini.env)
    assert (result.returncode, result.stdout) == (1, "")
    assert told in result.stderr
