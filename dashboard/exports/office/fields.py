"""The fields of a part of Word: the instructions that it fills a place with."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def instructions_in(root: etree._Element) -> Iterator[str]:
    """The instruction of each field, told at once or in several runs; one without its marks is told too."""
    yield from (field.get(f"{_W}instr", "") for field in root.iter(f"{_W}fldSimple"))
    open_fields: list[list[str]] = []
    for node in root.iter(f"{_W}fldChar", f"{_W}instrText"):
        kind = node.get(f"{_W}fldCharType")
        if node.tag == f"{_W}instrText":
            if open_fields:
                open_fields[-1].append(node.text or "")
            else:
                yield node.text or ""
        elif kind == "begin":
            open_fields.append([])
        elif kind == "end" and open_fields:
            yield "".join(open_fields.pop())
    yield from ("".join(field) for field in open_fields)
