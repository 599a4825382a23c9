"""What a page of ours holds: its block of data and its words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

from dashboard.briefs.proof import SEAL
from dashboard.exports import ExportError, Readback

PROOF = "lisiere-preuve"
UNSEEN = ("script", "style", "title", "head")
INLINE = ("a", "b", "em", "i", "small", "span", "strong", "sub", "sup", "time", "abbr", "cite")
AGAIN = "narrow"
"""Class of what a page shows in place of something else."""
DAMAGED = "La preuve de cette page est abîmée. Reprenez le fichier d’origine, ou refaites la note."
VOID = ("br", "hr", "img", "input", "link", "meta", "wbr")


def readback(content: bytes) -> Readback:
    """What the page says and what proves it. Raises ExportError when it is damaged or not ours."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ExportError(
            f"Cette page n’est pas en UTF-8 (octet {error.start}) : elle est abîmée, ou n’a pas été faite par Lisière."
        ) from error
    parser = _parsed(text)
    proof = _proof("".join(parser.data))
    seal = proof.pop(SEAL, {})
    return Readback(proof, _words(parser.words), seal=seal, shown=_words([*parser.words, " ", *parser.again]))


def shown_in(content: bytes) -> str:
    """Every word that a page shows, on a desk or on a telephone."""
    parser = _parsed(content.decode("utf-8"))
    return _words([*parser.words, " ", *parser.again])


def _parsed(text: str) -> _Words:
    parser = _Words()
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


class _Words(HTMLParser):
    """Collects the words that a reader sees, and the proof."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.data: list[str] = []
        self.again: list[str] = []
        """Words that a narrow page shows in place of others."""
        self.inside_proof = False
        self.unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Words of other parts are apart; those of some are not seen."""
        told = dict(attrs)
        self.inside_proof = self.inside_proof or (tag == "script" and told.get("id") == PROOF)
        if tag in VOID:
            self.words.append(" ")
        elif self.unseen or tag in UNSEEN:
            self.unseen.append(tag)
        elif AGAIN in (told.get("class") or "").split():
            self.unseen.append(AGAIN)
            self.unseen.append(tag)
        elif tag not in INLINE:
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """The other end."""
        if tag == "script":
            self.inside_proof = False
        if self.unseen:
            if tag in self.unseen:
                while self.unseen.pop() != tag:
                    pass
                if self.unseen == [AGAIN]:
                    self.unseen.clear()
        elif tag not in INLINE:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        """Words, or the proof."""
        if self.inside_proof:
            self.data.append(data)
        elif not self.unseen:
            self.words.append(data)
        elif self.unseen[0] == AGAIN and not any(tag in UNSEEN for tag in self.unseen):
            self.again += [data, " "]
