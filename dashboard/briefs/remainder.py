"""All that a file shows beside its sentences and tables: drawings, captions, notes, sources, rows of data.

What cannot be read again is counted apart, and said: it is never « juste ».
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from dashboard import french
from dashboard.briefs.checked import Checked, Edit
from dashboard.briefs.edited_figures import PlottedNumber
from dashboard.briefs.edits import plain
from dashboard.briefs.proven import Proof, ProvenChart
from dashboard.briefs.seal import Changed, changed_rows, changed_words, read_seal
from etl.model import COLUMNS

VALUE = COLUMNS.index("value")
REST = "Titres, légendes, dessins, notes et sources : tout ce qui porte un chiffre"
DATA = "Les lignes de données du fichier"
UNSEALED = (
    "Ce fichier ne porte pas de relevé de ce qu’il montrait : les légendes, les notes, les sources et les dessins n’y "
    "sont pas relus."
)
DRAWN_AGAIN = (
    "Les pages de ce PDF ne sont plus celles qui ont été écrites (modifiées, ou réenregistrées par un autre logiciel) "
    ": les dessins, les légendes, les notes et les sources n’y sont pas relus."
)
MOST_ADDED = 5


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
    def shown(self) -> str:
        """The words that the seal is of."""

    @property
    def rows(self) -> Sequence[tuple[int, Sequence[str]]]:
        """Its rows of data."""

    @property
    def drawn(self) -> str:
        """The digest of its pages."""


def with_the_rest(parts: Sequence[Checked], proof: Proof, held: Shown) -> tuple[list[Checked], list[str]]:
    """The parts with what the rest of the file tells of them, then the rest itself; and what was not read again."""
    seal = read_seal(held.seal)
    if seal is None or (seal.words is None and seal.drawn != held.drawn):
        return _as_far_as_read(parts, proof, held), [UNSEALED if seal is None else DRAWN_AGAIN]
    if seal.words is None:  # the pages are those that were written
        return [*parts, Checked("rest", "rest", REST)], []
    changed, added = changed_words(seal, held.shown or held.text)
    known = [edit for part in parts for edit in part.edits]
    left = [change for change in changed if not _is_told(change, known)]
    found = list(parts)
    places = _places_of(proof, held)
    rest: list[Edit] = []
    for change in left:
        at = _chart_at(change, places, found, proof)
        edit = Edit("Dessin ou tableau", change.told, change.found)
        if at is None:
            rest.append(Edit(f"Dans « … {change.around} … »", change.told, change.found))
        else:
            found[at] = replace(found[at], edits=(*found[at].edits, edit))
    found.append(Checked("rest", "rest", REST, tuple(rest)))
    if seal.data:
        found.append(Checked("data", "data", DATA, tuple(changed_rows(seal, held.rows, VALUE) or ())))
    return found, list(_added(added, changed, known))


def _is_told(change: Changed, known: Iterable[Edit]) -> bool:
    """Whether a sentence, a table or a chart already says this change."""
    return any(
        change.told in plain(edit.told).split() and (not change.found or change.found in plain(edit.found).split())
        for edit in known
    )


def _added(added: Sequence[str], changed: Sequence[Changed], known: Sequence[Edit]) -> Iterable[str]:
    """What somebody wrote beside the document: theirs, but said."""
    told = {word for edit in known for word in plain(edit.found).split()} | {change.found for change in changed}
    theirs = [word for word in dict.fromkeys(added) if word not in told]
    if theirs:
        more = f" et {french.counted(len(theirs) - MOST_ADDED, 'autre')}" if len(theirs) > MOST_ADDED else ""
        words = ", ".join(f"« {word} »" for word in theirs[:MOST_ADDED])
        yield french.typography(f"Chiffres ajoutés au texte d’origine, non vérifiés : {words}{more}.")


def _places_of(proof: Proof, held: Shown) -> list[tuple[int, str]]:
    """Where the title of each chart stands, in words from the start of the file, in order."""
    text = plain(held.shown or held.text)
    found = []
    for chart in proof.charts:
        title, at = plain(chart.title), 0
        while title and (at := text.find(title, at)) >= 0:
            found.append((text.count(" ", 0, at), chart.name))
            at += len(title)
    return sorted(found)


def _chart_at(change: Changed, places: Sequence[tuple[int, str]], parts: Sequence[Checked], proof: Proof) -> int | None:
    """The chart that a change is in: the last whose title comes before, when that is one of its words."""
    name = next((name for before, name in reversed(places) if before <= change.before), None)
    chart = next((chart for chart in proof.charts if chart.name == name), None)
    if chart is None or change.told not in _words_of(chart):
        return None
    return next((at for at, part in enumerate(parts) if part.kind == "chart" and part.name == name), None)


def _words_of(chart: ProvenChart) -> set[str]:
    texts = [chart.title, *(mark.text for mark in chart.marks), *(mark.row for mark in chart.marks)]
    texts += [text for group in chart.groups for text in (group.row, f"{group.count:g}")]
    return {word for text in texts for word in plain(text).split()}


def _as_far_as_read(parts: Sequence[Checked], proof: Proof, held: Shown) -> list[Checked]:
    """The parts of a file without a seal: charts that are not there as numbers cannot be read again."""
    unread = {chart.name for chart in proof.charts if not held.charts.get(chart.name)}
    return [replace(part, unread=True) if part.kind == "chart" and part.name in unread else part for part in parts]
