"""Digests of a PDF: of all its bytes, and of each page with all that it draws from, whatever the order of its objects.

The first says whether the file is the very one that was written; the others say which pages are not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

WHOLE, DOCUMENT = "suite des octets du fichier", "structure du document"
MARK = b"%lisiere-empreinte "
"""What comes, as a comment, before the digest of all the bytes that precede it."""
_LENGTH = len(MARK) + 64 + 1
_LEFT_OUT = ("/P", "/Parent", "/Length", "/Filter", "/DecodeParms", "/StructParent", "/StructParents")
_NOT_DRAWN = ("/Pages", "/Metadata", "/AF", "/Names", "/Type")
_RUN = ("/OpenAction", "/AA", "/AcroForm", "/JavaScript", "/Collection")
"""What a reader does by itself when the document is opened."""


def marked(content: bytes) -> bytes:
    """The file with the digest of all its bytes at its end."""
    content = content if content.endswith(b"\n") else content + b"\n"
    return content + MARK + hashlib.sha256(content).hexdigest().encode() + b"\n"


def bytes_prints(content: bytes) -> tuple[str, str]:
    """The digest that a file tells of its bytes (empty when it tells none), and that of its bytes now."""
    told, end = content[:-_LENGTH], content[-_LENGTH:]
    if not end.startswith(MARK) or not end.endswith(b"\n"):
        return "", hashlib.sha256(content).hexdigest()
    return end[len(MARK) : -1].decode("ascii", "replace"), hashlib.sha256(told).hexdigest()


def page_prints(reader: PdfReader) -> dict[str, str]:
    """The digest of each page (contents, boxes, fonts, drawings, annotations), and of the rest of the document."""
    prints = _Prints(reader)
    found = {f"page {rank}": prints.of_page(page).hex() for rank, page in enumerate(reader.pages, 1)}
    root = _root(reader)
    told = {name: root.raw_get(name) for name in root if name not in _NOT_DRAWN}
    info = reader.trailer.get("/Info")
    return found | {DOCUMENT: prints.of([list(told), list(told.values()), info]).hex()}


def activity_in(reader: PdfReader) -> Iterator[tuple[str, str]]:
    """How many pages there are, the annotations of each, and what a reader does by itself."""
    yield "Document", f"{len(reader.pages)} pages"
    root = _root(reader)
    names = root.get("/Names", {}).get_object() if "/Names" in root else {}
    yield from (("Document", f"action {name}") for name in _RUN if name in root or name in names)
    for rank, page in enumerate(reader.pages, 1):
        annotations = page.get("/Annots")
        for annotation in annotations.get_object() if annotations is not None else ():
            yield f"Page {rank}", _told(annotation.get_object())


def _root(reader: PdfReader) -> Any:
    return reader.trailer["/Root"].get_object()


def _told(annotation: Any) -> str:
    action = annotation["/A"].get_object() if "/A" in annotation else {}
    words = [str(annotation.get("/Subtype", "")).lstrip("/")]
    words += [str(told) for told in (annotation.get("/Contents"), action.get("/URI"), action.get("/S")) if told]
    return f"annotation {' '.join(words)}"


class _Prints:
    """Digests of the objects of a file, each computed once, whatever their numbers."""

    def __init__(self, reader: PdfReader) -> None:
        self.known: dict[int, bytes] = {}
        references = (page.indirect_reference for page in reader.pages)
        self.pages = {known.idnum: rank for rank, known in enumerate(references) if known is not None}

    def of_page(self, page: DictionaryObject) -> bytes:
        """A page whole: where others lead to it, only its rank is told."""
        return self._of_value(page)

    def of(self, value: Any) -> bytes:
        """The digest of an object, and of all that it leads to."""
        if not isinstance(value, IndirectObject):
            return self._of_value(value)
        number = value.idnum
        if number in self.pages:
            return hashlib.sha256(b"page %d" % self.pages[number]).digest()
        if number not in self.known:
            self.known[number] = b"within itself"
            self.known[number] = self._of_value(value.get_object())
        return self.known[number]

    def _of_value(self, value: Any) -> bytes:
        digest = hashlib.sha256(type(value).__name__.replace("Encoded", "").replace("Decoded", "").encode())
        if isinstance(value, (ArrayObject, list)):
            for item in value:
                digest.update(self.of(item))
        elif isinstance(value, DictionaryObject):
            for name in sorted(value):
                if name not in _LEFT_OUT:
                    digest.update(name.encode("utf-8", "surrogatepass") + self.of(value.raw_get(name)))
            if isinstance(value, StreamObject):
                digest.update(value.get_data())
        else:
            digest.update(repr(value).encode("utf-8", "surrogatepass"))
        return digest.digest()
