"""What a killed batch leaves behind in its folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from qpv.batch_log import forget_dead


def test_what_a_killed_process_left_is_removed_and_that_of_a_living_one_stays(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    dead = tmp_path / f".lisiere-note-qp093001.pdf.{gone.pid}.part"
    living = tmp_path / f".lisiere-note-qp093002.pdf.{os.getpid()}.part"
    other = tmp_path / f".autre.pdf.{gone.pid}.part"
    note = tmp_path / "lisiere-note-qp093003.pdf"
    for path in (dead, living, other, note):
        path.write_bytes(b"x")
    forget_dead(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([living.name, other.name, note.name])
