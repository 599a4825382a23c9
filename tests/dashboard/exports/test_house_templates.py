"""Templates of a house: macros are refused, and nothing of the file asks another machine for anything when opened."""

from __future__ import annotations

import io
import re

import docx
import pptx
import pytest

from dashboard.exports import ExportError, format_of
from tests.dashboard.exports import office, paper

_LINK = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="http://ailleurs.example/x" TargetMode="External"/></Relationships>'
)
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OUTSIDE = re.compile(rb"<Relationship [^>]*TargetMode=\"External\"[^>]*>")


def _house(name: str) -> bytes:
    out = io.BytesIO()
    (docx.Document() if name == "docx" else pptx.Presentation()).save(out)
    return out.getvalue()


def _links(name: str, parts: dict[str, bytes]) -> None:
    """An attached template and a linked picture, as Word and PowerPoint write them."""
    if name == "docx":
        told, end = "word/settings.xml", b"</w:settings>"
        parts[told] = parts[told].replace(end, f'<w:attachedTemplate {_R} r:id="rId99"/>'.encode() + end)
        parts["word/_rels/settings.xml.rels"] = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            + _LINK.format(kind="attachedTemplate")
        ).encode()
        return
    rels = "ppt/slideMasters/_rels/slideMaster1.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", _LINK.format(kind="image").encode())
    picture = (
        f'<p:pic><p:nvPicPr><p:cNvPr id="99" name="liée"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr>'
        f'<p:blipFill><a:blip {_R} r:link="rId99"/></p:blipFill><p:spPr/></p:pic>'
    ).encode()
    master = "ppt/slideMasters/slideMaster1.xml"
    parts[master] = parts[master].replace(b"</p:spTree>", picture + b"</p:spTree>", 1)


@pytest.mark.parametrize("name", ["docx", "pptx"])
def test_nothing_leads_outside_but_hyperlinks(name: str) -> None:
    template = office.changed(_house(name), lambda parts: _links(name, parts))
    assert any(b"ailleurs.example" in blob for blob in office.parts_of(template).values())
    written = format_of(name).write(paper.full(), template)
    parts = office.parts_of(written)
    assert not any(b"ailleurs.example" in blob or b"rId99" in blob for blob in parts.values())
    outside = [link for part, blob in parts.items() if part.endswith(".rels") for link in _OUTSIDE.findall(blob)]
    assert outside
    assert all(b"/hyperlink" in link for link in outside)
    office.assert_sound(written)


@pytest.mark.parametrize("name", ["docx", "pptx"])
def test_macros_are_refused(name: str) -> None:
    folder = "word" if name == "docx" else "ppt"
    template = office.changed(_house(name), lambda parts: parts.update({f"{folder}/vbaProject.bin": b"macro"}))
    with pytest.raises(ExportError, match=f"contient des macros .*au format .{name}"):
        format_of(name).write(paper.full(), template)
