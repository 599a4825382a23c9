"""The template of a deck: ours or a house's, its layouts found by what they hold, never by their rank."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Any

import pptx
from lxml.etree import XMLSyntaxError
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError, PythonPptxError

from dashboard.exports import ExportError
from dashboard.exports.office.proofs import drop_proofs
from dashboard.exports.office.templates import usable
from dashboard.exports.slides.house import house_template

TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
BODIES = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT)
FURNITURE = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
LEAST_BODY = 0.2
"""Of the slide, under which a text box is no body."""


@dataclass(frozen=True, slots=True)
class Template:
    """An empty deck and its three layouts: title and subtitle, title and text, title alone."""

    deck: Any
    opening: Any
    text: Any
    alone: Any
    ours: bool


def open_template(content: bytes | None) -> Template:
    """A template ready to be filled, its own slides removed. Raises ExportError when it is not one, or lacks a
    layout."""
    deck = _opened(content)
    try:
        _empty(deck)
        layouts = [layout for master in deck.slide_masters for layout in master.slide_layouts]
        upright = [layout for layout in layouts if layout._element.find(".//{*}ph[@orient='vert']") is None]
    except (KeyError, AttributeError) as error:  # parts that its own list names and that are not there
        raise ExportError(_INCOMPLETE) from error
    opening = next((layout for layout in upright if _is_opening(layout)), None)
    area = deck.slide_width * deck.slide_height
    text = next((layout for layout in upright if _is_text(layout, area)), None)
    alone = next((layout for layout in upright if _is_alone(layout)), None)
    missing = [
        what
        for layout, what in (
            (opening, "un titre avec un sous-titre (diapositive de titre)"),
            (text, "un titre avec un seul texte (titre et contenu)"),
            (alone, "un titre sans autre zone (titre seul)"),
        )
        if layout is None
    ]
    if missing:
        known = ", ".join(f"« {layout.name} »" for layout in layouts) or "aucune"
        raise ExportError(
            f"Il manque à ce modèle PowerPoint une disposition avec {', une autre avec '.join(missing)}. Dispositions "
            f"qu’il contient : {known}. Ajoutez-la dans le masque des diapositives, ou partez sans modèle."
        )
    return Template(deck, opening, text, alone, content is None)


def _opened(content: bytes | None) -> Any:
    if content is not None:
        content = usable(content, "PowerPoint", ".pptx")
    try:
        return pptx.Presentation(io.BytesIO(content if content is not None else house_template()))
    except (PackageNotFoundError, PythonPptxError, KeyError, ValueError, AttributeError, XMLSyntaxError) as error:
        raise ExportError(_NOT_ONE) from error
    except (zipfile.BadZipFile, OSError) as error:
        raise ExportError(_NOT_ONE) from error


_INCOMPLETE = (
    "Le modèle PowerPoint donné est incomplet : il lui manque un masque ou une disposition que sa liste nomme. "
    "Ouvrez-le dans PowerPoint, enregistrez-le au format .pptx, puis recommencez."
)
_NOT_ONE = (
    "Le modèle donné n’est pas un fichier PowerPoint (.pptx), ou il est abîmé. Ouvrez-le dans PowerPoint, "
    "enregistrez-le au format .pptx, puis recommencez."
)


def _empty(deck: Any) -> None:
    slides = deck.slides._sldIdLst
    for slide in list(slides):
        deck.part.drop_rel(slide.rId)
        slides.remove(slide)
    drop_proofs(deck.part)
    for extra in deck.part._element.findall("{*}extLst"):  # sections of the slides that are gone
        deck.part._element.remove(extra)


def _kinds(layout: Any) -> list[Any]:
    return [holder.placeholder_format.type for holder in layout.placeholders]


def _told(layout: Any) -> list[Any]:
    return [kind for kind in _kinds(layout) if kind not in FURNITURE and kind not in TITLES]


def _has_title(layout: Any) -> bool:
    return any(kind in TITLES for kind in _kinds(layout))


def _is_opening(layout: Any) -> bool:
    return _has_title(layout) and PP_PLACEHOLDER.SUBTITLE in _kinds(layout)


def _is_text(layout: Any, area: int) -> bool:
    told = _told(layout)
    if not _has_title(layout) or len(told) != 1 or told[0] not in BODIES:
        return False
    holder = body_of(layout)
    return bool(holder.width and holder.height and holder.width * holder.height >= LEAST_BODY * area)


def _is_alone(layout: Any) -> bool:
    return PP_PLACEHOLDER.TITLE in _kinds(layout) and not _told(layout)


def body_of(slide: Any) -> Any:
    """The text of a slide or layout that has one."""
    return next(holder for holder in slide.placeholders if holder.placeholder_format.type in BODIES)


def subtitle_of(slide: Any) -> Any:
    """The subtitle of an opening slide."""
    return next(h for h in slide.placeholders if h.placeholder_format.type == PP_PLACEHOLDER.SUBTITLE)


def furniture_of(layout: Any, kind: Any) -> Any | None:
    """The footer or the slide number of a layout; that of its master otherwise."""
    for place in (layout, layout.slide_master):
        for holder in place.placeholders:
            if holder.placeholder_format.type == kind:
                return holder
    return None
