"""Stages that are not done twice: each leaves a file and the key of what it was made from."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

LEDGER = "stages.json"
EDITION = "3"
"""To be raised when the expressions change: what an older program wrote is not taken again."""


@dataclass
class Stages:
    """The stages of one folder. ``seconds`` and ``resumed`` tell what this run did."""

    folder: Path
    step: Callable[[str], None]
    seconds: dict[str, float] = field(default_factory=dict)
    resumed: list[str] = field(default_factory=list)

    def write(self, title: str, target: Path, made_from: list[str], make: Callable[[], None]) -> None:
        """Have ``make`` write ``target``, unless it was written from the same things before."""
        key = hashlib.sha256("\n".join([EDITION, *made_from]).encode()).hexdigest()
        ledger = self._ledger()
        if target.exists() and ledger.get(target.name) == key:
            self.resumed.append(title)
            return
        with self.timed(title):
            self._note({name: value for name, value in ledger.items() if name != target.name})
            make()
            self._note({**ledger, target.name: key})

    @contextmanager
    def timed(self, title: str) -> Iterator[None]:
        """Tell that a stage begins, and note how long it lasted."""
        self.step(title)
        start = time.perf_counter()
        yield
        self.seconds[title] = time.perf_counter() - start

    def _ledger(self) -> dict[str, str]:
        try:
            ledger = json.loads((self.folder / LEDGER).read_text(encoding="utf-8"))
        except (OSError, ValueError):  # none, or cut while being written: everything is done again
            return {}
        return ledger if isinstance(ledger, dict) else {}

    def _note(self, ledger: dict[str, str]) -> None:
        partial = self.folder / f"{LEDGER}.part"
        partial.write_text(json.dumps(ledger, indent=1, sort_keys=True), encoding="utf-8")
        partial.replace(self.folder / LEDGER)
