"""Errors for people: what happened, where (file, line, column, value), what to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one cell of one file. ``line`` counts from 1, header included."""

    file: str
    line: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        where = ", ".join(
            part
            for part in (
                self.file,
                f"line {self.line}" if self.line else "",
                f"column {self.column}" if self.column else "",
                f"value {self.value!r}" if self.value else "",
            )
            if part
        )
        return f"{where}: {self.reason}"


class SourceError(Exception):
    """A source cannot be read as it stands; ``problems`` lists every cell to mend."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class BuildError(Exception):
    """The observations do not hold together; ``problems`` says which and why."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def short_path(path: Path) -> str:
    """The last three parts of a path: enough to find the file, nothing of the machine."""
    return Path(*path.parts[-3:]).as_posix()
