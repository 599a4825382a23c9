"""A document as a deck: an opening slide, then each block on slides of its own kind, then the sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER

from dashboard.briefs.document import (
    Document,
    Entries,
    Entry,
    Illustration,
    Paragraph,
    Section,
    Sentences,
    Statement,
    Table,
)
from dashboard.exports.native_charts import native
from dashboard.exports.office.texts import fitting, references, typeset
from dashboard.exports.slides.frames import Box, add_chart, add_furniture, add_table, add_words, columns_of
from dashboard.exports.slides.proofs import chart_notes, closing, sentence_notes
from dashboard.exports.slides.template import Template, body_of, furniture_of, subtitle_of
from dashboard.exports.slides.words import EMU, INSET, Run, Words, fill, plain, split

TITLE_SIZES = (26, 24, 22, 20, 18, 16, 14, 12, 10)
OPENING_SIZES = (36, 32, 28)
NOTE_SIZES = (11, 10, 9, 8)
MOST_NOTES = 0.3
"""Of the room under the title, for what stands under a chart."""
SHOWN_CAVEATS, NAMED = 2, 2
BESIDE = 0.3
"""Of the room, for what stands beside a map, or beside bars that need the whole height."""
MOST_ROWS = 14
LOOKS: dict[str, dict[str, Any]] = {
    "plain": {}, "caution": {"colour": "accent1"}, "aside": {"colour": "tx2", "italic": True},
}  # fmt: skip
SERIF = 0.9
"""Titles are in a wider letter than the one that is measured."""
AGAIN = " (suite)"
MORE = "… (la suite est dans les commentaires de la diapositive)"
FOOT = 6
"""Points left free over the footer."""


class Deck:
    """A deck being filled from one document."""

    def __init__(self, document: Document, template: Template) -> None:
        self.document = document
        self.template = template
        self.deck: Any = template.deck
        self.charts = 0

    def fill(self) -> Any:
        """Every slide; the deck, ready to be saved."""
        self._opening()
        for section in self.document.sections:
            self._section(section)
        self._sources()
        return self.deck

    def _slide(self, layout: Any, title: str, notes: str) -> Any:
        slide = self.deck.slides.add_slide(layout)
        _title(slide.shapes.title, title)
        add_furniture(slide, self.document.signature, ours=self.template.ours)
        frame = slide.notes_slide.notes_text_frame
        if frame is not None:
            body = frame._txBody
            lines = (Words((Run(line),), 12, 0) for line in notes.split("\n"))
            fill(body, list(lines), slide.notes_slide.part)
        return slide

    def _opening(self) -> None:
        document = self.document
        notes = "\n".join([document.title, document.subtitle, document.permalink, *closing((), document)])
        slide = self._slide(self.template.opening, document.title, notes)
        lines = [plain(document.kicker, 16, 6, bold=True, colour="accent1")] if document.kicker else []
        lines += [plain(document.subtitle, 18, 14)] if document.subtitle else []
        lines += [plain(f"{document.signature}.", 13, 4, colour="tx2")]
        lines += [plain(document.permalink, 12, 0, colour="tx2")] if document.permalink else []
        fill(subtitle_of(slide)._element.find("{*}txBody"), lines, slide.part)

    def _section(self, section: Section) -> None:
        """Texts that follow one another share slides; a chart or a table has its own. What a chart shows is said in its
        notes, not on a slide of text before it; so are the asides of a section that has charts."""
        waiting: list[Sentences | Paragraph] = []
        charts = [block for block in section.blocks if isinstance(block, Illustration)]
        drawn = {statement.claim.text for block in charts for statement in block.statements}
        for block in section.blocks:
            if isinstance(block, Sentences):
                kept = tuple(s for s in block.statements if s.claim.text not in drawn)
                waiting += [replace(block, statements=kept)] if kept else []
                continue
            if isinstance(block, Paragraph):
                waiting += [block] if block.kind != "aside" or not charts else []
                continue
            opens = isinstance(block, Table) and all(isinstance(one, Paragraph) for one in waiting)
            if not opens:
                self._texts(section.title, waiting)
            lead = [one.text for one in waiting if isinstance(one, Paragraph)] if opens else []
            waiting = []
            if isinstance(block, Illustration):
                asides = [b.text for b in section.blocks if isinstance(b, Paragraph) and b.kind == "aside"]
                self._chart(block, asides if block is charts[-1] else [])
            elif isinstance(block, Table):
                self._table(block, lead)
            else:
                self._entries(block)
        self._texts(section.title, waiting)

    def _texts(self, title: str, blocks: Sequence[Sentences | Paragraph]) -> None:
        if not blocks:
            return
        words = [one for block in blocks for one in _told(block)]
        statements = [s for block in blocks if isinstance(block, Sentences) for s in block.statements]

        def notes(page: Sequence[Words]) -> str:
            shown = " ".join(one.text for one in page)
            here = [statement for statement in statements if statement.claim.text in shown]
            return sentence_notes(here, self.document)

        self._pages(title, words, notes)

    def _pages(self, title: str, words: Sequence[Words], notes: Callable[[Sequence[Words]], str]) -> None:
        body = body_of(self.template.text)
        room, height = body.width / EMU, (body.height / EMU) - 8
        for rank, page in enumerate(split(words, room, height)):
            slide = self._slide(self.template.text, title + (AGAIN if rank else ""), notes(page))
            fill(body_of(slide)._element.find("{*}txBody"), page, slide.part)

    def _area(self) -> Box:
        """Between the title and the footer of a slide with a title alone."""
        layout = self.template.alone
        holder = next(h for h in layout.placeholders if h.placeholder_format.type == PP_PLACEHOLDER.TITLE)
        foot = furniture_of(layout, PP_PLACEHOLDER.FOOTER) or furniture_of(layout, PP_PLACEHOLDER.SLIDE_NUMBER)
        bottom = self.deck.slide_height / EMU - 20
        if foot is not None and foot.top > self.deck.slide_height / 2:
            bottom = min(bottom, foot.top / EMU - FOOT)
        top = (holder.top + holder.height) / EMU
        return Box(holder.left / EMU, top, holder.width / EMU, bottom - top)

    def _chart(self, block: Illustration, asides: Sequence[str]) -> None:
        chart = block.chart
        notes = "\n".join([chart_notes(block, self.document), *asides])
        slide = self._slide(self.template.alone, chart.title, notes)
        area = self._area()
        about = plain(chart.subtitle, 13, 4, colour="tx2")
        told = about.height(area.width) + 2
        add_words(slide, "Sous-titre", [about], Box(area.left, area.top, area.width, told))
        self.charts += 1
        top, room = area.top + told, area.height - told
        drawing = native(chart)
        if drawing.ratio or (drawing.form == "bars" and drawing.rows > MOST_ROWS):
            width = area.width * BESIDE
            words, height = _under(block, width, room)
            drawn = Box(area.left, top, area.width - width - 8, room)
            beside = Box(area.left + area.width - width, area.top + area.height - height, width, height)
        else:
            words, height = _under(block, area.width, room * MOST_NOTES)
            drawn = Box(area.left, top, area.width, room - height - 4)
            beside = Box(area.left, area.top + area.height - height, area.width, height)
        add_chart(slide, chart, self.charts, drawn, 12)
        add_words(slide, "Source et réserves", words, beside)

    def _table(self, table: Table, lead: Sequence[str]) -> None:
        """A table on as many slides as it needs; ``lead`` says how to read it, under it with its sources."""
        area = self._area()
        source = [plain(text, 11, 2, colour="tx2") for text in lead]
        if table.references:
            source.append(plain(f"Sources : {references(table.references)}", 11, 0, colour="tx2"))
        under = sum(one.height(area.width) for one in source) + 6
        size = next(
            (s for s in (13, 12, 11) if len(table.rows) * s * 1.9 < area.height), 11
        )  # fmt: skip
        columns = columns_of(table.header, table.rows, area.width, size)
        room = area.height - columns.height(table.header) - under
        notes = "\n".join([table.title, *closing(table.references, self.document)])
        for rank, rows in enumerate(_cut(table.rows, columns.height, room)):
            title = table.title + (AGAIN if rank else "")
            slide = self._slide(self.template.alone, title, notes)
            add_table(slide, f"tableau-{table.number}", title, table.header, rows, columns, area.left, area.top)
            if source:
                add_words(slide, "Sources", source, Box(area.left, area.top + area.height - under, area.width, under))

    def _entries(self, block: Entries) -> None:
        words: list[Words] = []
        for entry in block.entries:
            words += _entry(entry)
        if block.left:
            words.append(plain(_left(block.left), 12, 0, colour="tx2"))
        self._pages(block.title, words, lambda _: "\n".join([block.title, *closing((), self.document)]))

    def _sources(self) -> None:
        words = []
        for reference in self.document.references:
            runs = [Run(f"[{reference.number}] ", bold=True), Run(reference.text)]
            words.append(Words(tuple(runs), 13, 1, hang=28, keep=bool(reference.address)))
            if reference.address:
                words.append(Words((Run(reference.address, link=reference.address),), 11, 6, hang=0))
        if words:
            self._pages("Sources", words, lambda _: "\n".join(["Sources du document", *closing((), self.document)]))


def _entry(entry: Entry) -> list[Words]:
    place = " · à proximité" if entry.near else ""
    words = [Words((Run(entry.name, bold=True), Run(place, colour="accent1")), 15, 1, keep=True)]
    if entry.facts:
        words.append(Words((Run(entry.facts, colour="tx2"),), 13, 1, keep=True))
    if entry.text:
        words.append(Words((Run(entry.text),), 13, 1, keep=True))
    if entry.address:
        words.append(Words((Run(entry.address, link=entry.address),), 11, 1, keep=True))
    return [*words, plain("", 6, 2)]


def _left(count: int) -> str:
    return f"Et {count} autres, sur la page en ligne." if count > 1 else "Et un autre, sur la page en ligne."


def _title(holder: Any, text: str) -> None:
    """The title, smaller when it is long: no suite computes it when it opens a file."""
    told = typeset(text)
    room, height = (holder.width / EMU - INSET) * SERIF, holder.height / EMU - 8
    opens = holder.placeholder_format.type == PP_PLACEHOLDER.CENTER_TITLE
    sizes = [*(OPENING_SIZES if opens else ()), *TITLE_SIZES]
    size = fitting(told, sizes, room, height)
    body = holder._element.find("{*}txBody")
    fill(body, [Words((Run(text),), size, 0)], holder.part)
    for properties in body.iter("{*}pPr"):  # indent and bullet are those of the template
        properties.attrib.pop("marL", None)
        properties.attrib.pop("indent", None)


def _told(block: Sentences | Paragraph) -> Iterator[Words]:
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


def _under(block: Illustration, room: float, most: float) -> tuple[list[Words], float]:
    """What must be read with a chart: what has no value, the source, the first caveats; as large as the room lets it,
    then cut, since the notes of the slide have it all."""
    chart = block.chart
    source = _source(block)
    under = native(chart).under
    others = [caveat for caveat in chart.caveats if not any(caveat in line for line in under)]
    told = [*under, source, *others[:SHOWN_CAVEATS]]
    for size in NOTE_SIZES:
        words = [plain(text, size, 2, colour="tx1" if text == source else "tx2") for text in told]
        height = sum(one.height(room) for one in words)
        if height <= most:
            return words, height
    share = most / len(told)
    words = [plain(_shortened(text, NOTE_SIZES[-1], room, share), NOTE_SIZES[-1], 2, colour="tx2") for text in told]
    return words, sum(one.height(room) for one in words)


def _source(block: Illustration) -> str:
    """The publications of a chart; who published them where they are many, since the last slides name them in full."""
    sources = block.chart.sources
    if len(sources) <= NAMED:
        label = "Source" if len(sources) == 1 else "Sources"
        return f"{label} : {' ; '.join(sources)} {references(block.references)}".strip()
    publishers = dict.fromkeys(source.partition(",")[0] for source in sources)
    return f"Sources : {', '.join(publishers)} {references(block.references)}. Titres complets en fin de présentation."


def _shortened(text: str, size: float, room: float, height: float) -> str:
    if plain(text, size, 2).height(room) <= height:
        return text
    words = text.split(" ")
    while len(words) > 1 and plain(" ".join(words) + MORE, size, 2).height(room) > max(height, size * 2.5):
        words = words[: max(1, len(words) * 9 // 10)]
    return " ".join(words) + MORE


def _cut(
    rows: Sequence[tuple[str, ...]], height: Callable[[Sequence[str]], float], room: float
) -> Iterator[list[tuple[str, ...]]]:
    """Rows in slides."""
    page: list[tuple[str, ...]] = []
    left = room
    for row in rows:
        taken = height(row)
        if page and taken > left:
            yield page
            page, left = [], room
        page.append(row)
        left -= taken
    if page:
        yield page
