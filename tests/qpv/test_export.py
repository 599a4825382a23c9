"""``qpv export``: what pages show, as files, run as people run it."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from dashboard.exports import format_of, formats
from tests.conftest import Built
from tests.serving import qpv

Run = Callable[..., subprocess.CompletedProcess[str]]
ONE = "/indicateur/unemployment_rate#temps"
FOUR = "/indicateur/unemployment_rate"


@pytest.fixture
def run(built: Built) -> Run:
    """``qpv export`` on the committed figures."""
    return lambda *arguments, **more: qpv("export", *arguments, QPV_INDICATORS_DIR=str(built.folder), **more)


def good(result: subprocess.CompletedProcess[str]) -> str:
    """What a command that went well wrote."""
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.parametrize("name", formats())
def test_a_view_leaves_in_each_format(run: Run, tmp_path: Path, name: str) -> None:
    module = format_of(name)
    path = tmp_path / f"vue{module.SUFFIX}"
    assert "1 graphique" in good(run(ONE, "--format", name, "-o", str(path)))
    text = module.read(path.read_bytes()).text
    assert "26.7" in text or "26,7" in text


def test_several_views_are_one_deck(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "dossier.pptx"
    assert "5 graphiques" in good(run(FOUR, "/theme/emploi#employment", "-o", str(path)))
    held = format_of("pptx").read(path.read_bytes())
    assert len(held.charts) == 5


def test_a_picture_needs_no_browser(run: Run, tmp_path: Path) -> None:
    """The path of programs is empty: nothing else than Python is called."""
    path = tmp_path / "image.png"
    good(run(ONE, "-o", str(path), PATH=""))
    with Image.open(io.BytesIO(path.read_bytes())) as image:
        assert image.size == (2400, 1350)
        colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 24)}
    assert {(181, 67, 42), (47, 93, 124)} <= colours, "both sides are drawn, in their colours"


def test_a_drawing_holds_title_source_and_date(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "image.svg"
    good(run(ONE, "-o", str(path)))
    text = " ".join(" ".join(ElementTree.fromstring(path.read_text()).itertext()).split())  # noqa: S314 (our own file)
    assert "de 16,8 points d’écart en 2014 à 14,1 points en 2019" in text
    assert "Sources : ONPV" in text
    assert "Lisière, le " in text
    assert "26,7 %" in text.replace("\u00a0", " ")


def test_each_chart_of_a_page_is_a_picture_in_a_folder(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "images"
    good(run(FOUR, "--format", "svg", "-o", str(folder)))
    names = ["lisiere-par-age.svg", "lisiere-par-diplome.svg", "lisiere-par-sexe.svg", "lisiere-temps.svg"]
    assert sorted(path.name for path in folder.iterdir()) == names


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((ONE,), "Format (--format)"),
        ((ONE, "--format", "gif"), "png"),
        (("/nulle-part", "--format", "png"), "aucune page"),
        (("/indicateur/unemployment_rate#rien", "--format", "png"), "#par-sexe"),
        (("/theme/emploi?jugement=faux", "--format", "xlsx"), "jugement"),
        (("/methode", "--format", "xlsx"), "aucun graphique"),
        (("theme/emploi", "--format", "xlsx"), "n’est pas l’adresse"),
        ((FOUR, "-o", "une.png"), "#temps, #par-sexe"),
    ],
)
def test_what_shows_nothing_is_told(run: Run, tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    result = run(*arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert told in result.stderr
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []
