"""Documents of the tests, made as the command line makes them."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.briefs.document import Asked, Block, Document, Entries, Paragraph, Sentences
from dashboard.briefs.territory import build_brief
from dashboard.questions.neighbourhoods import neighbourhoods_of
from dashboard.questions.reading import Reading
from dashboard.questions.standing import standing_of
from dashboard.store import Store

MADE = "2026-11-24"


def brief(reading: Reading, code: str, **asked: object) -> Document:
    """The note of a territory on one store."""
    near = neighbourhoods_of(reading)
    return build_brief(near, standing_of(reading), Asked(code, **asked), MADE)  # type: ignore[arg-type]


def brief_on(store: Store, code: str, **asked: object) -> Document:
    """The same, of a store."""
    return brief(Reading(store), code, **asked)


def words(document: Document) -> str:
    """Every sentence and paragraph of a document, in order, plain spaces."""
    return " ".join(" ".join(_texts(block)) for block in document.blocks).replace("\u202f", " ").replace("\u00a0", " ")


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Sentences():
            yield from (statement.claim.text for statement in block.statements)
        case Paragraph():
            yield block.text
        case Entries():
            yield from (entry.name for entry in block.entries)
