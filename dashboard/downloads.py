"""The files that leave the screen: one view or a selection of them, in any format of ``dashboard/exports``."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from html import escape

from flask import Blueprint, Response, request

from dashboard.briefs.document import Document
from dashboard.briefs.views import (
    KEY,
    SelectionError,
    Shown,
    UnknownViewError,
    document_of_charts,
    selection_of,
)
from dashboard.components.taking import DOWNLOADS
from dashboard.exports import ExportError, format_of, formats
from dashboard.questions.standing import standing_of
from dashboard.routing import Router
from dashboard.store import StoreError

LOGGER = logging.getLogger("lisiere")
WAITING = 2
"""Exports that wait for their turn in a process: the threads that are left answer pages."""
PATIENCE = 20
"""Seconds a reader waits for the turn; and what the answer says to wait before asking again."""


class BusyError(Exception):
    """Too many exports at once."""


class Turn:
    """One export at a time in a process, a few waiting: making files never takes every thread from the pages."""

    def __init__(self, waiting: int = WAITING, patience: float = PATIENCE) -> None:
        self._room = threading.BoundedSemaphore(1 + waiting)
        self._free = threading.Lock()
        self._patience = patience

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Waits for the turn. Raises BusyError when too many wait, or for too long."""
        if not self._room.acquire(blocking=False):
            raise BusyError
        try:
            if not self._free.acquire(timeout=self._patience):
                raise BusyError
            try:
                yield
            finally:
                self._free.release()
        finally:
            self._room.release()


TURN = Turn()


def downloads(router: Router) -> Blueprint:
    """The addresses under ``/telecharger``, for one store."""
    files = Blueprint("downloads", __name__, url_prefix=DOWNLOADS)
    answer_errors(files)

    @files.get("/<name>")
    def selection(name: str) -> Response:
        if name not in formats():
            return refuse(404, f"« {name[:40]} » n’est pas un format. Formats : {', '.join(formats())}.")
        views = selection_of(request.args.get(KEY, ""))
        if not views:
            return refuse(400, "Aucune vue demandée : ajoutez des graphiques au dossier.")
        with TURN.taken():
            shown = [one for view in views for one in router.shown_at(view)]
            made = date.today().isoformat()
            document = document_of_charts(standing_of(router.reading), shown, _title(shown), made)
            return file_of(document, name)

    return files


def _title(shown: list[Shown]) -> str:
    return shown[0].chart.title if len(shown) == 1 else f"Dossier de {len(shown)} graphiques"


def file_of(document: Document, name: str) -> Response:
    """A document as a file to save, in the format ``name``. Raises ExportError."""
    kind = format_of(name)
    answer = Response(kind.write(document), content_type=kind.MEDIA_TYPE)
    stem = re.sub(r"[^a-z0-9]+", "-", document.name.casefold()).strip("-")[:80] or "document"
    answer.headers["Content-Disposition"] = f'attachment; filename="lisiere-{stem}.{kind.SUFFIX.lstrip(".")}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def answer_errors(files: Blueprint) -> None:
    """Why there is no file, for the person who asked for one."""

    @files.errorhandler(SelectionError)
    def unreadable(error: SelectionError) -> Response:
        return refuse(400, str(error))

    @files.errorhandler(UnknownViewError)
    def unknown(error: UnknownViewError) -> Response:
        return refuse(404, error.text)

    @files.errorhandler(BusyError)
    def busy(_error: BusyError) -> Response:
        answer = refuse(503, "Plusieurs documents sont déjà en préparation. Réessayez dans quelques secondes.")
        answer.headers["Retry-After"] = str(PATIENCE)
        return answer

    @files.errorhandler(ExportError)
    def failed(error: ExportError) -> Response:
        LOGGER.error("A document could not be written", exc_info=error)
        return refuse(500, f"Le document n’a pas pu être écrit. {error}")

    @files.errorhandler(StoreError)
    def damaged(error: StoreError) -> Response:
        LOGGER.error("Figures cannot be read: %s", error)
        return refuse(503, "Des fichiers de chiffres sont abîmés : relancer « qpv etl --raw DOSSIER ».")


def refuse(status: int, text: str) -> Response:
    """A page of one sentence, and the way back."""
    page = (
        '<!DOCTYPE html><html lang="fr"><meta charset="utf-8"><title>Pas de fichier · Lisière</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/assets/lisiere.css">'
        f'<main class="page"><h1>Ce fichier n’a pas pu être préparé</h1><p class="refusal">{escape(text)}</p>'
        '<p><a href="/dossier">Mon dossier</a> · <a href="/">Vue d’ensemble</a></p></main></html>'
    )
    return Response(page, status=status, content_type="text/html; charset=utf-8")
