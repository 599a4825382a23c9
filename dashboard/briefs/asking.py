"""From what is asked to its document: a note on a territory, or the page to open a programme there."""

from __future__ import annotations

from dashboard.briefs.document import Asked, Document
from dashboard.briefs.programme import NAME, build_programme
from dashboard.briefs.territory import build_brief
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.standing import Standing


def build(near: Neighbourhoods, whole: Standing, asked: Asked, made: str, site: str = "") -> Document:
    """The document asked for; see ``territory.build_brief`` and ``programme.build_programme``.

    Raises UnknownIdError for a territory, a theme or a comparator that means nothing, with the closest.
    """
    maker = build_programme if asked.kind == NAME else build_brief
    return maker(near, whole, asked, made, site)
