"""The commands shown in the documents print what is shown."""

from __future__ import annotations

import os
import re
import shlex

import pytest

from qpv.cli import run
from tests.conftest import Built
from tests.docs.markdown import blocks, documents, read

EXAMPLES = [
    (example.split("\n", 1)[0].removeprefix("qpv "), example.split("\n", 1)[1])
    for path in documents()
    for block in blocks(read(path), "console")
    for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
]


@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_an_example_prints_what_it_shows(
    command: str,
    shown: str,
    built: Built,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """White space aside, since documents fold long lines; « … » stands for anything."""
    for name in [name for name in os.environ if name.startswith("QPV_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("QPV_INDICATORS_DIR", str(built.folder))
    run(shlex.split(command))
    printed = capsys.readouterr()
    pattern = re.escape("".join(shown.split())).replace("…", ".*")
    assert re.fullmatch(pattern, "".join((printed.out + printed.err).split())), printed.out + printed.err
