"""A document, complete and without format: what is said, drawn and cited. Every format is written from it.

Nothing is computed here and nothing is worded twice: sentences are claims, pictures are chart definitions, sources are
numbered once for the whole document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from dashboard import french
from dashboard.charts import Chart
from dashboard.claims.claim import Claim
from etl.catalogue import Catalogue
from etl.model import Observation


@dataclass(frozen=True, slots=True)
class Citation:
    """Where one figure of a sentence was read: ``figure`` as it is told (« 18,3 % »), ``number`` of the reference,
    ``locator`` in it."""

    figure: str
    number: int
    locator: str

    @property
    def text(self) -> str:
        """« 18,3 % : [3], p. 12 »."""
        return (
            f"{self.figure} : [{self.number}], {self.locator}" if self.locator else f"{self.figure} : [{self.number}]"
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with where its figures were read, one citation a figure. ``caution``: what must be read with it, said
    right after it; empty when there is nothing."""

    claim: Claim
    citations: tuple[Citation, ...] = ()
    caution: str = ""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The references of the sentence, each once, in increasing order."""
        return tuple(sorted({citation.number for citation in self.citations}))

    @property
    def note(self) -> str:
        """Its footnote; empty without citation."""
        return " ; ".join(citation.text for citation in self.citations) + "." if self.citations else ""


@dataclass(frozen=True, slots=True)
class Sentences:
    """Statements that follow one another: a list when ``listed``, a paragraph otherwise."""

    statements: tuple[Statement, ...]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words without figures of their own; ``kind`` says what for."""

    text: str
    kind: Literal["plain", "caution", "aside"] = "plain"


@dataclass(frozen=True, slots=True)
class Illustration:
    """A chart with its number in the document, its references and the statements that tell it in full."""

    chart: Chart
    number: int
    references: tuple[int, ...]
    statements: tuple[Statement, ...] = ()

    @property
    def caption(self) -> str:
        """« Figure 2. En 2022, … »: number and finding."""
        return f"Figure {self.number}. {self.chart.title}"


@dataclass(frozen=True, slots=True)
class Table:
    """Figures in rows; the first column names the row. ``observations`` has, row by row, the figures it tells."""

    caption: str
    number: int
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    references: tuple[int, ...] = ()
    observations: tuple[Observation, ...] = ()

    @property
    def title(self) -> str:
        """« Tableau 1. Qui y vit »."""
        return f"Tableau {self.number}. {self.caption}"


@dataclass(frozen=True, slots=True)
class Entry:
    """An initiative or an actor: ``facts`` are where, who, since when; ``address`` may be empty; ``near`` when it is in
    the territory of the document or what surrounds it."""

    name: str
    facts: str
    text: str
    address: str
    near: bool


@dataclass(frozen=True, slots=True)
class Entries:
    """Who can help, or what has been tried, near the territory first; ``left`` more are not told."""

    title: str
    entries: tuple[Entry, ...]
    left: int = 0


Block = Sentences | Paragraph | Illustration | Table | Entries


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under its title; ``name`` is short, in ASCII, unique in the document."""

    name: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """One publication: its number in the document, its id in the catalogue (empty when it has none), in words, its
    address (may be empty), and the places in it that sentences of the document cite."""

    number: int
    source: str
    text: str
    address: str
    locators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a document was asked of: enough to make it again on other data. ``views`` are the addresses of its charts
    when it is a selection of views."""

    territory: str = ""
    themes: tuple[str, ...] = ()
    reference: str = ""
    length: Literal["page", "full"] = "full"
    views: tuple[str, ...] = ()
    kind: Literal["note", "programme"] = "note"
    """A note on the territory, or the page to open a programme of the social economy there."""


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that a file will hold. ``made`` is the day it was made (ISO), ``version`` that of the data,
    ``permalink`` the address of the same on screen, from the root of the site."""

    name: str
    kicker: str
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    references: tuple[Reference, ...]
    asked: Asked
    version: str
    made: str
    permalink: str
    observations: tuple[Observation, ...] = ()
    """The figures behind it, each once, in the order they are met."""
    catalogue: Catalogue | None = field(default=None, compare=False, repr=False)
    """What the codes of the observations stand for, for the formats that hold data; None: they hold codes alone."""

    @property
    def blocks(self) -> Iterator[Block]:
        """Every block, in order."""
        return (block for section in self.sections for block in section.blocks)

    @property
    def illustrations(self) -> list[Illustration]:
        """Every chart, in order."""
        return [block for block in self.blocks if isinstance(block, Illustration)]

    @property
    def tables(self) -> list[Table]:
        """Every table, in order."""
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def statements(self) -> list[Statement]:
        """Every sentence with proof that is part of the text, in order."""
        return [s for block in self.blocks if isinstance(block, Sentences) for s in block.statements]

    @property
    def signature(self) -> str:
        """« Lisière, version 22b94d2c0adf, 24 novembre 2026 »: how the document signs itself."""
        return f"Lisière, données {self.version}, le {french.published(self.made)}"
