"""What a PDF of ours holds: its attached proof, and its words in the order of its structure, not of its lines.

Lines, pages and columns cut sentences; the structure tree of a tagged PDF does not. Each piece of text is marked with
the part of the document that it belongs to, and pieces of one part follow each other without a space added.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, PdfObject, StreamObject

from dashboard.exports import ExportError, Readback
from dashboard.exports.pdf.compiling import ALTERNATIVE, drawn_in, restored
from dashboard.exports.pdf.prints import WHOLE, activity_in, bytes_prints, page_prints

PROOF = "lisiere-preuve.json"
INLINE = ("/Span", "/Link", "/Lbl", "/Reference", "/Em", "/Strong")
"""Parts inside a line: no space around them but those that are written."""
SEAL = "lisiere-sceau.json"
DAMAGED = "Ce PDF est illisible ou incomplet. Reprenez le fichier d’origine, ou refaites la note."
_CHARACTERS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_CHARACTER = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_FROM, _THEN, _TO = "\x0e", "\x0f", "\x10"
"""Around a run that is read from right to left: the height of its line, then its letters in reading order."""
_LEFTWARD = re.compile(rf"{_FROM}([^{_THEN}]*){_THEN}[^{_TO}]*{_TO}(?:\s*{_FROM}\1{_THEN}[^{_TO}]*{_TO})*")
_RUN = re.compile(rf"{_THEN}([^{_TO}]*){_TO}|(\s+)")
Marked = dict[tuple[int, int], str]
"""The text of each marked piece, by page and number in the page."""


def readback(content: bytes) -> Readback:
    """What the file says and what proves it. Raises ExportError when it is damaged, protected or not ours."""
    if not content.startswith(b"%PDF-"):
        raise ExportError("Ce fichier n’est pas un PDF. Donnez le PDF d’une note faite par Lisière.")
    try:
        reader = PdfReader(BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise ExportError(
                "Ce PDF est protégé par un mot de passe. Enregistrez-le sans protection, puis recommencez."
            )
        text = " ".join(restored(_in_reading_order(_text(reader))).split())
        lines = [(ALTERNATIVE, told) for told in _alternatives(reader)]
        seal = _seal(reader)
        told, found = bytes_prints(content)
        if isinstance(seal.get("parts"), dict):
            seal["parts"][WHOLE] = told
        return Readback(
            _attached(reader, PROOF),
            text,
            seal=seal,
            lines=lines,
            drawn=drawn_in(reader),
            parts=page_prints(reader) | {WHOLE: found},
            active=list(activity_in(reader)),
        )
    except (
        PyPdfError,
        LookupError,
        ArithmeticError,
        ValueError,
        TypeError,
        AttributeError,
        RecursionError,
        NotImplementedError,
        OSError,
    ) as error:
        raise ExportError(DAMAGED) from error


def _seal(reader: PdfReader) -> dict[str, Any]:
    return _attached(reader, SEAL) if SEAL in reader.attachments else {}


def _attached(reader: PdfReader, name: str) -> dict[str, Any]:
    attached = reader.attachments.get(name)
    if not attached:
        raise ExportError(
            f"Ce PDF ne porte pas la preuve de Lisière (pièce jointe « {PROOF} ») : il n’a pas été fait par Lisière, "
            "ou il a été réenregistré par un logiciel qui l’a retirée."
        )
    told: dict[str, Any] = json.loads(attached[0])
    return told


def _tree(reader: PdfReader) -> PdfObject | None:
    root = reader.trailer["/Root"].get_object()
    return root.get("/StructTreeRoot") if isinstance(root, DictionaryObject) else None


def _alternatives(reader: PdfReader) -> Iterator[str]:
    """What is said in place of each picture."""
    tree = _tree(reader)
    yield from _spoken(tree.get_object() if tree is not None else None)


def _spoken(part: PdfObject | None) -> Iterator[str]:
    if isinstance(part, ArrayObject):
        for child in part:
            yield from _spoken(child.get_object() if isinstance(child, PdfObject) else None)
    elif isinstance(part, DictionaryObject):
        if "/Alt" in part and part.get("/S") == "/Figure":
            yield str(part["/Alt"])
        children = part.get("/K")
        yield from _spoken(children.get_object() if isinstance(children, PdfObject) else None)


def _text(reader: PdfReader) -> str:
    tree = _tree(reader)
    if tree is None:  # re-saved by a program that forgets the structure
        return "\n".join(page.extract_text() for page in reader.pages)
    pages = {page.indirect_reference.idnum: page for page in reader.pages if page.indirect_reference is not None}
    marked = {key: text for number, page in pages.items() for key, text in _marked_of(number, page).items()}
    return "".join(_walk(tree.get_object(), 0, marked))


def _in_reading_order(text: str) -> str:
    """``text`` with the words of right-to-left scripts, which a line shows from its left, from the right."""

    def reordered(line: re.Match[str]) -> str:
        return "".join(word or space for word, space in reversed(_RUN.findall(line[0])))

    return _LEFTWARD.sub(reordered, text)


def _walk(part: PdfObject | int | None, page: int, marked: Marked) -> Iterator[str]:
    """The texts under a part of the structure, in order."""
    if isinstance(part, int):
        yield marked.get((page, part), "")
    elif isinstance(part, ArrayObject):
        for child in part:
            yield from _walk(child if isinstance(child, int) else child.get_object(), page, marked)
    elif isinstance(part, DictionaryObject):
        on = part.raw_get("/Pg").idnum if "/Pg" in part else page
        if part.get("/Type") == "/MCR":
            number: Any = part["/MCID"]
            yield marked.get((on, int(number)), "")
            return
        apart = "" if part.get("/S") in INLINE else "\n"
        yield apart
        children = part.get("/K")
        yield from _walk(children.get_object() if isinstance(children, PdfObject) else children, on, marked)
        yield apart


def _marked_of(number: int, page: PageObject) -> Marked:
    pieces: Marked = {}
    content = page.get_contents()
    if content is not None:
        _Marks(number, pieces).run(content, page.get("/Resources"))
    return pieces


class _Marks:
    """Collects the text that a content stream shows, by the marked content it is in."""

    def __init__(self, page: int, pieces: Marked) -> None:
        self.page, self.pieces = page, pieces
        self.open: list[int | None] = []
        self.reversed: list[bool] = []
        self.height = ""

    def run(self, content: ContentStream, resources: PdfObject | None) -> None:
        """Read a stream and the forms that it places."""
        found = resources.get_object() if resources is not None else None
        held = found if isinstance(found, DictionaryObject) else DictionaryObject()
        fonts, forms = _held(held, "/Font"), _held(held, "/XObject")
        letters: dict[str, dict[int, str]] = {}
        current: dict[int, str] = {}
        for operands, operator in content.operations:
            if operator in (b"BDC", b"BMC"):
                self._enter(operands)
            elif operator == b"EMC" and self.open:
                self.open.pop()
                self.reversed.pop()
            elif operator == b"cm":
                self.height = f"{float(operands[5]):.1f}"
            elif operator == b"Tf":
                name = str(operands[0])
                if name not in letters:
                    letters[name] = _letters(fonts.get(name))
                current = letters[name]
            elif operator in (b"Tj", b"TJ"):
                self._show(operands[0], current)
            elif operator == b"Do":
                form = _resolved(forms.get(str(operands[0])))
                if isinstance(form, StreamObject) and form.get("/Subtype") == "/Form":
                    self.run(ContentStream(form, None), form.get("/Resources"))

    def _enter(self, operands: list[Any]) -> None:
        told = operands[1] if len(operands) > 1 else None
        number = told.get("/MCID") if isinstance(told, DictionaryObject) else None
        self.open.append(int(number) if number is not None else None)
        self.reversed.append(operands[0] == "/ReversedChars")

    def _show(self, shown: Any, letters: dict[int, str]) -> None:
        inside = next((number for number in reversed(self.open) if number is not None), None)
        if inside is None:
            return
        strings = shown if isinstance(shown, list) else [shown]
        codes = b"".join(_raw(item) for item in strings if isinstance(item, (str, bytes)))
        text = "".join(letters.get(int.from_bytes(codes[at : at + 2]), "") for at in range(0, len(codes), 2))
        if any(self.reversed):
            text = f"{_FROM}{self.height}{_THEN}{text[::-1]}{_TO}"
        key = (self.page, inside)
        self.pieces[key] = self.pieces.get(key, "") + text


def _raw(item: str | bytes) -> bytes:
    original = getattr(item, "original_bytes", None)
    return original if isinstance(original, bytes) else item if isinstance(item, bytes) else item.encode("latin-1")


def _resolved(value: Any) -> Any:
    return value.get_object() if isinstance(value, PdfObject) else value


def _held(resources: DictionaryObject, name: str) -> DictionaryObject:
    found = _resolved(resources.get(name))
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _letters(font: Any) -> dict[int, str]:
    """The text of each glyph of a font, from its ToUnicode table."""
    described = _resolved(font)
    table = _resolved(described.get("/ToUnicode")) if isinstance(described, DictionaryObject) else None
    if not isinstance(table, StreamObject):
        return {}
    data, letters = table.get_data(), {}
    for block in _CHARACTERS.findall(data):
        for code, text in _CHARACTER.findall(block):
            letters[int(code, 16)] = bytes.fromhex(text.decode("ascii")).decode("utf-16-be")
    for block in _RANGES.findall(data):
        for first, last, text in _RANGE.findall(block):
            start = bytes.fromhex(text.decode("ascii")).decode("utf-16-be")
            for step, code in enumerate(range(int(first, 16), min(int(last, 16), 0xFFFF) + 1)):
                letters[code] = start[:-1] + chr(ord(start[-1]) + step)
    return letters
