"""The notes that the builder offers: a territory, in any format of ``dashboard/exports``."""

from __future__ import annotations

from datetime import date
from urllib.parse import unquote

from flask import Blueprint, Response, request

from dashboard.briefs.asking import build
from dashboard.briefs.document import Asked
from dashboard.downloads import TURN, answer_errors, file_of, refuse
from dashboard.exports import formats
from dashboard.questions.neighbourhoods import neighbourhoods_of
from dashboard.questions.reading import Reading
from dashboard.questions.standing import standing_of
from etl.catalogue import UnknownIdError

LONGEST = 200
"""Characters of one choice: nobody types more."""
PREVIEW = "apercu"
"""In the address of a page shown inside another one, not saved."""


def notes(reading: Reading) -> Blueprint:
    """The addresses ``/note/<code>.<format>``, for one store."""
    files = Blueprint("notes", __name__, url_prefix="/note")
    answer_errors(files)

    @files.get("/<code>.<name>")
    def note(code: str, name: str) -> Response:
        if name not in formats():
            return refuse(404, f"« {name[:40]} » n’est pas un format. Formats : {', '.join(formats())}.")
        asked = _asked(unquote(code))
        near = neighbourhoods_of(reading)
        with TURN.taken():
            document = build(near, standing_of(reading), asked, date.today().isoformat(), request.host_url)
            answer = file_of(document, name)
        if name == "html" and request.args.get(PREVIEW):
            del answer.headers["Content-Disposition"]
        return answer

    @files.get("/<code>.")
    def unnamed(code: str) -> Response:
        return refuse(404, f"« {code[:40]}. » : le format manque. Formats : {', '.join(formats())}.")

    @files.errorhandler(UnknownIdError)
    def unknown(error: UnknownIdError) -> Response:
        close = f" Noms les plus proches : {', '.join(error.closest)}." if error.closest else ""
        return refuse(404, f"{error.text}.{close}")

    return files


def _asked(code: str) -> Asked:
    themes = request.args.get("themes", "")[:LONGEST]
    return Asked(
        territory=code[:LONGEST],
        themes=tuple(name for name in themes.split(",") if name),
        reference=request.args.get("reference", "")[:LONGEST],
        length="page" if request.args.get("longueur") == "page" else "full",
        kind="programme" if request.args.get("document") == "programme" else "note",
    )
