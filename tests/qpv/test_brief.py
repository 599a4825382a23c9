"""``qpv brief``: one note, all those of a territory, run as people run it on twelve invented quarters."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.exports import format_of, formats
from qpv.batch_log import LARGEST, LOG, BatchLog
from tests.serving import QPV, environment, qpv
from tests.small_raw import QUARTERS

Run = Callable[..., subprocess.CompletedProcess[str]]
IN_93 = sorted(code for code in QUARTERS if code[2:5] == "093")


@pytest.fixture
def run(neighbourhood_folder: Path) -> Run:
    """``qpv brief`` on the invented quarters."""
    return lambda *arguments, **more: qpv("brief", *arguments, QPV_INDICATORS_DIR=str(neighbourhood_folder), **more)


def good(result: subprocess.CompletedProcess[str]) -> str:
    """What a command that went well wrote."""
    assert result.returncode == 0, result.stderr
    return result.stdout


def refused(result: subprocess.CompletedProcess[str], status: int = 2) -> str:
    """What a command that could not do it said, in French, without a traceback."""
    assert result.returncode == status, result.stderr
    assert "Traceback" not in result.stderr
    return result.stderr


@pytest.mark.parametrize("name", formats())
def test_a_note_in_each_format_says_the_same(run: Run, tmp_path: Path, name: str) -> None:
    module = format_of(name)
    path = tmp_path / f"note{module.SUFFIX}"
    told = good(run("qp093001", "--format", name, "-o", str(path)))
    assert told.startswith(f"{path} : Les Tilleuls (Saint-Denis)")
    text = module.read(path.read_bytes()).text
    if name not in ("xlsx", "csv"):  # figures, without sentences
        assert "12 810 € par an contre 15 880 € par an" in text


def test_the_format_follows_the_name_of_the_file(run: Run, tmp_path: Path) -> None:
    good(run("QP093001", "-o", str(tmp_path / "note.docx")))
    assert (tmp_path / "note.docx").read_bytes().startswith(b"PK")
    good(run("QP093001", "-o", str(tmp_path)))
    assert (tmp_path / "lisiere-note-qp093001.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "l'un des trois, et un seul"),
        (("QP093001", "--within", "DEP-93"), "l'un des trois, et un seul"),
        (("QP093001", "--format", "pptt"), "pptx"),
        (("QP093001", "--themes", "emplois"), "emploi"),
        (("QP093001", "--themes", ""), "--themes est vide"),
        (("QP093001", "--themes", " , "), "--themes est vide"),
        (("QP093001", "-o", "x.md", "--format", "pdf"), "celui d'un fichier md"),
        (("QP093001", "-o", "x.zip", "--format", "xlsx"), "celui d'un fichier csv"),
        (("QP093001", "--reference", "COM-13055"), "COM-13055"),
        (("QP093001", "--length", "deux"), "page"),
        (("QP99999",), "QP99999"),
        (("QP093001", "--template", "x.pdf"), "docx ou pptx"),
        (("QP093001", "--format", "docx", "--template", "absent.docx"), "illisible"),
        (("--within", "DEP-93",), "dossier"),
        (("--within", "DEP-93", "--perimeter", "ZUS", "-o", "x"), "QP2015"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told(run: Run, tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    assert told in refused(run(*arguments, cwd=tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_template_that_is_not_one_leaves_nothing(run: Run, tmp_path: Path) -> None:
    template = tmp_path / "modele.pptx"
    template.write_bytes(b"not a deck")
    refused(run("QP093001", "-o", str(tmp_path / "note.pptx"), "--template", str(template)), 1)
    assert [path.name for path in tmp_path.iterdir()] == ["modele.pptx"]


def test_a_place_that_cannot_be_written_keeps_what_was_there(run: Run, tmp_path: Path) -> None:
    there = tmp_path / "note.md"
    there.write_text("avant")
    told = refused(run("QP093001", "-o", str(tmp_path / "absent" / "note.md")), 1)
    assert "écriture impossible" in told
    assert there.read_text() == "avant"
    assert [path.name for path in tmp_path.iterdir()] == ["note.md"]


def test_all_the_notes_of_a_territory_then_only_those_that_miss(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    asked = ("--within", "DEP-93", "--format", "md", "--length", "page", "--workers", "2", "-o", str(folder))
    assert good(run(*asked)) == f"8 notes écrites dans {folder}\n"
    names = [f"lisiere-note-{code.lower()}.md" for code in IN_93]
    assert sorted(path.name for path in folder.iterdir()) == sorted([*names, "lisiere-lot.json"])
    log = json.loads((folder / "lisiere-lot.json").read_text())
    assert list(log["notes"]) == IN_93
    (folder / names[0]).unlink()
    (folder / names[1]).write_text("abîmée")
    kept = (folder / names[2]).stat().st_mtime_ns
    assert good(run(*asked)) == f"2 notes écrites dans {folder}, 6 déjà là\n"
    assert "Les Deux Rives" in (folder / names[2]).read_text()
    assert (folder / names[2]).stat().st_mtime_ns == kept
    assert good(run(*asked)) == f"0 note écrite dans {folder}, 8 déjà là\n"


def test_another_question_is_written_anew(run: Run, tmp_path: Path) -> None:
    asked = ("--within", "DEP-974", "--format", "md", "--workers", "1", "-o", str(tmp_path))
    good(run(*asked))
    assert "4 notes écrites" in good(run(*asked, "--length", "page"))


def test_one_failure_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    (tmp_path / f"lisiere-note-{IN_93[3].lower()}.md").mkdir()
    told = refused(run("--within", "DEP-93", "--format", "md", "--workers", "2", "-o", str(tmp_path)), 1)
    assert "1 note en échec" in told
    assert IN_93[3] in told
    assert len([path for path in tmp_path.glob("*.md") if path.is_file()]) == 7
    (tmp_path / f"lisiere-note-{IN_93[3].lower()}.md").rmdir()
    assert "1 note écrite" in good(run("--within", "DEP-93", "--format", "md", "-o", str(tmp_path)))


def test_a_folder_that_cannot_be_made_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = refused(run("--within", "DEP-93", "-o", str(tmp_path / "file" / "notes")), 1)
    assert "écriture impossible" in told


def test_without_official_files_the_batch_says_how_to_have_them(tmp_path: Path, project_root: Path) -> None:
    told = refused(
        qpv(
            "brief", "--within", "DEP-93", "-o", str(tmp_path), QPV_INDICATORS_DIR=str(project_root / "data/indicators")
        ),
        1,
    )
    assert "qpv download" in told


def test_two_people_at_once_write_two_whole_notes(neighbourhood_folder: Path, tmp_path: Path) -> None:
    env = environment(QPV_INDICATORS_DIR=str(neighbourhood_folder))
    path = tmp_path / "note.md"
    both = [subprocess.Popen([QPV, "brief", "QP093001", "-o", str(path)], env=env) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert path.read_text().rstrip().endswith(".") or path.stat().st_size > 1000
    assert [file.name for file in tmp_path.iterdir()] == ["note.md"]


def _workers_of(parent: int) -> list[int]:
    """The processes that make notes for another."""
    children = Path(f"/proc/{parent}/task/{parent}/children")
    found = [int(pid) for pid in children.read_text().split()] if children.exists() else []
    return [pid for pid in found if b"spawn_main" in _command(pid)]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # it has just ended
        return b""


def _kill_workers(process: subprocess.Popen[str], *, again: bool) -> None:
    """Kill one process that makes notes, or all of them for as long as the command goes on."""
    end = time.monotonic() + 90
    while process.poll() is None and time.monotonic() < end:
        for pid in _workers_of(process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            if not again:
                return
        time.sleep(0.02)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="les processus se lisent dans /proc")
@pytest.mark.parametrize("again", [False, True])
def test_a_killed_process_does_not_lose_the_others(neighbourhood_folder: Path, tmp_path: Path, again: bool) -> None:
    asked = [QPV, "brief", "--within", "DEP-93", "--format", "md", "--workers", "2", "-o", str(tmp_path)]
    env = environment(QPV_INDICATORS_DIR=str(neighbourhood_folder))
    process = subprocess.Popen(asked, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    _kill_workers(process, again=again)
    told, wrong = process.communicate(timeout=120)
    assert "Traceback" not in wrong
    if again:
        assert process.returncode == 1
        assert "8 notes en échec" in wrong
        assert "processus interrompu deux fois" in wrong
    else:
        assert (process.returncode, wrong) == (0, "")
        assert told == f"8 notes écrites dans {tmp_path}\n"
        assert len(list(tmp_path.glob("*.md"))) == 8
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("name", ["../hors.md", "/etc/hostname", "..", "", "a\0b", 12, None])
def test_a_log_that_names_a_file_elsewhere_is_not_believed(tmp_path: Path, name: object) -> None:
    digest = hashlib.sha256(b"ailleurs").hexdigest()
    (tmp_path / "hors.md").write_bytes(b"ailleurs")
    folder = tmp_path / "notes"
    folder.mkdir()
    log = {"key": {"a": 1}, "notes": {"QP093001": {"file": name, "sha256": digest}}}
    (folder / LOG).write_text(json.dumps(log))
    assert not BatchLog(folder, {"a": 1}).has("QP093001")


@pytest.mark.parametrize("content", ["[" * 100_000, "9" * 5000, "[]", '{"key": {"a": 1}, "notes": [1]}', "\0", ""])
def test_a_damaged_log_is_left_aside(tmp_path: Path, content: str) -> None:
    (tmp_path / LOG).write_text(content)
    log = BatchLog(tmp_path, {"a": 1})
    assert log.notes == {}
    (tmp_path / "note.md").write_bytes(b"note")
    log.add("QP093001", "note.md", hashlib.sha256(b"note").hexdigest())
    log.save()
    assert BatchLog(tmp_path, {"a": 1}).has("QP093001")
    assert not BatchLog(tmp_path, {"a": 2}).has("QP093001")


def test_a_log_too_large_to_be_ours_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / LOG).open("wb") as stream:
        stream.truncate(LARGEST + 1)
    assert BatchLog(tmp_path, {"a": 1}).notes == {}


def test_two_batches_at_once_in_one_folder_end_with_all_notes_whole(run: Run, neighbourhood_folder: Path,
                                                                    tmp_path: Path) -> None:  # fmt: skip
    asked = [QPV, "brief", "--within", "DEP-93", "--format", "md", "--workers", "1", "-o", str(tmp_path)]
    env = environment(QPV_INDICATORS_DIR=str(neighbourhood_folder))
    both = [subprocess.Popen(asked, env=env, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait(120) for process in both] == [0, 0]
    assert len(list(tmp_path.glob("*.md"))) == 8
    assert not list(tmp_path.glob(".*"))
    assert good(run(*asked[2:])) == f"0 note écrite dans {tmp_path}, 8 déjà là\n"


def test_a_link_stays_and_what_it_leads_to_is_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link = tmp_path / "note.md"
    link.symlink_to("there/real.md")
    for _ in range(2):  # the first makes what the link leads to
        good(run("QP093001", "-o", str(link)))
        assert link.is_symlink()
        assert "Les Tilleuls" in (tmp_path / "there" / "real.md").read_text()
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["real.md"]


def _read_only(path: Path) -> None:
    path.write_text("avant")
    path.chmod(0o444)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (_read_only, "protégé en écriture"),
        (os.mkfifo, "ce n'est pas un fichier ordinaire"),
        (lambda path: path.symlink_to(path.name), "ce lien ne mène nulle part"),
    ],
)
def test_what_must_not_be_replaced_stays(run: Run, tmp_path: Path, make: Callable[[Path], None], told: str) -> None:
    path = tmp_path / "sortie.md"
    make(path)
    before = path.lstat()
    assert told in refused(run("QP093001", "-o", str(path)), 1)
    points = tmp_path / "points.csv"
    points.write_text("longitude,latitude\n2.35,48.93\n")
    located = qpv("locate", "--file", str(points), "-o", str(path))
    assert told in refused(located, 1)
    assert path.lstat() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["points.csv", "sortie.md"]
