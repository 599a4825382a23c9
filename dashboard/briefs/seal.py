"""What a file held, word for word, when it was written: every word with a digit that a reader sees, every row of data.

The proof says what the document said; the seal says what its file showed, whatever the format adds (captions, labels
of drawings, notes, sources). Anybody can make one again: it tells what was changed by accident or in haste, it does
not sign.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from dashboard.briefs.checked import Edit
from dashboard.briefs.edits import plain
from dashboard.briefs.proven import ProofError

MOST_ROWS = 5_000
"""Rows of data that are told one by one; of more, only that something changed."""
LETTERS = 12
"""Of the digest of a row."""
MOST_EDITS = 200
"""Changes told of one file."""
AROUND = 5
"""Words told on each side of a change."""

Word = Annotated[str, StringConstraints(max_length=2_000_000)]


class Seal(BaseModel):
    """``words``: the words with a digit, in order (None: not sealed); ``rows``: digest and value of each row of data
    (None: no data); ``data``: the digest of all of them; ``drawn``: that of all that the pages draw."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")

    words: Word | None = None
    rows: list[tuple[str, str]] | None = Field(default=None, max_length=MOST_ROWS)
    data: str = ""
    drawn: str = ""


def sealed(text: str, rows: Iterable[Sequence[str]] | None = None, value: int = 0) -> dict[str, Any]:
    """The seal of the ``text`` that a reader sees and of the ``rows`` of data; ``value`` is the column told."""
    told: dict[str, Any] = {"words": " ".join(words_in(text))}
    if rows is not None:
        digests = [(digest(row), row[value]) for row in rows]
        told["data"] = digest([name for name, _ in digests])
        told["rows"] = [list(row) for row in digests] if len(digests) <= MOST_ROWS else None
    return told


def read_seal(content: Mapping[str, Any]) -> Seal | None:
    """The seal of a file; None when it has none. Raises ProofError when it is damaged."""
    if not content:
        return None
    try:
        return Seal.model_validate({**content, "rows": _pairs(content.get("rows"))})
    except (ValidationError, TypeError, ValueError):
        raise ProofError("Le relevé des chiffres que porte ce fichier est abîmé : il ne peut pas être relu.") from None


def _pairs(rows: Any) -> Any:
    return [tuple(row) for row in rows] if isinstance(rows, list) else rows


def words_in(text: str) -> list[str]:
    """The words of a text that hold a digit, in order."""
    return [word for word in plain(text).split(" ") if any(map(str.isdigit, word))]


def digest(cells: Sequence[str]) -> str:
    """What tells a row, or a list, from any other."""
    return hashlib.sha256("\x1f".join(cells).encode("utf-8", "surrogatepass")).hexdigest()[:LETTERS]


@dataclass(frozen=True, slots=True)
class Changed:
    """Words with digits that became others (``found`` empty: they are not there any more): what is ``around`` them,
    and how many words of the file come ``before``."""

    told: str
    found: str
    around: str
    before: int


def changed_words(seal: Seal, text: str) -> tuple[list[Changed], list[str]]:
    """The words with a digit that the file no longer has, with what stands in their place; and those that were added.

    Words that only moved are left aside: slides and paragraphs may be put in another order.
    """
    was, words = (seal.words or "").split(), plain(text).split(" ")
    places = [at for at, word in enumerate(words) if any(map(str.isdigit, word))]
    now = [words[at] for at in places]
    missing, added = Counter(was) - Counter(now), Counter(now) - Counter(was)
    found: list[Changed] = []
    if missing:
        for told, there, at in _replaced(was, now):
            if (told in missing or there in added) and told != there and (told or there):
                found += _kept(told, there, places[min(at, len(places) - 1)] if places else 0, words, missing, added)
    return found[:MOST_EDITS], [word for word in now if added[word] > 0]


def _replaced(was: list[str], now: list[str]) -> Iterator[tuple[str, str, int]]:
    for how, start, end, first, last in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if how != "equal":
            for at in range(max(end - start, last - first)):
                told = was[start + at] if start + at < end else ""
                there = now[first + at] if first + at < last else ""
                yield told, there, min(first + at, max(first, last - 1))


def _kept(
    told: str, there: str, place: int, words: list[str], missing: Counter[str], added: Counter[str]
) -> Iterator[Changed]:
    """The change, unless its words are all somewhere else."""
    if missing[told] > 0:
        missing[told] -= 1
        found = there if added[there] > 0 else ""
        added[there] -= bool(found)
        around = " ".join(words[max(0, place - AROUND) : place + AROUND + 1])
        yield Changed(told, found, around, place)


def changed_rows(seal: Seal, rows: Sequence[tuple[int, Sequence[str]]], value: int) -> list[Edit] | None:
    """The rows of data that are not those that were written, each with its number in the file; None when all are."""
    digests = [digest(row) for _, row in rows]
    if digest(digests) == seal.data:
        return None
    if seal.rows is None:
        return [Edit("Données", "les lignes d’origine", "d’autres lignes, ou les mêmes dans un autre ordre")]
    left = Counter(name for name, _ in seal.rows)
    others: list[tuple[int, Sequence[str]]] = []
    for (number, row), name in zip(rows, digests, strict=True):
        if left[name] > 0:
            left[name] -= 1
        else:
            others.append((number, row))
    lost = [(at, told) for at, (name, told) in enumerate(seal.rows) if left[name] > 0 and not left.subtract([name])]
    edits = []
    for rank in range(max(len(lost), len(others))):
        told = _value(lost[rank][1]) if rank < len(lost) else ""
        number, row = others[rank] if rank < len(others) else (0, ())
        found = (_value(row[value]) if row[value] != lost[rank][1] else _other(row)) if row and rank < len(lost) else ""
        if rank >= len(lost):
            told, found = "rien", f"une ligne de plus : {' ; '.join(filter(None, row))[:200]}"
        edits.append(Edit(f"Ligne {number}" if number else f"Ligne {lost[rank][0] + 2}", told, found))
    return edits[:MOST_EDITS]


def _value(text: str) -> str:
    return text.replace(".", ",") if text else "sans valeur"


def _other(row: Sequence[str]) -> str:
    """The same value in a row whose other cells changed."""
    return f"la même valeur, d’autres cellules : {' ; '.join(filter(None, row))[:200]}"
