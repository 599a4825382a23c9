"""A document as the template of the PDF takes it: plain data, every word of it a text and never markup."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from dashboard import french
from dashboard.briefs.document import (
    Block,
    Document,
    Entries,
    Entry,
    Illustration,
    Paragraph,
    Reference,
    Sentences,
    Statement,
    Table,
)
from dashboard.briefs.proof import proof_text
from dashboard.exports.drawing import svg
from dashboard.exports.wording import (
    ANNEX,
    entries_left,
    figures_of,
    is_followed,
    is_numeric,
    on_screen,
    rows_left,
    some_locators,
    untold,
)

Data = dict[str, Any]

FONT = "Libertinus Serif"
AUTHOR = "Lisière"
KEYWORDS = ("quartiers prioritaires", "politique de la ville", "écarts", "statistiques")
DRAWN_AT, DRAWN_BESIDE = 720, 520
"""Pixels that a chart is drawn at, for the width of the text; beside its words on a document of one page."""
HIGHEST = 1.1
"""Of a chart, over the width of the text: higher, it is made smaller, to fit a page with its words."""
LOCATORS = 6
"""Places in a publication that are told with it; notes tell them all."""
SHORT, WIDE = 24, 40
"""Letters of the longest cell of a column that is not stretched; over the second, columns are as wide as each other."""
LONGEST = 300
"""Rows of one table of the annex; charts of many quarters have thousands."""

_SIZE = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')


@dataclass(frozen=True, slots=True)
class Showing:
    """How much of a document is shown. ``pages`` is how many there may be (0: as many as it takes), ``caveats`` how
    many of them a chart has under it, ``width`` the share of the text's width that a chart takes, ``notes`` whether
    sentences have their footnote, ``annex`` whether the figures of the charts follow, ``closing`` the last lines."""

    pages: int = 0
    caveats: int = 99
    width: float = 1.0
    notes: bool = True
    annex: bool = True
    closing: tuple[str, ...] = ()


def pictures_of(document: Document) -> dict[int, str]:
    """Each chart as SVG, by the number of its figure."""
    width = DRAWN_BESIDE if document.asked.length == "page" else DRAWN_AT
    return {block.number: svg(block.chart, width, font=FONT) for block in document.illustrations}


def data_of(document: Document, pictures: Mapping[int, str], showing: Showing) -> Data:
    """Everything that the template shows."""
    return {
        "pages": showing.pages,
        "title": document.title,
        "title_plain": document.title,
        "kicker": document.kicker,
        "subtitle": document.subtitle,
        "author": AUTHOR,
        "keywords": [*KEYWORDS, document.asked.territory] if document.asked.territory else list(KEYWORDS),
        "description": document.subtitle or document.title,
        "signature": document.signature,
        "proof": proof_text(document),
        "proof_description": "Ce que dit ce document et ce qui le prouve, lisible par un programme",
        "seal_description": "De quoi savoir si une page a été modifiée après coup, lisible par un programme",
        "sections": [
            {"title": section.title, "blocks": [_block(block, document, pictures, showing) for block in section.blocks]}
            for section in document.sections
        ],
        "linked": [reference.number for reference in document.references],
        "references": [_reference(reference, bool(showing.pages)) for reference in document.references],
        "annex_title": ANNEX,
        "annex": [_annexed(document, block) for block in document.illustrations] if showing.annex else [],
        "closing": [line for line in (*showing.closing, on_screen(document)) if line],
    }


def _block(block: Block, document: Document, pictures: Mapping[int, str], showing: Showing) -> Data:
    if isinstance(block, Sentences):
        lines = [_statement(statement, showing.notes) for statement in block.statements]
        return {"kind": "sentences", "listed": block.listed, "statements": lines}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "style": block.kind, "text": block.text}
    if isinstance(block, Illustration):
        return _illustration(block, untold(document, block), pictures[block.number], showing)
    if isinstance(block, Table):
        return _table(block.title, block.header, block.rows, block.references)
    return _entries(block, bool(showing.pages))


def _statement(statement: Statement, notes: bool) -> Data:
    return {
        "text": statement.claim.text,
        "numbers": list(statement.numbers),
        "note": statement.note if notes else "",
        "caution": statement.caution,
    }


def _illustration(block: Illustration, more: list[Statement], picture: str, showing: Showing) -> Data:
    chart = block.chart
    return {
        "kind": "illustration",
        "caption": block.caption,
        "subtitle": chart.subtitle,
        "key": [{"side": side, "words": chart.labels[side]} for side in chart.sides],
        "approximate": chart.approximate,
        "svg": picture,
        "alternative": chart.alternative,
        "width": round(min(showing.width, HIGHEST / _ratio(picture)), 4),
        "caveats": list(chart.caveats[: showing.caveats]),
        # One page has no room to name publications twice
        "sources": "" if showing.pages and block.references else f" {' ; '.join(chart.sources)}",
        "references": list(block.references),
        "source_word": _source_word(block.references),
        "statements": [_statement(statement, showing.notes) for statement in more],
    }


def _ratio(picture: str) -> float:
    """The height of a drawing over its width."""
    found = _SIZE.search(picture)
    return float(found[2]) / float(found[1]) if found else 1.0


def _table(
    title: str, header: tuple[str, ...], rows: tuple[tuple[str, ...], ...], references: tuple[int, ...], left: str = ""
) -> Data:
    columns = list(zip(header, *rows, strict=True))
    return {
        "kind": "table",
        "title": title,
        "header": list(header),
        "rows": [list(row) for row in rows],
        "shares": _shares(columns),
        "numeric": [rank > 0 and is_numeric(column[1:]) for rank, column in enumerate(columns)],
        "references": list(references),
        "source_word": "" if left else _source_word(references),
        "left": left,
    }


def _source_word(references: tuple[int, ...]) -> str:
    return french.typography("Sources :" if len(references) > 1 else "Source :")


def _shares(columns: list[tuple[str, ...]]) -> list[int]:
    """How columns share the width, in letters; 0 for one as wide as its cells. One at least stretches."""
    shares = []
    for column in columns:
        longest, word = max(map(len, column)), max(len(part) for cell in column for part in cell.split(" "))
        shares.append(0 if longest <= SHORT else max(min(longest, WIDE), word + 6))
    return shares if any(shares) else [1, *shares[1:]]


def _annexed(document: Document, block: Illustration) -> Data:
    """The figures of a chart; what is the same on every row is said once, under them."""
    figures = figures_of(document, block.chart, LONGEST)
    lines = " ".join(line for line in (figures.said, rows_left(figures)) if line)
    return _table(block.caption, figures.header, figures.rows, block.references, lines)


def _entries(block: Entries, short: bool) -> Data:
    return {
        "kind": "entries",
        "title": block.title,
        "entries": [_entry(entry, short) for entry in block.entries],
        "left": entries_left(block),
    }


def _entry(entry: Entry, short: bool) -> Data:
    told = {"name": entry.name, "facts": entry.facts, "text": entry.text}
    return told | _address(entry.address, short)


def _reference(reference: Reference, short: bool) -> Data:
    places = some_locators(reference.locators, LOCATORS)
    told = {"number": reference.number, "text": reference.text, "locators": f"({places})" if places else ""}
    return told | _address(reference.address, short)


def _address(address: str, short: bool) -> Data:
    """A link with its address in full; where there is no room, with the name of its site."""
    followed = is_followed(address)
    site = urlsplit(address).hostname if short and followed else None
    return {"address": address, "followed": followed, "shown": site or address}
