"""PDF: a tagged A4 document (PDF/UA-1) set by Typst, its charts as vectors, its proof as an attached file."""

from __future__ import annotations

from dashboard.briefs.document import Document
from dashboard.exports import ExportError, Readback
from dashboard.exports.pdf.compiling import TooLongError, compiled
from dashboard.exports.pdf.fitting import shorter
from dashboard.exports.pdf.payload import Showing, data_of, pictures_of
from dashboard.exports.pdf.reading import readback

SUFFIX = ".pdf"
MEDIA_TYPE = "application/pdf"
NAME = "PDF"
TEMPLATES = False


def write(document: Document, template: bytes | None = None) -> bytes:
    """The PDF of a document: one page when it was asked of that length. Raises ExportError."""
    if template is not None:
        raise ExportError("Le PDF a sa propre mise en page : un modèle ne peut être donné que pour docx et pptx.")
    pictures = pictures_of(document)
    if document.asked.length != "page":
        return compiled(data_of(document, pictures, Showing()), document.made)
    for shown, step, left_out in shorter(document):
        lines = (left_out,) if left_out else ()
        showing = Showing(pages=1, caveats=step.caveats, width=step.width, notes=False, annex=False, closing=lines)
        try:
            return compiled(data_of(shown, pictures, showing), document.made)
        except TooLongError:
            continue
    raise ExportError("Ce document ne tient pas sur une page, même réduit à son titre : demandez la note complète.")


def read(content: bytes) -> Readback:
    """What a PDF of ours says and what proves it. Raises ExportError when it is damaged, protected or not ours."""
    return readback(content)
