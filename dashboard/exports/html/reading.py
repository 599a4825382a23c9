"""What a page of ours holds: its block of data and its words."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

from dashboard.briefs.proof import SEAL
from dashboard.exports import ExportError, Readback
from dashboard.exports.html.pieces import PROOF, activity_of, content_of, prints_in

UNSEEN = ("script", "style", "template", "title", "head")
INLINE = ("a", "b", "em", "i", "small", "span", "strong", "sub", "sup", "time", "abbr", "cite")
AGAIN = "narrow"
"""Class of what a page shows in place of something else."""
LONGEST = 8_000_000
"""Characters of a page: the longest of ours has some hundred thousand."""
DAMAGED = "La preuve de cette page est abîmée. Reprenez le fichier d’origine, ou refaites la note."
HIDDEN = "hidden"
NEVER = ("script", "style", "template")
CODE = ("script", "style")
WHOLE = ("tr", "svg")
CELLS = ("td", "th")
SPOKEN = ("alt", "aria-label", "title")
_UNSEEN_STYLE = re.compile(
    r"^(?:display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0*[0-4]?)?|font-size:[0-2](?:\.[0-9]+)?[a-z%]*"
    r"|color:(?:#f{3,8}|white|transparent|rgb\(255,255,255\)))(?:!important)?$"
)
_FIGURE = re.compile(r"Figure ([0-9]{1,4})\. ")
VOID = ("br", "hr", "img", "input", "link", "meta", "wbr")


def readback(content: bytes) -> Readback:
    """What the page says and what proves it. Raises ExportError when it is damaged or not ours."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ExportError(
            f"Cette page n’est pas en UTF-8 (octet {error.start}) : elle est abîmée, ou n’a pas été faite par Lisière."
        ) from error
    if len(text) > LONGEST:
        raise ExportError(
            f"Cette page est trop longue pour être lue ({len(text)} caractères, {LONGEST} au plus) : ce n’est pas une "
            "note telle que Lisière en fait."
        )
    parser = parsed(text)
    proof = _proof("".join(parser.data))
    seal = proof.pop(SEAL, {})
    return Readback(
        proof, _words(parser.words), seal=seal, lines=parser.lines, parts=prints_in(text), active=parser.active
    )


def parsed(text: str) -> Page:
    """A page, read."""
    parser = Page()
    parser.feed(text)
    parser.close()
    return parser


def _words(pieces: Iterable[str]) -> str:
    return " ".join("".join(pieces).split())


def _proof(data: str) -> dict[str, Any]:
    if not data:
        raise ExportError(
            f"Cette page ne porte pas la preuve de Lisière (bloc « {PROOF} ») : elle n’a pas été faite par Lisière, "
            "elle est incomplète, ou un logiciel l’a retirée en la réenregistrant."
        )
    try:
        proof = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ExportError(DAMAGED) from error
    if not isinstance(proof, dict):
        raise ExportError(DAMAGED)
    return proof


class Page(HTMLParser):
    """Collects the words that a reader sees, what a browser runs or fetches, and the proof."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.data: list[str] = []
        self.lines: list[tuple[str, str]] = []
        """What is shown or spoken, a line each: a paragraph, a row of a table, a drawing."""
        self.line: list[str] = []
        self.drawing = "Dessin"
        self.whole = _Open()
        """The parts that are one line, whatever they hold."""
        self.inside_proof = False
        self.unseen = _Open()
        self.active: list[tuple[str, str]] = []
        """What the page makes a browser do."""
        self.code: list[str] | None = None
        """What the script or the style that is open holds."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Words of other parts are apart; those of some are not seen."""
        told = dict(attrs)
        self.active += activity_of(tag, told)
        self._begin(tag, told)
        self.inside_proof = self.inside_proof or (tag == "script" and told.get("id") == PROOF)
        if tag in CODE and not self.inside_proof:
            self.code = []
        if tag in VOID:
            self.words.append(" ")
        elif is_hidden(told):
            self.unseen.append(HIDDEN)
            self.unseen.append(tag)
        elif self.unseen.names or tag in UNSEEN:
            self.unseen.append(tag)
        elif AGAIN in (told.get("class") or "").split():
            self.unseen.append(AGAIN)
            self.unseen.append(tag)
        elif tag not in INLINE:
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """The other end."""
        if tag in CODE and self.code is not None:
            self.active.append(content_of(tag, "".join(self.code)))
            self.code = None
        if tag == "script":
            self.inside_proof = False
        self._end(tag)
        if self.unseen.names:
            if self.unseen.close(tag) and self.unseen.names and self.unseen.names[-1] in (AGAIN, HIDDEN):
                self.unseen.close(self.unseen.names[-1])
        elif tag not in INLINE:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        """Words, or the proof."""
        if self.inside_proof:
            self.data.append(data)
            return
        if self.code is not None:
            self.code.append(data)
        if not self.unseen.names:
            self.words.append(data)
        if not any(self.unseen.has(tag) for tag in (*NEVER, HIDDEN)):
            self.line.append(data)

    def _begin(self, tag: str, told: dict[str, str | None]) -> None:
        if tag in WHOLE:
            self._flush()
            self.whole.append(tag)
        elif tag in CELLS and self.whole.names and _has_words(self.line):
            self.line.append(" | ")
        elif tag not in INLINE:
            self._apart()
        spoken = [told.get(name) for name in SPOKEN]
        if tag == "meta" and told.get("name") == "description":
            spoken.append(told.get("content"))
        self.lines += [("Texte alternatif", " ".join(text.split())) for text in spoken if text and text.strip()]

    def _end(self, tag: str) -> None:
        if self.whole.close(tag):
            self._flush(self.drawing if tag == "svg" else "Texte")
        elif tag not in INLINE:
            self._apart()

    def close(self) -> None:
        """The last line."""
        super().close()
        self._flush()

    def _apart(self) -> None:
        if self.whole.names:
            self.line.append(" ")
        else:
            self._flush()

    def _flush(self, place: str = "Texte") -> None:
        text = _words(self.line)
        if text:
            self.lines.append((place, text))
            figure = _FIGURE.match(text)
            if figure and place == "Texte":
                self.drawing = f"Dessin de la figure {figure[1]}"
        self.line.clear()


class _Open:
    """The elements that are open, innermost last, found and closed without going through all of them."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._count: Counter[str] = Counter()

    def has(self, name: str) -> bool:
        """Whether one of that name is open."""
        return self._count[name] > 0

    def append(self, name: str) -> None:
        """One more."""
        self.names.append(name)
        self._count[name] += 1

    def close(self, name: str) -> bool:
        """The last of that name is closed, and all that is inside it; False when none is open."""
        if not self.has(name):
            return False
        closed = ""
        while closed != name:
            closed = self.names.pop()
            self._count[closed] -= 1
        return True


def _has_words(pieces: Iterable[str]) -> bool:
    return any(piece and not piece.isspace() for piece in pieces)


def is_hidden(told: dict[str, str | None]) -> bool:
    """Whether a part is out of sight by its own attributes: hidden, without size, transparent, white."""
    style = (told.get("style") or "").lower().replace(" ", "")
    return "hidden" in told or any(_UNSEEN_STYLE.search(part) for part in style.split(";"))
