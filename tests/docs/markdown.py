"""Reads the project's Markdown: sections, tables, code blocks, links."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

ROOT = Path(__file__).parents[2]

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)


def documents() -> list[Path]:
    """Every document of the project."""
    return [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("data/*.md")), *sorted(ROOT.glob("docs/**/*.md"))]


def read(name: str | Path) -> str:
    """The text of a document, by its path from the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def prose(text: str) -> str:
    """A document without its code blocks."""
    return _FENCE.sub("", text)


def blocks(text: str, language: str) -> list[str]:
    """The code blocks of one language."""
    return [content for name, content in _FENCE.findall(text) if name == language]


def headings(text: str) -> list[str]:
    """The headings, in order."""
    return [title for _, title in _HEADING.findall(prose(text))]


def anchors(text: str) -> set[str]:
    """What a link may aim at in a document: the headings as a forge writes them in an address."""
    return {
        re.sub(r"[^\w\- ]", "", unicodedata.normalize("NFC", title).lower()).replace(" ", "-")
        for title in headings(text)
    }


def sections(text: str) -> dict[str, str]:
    """By second-level heading, what stands under it."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def table(text: str, header: str) -> list[list[str]]:
    """The rows of every table whose first column is called ``header``."""
    rows: list[list[str]] = []
    inside = False
    for line in prose(text).splitlines():
        if not line.startswith("|"):
            inside = False
            continue
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if cells[0] == header:
            inside = True
        elif inside and not set(cells[0]) <= {"-", ":"}:
            rows.append(cells)
    return rows


def codes(cell: str) -> list[str]:
    """The words between back quotes."""
    return re.findall(r"`([^`]+)`", cell)


def listed(text: str, header: str) -> set[str]:
    """The codes in the first column of the tables of that name."""
    return {code for row in table(text, header) for code in codes(row[0])}
