"""Sentences, paragraphs and entries of a document as the words of a slide."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from dashboard.briefs.document import Entries, Entry, Paragraph, Section, Sentences, Statement
from dashboard.briefs.later import RULE as LATER
from dashboard.exports.office.texts import references
from dashboard.exports.slides.words import Run, Words, plain

LOOKS: dict[str, dict[str, Any]] = {
    "plain": {}, "caution": {"colour": "accent1"}, "aside": {"colour": "tx2", "italic": True},
}  # fmt: skip


def statements_of(blocks: Sequence[Sentences | Paragraph]) -> list[Statement]:
    """The sentences with a proof of some blocks."""
    return [statement for block in blocks if isinstance(block, Sentences) for statement in block.statements]


def opening_of(section: Section, drawn: Collection[str]) -> list[Sentences]:
    """The sentence that a section opens with, where a chart tells it: ``drawn`` are the sentences of charts. A slide
    never opens with the least of a section."""
    first = next((block.statements[0] for block in section.blocks if isinstance(block, Sentences)), None)
    return [Sentences((first,))] if first is not None and first.claim.text in drawn else []


def untold_by(block: Sentences, drawn: Collection[str]) -> tuple[Statement, ...]:
    """The statements that no chart tells, and those that the next one completes: a later figure stands under the gap
    that it is later than."""
    return tuple(
        one
        for one, after in zip(block.statements, [*block.statements[1:], None], strict=True)
        if one.claim.text not in drawn or (after is not None and after.claim.rule == LATER)
    )


def block_words(block: Sentences | Paragraph) -> Iterator[Words]:
    """Sentences with their references, or a paragraph in the look of its kind."""
    if isinstance(block, Paragraph):
        look = LOOKS[block.kind]
        yield plain(block.text, 14 if block.kind != "plain" else 16, 8, **look)
        return
    for statement in block.statements:
        yield _sentence(statement, listed=block.listed)


def _sentence(statement: Statement, *, listed: bool) -> Words:
    runs = [Run(statement.claim.text)]
    if statement.numbers:
        runs.append(Run(f" {references(statement.numbers)}", colour="tx2"))
    if statement.caution:
        runs.append(Run(f" {statement.caution}", italic=True, colour="tx2"))
    return Words(tuple(runs), 16, 9, bulleted=listed)


def entry_words(entry: Entry) -> list[Words]:
    """An initiative or an actor: its name, where and who with its address, what it does."""
    place = " · à proximité" if entry.near else ""
    words = [Words((Run(entry.name, bold=True), Run(place, colour="accent1")), 14, 1, keep=True)]
    facts = [Run(entry.facts, colour="tx2")] if entry.facts else []
    facts += [Run(" · ", colour="tx2")] if entry.facts and entry.address else []
    facts += [Run(entry.address, link=entry.address)] if entry.address else []
    if facts:
        words.append(Words(tuple(facts), 12, 1, keep=True))
    if entry.text:
        words.append(Words((Run(entry.text),), 13, 1, keep=True))
    return [*words[:-1], replace(words[-1], after=9, keep=False)]


def list_words(block: Entries, heading: str = "") -> list[Words]:
    """The entries of a list, under ``heading`` where it shares its slide, and how many more are not on the slides."""
    words = [Words((Run(heading, bold=True, colour="accent2"),), 15, 5, keep=True)] if heading else []
    for entry in block.entries:
        words += entry_words(entry)
    if block.left:
        words.append(plain(left_words(block.left), 12, 9, colour="tx2"))
    return words


def left_words(count: int) -> str:
    """How many more are not on the slides."""
    return f"Et {count} autres, sur la page en ligne." if count > 1 else "Et un autre, sur la page en ligne."
