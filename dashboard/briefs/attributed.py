"""The lines of a file that changed: edits of the sentences, charts and tables that they are part of; then the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dashboard.briefs.checked import Edit
from dashboard.briefs.edits import plain
from dashboard.briefs.lines import Block, Changed, blocks_of, counterpart
from dashboard.briefs.proven import Proof

AROUND = 5
"""Words told on each side of a change."""
CELLS = " | "
"""Between two cells of a row, in its line."""
TEXT = "Texte"
"""The place of what is in the text itself: nothing to say of it."""
NUMBERED = "Dessin de la figure "
"""How the place of a drawing begins in a page; the number of its figure follows."""
CHART_PLACES = "Dessin du graphique ", "Classeur du graphique ", "Texte alternatif du graphique "
"""How the place of a line of a chart begins; the name of the chart follows."""


@dataclass
class Attributed:
    """Edits of each sentence, chart and table of a proof, in its order, and those that are of none of them."""

    claims: list[list[Edit]]
    charts: list[list[Edit]]
    tables: list[list[Edit]]
    rest: list[Edit] = field(default_factory=list)


def attributed(changes: Sequence[Changed], proof: Proof) -> Attributed:
    """Whose edits the changes of a file are."""
    found = Attributed([[] for _ in proof.claims], [[] for _ in proof.charts], [[] for _ in proof.tables])
    rows = {
        CELLS.join(plain(cell) for cell in row): (at, row)
        for at, table in enumerate(proof.tables)
        for row in [table.header, *table.rows]
    }
    left: list[tuple[Changed, Block]] = []
    for change in changes:
        row = rows.get(change.told)
        if row is not None:
            found.tables[row[0]] += _of_row(change, proof, *row)
            continue
        blocks = blocks_of(change)
        spans = [*_claims(change, blocks, proof, found)]
        spans += [*_titles(change, blocks, proof, found, spans)]
        if change.found or not spans:  # with a sentence that is gone, what stood beside it is gone too
            left += [(change, block) for block in blocks if not any(_within(block, *span) for span in spans)]
    known = {pair for edits in found.claims for edit in edits for pair in _substituted(edit)}
    for change, block in left:
        edit = _word_edit(change, block)
        name = next((change.place.removeprefix(p) for p in CHART_PLACES if change.place.startswith(p)), None)
        chart = _chart_of(name, change, proof)
        if chart is not None:
            found.charts[chart].append(edit)
        elif (edit.told, edit.found) not in known:
            found.rest.append(edit)
    return found


def _within(block: Block, start: int, end: int) -> bool:
    return start <= block[0] and block[1] <= end


Span = tuple[int, int]


def _claims(change: Changed, blocks: Sequence[Block], proof: Proof, found: Attributed) -> Iterator[Span]:
    """The words of a line that are sentences of ours, changed; each sentence is told once a line."""
    met: set[str] = set()
    for at, claim in reversed(list(enumerate(proof.claims))):  # of two alike, the last
        text = plain(claim.text)
        span = _span(text, change.told)
        if span is None or text in change.found or text in met:
            continue
        met.add(text)
        there = counterpart(change, blocks, *span)
        if not any(edit.found == there for edit in found.claims[at]):
            found.claims[at].append(Edit("" if change.place == TEXT else change.place, claim.text, there))
        yield span


def _titles(
    change: Changed, blocks: Sequence[Block], proof: Proof, found: Attributed, known: Sequence[Span]
) -> Iterator[Span]:
    """The same of the titles of charts and tables, outside sentences."""
    for at, chart in enumerate(proof.charts):
        yield from _title(change, blocks, chart.title, found.charts[at], known)
    for at, table in enumerate(proof.tables):
        yield from _title(change, blocks, table.caption, found.tables[at], known)


def _title(
    change: Changed, blocks: Sequence[Block], title: str, edits: list[Edit], known: Sequence[Span]
) -> Iterator[Span]:
    span = _span(plain(title), change.told)
    if span is None or plain(title) in change.found or any(a <= span[0] and span[1] <= b for a, b in known):
        return
    edits.append(Edit(f"{change.place}, titre", title, counterpart(change, blocks, *span)))
    yield span


def _span(text: str, line: str) -> Span | None:
    """Where ``text`` stands in a line, in words; a full stop or a reference may follow."""
    at = line.find(text) if text else -1
    if at < 0:
        return None
    start = line.count(" ", 0, at)
    return start, start + text.count(" ") + 1


def _substituted(edit: Edit) -> Iterator[tuple[str, str]]:
    change = Changed("", plain(edit.told), plain(edit.found))
    for block in blocks_of(change):
        yield _words(change, block)


def _words(change: Changed, block: Block) -> tuple[str, str]:
    told, found = change.told.split(), change.found.split()
    return " ".join(told[block[0] : block[1]]), " ".join(found[block[2] : block[3]])


def _word_edit(change: Changed, block: Block) -> Edit:
    """The words that differ, with what is around them."""
    told, found = _words(change, block)
    if not change.found:
        return Edit(change.place, told, "")
    words = change.found.split()
    around = " ".join(words[max(0, block[2] - AROUND) : block[3] + AROUND])
    return Edit(f"{change.place}, « … {around} … »", told or "rien", found)


def _chart_of(name: str | None, change: Changed, proof: Proof) -> int | None:
    """The chart of a line: that of its name, or of its number."""
    if name is not None:
        name = name.partition(" (")[0]
        return next((at for at, chart in enumerate(proof.charts) if chart.name == name), None)
    number = change.place.removeprefix(NUMBERED) if change.place.startswith(NUMBERED) else ""
    return int(number) - 1 if number.isdecimal() and 0 < int(number) <= len(proof.charts) else None


def _of_row(change: Changed, proof: Proof, at: int, row: tuple[str, ...]) -> Iterator[Edit]:
    """The cells of a row of a table that are others; the whole row when it is gone, or has other columns."""
    table = proof.tables[at]
    cells = change.found.split(CELLS)
    name = plain(row[0]) if row else ""
    if not change.found or len(cells) != len(row):
        yield Edit(f"{change.place}, {name}", change.told, change.found)
        return
    for head, told, there in zip(table.header, row, cells, strict=False):
        if plain(told) != there:
            yield Edit(", ".join(filter(None, (name, plain(head)))), told, there)
