"""What a reader takes away from a page: files of one chart, or a place in the selection of views."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.briefs.views import KEY, address_of
from dashboard.components.attributes import aria, data
from dashboard.exports import format_of, formats

DOWNLOADS = "/telecharger"
SHORT = {"xlsx": "Excel", "pptx": "PowerPoint"}
"""The formats offered under each chart, in a word."""
TOLD = {"xlsx": "les chiffres, leurs définitions et leurs sources", "pptx": "ce graphique, modifiable"}
WORDS = {
    "pptx": "Présentation PowerPoint", "docx": "Note Word", "pdf": "PDF", "html": "Page web", "xlsx": "Classeur Excel",
    "csv": "Données CSV (zip)", "md": "Texte (Markdown)",
}  # fmt: skip
"""The formats as links tell them, the most asked first; one that is not here comes last, under its own name."""
_ADDRESS: ContextVar[str] = ContextVar("address", default="")


@contextmanager
def made_at(path: str, values: Mapping[str, str]) -> Iterator[str]:
    """The address of the page that is made meanwhile: its charts say where they are seen."""
    address = address_of(path, values)
    token = _ADDRESS.set(address)
    try:
        yield address
    finally:
        _ADDRESS.reset(token)


def download_address(name: str, views: list[str]) -> str:
    """The address of the file of a selection in a format."""
    return f"{DOWNLOADS}/{name}?{urlencode({KEY: ' '.join(views)}, safe='/')}"


def taken_away(chart: str) -> list[Component]:
    """Under a chart: its files, and the button that keeps it; nothing where the page has no address."""
    address = _ADDRESS.get()
    if not address:
        return []
    view = f"{address}#{chart}"
    known = formats()
    links = [
        html.A(
            word, href=download_address(name, [view]), className="action",
            **aria(label=f"Télécharger {TOLD[name]} : {word}"),
        )
        for name, word in SHORT.items()
        if name in known
    ]  # fmt: skip
    keep = html.Button("Ajouter au dossier", type="button", className="action keep-view", **data(view=view))
    return [*links, keep]


def download_links(views: list[str]) -> list[Component]:
    """The whole selection in each format that exists."""
    known = formats()
    return [
        html.A(WORDS.get(name) or format_of(name).NAME, href=download_address(name, views), className="action")
        for name in [*(name for name in WORDS if name in known), *(name for name in known if name not in WORDS)]
    ]
