"""Footnotes: a part of their own, which python-docx does not write."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from dashboard.exports.word.styles import StyleBook
from dashboard.exports.word.words import Run, paragraph

_SEPARATORS = (("separator", "-1"), ("continuationSeparator", "0"))


class Footnotes:
    """The footnotes of a document being written. Those of a template went with its text."""

    def __init__(self, word: Any, styles: StyleBook) -> None:
        self.word = word
        self.styles = styles
        self._added: list[str] = []

    def add(self, text: str) -> str:
        """A footnote; the mark that calls it, as a run."""
        number = len(self._added) + 1
        mark = self.styles.id("footnote reference")
        called = f'<w:r><w:rPr><w:rStyle w:val="{mark}"/></w:rPr><w:footnoteRef/></w:r>'
        inside = paragraph(self.styles.id("footnote text"), [Run(raw=called), Run(f" {text}")])
        self._added.append(f'<w:footnote w:id="{number}">{inside}</w:footnote>')
        return f'<w:r><w:rPr><w:rStyle w:val="{mark}"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'

    def save(self) -> None:
        """The part, if there is any footnote."""
        if not self._added:
            return
        notes = "".join(self._added)
        ends = "".join(
            f'<w:footnote w:type="{kind}" w:id="{key}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
            for kind, key in _SEPARATORS
        )
        blob = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f"<w:footnotes {nsdecls('w', 'r')}>{ends}{notes}</w:footnotes>"
        ).encode()
        package = self.word.part.package
        part = Part(PackURI("/word/footnotes.xml"), CT.WML_FOOTNOTES, blob, package)
        self.word.part.relate_to(part, RT.FOOTNOTES)
        self._declare()

    def _declare(self) -> None:
        """The settings name both separators; their place is set by the schema."""
        settings = self.word.settings.element
        for old in settings.findall(qn("w:footnotePr")) + settings.findall(qn("w:endnotePr")):
            settings.remove(old)
        told = parse_xml(
            f"<w:footnotePr {nsdecls('w')}>"
            + "".join(f'<w:footnote w:id="{key}"/>' for _, key in _SEPARATORS)
            + "</w:footnotePr>"
        )
        for name in ("endnotePr", "compat", "docVars", "rsids", "themeFontLang", "clrSchemeMapping", "decimalSymbol"):
            after = settings.find(qn(f"w:{name}"))
            if after is not None:
                after.addprevious(told)
                return
        settings.append(told)
