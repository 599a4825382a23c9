"""House templates that would run a program or read another file, or that lack a part, are refused in French."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from dashboard.exports import ExportError, format_of
from dashboard.exports.slides.house import house_template
from tests.dashboard.briefs.altered import edit_parts
from tests.dashboard.exports.paper import full


def template(field: str, header: bool) -> bytes:
    """A Word template with a field in its text or its header."""
    word = docx.Document()
    place = word.sections[0].header.paragraphs[0] if header else word.add_paragraph()
    place._p.append(parse_xml(field.replace("<w:r>", f"<w:r {nsdecls('w')}>", 1)))
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def told_in_runs(first: str, second: str) -> str:
    """A field whose instruction is cut in two runs."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>{first}</w:instrText>'
        f'<w:instrText>{second}</w:instrText><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize("header", [False, True])
@pytest.mark.parametrize("name", ["DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE"])
def test_a_field_that_runs_or_reads_is_refused(name: str, header: bool) -> None:
    field = told_in_runs(f" {name[:4]}", f'{name[4:]} "c:\\x" ')
    with pytest.raises(ExportError, match=f"un champ {name}"):
        format_of("docx").write(full(), template(field, header))


def test_the_number_of_the_page_is_not_refused() -> None:
    assert format_of("docx").write(full(), template(told_in_runs(" PA", "GE "), True))


def test_a_deck_without_the_layouts_that_it_names_is_refused() -> None:
    nothing = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    lacking = edit_parts(
        house_template(), lambda name, blob: nothing if name.endswith("slideMaster1.xml.rels") else blob
    )
    with pytest.raises(ExportError, match="incomplet"):
        format_of("pptx").write(full(), lacking)
