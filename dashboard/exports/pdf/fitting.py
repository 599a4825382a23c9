"""One page, whatever the document: what is left out, in declared steps, until the rest fits; a line says it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dashboard import french
from dashboard.briefs.document import (
    Block,
    Document,
    Entries,
    Illustration,
    Paragraph,
    Section,
    Sentences,
    Table,
)
from dashboard.briefs.shortened import cut

ALL = 9999
MORE = "…"
"""In place of the other places of a reference."""
RETURNS = "renvois précis aux sources (page, ligne ou colonne)"
TITLE = 300
"""Letters of a title on a page."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a page keeps: ``caveats`` under a chart, ``width`` of a chart (share of the text's), and how many entries of
    a list, charts, tables, rows of a table, sentences and paragraphs of a section, places cited in a reference,
    sections."""

    caveats: int = ALL
    width: float = 1.0
    entries: int = ALL
    charts: int = ALL
    tables: int = ALL
    rows: int = ALL
    sentences: int = ALL
    paragraphs: int = ALL
    locators: int = ALL
    sections: int = ALL


STEPS = (
    Step(locators=6),
    Step(locators=3),
    Step(width=0.94, entries=3, locators=2),
    Step(caveats=8, width=0.94, entries=3, rows=12, locators=2),
    Step(caveats=4, width=0.9, entries=2, rows=12, locators=1),
    Step(caveats=2, width=0.84, entries=2, rows=8, locators=1),
    Step(caveats=2, width=0.84, entries=2, rows=8, locators=0),
    Step(caveats=0, width=0.84, entries=2, rows=8, locators=0),
    Step(caveats=0, width=0.84, entries=2, rows=6, sentences=4, locators=0),
    Step(caveats=0, width=0.84, entries=1, rows=5, sentences=3, charts=2, tables=1, locators=0),
    Step(caveats=0, width=0.84, entries=1, rows=5, sentences=3, charts=1, tables=1, locators=0),
    Step(caveats=0, width=0.84, entries=0, tables=0, sentences=2, charts=1, paragraphs=1, locators=0),
    Step(entries=0, tables=0, sentences=2, charts=0, paragraphs=1, locators=0),
    Step(entries=0, tables=0, sentences=1, charts=0, paragraphs=0, locators=0),
    *(
        Step(entries=0, tables=0, sentences=1, charts=0, paragraphs=0, locators=0, sections=sections)
        for sections in (12, 8, 5, 3, 2, 1, 0)
    ),
)
"""The least that must go first: places in publications, then the size of charts and caveats, then sentences."""


def shorter(document: Document) -> Iterator[tuple[Document, Step, str]]:
    """The document with less and less, the step that made it, and the line that says what was left out."""
    for step in STEPS:
        shown = _shortened(document, step)
        yield shown, step, _left_out(document, shown, step)


def _shortened(document: Document, step: Step) -> Document:
    charts, tables = (block.number for block in document.illustrations), (block.number for block in document.tables)
    kept = {("chart", number) for _, number in zip(range(step.charts), charts, strict=False)}
    kept |= {("table", number) for _, number in zip(range(step.tables), tables, strict=False)}
    sections = [_section(section, step, kept) for section in document.sections[: step.sections]]
    shown = replace(
        document,
        title=cut(document.title, TITLE),
        sections=tuple(section for section in sections if section.blocks),
    )
    cited = _cited(shown)
    references = [
        replace(reference, locators=_some(reference.locators, step.locators))
        for reference in document.references
        if reference.number in cited or shown == document
    ]
    return replace(shown, references=tuple(references))


def _some(locators: tuple[str, ...], count: int) -> tuple[str, ...]:
    if len(locators) <= count:
        return locators
    return (*locators[:count], MORE) if count else ()


def _section(section: Section, step: Step, kept: set[tuple[str, int]]) -> Section:
    blocks: list[Block] = []
    sentences, paragraphs = step.sentences, step.paragraphs
    for block in section.blocks:
        if isinstance(block, Sentences):
            statements = block.statements[:sentences]
            sentences -= len(statements)
            blocks += [replace(block, statements=statements)] if statements else []
        elif isinstance(block, Paragraph):
            blocks += [block] if paragraphs > 0 else []
            paragraphs -= 1
        elif isinstance(block, Entries):
            entries = block.entries[: step.entries]
            left = block.left + len(block.entries) - len(entries)
            blocks += [replace(block, entries=entries, left=left)] if entries else []
        elif isinstance(block, Table):
            rows = block.rows[: step.rows]
            blocks += [replace(block, rows=rows)] if ("table", block.number) in kept else []
        elif ("chart", block.number) in kept:
            blocks.append(block)
    return replace(section, blocks=tuple(blocks))


def _cited(document: Document) -> set[int]:
    numbers = {number for statement in document.statements for number in statement.numbers}
    for block in document.blocks:
        if isinstance(block, Illustration):
            numbers |= set(block.references) | {n for statement in block.statements for n in statement.numbers}
        elif isinstance(block, Table):
            numbers |= set(block.references)
    return numbers


def _left_out(document: Document, shown: Document, step: Step) -> str:
    """« Faute de place, ne sont pas ici : 2 figures, 3 phrases. La note complète en dit plus. »; empty when nothing was
    left out."""
    differences = (
        (_charts(document) - _charts(shown), "figure", "figures"),
        (len(document.tables) - len(shown.tables), "tableau", "tableaux"),
        (_rows(document, shown), "ligne de tableau", "lignes de tableau"),
        (_sentences(document) - _sentences(shown), "phrase", "phrases"),
        (_paragraphs(document) - _paragraphs(shown), "paragraphe", "paragraphes"),
        (_entries(document) - _entries(shown), "initiative ou acteur", "initiatives ou acteurs"),
        (_caveats(shown, step), "réserve", "réserves"),
        (_locators(document, shown), "renvoi précis à une source (page, ligne ou colonne)", RETURNS),
    )
    told = [french.counted(count, one, many) for count, one, many in differences if count > 0]
    cut = document.title != shown.title
    if not told and not cut:
        return ""
    what = f"ne sont pas ici : {french.listed(told)}" if told else "le titre est abrégé"
    return french.typography(f"Faute de place, {what}. La note complète en dit plus.")


def _charts(document: Document) -> int:
    return len(document.illustrations)


def _rows(document: Document, shown: Document) -> int:
    whole = {table.number: len(table.rows) for table in document.tables}
    return sum(whole[table.number] - len(table.rows) for table in shown.tables)


def _sentences(document: Document) -> int:
    return len(document.statements)


def _paragraphs(document: Document) -> int:
    return sum(isinstance(block, Paragraph) for block in document.blocks)


def _entries(document: Document) -> int:
    return sum(len(block.entries) for block in document.blocks if isinstance(block, Entries))


def _locators(document: Document, shown: Document) -> int:
    """Places that the references still told no longer have."""
    whole = {reference.number: len(reference.locators) for reference in document.references}
    return sum(whole[r.number] - sum(place != MORE for place in r.locators) for r in shown.references)


def _caveats(shown: Document, step: Step) -> int:
    return sum(max(0, len(block.chart.caveats) - step.caveats) for block in shown.illustrations)
