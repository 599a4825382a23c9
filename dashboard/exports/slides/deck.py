"""A document as a deck: an opening slide, then each block on slides of its own kind, then the sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER

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
from dashboard.exports.native_charts import native
from dashboard.exports.office.texts import cut, fitting, typeset
from dashboard.exports.slides.frames import Box, add_chart, add_furniture, add_table, add_words
from dashboard.exports.slides.paging import grown, held, left_out, split, tall
from dashboard.exports.slides.parting import parted
from dashboard.exports.slides.proofs import chart_notes, closing, proofs, sentence_notes
from dashboard.exports.slides.tables import paged, told
from dashboard.exports.slides.telling import block_words, list_words, opening_of, statements_of, untold_by
from dashboard.exports.slides.template import Template, body_of, furniture_of, subtitle_of
from dashboard.exports.slides.under import under
from dashboard.exports.slides.words import EMU, INSET, LEADING, Run, Words, fill, plain
from dashboard.exports.wording import on_screen

TITLE_SIZES = (26, 24, 22, 20, 18, 16, 14)
OPENING_SIZES = (36, 32, 28)
MOST_NOTES = 0.3
"""Of the room under the title, for what stands under a chart."""
MOST_ABOUT = 2
"""Lines of what a chart is about."""
ABOUT = 36
"""Points that they take at most."""
BESIDE = 0.3
"""Of the room, for what stands beside a map, or beside bars that need the whole height."""
MOST_ROWS = 14
SHORT = 0.25
"""Of a slide, under which sentences stand over the table or the list that follows them, not on a slide of theirs."""
SERIF = 0.9
"""Titles are in a wider letter than the one that is measured."""
AGAIN = " (suite)"
LISTS = "Initiatives et acteurs"
FOOT = 6
"""Points left free over the footer."""


class Deck:
    """A deck being filled from one document."""

    def __init__(self, document: Document, template: Template) -> None:
        self.template = template
        self.deck: Any = template.deck
        self.document = parted(document, (1 - MOST_NOTES) * self._area().height - ABOUT)
        """With its charts in as many parts as slides need."""
        self.charts = 0
        self.lists: list[tuple[str, Entries]] = []
        """Lists of entries met and not told yet, each with the title of its section: a few share a slide."""

    def fill(self) -> Any:
        """Every slide; the deck, ready to be saved."""
        self._opening()
        for section in self.document.sections:
            if not any(isinstance(block, Entries | Illustration) for block in section.blocks):
                self._lists()
            self._section(section)
        self._lists()
        self._sources()
        return self.deck

    def _slide(self, layout: Any, title: str, notes: str, cut: Sequence[str] = ()) -> Any:
        """A slide; ``cut`` are the texts that it does not hold whole, which its notes then tell."""
        slide = self.deck.slides.add_slide(layout)
        cut = [title, *cut] if _title(slide.shapes.title, title) != title else cut
        notes = "\n".join([*(text for text in cut if text not in notes), notes])
        add_furniture(slide, self.document.signature, ours=self.template.ours)
        frame = slide.notes_slide.notes_text_frame
        if frame is not None:
            body = frame._txBody
            lines = (Words((Run(line),), 12, 0) for line in notes.split("\n"))
            fill(body, list(lines), slide.notes_slide.part)
        return slide

    def _opening(self) -> None:
        document = self.document
        lines = [plain(document.kicker, 16, 6, bold=True, colour="accent1")] if document.kicker else []
        lines += [plain(document.subtitle, 18, 14)] if document.subtitle else []
        lines += [plain(f"{document.signature}.", 13, 4, colour="tx2")]
        lines += [plain(on_screen(document), 12, 0, colour="tx2")] if document.permalink else []
        place = subtitle_of(self.template.opening)
        lines = held(lines, place.width / EMU, place.height / EMU - 8)
        notes = "\n".join([document.title, document.subtitle, document.permalink, *closing((), document)])
        slide = self._slide(self.template.opening, document.title, notes, left_out(lines))
        fill(subtitle_of(slide)._element.find("{*}txBody"), lines, slide.part)

    def _section(self, section: Section) -> None:
        """Texts that follow one another share slides; a chart or a table has its own. What a chart shows is said in its
        notes, not on a slide of text before it; so are the asides of a section that has charts. The few sentences that
        are left stand under the next chart; where they are many, their slide opens with what the section opens with."""
        waiting: list[Sentences | Paragraph] = []
        charts = [block for block in section.blocks if isinstance(block, Illustration)]
        drawn = {statement.claim.text for block in charts for statement in block.statements}
        opening = opening_of(section, drawn)
        for block in section.blocks:
            if isinstance(block, Sentences):
                kept = untold_by(block, drawn)
                waiting += [replace(block, statements=kept)] if kept else []
                continue
            if isinstance(block, Paragraph):
                waiting += [block] if block.kind != "aside" or not charts else []
                continue
            over = self._over(block, waiting)
            if waiting and not over and not _leads(block, waiting):
                told = {s.claim.text for s in statements_of(waiting)}
                opening = [one for one in opening if one.statements[0].claim.text not in told]
                self._texts(section.title, [*opening, *waiting])
                opening = []
            lead = [one.text for one in waiting if isinstance(one, Paragraph)] if _leads(block, waiting) else []
            waiting = []
            if isinstance(block, Illustration):
                asides = [b.text for b in section.blocks if isinstance(b, Paragraph) and b.kind == "aside"]
                self._chart(block, asides if block is charts[-1] else [], over)
            elif isinstance(block, Table):
                self._table(block, over, lead)
            elif over:
                self._entries(section.title, block, over)
            else:
                self.lists.append((section.title, block))
        self._texts(section.title, waiting)

    def _over(self, block: Block, waiting: list[Sentences | Paragraph]) -> list[Sentences | Paragraph]:
        """What stands over a table or a list, or under a chart, rather than on a slide with hardly anything else; empty
        otherwise."""
        if _leads(block, waiting):
            return []
        area = self._area()
        height = tall([words for one in waiting for words in block_words(one)], area.width)
        return waiting if height <= SHORT * area.height else []

    def _texts(self, title: str, blocks: Sequence[Sentences | Paragraph]) -> None:
        if blocks:
            body = body_of(self.template.text)
            words = [one for block in blocks for one in block_words(block)]
            self._pages(title, grown(words, body.width / EMU, body.height / EMU), blocks)

    def _pages(self, title: str, words: Sequence[Words], blocks: Sequence[Sentences | Paragraph]) -> None:
        """Words on as many slides as they need; those of ``blocks`` that are on a slide are proven in its notes."""
        body = body_of(self.template.text)
        room, height = body.width / EMU, (body.height / EMU) - 8
        for rank, page in enumerate(split(words, room, height)):
            shown = " ".join(one.whole or one.text for one in page)
            notes = sentence_notes([s for s in statements_of(blocks) if s.claim.text in shown], self.document)
            slide = self._slide(self.template.text, title + (AGAIN if rank else ""), notes, left_out(page))
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

    def _chart(self, block: Illustration, asides: Sequence[str], said: Sequence[Sentences | Paragraph]) -> None:
        """A chart; ``said`` is told under it, before its source."""
        chart = block.chart
        area = self._area()
        about = plain(chart.subtitle, 13, 4, colour="tx2").cut(area.width, MOST_ABOUT)
        beside = [words for one in said for words in block_words(one)]
        notes = "\n".join([chart_notes(block, self.document), *proofs(statements_of(said), self.document), *asides])
        taken = about.height(area.width) + 2
        top, room = area.top + taken, area.height - taken
        drawing = native(chart)
        if drawing.ratio or (drawing.form == "bars" and drawing.rows > MOST_ROWS):
            width = area.width * BESIDE
            words, height = under(block, width, room, beside)
            drawn = Box(area.left, top, area.width - width - 8, room)
            place = Box(area.left + area.width - width, area.top + area.height - height, width, height)
        else:
            words, height = under(block, area.width, room * MOST_NOTES, beside)
            drawn = Box(area.left, top, area.width, room - height - 4)
            place = Box(area.left, area.top + area.height - height, area.width, height)
        slide = self._slide(self.template.alone, chart.title, notes, left_out([about, *words]))
        add_words(slide, "Sous-titre", [about], Box(area.left, area.top, area.width, taken))
        self.charts += 1
        add_chart(slide, chart, self.charts, drawn, 12)
        add_words(slide, "Source et réserves", words, place)

    def _table(self, table: Table, over: Sequence[Sentences | Paragraph], lead: Sequence[str]) -> None:
        """A table; ``over`` is told over it, ``lead`` says how to read it, under it."""
        laid = paged(table, self._area(), [words for block in over for words in block_words(block)], lead)
        proven = list(proofs(statements_of(over), self.document)) if over else []
        for rank, page in enumerate(laid.pages):
            title = table.title + (AGAIN if rank else "")
            said = [*(proven if rank == 0 else []), *closing(table.references, self.document), *told(page, laid)]
            slide = self._slide(self.template.alone, title, "\n".join([table.title, *said]))
            if laid.over and rank == 0:
                add_words(slide, "En bref", laid.over, laid.above)
            add_table(slide, f"tableau-{table.number}", title, page.header, page.rows, laid.columns,
                      laid.area.left, laid.top(rank))  # fmt: skip
            if laid.under:
                add_words(slide, "Sources", laid.under, laid.beneath(rank))

    def _entries(self, title: str, block: Entries, over: Sequence[Sentences | Paragraph]) -> None:
        words = [one for before in over for one in block_words(before)]
        words += [plain("", 6, 0)] if words else []
        self._pages(f"{title} · {block.title}", [*words, *list_words(block)], over)

    def _lists(self) -> None:
        """The lists that wait: on slides of its own where it is alone, one after the other where there are several."""
        if len(self.lists) == 1:
            self._entries(*self.lists[0], ())
        elif self.lists:
            words = [one for title, block in self.lists for one in list_words(block, f"{title} · {block.title}")]
            self._pages(LISTS, words, ())
        self.lists = []

    def _sources(self) -> None:
        words = []
        for reference in self.document.references:
            runs = [Run(f"[{reference.number}] ", bold=True), Run(reference.text)]
            words.append(Words(tuple(runs), 12, 1, hang=28, keep=bool(reference.address)))
            if reference.address:
                words.append(Words((Run(reference.address, link=reference.address),), 10, 5, hang=0))
        if words:
            self._pages("Sources", words, ())


def _leads(block: Block, waiting: Sequence[Sentences | Paragraph]) -> bool:
    """Whether what stands before a table only says how to read it."""
    return isinstance(block, Table) and all(isinstance(one, Paragraph) for one in waiting)


def _title(holder: Any, text: str) -> str:
    """The title, smaller when it is long, then cut; what is shown. No suite computes it when it opens a file."""
    room, height = (holder.width / EMU - INSET) * SERIF, holder.height / EMU - 8
    opens = holder.placeholder_format.type == PP_PLACEHOLDER.CENTER_TITLE
    size = fitting(typeset(text), [*(OPENING_SIZES if opens else ()), *TITLE_SIZES], room, height)
    shown = cut(text, size, room, max(1, int(height / (size * LEADING))))
    body = holder._element.find("{*}txBody")
    fill(body, [Words((Run(shown),), size, 0)], holder.part)
    for properties in body.iter("{*}pPr"):  # indent and bullet are those of the template
        properties.attrib.pop("marL", None)
        properties.attrib.pop("indent", None)
    return shown
