"""Publication: the same bytes every time, all or nothing, one build at a time, nothing left behind."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.errors import BuildError, SourceError
from etl.pipeline import build
from etl.publish import PACKAGE, hash_problems
from tests.mini import FIGURES_HEADER, Mini, write_mini
from tests.serving import environment

BUILD = "import sys; from pathlib import Path; from etl.pipeline import build; build(*map(Path, sys.argv[1:]))"
SLOW = """
import os, sys, time
from pathlib import Path
from etl import pipeline, publish
moves = 0
real = Path.replace
def replace(self, target):
    global moves
    moves += 1
    if moves == 3:
        Path(sys.argv[4]).write_text("half")
        time.sleep(60)
    return real(self, target)
Path.replace = replace
pipeline.build(*map(Path, sys.argv[1:4]))
"""


def start(mini: Mini, code: str, *more: str) -> subprocess.Popen[str]:
    """A build in another process."""
    command = [sys.executable, "-c", code, str(mini.catalogue), str(mini.sources), str(mini.out), *more]
    root = Path(__file__).parents[2]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=root, env=environment())


def left_beside(mini: Mini) -> set[str]:
    """What a build left in the folder that holds the indicators; the lock is an empty file that stays."""
    return {path.name for path in mini.out.parent.iterdir()} - {"catalogue", "sources", "indicators"}


def figures(count: int, value: str = "5") -> str:
    """A guide's table of ``count`` figures."""
    row = "\njobseekers,FR,all,,{year},stated,_T,_T,_T,{value},,chiffres,,6,context,"
    return FIGURES_HEADER + "".join(row.format(year=1000 + rank, value=value) for rank in range(count)) + "\n"


def test_two_builds_give_the_same_bytes(mini: Mini, tmp_path: Path) -> None:
    other = write_mini(tmp_path / "elsewhere" / "deep")
    mini.build()
    other.build()
    assert mini.bytes() == other.bytes()
    assert mini.build().changed == []
    assert left_beside(mini) <= {".indicators.lock"}


def test_the_order_of_lines_in_a_source_does_not_matter(mini: Mini) -> None:
    mini.build()
    before = mini.bytes()
    path = mini.sources / "guide_2019/figures.csv"
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, *reversed(lines)]) + "\n", encoding="utf-8")
    assert mini.build().changed == []
    assert mini.bytes() == before


def test_files_are_utf8_with_lf_and_no_mark(mini: Mini) -> None:
    mini.build()
    for name, content in mini.bytes().items():
        content.decode("utf-8")
        assert b"\r" not in content, name
        assert not content.startswith(b"\xef\xbb\xbf"), name
        assert content.endswith(b"\n"), name


def test_the_package_describes_every_file(mini: Mini) -> None:
    mini.build()
    files = mini.bytes()
    package = json.loads(files.pop(PACKAGE))
    assert {resource["path"] for resource in package["resources"]} == set(files)
    for resource in package["resources"]:
        content = files[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        header = content.decode("utf-8").split("\n", 1)[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
    assert hash_problems(mini.out) == []


def test_a_table_that_is_no_longer_made_leaves(mini: Mini) -> None:
    mini.build()
    (mini.out / "mine.csv").write_text("a,b\n", encoding="utf-8")
    path = mini.sources / "guide_2019/actors.csv"
    path.write_text(path.read_text(encoding="utf-8").split("\n", 1)[0] + "\n", encoding="utf-8")
    mini.build()
    assert "guide_actors.csv" not in mini.bytes()
    assert "mine.csv" in mini.bytes(), "a file that no build wrote is nobody's to remove"


def test_a_failed_build_leaves_the_previous_one(mini: Mini) -> None:
    mini.build()
    before = mini.bytes()
    mini.replace("sources/guide_2019/figures.csv", "26.7", "126.7")
    with pytest.raises(SourceError):
        mini.build()
    assert mini.bytes() == before
    assert left_beside(mini) <= {".indicators.lock"}


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda out: (out / "published.csv").write_text("x", encoding="utf-8"), "published.csv : les octets"),
        (lambda out: (out / "published.csv").unlink(), "published.csv : annoncé"),
        (lambda out: (out / PACKAGE).unlink(), f"{PACKAGE} : le fichier manque"),
        (lambda out: (out / PACKAGE).write_text("{", encoding="utf-8"), f"{PACKAGE} : illisible"),
        (lambda out: (out / PACKAGE).write_text("[]", encoding="utf-8"), f"{PACKAGE} : illisible"),
        (lambda out: (out / PACKAGE).write_text('{"resources": [{}]}', encoding="utf-8"), f"{PACKAGE} : illisible"),
        (lambda out: (out / PACKAGE).write_bytes(b"\xff"), f"{PACKAGE} : illisible"),
    ],
)
def test_hashes_tell_what_is_not_the_build_and_a_build_mends_it(mini: Mini, spoil: object, told: str) -> None:
    mini.build()
    before = mini.bytes()
    spoil(mini.out)  # type: ignore[operator]
    (problem,) = hash_problems(mini.out)
    assert problem.startswith(told)
    mini.build()
    assert mini.bytes() == before


