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
from dashboard.briefs.shortened import LABEL, cut
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
DRAWN_AT, DRAWN_SHORT = 800, 1000
"""Pixels that a chart is drawn at, for the width of the text; on a document of one page, whose letters are smaller."""
WIDEST = 0.95
"""Of a chart, over the width of the text."""
HIGHEST = 1.1
"""Of a chart, over the width of the text: higher, it is made smaller, to fit a page with its words."""
LOCATORS = 2
"""Places in a publication that are told with it; notes and annex tell them all."""
SHORT, WIDE = 24, 40
"""Letters of the longest cell of a column that is not stretched; over the second, columns are as wide as each other."""
SHOWN_CAVEATS = 2
"""Under a chart of a long document; the others stand with its figures, at the end."""
TITLE = 160
"""Letters of a title: over them, it would push everything else to the next page."""
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
    width = DRAWN_SHORT if document.asked.length == "page" else DRAWN_AT
    return {block.number: svg(block.chart, width, font=FONT) for block in document.illustrations}


def data_of(document: Document, pictures: Mapping[int, str], showing: Showing) -> Data:
    """Everything that the template shows."""
    return {
        "pages": showing.pages,
        "title": cut(document.title, TITLE),
        "title_plain": document.title,
        "kicker": cut(document.kicker, LABEL),
        "subtitle": cut(document.subtitle, LABEL),
        "author": AUTHOR,
        "keywords": [*KEYWORDS, document.asked.territory] if document.asked.territory else list(KEYWORDS),
        "description": document.subtitle or document.title,
        "signature": document.signature,
        "proof": proof_text(document),
        "proof_description": "Ce que dit ce document et ce qui le prouve, lisible par un programme",
        "seal_description": "De quoi savoir si une page a été modifiée après coup, lisible par un programme",
        "sections": _with_notes_once(
            [
                {
                    "title": cut(part.title, TITLE),
                    "blocks": [_block(b, document, pictures, showing) for b in part.blocks],
                }
                for part in document.sections
            ]
        ),
        "linked": [reference.number for reference in document.references],
        "references": [_reference(reference, bool(showing.pages)) for reference in document.references],
        "annex_title": ANNEX,
        "annex": [_annexed(document, block) for block in document.illustrations] if showing.annex else [],
        "closing": [line for line in (*showing.closing, *_in_full(document, showing), on_screen(document)) if line],
    }


def _in_full(document: Document, showing: Showing) -> list[str]:
    """The titles that have no room where they stand, whole, where there is room at the end."""
    titles = (document.title, *(part.title for part in document.sections))
    wide = () if showing.pages else [title for title in titles if len(title) > TITLE]
    return [french.typography(f"Titre complet : {title}") for title in dict.fromkeys(wide)]


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


def _with_notes_once(sections: list[Data]) -> list[Data]:
    """The sections with each footnote written once: sentences that have the same one call it again by its ``rank``,
    those that follow one another in a paragraph once, after the last."""
    ranks: dict[str, int] = {}
    for block in (block for section in sections for block in section["blocks"]):
        statements = block.get("statements", [])
        for rank, statement in enumerate(statements):
            following = statements[rank + 1]["note"] if rank + 1 < len(statements) and not block.get("listed") else ""
            note = statement["note"]
            if note and note == following:
                statement["note"] = ""
            elif note in ranks:
                statement |= {"note": "", "again": ranks[note]}
            elif note:
                ranks[note] = statement["rank"] = len(ranks) + 1
    return sections


def _statement(statement: Statement, notes: bool) -> Data:
    return {
        "text": statement.claim.text,
        "numbers": list(statement.numbers),
        "note": statement.note if notes else "",
        "rank": 0,
        "again": 0,
        "caution": statement.caution,
    }


def _illustration(block: Illustration, more: list[Statement], picture: str, showing: Showing) -> Data:
    chart = block.chart
    return {
        "kind": "illustration",
        "caption": cut(block.caption, LABEL),
        "subtitle": cut(chart.subtitle, LABEL),
        "key": [{"side": side, "words": chart.labels[side]} for side in chart.sides],
        "approximate": chart.approximate,
        "svg": picture,
        "alternative": chart.alternative,
        "width": round(min(showing.width, WIDEST, HIGHEST / _ratio(picture)), 4),
        "caveats": _caveats(block, showing),
        # Publications are named once, where they have their number
        "sources": "" if block.references else f" {' ; '.join(chart.sources)}",
        "references": list(block.references),
        "source_word": _source_word(block.references),
        "statements": [_statement(statement, showing.notes) for statement in more],
    }


def _caveats(block: Illustration, showing: Showing) -> list[str]:
    """Those under a chart, and where the others are."""
    caveats = block.chart.caveats
    if not showing.annex:
        return list(caveats[: showing.caveats])
    left = len(caveats) - SHOWN_CAVEATS
    more = f"{french.sentence(french.counted(left, 'autre réserve'))} : avec les chiffres de la figure, en annexe."
    return [*caveats[:SHOWN_CAVEATS], *([french.typography(more)] if left > 0 else [])]


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
        "title": cut(title, LABEL),
        "header": list(header),
        "rows": [[cut(cell, LABEL) for cell in row] for row in rows],
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
    """The figures of a chart; under them, what is the same on every row, said once, and the caveats that the chart had
    no room for."""
    figures = figures_of(document, block.chart, LONGEST)
    lines = " ".join(line for line in (figures.said, rows_left(figures), *block.chart.caveats[SHOWN_CAVEATS:]) if line)
    return _table(block.caption, figures.header, figures.rows, block.references, lines)


def _entries(block: Entries, short: bool) -> Data:
    return {
        "kind": "entries",
        "title": block.title,
        "entries": [_entry(entry, short) for entry in block.entries],
        "left": entries_left(block),
    }


def _entry(entry: Entry, short: bool) -> Data:
    told = {"name": cut(entry.name, TITLE), "facts": cut(entry.facts, LABEL), "text": entry.text}
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
