"""From plain data to the bytes of a PDF, with Typst and the fonts that come inside it.

The same data give the same bytes on every machine: no font of the machine is read. A character that those fonts do not
have is shown by its code, ``[U+1F333]``, which the reader of our files turns back.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from pypdf import PdfReader
from pypdf.generic import StreamObject

from dashboard.briefs.seal import sealed
from dashboard.briefs.whole import printed
from dashboard.exports import ExportError
from dashboard.exports.pdf.prints import activity_in, marked, page_prints

Data = dict[str, Any]

ALTERNATIVE = "Texte alternatif"
"""The place of what is said in place of pictures, in the seal."""
OVERFLOW = "lisiere:overflow"
"""What the template stops with when there are more pages than allowed."""
LARGE, KEPT = 200_000, 10
"""Letters of a document that is not worth keeping, and documents that Typst keeps."""
UNSHOWN = "Certains caractères n’ont pas pu être dessinés ; leur code Unicode les remplace : "
_TEMPLATE = Path(__file__).with_name("template.typ")
_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_BREAKS = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PLACEHOLDER = re.compile(r"\[U\+([0-9A-F]{4,6})\]")
_UNSEEN = ("proof", "title_plain", "description", "alternative")
"""Parts that are kept as they are: no font draws them."""
_FIRST_RARE = 0x300
"""Letters under this code are all in the fonts."""


class TooLongError(Exception):
    """There are more pages than allowed."""


def compiled(data: Data, made: str) -> bytes:
    """The PDF of the data of ``data_of``, dated ``made`` (ISO day), with the seal of what its pages draw.

    Raises TooLongError when it takes more pages than ``data["pages"]``, ExportError when it cannot be written."""
    data = _without(_without(data, _BREAKS, " ", ()), _UNPRINTABLE, kept=())
    try:
        return _sealed(data, made)
    except typst.TypstError as error:
        rare = _rare_characters(str(error.diagnostic))
        if not rare:
            raise _told(error) from error
    pattern = re.compile(f"[{re.escape(''.join(sorted(rare)))}]")
    data = _without(data, pattern)
    data["closing"] = [*data["closing"], UNSHOWN + ", ".join(_placeholder(c) for c in sorted(rare)) + "."]
    try:
        return _sealed(data, made)
    except typst.TypstError as error:
        raise _told(error) from error


def _sealed(data: Data, made: str) -> bytes:
    """The PDF twice: what its pages draw is known once it is written, and does not depend on what is attached."""
    content = _compile(data | {"seal": ""}, made)
    reader = PdfReader(BytesIO(content), strict=False)
    spoken = [(ALTERNATIVE, text) for text in _alternatives(data)]
    seal = sealed(spoken) | {"drawn": drawn_in(reader)}
    seal = printed(json.loads(data["proof"]), seal | {"active": list(activity_in(reader))}, page_prints(reader))
    return marked(_compile(data | {"seal": json.dumps(seal, ensure_ascii=False)}, made))


def _alternatives(value: Any) -> Iterator[str]:
    """What is said in place of each picture, in order."""
    if isinstance(value, list):
        for item in value:
            yield from _alternatives(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from [item] if name == "alternative" else _alternatives(item)


def drawn_in(reader: PdfReader) -> str:
    """The digest of all that the pages draw: their contents and the forms that they place, unpacked."""
    told = hashlib.sha256()
    for page in reader.pages:
        content = page.get_contents()
        told.update(content.get_data() if content is not None else b"")
        _add_forms(page.get("/Resources"), told, set())
    return told.hexdigest()


def _add_forms(resources: Any, told: Any, met: set[int]) -> None:
    held = resources.get_object() if resources is not None else {}
    forms = held.get("/XObject", {}).get_object() if "/XObject" in held else {}
    for name in sorted(forms):
        form = forms[name].get_object()
        if id(form) in met or not isinstance(form, StreamObject):
            continue
        met.add(id(form))
        told.update(form.get_data())
        _add_forms(form.get("/Resources"), told, met)


def restored(text: str) -> str:
    """``text`` with the characters that their code replaced."""
    return _PLACEHOLDER.sub(lambda found: chr(min(int(found[1], 16), 0x10FFFF)), text)


def _compile(data: Data, made: str) -> bytes:
    told = json.dumps(data, ensure_ascii=False)
    try:
        # PDF/UA-1, the standard of accessible PDF (ISO 14289-1): Typst refuses to write what breaks it
        content: bytes = typst.compile(
            _template(),
            format="pdf",
            font_paths=_fonts(),
            sys_inputs={"document": told},
            pdf_standards="ua-1",
            timestamp=datetime.fromisoformat(made).replace(tzinfo=UTC),
        )
    finally:
        if len(told) > LARGE:
            _forget()
    return content


def _forget() -> None:
    """Empty documents after a large one: Typst keeps what it computed for its last ten, up to 50 MB for each."""
    for _ in range(KEPT):
        typst.compile(b"", format="pdf", font_paths=_fonts())


@lru_cache(maxsize=1)
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Only those that come inside Typst: Libertinus Serif, and DejaVu Sans Mono for what it lacks."""
    return typst.Fonts(include_system_fonts=False)


def _told(error: typst.TypstError) -> Exception:
    if OVERFLOW in str(error.message):
        return TooLongError()
    return ExportError(f"Le PDF n’a pas pu être composé : {error.message}. Essayez un autre format (docx, html).")


def _rare_characters(diagnostic: str) -> set[str]:
    """The characters that no font has, from what Typst says of them. It also names usual letters that stand with one:
    those are not at fault."""
    return {
        character
        for told in _MISSING.findall(diagnostic)
        for character in _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], told)
        if ord(character) >= _FIRST_RARE
    }


def _placeholder(character: str) -> str:
    return f"[U+{ord(character):04X}]"


def _without(value: Any, pattern: re.Pattern[str], by: str = "", kept: tuple[str, ...] = _UNSEEN) -> Any:
    """The data with all that ``pattern`` finds replaced ``by`` a text, or by the code of the character; the parts named
    ``kept`` stay as they are."""
    if isinstance(value, str):
        return pattern.sub(lambda found: by or _placeholder(found[0]), value)
    if isinstance(value, list):
        return [_without(item, pattern, by, kept) for item in value]
    if isinstance(value, dict):
        return {key: item if key in kept else _without(item, pattern, by, kept) for key, item in value.items()}
    return value
