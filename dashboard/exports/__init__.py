"""One file a format: a document in, the bytes of a file out, and what such a file holds when it is opened again.

Each module has ``SUFFIX``, ``MEDIA_TYPE``, ``NAME`` (French), ``TEMPLATES`` (whether a house template may be given),
``write(document, template=None) -> bytes`` and ``read(content) -> Readback``. Same bytes for the same document.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass, field
from typing import Any, Protocol

from dashboard.briefs.document import Document

HELPERS = ("drawing", "native_charts", "office", "prints", "slides", "tabular", "word", "wording")
"""Modules of this folder that are not a format."""


class ExportError(Exception):
    """A document that cannot be written, or a file that cannot be read: what happened and what to do, in French."""


@dataclass(frozen=True, slots=True)
class Plotted:
    """One number of a chart as a file holds it: its row or period, the name of its series, its value (None: blank)."""

    row: str
    series: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Readback:
    """What a file holds: ``proof`` is the machine-readable one (``briefs.proof``), ``text`` every word a reader sees in
    order (spaces of all kinds folded into one), ``charts`` the numbers of the charts that a reader may edit, by name
    of chart, ``differing`` those that a chart draws otherwise than its workbook has them. ``seal`` is what the file
    showed when it was written (``briefs.seal``), beside what it shows now: ``lines`` with their places, ``rows`` of
    data with their numbers in their ``sheet``, ``drawn`` the digest of its pages, ``parts`` those of all its parts by
    what a reader calls them, ``active`` what a program runs, fetches or shows by itself in it."""

    proof: dict[str, Any]
    text: str
    charts: dict[str, list[Plotted]] = field(default_factory=dict)
    seal: dict[str, Any] = field(default_factory=dict)
    lines: list[tuple[str, str]] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    sheet: str = ""
    differing: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    drawn: str = ""
    parts: dict[str, str] = field(default_factory=dict)
    active: list[tuple[str, str]] = field(default_factory=list)


class Format(Protocol):
    """What a module of this folder offers."""

    SUFFIX: str
    MEDIA_TYPE: str
    NAME: str
    TEMPLATES: bool

    @staticmethod
    def write(document: Document, template: bytes | None = None) -> bytes:
        """The file of a document. Raises ExportError."""

    @staticmethod
    def read(content: bytes) -> Readback:
        """What a file of this format holds. Raises ExportError when it is damaged or not ours."""


def formats() -> list[str]:
    """The formats, found by listing the folder."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name not in HELPERS)


def format_of(name: str) -> Format:
    """The module of a format. Raises KeyError when there is none of that name."""
    if name not in formats():
        raise KeyError(name)
    module: Any = importlib.import_module(f"{__name__}.{name}")
    found: Format = module
    return found
