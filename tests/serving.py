"""Runs ``qpv`` as its users do: in a process of its own."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

QPV = str(Path(sys.executable).with_name("qpv"))


def environment(**changed: str) -> dict[str, str]:
    """This process's environment without its own QPV_ variables, with those given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QPV_")}
    return {**kept, **changed}


def qpv(*arguments: str, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end, at most a minute."""
    return subprocess.run(
        [QPV, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        cwd=cwd,
        env=environment(**env),
        check=False,
    )


@contextmanager
def running_server(env: Mapping[str, str], *arguments: str) -> Iterator[str]:
    """The address of ``qpv serve`` on a free port, stopped by Ctrl-C at the end."""
    process = subprocess.Popen(
        [QPV, "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(**env),
    )
    try:
        yield address_of(process)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def address_of(process: subprocess.Popen[str], seconds: float = 60) -> str:
    """The address that a server says when it is ready."""
    deadline = time.monotonic() + seconds
    assert process.stdout is not None
    assert process.stderr is not None
    while time.monotonic() < deadline:
        ready, _, _ = select.select([process.stdout], [], [], 0.5)
        if ready:
            line = process.stdout.readline()
            if "http://" in line:
                return line[line.index("http://") :].split()[0]
        if process.poll() is not None:
            raise AssertionError(f"« qpv serve » s'est arrêté : {process.stderr.read()}")
    raise AssertionError("« qpv serve » n'a pas donné son adresse à temps")
