"""HTML: one file that asks nothing of anyone, its charts inline, its proof as a block of data; it prints well."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape
from markupsafe import Markup

from dashboard import french
from dashboard.briefs.document import Block, Document, Illustration, Statement
from dashboard.briefs.proof import proof_of, proof_text
from dashboard.briefs.seal import sealed
from dashboard.briefs.whole import printed
from dashboard.exports import ExportError, Readback
from dashboard.exports.drawing import svg
from dashboard.exports.html.pieces import PROOF, prints_in
from dashboard.exports.html.reading import parsed, readback
from dashboard.exports.wording import entries_left, figures_of, is_followed, is_numeric, on_screen, rows_left, untold

SUFFIX = ".html"
MEDIA_TYPE = "text/html"
NAME = "Page web"
TEMPLATES = False
WIDE, NARROW = 720, 360
"""Pixels that a chart is drawn at, for a desk and for a telephone: letters keep their size."""
SHOWN_CAVEATS = 2
"""Under a chart; the others are folded."""
MARKS = {"priority": "●", "reference": "◆"}
NOT_YET = "preuve-a-venir"
"""In place of the proof until the page is written."""
LONGEST = 2000
"""Rows of one table of figures."""


def write(document: Document, template: bytes | None = None) -> bytes:
    """The page of a document. Raises ExportError when a template is given."""
    if template is not None:
        raise ExportError("La page web a sa propre mise en page : un modèle ne peut être donné que pour docx et pptx.")
    page = _template().render(
        document=document,
        notes=_Notes(),
        numbers={reference.number for reference in document.references},
        on_screen=on_screen(document),
        proof=Markup(f"{{{NOT_YET}}}"),  # noqa: S704 - replaced below
        proof_id=PROOF,
    )
    content = page.encode("utf-8", "backslashreplace")
    # What the page shows is known once it is written; the proof, which holds it, is not shown
    text = content.decode("utf-8")
    shown = parsed(text)
    seal = printed(proof_of(document), sealed(shown.lines) | {"active": shown.active}, prints_in(text))
    proof = proof_text(document, seal).replace("<", "\\u003c")  # data that no tag can end
    before, _, after = content.rpartition(f"{{{NOT_YET}}}".encode())
    return before + proof.encode("utf-8", "backslashreplace") + after


def read(content: bytes) -> Readback:
    """What a page of ours says and what proves it. Raises ExportError when it is damaged or not ours."""
    return readback(content)


class _Notes:
    """The footnotes of a page, in the order of their calls."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def called(self, statement: Statement) -> int:
        """The number of the note of a sentence that is being shown."""
        self.texts.append(statement.note)
        return len(self.texts)


def _kind_of(block: Block) -> str:
    """« sentences », « paragraph », « illustration », « table » or « entries »."""
    return type(block).__name__.lower()


def _drawing(block: Illustration, width: int) -> Markup:
    return Markup(svg(block.chart, width))  # noqa: S704 - the drawing escapes every word


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        drawing=_drawing,
        wide=WIDE,
        narrow=NARROW,
        figures_of=lambda document, chart: figures_of(document, chart, LONGEST),
        rows_left=rows_left,
        untold=untold,
        entries_left=entries_left,
        shown_caveats=SHOWN_CAVEATS,
        counted=french.counted,
        is_followed=is_followed,
        is_numeric=is_numeric,
        kind_of=_kind_of,
        marks=MARKS,
    )
    return environment.get_template("page.html")
