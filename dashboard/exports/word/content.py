"""From a document to its items: titles, sentences with their notes, figures, tables, lists, sources, annex."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.briefs.document import Block, Document, Entries, Illustration, Paragraph, Sentences, Statement, Table
from dashboard.exports.native_charts import native
from dashboard.exports.office.texts import references
from dashboard.exports.word.items import Captioned, Figure, Grid, Item, Text
from dashboard.exports.word.words import Run
from dashboard.exports.wording import ANNEX, entries_left, figures_of, is_followed, on_screen, untold

MOST_ROWS = 400
"""Of a table of the annex: the workbook of the chart has them all."""
LONG_TITLE, LONG_SIZE = 250, 12
"""Letters of a title over which it is written in these points, whatever its style says."""
STYLES = {"plain": "Normal", "caution": "Lisière réserve", "aside": "Lisière note"}


def items_of(document: Document) -> Iterator[Item]:
    """Everything a document says, in order. A document of one page has no annex."""
    compact = document.asked.length == "page"
    if document.kicker:
        yield Text("Lisière surtitre", (Run(document.kicker),), keep=len(document.kicker) <= LONG_TITLE)
    long = len(document.title) > LONG_TITLE
    yield Text("Title", (Run(document.title, size=LONG_SIZE if long else 0.0),), keep=not long)
    if document.subtitle:
        yield Text("Subtitle", (Run(document.subtitle),))
    for section in document.sections:
        yield Text("heading 1", (Run(section.title),), keep=True)
        for block, after in zip(section.blocks, [*section.blocks[1:], None], strict=True):
            # What says how to read a table is on its page
            yield from _block(document, block, compact=compact, keep=isinstance(after, Table))
    yield from _sources(document, compact=compact)
    if not compact and document.illustrations:
        yield from _annex(document)


def _block(document: Document, block: Block, *, compact: bool, keep: bool) -> Iterator[Item]:
    match block:
        case Sentences():
            yield from _sentences(block)
        case Paragraph():
            yield Text(STYLES[block.kind], (Run(block.text, italic=block.kind == "aside"),), keep=keep)
        case Illustration():
            yield from _figure(document, block, compact=compact)
        case Table():
            yield from _table(block)
        case Entries():
            yield from _entries(block)


def _sentences(block: Sentences) -> Iterator[Text]:
    if block.listed:
        for statement in block.statements:
            yield _text("List Bullet", [statement])
    elif block.statements:
        yield _text("Normal", list(block.statements))


def _text(style: str, statements: list[Statement]) -> Text:
    """Sentences in one paragraph, each followed by its references, its footnote, what must be read with it."""
    runs: list[Run] = []
    notes: list[tuple[int, Statement]] = []
    for rank, statement in enumerate(statements):
        told = references(statement.numbers)
        runs.append(Run(f"{' ' if rank else ''}{statement.claim.text}{f' {told}' if told else ''}"))
        if statement.note:
            notes.append((len(runs) - 1, statement))
        if statement.caution:
            runs.append(Run(f" {statement.caution}", italic=True))
    return Text(style, tuple(runs), tuple(notes))


def _figure(document: Document, block: Illustration, *, compact: bool) -> Iterator[Item]:
    chart = block.chart
    yield Captioned("Figure", block.number, chart.title)
    yield Text("Lisière note", (Run(chart.subtitle),), keep=True)
    yield Figure(block, compact)
    under = native(chart).under
    for line in under:
        yield Text("Lisière note", (Run(line),), keep=True)
    source = f"{'Source' if len(chart.sources) == 1 else 'Sources'} : {' ; '.join(chart.sources)}"
    yield Text("Lisière note", (Run(f"{source} {references(block.references)}".strip()),))
    others = [caveat for caveat in chart.caveats if not any(caveat in line for line in under)]
    told = " ".join(others[: 1 if compact else len(others)])
    if told:
        yield Text("Lisière note", (Run(told),))
    yield from (_text("Normal", [statement]) for statement in untold(document, block))


def _table(block: Table) -> Iterator[Item]:
    yield Captioned("Tableau", block.number, block.caption)
    yield Grid(block.header, block.rows, block.title)
    label = "Source" if len(block.references) == 1 else "Sources"
    told = f"{label} : {references(block.references)}" if block.references else ""
    yield Text("Lisière note", (Run(told),))


def _entries(block: Entries) -> Iterator[Text]:
    yield Text("heading 2", (Run(block.title),), keep=True)
    for entry in block.entries:
        runs = [Run(entry.name, bold=True)]
        runs += [Run(" · à proximité", italic=True)] if entry.near else []
        runs += [Run(f" · {entry.facts}")] if entry.facts else []
        runs += [Run(f"\n{entry.text}")] if entry.text else []
        links: tuple[tuple[int, str], ...] = ()
        if entry.address:
            runs.append(Run("\n"))
            runs.append(Run(entry.address))
            links = ((len(runs) - 1, entry.address),) if is_followed(entry.address) else ()
        yield Text("Normal", tuple(runs), links=links, whole=True)
    if block.left:
        yield Text("Lisière note", (Run(entries_left(block)),))


def _sources(document: Document, *, compact: bool) -> Iterator[Text]:
    if document.references:
        yield Text("heading 1", (Run("Sources"),), keep=True)
    for reference in document.references:
        runs = [Run(f"[{reference.number}] ", bold=True), Run(f"{reference.text} ")]
        links: tuple[tuple[int, str], ...] = ()
        if reference.address:
            runs.append(Run(reference.address))
            links = ((2, reference.address),) if is_followed(reference.address) else ()
        yield Text("Lisière note" if compact else "Normal", tuple(runs), links=links)
    signed = " ".join(part for part in (f"{document.signature}.", on_screen(document)) if part)
    yield Text("Lisière note", (Run(signed),))


def _annex(document: Document) -> Iterator[Item]:
    """The table of every chart: each figure drawn walks back to where it was read."""
    yield Text("heading 1", (Run(ANNEX),), keep=True)
    for block in document.illustrations:
        figures = figures_of(document, block.chart, MOST_ROWS)
        yield Text("heading 3", (Run(block.caption),), keep=True)
        if figures.rows:
            yield Grid(figures.header, figures.rows, f"Chiffres de la figure {block.number}")
        said = " ".join(part for part in (figures.said, _more(figures.left)) if part)
        yield Text("Lisière note", (Run(said),))


def _more(left: int) -> str:
    return f"{left} lignes de plus sont dans le classeur du graphique." if left else ""
