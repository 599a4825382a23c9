"""Markdown, for pasting into a site or a mail: sentences with their references, charts as small tables, sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dashboard.briefs.document import (
    Block,
    Document,
    Entries,
    Illustration,
    Paragraph,
    Reference,
    Sentences,
    Statement,
    Table,
)
from dashboard.exports import ExportError, Readback
from dashboard.exports.wording import entries_left, figures_of, is_numeric, on_screen, rows_left, some_locators, untold

SUFFIX = ".md"
MEDIA_TYPE = "text/markdown"
NAME = "Markdown"
TEMPLATES = False
LONGEST = 40
"""Rows of the table of a chart."""
LOCATORS = 6
"""Places in a publication that are told with it."""
_SPECIAL = re.compile(r"[\\`*_\[\]<>|~]|&(?=#?\w+;)")
_AT_START = re.compile(r"^(?:[-+=#](?=[-+=#\s]|$)|[0-9]{1,9}(?=[.)](?:\s|$)))")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\\]+")


def write(document: Document, template: bytes | None = None) -> bytes:
    """The text of a document. Raises ExportError when a template is given."""
    if template is not None:
        raise ExportError(
            "Le texte Markdown n’a pas de mise en page : un modèle ne peut être donné que pour docx et pptx."
        )
    return ("\n\n".join(_paragraphs(document)) + "\n").encode("utf-8", "backslashreplace")


def read(content: bytes) -> Readback:
    """The words of a text of ours; it carries no proof. Raises ExportError when it is not text."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExportError(
            f"Ce fichier n’est pas un texte en UTF-8 (octet {error.start}). Enregistrez-le en UTF-8, puis recommencez."
        ) from error
    return Readback({}, " ".join(unescaped(text).split()))


def escaped(text: str) -> str:
    """``text`` on one line, with nothing that Markdown would read as its own."""
    line = _SPECIAL.sub(lambda found: f"\\{found[0]}", " ".join(re.split(r"[\s]*[\n\r\t\v\f]+[\s]*", text)).strip())
    return _AT_START.sub(_guarded, line)


def unescaped(text: str) -> str:
    """``text`` as it was before ``escaped``."""
    return _ESCAPED.sub(r"\1", text)


def _guarded(found: re.Match[str]) -> str:
    """A list or a heading that would start here is not one: « 12\\. », « \\- »."""
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"


def _paragraphs(document: Document) -> Iterator[str]:
    if document.kicker:
        yield f"*{escaped(document.kicker)}*"
    yield f"# {escaped(document.title)}"
    if document.subtitle:
        yield escaped(document.subtitle)
    for section in document.sections:
        yield f"## {escaped(section.title)}"
        for block in section.blocks:
            yield from _block(document, block)
    if document.references:
        yield "## Sources"
        yield "\n".join(_reference(reference) for reference in document.references)
    yield f"*{escaped(document.signature)}.*"
    if document.permalink:
        yield escaped(on_screen(document))


def _block(document: Document, block: Block) -> Iterator[str]:
    if isinstance(block, Sentences):
        yield _sentences(block.statements, block.listed)
    elif isinstance(block, Paragraph):
        yield f"> {escaped(block.text)}" if block.kind == "caution" else escaped(block.text)
    elif isinstance(block, Illustration):
        yield from _illustration(document, block)
    elif isinstance(block, Table):
        yield f"**{escaped(block.title)}**"
        yield _table(block.header, block.rows)
        if block.references:
            yield f"Source : {_cited(block.references)}"
    else:
        yield from _entries(block)


def _sentences(statements: Sequence[Statement], listed: bool) -> str:
    lines = [_statement(statement) for statement in statements]
    return "\n".join(f"- {line}" for line in lines) if listed else " ".join(lines)


def _statement(statement: Statement) -> str:
    parts = [escaped(statement.claim.text), _cited(statement.numbers)]
    parts += [f"*{escaped(statement.caution)}*"] if statement.caution else []
    return " ".join(part for part in parts if part)


def _cited(numbers: Sequence[int]) -> str:
    """« [1] [2] »: without any definition these are plain words."""
    return " ".join(f"[{number}]" for number in numbers)


def _illustration(document: Document, block: Illustration) -> Iterator[str]:
    chart, figures = block.chart, figures_of(document, block.chart, LONGEST)
    yield f"**{escaped(block.caption)}**"
    yield escaped(chart.subtitle)
    yield _table(figures.header, figures.rows)
    lines = [figures.said, rows_left(figures), *chart.caveats]
    yield " ".join(part for part in [*map(escaped, lines), _cited(block.references)] if part)
    if more := untold(document, block):
        yield _sentences(more, listed=True)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    ranged = [rank > 0 and is_numeric(row[rank] for row in rows) for rank in range(len(header))]
    return "\n".join(
        [
            _row(header),
            f"| {' | '.join('---:' if right else '---' for right in ranged)} |",
            *(_row(row) for row in rows),
        ]
    )


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(escaped(cell) for cell in cells)} |"


def _entries(block: Entries) -> Iterator[str]:
    yield f"### {escaped(block.title)}"
    lines = []
    for entry in block.entries:
        facts = f" ({escaped(entry.facts)})" if entry.facts else ""
        told = [f"**{escaped(entry.name)}**{facts}", escaped(entry.text), address_of(entry.address)]
        lines.append(f"- {' '.join(part for part in told if part)}")
    yield "\n".join(lines)
    if left := entries_left(block):
        yield left


def _reference(reference: Reference) -> str:
    locators = f" ({escaped(some_locators(reference.locators, LOCATORS))})" if reference.locators else ""
    address = f" {address_of(reference.address)}" if reference.address else ""
    return f"{reference.number}. {escaped(reference.text)}{locators}{address}"


def address_of(address: str) -> str:
    """A link, when it is one."""
    return f"<{address}>" if _ADDRESS.fullmatch(address) else escaped(address)
