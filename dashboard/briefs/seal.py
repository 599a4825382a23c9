"""What a file held when it was written: every line that a reader sees, at its place, and every row of data.

The proof says what the document said; the seal says what its file showed, whatever the format adds (captions, labels
of drawings, notes, sources, alternative texts). Anybody can make one again: it tells what was changed by accident or
in haste, it does not sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from dashboard.briefs.edits import plain
from dashboard.briefs.proven import ProofError
from dashboard.briefs.rows import MOST_ROWS, digest, print_of

Line = tuple[str, str]
"""The place of a line in its file, in French (« Diapositive 3 »), and its words."""
BARE = 12
"""Letters below which a line says little by itself: it is read with the line before it."""
MOST_LINES = 50_000
Text = Annotated[str, StringConstraints(max_length=200_000)]
Place = Annotated[str, StringConstraints(max_length=500)]


class Seal(BaseModel):
    """``lines``: what the file showed, by place (None: not sealed); ``rows``: of each row of data its digest, its value
    and the prints of its cells (None: no data, or too many); ``data``: the digest of all of them; ``drawn``: that of
    all that the pages draw; ``parts``: the digest of each part of the file, whatever it holds (None: an earlier note);
    ``active``: what a program runs, fetches or shows by itself in it, by place."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")

    lines: list[tuple[Place, list[Text]]] | None = Field(default=None, max_length=MOST_LINES)
    rows: list[tuple[str, str, str]] | None = Field(default=None, max_length=MOST_ROWS)
    data: str = ""
    drawn: str = ""
    parts: dict[Place, Text] | None = Field(default=None, max_length=MOST_LINES)
    active: list[tuple[Place, Text]] = Field(default_factory=list, max_length=MOST_LINES)

    @property
    def told(self) -> list[Line]:
        """Each line with its place, in order."""
        return [(place, text) for place, texts in self.lines or [] for text in texts]


def sealed(lines: Iterable[Line], rows: Iterable[Sequence[str]] | None = None, value: int = 0) -> dict[str, Any]:
    """The seal of the ``lines`` that a reader sees and of the ``rows`` of data; ``value`` is the column told."""
    groups = groupby(as_read(lines), key=lambda line: line[0])
    told: dict[str, Any] = {"lines": [[place, [text for _, text in group]] for place, group in groups]}
    if rows is not None:
        prints = [(digest(row), row[value], print_of(row)) for row in rows]
        told["data"] = digest([name for name, _, _ in prints])
        told["rows"] = [list(row) for row in prints] if len(prints) <= MOST_ROWS else None
    return told


def as_read(lines: Iterable[Line]) -> list[Line]:
    """The lines with plain spaces. A number alone (« 18,3 % ») goes with the line before it at the same place: which
    of two things it is the number of is part of what is said."""
    found: list[Line] = []
    for place, text in lines:
        words = plain(text)
        if not words:
            continue
        if found and found[-1][0] == place and _is_bare(words):
            found[-1] = (place, f"{found[-1][1]} {words}")
        else:
            found.append((place, words))
    return found


def _is_bare(words: str) -> bool:
    return " | " not in words and any(map(str.isdigit, words)) and sum(map(str.isalpha, words)) < BARE


def read_seal(content: Mapping[str, Any]) -> Seal | None:
    """The seal of a file; None when it has none. Raises ProofError when it is damaged."""
    if not content:
        return None
    try:
        told = {**content, **{name: _tuples(content.get(name)) for name in ("rows", "lines")}}
        told["active"] = _tuples(content.get("active", []))
        return Seal.model_validate(told)
    except (ValidationError, TypeError, ValueError):
        raise ProofError("Le relevé des chiffres que porte ce fichier est abîmé : il ne peut pas être relu.") from None


def _tuples(rows: Any) -> Any:
    return [tuple(row) for row in rows] if isinstance(rows, list) else rows
