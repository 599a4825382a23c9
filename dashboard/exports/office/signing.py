"""What Word and PowerPoint files say of themselves, and the free place of the proof among their parts."""

from __future__ import annotations

from typing import Any

from dashboard.briefs.document import Document
from dashboard.exports.office.package import made_on
from dashboard.exports.office.texts import clean

LONGEST = 255
"""Letters of a property."""


def sign(properties: Any, document: Document) -> None:
    """Title, author, dates: those of the document, never of the template."""
    made = made_on(document.made)
    properties.title, properties.author = clean(document.title)[:LONGEST], "Lisière"
    properties.last_modified_by = "Lisière"
    properties.subject = clean(document.subtitle)[:LONGEST]
    properties.comments = clean(document.signature)[:LONGEST]
    properties.language, properties.keywords, properties.category = "fr-FR", "", ""
    properties.created = properties.modified = properties.last_printed = made
    properties.revision = 1


def free_rank(package: Any) -> int:
    """The first number that no custom part of a package bears."""
    names = {str(part.partname) for part in package.iter_parts()}
    return next(n for n in range(1, len(names) + 2) if f"/customXml/item{n}.xml" not in names)