def test_two_builds_at_once_leave_one_whole_build(mini: Mini, tmp_path: Path) -> None:
    mini.replace("sources/guide_2019/figures.csv", mini_figures(mini), figures(400, "1"))
    other = write_mini(tmp_path / "other")
    other.replace("sources/guide_2019/figures.csv", mini_figures(other), figures(400, "2"))
    expected = []
    for project in (mini, other):
        project.build()
        expected.append(project.bytes())
        shutil.rmtree(project.out)
    target = str(mini.out)
    for _ in range(3):
        builds = []
        for project in (mini, other):
            command = [sys.executable, "-c", BUILD, str(project.catalogue), str(project.sources), target]
            builds.append(subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment()))
        assert [process.communicate()[1] for process in builds] == ["", ""]
        assert mini.bytes() in expected
        assert hash_problems(mini.out) == []
    assert left_beside(mini) <= {".indicators.lock"}


def mini_figures(mini: Mini) -> str:
    """The whole text of the guide's table."""
    return (mini.sources / "guide_2019/figures.csv").read_text(encoding="utf-8")


def test_a_build_killed_while_writing_is_seen_and_mended(mini: Mini, tmp_path: Path) -> None:
    mini.build()
    mini.replace("sources/guide_2019/figures.csv", "26.7", "27.7")
    mini.replace("sources/published/employment.csv", "9.9", "9.8")
    mini.replace("sources/guide_2019/actors.csv", "Microcrédit", "Prêt")
    mark = tmp_path / "half"
    process = start(mini, SLOW, str(mark))
    deadline = time.monotonic() + 30
    while not mark.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert mark.exists(), process.communicate()[1]
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert hash_problems(mini.out), "the hashes tell a build that was cut"
    assert ".staging-indicators" in left_beside(mini)
    assert mini.build().changed, "the lock of a dead process holds nobody"
    assert hash_problems(mini.out) == []
    assert left_beside(mini) <= {".indicators.lock"}
    fresh = write_mini(tmp_path / "fresh")
    shutil.copytree(mini.sources, fresh.sources, dirs_exist_ok=True)
    fresh.build()
    assert mini.bytes() == fresh.bytes()


@pytest.fixture
def read_only(mini: Mini) -> Iterator[Mini]:
    """A built project in which nothing can be written any more."""
    mini.build()
    mini.out.parent.chmod(0o555)
    mini.out.chmod(0o555)
    yield mini
    mini.out.parent.chmod(0o755)
    mini.out.chmod(0o755)


@pytest.mark.skipif(os.geteuid() == 0, reason="root écrit partout")
def test_a_folder_that_cannot_be_written_is_told(read_only: Mini) -> None:
    before = read_only.bytes()
    read_only.replace("sources/guide_2019/figures.csv", "26.7", "27.7")
    with pytest.raises(BuildError, match=r"écriture impossible \(permission refusée"):
        read_only.build()
    assert read_only.bytes() == before


def test_a_file_in_the_place_of_the_folder_is_told(mini: Mini) -> None:
    mini.out.write_text("not a folder", encoding="utf-8")
    with pytest.raises(BuildError, match="un fichier porte déjà ce nom"):
        mini.build()


def test_a_folder_in_the_place_of_a_file_is_told(mini: Mini) -> None:
    (mini.out / "published.csv").mkdir(parents=True)
    with pytest.raises(BuildError, match=r"écriture interrompue.*relancer"):
        mini.build()
    assert left_beside(mini) <= {".indicators.lock"}
    (mini.out / "published.csv").rmdir()
    mini.build()
    assert hash_problems(mini.out) == []


def test_a_build_cut_in_the_middle_leaves_all_that_the_old_package_promises(mini: Mini) -> None:
    mini.build()
    package = json.loads((mini.out / PACKAGE).read_text(encoding="utf-8"))
    package["resources"].append({"path": "old.csv", "hash": "sha256:0"})
    (mini.out / PACKAGE).write_text(json.dumps(package), encoding="utf-8")
    (mini.out / "old.csv").write_text("indicator\n", encoding="utf-8")
    (mini.out / "published.csv").unlink()
    (mini.out / "published.csv").mkdir()
    with pytest.raises(BuildError, match="écriture interrompue"):
        mini.build()
    assert (mini.out / "old.csv").is_file()
    (mini.out / "published.csv").rmdir()
    mini.build()
    assert not (mini.out / "old.csv").exists()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 kB, when this process may mount one."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("monter un petit disque demande d'être root")
    folder = tmp_path / "tiny"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], check=False)
    if mounted.returncode:
        pytest.skip("ce système ne laisse pas monter un petit disque")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_leaves_the_previous_build(mini: Mini, tiny_disk: Path) -> None:
    out = tiny_disk / "indicators"
    build(mini.catalogue, mini.sources, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    mini.replace("sources/guide_2019/figures.csv", mini_figures(mini), figures(1500))
    with pytest.raises(BuildError, match=r"écriture impossible \(disque plein.*rien n'a été modifié"):
        build(mini.catalogue, mini.sources, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert {path.name for path in tiny_disk.iterdir()} <= {"indicators", ".indicators.lock"}


def test_a_disk_that_became_read_only_is_told(mini: Mini, tiny_disk: Path) -> None:
    out = tiny_disk / "indicators"
    build(mini.catalogue, mini.sources, out)
    mini.replace("sources/guide_2019/figures.csv", "26.7", "27.7")
    subprocess.run(["mount", "-o", "remount,ro", str(tiny_disk)], check=True)
    with pytest.raises(BuildError, match=r"écriture impossible \(système de fichiers en lecture seule"):
        build(mini.catalogue, mini.sources, out)
    assert hash_problems(out) == []
