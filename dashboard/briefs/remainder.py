"""What a file says otherwise, read line by line where it has a seal, word by word where it has none.

What cannot be read again is counted apart, and said: it is never « juste ».
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from dashboard import french
from dashboard.briefs.attributed import CHART_PLACES, NUMBERED, Attributed, attributed
from dashboard.briefs.checked import Checked, Edit
from dashboard.briefs.edited_figures import PlottedNumber, edited_cells
from dashboard.briefs.edits import edited_sentences, plain, words_of
from dashboard.briefs.lines import changed_lines
from dashboard.briefs.proven import Proof, ProofError
from dashboard.briefs.rows import ChangedRow, changed_rows
from dashboard.briefs.seal import Line, Seal, as_read, read_seal
from dashboard.briefs.shortened import as_drawn

REST = "Titres, légendes, dessins, notes, sources et textes alternatifs"
DATA = "Les lignes de données du fichier"
UNSEALED = (
    "Ce fichier ne porte pas de relevé de ce qu’il montrait : les légendes, les notes, les sources, les textes "
    "alternatifs et les dessins n’y sont pas relus."
)
DRAWN_AGAIN = (
    "Les pages de ce PDF ne sont plus celles qui ont été écrites (modifiées, ou réenregistrées par un autre logiciel) "
    ": les dessins, les légendes, les notes et les sources n’y sont pas relus."
)
KINDS = {
    "Texte alternatif": "des textes alternatifs",
    "Dessin": "des graphiques",
    "Classeur": "des classeurs de graphiques",
}
"""What an office suite may take out of a file when it saves it, by how their places begin."""
TAKEN_OUT = tuple(KINDS)
MOST_ADDED = 5
LONGEST = 1_000_000
"""Letters of a file without lines of its own that are read: a note of ours has some hundred thousand."""
TOO_LONG = "Ce fichier a trop de texte pour être vérifié : ce n’est pas une note telle que Lisière en fait."


class Shown(Protocol):
    """What a file shows, once read (``exports.Readback``)."""

    @property
    def text(self) -> str:
        """Every word, in order."""

    @property
    def charts(self) -> Mapping[str, Sequence[PlottedNumber]]:
        """The numbers of its editable charts."""

    @property
    def seal(self) -> Mapping[str, Any]:
        """What it showed when it was written."""

    @property
    def lines(self) -> Sequence[Line]:
        """The lines that the seal is of, with their places."""

    @property
    def rows(self) -> Sequence[tuple[int, Sequence[str]]]:
        """Its rows of data."""

    @property
    def sheet(self) -> str:
        """The name of what holds them."""

    @property
    def drawn(self) -> str:
        """The digest of its pages."""

    @property
    def parts(self) -> Mapping[str, str]:
        """The digest of each of its parts."""

    @property
    def active(self) -> Sequence[Line]:
        """What a program runs, fetches or shows by itself in it."""


@dataclass(frozen=True, slots=True)
class Read:
    """Edits of each sentence, chart and table (None: the file does not have it); the parts that are neither, what is to
    be known, whether drawings were read again, and the rows of data that changed (None: no data, or not compared), and
    the places that are ``gone``."""

    claims: list[list[Edit]]
    charts: list[list[Edit]]
    tables: list[list[Edit] | None]
    others: tuple[Checked, ...] = ()
    remarks: tuple[str, ...] = ()
    drawings: bool = True
    rows: list[ChangedRow] | None = None
    gone: frozenset[str] = frozenset()

    def has_drawing(self, name: str, number: int) -> bool:
        """Whether the drawing of a chart, by its name or the number of its figure, is still there to be read."""
        return self.drawings and not {f"{CHART_PLACES[0]}{name}", f"{NUMBERED}{number}"} & self.gone


def reread(proof: Proof, held: Shown) -> Read:
    """What a file says otherwise. Raises ProofError when its seal is damaged, or its text far too long."""
    seal = read_seal(held.seal)
    if sum(len(text) for _, text in held.lines) > 5 * LONGEST:
        raise ProofError(TOO_LONG)
    if seal is None or seal.lines is None:
        return _by_words(proof, held, (), (UNSEALED,), drawings=False)
    now = as_read(held.lines)
    gone = _gone(seal.told, now)
    was = [line for line in seal.told if line[0] not in gone]
    lost = _lost(gone)
    changes, added = changed_lines(was, now)
    found = attributed(changes, proof)
    rest = Checked("rest", "rest", REST, tuple(found.rest))
    if seal.drawn:  # its seal has no line of the text itself
        same = seal.drawn == held.drawn
        remarks = (*lost, *(() if same else (DRAWN_AGAIN,)))
        return _by_words(as_drawn(proof), held, (rest,), remarks, same, found.charts)
    others, rows = [rest], None
    if seal.data:
        edits, rows = changed_rows(seal.rows, seal.data, held.rows, held.sheet)
        others.append(Checked("data", "data", DATA, tuple(edits)))
        rows = None if edits and not rows and seal.rows is None else rows
    remarks = (*lost, *_added(added, (edit.found for edit in _every(found))))
    return Read(
        found.claims, found.charts, _tables_in(proof, seal, found), tuple(others), remarks, rows=rows, gone=gone
    )


def _gone(was: Sequence[Line], now: Sequence[Line]) -> frozenset[str]:
    """The places of alternative texts, drawings and workbooks that are no longer there at all: office suites take them
    out when they save."""
    there = {place for place, _ in now}
    return frozenset(place for place, _ in was if place not in there and place.startswith(TAKEN_OUT))


def _lost(gone: frozenset[str]) -> tuple[str, ...]:
    """That they are not read again."""
    if not gone:
        return ()
    kinds = [words for start, words in KINDS.items() if any(place.startswith(start) for place in gone)]
    return (french.typography(f"Un logiciel a retiré de ce fichier {french.listed(kinds)} : non relus."),)


def _every(found: Attributed) -> Iterator[Edit]:
    for edits in (*found.claims, *found.charts, *found.tables, found.rest):
        yield from edits


def _tables_in(proof: Proof, seal: Seal, found: Attributed) -> list[list[Edit] | None]:
    """The edits of the tables that the file had when it was written: data files have the figures alone."""
    known = "\n".join(text for _, text in seal.told)
    return [
        edits if plain(table.caption) in known else None
        for table, edits in zip(proof.tables, found.tables, strict=True)
    ]


def _by_words(
    proof: Proof,
    held: Shown,
    others: tuple[Checked, ...],
    remarks: tuple[str, ...],
    drawings: bool,
    charts: Sequence[list[Edit]] = (),
) -> Read:
    """The text as one run of words, wherever its lines end."""
    if len(held.text) > LONGEST:
        raise ProofError(TOO_LONG)
    words = words_of(held.text, proof)
    claims = edited_sentences([claim.text for claim in proof.claims], words)
    titles = edited_sentences([chart.title for chart in proof.charts], words)
    drawn = [[] if title is None else [Edit("Titre", title.told, title.found)] for title in titles]
    for edits, more in zip(drawn, charts, strict=False):
        edits += more
    return Read(
        [[] if edit is None else [edit] for edit in claims],
        drawn,
        [edited_cells(table, words.text) for table in proof.tables],
        others,
        remarks,
        drawings,
    )


def _added(added: Sequence[str], told: Iterable[str]) -> Iterator[str]:
    """What somebody wrote beside the document: theirs, but said."""
    known = {word for found in told for word in plain(found).split()}
    every = (word for text in added for word in text.split() if any(map(str.isdigit, word)))
    theirs = [word for word in dict.fromkeys(every) if word not in known]
    if theirs:
        more = f" et {french.counted(len(theirs) - MOST_ADDED, 'autre')}" if len(theirs) > MOST_ADDED else ""
        words = ", ".join(f"« {word} »" for word in theirs[:MOST_ADDED])
        yield french.typography(f"Chiffres ajoutés au texte d’origine, non vérifiés : {words}{more}.")
